//! Bodies that are not the JSON of an operation: the reason.

use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE};

use super::raw::RawResponse;

/// The byte order mark of UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Returns a body without a byte order mark.
pub(super) fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(MARK).unwrap_or(body)
}

/// Returns the reason why a body is not JSON, if it has another known form.
pub(super) fn other_form(raw: &RawResponse) -> Option<String> {
    let encoding =
        header(raw, &CONTENT_ENCODING).filter(|encoding| !encoding.eq_ignore_ascii_case("identity"));
    let start = start(raw);
    Some(if raw.body.is_empty() {
        "the body is empty".to_owned()
    } else if let Some(encoding) = encoding {
        format!("the body has the encoding `{encoding}`, which the client did not request")
    } else if is_html(raw) {
        "the response is an HTML page: it may come from a proxy instead of Twilio".to_owned()
    } else if start.starts_with('<') {
        "the body is XML instead of JSON".to_owned()
    } else if raw.body.starts_with(MARK) {
        "the body begins with a byte order mark, which JSON does not allow".to_owned()
    } else {
        return None;
    })
}

/// Returns whether the body is an HTML page.
pub(super) fn is_html(raw: &RawResponse) -> bool {
    let start = start(raw).to_ascii_lowercase();
    header(raw, &CONTENT_TYPE).is_some_and(|kind| kind.contains("html"))
        || ["<!doctype html", "<html"].iter().any(|tag| start.starts_with(tag))
}

/// The first characters of the body.
fn start(raw: &RawResponse) -> String {
    let start = without_mark(&raw.body);
    let start = start.get(..64).unwrap_or(start);
    String::from_utf8_lossy(start).trim_start().to_owned()
}

fn header<'r>(raw: &'r RawResponse, name: &reqwest::header::HeaderName) -> Option<&'r str> {
    raw.head.headers.get(name)?.to_str().ok()
}
