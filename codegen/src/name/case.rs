//! Identifiers in `snake_case` and `PascalCase`.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::signs::spelt_out;
use super::words::{first_words, is_part, is_upper};

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
