//! An answer that is not a success → [`Error`], whatever its body is.

use std::fmt;

use super::decode::{self, Json};
use super::error::{Error, ErrorKind};
use super::response::Raw;

/// One of several errors that an answer reports, from the `errors` of RFC 9457 and bulk bodies.
///
/// Its text is Twilio's, or quotes what was sent, so `Debug` shows the code alone.
#[derive(Clone, PartialEq, Eq)]
pub struct ErrorDetail {
    code: Option<u32>,
    message: Option<String>,
    pointer: Option<String>,
}

impl ErrorDetail {
    /// Twilio's own error number.
    pub fn code(&self) -> Option<u32> {
        self.code
    }

    /// What is wrong, in Twilio's words.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// What in the request is wrong: a JSON pointer, a JSON path or a name.
    pub fn pointer(&self) -> Option<&str> {
        self.pointer.as_deref()
    }
}

impl fmt::Debug for ErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorDetail").field("code", &self.code).finish_non_exhaustive()
    }
}

/// The published forms in one: the classic one (`code, message, more_info`), RFC 9457 (`type,
/// title, detail, code, errors`), bulk bodies (`errors` alone), the v1.0 form (`code, message`
/// beside fields of its own), and those that write `moreInfo`.
struct Body {
    message: Option<String>,
    code: Option<u32>,
    more_info: Option<String>,
    details: Vec<ErrorDetail>,
}

impl Body {
    /// Reads what is there; anything else is an empty one.
    fn read(bytes: &[u8]) -> Self {
        let json = if bytes.len() > MAX_EXPLAINED { Json::Null } else { decode::json(bytes) };
        let details: Vec<ErrorDetail> = match json.get("errors") {
            Some(Json::Array(errors)) => errors.iter().map(detail).collect(),
            _ => Vec::new(),
        };
        let first = details.iter().find_map(ErrorDetail::code);
        let code = number(&json, "code").or(first);
        let link = text(&json, &["type"]).filter(|link| link.starts_with("https://"));
        let more_info = text(&json, &["more_info", "moreInfo"])
            .or(link)
            .or_else(|| code.map(|code| format!("https://www.twilio.com/docs/errors/{code}")));
        let message = text(&json, &["message"])
            .or_else(|| joined(text(&json, &["title"]), text(&json, &["detail"])))
            .or_else(|| counted(details.len()));
        Self { message, code, more_info, details }
    }
}

fn detail(json: &Json) -> ErrorDetail {
    ErrorDetail {
        code: number(json, "code"),
        message: text(json, &["message", "detail", "title"]),
        // Bulk bodies write "null" where nothing in particular is meant.
        pointer: text(json, &["pointer", "context", "field"]).filter(|pointer| pointer != "null"),
    }
}

pub(super) fn error(raw: Raw) -> Error {
    let Body { message, code, more_info, details } = Body::read(&raw.body);
    let status = raw.head.status;
    let redirect = (300..400).contains(&status) && status != 304;
    let message = message.unwrap_or_else(|| {
        if redirect {
            "the server redirects, which is not followed"
        } else if status == 304 {
            "the server says that nothing has changed, without having been asked"
        } else if is_web_page(&raw) {
            "the answer is a web page: it may come from a proxy on the way, and not from Twilio"
        } else {
            "the answer does not say why"
        }
        .to_owned()
    });
    let kind = if redirect { ErrorKind::Redirect } else { ErrorKind::Api };
    Error::answer(kind, message, raw).explained(code, more_info).detailed(details)
}

/// A success whose body is an error: a code, words, and a status that is another one. Every field
/// of a resource may be missing, so this would read as an empty resource.
pub(super) fn disguised(raw: Raw) -> Result<Raw, Error> {
    // Looking for a name is cheap, in a text cheaper than in bytes; reading a body twice is not.
    let named = || str::from_utf8(&raw.body).is_ok_and(|body| body.contains("\"code\""));
    if raw.body.len() > MAX_DISGUISED || !named() {
        return Ok(raw);
    }
    let json = decode::json(&raw.body);
    let status = number(&json, "status").or_else(|| number(&json, "httpStatusCode"));
    let says = number(&json, "code").is_some() && text(&json, &["message", "title"]).is_some();
    if !says || !matches!(status, Some(400..=599)) {
        return Ok(raw);
    }
    let message = "cannot decode the answer: it is an error, although its status is a success".to_owned();
    Err(undecodable(raw, message, String::new()))
}

/// A web page where there is nothing to read: a log-in page of the network, say, and no word of
/// Twilio's that anything was done.
pub(super) fn foreign(raw: Raw) -> Result<Raw, Error> {
    if raw.body.is_empty() || !is_web_page(&raw) {
        return Ok(raw);
    }
    let message =
        "cannot decode the answer: it is a web page, which may come from a proxy on the way".to_owned();
    Err(undecodable(raw, message, String::new()))
}

/// A success that is not what the document says, with what it may say of an error.
pub(super) fn undecodable(raw: Raw, message: String, path: String) -> Error {
    let Body { message: _, code, more_info, details } = Body::read(&raw.body);
    Error::undecodable(raw, message, path).explained(code, more_info).detailed(details)
}

/// Errors that call themselves a success are short.
const MAX_DISGUISED: usize = 16 * 1024;

/// Nobody explains more than this, and what a body becomes is many times as large as the body.
const MAX_EXPLAINED: usize = 256 * 1024;

fn is_web_page(raw: &Raw) -> bool {
    let kind = raw.head.headers.get(reqwest::header::CONTENT_TYPE);
    kind.and_then(|kind| kind.to_str().ok()).is_some_and(|kind| kind.contains("html"))
}

/// The first of these fields that is a text with something in it.
fn text(json: &Json, names: &[&str]) -> Option<String> {
    let texts = names.iter().filter_map(|name| json.get(name)?.as_str());
    texts.into_iter().find(|text| !text.trim().is_empty()).map(ToOwned::to_owned)
}

fn joined(title: Option<String>, detail: Option<String>) -> Option<String> {
    match (title, detail) {
        (Some(title), Some(detail)) => Some(format!("{title}: {detail}")),
        (title, detail) => title.or(detail),
    }
}

fn counted(details: usize) -> Option<String> {
    match details {
        0 => None,
        1 => Some("the answer reports an error in detail".to_owned()),
        more => Some(format!("the answer reports {more} errors in detail")),
    }
}

/// A number, which some services write as text.
fn number(json: &Json, name: &str) -> Option<u32> {
    let value = json.get(name)?;
    let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
    u32::try_from(number).ok()
}
