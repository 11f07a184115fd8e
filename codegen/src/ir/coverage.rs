//! What of a document does not become part of the client.

use super::Method;
use crate::ignored::Ignored;

/// What of a document has no effect on the client.
#[derive(Clone, Debug, Default)]
pub(crate) struct Coverage {
    /// Keywords, and how often each stands in the document.
    pub(crate) ignored: Vec<(Ignored, usize)>,
    /// In the order of the document.
    pub(crate) empty_paths: Vec<String>,
    /// Sorted.
    pub(crate) unused_schemas: Vec<String>,
    /// What the settings leave out, in the order of the document.
    pub(crate) left_out: Vec<LeftOut>,
    /// The schemas that only such operations need, sorted.
    pub(crate) left_out_schemas: Vec<String>,
}

/// An operation that a setting leaves out.
#[derive(Clone, Debug)]
pub(crate) struct LeftOut {
    pub(crate) id: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    /// The pattern of `drop`; without one it is not in `keep`.
    pub(crate) dropped: Option<String>,
}
