//! Requests and responses as plain data.

use std::time::Duration;

use serde_json::{Value, json};

/// A request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The method: `GET`.
    pub method: String,
    /// The path and the query.
    pub target: String,
    /// The headers, with their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// The first header with this name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The path, still encoded.
    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The query parameters.
    pub(crate) fn query(&self) -> Vec<(String, String)> {
        pairs(self.target.split_once('?').map_or("", |(_, query)| query).as_bytes())
    }
}

/// Decodes a query or a form.
pub(crate) fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

/// A response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// A response with a body in JSON.
    pub(crate) fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, "application/json", body)
    }

    /// A response with a body of this media type.
    pub(crate) fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type".to_owned(), media_type.to_owned())];
        Self { status, headers, body: body.into() }
    }

    /// A response without a body.
    pub(crate) fn empty(status: u16) -> Self {
        Self { status, ..Self::default() }
    }

    /// Adds a header.
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// How the server delivers a response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delivery {
    /// The whole response.
    #[default]
    Whole,
    /// The connection is reset without a response.
    Reset,
    /// The connection stays open without a response.
    Stall,
    /// The connection is closed in the middle of the body.
    Truncated,
    /// Byte by byte, with this time between them.
    Drip(Duration),
}

/// A response, and how the server delivers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The response.
    pub response: Response,
    /// The delivery.
    pub delivery: Delivery,
    /// The operationId, if the request matches an operation.
    pub operation: Option<String>,
    /// The reason for which the fake rejected the request.
    pub problem: Option<String>,
}

/// The reason for which the fake rejects a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) status: u16,
    pub(crate) code: u32,
    pub(crate) message: String,
}

impl Problem {
    fn new(status: u16, code: u32, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(400, 20001, message)
    }

    pub(crate) fn unauthorized(message: impl Into<String>) -> Self {
        Self::new(401, 20003, message)
    }

    pub(crate) fn not_found(path: &str) -> Self {
        Self::new(404, 20404, format!("The requested resource {path} was not found"))
    }

    pub(crate) fn method(method: &str, path: &str) -> Self {
        Self::new(405, 20004, format!("Method {method} is not allowed on {path}"))
    }

    pub(crate) fn conflict(code: u32, message: impl Into<String>) -> Self {
        Self::new(409, code, message)
    }

    pub(crate) fn media_type(message: impl Into<String>) -> Self {
        Self::new(415, 20001, message)
    }

    #[cfg(feature = "server")]
    pub(crate) fn limited() -> Self {
        Self::new(429, 20429, "Too many requests are in progress")
    }

    /// The response.
    pub(crate) fn response(&self) -> Response {
        error(self.status, self.code, &self.message)
    }
}

/// A response in the classic format of errors.
pub(crate) fn error(status: u16, code: u32, message: &str) -> Response {
    let body: Value = json!({
        "code": code,
        "message": message,
        "more_info": format!("https://www.twilio.com/docs/errors/{code}"),
        "status": status,
    });
    let response = Response::json(status, body.to_string());
    if status == 401 { response.with("www-authenticate", "Basic realm=\"Twilio API\"") } else { response }
}
