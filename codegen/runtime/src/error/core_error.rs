//! The error of the runtime.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;

use super::detail::ErrorDetail;
use super::kind::ErrorKind;
use super::redactions::Redactions;
use crate::value::Cursor;

/// A result with the error type [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// A failed call: the kind of failure, Twilio's explanation, and whether the request may have been
/// processed.
///
/// `Display` prints one actionable line. `Display` and `Debug` never contain secrets, bodies or
/// request values. [`body`](Self::body) returns the body of the response.
#[derive(Clone)]
pub struct Error(pub(super) Box<Inner>);

#[derive(Clone)]
pub(super) struct Inner {
    pub(super) kind: ErrorKind,
    pub(super) message: String,
    /// The values that no printed form contains.
    pub(super) redactions: Redactions,
    pub(super) status: Option<u16>,
    pub(super) code: Option<u32>,
    pub(super) more_info: Option<String>,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    pub(super) json_path: Option<String>,
    pub(super) details: Vec<ErrorDetail>,
    pub(super) retry_after: Option<Duration>,
    pub(super) may_have_been_processed: bool,
    /// Whether every further attempt fails in the same way.
    pub(super) is_permanent: bool,
    pub(super) attempts: u32,
    pub(super) cursor: Option<Cursor>,
    pub(super) source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Error {
    /// Returns the kind of failure.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the reason in one line. For [`ErrorKind::Api`] it is Twilio's unchanged message, which
    /// can quote request values. `Display` and `Debug` remove these values, also if they are encoded or
    /// changed in case, from this and all other strings of the response.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the HTTP status if the server sent a response.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Returns Twilio's error number, as listed at <https://www.twilio.com/docs/api/errors>. The
    /// numbers of the chat and Flex resources have names in [`codes`](crate::codes).
    pub fn code(&self) -> Option<u32> {
        self.0.code
    }

    /// Returns the individual errors if the response lists them, at most 1000. Otherwise the slice is empty.
    pub fn errors(&self) -> &[ErrorDetail] {
        &self.0.details
    }

    /// Returns the URL of a page about the error.
    pub fn more_info(&self) -> Option<&str> {
        self.0.more_info.as_deref()
    }

    /// Returns Twilio's ID of the request (`Twilio-Request-Id`), for questions to Twilio's support.
    pub fn request_id(&self) -> Option<&str> {
        self.header(super::construct::REQUEST_ID)
    }

    /// Returns a header of the response if it exists and contains visible ASCII characters only.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.headers.get(name)?.to_str().ok()
    }

    /// Returns the wait that the server requests (`Retry-After`, in seconds or as a date in any form of HTTP), counted
    /// from its response.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns the number of attempts. It is 0 if the request was invalid, so nothing was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the position at which a list can be resumed: the page that failed.
    ///
    /// It is `None` for calls that are not lists, and if the client rejected the link to the page.
    pub fn cursor(&self) -> Option<&Cursor> {
        self.0.cursor.as_ref()
    }

    /// Returns the unchanged body of the response. It may contain personal data, so `Display` and
    /// `Debug` do not print it.
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// Returns the path of the value that cannot be decoded, such as `invites[3].date_created`.
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// Returns whether the request may have had an effect although the call failed. It is false if
    /// every attempt was either not sent or rejected by Twilio (4xx, and 3xx except a 303 response to a
    /// request that is not a GET).
    pub fn may_have_been_processed(&self) -> bool {
        self.0.may_have_been_processed
    }

    /// Returns whether the status is 404: the resource does not exist.
    pub fn is_not_found(&self) -> bool {
        self.0.status == Some(404)
    }

    /// Returns whether the status is 409: the request contradicts the state of the resource, which for
    /// example already exists.
    pub fn is_conflict(&self) -> bool {
        self.0.status == Some(409)
    }

    /// Returns whether [Twilio's error number](Self::code) is one of these. The module
    /// [`codes`](crate::codes) contains names:
    ///
    /// ```
    /// # use twilio_client_runtime::{Error, codes};
    /// # let error = Error::for_status(409, "").with_code(50212);
    /// assert!(error.has_code(&[codes::USER_ALREADY_INVITED, codes::MEMBER_ALREADY_EXISTS]));
    /// ```
    pub fn has_code(&self, codes: &[u32]) -> bool {
        self.0.code.is_some_and(|code| codes.contains(&code))
    }

    /// Returns whether the status is 429: there were too many requests, and Twilio did not process
    /// this one.
    pub fn is_rate_limited(&self) -> bool {
        self.0.status == Some(429)
    }

    /// Returns whether the status is 401 or 403, or the client has no suitable credentials.
    pub fn is_auth(&self) -> bool {
        matches!(self.0.status, Some(401 | 403)) || self.0.kind == ErrorKind::Credentials
    }

    /// Returns whether the status is 5xx.
    pub fn is_server_error(&self) -> bool {
        matches!(self.0.status, Some(500..=599))
    }

    /// Returns whether a timeout expired.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Returns whether the client could not connect to the server, or not in time.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Returns whether the response does not match the OpenAPI document.
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
