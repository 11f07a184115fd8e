//! The JSON parser: converts text to plain data, and finds the positions of the values in the text.
//!
//! A text whose first character is `{` is JSON. A YAML flow mapping has the same first character. Such a text
//! is YAML if it is not valid JSON and its file does not have the extension `.json`.

use std::borrow::Cow;

use openapiv3::OpenAPI;
use saphyr_parser::{Event, Marker, ScalarStyle, Span};
use serde::de::{DeserializeSeed as _, IgnoredAny};
use serde_json::Value;

use super::tree::{Limits, MARK, Tree, without_mark};
use super::yaml::{Cause, ReadError};
use crate::diagnostic::Position;

/// Whether a text begins like a JSON object.
pub(super) fn is_object(text: &str) -> bool {
    without_mark(text).trim_start_matches([' ', '\t', '\r', '\n']).starts_with('{')
}

/// Whether a text is valid JSON.
pub(super) fn is_valid(text: &str) -> bool {
    is_object(text) && serde_json::from_str::<IgnoredAny>(without_mark(text)).is_ok()
}

/// Reads a JSON text.
pub(super) fn read(text: &str) -> Result<Value, ReadError> {
    let limits = Limits::of(text.len());
    let mut parser = serde_json::Deserializer::from_str(without_mark(text));
    let read = Tree::new(&limits).deserialize(&mut parser);
    let read = read.and_then(|value| parser.end().map(|()| value));
    read.map_err(|error| failed(&error, limits.exceeded().map_or(Cause::Syntax, Cause::Exceeded)))
}

/// Finds the first value whose type does not match OpenAPI. `None` if the text matches.
pub(super) fn find_mismatch(text: &str) -> Option<ReadError> {
    let error = serde_json::from_str::<OpenAPI>(without_mark(text)).err()?;
    Some(failed(&error, Cause::Syntax))
}

fn failed(error: &serde_json::Error, cause: Cause) -> ReadError {
    let (line, column) = (error.line(), error.column());
    let message = error.to_string().replacen(&format!(" at line {line} column {column}"), "", 1);
    // The column is 0 if the parser stopped at the end of a line.
    let position = (line > 0).then(|| Position { line, column: column.max(1) });
    ReadError { cause, message, position }
}

/// The nodes of a JSON text, as the YAML parser reports them. They end at the first invalid character.
pub(super) struct Nodes<'t> {
    text: &'t str,
    rest: std::iter::Peekable<std::str::CharIndices<'t>>,
    /// The position of the next character. The index counts characters.
    index: usize,
    line: usize,
    column: usize,
}

impl<'t> Nodes<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, rest: text.char_indices().peekable(), index: 0, line: 1, column: 0 }
    }

    fn marker(&self) -> Marker {
        Marker::new(self.index, self.line, self.column)
    }

    fn advance(&mut self) -> Option<char> {
        let (_, c) = self.rest.next()?;
        self.index += 1;
        match c {
            '\n' => (self.line, self.column) = (self.line + 1, 0),
            MARK if self.index == 1 => {}
            _ => self.column += 1,
        }
        Some(c)
    }

    fn offset(&mut self) -> usize {
        self.rest.peek().map_or(self.text.len(), |(offset, _)| *offset)
    }

    /// Passes a string with its quotes, and returns its value.
    fn string(&mut self) -> Option<Cow<'t, str>> {
        let start = self.offset();
        self.advance();
        let mut is_escaped = false;
        loop {
            match self.advance()? {
                '\\' => {
                    is_escaped = true;
                    self.advance()?;
                }
                '"' => break,
                _ => {}
            }
        }
        let end = self.offset();
        let quoted = self.text.get(start..end)?;
        if is_escaped {
            return serde_json::from_str(quoted).ok().map(Cow::Owned);
        }
        quoted.get(1..quoted.len().checked_sub(1)?).map(Cow::Borrowed)
    }

    /// Passes a number or a word.
    fn word(&mut self) -> Option<Cow<'t, str>> {
        let start = self.offset();
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        while self.rest.peek().is_some_and(|(_, c)| is_part(*c)) {
            self.advance();
        }
        let end = self.offset();
        self.text.get(start..end).filter(|word| !word.is_empty()).map(Cow::Borrowed)
    }
}

impl<'t> Iterator for Nodes<'t> {
    type Item = (Event<'t>, Span);

    fn next(&mut self) -> Option<Self::Item> {
        while self.rest.peek().is_some_and(|(_, c)| matches!(c, ' ' | '\t' | '\r' | '\n' | ',' | ':' | &MARK))
        {
            self.advance();
        }
        let start = self.marker();
        let (_, first) = *self.rest.peek()?;
        let event = match first {
            '{' => Event::MappingStart(0, None),
            '[' => Event::SequenceStart(0, None),
            '}' => Event::MappingEnd,
            ']' => Event::SequenceEnd,
            '"' => Event::Scalar(self.string()?, ScalarStyle::DoubleQuoted, 0, None),
            _ => Event::Scalar(self.word()?, ScalarStyle::Plain, 0, None),
        };
        if matches!(first, '{' | '[' | '}' | ']') {
            self.advance();
        }
        Some((event, Span::new(start, self.marker())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::tree::Exceeded;

    #[test]
    fn strings_and_numbers_that_yaml_reads_otherwise() {
        for (text, expected) in [
            (r#"{"a": "\ud83d\ude00"}"#, "{\"a\":\"\u{1F600}\"}"),
            ("{\"a\": \"\u{7f}\u{85}\u{9f}\"}", "{\"a\":\"\u{7f}\u{85}\u{9f}\"}"),
            (r#"{"a": "\/x\u0000"}"#, r#"{"a":"/x\u0000"}"#),
            ("\u{FEFF}\t{\t\"a\"\t:\t1\t}\r\n", r#"{"a":1}"#),
            ("{\"a\": 18446744073709551616}", r#"{"a":1.8446744073709552e+19}"#),
            ("{\"a\": 340282366920938463463374607431768211456}", r#"{"a":3.402823669209385e+38}"#),
            (r#"{"a": -0.5e3}"#, r#"{"a":-500.0}"#),
        ] {
            assert!(is_valid(text), "{text}");
            assert_eq!(read(text).unwrap().to_string(), expected, "{text}");
        }
    }

    #[test]
    fn errors_have_a_cause_and_a_position() {
        let deep = "{\"a\":".to_owned() + &"[".repeat(100) + &"]".repeat(100) + "}";
        let long = format!("{{\"{}\": 1}}", "k".repeat(600));
        for (text, cause, position) in [
            ("{\"a\": 1,\n \"a\": 2}", Cause::Exceeded(Exceeded::DuplicateKey("a".to_owned())), (2, 4)),
            (deep.as_str(), Cause::Exceeded(Exceeded::Depth), (1, 69)),
            (long.as_str(), Cause::Exceeded(Exceeded::KeyLength), (1, 603)),
            ("{\"a\":\n \"\\ud83d\"}", Cause::Syntax, (2, 9)),
            ("{\"a\": 1}\n{}", Cause::Syntax, (2, 1)),
            ("{\"a\": 1", Cause::Syntax, (1, 7)),
        ] {
            let error = read(text).unwrap_err();
            let found = error.position.map(|Position { line, column }| (line, column));
            assert_eq!((error.cause, found), (cause, Some(position)), "{text}");
        }
    }

    #[test]
    fn nodes_end_at_the_first_invalid_character() {
        for text in ["{\"a\": \"", "{\"a\": \"\\", "{\"a\": \"\\ud83d\"}", "{\"a\": ?}", "{", ""] {
            assert!(Nodes::of(text).count() < 4, "{text}");
        }
    }
}
