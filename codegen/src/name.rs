//! Rust identifiers. Only this module changes the case of a name or escapes it.
//!
//! One rule applies to all names. A name is split into words: at each character that is not a letter or a
//! digit, before an upper-case letter that follows a lower-case letter or a digit, and before the last
//! upper-case letter of a run that a lower-case letter follows. Letters of all scripts are letters. Different
//! encodings of the same letter become one (NFC), and variants such as ligatures become letters (NFKC). The words are joined as `snake_case` or
//! `PascalCase`. A keyword gets a trailing `_`. A leading digit gets a leading `n` or `N`. A name without
//! letters is spelled by its signs: `+1` and `-1` become `Plus1` and `Minus1`. In `PascalCase`, an `_` separates
//! two digits: `1.0` becomes `N1_0`. A very long name is truncated, because file systems and compilers limit the
//! length.

mod english;
mod file;
mod signs;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

pub(crate) use english::{is_plural, plural, prose, singular, with_article};
pub(crate) use file::{file, is_device};
use signs::spelt_out;

use crate::invisible::is_invisible;

/// Where a name is cut; the longest operationId of the published documents has 52 characters.
const MAX_LENGTH: usize = 120;

/// The normal form of a name.
fn normalized(name: &str) -> Cow<'_, str> {
    if name.is_ascii() { Cow::Borrowed(name) } else { Cow::Owned(name.nfkc().collect()) }
}

/// Whether a word may contain a character: a letter, a mark or a digit.
fn is_part(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else {
        // Unicode's connectors, such as `‿`, separate words as `_` does.
        unicode_ident::is_xid_continue(c)
            && !is_invisible(c)
            && !matches!(c, '\u{203F}' | '\u{2040}' | '\u{2054}')
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() && is_part(c)
}

/// Whether a character begins a name that is in upper case, or in a script without cases.
pub(crate) fn is_upper(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase()
}

/// Cuts a name into words, all in small letters.
pub(crate) fn words(name: &str) -> Vec<String> {
    let characters: Vec<char> = normalized(name).chars().collect();
    let mut words = vec![String::new()];
    let mut previous: Option<char> = None;
    for (index, &character) in characters.iter().enumerate() {
        if !is_part(character) {
            words.push(String::new());
            previous = None;
            continue;
        }
        let next_is_small = characters.get(index + 1).is_some_and(|next| next.is_lowercase());
        let starts = character.is_uppercase()
            && previous.is_some_and(|before| !before.is_uppercase() || next_is_small);
        if starts {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(character.to_lowercase());
        }
        previous = Some(character);
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The first words of a name, as many as an identifier may be long; at least a part of the first.
fn first_words(name: &str) -> Vec<String> {
    let mut words = words(name);
    let mut left = MAX_LENGTH;
    words.retain_mut(|word| {
        let fits = left > 0;
        let end = (0..=left.min(word.len())).rev().find(|end| word.is_char_boundary(*end));
        word.truncate(end.unwrap_or(0));
        left = left.saturating_sub(word.len() + 1);
        fits && !word.is_empty()
    });
    words
}

/// A resource's noun in snake case, no identifier yet.
pub(crate) fn noun(name: &str) -> String {
    first_words(name).join("_")
}

/// A name of the document as it may be shown inside a code span: nothing in it ends the span or
/// the line, and nothing is hidden.
pub(crate) fn shown(name: &str) -> String {
    let harmless = |c: char| {
        if c == '`' || is_invisible(c) || (c.is_whitespace() && c != ' ') { '\'' } else { c }
    };
    name.chars().map(harmless).collect()
}

/// `ChannelSid` → `channel_sid`; a keyword gets a trailing `_`.
pub(crate) fn snake(name: &str) -> String {
    let spelt = spelt_out(name);
    let is_letterless = matches!(spelt, Cow::Owned(_));
    let mut ident = first_words(&spelt).join("_");
    // `DateCreated<` and `DateCreated>` stand beside `DateCreated` in the 2010 API.
    match spelt.chars().last() {
        Some('<') => ident.push_str("_before"),
        Some('>') => ident.push_str("_after"),
        _ => {}
    }
    if ident.is_empty() {
        ident.push_str("value");
    } else if !ident.contains(char::is_alphabetic) || (is_letterless && !begins_name(&ident)) {
        ident.insert_str(0, "value_");
    } else if !begins_name(&ident) {
        ident.insert(0, 'n');
    }
    if is_keyword(&ident) {
        ident.push('_');
    }
    composed(ident)
}

/// `user_channel` → `UserChannel`; a keyword gets a trailing `_`.
pub(crate) fn pascal(name: &str) -> String {
    let mut ident = String::new();
    for word in first_words(&spelt_out(name)) {
        // `1.0` and `10` are different values.
        if ident.ends_with(char::is_numeric) && word.starts_with(char::is_numeric) {
            ident.push('_');
        }
        ident.push_str(&capital(&word));
    }
    if ident.is_empty() {
        ident.push_str("Empty");
    }
    // Some small letters have no capital.
    if !begins_name(&ident) || ident.starts_with(char::is_lowercase) {
        ident.insert(0, 'N');
    }
    if ident == "Self" {
        ident.push('_');
    }
    composed(ident)
}

/// Whether a name begins with a letter.
fn begins_name(name: &str) -> bool {
    name.starts_with(unicode_ident::is_xid_start)
}

/// Rust compares names in NFC. A mark at the end of a word may compose with the next word.
fn composed(name: String) -> String {
    if name.is_ascii() { name } else { name.nfc().collect() }
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().to_string() + characters.as_str())
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

/// Whether a name is an identifier in `snake_case` that is not a keyword.
pub(crate) fn is_snake(name: &str) -> bool {
    is_identifier(name) && !name.contains(char::is_uppercase)
}

/// Whether a name is an identifier in `PascalCase` that is not a keyword.
pub(crate) fn is_pascal(name: &str) -> bool {
    is_identifier(name) && name != "Self" && name.starts_with(is_upper)
}

fn is_identifier(name: &str) -> bool {
    let begins = name.starts_with(|c: char| unicode_ident::is_xid_start(c) || c == '_');
    begins
        && name.contains(is_part)
        && name.chars().all(|c| is_part(c) || c == '_')
        && unicode_normalization::is_nfc(name)
        && !is_keyword(name)
}

/// Keywords of every edition up to 2024, also the reserved ones.
pub(crate) fn is_keyword(ident: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
        "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
        "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self",
        "static", "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
        "virtual", "where", "while", "yield",
    ];
    KEYWORDS.contains(&ident)
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
            (" ", "value", "Empty"),
        ];
        check(&table);
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
            ("\u{301}a", "ńa", "N\u{301}a"),
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
