//! Prints to the terminal: the standard output for results, the standard error for everything else.

pub(crate) mod diagnostics;

use std::io::{self, Write as _};

/// Prints to the standard output. A closed pipe (`| head`) is not an error.
pub(crate) fn say(text: &str) {
    let _ = io::stdout().lock().write_all(text.as_bytes());
}

/// Prints a line to the standard error. A closed pipe is not an error.
pub(crate) fn warn(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Returns `1 document`, `2 documents`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_is_plural_unless_the_number_is_one() {
        assert_eq!(count(1, "document"), "1 document");
        assert_eq!(count(0, "operation"), "0 operations");
    }
}
