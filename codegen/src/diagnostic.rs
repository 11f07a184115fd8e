//! Faults of the input: collected, never only the first, each with its place and the next step.

use std::fmt;

/// Where in a document something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The document, as named in [`Source::name`](crate::Source::name).
    pub source: String,
    /// JSON pointer to the node: `/paths/~1v2~1Services/get`.
    pub pointer: String,
    /// Line and column, both from 1, where they are known.
    pub position: Option<Position>,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where it is.
    pub place: Place,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Says what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// All faults of one run, in the order of the documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { source, pointer, position } = &self.place;
        writeln!(f, "error: {}", self.message)?;
        match position {
            Some(Position { line, column }) => writeln!(f, "  --> {source}:{line}:{column}")?,
            None => writeln!(f, "  --> {source}")?,
        }
        if !pointer.is_empty() {
            // A key of the document may hold anything; the message stays on its lines.
            let shown: String =
                pointer.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
            writeln!(f, "   = in #{shown}")?;
        }
        if let Some(help) = &self.help {
            writeln!(f, "   = help: {help}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.0 {
            writeln!(f, "{diagnostic}")?;
        }
        match self.0.len() {
            1 => writeln!(f, "1 error; nothing was written"),
            count => writeln!(f, "{count} errors; nothing was written"),
        }
    }
}
