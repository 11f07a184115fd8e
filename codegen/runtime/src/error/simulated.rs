//! Errors for tests of code that handles errors.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::core_error::Error;
use super::kind::ErrorKind;
use super::retry_after::retry_after;
use crate::value::{Cursor, ParseError};

/// # Testing
///
/// Functions that create errors, for tests of code that handles them. The errors are equal to those of a failed
/// call.
impl Error {
    /// Creates the error of one attempt whose response has this status. The kind is
    /// [`Redirect`](ErrorKind::Redirect) for 3xx and [`Api`](ErrorKind::Api) for any other status.
    ///
    /// ```
    /// # use twilio_client_runtime::{Error, codes};
    /// let error = Error::for_status(409, "already invited").with_code(codes::USER_ALREADY_INVITED);
    /// assert!(error.is_conflict() && error.has_code(&[codes::USER_ALREADY_INVITED]));
    /// ```
    pub fn for_status(status: u16, message: impl Into<String>) -> Self {
        let kind = if (300..400).contains(&status) { ErrorKind::Redirect } else { ErrorKind::Api };
        Self::new(kind, message).with_head(status, HeaderMap::new()).with_attempts(1)
    }

    /// Creates an error of this kind. The kinds that require a response have one: `Api` with status 500,
    /// `Redirect` with 302, and the others with 200. `InvalidRequest` and `Credentials` have no attempt, and the
    /// others have one.
    pub fn for_kind(kind: ErrorKind, message: impl Into<String>) -> Self {
        match kind {
            ErrorKind::InvalidRequest | ErrorKind::Credentials => Self::new(kind, message),
            ErrorKind::Connect => Self::new(kind, message).with_attempts(1),
            ErrorKind::Timeout | ErrorKind::Transport => {
                Self::new(kind, message).with_attempts(1).possibly_processed()
            }
            ErrorKind::Api => Self::for_status(500, message),
            ErrorKind::Redirect => Self::for_status(302, message),
            ErrorKind::Decode | ErrorKind::BodyTooLarge | ErrorKind::ForeignLink | ErrorKind::PageLoop => {
                Self::new(kind, message).with_head(200, HeaderMap::new()).with_attempts(1)
            }
        }
    }

    /// Sets Twilio's error number.
    #[must_use]
    pub fn with_code(mut self, code: u32) -> Self {
        self.0.code = Some(code);
        self
    }

    /// Adds a header of the response, such as `Twilio-Request-Id` or `Retry-After`.
    ///
    /// # Errors
    ///
    /// Returns an error if HTTP does not allow the name or the value.
    pub fn with_header(mut self, name: &str, value: &str) -> Result<Self, ParseError> {
        let (name, value) = header(name, value)?;
        self.0.headers.append(name, value);
        self.0.retry_after = retry_after(&self.0.headers);
        Ok(self)
    }

    /// Sets the body of the response.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.0.body = body.into();
        self
    }

    /// Sets the number of attempts, of which the last one failed with this error.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Sets the position at which a list can be resumed.
    #[must_use]
    pub fn with_cursor(mut self, cursor: Cursor) -> Self {
        self.0.cursor = Some(cursor);
        self
    }
}

/// Parses a header of a simulated response.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), ParseError> {
    let header = HeaderName::from_bytes(name.as_bytes()).ok().zip(HeaderValue::from_str(value).ok());
    header.ok_or_else(|| ParseError::new("HTTP does not allow the name or the value of the header"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn an_error_of_each_kind_has_the_facts_of_its_kind() {
        use ErrorKind::*;
        // kind, status, attempts, whether the request may have been processed
        let table = [
            (InvalidRequest, None, 0, false),
            (Credentials, None, 0, false),
            (Connect, None, 1, false),
            (Timeout, None, 1, true),
            (Transport, None, 1, true),
            (Api, Some(500), 1, true),
            (Redirect, Some(302), 1, false),
            (Decode, Some(200), 1, true),
            (BodyTooLarge, Some(200), 1, true),
            (ForeignLink, Some(200), 1, true),
            (PageLoop, Some(200), 1, true),
        ];
        for (kind, status, attempts, processed) in table {
            let error = Error::for_kind(kind, "message");
            assert_eq!((error.kind(), error.status(), error.attempts()), (kind, status, attempts));
            assert_eq!(
                (error.may_have_been_processed(), error.message()),
                (processed, "message"),
                "{kind:?}"
            );
        }
    }

    #[test]
    fn an_error_of_a_status_prints_as_that_of_a_response() {
        let error = Error::for_status(429, "slow down").with_code(20429);
        let error =
            error.with_header("Twilio-Request-Id", "RQ1").unwrap().with_header("Retry-After", "7").unwrap();
        assert_eq!(error.to_string(), "429 Too Many Requests, Twilio code 20429: slow down (request RQ1)");
        assert!(error.is_rate_limited() && error.has_code(&[20404, 20429]) && !error.has_code(&[20404]));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
        assert!(!error.is_conflict() && Error::for_status(409, "").is_conflict());
        assert_eq!(Error::for_status(307, "").kind(), ErrorKind::Redirect);
        assert!(Error::for_status(400, "").with_header("a b", "").is_err());
    }
}
