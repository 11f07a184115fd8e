//! The pages of a list operation, as the OpenAPI document describes them.

use super::continuation::Continuation;

/// The pages of a list operation.
#[derive(Clone, Copy, Debug)]
pub struct PageSpec {
    /// The key of the items in the envelope.
    pub key: &'static str,
    /// The query parameter for the page size, and the maximum. `None` if the operation has no parameter.
    pub page_size: Option<(&'static str, u32)>,
    /// How the next page is requested.
    pub next: Continuation,
}
