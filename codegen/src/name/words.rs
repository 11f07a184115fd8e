//! The words of a name.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::invisible::is_invisible;

/// Where a name is cut; the longest operationId of the published documents has 52 characters.
pub(super) const MAX_LENGTH: usize = 120;

/// The normal form of a name.
pub(super) fn normalized(name: &str) -> Cow<'_, str> {
    if name.is_ascii() { Cow::Borrowed(name) } else { Cow::Owned(name.nfkc().collect()) }
}

/// Whether a word may contain a character: a letter, a mark or a digit.
pub(super) fn is_part(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else {
        // Unicode's connectors, such as `‿`, separate words as `_` does.
        unicode_ident::is_xid_continue(c)
            && !is_invisible(c)
            && !matches!(c, '\u{203F}' | '\u{2040}' | '\u{2054}')
    }
}

pub(super) fn is_letter(c: char) -> bool {
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
pub(super) fn first_words(name: &str) -> Vec<String> {
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
