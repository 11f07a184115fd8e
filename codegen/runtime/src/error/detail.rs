//! The individual errors of one response.

use std::fmt;

/// One of several errors that a response reports, from the `errors` of RFC 9457, of bulk operations and of other
/// services.
///
/// The message can quote request values, so `Debug` prints only the code.
#[derive(Clone, PartialEq, Eq)]
pub struct ErrorDetail {
    pub(crate) code: Option<u32>,
    pub(crate) message: Option<String>,
    pub(crate) pointer: Option<String>,
}

impl ErrorDetail {
    /// Returns Twilio's error number.
    pub fn code(&self) -> Option<u32> {
        self.code
    }

    /// Returns Twilio's message.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the invalid part of the request: a JSON pointer, a JSON path, or the name of a field.
    pub fn pointer(&self) -> Option<&str> {
        self.pointer.as_deref()
    }
}

impl fmt::Debug for ErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorDetail").field("code", &self.code).finish_non_exhaustive()
    }
}
