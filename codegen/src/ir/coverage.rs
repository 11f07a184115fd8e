//! The parts of a document that are not part of the client.

use super::Method;
use crate::ignored::Ignored;

/// The parts of a document that have no effect on the client.
#[derive(Clone, Debug, Default)]
pub(crate) struct Coverage {
    /// Keywords, each with the number of its occurrences.
    pub(crate) ignored: Vec<(Ignored, usize)>,
    /// In the order of the document.
    pub(crate) empty_paths: Vec<String>,
    /// Sorted.
    pub(crate) unused_schemas: Vec<String>,
    /// The operations that the settings leave out, in the order of the document.
    pub(crate) left_out: Vec<LeftOut>,
    /// The schemas that only these operations use, sorted.
    pub(crate) left_out_schemas: Vec<String>,
}

/// An operation that a setting leaves out.
#[derive(Clone, Debug)]
pub(crate) struct LeftOut {
    pub(crate) id: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    /// The matching pattern of `drop`. `None` if no pattern of `keep` matches.
    pub(crate) dropped: Option<String>,
}
