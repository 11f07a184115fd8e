//! The numbers of documents and diagnostics of a run, without the crate of all documents.

use std::collections::BTreeMap;
use std::fmt;

use codegen::{Code, Diagnostics, Level};

use super::table::Row;
use crate::terminal::count;

/// The diagnostics of one document: the number of occurrences of each code.
#[derive(Debug, Default)]
pub(super) struct DocumentCounts(BTreeMap<(Level, Code), usize>);

impl DocumentCounts {
    pub(super) fn of(diagnostics: &Diagnostics) -> Self {
        let mut counts = BTreeMap::new();
        for diagnostic in &diagnostics.0 {
            *counts.entry((diagnostic.level, diagnostic.code)).or_default() += 1;
        }
        Self(counts)
    }

    /// The codes and the number of their occurrences, in ascending order.
    pub(super) fn entries(&self) -> impl Iterator<Item = (Level, Code, usize)> {
        self.0.iter().map(|((level, code), count)| (*level, *code, *count))
    }

    /// The number of diagnostics of one level.
    pub(super) fn of_level(&self, level: Level) -> usize {
        self.0.iter().filter(|((own, _), _)| *own == level).map(|(_, count)| count).sum()
    }
}

/// The diagnostics with one code in all documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Occurrences {
    documents: usize,
    diagnostics: usize,
}

/// The numbers of all documents.
#[derive(Debug, Default)]
pub(super) struct DiagnosticCounts {
    generated: usize,
    failed: usize,
    codes: BTreeMap<(Level, Code), Occurrences>,
}

impl DiagnosticCounts {
    pub(super) fn of(rows: &[Row]) -> Self {
        let mut counts = Self::default();
        for row in rows {
            let number = if row.counts.is_some() { &mut counts.generated } else { &mut counts.failed };
            *number += 1;
            for (code, count) in &row.diagnostics.0 {
                let occurrences = counts.codes.entry(*code).or_default();
                occurrences.documents += 1;
                occurrences.diagnostics += count;
            }
        }
        counts
    }

    /// The number of documents that the generator accepts.
    pub(super) fn generated(&self) -> usize {
        self.generated
    }

    /// The number of documents that the generator rejects.
    pub(super) fn failed(&self) -> usize {
        self.failed
    }
}

impl fmt::Display for DiagnosticCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { generated, failed, codes } = self;
        writeln!(f, "{generated} generated, {failed} failed")?;
        let width = codes.keys().map(|(_, code)| code.name().len()).max().unwrap_or_default();
        // Errors first, and within a level the codes of most documents.
        let mut sorted: Vec<_> = codes.iter().collect();
        sorted.sort_by_key(|((level, code), occurrences)| {
            (std::cmp::Reverse(*level), std::cmp::Reverse(occurrences.documents), *code)
        });
        for ((level, code), Occurrences { documents, diagnostics }) in sorted {
            let documents = count(*documents, "document");
            writeln!(f, "{level:<7}  {code}  {:width$}  {diagnostics:>6} in {documents}", code.name())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use codegen::{Diagnostic, Place};

    #[test]
    fn errors_come_first_and_frequent_codes_before_others() {
        let row = |codes: &[Code]| {
            let diagnostic = |code: &Code| Diagnostic::new(*code, Place::new("a.yaml", ""), "message");
            let diagnostics = DocumentCounts::of(&Diagnostics(codes.iter().map(diagnostic).collect()));
            Row { diagnostics, ..Row::default() }
        };
        let (format, body, component) = (Code::UnknownFormat, Code::BodyType, Code::MissingComponent);
        let rows = [row(&[format, format, body]), row(&[component]), row(&[component])];
        let text = DiagnosticCounts::of(&rows).to_string();
        let expected = "0 generated, 3 failed\n\
                        error    E0202  missing-component       2 in 2 documents\n\
                        error    E0601  body-type               1 in 1 document\n\
                        warning  E0106  unknown-format          2 in 1 document\n";
        assert_eq!(text, expected);
    }
}
