//! Diagnostics: each has a code, a location, a message and a next step. A run reports all of them.

pub(crate) mod bounded;
mod codes;
mod level;
pub(crate) mod lints;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use codes::Code;
pub use level::Level;

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

/// One error or warning about the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether the diagnostic prevents the client from being generated.
    pub level: Level,
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
    /// The operations whose omission avoids the error, if there are any.
    pub omission: Option<Omission>,
}

/// The operations that reach an error, so that their omission avoids it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Omission {
    /// The name of the document's module: `shop_v2`.
    pub module: String,
    /// The patterns that match the operations in `keep` and `drop`, in the order of the document.
    pub operations: Arc<[Arc<str>]>,
}

/// The maximum number of operations that the help names.
const MAX_NAMED: usize = 3;

impl fmt::Display for Omission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { module, operations } = self;
        let table = format_args!("`[documents.{module}]` of codegen.toml");
        let count = operations.len();
        if count > MAX_NAMED {
            write!(f, "or omit the {count} operations that use it with `drop` in {table}")?;
        } else {
            let noun = if count == 1 { "operation" } else { "operations" };
            let names: Vec<String> = operations.iter().map(|id| format!("{id:?}")).collect();
            write!(f, "or omit the {noun} with `drop = [{}]` in {table}", names.join(", "))?;
        }
        f.write_str(", or with `--skip-unsupported`")
    }
}

impl Diagnostic {
    /// A diagnostic at a location.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            level: code.level(),
            code,
            place,
            message: cut(message.into()),
            help: None,
            related: Vec::new(),
            omission: None,
        }
    }

    /// Adds the next step.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(cut(help.into()));
        self
    }

    /// The next steps, one per line: the help, and for an error the omission of the operations that reach it.
    pub fn next_steps(&self) -> impl Iterator<Item = String> {
        let omission = self.omission.iter().filter(|_| self.level == Level::Error);
        self.help.clone().into_iter().chain(omission.map(|omission| cut(omission.to_string())))
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
        writeln!(f, "{}[{}]: {}", self.level, self.code, visible(&self.message))?;
        writeln!(f, "  --> {}", self.place)?;
        show_line(&self.place, '^', f)?;
        if !self.place.pointer.is_empty() {
            writeln!(f, "   = in #{}", visible(&self.place.pointer))?;
        }
        for (place, label) in &self.related {
            writeln!(f, "   = note: {}: {place}", visible(label))?;
            show_line(place, '-', f)?;
        }
        for step in self.next_steps() {
            writeln!(f, "   = help: {}", visible(&step))?;
        }
        Ok(())
    }
}

impl Diagnostics {
    /// The number of errors and warnings, as the last line of the output.
    pub fn count(&self) -> String {
        let count = |level: Level| {
            let number = self.0.iter().filter(|diagnostic| diagnostic.level == level).count();
            let plural = if number == 1 { "" } else { "s" };
            (number > 0).then(|| format!("{number} {level}{plural}"))
        };
        let (errors, warnings) = (count(Level::Error), count(Level::Warning));
        let outcome = if errors.is_some() { "; nothing was written" } else { "" };
        let counts: Vec<String> = errors.into_iter().chain(warnings).collect();
        format!("{}{outcome}", counts.join(", "))
    }

    /// Whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }

    /// Turns all warnings into errors.
    #[must_use]
    pub fn denied(mut self) -> Self {
        self.0.iter_mut().for_each(|diagnostic| diagnostic.level = Level::Error);
        self
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
