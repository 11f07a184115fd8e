//! The report of a run of `generate`.

use std::fmt;

use codegen::Summary;

use crate::sync::{Change, Mode, Plan};
use crate::terminal::count;
use crate::terminal::diagnostics::stale;

/// The upper bound for listed files. Of more files, only the number is printed.
const MAX_LISTED: usize = 40;
/// The upper bound for stale files that are printed with their first difference.
const MAX_SHOWN: usize = 10;
/// The upper bound for the length of a printed line, in characters.
const MAX_COLUMNS: usize = 160;

/// The report of one run.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    /// The OpenAPI documents.
    pub(crate) documents: &'a [Summary],
    /// The changes of the files.
    pub(crate) plan: &'a Plan,
    /// The change of the assigned names, outside of the crate.
    pub(crate) names: Option<&'a Change>,
    /// Whether the changes were carried out.
    pub(crate) mode: Mode,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Summary { source, module, operations, unsupported, models: _ } in self.documents {
            write!(f, "{source} → {module}: {}", count(*operations, "operation"))?;
            match unsupported {
                0 => writeln!(f)?,
                omitted => writeln!(f, ", {omitted} omitted because they are not supported")?,
            }
        }
        let operations = self.documents.iter().map(|document| document.operations).sum();
        let documents = count(self.documents.len(), "document");
        writeln!(f, "{documents}, {}", count(operations, "operation"))?;

        let (written, removed) = (self.written().count(), self.plan.removed().count());
        let would = if self.mode == Mode::Write { "" } else { "would be " };
        let unchanged = self.plan.unchanged;
        writeln!(f, "{would}written: {written}, removed: {removed}, unchanged: {unchanged}")?;
        if self.mode == Mode::Check {
            return self.stale(f);
        }
        if written + removed <= MAX_LISTED {
            for change in self.written() {
                writeln!(f, "  {would}written: {}", change.path)?;
            }
            for path in self.plan.removed() {
                writeln!(f, "  {would}removed: {path}")?;
            }
        }
        Ok(())
    }
}

impl Report<'_> {
    /// Returns all files that differ after the run.
    fn written(&self) -> impl Iterator<Item = &Change> {
        self.plan.written().chain(self.names)
    }

    /// Prints the problem of each stale file: the first difference, or that it is missing or extra.
    fn stale(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = 0;
        for Change { path, old, new } in self.written() {
            let Some(old) = old else {
                writeln!(f, "  missing: {path}")?;
                continue;
            };
            let Difference { line, committed, generated } = first_difference(old, new);
            writeln!(f, "  stale: {path}:{line}")?;
            if shown < MAX_SHOWN {
                writeln!(f, "    committed: {committed}\n    generated: {generated}")?;
                shown += 1;
            }
        }
        for path in self.plan.removed() {
            writeln!(f, "  should not exist: {path}")?;
        }
        Ok(())
    }
}

/// Renders the stale files of a folder as annotations of GitHub Actions.
pub(crate) fn annotations(plan: &Plan, names: Option<&Change>, folder: &str) -> String {
    let inside = plan.written().map(|change| (format!("{folder}/{}", change.path), change));
    let outside = names.map(|change| (change.path.clone(), change));
    let written = inside.chain(outside).map(|(path, Change { path: _, old, new })| {
        let Some(old) = old else { return stale(&path, 1, "this file is missing") };
        let Difference { line, committed, generated } = first_difference(old, new);
        stale(&path, line, &format!("committed: {committed}, generated: {generated}"))
    });
    let removed =
        plan.removed().map(|path| stale(&format!("{folder}/{path}"), 1, "this file should not exist"));
    written.chain(removed).collect()
}

/// A line that differs.
struct Difference {
    line: usize,
    committed: String,
    generated: String,
}

/// Returns the first line that differs.
fn first_difference(old: &[u8], new: &[u8]) -> Difference {
    let (mut old, mut new) = (old.split(|byte| *byte == b'\n'), new.split(|byte| *byte == b'\n'));
    let mut line = 0;
    loop {
        line += 1;
        match (old.next(), new.next()) {
            (Some(old), Some(new)) if old == new => {}
            (old, new) => {
                return Difference { line, committed: printable(old), generated: printable(new) };
            }
        }
    }
}

/// Returns a line without control characters and of a limited length.
fn printable(line: Option<&[u8]>) -> String {
    let Some(line) = line else {
        return "(end of file)".to_owned();
    };
    let mut text = String::new();
    for (column, c) in String::from_utf8_lossy(line).chars().enumerate() {
        if column == MAX_COLUMNS {
            text.push('…');
            break;
        }
        if c.is_control() {
            text.extend(c.escape_default());
        } else {
            text.push(c);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_has_a_line_number() {
        for (old, new, line, committed, generated) in [
            ("a\nb\nc", "a\nx\nc", 2, "b", "x"),
            ("a", "a\nb", 2, "(end of file)", "b"),
            ("a\r\nb", "a\nb", 1, "a\\r", "a"),
            ("\x1b[31m", "", 1, "\\u{1b}[31m", ""),
        ] {
            let found = first_difference(old.as_bytes(), new.as_bytes());
            let found = (found.line, found.committed.as_str(), found.generated.as_str());
            assert_eq!(found, (line, committed, generated));
        }
    }
}
