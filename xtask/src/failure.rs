//! The error of a command: one line that states the problem, and one that states the next step.

use std::fmt;
use std::io;
use std::path::Path;

use crate::terminal;
use crate::terminal::diagnostics::{self, Format};

/// Why a command failed, as it is printed, and the exit status that follows from it.
#[derive(Debug)]
pub(crate) struct Failure {
    text: String,
    status: u8,
}

impl Failure {
    /// Creates a failure from the problem and the next step.
    pub(crate) fn new(problem: impl fmt::Display, help: impl fmt::Display) -> Self {
        Self::printed(format!("error: {problem}\n   = help: {help}"))
    }

    /// Creates a failure for arguments that the command does not accept.
    pub(crate) fn usage(problem: impl fmt::Display, help: impl fmt::Display) -> Self {
        Self { status: 2, ..Self::new(problem, help) }
    }

    /// Creates a failure from the diagnostics of the OpenAPI documents.
    ///
    /// The formats for programs are printed to the standard output at once, so that nothing else
    /// mixes with them. The failure then contains only the number of diagnostics.
    pub(crate) fn diagnostics(diagnostics: &codegen::Diagnostics, format: Format) -> Self {
        match format {
            Format::Text => return Self::printed(diagnostics::text(diagnostics)),
            Format::Json => terminal::say(&diagnostics::json(diagnostics)),
            Format::Github => terminal::say(&diagnostics::github(diagnostics)),
        }
        Self::printed(diagnostics.count())
    }

    fn printed(text: String) -> Self {
        Self { text, status: 1 }
    }

    /// The exit status of the process.
    pub(crate) fn status(&self) -> u8 {
        self.status
    }

    /// Creates a failure from an error of the operating system: the attempted action, the path, and
    /// the next step.
    pub(crate) fn io(action: &str, path: &Path, error: &io::Error, help: &str) -> Self {
        Self::new(format_args!("could not {action} `{}`: {error}", terminal::path(path)), help)
    }

    /// Joins several failures. Returns `None` if there are none.
    pub(crate) fn all(failures: &[Self]) -> Option<Self> {
        if failures.is_empty() {
            return None;
        }
        let texts: Vec<&str> = failures.iter().map(|failure| failure.text.as_str()).collect();
        Some(Self::printed(texts.join("\n")))
    }

    /// Adds a line with further information.
    pub(crate) fn note(self, note: impl fmt::Display) -> Self {
        Self { text: format!("{}\n   = note: {note}", self.text), ..self }
    }
}

impl From<codegen::Diagnostics> for Failure {
    fn from(diagnostics: codegen::Diagnostics) -> Self {
        Self::diagnostics(&diagnostics, Format::Text)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
