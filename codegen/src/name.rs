//! Rust identifiers. Only this module changes the case of a name or escapes it.
//!
//! One rule applies to all names. A name is split into words: at each character that is not a letter or a
//! digit, before an upper-case letter that follows a lower-case letter or a digit, and before the last
//! upper-case letter of a run that a lower-case letter follows. The words are joined as `snake_case` or
//! `PascalCase`. A keyword gets a trailing `_`. A leading digit gets a leading `_` or `N`. A name without
//! letters is spelled by its signs: `+1` and `-1` become `Plus1` and `Minus1`. In `PascalCase`, an `_` separates
//! two digits: `1.0` becomes `N1_0`. A very long name is truncated, because file systems and compilers limit the
//! length.

mod english;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) use english::{is_plural, plural, prose, singular, with_article};

use crate::invisible::is_invisible;

/// Where a name is cut; the longest operationId of the published documents has 52 characters.
const MAX_LENGTH: usize = 120;

/// Cuts a name into words, all in small letters.
pub(crate) fn words(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    let mut previous: Option<char> = None;
    for (index, &character) in characters.iter().enumerate() {
        if !character.is_ascii_alphanumeric() {
            words.push(String::new());
            previous = None;
            continue;
        }
        let next_is_small = characters.get(index + 1).is_some_and(char::is_ascii_lowercase);
        let starts = character.is_ascii_uppercase()
            && previous.is_some_and(|before| !before.is_ascii_uppercase() || next_is_small);
        if starts {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(character.to_ascii_lowercase());
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
        word.truncate(left);
        left = left.saturating_sub(word.len() + 1);
        fits
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
    } else if !ident.contains(|c: char| c.is_ascii_alphabetic())
        || (is_letterless && ident.starts_with(|first: char| first.is_ascii_digit()))
    {
        ident.insert_str(0, "value_");
    } else if ident.starts_with(|first: char| first.is_ascii_digit()) {
        ident.insert(0, '_');
    }
    if is_keyword(&ident) {
        ident.push('_');
    }
    ident
}

/// `user_channel` → `UserChannel`; a keyword gets a trailing `_`.
pub(crate) fn pascal(name: &str) -> String {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut ident = String::new();
    for word in first_words(&spelt_out(name)) {
        // `1.0` and `10` are different values.
        if ident.ends_with(is_digit) && word.starts_with(is_digit) {
            ident.push('_');
        }
        ident.push_str(&capital(&word));
    }
    if ident.is_empty() {
        ident.push_str("Empty");
    }
    if ident.starts_with(|first: char| first.is_ascii_digit()) {
        ident.insert(0, 'N');
    }
    if ident == "Self" {
        ident.push('_');
    }
    ident
}

/// Words for the signs of a name that has no letter. A sign without a word has its code point: `✓` becomes `u2713`.
/// Signs that separate digits have no words: `1.0`.
fn spelt_out(name: &str) -> Cow<'_, str> {
    if name.contains(char::is_alphabetic) {
        return Cow::Borrowed(name);
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let inside = name.find(is_digit).unwrap_or(name.len())..name.rfind(is_digit).unwrap_or(0);
    let spelt = name.char_indices().map(|(at, c)| match sign(c) {
        _ if is_digit(c) => c.to_string(),
        _ if c.is_whitespace() || is_invisible(c) => " ".to_owned(),
        _ if inside.contains(&at) && ".,:-–_".contains(c) => " ".to_owned(),
        Some(word) => format!(" {word} "),
        None => format!(" u{:x} ", u32::from(c)),
    });
    Cow::Owned(spelt.collect())
}

fn sign(c: char) -> Option<&'static str> {
    let word = match c {
        '!' => "not",
        '"' => "quote",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '\'' => "apostrophe",
        '(' | '[' | '{' => "open",
        ')' | ']' | '}' => "close",
        '*' => "star",
        '+' => "plus",
        ',' => "comma",
        '-' => "minus",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "less_than",
        '=' => "equals",
        '>' => "greater_than",
        '?' => "question",
        '@' => "at",
        '\\' => "backslash",
        '^' => "caret",
        '_' => "underscore",
        '`' => "backtick",
        '|' => "pipe",
        '~' => "tilde",
        '£' => "pound",
        '§' => "section",
        '°' => "degree",
        '±' => "plus_minus",
        '×' => "times",
        '÷' => "divided_by",
        '–' | '—' => "dash",
        '…' => "ellipsis",
        '€' => "euro",
        '∞' => "infinity",
        '≈' => "about",
        '≠' => "unequal",
        '≤' => "at_most",
        '≥' => "at_least",
        _ => return None,
    };
    Some(word)
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + characters.as_str())
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
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    is_identifier(name) && name.chars().all(is_part)
}

/// Whether a name is an identifier in `PascalCase` that is not a keyword.
pub(crate) fn is_pascal(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    is_identifier(name)
        && name != "Self"
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(is_part)
}

fn is_identifier(name: &str) -> bool {
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    begins && name.contains(|c: char| c.is_ascii_alphanumeric()) && !is_keyword(name)
}

/// A noun as the name of a file and module: `1password` → `n1password`, like its types. Windows has devices of some
/// names.
pub(crate) fn file(noun: &str) -> String {
    let file = snake(noun);
    let file = match file.strip_prefix('_') {
        Some(rest) => format!("n{rest}"),
        None => file,
    };
    // Every module imports the runtime, under the name `rt`.
    let is_taken = is_device(&file) || ["rt", "twilio_client_runtime"].contains(&file.as_str());
    if is_taken { format!("{file}_") } else { file }
}

/// Whether Windows has a device of this name, in lower case.
pub(crate) fn is_device(name: &str) -> bool {
    const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];
    let port = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    let is_port = port.is_some_and(|port| port.len() == 1 && port != "0" && port.parse::<u8>().is_ok());
    is_port || DEVICES.contains(&name)
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
    fn files() {
        let table = [("1password_com_events", "n1password_com_events"), ("aux", "aux_"), ("rt", "rt_")];
        for (noun, name) in table {
            assert_eq!(file(noun), name);
        }
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
            ("2fa", "_2fa", "N2fa"),
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
            ("Öl", "l", "L"),
        ];
        for (name, snaked, pascaled) in table {
            assert_eq!((snake(name).as_str(), pascal(name).as_str()), (snaked, pascaled), "{name}");
        }
    }
}
