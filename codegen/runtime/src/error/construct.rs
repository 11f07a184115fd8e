//! How the layers above create errors and add facts to them.

use std::sync::Arc;

use reqwest::Method;
use reqwest::header::HeaderMap;

use super::core_error::{Error, Inner};
use super::detail::ErrorDetail;
use super::kind::ErrorKind;
use super::redactions::Redactions;
use super::retry_after::retry_after;
use crate::value::{Cursor, ParseError};

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            redactions: Redactions::default(),
            status: None,
            code: None,
            more_info: None,
            headers: HeaderMap::new(),
            body: Vec::new(),
            json_path: None,
            details: Vec::new(),
            retry_after: None,
            may_have_been_processed: false,
            attempts: 0,
            cursor: None,
            source: None,
        }))
    }

    pub(crate) fn invalid_request(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidRequest, message)
    }

    pub(crate) fn credentials(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Credentials, message)
    }

    /// The HTTP client cannot be created.
    pub(crate) fn setup(error: reqwest::Error) -> Self {
        Self::invalid_request("the HTTP client cannot be set up").caused_by(error)
    }

    /// An attempt failed before the response was complete.
    pub(crate) fn transport(error: reqwest::Error, method: &Method) -> Self {
        let (kind, message) = if error.is_connect() {
            (ErrorKind::Connect, "cannot connect to the server; nothing was sent")
        } else if error.is_timeout() {
            (ErrorKind::Timeout, "the server did not respond in time")
        } else if error.is_builder() {
            (ErrorKind::InvalidRequest, "the request is invalid")
        } else {
            (ErrorKind::Transport, "the connection broke before the response was complete")
        };
        let mut new = Self::new(kind, format!("{method}: {message}"));
        new.0.may_have_been_processed = !matches!(kind, ErrorKind::Connect | ErrorKind::InvalidRequest);
        new.caused_by(error)
    }

    /// The URL can contain personal data, so it is removed.
    fn caused_by(mut self, error: reqwest::Error) -> Self {
        self.0.source = Some(Arc::new(error.without_url()));
        self
    }

    /// Adds the status and the headers of the response. Twilio rejects a request (3xx, 4xx) before it
    /// has an effect. No other status excludes an effect, and neither does 408.
    pub(crate) fn with_head(mut self, status: u16, headers: HeaderMap) -> Self {
        self.0.status = Some(status);
        self.0.may_have_been_processed = status == 408 || !(300..500).contains(&status);
        self.0.retry_after = retry_after(&headers);
        self.0.headers = headers;
        self
    }

    pub(crate) fn with_body(mut self, body: Vec<u8>) -> Self {
        self.0.body = body;
        self
    }

    /// Adds the path of the value that cannot be decoded.
    pub(crate) fn with_json_path(mut self, path: String) -> Self {
        self.0.json_path = Some(path);
        self
    }

    /// Adds Twilio's error number, the URL of a page about it, and the individual errors.
    pub(crate) fn with_explanation(
        mut self,
        code: Option<u32>,
        more_info: Option<String>,
        details: Vec<ErrorDetail>,
    ) -> Self {
        self.0.code = code;
        self.0.more_info = more_info;
        self.0.details = details;
        self
    }

    /// Sets the number of attempts, of which the last one failed with this error.
    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Adds the attempt before this one: the number of attempts increases by one, and an effect of an
    /// earlier attempt remains possible.
    pub(crate) fn following(mut self, previous: Option<&Self>) -> Self {
        self.0.attempts = previous.map_or(0, Self::attempts).saturating_add(1);
        self.with_effect_of(previous)
    }

    /// Adds the attempts of a call for which this error is not an attempt itself.
    pub(crate) fn ending(mut self, previous: &Self) -> Self {
        self.0.attempts = previous.attempts();
        self.with_effect_of(Some(previous))
    }

    fn with_effect_of(mut self, previous: Option<&Self>) -> Self {
        self.0.may_have_been_processed |= previous.is_some_and(Self::may_have_been_processed);
        self
    }

    /// Removes request values that the server quotes from the printed form of its message.
    pub(crate) fn redacted(mut self, redactions: impl FnOnce(&str) -> Redactions) -> Self {
        if self.0.kind == ErrorKind::Api {
            self.0.redactions = redactions(&self.0.message);
        }
        self
    }

    /// Adds the position at which a list can be resumed.
    pub(crate) fn with_cursor(mut self, cursor: Cursor) -> Self {
        self.0.cursor = Some(cursor);
        self
    }

    /// Converts the error of a token request to the error of the call that requires the token. Nothing of
    /// that call was sent. The parts that can contain a token or a secret are removed.
    pub(crate) fn of_credentials(mut self, message: String, more_info: Option<String>) -> Self {
        if self.0.kind == ErrorKind::Api && matches!(self.0.status, Some(400 | 401 | 403)) {
            self.0.kind = ErrorKind::Credentials;
        }
        self.0.message = message;
        self.0.more_info = more_info;
        self.0.body = Vec::new();
        self.0.details = Vec::new();
        self.0.may_have_been_processed = false;
        self.0.attempts = 0;
        self
    }
}

impl From<ParseError> for Error {
    fn from(error: ParseError) -> Self {
        Self::invalid_request(error.to_string())
    }
}
