//! An answer that is not a success → [`Error`], whatever its body is.

use serde::Deserialize;

use super::decode::Json;
use super::error::{Error, ErrorKind};
use super::response::Raw;

/// All published forms in one: the classic one (`code, message, more_info`), RFC 9457 (`title,
/// detail, code`), and those that write `moreInfo`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    code: Json,
    message: Json,
    #[serde(alias = "moreInfo")]
    more_info: Json,
    title: Json,
    detail: Json,
    #[serde(rename = "type")]
    kind: Json,
}

pub(super) fn error(raw: Raw) -> Error {
    let parsed: Body = serde_json::from_slice(&raw.body).unwrap_or_default();
    let redirect = (300..400).contains(&raw.head.status);
    let message = text(&parsed.message)
        .or_else(|| joined(text(&parsed.title), text(&parsed.detail)))
        .unwrap_or_else(|| {
            if redirect {
                "the server redirects, which is not followed"
            } else {
                "the answer does not say why"
            }
            .to_owned()
        });
    let code = number(&parsed.code);
    let more_info = text(&parsed.more_info)
        .or_else(|| text(&parsed.kind).filter(|link| link.starts_with("https://")))
        .or_else(|| code.map(|code| format!("https://www.twilio.com/docs/errors/{code}")));
    let kind = if redirect { ErrorKind::Redirect } else { ErrorKind::Api };
    Error::answer(kind, message, raw).explained(code, more_info)
}

fn text(value: &Json) -> Option<String> {
    value.as_str().filter(|text| !text.trim().is_empty()).map(ToOwned::to_owned)
}

fn joined(title: Option<String>, detail: Option<String>) -> Option<String> {
    match (title, detail) {
        (Some(title), Some(detail)) => Some(format!("{title}: {detail}")),
        (title, detail) => title.or(detail),
    }
}

/// Twilio's number, which some services write as text.
fn number(value: &Json) -> Option<u32> {
    let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
    u32::try_from(number).ok()
}
