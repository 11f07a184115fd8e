//! Responses that report an error, in any of the forms that Twilio publishes.

use super::raw::RawResponse;
use crate::error::{Error, ErrorDetail, ErrorKind};
use crate::value::{Json, parse_or_null};

/// The parts of an error body. The published forms are the classic form (`code, message, more_info`),
/// RFC 9457 (`type, title, detail, code, errors`), bulk operations (`errors` only), the v1.0 form
/// (`code, message` with further fields), and bodies with `moreInfo`.
struct ErrorBody {
    message: Option<String>,
    code: Option<u32>,
    more_info: Option<String>,
    details: Vec<ErrorDetail>,
}

impl ErrorBody {
    /// Reads the parts that exist. A body without any of them is empty.
    fn read(bytes: &[u8]) -> Self {
        let json = if bytes.len() > MAX_ERROR { Json::Null } else { parse_or_null(bytes) };
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
        // Bulk operations send "null" for an error without a position.
        pointer: text(json, &["pointer", "context", "field"]).filter(|pointer| pointer != "null"),
    }
}

/// Converts a response with an error status to an error.
pub(crate) fn error(raw: RawResponse) -> Error {
    let ErrorBody { message, code, more_info, details } = ErrorBody::read(&raw.body);
    let status = raw.head.status;
    let redirect = (300..400).contains(&status) && status != 304;
    let message = message.unwrap_or_else(|| {
        if redirect {
            "the client does not follow redirects"
        } else if status == 304 {
            "the server reports an unchanged resource, although the request was not conditional"
        } else if raw.is_html() {
            "the response is an HTML page: it may come from a proxy instead of Twilio"
        } else {
            "the response contains no message"
        }
        .to_owned()
    });
    let kind = if redirect { ErrorKind::Redirect } else { ErrorKind::Api };
    raw.into_error(kind, message).with_explanation(code, more_info, details)
}

/// Rejects an error in a success: a body with a code, a message and the status of an error. Every
/// property of a resource may be missing, so it would otherwise be read as an empty resource.
pub(super) fn reject_error_in_success(raw: RawResponse) -> Result<RawResponse, Error> {
    // The search for a key is cheap, and cheaper in a string than in bytes. A second decoding is not.
    let has_code = || str::from_utf8(&raw.body).is_ok_and(|body| body.contains("\"code\""));
    if raw.body.len() > MAX_ERROR_IN_SUCCESS || !has_code() {
        return Ok(raw);
    }
    let json = parse_or_null(&raw.body);
    let status = number(&json, "status").or_else(|| number(&json, "httpStatusCode"));
    let is_error = number(&json, "code").is_some() && text(&json, &["message", "title"]).is_some();
    if !is_error || !matches!(status, Some(400..=599)) {
        return Ok(raw);
    }
    let message =
        "cannot decode the response: its body is an error, although its status is a success".to_owned();
    Err(decode_error(raw, message, String::new()))
}

/// Rejects an HTML page in a success without a value, such as the log-in page of a network. It does
/// not confirm that Twilio processed the request.
pub(super) fn reject_html_in_success(raw: RawResponse) -> Result<RawResponse, Error> {
    if raw.body.is_empty() || !raw.is_html() {
        return Ok(raw);
    }
    let message = "cannot decode the response: it is an HTML page, which may come from a proxy".to_owned();
    Err(decode_error(raw, message, String::new()))
}

/// Converts a success that cannot be decoded to an error, with the parts of an error body if it has any.
pub(super) fn decode_error(raw: RawResponse, message: String, path: String) -> Error {
    let ErrorBody { message: _, code, more_info, details } = ErrorBody::read(&raw.body);
    let error = raw.into_error(ErrorKind::Decode, message).with_json_path(path);
    error.with_explanation(code, more_info, details)
}

/// The maximum size of an error in a success, in bytes. Such errors are short.
const MAX_ERROR_IN_SUCCESS: usize = 16 * 1024;

/// The maximum size of an error body that is parsed, in bytes. Parsed JSON takes many times the memory.
const MAX_ERROR: usize = 256 * 1024;

/// Returns the first of these properties that is a string and not blank.
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
        1 => Some("the response reports an error in detail".to_owned()),
        more => Some(format!("the response reports {more} errors in detail")),
    }
}

/// Returns a number. Some services send it as a string.
fn number(json: &Json, name: &str) -> Option<u32> {
    let value = json.get(name)?;
    let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
    u32::try_from(number).ok()
}
