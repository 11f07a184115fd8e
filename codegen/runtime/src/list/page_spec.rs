//! The pages of a list operation, as the OpenAPI document describes them.

use super::continuation::Continuation;

/// The pages of a list operation.
#[derive(Clone, Copy, Debug)]
pub struct PageSpec {
    /// The key of the items in the envelope.
    pub key: &'static str,
    /// The maximum page size, or `None` if the operation has no parameter for it.
    pub max_page_size: Option<u32>,
    /// How the next page is requested.
    pub next: Continuation,
}
