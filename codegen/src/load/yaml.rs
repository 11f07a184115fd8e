//! The YAML parser: converts text to plain data, and determines why a text cannot be read.
//!
//! This is the only module that uses `serde_yaml`, which is no longer maintained upstream. Replacing it
//! affects only this file.

use openapiv3::OpenAPI;
use serde::de::DeserializeSeed as _;
use serde_json::Value;

use super::tree::{Exceeded, Limits, Tree, without_mark};
use crate::diagnostic::Position;

/// The reason why a text cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// The text exceeds a limit of the generator.
    Exceeded(Exceeded),
    /// The text contains more than one YAML document.
    SecondDocument,
    /// The text is not YAML.
    Syntax,
}

/// An error of the parser.
#[derive(Debug)]
pub(super) struct ReadError {
    pub(super) cause: Cause,
    /// The message of the parser, without the position.
    pub(super) message: String,
    pub(super) position: Option<Position>,
}

/// `serde_yaml` does not expose the kind of an error. These phrases of its messages identify the kind; a
/// test produces each of them.
const PHRASES: &[(&str, Cause)] = &[
    ("repetition limit exceeded", Cause::Exceeded(Exceeded::Aliases)),
    ("more than one document", Cause::SecondDocument),
];

/// The parser reports where it stopped. Before these phrases, its message also contains where the mistake
/// begins; `serde_yaml` does not expose this position either.
const MISSING_COLON: &str = "while scanning a simple key at line ";
const POSITION: &str = " at line ";

/// Reads a YAML or JSON text.
pub(super) fn read(text: &str) -> Result<Value, ReadError> {
    let limits = Limits::of(text.len());
    let read = Tree::new(&limits).deserialize(serde_yaml::Deserializer::from_str(without_mark(text)));
    read.map_err(|error| ReadError::new(&error, limits.exceeded()))
}

/// Finds the first value whose type does not match OpenAPI. `None` if the text matches.
pub(super) fn find_mismatch(text: &str) -> Option<ReadError> {
    let error = serde_yaml::from_str::<OpenAPI>(without_mark(text)).err()?;
    Some(ReadError::new(&error, None))
}

impl ReadError {
    fn new(error: &serde_yaml::Error, exceeded: Option<Exceeded>) -> Self {
        let message = error.to_string();
        let known = || PHRASES.iter().find(|(phrase, _)| message.contains(phrase));
        let cause = exceeded.map(Cause::Exceeded).or_else(|| known().map(|(_, cause)| cause.clone()));
        let stopped = error.location().map(|at| Position { line: at.line(), column: at.column() });
        let begin = position_after(&message, message.find(MISSING_COLON).map(|at| at + MISSING_COLON.len()));
        let any = || position_after(&message, message.rfind(POSITION).map(|at| at + POSITION.len()));
        let position = begin.or(stopped).or_else(any);
        let shown = stopped.map(|Position { line, column }| format!(" at line {line} column {column}"));
        let message = shown.map_or_else(|| message.clone(), |shown| message.replacen(&shown, "", 1));
        Self { cause: cause.unwrap_or(Cause::Syntax), message, position }
    }
}

/// Reads `7 column 20` at an offset of a message.
fn position_after(message: &str, offset: Option<usize>) -> Option<Position> {
    let (line, rest) = message.get(offset?..)?.split_once(" column ")?;
    let column: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Some(Position { line: line.parse().ok()?, column: column.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text for each row of [`PHRASES`]. A failure means that `serde_yaml` changed its messages.
    #[test]
    fn each_phrase_still_identifies_its_cause() {
        let level = |n: u8| format!("l{n}: &l{n} [{}]\n", format!("*l{}, ", n - 1).repeat(10));
        let repeated = format!("l0: &l0 [x]\n{}", (1..7).map(level).collect::<String>());
        let texts = [repeated.as_str(), "a: 1\n---\nb: 2\n"];
        assert_eq!(texts.len(), PHRASES.len());
        for (text, (phrase, cause)) in texts.into_iter().zip(PHRASES) {
            let error = serde_yaml::from_str::<serde_yaml::Value>(text).unwrap_err();
            assert!(error.to_string().contains(phrase), "`{error}` does not contain `{phrase}`");
            assert_eq!(read(text).unwrap_err().cause, *cause, "{phrase}");
        }
    }

    #[test]
    fn a_missing_colon_is_reported_where_the_key_begins() {
        let text = "a:\n  b: 1\n  key\nc: 1\n";
        let message = serde_yaml::from_str::<serde_yaml::Value>(text).unwrap_err().to_string();
        assert!(message.contains(MISSING_COLON), "{message}");
        let error = read(text).unwrap_err();
        assert_eq!(error.position, Some(Position { line: 3, column: 3 }), "{error:?}");
    }

    #[test]
    fn limits_of_the_generator_are_causes() {
        for (text, exceeded) in [
            ("a: 1\na: 2\n".to_owned(), Exceeded::DuplicateKey("a".to_owned())),
            (format!("{}{}", "[".repeat(100), "]".repeat(100)), Exceeded::Depth),
            (format!("{}: 1", "k".repeat(600)), Exceeded::KeyLength),
        ] {
            assert_eq!(read(&text).unwrap_err().cause, Cause::Exceeded(exceeded), "{text}");
        }
    }
}
