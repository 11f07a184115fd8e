//! Enum values that the OpenAPI document does not list.

use std::fmt;

use super::parse_error::ParseError;

/// A value that the OpenAPI document does not list, exactly as the server sent it.
///
/// Only parsing a string creates one, so it never contains a listed value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unrecognized(Box<str>);

/// Wraps a value that is known not to be listed.
pub fn unrecognized(value: &str) -> Unrecognized {
    Unrecognized(value.into())
}

/// The error of a string that is not one of the listed values.
pub fn unlisted(values: &[&str]) -> ParseError {
    ParseError::new(format!("the value must be one of `{}`", values.join("`, `")))
}

impl Unrecognized {
    /// Returns the value.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Unrecognized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
