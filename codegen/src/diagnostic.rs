//! Diagnostics: each has a code, a location, a message and a next step. A run reports all of them.

mod codes;

use std::fmt;
use std::ops::Range;

pub use codes::Code;

use crate::invisible::is_invisible;

/// A location in an OpenAPI document or in the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The document or settings file, from [`Source::name`](crate::Source::name).
    pub source: String,
    /// JSON pointer to the node: `/paths/~1v2~1Services/get`.
    pub pointer: String,
    /// The position of the first character, if known.
    pub position: Option<Position>,
    /// The position after the last character, if known.
    pub end: Option<Position>,
    /// The line of the text, if the position is known.
    pub excerpt: Option<Excerpt>,
}

impl Place {
    /// A place without a position. The position is determined at the end of the run.
    pub fn new(source: impl Into<String>, pointer: impl Into<String>) -> Self {
        Self { source: source.into(), pointer: pointer.into(), position: None, end: None, excerpt: None }
    }
}

/// A position in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// A line of a text. Long lines are cut around the marked part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The line without its line break. It may contain any character; see [`visible`].
    pub text: String,
    /// The range of the marked part in `text`, in bytes.
    pub marked: Range<usize>,
}

/// One error in the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The code of the violated rule.
    pub code: Code,
    /// The location of the error.
    pub place: Place,
    /// The description of the error, in one line.
    pub message: String,
    /// The next step.
    pub help: Option<String>,
    /// Related locations, each with a label such as `first declaration`.
    pub related: Vec<(Place, String)>,
}

impl Diagnostic {
    /// A diagnostic at a location.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self { code, place, message: cut(message.into()), help: None, related: Vec::new() }
    }

    /// Adds the next step.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(cut(help.into()));
        self
    }

    /// Adds a related location and its label.
    #[must_use]
    pub fn with_related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place, cut(label.into())));
        self
    }
}

/// The maximum length of a message, a help or a label in bytes. A message may quote a string of the document.
const MAX_TEXT: usize = 4 * 1024;

fn cut(mut text: String) -> String {
    if text.len() > MAX_TEXT {
        let end = (0..=MAX_TEXT).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
        text.truncate(end);
        text.push('…');
    }
    text
}

/// The diagnostics of one document, up to a limit that always includes the first one. A malicious document
/// may produce millions of diagnostics, each of which quotes a name of several megabytes.
#[derive(Debug)]
pub(crate) struct BoundedDiagnostics {
    found: Vec<Diagnostic>,
    /// The number of bytes that further diagnostics may contain.
    left: usize,
}

/// The maximum number of diagnostics for one document, and their maximum total size in bytes.
const MAX_DIAGNOSTICS: usize = 10_000;
const MAX_DIAGNOSTIC_BYTES: usize = 16 * 1024 * 1024;

impl Default for BoundedDiagnostics {
    fn default() -> Self {
        Self { found: Vec::new(), left: MAX_DIAGNOSTIC_BYTES }
    }
}

impl BoundedDiagnostics {
    /// Whether further diagnostics are discarded, so that the caller can skip creating them.
    pub(crate) fn is_full(&self) -> bool {
        self.found.len() >= MAX_DIAGNOSTICS
    }

    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        let related = diagnostic.related.iter().map(|(place, label)| place.pointer.len() + label.len());
        let help = diagnostic.help.as_ref().map_or(0, String::len);
        let size = diagnostic.message.len() + diagnostic.place.pointer.len() + help + related.sum::<usize>();
        let left = self.left.checked_sub(size).filter(|_| !self.is_full());
        if let Some(left) = left {
            self.left = left;
            self.found.push(diagnostic);
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Diagnostic> {
        self.found
    }
}

/// All diagnostics of one run, in the order of the documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

/// A string that is safe to print in a terminal. Control characters and invisible characters, which could
/// move the cursor or reverse the reading direction, are escaped. Messages may quote any part of a document.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_invisible(c) { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible(&self.source))?;
        match self.position {
            Some(Position { line, column }) => write!(f, ":{line}:{column}"),
            None => Ok(()),
        }
    }
}

/// Prints the line of a place and underlines the marked part.
fn show_line(place: &Place, mark: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (Some(Position { line, .. }), Some(Excerpt { text, marked })) = (place.position, &place.excerpt)
    else {
        return Ok(());
    };
    let line_of = |text: &str| visible(&text.replace('\t', "    "));
    let part = |range: Range<usize>| line_of(text.get(range).unwrap_or_default());
    let before = part(0..marked.start).chars().count();
    let width = part(marked.clone()).chars().count().max(1);
    let (number, line) = (" ".repeat(line.to_string().len()), line);
    writeln!(f, "{number} |")?;
    writeln!(f, "{line} | {}", line_of(text).trim_end())?;
    writeln!(f, "{number} | {}{}", " ".repeat(before), mark.to_string().repeat(width))
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "error[{}]: {}", self.code, visible(&self.message))?;
        writeln!(f, "  --> {}", self.place)?;
        show_line(&self.place, '^', f)?;
        if !self.place.pointer.is_empty() {
            writeln!(f, "   = in #{}", visible(&self.place.pointer))?;
        }
        for (place, label) in &self.related {
            writeln!(f, "   = note: {}: {place}", visible(label))?;
            show_line(place, '-', f)?;
        }
        if let Some(help) = &self.help {
            writeln!(f, "   = help: {}", visible(help))?;
        }
        Ok(())
    }
}

impl Diagnostics {
    /// The number of errors, as the last line of the output.
    pub fn count(&self) -> String {
        match self.0.len() {
            1 => "1 error; nothing was written".to_owned(),
            count => format!("{count} errors; nothing was written"),
        }
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.0 {
            writeln!(f, "{diagnostic}")?;
        }
        writeln!(f, "{}", self.count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_diagnostic_is_cut_and_not_discarded() {
        let mut found = BoundedDiagnostics::default();
        let long = "ü".repeat(MAX_DIAGNOSTIC_BYTES);
        let diagnostic =
            || Diagnostic::new(Code::UnknownValue, Place::new("", ""), long.clone()).with_help("help");
        found.push(diagnostic().with_related(Place::new("", ""), long.clone()));
        let [diagnostic] = found.into_vec().try_into().unwrap();
        let related = &diagnostic.related[0].1;
        assert_eq!((diagnostic.message.chars().count(), related.chars().count()), (2_049, 2_049));
    }

    #[test]
    fn visible_escapes_characters_that_change_the_display() {
        for (text, shown) in [
            ("plain ü 中", "plain ü 中"),
            ("a\tb\n", "a\\tb\\n"),
            ("\x1b[31m", "\\u{1b}[31m"),
            ("a\u{202E}b\u{2066}", "a\\u{202e}b\\u{2066}"),
        ] {
            assert_eq!(visible(text), shown);
        }
    }
}
