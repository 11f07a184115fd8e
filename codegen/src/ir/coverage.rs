//! The parts of a document that are not part of the client.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::ignored::Ignored;
use crate::omitted::{OmittedOperation, Rejection};

/// The parts of a document that have no effect on the client.
#[derive(Clone, Debug, Default)]
pub(crate) struct Coverage {
    /// Keywords, each with the number of its occurrences.
    pub(crate) ignored: Vec<(Ignored, usize)>,
    /// In the order of the document.
    pub(crate) empty_paths: Vec<String>,
    /// Sorted.
    pub(crate) unused_schemas: Vec<String>,
    /// The operations that the client does not contain, in the order of the document.
    pub(crate) omitted: Vec<OmittedOperation>,
    /// The schemas that only omitted operations need, sorted.
    pub(crate) omitted_schemas: Vec<String>,
    /// Sorted.
    pub(crate) warnings: Vec<Warning>,
}

/// All warnings with the same code and message.
#[derive(Clone, Debug)]
pub(crate) struct Warning {
    pub(crate) code: Code,
    pub(crate) message: String,
    /// The JSON pointer of the first occurrence.
    pub(crate) pointer: String,
    pub(crate) count: usize,
}

impl Coverage {
    /// The operations that the generator does not support, each with its first error.
    pub(crate) fn unsupported(&self) -> impl Iterator<Item = (&OmittedOperation, &Rejection)> {
        self.omitted.iter().filter_map(|operation| Some((operation, operation.rejection()?)))
    }

    /// Adds the diagnostics of a document, including those that the settings allow. They are the warnings of
    /// every document without errors.
    pub(crate) fn add_warnings(&mut self, source: &str, found: &[Diagnostic]) {
        let warnings = found.iter().filter(|diagnostic| diagnostic.place.source == source);
        let mut grouped: BTreeMap<(Code, &str), Vec<&str>> = BTreeMap::new();
        for Diagnostic { code, message, place, .. } in warnings {
            grouped.entry((*code, message)).or_default().push(&place.pointer);
        }
        self.warnings = grouped
            .into_iter()
            .map(|((code, message), mut pointers)| {
                pointers.sort_unstable();
                pointers.dedup();
                let pointer = pointers.first().copied().unwrap_or_default().to_owned();
                Warning { code, message: message.to_owned(), pointer, count: pointers.len() }
            })
            .collect();
    }
}
