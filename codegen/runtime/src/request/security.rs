//! The authentication that an operation requires.

/// The security requirement of an operation.
#[derive(Clone, Copy)]
pub(crate) enum Security {
    /// Any credentials.
    Any,
    /// No credentials.
    None,
    /// A bearer token, and the token URL for client credentials if the OpenAPI document contains one.
    Bearer(Option<&'static str>),
}
