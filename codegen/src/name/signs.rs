//! Words for names without letters.

use std::borrow::Cow;

use super::words::{is_letter, normalized};
use crate::invisible::is_invisible;

/// Words for the signs of a name that has no letter. A sign without a word has its code point: `✓` becomes `u2713`.
/// Signs that separate digits have no words: `1.0`.
pub(super) fn spelt_out(name: &str) -> Cow<'_, str> {
    if normalized(name).contains(is_letter) {
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
