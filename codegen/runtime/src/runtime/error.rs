//! What can go wrong, and what to do then.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use reqwest::Method;
use reqwest::header::HeaderMap;

use super::cursor::Cursor;
use super::failure::ErrorDetail;
use super::mask::{Mask, plain};
use super::response::{Head, Raw};
use super::retry;

/// A result whose error is [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Why a call failed: what happened, what Twilio said, and whether the request may have been
/// processed.
///
/// `Display` is one line to act on. Neither it nor `Debug` holds secrets, bodies or what was sent;
/// the body can be reached with [`body`](Self::body).
pub struct Error(Box<Inner>);

/// What kind of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request could not be made: a value, header, URL or setting cannot be sent.
    InvalidRequest,
    /// Credentials are missing, are not of the kind that the operation takes, or do not get an
    /// access token.
    Credentials,
    /// No connection was made, so nothing was sent.
    Connect,
    /// It took longer than the timeout.
    Timeout,
    /// The connection broke.
    Transport,
    /// Twilio answered with an error.
    Api,
    /// The server answered with a redirect, which is not followed.
    Redirect,
    /// The answer is not what the document says.
    Decode,
    /// The body is larger than the client accepts.
    BodyTooLarge,
    /// The link to the next page leads to another scheme, host or port; it was not followed.
    ForeignLink,
    /// The link to the next page leads to a page that was there before; it was not followed.
    PageLoop,
}

struct Inner {
    kind: ErrorKind,
    message: String,
    /// What of the message is not printed.
    mask: Mask,
    status: Option<u16>,
    code: Option<u32>,
    more_info: Option<String>,
    headers: HeaderMap,
    body: Vec<u8>,
    json_path: Option<String>,
    details: Vec<ErrorDetail>,
    retry_after: Option<Duration>,
    processed: bool,
    attempts: u32,
    cursor: Option<Cursor>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    pub(super) fn new(kind: ErrorKind, message: String) -> Self {
        Self(Box::new(Inner {
            kind,
            message,
            mask: Mask::default(),
            status: None,
            code: None,
            more_info: None,
            headers: HeaderMap::new(),
            body: Vec::new(),
            json_path: None,
            details: Vec::new(),
            retry_after: None,
            processed: false,
            attempts: 0,
            cursor: None,
            source: None,
        }))
    }

    /// An answer of this kind, whatever it says.
    pub(super) fn answer(kind: ErrorKind, message: String, raw: Raw) -> Self {
        let Raw { head: Head { status, headers, attempts }, body } = raw;
        let mut own = Self::new(kind, message).answered(status, headers).after(attempts, false);
        own.0.body = body;
        own
    }

    /// A success that is not what the document says; it was processed all the same.
    pub(super) fn undecodable(raw: Raw, message: String, path: String) -> Self {
        let mut own = Self::answer(ErrorKind::Decode, message, raw);
        own.0.json_path = Some(path);
        own
    }

    /// What Twilio says of the error: its number, and where to read more.
    pub(super) fn explained(mut self, code: Option<u32>, more_info: Option<String>) -> Self {
        self.0.code = code;
        self.0.more_info = more_info;
        self
    }

    pub(super) fn detailed(mut self, details: Vec<ErrorDetail>) -> Self {
        self.0.details = details;
        self
    }

    pub(super) fn invalid_request(message: String) -> Self {
        Self::new(ErrorKind::InvalidRequest, message)
    }

    pub(super) fn credentials(message: String) -> Self {
        Self::new(ErrorKind::Credentials, message)
    }

    pub(super) fn setup(error: reqwest::Error) -> Self {
        let mut own = Self::invalid_request("the HTTP client cannot be set up".to_owned());
        own.0.source = Some(Box::new(error.without_url()));
        own
    }

    /// A failure before an answer was there in full.
    pub(super) fn transport(error: reqwest::Error, method: &Method) -> Self {
        let (kind, message) = if error.is_connect() {
            (ErrorKind::Connect, "cannot connect to the server; nothing was sent")
        } else if error.is_timeout() {
            (ErrorKind::Timeout, "the server did not answer in time")
        } else if error.is_builder() {
            (ErrorKind::InvalidRequest, "the request cannot be made")
        } else {
            (ErrorKind::Transport, "the connection broke before the answer was complete")
        };
        let mut own = Self::new(kind, format!("{method}: {message}"));
        own.0.processed = !matches!(kind, ErrorKind::Connect | ErrorKind::InvalidRequest);
        own.0.source = Some(Box::new(error.without_url()));
        own
    }

    /// Adds the status and headers of the answer. Twilio refuses (3xx, 4xx) before it acts; any
    /// other status, and a 408, says nothing about that.
    pub(super) fn answered(mut self, status: u16, headers: HeaderMap) -> Self {
        self.0.status = Some(status);
        self.0.processed = status == 408 || !(300..500).contains(&status);
        self.0.retry_after = retry::asked_wait(&headers);
        self.0.headers = headers;
        self
    }

    /// Adds what is known of all attempts together.
    pub(super) fn after(mut self, attempts: u32, processed: bool) -> Self {
        self.0.attempts = attempts;
        self.0.processed |= processed;
        self
    }

    /// Keeps out of what is printed what the server may have quoted.
    pub(super) fn masked(mut self, mask: impl FnOnce(&str) -> Mask) -> Self {
        if self.0.kind == ErrorKind::Api {
            self.0.mask = mask(&self.0.message);
        }
        self
    }

    /// No access token: the request that it was for was not sent. Nothing is left of what may hold
    /// the token or the secret.
    pub(super) fn without_token(mut self, secret: &str) -> Self {
        let refused = matches!(self.0.status, Some(400 | 401 | 403));
        if self.0.kind == ErrorKind::Api && refused {
            self.0.kind = ErrorKind::Credentials;
        }
        let why = if !secret.is_empty() && self.0.message.contains(secret) {
            "the answer repeats the secret"
        } else {
            &self.0.message
        };
        self.0.message = format!("cannot get an access token: {why}");
        self.0.body = Vec::new();
        self.0.details = Vec::new();
        self.0.more_info = self.0.more_info.filter(|info| !info.contains(secret));
        self.not_processed()
    }

    /// What failed was not the request itself, of which nothing was sent.
    pub(super) fn not_processed(mut self) -> Self {
        self.0.processed = false;
        self.0.attempts = 0;
        self
    }

    /// The same for another caller, without what cannot be copied: the source.
    pub(super) fn copy(&self) -> Self {
        let mut own = Self::new(self.0.kind, self.0.message.clone());
        own.0.status = self.0.status;
        own.0.code = self.0.code;
        own.0.more_info.clone_from(&self.0.more_info);
        own.0.headers.clone_from(&self.0.headers);
        own.0.retry_after = self.0.retry_after;
        own.0.processed = self.0.processed;
        own.0.attempts = self.0.attempts;
        own
    }

    /// Adds where a list can be resumed.
    pub(super) fn resumable(mut self, cursor: Cursor) -> Self {
        self.0.cursor = Some(cursor);
        self
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What happened, in one line; for [`ErrorKind::Api`] in Twilio's words, as they came: they may
    /// quote what was sent, so `Display` and `Debug` show them without it.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The message as it is printed.
    fn line(&self) -> String {
        plain(&self.0.mask.hide(&self.0.message))
    }

    /// The HTTP status, if there was an answer.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Twilio's own error number, as listed at <https://www.twilio.com/docs/api/errors>; those of
    /// the chat and Flex resources have names in [`codes`](super::codes).
    pub fn code(&self) -> Option<u32> {
        self.0.code
    }

    /// What the answer reports in detail, where it has several errors to tell; else empty.
    pub fn errors(&self) -> &[ErrorDetail] {
        &self.0.details
    }

    /// The address of a page about the error.
    pub fn more_info(&self) -> Option<&str> {
        self.0.more_info.as_deref()
    }

    /// Twilio's id of the request, for a question to its support.
    pub fn request_id(&self) -> Option<&str> {
        self.header("twilio-request-id")
    }

    /// A header of the answer.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.headers.get(name)?.to_str().ok()
    }

    /// How long the server asks to wait (`Retry-After`, in seconds or as a date), counted from
    /// its answer.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How many attempts were made; 0 where the request could not even be made.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Where to resume a list: the page that failed. None where the failure is that the link to
    /// it is not one to follow, and for calls that are not lists.
    pub fn cursor(&self) -> Option<&Cursor> {
        self.0.cursor.as_ref()
    }

    /// The body of the answer, as it came. It may hold personal data, so nothing prints it.
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// Where in the body the value stands that could not be read: `invites[3].date_created`.
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// Whether the request may have had an effect although the call failed. False where, in every
    /// attempt, nothing was sent or Twilio refused the request (4xx).
    pub fn may_have_been_processed(&self) -> bool {
        self.0.processed
    }

    /// 404: there is no such resource.
    pub fn is_not_found(&self) -> bool {
        self.0.status == Some(404)
    }

    /// 429: too many requests; this one was not processed.
    pub fn is_rate_limited(&self) -> bool {
        self.0.status == Some(429)
    }

    /// 401 or 403, or no credentials at all.
    pub fn is_auth(&self) -> bool {
        matches!(self.0.status, Some(401 | 403)) || self.0.kind == ErrorKind::Credentials
    }

    /// A 5xx answer.
    pub fn is_server_error(&self) -> bool {
        matches!(self.0.status, Some(500..=599))
    }

    /// It took too long.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// No connection was made.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// The answer is not what the document says.
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }
}

/// One line: status, Twilio's number and words, and where to read more.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(status) = inner.status {
            write!(f, "{status}")?;
            let reason =
                reqwest::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
            if let Some(reason) = reason {
                write!(f, " {reason}")?;
            }
            if let Some(code) = inner.code {
                write!(f, ", Twilio code {code}")?;
            }
            f.write_str(": ")?;
        }
        // A message is text from elsewhere: it must not break the line.
        f.write_str(&self.line())?;
        match (self.request_id().map(plain), inner.more_info.as_deref().map(plain)) {
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
            .field("message", &self.line())
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
