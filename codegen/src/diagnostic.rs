//! Faults of the input: collected, never only the first, each with its place and the next step.

mod codes;

use std::fmt;
use std::ops::Range;

pub use codes::Code;

/// Where in a document something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The document, as named in [`Source::name`](crate::Source::name).
    pub source: String,
    /// JSON pointer to the node: `/paths/~1v2~1Services/get`.
    pub pointer: String,
    /// Line and column, both from 1, where they are known.
    pub position: Option<Position>,
    /// The first character behind it, where that is known.
    pub end: Option<Position>,
    /// The line of the text, where the position is known.
    pub excerpt: Option<Excerpt>,
}

impl Place {
    /// A place whose position is looked for at the end of the run.
    pub fn new(source: impl Into<String>, pointer: impl Into<String>) -> Self {
        Self { source: source.into(), pointer: pointer.into(), position: None, end: None, excerpt: None }
    }
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// A line of a text as it stands there, or the part of a long one around what is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Without the line break. May hold anything that the text holds.
    pub text: String,
    /// The bytes of `text` that are at diagnostic.
    pub marked: Range<usize>,
}

/// One diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that is broken.
    pub code: Code,
    /// Where it is.
    pub place: Place,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What else has to be looked at, and what is there: `first declared here`.
    pub related: Vec<(Place, String)>,
}

impl Diagnostic {
    /// A diagnostic at a place.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self { code, place, message: message.into(), help: None, related: Vec::new() }
    }

    /// Says what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names another place that has to do with it.
    #[must_use]
    pub fn with_related(mut self, place: Place, what: impl Into<String>) -> Self {
        self.related.push((place, what.into()));
        self
    }
}

/// The diagnostics of one document: as many as anybody reads. A document that is made to be wrong may have
/// millions, each of which quotes a name of megabytes.
#[derive(Debug)]
pub(crate) struct BoundedDiagnostics {
    found: Vec<Diagnostic>,
    /// How many bytes of names and texts are still kept.
    left: usize,
}

/// How many diagnostics of one document are kept, and how many bytes they may have together.
const MAX_DIAGNOSTICS: usize = 10_000;
const MAX_DIAGNOSTIC_BYTES: usize = 16 * 1024 * 1024;

impl Default for BoundedDiagnostics {
    fn default() -> Self {
        Self { found: Vec::new(), left: MAX_DIAGNOSTIC_BYTES }
    }
}

impl BoundedDiagnostics {
    /// Whether no more are kept, so that nobody need think about their words.
    pub(crate) fn is_full(&self) -> bool {
        self.found.len() >= MAX_DIAGNOSTICS
    }

    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        let related = diagnostic.related.iter().map(|(place, what)| place.pointer.len() + what.len());
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

/// A text as a terminal may show it: what would move the cursor, or turn the direction of reading,
/// is written out. A document may hold anything, and so may a message that quotes it.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || is_invisible(c) { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown
}

/// Marks of direction, joiners and line separators: they show nothing, and change what is shown.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{061C}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{E0000}'..='\u{E007F}'
    )
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

/// Shows the line of a place, with what is at diagnostic underlined.
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
        for (place, what) in &self.related {
            writeln!(f, "   = note: {}: {place}", visible(what))?;
            show_line(place, '-', f)?;
        }
        if let Some(help) = &self.help {
            writeln!(f, "   = help: {}", visible(help))?;
        }
        Ok(())
    }
}

impl Diagnostics {
    /// How many there are, as the last line of a report.
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
    fn what_is_shown_cannot_move_the_cursor_or_turn_the_text() {
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
