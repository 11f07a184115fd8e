//! The printed forms of an error, without secrets, bodies and request values.

use std::fmt;

use reqwest::StatusCode;

use super::core_error::Error;

impl Error {
    /// Returns a string of the error as it is printed. No string of a server is printed in another way.
    pub(super) fn print(&self, text: &str) -> String {
        self.0.redactions.print(text)
    }

    /// Returns the ID of the request as it is printed.
    pub(crate) fn printed_request_id(&self) -> Option<String> {
        self.request_id().map(|id| self.print(id))
    }
}

/// Prints one line: the status, Twilio's error number and message, and the links to more information.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(status) = inner.status {
            write!(f, "{status}")?;
            let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
            if let Some(reason) = reason {
                write!(f, " {reason}")?;
            }
            if let Some(code) = inner.code {
                write!(f, ", Twilio code {code}")?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&self.print(&inner.message))?;
        let id = self.printed_request_id();
        let info = inner.more_info.as_deref().map(|info| self.print(info));
        match (id, info) {
            (Some(id), Some(info)) => write!(f, " (request {id}, {info})"),
            (Some(id), None) => write!(f, " (request {id})"),
            (None, Some(info)) => write!(f, " ({info})"),
            (None, None) => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let print = |text: Option<&str>| text.map(|text| self.print(text));
        let source = self.0.source.as_ref().map(|source| self.print(&format!("{source:?}")));
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("status", &self.0.status)
            .field("code", &self.0.code)
            .field("request_id", &self.printed_request_id())
            .field("attempts", &self.0.attempts)
            .field("json_path", &print(self.0.json_path.as_deref()))
            .field("message", &self.print(&self.0.message))
            .field("source", &source)
            .finish_non_exhaustive()
    }
}
