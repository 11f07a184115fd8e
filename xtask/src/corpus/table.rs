//! The table: a row a crate, a column a number.

use std::fmt::Write as _;
use std::time::Duration;

use codegen::Output;

use super::{Row, cargo};

/// What a crate consists of.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) operations: usize,
    pub(super) models: usize,
    pub(super) sids: usize,
    /// Of Rust files, the runtime's not counted.
    pub(super) lines: usize,
    /// The modules, which are also the features.
    pub(super) modules: Vec<String>,
}

impl Counts {
    pub(super) fn of(output: &Output) -> Self {
        let is_counted = |path: &str| path.starts_with("src/") && !path.starts_with("src/runtime/");
        let counted = output.files.iter().filter(|file| is_counted(&file.path));
        Self {
            operations: output.documents.iter().map(|document| document.operations).sum(),
            models: output.documents.iter().map(|document| document.models).sum(),
            sids: output.sids,
            lines: counted.map(|file| file.text.lines().count()).sum(),
            modules: output.documents.iter().map(|document| document.module.clone()).collect(),
        }
    }
}

/// Stands where there is no number.
const NONE: &str = "-";

/// The whole table.
pub(super) fn render(rows: &[Row]) -> String {
    let compiled = rows.iter().any(|row| !row.checks.is_empty());
    let tried = rows.iter().any(|row| row.examples.is_some());
    let mut header: Vec<String> =
        ["document", "operations", "models", "SIDs", "lines", "ms", "diagnostics"].map(str::to_owned).into();
    if compiled {
        header.extend(cargo::CHECKS.iter().map(|check| format!("{} s", check.name)));
    }
    if tried {
        header.push("examples".to_owned());
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
        number(|counts| counts.models),
        number(|counts| counts.sids),
        number(|counts| counts.lines),
        format!("{:.0}", row.time.as_secs_f64() * 1000.0),
        row.diagnostics.to_string(),
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
        let tally = row.examples.as_ref();
        cells
            .push(tally.map_or_else(|| NONE.to_owned(), |tally| format!("{}/{}", tally.passed, tally.tried)));
    }
    cells
}

/// Columns side by side: the first one from the left, numbers from the right.
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
            // A String takes everything.
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
    fn numbers_stand_below_one_another() {
        let line = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let text = pad(&[line(["document", "ms"]), line(["a", "1234"]), line(["bé", "5"])]);
        assert_eq!(text, "document    ms\na         1234\nbé           5\n");
    }
}
