//! Prints to the terminal: the standard output for results, the standard error for everything else.
//!
//! The output may contain the names of files that others chose. [`path`] and [`name`] make them
//! harmless. No other code prints a path.

pub(crate) mod diagnostics;

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, is_separator};

use codegen::visible;

/// The name of the installed program.
pub(crate) const PROGRAM: &str = "twilio-codegen";

/// Returns the name of this program in a command, for messages that name the next command.
///
/// `.cargo/config.toml` of a repository with an alias for this program sets the variable to the alias.
pub(crate) fn command() -> String {
    match std::env::var("TWILIO_CODEGEN_COMMAND") {
        Ok(command) if !command.trim().is_empty() => name(&command),
        _ => PROGRAM.to_owned(),
    }
}

/// Prints to the standard output. A closed pipe (`| head`) is not an error.
pub(crate) fn say(text: &str) {
    let _ = io::stdout().lock().write_all(text.as_bytes());
}

/// Prints a line to the standard error. A closed pipe is not an error.
pub(crate) fn warn(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Returns a path for display. See [`name`].
pub(crate) fn path(path: &Path) -> String {
    name(&path.display().to_string())
}

/// Returns the name of a file for display, in every format.
///
/// Escapes control characters and invisible characters, which could hide or forge output, and the
/// start of a workflow command (`::error`, `##[error]`), which GitHub Actions executes from any line.
pub(crate) fn name(name: &str) -> String {
    visible(name).replace("::", "\\u{3a}\\u{3a}").replace("##[", "\\u{23}\\u{23}[")
}

/// Returns an argument of a command, in quotes if a shell would split or expand it.
pub(crate) fn argument(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || is_separator(c) || "._-:+@=,{}".contains(c);
    let has_alternatives = text.contains('{') && (text.contains(',') || text.contains(".."));
    if !text.is_empty() && text.chars().all(is_plain) && !has_alternatives {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// Returns a path as an argument of a command. See [`name`] and [`argument`].
pub(crate) fn path_argument(file: &Path) -> String {
    argument(&path(file))
}

/// Replaces invisible characters in JSON by escape sequences of the same meaning.
pub(crate) fn visible_json(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        // A line feed separates two values. Inside a string, it is escaped already.
        if c == '\n' || visible(c.encode_utf8(&mut [0; 4])).chars().eq([c]) {
            escaped.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(escaped, "\\u{unit:04x}"); // writing to a String cannot fail
            }
        }
    }
    escaped
}

/// Returns `1 document`, `2 documents`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_forge_output() {
        for (text, expected) in [
            ("spec/chat v2.yaml", "spec/chat v2.yaml"),
            ("C:/ü.yaml", "C:/ü.yaml"),
            ("a\n::error::b", "a\\n\\u{3a}\\u{3a}error\\u{3a}\\u{3a}b"),
            ("##[error]", "\\u{23}\\u{23}[error]"),
            ("\x1b[31m\u{202e}", "\\u{1b}[31m\\u{202e}"),
        ] {
            assert_eq!(name(text), expected);
        }
    }

    #[test]
    fn a_shell_reads_an_argument_as_one_word() {
        for (text, expected) in [
            ("spec/ü-1.yaml", "spec/ü-1.yaml"),
            ("a:b=c,@d+e", "a:b=c,@d+e"),
            ("{url}/things", "{url}/things"),
            ("{a,b}", "'{a,b}'"),
            ("{1..3}", "'{1..3}'"),
            ("", "''"),
            ("two words", "'two words'"),
            ("it's", r"'it'\''s'"),
            ("$HOME", "'$HOME'"),
        ] {
            assert_eq!(argument(text), expected);
        }
    }

    #[test]
    fn json_keeps_its_meaning_without_invisible_characters() -> Result<(), serde_json::Error> {
        let value = serde_json::json!({"a\u{202e}\u{e0041}": "\u{1b}\n\u{9b}"});
        let text = visible_json(&format!("{value}\n"));
        assert_eq!(text, "{\"a\\u202e\\udb40\\udc41\":\"\\u001b\\n\\u009b\"}\n");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text)?, value);
        Ok(())
    }

    #[test]
    fn a_noun_is_plural_unless_the_number_is_one() {
        assert_eq!(count(1, "document"), "1 document");
        assert_eq!(count(0, "operation"), "0 operations");
    }
}
