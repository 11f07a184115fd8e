//! The authentication that an operation requires.

/// The security requirement of an operation.
#[derive(Clone, Copy)]
pub(crate) enum Security {
    /// A user name and a password, or a bearer token.
    Any,
    /// No credentials.
    None,
    /// A bearer token, and the token URL for client credentials if the OpenAPI document contains one.
    Bearer(Option<&'static str>),
    /// A key in a parameter of this name.
    Key(KeyLocation, &'static str),
    /// A scheme that the client does not implement.
    Unsupported(&'static str),
}

/// Whether a request has credentials.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// The operation rejects a request without credentials.
    Required,
    /// The client sends its credentials if they are of the kind that the operation accepts.
    Optional,
}

/// The part of a request that contains a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyLocation {
    Header,
    Query,
    Cookie,
}
