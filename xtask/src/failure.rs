//! What went wrong, in the form it is shown: one line that says it, one that says what to do.

use std::fmt;
use std::io;
use std::path::Path;

use crate::faults::{self, Format};
use crate::report;

/// The end of a run that did not do what it was asked.
#[derive(Debug)]
pub(crate) struct Failure {
    text: String,
    /// The exit status.
    status: u8,
}

impl Failure {
    /// Says what is wrong and what to do about it.
    pub(crate) fn new(what: impl fmt::Display, help: impl fmt::Display) -> Self {
        Self::of(format!("error: {what}\n   = help: {help}"))
    }

    /// The command was given something that it does not take.
    pub(crate) fn usage(what: impl fmt::Display, help: impl fmt::Display) -> Self {
        Self { status: 2, ..Self::new(what, help) }
    }

    /// The documents are at fault. What a program reads goes to the standard output, alone.
    pub(crate) fn faults(diagnostics: &codegen::Diagnostics, format: Format) -> Self {
        match format {
            Format::Text => return Self::of(faults::text(diagnostics)),
            Format::Json => report::say(&faults::json(diagnostics)),
            Format::Github => report::say(&faults::github(diagnostics)),
        }
        Self::of(diagnostics.count())
    }

    fn of(text: String) -> Self {
        Self { text, status: 1 }
    }

    /// What the process ends with.
    pub(crate) fn status(&self) -> u8 {
        self.status
    }

    /// The operating system refused: what was tried, on which path, and what to do about it.
    pub(crate) fn io(tried: &str, path: &Path, error: &io::Error, help: &str) -> Self {
        Self::new(format_args!("could not {tried} `{}`: {error}", path.display()), help)
    }

    /// Several failures, shown one after the other. `None` if there is none.
    pub(crate) fn all(failures: &[Self]) -> Option<Self> {
        if failures.is_empty() {
            return None;
        }
        let texts: Vec<&str> = failures.iter().map(|failure| failure.text.as_str()).collect();
        Some(Self::of(texts.join("\n")))
    }

    /// Adds a line about what else has to be known.
    pub(crate) fn note(self, note: impl fmt::Display) -> Self {
        Self { text: format!("{}\n   = note: {note}", self.text), ..self }
    }
}

impl From<codegen::Diagnostics> for Failure {
    fn from(diagnostics: codegen::Diagnostics) -> Self {
        Self::faults(&diagnostics, Format::Text)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
