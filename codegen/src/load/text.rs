//! Reads the text of a document as plain data, within the limits of the generator.

use serde_json::Value;

use super::unreadable::diagnostic;
use super::yaml::{Cause, ReadError};
use super::{json, unreadable, yaml};
use crate::diagnostic::{Code, Diagnostic};
use crate::output::Source;

/// The maximum size of a document in bytes. The largest published one has 1.9 million.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The maximum number of open brackets. Published documents have fewer than 30, and reading 100,000 of them
/// would take minutes.
const MAX_BRACKETS: usize = 1000;

/// Reads the plain data of a document.
///
/// # Errors
///
/// The diagnostics of a text that is not YAML or JSON, or that exceeds a limit.
pub(crate) fn read(source: &Source) -> Result<Value, Vec<Diagnostic>> {
    check_size(source)?;
    plain(source).map_err(|error| unreadable::diagnostics(source, error))
}

/// Converts the text to plain data. A text that begins with `{` is JSON. In a file without the extension
/// `.json`, it may also be a YAML flow mapping.
fn plain(source: &Source) -> Result<Value, ReadError> {
    if !json::is_object(&source.text) {
        return yaml::read(&source.text);
    }
    match json::read(&source.text) {
        Err(error) if error.cause == Cause::Syntax && !is_json_file(source) => yaml::read(&source.text),
        read => read,
    }
}

fn is_json_file(source: &Source) -> bool {
    source.name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("json"))
}

/// Rejects a text that would exhaust the parser.
fn check_size(source: &Source) -> Result<(), Vec<Diagnostic>> {
    if source.text.len() > MAX_BYTES {
        let message = format!("the document must not have more than {MAX_BYTES} bytes");
        return Err(vec![
            diagnostic(Code::DocumentTooLarge, source, "", message)
                .with_help("split the document, or remove its examples"),
        ]);
    }
    if opens_too_many_brackets(&source.text) {
        let message = format!("the document must not nest more than {MAX_BRACKETS} brackets");
        return Err(vec![
            diagnostic(Code::NestedTooDeep, source, "", message)
                .with_help("close the brackets, or reduce the nesting"),
        ]);
    }
    Ok(())
}

/// Counts the brackets that can begin a list or a mapping: those at the beginning of a line, and those after a key, an
/// item, another bracket, an anchor or a tag. A bracket within prose, such as `[0, 1)`, follows a word.
fn opens_too_many_brackets(text: &str) -> bool {
    // The last word of the line: its first and its last byte.
    let (mut open, mut word, mut is_in_word) = (0_usize, None, false);
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' if word.is_none_or(|(first, last)| precedes_value(first, last)) => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        match byte {
            b'\n' | b'\r' | b',' | b'[' | b'{' => (word, is_in_word) = (None, false),
            b' ' | b'\t' => is_in_word = false,
            _ => {
                word = Some((word.filter(|_| is_in_word).map_or(byte, |(first, _)| first), byte));
                is_in_word = true;
            }
        }
        open > MAX_BRACKETS
    })
}

/// Whether a value can follow a word: an anchor, a tag, or the end of a key, of a tag or of the mark of an item.
fn precedes_value(first: u8, last: u8) -> bool {
    matches!(first, b'&' | b'!') || matches!(last, b':' | b'?' | b'-' | b'>')
}

#[cfg(test)]
mod tests {
    use super::opens_too_many_brackets;

    #[test]
    fn brackets_in_prose_do_not_count() {
        let rows = [
            ("[", true),
            ("[\n", true),
            ("{a: ", true),
            ("- [", true),
            ("[&a ", true),
            ("[&a-b:c ", true),
            ("[!!seq ", true),
            ("[!<tag:a,b> ", true),
            ("{\"a\":[", true),
            ("{? ", true),
            ("a: in the interval [0, 1)\n", false),
            ("a: x[y\n", false),
            ("a: [x]\n", false),
        ];
        for (part, expected) in rows {
            assert_eq!(opens_too_many_brackets(&part.repeat(2_000)), expected, "{part:?}");
        }
    }
}
