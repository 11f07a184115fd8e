//! The values that are removed from a message before it is printed.

use secrecy::{ExposeSecret, SecretString};

/// Values that a message quotes and that are not printed, the longest first. They are wiped from memory
/// on drop.
#[derive(Clone, Default)]
pub(crate) struct Redactions(Vec<SecretString>);

impl Redactions {
    /// Adds a value.
    pub(crate) fn add(&mut self, value: String) {
        let is_shorter = |other: &SecretString| other.expose_secret().len() < value.len();
        let at = self.0.iter().position(is_shorter).unwrap_or(self.0.len());
        self.0.insert(at, SecretString::from(value));
    }

    /// Returns the text with `…` in place of each value.
    pub(crate) fn hide(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, value| text.replace(value.expose_secret(), "…"))
    }
}

/// The maximum length of a printed line, in characters.
const MAX_LINE: usize = 1000;

/// Returns text of a server on one line, without control characters and at most [`MAX_LINE`] long.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().filter(|c| !c.is_control()).take(MAX_LINE));
        if let Some((end, _)) = line.char_indices().nth(MAX_LINE) {
            line.truncate(end);
            line.push('…');
            break;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_value_is_hidden_first() {
        let mut redactions = Redactions::default();
        for value in ["ann", "ann@example.com", "example"] {
            redactions.add(value.to_owned());
        }
        assert_eq!(redactions.hide("ann@example.com is not ann of example"), "… is not … of …");
    }

    #[test]
    fn a_printed_line_has_no_control_characters_and_a_maximum_length() {
        assert_eq!(one_line("a\n b\t\u{1b}[1mc "), "a b [1mc");
        assert_eq!(one_line(&"ü".repeat(2000)).chars().count(), MAX_LINE);
        assert_eq!(one_line(&"ü ".repeat(2000)).chars().count(), MAX_LINE + 1);
    }
}
