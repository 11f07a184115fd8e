//! The ids of operations.

/// The id of an operation: its operationId. An operation without one, or with one that contains neither a
/// letter nor a digit, has its method and path as id: `get /v1/Things`.
pub(crate) fn operation_id(given: Option<&str>, method: &str, path: &str) -> String {
    given.filter(|id| is_name(id)).map_or_else(|| format!("{method} {path}"), ToOwned::to_owned)
}

/// Whether an operationId can become a name.
pub(crate) fn is_name(id: &str) -> bool {
    id.contains(char::is_alphanumeric)
}
