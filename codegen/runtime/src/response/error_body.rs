//! Responses that report an error, in any of the forms that Twilio publishes.

use reqwest::Method;

use super::body_form::{is_html, other_form, without_mark};
use super::raw::RawResponse;
use super::xml_error::XmlError;
use crate::error::{Error, ErrorDetail, ErrorKind};
use crate::value::{Json, parse_or_null};

/// The parts of an error body. The published forms are the classic form (`code, message, more_info`),
/// RFC 9457 (`type, title, detail, code, errors`), bulk operations (`errors` only), the v1.0 form
/// (`code, message` with further fields), and bodies with `moreInfo`. Gateways and other services nest the classic
/// form in another object, or send the form of OAuth (`error, error_description`), a list of errors, a string, or
/// XML.
#[derive(Default)]
struct ErrorBody {
    message: Option<String>,
    code: Option<u32>,
    more_info: Option<String>,
    details: Vec<ErrorDetail>,
}

/// The keys of a message and of a number. The first that has a value counts.
const MESSAGES: &[&str] = &["message", "Message", "error_message", "errorMessage", "faultstring", "msg"];
const CODES: &[&str] = &["code", "Code", "error_code", "errorCode", "errorcode"];

/// The maximum number of individual errors that are read.
const MAX_DETAILS: usize = 1000;

impl ErrorBody {
    /// Reads the parts that exist. A body without any of them is empty.
    fn read(bytes: &[u8]) -> Self {
        if bytes.len() > MAX_ERROR {
            return Self::default();
        }
        match parse_or_null(without_mark(bytes)) {
            Json::Null => Self::read_xml(bytes),
            Json::String(message) => {
                Self { message: Some(message).filter(|text| !text.trim().is_empty()), ..Self::default() }
            }
            list @ Json::Array(_) => Self::read_json(&Json::Null, &list),
            object => Self::read_json(&object, object.get("errors").unwrap_or(&Json::Null)),
        }
    }

    /// Reads an object with its individual errors.
    fn read_json(json: &Json, errors: &Json) -> Self {
        let details = details(errors);
        let nested = ["error", "fault"].iter().find_map(|name| json.get(name)).unwrap_or(&Json::Null);
        let inner = nested.get("detail").unwrap_or(&Json::Null);
        let first = details.iter().find_map(ErrorDetail::code);
        let code =
            number(json, CODES).or(first).or_else(|| number(nested, CODES)).or_else(|| number(inner, CODES));
        let link = text(json, &["type"]).filter(|link| link.starts_with("https://"));
        let more_info = text(json, &["more_info", "moreInfo"]).or(link).or_else(|| page_of(code));
        let message = text(json, MESSAGES)
            .or_else(|| joined(text(json, &["title"]), text(json, &["detail"])))
            .or_else(|| text(nested, MESSAGES))
            .or_else(|| joined(text(nested, &["title"]), text(nested, &["detail"])))
            .or_else(|| joined(text(json, &["error", "fault"]), text(json, &["error_description"])))
            .or_else(|| summary(&details));
        Self { message, code, more_info, details }
    }

    /// Reads the classic form in XML, which Twilio sends if a path has no extension, and similar forms.
    fn read_xml(bytes: &[u8]) -> Self {
        let document = String::from_utf8_lossy(without_mark(bytes));
        let Some(error) = XmlError::find(&document) else { return Self::default() };
        let code = error.text(CODES).and_then(|code| code.parse().ok());
        Self {
            message: error.text(&["Message", "faultstring", "Reason", "Detail"]),
            code,
            more_info: error.text(&["MoreInfo"]).or_else(|| page_of(code)),
            details: Vec::new(),
        }
    }

    /// Returns whether the body is an error, and not a resource that has properties of the same names.
    fn is_error(&self) -> bool {
        self.code.is_some() && self.message.is_some()
    }
}

fn page_of(code: Option<u32>) -> Option<String> {
    code.map(|code| format!("https://www.twilio.com/docs/errors/{code}"))
}

/// Reads the individual errors: a list of objects or messages, or an object with the messages of each field.
fn details(errors: &Json) -> Vec<ErrorDetail> {
    let mut details: Vec<ErrorDetail> = Vec::new();
    match errors {
        Json::Array(errors) => details.extend(errors.iter().take(MAX_DETAILS).map(detail)),
        Json::Object(fields) => {
            for (field, errors) in fields {
                let of_field = errors.as_array().map_or(std::slice::from_ref(errors), Vec::as_slice);
                let of_field = of_field.iter().map(detail);
                details.extend(of_field.map(|detail| ErrorDetail { pointer: Some(field.clone()), ..detail }));
            }
            details.truncate(MAX_DETAILS);
        }
        _ => {}
    }
    details
}

fn detail(json: &Json) -> ErrorDetail {
    let source = json.get("source").unwrap_or(&Json::Null);
    let message = text(json, MESSAGES).or_else(|| text(json, &["detail", "title", "description", "reason"]));
    // Bulk operations send "null" for an error without a position.
    let pointer = text(json, &["pointer", "context", "field"]).filter(|pointer| pointer != "null");
    ErrorDetail {
        code: number(json, CODES),
        message: message
            .or_else(|| json.as_str().filter(|text| !text.trim().is_empty()).map(ToOwned::to_owned)),
        pointer: pointer.or_else(|| text(source, &["pointer", "parameter"])),
    }
}

/// Converts a response with an error status to an error.
pub(crate) fn error(raw: RawResponse, method: &Method) -> Error {
    let ErrorBody { message, code, more_info, details } = ErrorBody::read(&raw.body);
    let status = raw.head.status;
    let redirect = (300..400).contains(&status) && status != 304;
    let message = message.unwrap_or_else(|| {
        if redirect {
            "the client does not follow redirects".to_owned()
        } else if status == 304 {
            "the server reports an unchanged resource, although the request was not conditional".to_owned()
        } else {
            let form = other_form(&raw).filter(|_| !raw.body.is_empty());
            form.unwrap_or_else(|| "the response contains no message".to_owned())
        }
    });
    let kind = if redirect { ErrorKind::Redirect } else { ErrorKind::Api };
    let error = raw.into_error(kind, message, |error| error.with_explanation(code, more_info, details));
    // 303 is the response to a request that the server processed. It refers to the result.
    if status == 303 && !method.is_safe() { error.possibly_processed() } else { error }
}

/// Rejects an error in a success: a body with a code, a message and the status of an error. Every
/// property of a resource may be missing, so it would otherwise be read as an empty resource.
pub(super) fn reject_error_in_success(raw: RawResponse) -> Result<RawResponse, Error> {
    // The search for a key is cheap, and cheaper in a string than in bytes. A second decoding is not.
    let has = |key: &str| str::from_utf8(&raw.body).is_ok_and(|body| body.contains(key));
    if raw.body.len() > MAX_ERROR_IN_SUCCESS {
        return Ok(raw);
    }
    let is_error = if has("\"code\"") {
        let json = parse_or_null(without_mark(&raw.body));
        let status = number(&json, &["status", "httpStatusCode"]);
        matches!(status, Some(400..=599))
            && number(&json, &["code"]).is_some()
            && text(&json, &["message", "title"]).is_some()
    } else {
        has("<RestException")
    };
    if !is_error {
        return Ok(raw);
    }
    let message =
        "cannot decode the response: its body is an error, although its status is a success".to_owned();
    Err(decode_error(raw, message, String::new()))
}

/// Rejects an HTML page in a success without a value, such as the log-in page of a network. It does
/// not confirm that Twilio processed the request.
pub(super) fn reject_html_in_success(raw: RawResponse) -> Result<RawResponse, Error> {
    if raw.body.is_empty() || !is_html(&raw) {
        return Ok(raw);
    }
    let reason = other_form(&raw).unwrap_or_default();
    Err(decode_error(raw, format!("cannot decode the response: {reason}"), String::new()))
}

/// Converts a success that cannot be decoded to an error, with the parts of an error body if it is one.
pub(super) fn decode_error(raw: RawResponse, message: String, path: String) -> Error {
    let body = ErrorBody::read(&raw.body);
    raw.into_error(ErrorKind::Decode, message, |error| {
        let error = error.with_json_path(path);
        if !body.is_error() {
            return error;
        }
        error.with_explanation(body.code, body.more_info, body.details)
    })
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

/// Returns the message of the first error, and the number of the others.
fn summary(details: &[ErrorDetail]) -> Option<String> {
    let first = details.iter().find_map(ErrorDetail::message);
    match (first, details.len()) {
        (_, 0) => None,
        (Some(first), 1) => Some(first.to_owned()),
        (Some(first), 2) => Some(format!("{first} (and another error)")),
        (Some(first), more) => Some(format!("{first} (and {} other errors)", more - 1)),
        (None, 1) => Some("the response reports an error in detail".to_owned()),
        (None, more) => Some(format!("the response reports {more} errors in detail")),
    }
}

/// Returns the first of these properties that is a number. Some services send it as a string.
fn number(json: &Json, names: &[&str]) -> Option<u32> {
    names.iter().find_map(|name| {
        let value = json.get(name)?;
        let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
        u32::try_from(number).ok()
    })
}
