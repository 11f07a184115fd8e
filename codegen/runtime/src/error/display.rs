//! The printed forms of an error, without secrets, bodies and request values.

use std::fmt;

use reqwest::StatusCode;

use super::core_error::Error;
use super::redactions::one_line;

impl Error {
    fn redacted_message(&self) -> String {
        one_line(&self.0.redactions.hide(&self.0.message))
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
        f.write_str(&self.redacted_message())?;
        match (self.request_id().map(one_line), inner.more_info.as_deref().map(one_line)) {
            (Some(id), Some(info)) => write!(f, " (request {id}, {info})"),
            (Some(id), None) => write!(f, " (request {id})"),
            (None, Some(info)) => write!(f, " ({info})"),
            (None, None) => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("status", &self.0.status)
            .field("code", &self.0.code)
            .field("request_id", &self.request_id())
            .field("attempts", &self.0.attempts)
            .field("json_path", &self.0.json_path)
            .field("message", &self.redacted_message())
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}
