//! The error of a string that is not a value.

use std::borrow::Cow;
use std::fmt;

/// The reason why a string or number is not a value of a type, such as [`Timestamp`](crate::Timestamp),
/// [`Number`](crate::Number) or [`Cursor`](crate::Cursor).
///
/// `?` converts it to an [`Error`](crate::Error) of the kind
/// [`InvalidRequest`](crate::ErrorKind::InvalidRequest).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError(Cow<'static, str>);

impl ParseError {
    /// The message must not quote the string, which may be personal data.
    pub(crate) fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParseError {}
