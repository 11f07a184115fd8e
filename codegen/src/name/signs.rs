//! Words for the signs of a name.

use std::borrow::Cow;

use super::words::{is_letter, is_part, normalized};
use crate::invisible::is_invisible;

/// The words of names that consist of a pair of brackets.
const PAIRS: &[(&str, &str)] = &[("()", "parentheses"), ("[]", "brackets"), ("{}", "braces")];

/// Words for the signs of a name that has no letter. A sign without a word has its code point: `✓` becomes `u2713`.
/// Signs that separate digits have no words: `1.0`.
pub(super) fn spelt_out(name: &str) -> Cow<'_, str> {
    if normalized(name).contains(is_letter) {
        return Cow::Borrowed(name);
    }
    if let Some((_, word)) = PAIRS.iter().find(|(pair, _)| *pair == name) {
        return Cow::Borrowed(word);
    }
    if !name.is_empty() && name.chars().all(|c| c == ' ') {
        return Cow::Owned(vec!["space"; name.len()].join(" "));
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let inside = name.find(is_digit).unwrap_or(name.len())..name.rfind(is_digit).unwrap_or(0);
    let spelt = name.char_indices().map(|(at, c)| match c {
        _ if is_digit(c) => c.to_string(),
        _ if c.is_whitespace() || is_invisible(c) => " ".to_owned(),
        _ if inside.contains(&at) && ".,:-–_".contains(c) => " ".to_owned(),
        _ => word(c),
    });
    Cow::Owned(spelt.collect())
}

/// A name with words for its signs, for names that differ only in their signs: `A+` and `A-`. A sign that separates two
/// words has no word: `a-b`.
pub(crate) fn with_signs(name: &str) -> String {
    let normalized = normalized(name);
    let characters: Vec<char> = normalized.chars().collect();
    let is_word = |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(|c| is_part(*c));
    let spelt = characters.iter().enumerate().map(|(at, &c)| {
        let is_between = is_word(at.checked_sub(1)) && is_word(Some(at + 1));
        match c {
            _ if is_part(c) => c.to_string(),
            _ if c.is_whitespace() || is_invisible(c) => " ".to_owned(),
            _ if is_between && "-_.,:/–".contains(c) => " ".to_owned(),
            _ => word(c),
        }
    });
    spelt.collect()
}

/// The word of a sign, between spaces.
fn word(c: char) -> String {
    sign(c).map_or_else(|| format!(" u{:x} ", u32::from(c)), |word| format!(" {word} "))
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
        '(' => "open_parenthesis",
        ')' => "close_parenthesis",
        '[' => "open_bracket",
        ']' => "close_bracket",
        '{' => "open_brace",
        '}' => "close_brace",
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
