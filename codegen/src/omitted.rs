//! The operations that the settings omit.

/// An operation that the client does not contain because of a setting.
#[derive(Clone, Debug)]
pub(crate) struct OmittedOperation {
    /// The operationId, or the method and the path of an operation without one.
    pub(crate) id: String,
    /// The key in the path item: `get`.
    pub(crate) method: String,
    pub(crate) path: String,
    /// The pattern in `drop` that matches the operation. `None` if no pattern in `keep` matches it.
    pub(crate) dropped: Option<String>,
}
