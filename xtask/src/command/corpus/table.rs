//! The table: one row per crate.

use std::fmt::Write as _;
use std::time::Duration;

use codegen::{Level, Output};

use super::cargo::{self, Tally};
use super::diagnostic_counts::DocumentCounts;
use super::examples::{ARE_CHECKED, Examples};

/// The result of one OpenAPI document, or of all of them together.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) name: String,
    /// How long the generator ran.
    pub(super) time: Duration,
    /// The size of the generated crate; `None` if the generator failed.
    pub(super) counts: Option<Counts>,
    pub(super) diagnostics: DocumentCounts,
    /// How long each check ran; `None` if it failed.
    pub(super) checks: Vec<Option<Duration>>,
    /// The examples that the documents contain.
    pub(super) examples: Option<Examples>,
    /// The result of decoding the valid examples.
    pub(super) tally: Option<Tally>,
    /// The printed errors of the generator and of the checks.
    pub(super) errors: Vec<String>,
}

/// The size of a crate.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) operations: usize,
    /// The operations that the crate does not contain because the generator does not support them.
    pub(super) unsupported: usize,
    pub(super) models: usize,
    pub(super) sids: usize,
    /// The lines of the Rust files in `src`.
    pub(super) lines: usize,
    /// The modules; each is also a Cargo feature.
    pub(super) modules: Vec<String>,
}

impl Counts {
    pub(super) fn of(output: &Output) -> Self {
        let is_counted = |path: &str| path.starts_with("src/");
        let counted = output.files.iter().filter(|file| is_counted(&file.path));
        Self {
            operations: output.documents.iter().map(|document| document.operations).sum(),
            unsupported: output.documents.iter().map(|document| document.unsupported).sum(),
            models: output.documents.iter().map(|document| document.models).sum(),
            sids: output.sids,
            lines: counted.map(|file| file.text.lines().count()).sum(),
            modules: output.documents.iter().map(|document| document.module.clone()).collect(),
        }
    }
}

/// The cell for a missing number.
const NONE: &str = "-";

/// Renders the table.
pub(super) fn render(rows: &[Row]) -> String {
    let compiled = rows.iter().any(|row| !row.checks.is_empty());
    let tried = rows.iter().any(|row| row.examples.is_some());
    let mut header: Vec<String> =
        ["document", "operations", "omitted", "models", "SIDs", "lines", "ms", "errors", "warnings"]
            .map(str::to_owned)
            .into();
    if compiled {
        header.extend(cargo::CHECKS.iter().map(|check| format!("{} s", check.name)));
    }
    if tried {
        header.push("decoded".to_owned());
        header.extend(ARE_CHECKED.then(|| "contradictory".to_owned()));
    }
    let mut lines = vec![header];
    lines.extend(rows.iter().map(|row| cells(row, compiled, tried)));
    pad(&lines)
}

fn cells(row: &Row, compiled: bool, tried: bool) -> Vec<String> {
    let number = |number: fn(&Counts) -> usize| {
        row.counts.as_ref().map_or_else(|| NONE.to_owned(), |counts| number(counts).to_string())
    };
    let mut cells = vec![
        row.name.clone(),
        number(|counts| counts.operations),
        number(|counts| counts.unsupported),
        number(|counts| counts.models),
        number(|counts| counts.sids),
        number(|counts| counts.lines),
        format!("{:.0}", row.time.as_secs_f64() * 1000.0),
        row.diagnostics.of_level(Level::Error).to_string(),
        row.diagnostics.of_level(Level::Warning).to_string(),
    ];
    if compiled {
        let cell = |check: Option<&Option<Duration>>| match check {
            None => NONE.to_owned(),
            Some(None) => "failed".to_owned(),
            Some(Some(time)) => format!("{:.1}", time.as_secs_f64()),
        };
        cells.extend((0..cargo::CHECKS.len()).map(|index| cell(row.checks.get(index))));
    }
    if tried {
        let [decoded, contradictory] = row.examples.as_ref().map_or_else(
            || [NONE, NONE].map(str::to_owned),
            |examples| {
                let decoded = row.tally.as_ref().map_or(0, |tally| tally.passed);
                [format!("{decoded}/{}", examples.valid), examples.contradictory.len().to_string()]
            },
        );
        cells.push(decoded);
        cells.extend(ARE_CHECKED.then_some(contradictory));
    }
    cells
}

/// Aligns the columns: the first one to the left, numbers to the right.
fn pad(lines: &[Vec<String>]) -> String {
    let columns = lines.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for line in lines {
        for (column, (cell, &width)) in line.iter().zip(&widths).enumerate() {
            // Writing to a String cannot fail.
            let _ =
                if column == 0 { write!(text, "{cell:width$}") } else { write!(text, "  {cell:>width$}") };
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_aligned() {
        let line = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let text = pad(&[line(["document", "ms"]), line(["a", "1234"]), line(["bé", "5"])]);
        assert_eq!(text, "document    ms\na         1234\nbé           5\n");
    }
}
