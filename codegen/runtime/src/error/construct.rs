//! How the layers above create errors and add facts to them.

use reqwest::header::HeaderMap;

use super::core_error::{Error, Inner};
use super::detail::ErrorDetail;
use super::kind::ErrorKind;
use super::redactions::Redactions;
use super::retry_after::retry_after;
use crate::value::ParseError;

/// The header with Twilio's ID of a request.
pub(super) const REQUEST_ID: &str = "twilio-request-id";

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
            is_permanent: false,
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

    /// Adds the status and the headers of the response. Twilio rejects a request (3xx, 4xx) before it
    /// has an effect. No other status excludes an effect, and neither does 408.
    pub(crate) fn with_head(mut self, status: u16, headers: HeaderMap) -> Self {
        self.0.status = Some(status);
        self.0.may_have_been_processed = status == 408 || !(300..500).contains(&status);
        self.0.retry_after = retry_after(&headers);
        self.0.headers = headers;
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

    /// Declares that the request may have had an effect.
    pub(crate) fn possibly_processed(mut self) -> Self {
        self.0.may_have_been_processed = true;
        self
    }

    /// Returns whether every further attempt fails in the same way.
    pub(crate) fn is_permanent(&self) -> bool {
        self.0.is_permanent
    }

    /// Removes request values that the server quotes from all printed forms. The argument finds them in
    /// the strings that are printed.
    pub(crate) fn redacted(mut self, redactions: impl FnOnce(&[&str]) -> Redactions) -> Self {
        let inner = &self.0;
        let source = inner.source.as_ref().map(|source| format!("{source:?}"));
        let printed = [
            Some(inner.message.as_str()),
            inner.more_info.as_deref(),
            self.request_id(),
            inner.json_path.as_deref(),
            source.as_deref(),
        ];
        let printed: Vec<&str> = printed.into_iter().flatten().collect();
        self.0.redactions = redactions(&printed);
        self
    }

    /// Converts the error of a token request to the error of the call that requires the token. Nothing of
    /// that call was sent. All parts that can contain a token or a secret are removed, also from the
    /// values of the methods.
    pub(crate) fn of_credentials(mut self) -> Self {
        if self.0.kind == ErrorKind::Api && matches!(self.0.status, Some(400 | 401 | 403)) {
            self.0.kind = ErrorKind::Credentials;
        }
        self.0.message = format!("cannot get an access token: {}", self.print(&self.0.message));
        self.0.more_info = self.0.more_info.as_deref().map(|info| self.print(info));
        self.0.body = Vec::new();
        self.0.details = Vec::new();
        // The wait of `Retry-After` is a fact of the error already. Any other header can echo a secret.
        let id = self.0.headers.remove(REQUEST_ID);
        self.0.headers.clear();
        if let Some(id) = id.filter(|id| id.to_str().is_ok_and(|id| self.print(id) == id)) {
            self.0.headers.insert(REQUEST_ID, id);
        }
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
