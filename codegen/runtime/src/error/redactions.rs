//! The one redaction of strings that come from a server: values of the request are removed, and so are
//! characters that change how a terminal or an editor shows the line.

use secrecy::{ExposeSecret, SecretString};

use super::escapes::{Unit, readings};

/// Values that the strings of a response quote and that are not printed. They are wiped from memory on
/// drop.
#[derive(Clone, Default)]
pub(crate) struct Redactions(Vec<SecretString>);

/// The minimum length of a value that is removed inside of a word, in characters. Many words contain
/// shorter values, which are removed only if they are whole words.
const MIN_LENGTH: usize = 4;

/// The maximum length of a string that is searched, in characters.
const MAX_SEARCHED: usize = 4096;

/// A string that values are searched in.
pub(crate) struct Quotation(Vec<Vec<Unit>>);

impl Quotation {
    pub(crate) fn new(text: &str) -> Self {
        Self(readings(searched(text)).into_iter().map(folded).collect())
    }

    /// Returns whether the string quotes a value in any case and any encoding.
    pub(crate) fn quotes(&self, value: &str) -> bool {
        self.find(value).next().is_some()
    }

    /// Returns the ranges of the original string that quote the value.
    fn find(&self, value: &str) -> impl Iterator<Item = (usize, usize)> {
        let units = value.trim().chars().map(|character| Unit { character, start: 0, end: 0 });
        let value: Vec<char> = folded(units).into_iter().map(|unit| unit.character).collect();
        self.0.iter().flat_map(move |reading| occurrences(reading, &value))
    }
}

/// Returns the characters as they are compared: in one case, without invisible characters, and with one space in
/// place of white space.
fn folded(units: impl IntoIterator<Item = Unit>) -> Vec<Unit> {
    let mut folded: Vec<Unit> = Vec::new();
    for unit in units {
        if unit.character.is_whitespace() {
            match folded.last_mut() {
                Some(last) if last.character == ' ' => last.end = unit.end,
                _ => folded.push(Unit { character: ' ', ..unit }),
            }
        } else if !is_invisible(unit.character) {
            // The lower case of `ß` is `ß`, and its upper case is `SS`.
            let characters = unit.character.to_uppercase().flat_map(char::to_lowercase);
            folded.extend(characters.map(|character| Unit { character, ..unit }));
        }
    }
    folded
}

/// Returns the part of a string that is searched and printed.
fn searched(text: &str) -> &str {
    text.char_indices().nth(MAX_SEARCHED).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

fn is_cut(text: &str) -> bool {
    searched(text).len() < text.len()
}

fn occurrences(reading: &[Unit], value: &[char]) -> Vec<(usize, usize)> {
    let is_same =
        |unit: &Unit, wanted: char| unit.character == wanted || (wanted == ' ' && unit.character == '+');
    let is_word = |unit: Option<&Unit>| unit.is_some_and(|unit| unit.character.is_alphanumeric());
    let mut found = Vec::new();
    for (at, window) in reading.windows(value.len().max(1)).enumerate() {
        let matches =
            !value.is_empty() && window.iter().zip(value).all(|(unit, wanted)| is_same(unit, *wanted));
        let is_part = value.len() < MIN_LENGTH
            && (is_word(at.checked_sub(1).and_then(|before| reading.get(before)))
                || is_word(reading.get(at + value.len())));
        if let (true, false, Some(first), Some(last)) = (matches, is_part, window.first(), window.last()) {
            found.push((first.start, last.end));
        }
    }
    found
}

impl Redactions {
    /// Adds a value.
    pub(crate) fn add(&mut self, value: String) {
        self.0.push(SecretString::from(value));
    }

    /// Returns a string of a server as it is printed: on one line, without the values, and of a bounded
    /// length.
    pub(crate) fn print(&self, text: &str) -> String {
        let hidden = self.hide(text);
        // A value can begin in the part that is searched and end behind it. Its longest form is an escape
        // of several bytes for each byte.
        let cut = if is_cut(text) { self.longest().saturating_mul(12) } else { 0 };
        let length = hidden.chars().count().saturating_sub(cut);
        one_line(&hidden.chars().take(length).collect::<String>())
    }

    fn longest(&self) -> usize {
        self.0.iter().map(|value| value.expose_secret().len()).max().unwrap_or(0)
    }

    /// Returns the string with `…` in place of each value.
    fn hide(&self, text: &str) -> String {
        let text = searched(text);
        if self.0.is_empty() {
            return text.to_owned();
        }
        let quotation = Quotation::new(text);
        let mut ranges: Vec<_> =
            self.0.iter().flat_map(|value| quotation.find(value.expose_secret())).collect();
        ranges.sort_unstable();
        let (mut hidden, mut copied) = (String::with_capacity(text.len()), 0);
        for (start, end) in ranges {
            if start >= copied {
                hidden.push_str(text.get(copied..start).unwrap_or_default());
                hidden.push('…');
            }
            copied = copied.max(end);
        }
        hidden.push_str(text.get(copied..).unwrap_or_default());
        hidden
    }
}

/// The maximum length of a printed line, in characters.
const MAX_LINE: usize = 1000;

/// Returns text of a server on one line, without invisible characters and at most [`MAX_LINE`] long.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().filter(|c| !is_invisible(*c)).take(MAX_LINE));
        if let Some((end, _)) = line.char_indices().nth(MAX_LINE) {
            line.truncate(end);
            line.push('…');
            break;
        }
    }
    line
}

/// Returns whether a character has no width or changes the direction of the text around it.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(values: &[&str], text: &str) -> String {
        let mut redactions = Redactions::default();
        for value in values {
            redactions.add((*value).to_owned());
        }
        redactions.print(text)
    }

    #[test]
    fn overlapping_values_are_hidden_together() {
        let values = ["ann", "ann@example.com", "example"];
        assert_eq!(hidden(&values, "ann@example.com is not ann of example"), "… is not … of …");
    }

    #[test]
    fn a_value_is_hidden_in_any_case_and_any_encoding() {
        let values =
            ["Ann O'Neil <é>", "bob", "s/3", "Große Straße\t1", "\u{202d}+1 555\u{2011}0100\u{202c}", "Οδός"];
        for text in [
            "ANN O'NEIL <É>",
            "Ann%20O%27Neil%20%3C%C3%A9%3E",
            "ann+o%27neil+%3c%c3%a9%3e",
            "Ann%2520O%2527Neil%2520%253C%25C3%25A9%253E",
            r"Ann O\u0027Neil \u003c\u00E9\u003e",
            "Ann O&#39;Neil &lt;&#xe9;&gt;",
            "BOB",
            "s%2F3",
            r"S\/3",
            "GROSSE STRASSE 1",
            "grosse%20strasse%091",
            "große\n  straße\n1",
            "+1 555\u{2011}0100",
            "+1\u{a0}555\u{ad}\u{2011}01\u{200b}00",
            "ΟΔΌΣ",
            "b\u{ad}ob",
        ] {
            assert_eq!(hidden(&values, &format!("no ({text})!")), "no (…)!", "{text}");
        }
    }

    #[test]
    fn a_short_value_is_hidden_only_as_a_whole_word() {
        assert_eq!(hidden(&["no", "7"], "no noon, 7 of 17 (no)"), "… noon, … of 17 (…)");
    }

    #[test]
    fn a_printed_line_has_no_invisible_characters_and_a_maximum_length() {
        assert_eq!(hidden(&[], "a\n b\t\u{1b}[1mc \u{202e}d\u{200b}e\u{e0041}"), "a b [1mc de");
        assert_eq!(hidden(&[], &"ü".repeat(2000)).chars().count(), MAX_LINE);
        assert_eq!(hidden(&[], &"ü ".repeat(2000)).chars().count(), MAX_LINE + 1);
        assert!(hidden(&[], &"ü ".repeat(50_000)).chars().count() <= MAX_LINE + 1);
    }
}
