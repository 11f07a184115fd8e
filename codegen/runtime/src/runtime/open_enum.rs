//! Values that an enum does not list.

use std::fmt;

/// A value that the document does not list, kept as the server sent it. Only reading a text makes
/// one, so that a listed value is never hidden in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unrecognized(Box<str>);

impl Unrecognized {
    /// The value.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Keeps a value that an enum does not list. Not a method: users cannot make a value that hides a
/// listed one.
pub fn unrecognized(value: &str) -> Unrecognized {
    Unrecognized(value.into())
}

impl fmt::Display for Unrecognized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
