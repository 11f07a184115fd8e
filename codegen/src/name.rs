//! Rust identifiers. Only this module changes the case of a name or escapes it.
//!
//! One rule applies to all names. A name is split into words: at each character that is not a letter or a digit,
//! before an upper-case letter that follows a lower-case letter or a digit, and before the last upper-case letter of a
//! run that a lower-case letter follows. Letters of all scripts are letters. Different encodings of the same letter
//! become one (NFC), and variants such as ligatures become letters (NFKC). The words are joined as `snake_case` or
//! `PascalCase`. A keyword gets a trailing `_`. A leading digit gets a leading `n` or `N`. A name without letters is
//! spelled by its signs: `+1` and `-1` become `Plus1` and `Minus1`. So are the values of an enum that differ only in
//! their signs: `A+` and `A-` become `APlus` and `AMinus`. In `PascalCase`, an `_` separates two digits:
//! `1.0` becomes `N1_0`. A very long name is truncated, because file systems and compilers limit the length.

mod case;
mod english;
mod file;
mod signs;
mod words;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use case::{is_keyword, is_pascal, is_snake, pascal, snake};
pub(crate) use english::{is_plural, plural, prose, singular, with_article};
pub(crate) use file::{file, is_device};
pub(crate) use signs::with_signs;
use words::MAX_LENGTH;
pub(crate) use words::{is_upper, noun, words};

use crate::invisible::is_invisible;

/// A name of the document as it may be shown inside a code span: nothing in it ends the span or
/// the line, and nothing is hidden.
pub(crate) fn shown(name: &str) -> String {
    let harmless = |c: char| {
        if c == '`' || is_invisible(c) || (c.is_whitespace() && c != ' ') { '\'' } else { c }
    };
    name.chars().map(harmless).collect()
}

/// The letters and digits of a Rust name in lower case: `ChannelSid` → `channelsid`.
pub(crate) fn letters(name: &str) -> String {
    name.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}

/// Joins two names in `PascalCase`. A long name does not grow, because equal names become distinct later.
pub(crate) fn join(head: &str, tail: &str) -> String {
    let head = head.trim_end_matches('_');
    if head.len() > MAX_LENGTH { head.to_owned() } else { format!("{head}{tail}") }
}

/// Makes equal names distinct. The first keeps its name, the second gets a 2, the third a 3, in their order.
/// `between` precedes the number.
pub(crate) fn distinct<'n>(names: impl Iterator<Item = &'n mut String>, between: &str) {
    let mut taken = BTreeSet::new();
    let mut numbers = BTreeMap::new();
    for name in names {
        let base = name.trim_end_matches('_').to_owned();
        while !taken.insert(name.clone()) {
            let number = numbers.entry(base.clone()).or_insert(1_u32);
            *number += 1;
            *name = format!("{base}{between}{number}");
        }
    }
}

/// An unused name: the given name, or the given name with a number. If the numbers from 2 are in use without a gap,
/// it is the next one.
pub(crate) fn unused(taken: &mut BTreeSet<String>, name: &str) -> String {
    if taken.insert(name.to_owned()) {
        return name.to_owned();
    }
    let numbered = |number: u32| format!("{}_{number}", name.trim_end_matches('_'));
    // Many items may have the same name, so this does not try every number.
    let (mut used, mut free) = (1_u32, 2_u32);
    while taken.contains(&numbered(free)) {
        (used, free) = (free, free.saturating_mul(2));
    }
    while free - used > 1 {
        let middle = used + (free - used) / 2;
        if taken.contains(&numbered(middle)) { used = middle } else { free = middle }
    }
    taken.insert(numbered(free));
    numbered(free)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unused_names_have_the_next_number() {
        let mut taken = BTreeSet::new();
        let names: Vec<String> = (0..40).map(|_| unused(&mut taken, "type_")).collect();
        assert_eq!(names[..3], ["type_", "type_2", "type_3"]);
        assert_eq!(names[39], "type_40");
    }

    #[test]
    fn identifiers() {
        let table = [
            ("ChannelSid", "channel_sid", "ChannelSid"),
            ("notParticipating", "not_participating", "NotParticipating"),
            ("not_participating", "not_participating", "NotParticipating"),
            ("shop.v2.store.order", "shop_v2_store_order", "ShopV2StoreOrder"),
            (
                "Notifications.NewMessage.Enabled",
                "notifications_new_message_enabled",
                "NotificationsNewMessageEnabled",
            ),
            ("Type", "type_", "Type"),
            ("self", "self_", "Self_"),
            ("DateCreated<", "date_created_before", "DateCreated"),
            ("DateCreated>", "date_created_after", "DateCreated"),
            ("X-Twilio-Webhook-Enabled", "x_twilio_webhook_enabled", "XTwilioWebhookEnabled"),
            ("KYT", "kyt", "Kyt"),
            ("SMSUrl", "sms_url", "SmsUrl"),
            ("USt-IdNr", "u_st_id_nr", "UStIdNr"),
            ("twilio/text", "twilio_text", "TwilioText"),
            ("2fa", "n2fa", "N2fa"),
            ("~", "tilde", "Tilde"),
            ("1.0", "value_1_0", "N1_0"),
            ("1.10", "value_1_10", "N1_10"),
            ("10", "value_10", "N10"),
            ("1/2", "value_1_slash_2", "N1Slash2"),
            ("v1.0", "v1_0", "V1_0"),
            ("+1", "plus_1", "Plus1"),
            ("-1", "minus_1", "Minus1"),
            ("-1.5", "minus_1_5", "Minus1_5"),
            ("2010-04-01", "value_2010_04_01", "N2010_04_01"),
            ("18+", "value_18_plus", "N18Plus"),
            (">", "greater_than", "GreaterThan"),
            (">=", "greater_than_equals", "GreaterThanEquals"),
            ("≥", "at_least", "AtLeast"),
            ("≤", "at_most", "AtMost"),
            ("✓", "u2713", "U2713"),
            ("!=", "not_equals", "NotEquals"),
            ("*", "star", "Star"),
            ("-a", "a", "A"),
            ("", "value", "Empty"),
            (" ", "space", "Space"),
            ("[]", "brackets", "Brackets"),
            ("{}", "braces", "Braces"),
            ("(", "open_parenthesis", "OpenParenthesis"),
        ];
        check(&table);
    }

    #[test]
    fn words_for_the_signs_of_names_with_letters() {
        let table = [
            ("A+", "APlus"),
            ("A-", "AMinus"),
            ("-created_at", "MinusCreatedAt"),
            ("C++", "CPlusPlus"),
            ("C#", "CHash"),
            ("a-b", "AB"),
            ("a+b", "APlusB"),
            ("x>=5", "XGreaterThanEquals5"),
            ("rate%", "RatePercent"),
            ("(none)", "OpenParenthesisNoneCloseParenthesis"),
            ("✓ done", "U2713Done"),
        ];
        for (name, spelt) in table {
            assert_eq!(pascal(&with_signs(name)), spelt, "{name}");
        }
    }

    #[test]
    fn identifiers_with_letters_of_other_scripts() {
        let table = [
            ("Öl", "öl", "Öl"),
            ("größe", "größe", "Größe"),
            ("straßenName", "straßen_name", "StraßenName"),
            ("ßa", "ßa", "SSa"),
            ("e\u{301}tat", "état", "État"),
            ("ﬁeld", "field", "Field"),
            ("m²", "m2", "M2"),
            ("名前", "名前", "名前"),
            ("首 名", "首_名", "首名"),
            ("ключДоступа", "ключ_доступа", "КлючДоступа"),
            ("да", "да", "Да"),
            ("はい", "はい", "はい"),
            ("İd", "i\u{307}d", "İd"),
            ("ĸ", "ĸ", "Nĸ"),
            ("٣а", "n٣а", "N٣а"),
            ("٣", "u663", "U663"),
            ("🚀", "u1f680", "U1f680"),
            ("🚀 go", "go", "Go"),
            ("a‿b", "a_b", "AB"),
            ("ａｂ", "ab", "Ab"),
            ("ｔｙｐｅ", "type_", "Type"),
            ("a\u{200B}b", "a_b", "AB"),
            ("\u{301}a", "ńa", "Ńa"),
        ];
        check(&table);
    }

    /// Checks the names of variables and of types.
    fn check(table: &[(&str, &str, &str)]) {
        for (name, snaked, pascaled) in table {
            assert_eq!((snake(name).as_str(), pascal(name).as_str()), (*snaked, *pascaled), "{name}");
        }
    }
}
