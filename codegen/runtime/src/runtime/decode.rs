//! Bodies → values. A fault names the place in the body, never the value that stands there.

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::error::{Error, Result};
use super::failure;
use super::object::Object;
use super::response::{Raw, Response};

/// Any JSON value.
pub type Json = serde_json::Value;

/// A body as JSON, or null where it is none. Through `serde_json`'s own function for text, which is
/// compiled already.
pub(super) fn json(body: &[u8]) -> Json {
    str::from_utf8(body).ok().and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// Reads a value; compiled where a request is sent.
pub(super) fn value<T: DeserializeOwned>(raw: Raw) -> Result<Response<T>> {
    let raw = failure::disguised(raw)?;
    // An answer without a body is a null where the document says that there may be none.
    let body = if raw.body.is_empty() { b"null".as_slice() } else { &raw.body };
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value =
        T::deserialize(Object(&mut deserializer)).and_then(|value| deserializer.end().map(|()| value));
    match value {
        Ok(value) => Ok(Response::new(value, raw.head)),
        Err(error) => Err(fault(raw, &error)),
    }
}

/// Nothing, where the body is what a success may hold.
pub(super) fn nothing<T: Default>(raw: Raw) -> Result<Response<T>> {
    let raw = failure::foreign(failure::disguised(raw)?)?;
    Ok(Response::new(T::default(), raw.head))
}

/// The body as text.
pub(super) fn text<T: From<String>>(raw: Raw) -> Result<Response<T>> {
    let raw = failure::disguised(raw)?;
    Ok(Response::new(String::from_utf8_lossy(&raw.body).into_owned().into(), raw.head))
}

/// The body as it is.
pub(super) fn bytes<T: From<Vec<u8>>>(raw: Raw) -> Result<Response<T>> {
    let raw = failure::disguised(raw)?;
    Ok(Response::new(raw.body.into(), raw.head))
}

/// The address that a redirect leads to.
pub(super) fn location<T: From<String>>(raw: Raw) -> Result<Response<T>> {
    let location = raw.head.headers.get(reqwest::header::LOCATION).and_then(|value| value.to_str().ok());
    match location.map(ToOwned::to_owned) {
        Some(location) => Ok(Response::new(location.into(), raw.head)),
        None => Err(no_location(raw)),
    }
}

fn no_location(raw: Raw) -> Error {
    let message = "the answer names no address to go to: it has no header `Location`".to_owned();
    Error::undecodable(raw, message, String::new())
}

/// The error for a body that cannot be read. `serde_json`'s own text may quote the value, which
/// may be personal data: only its place and category are told.
pub(super) fn fault(raw: Raw, error: &serde_json::Error) -> Error {
    let offset = offset(&raw.body, error.line(), error.column());
    let path = path_at(&raw.body, offset);
    let what = match error.classify() {
        _ if raw.body.is_empty() => "the body is empty",
        Category::Eof => "the body ends too early",
        Category::Data => "a value is not of the type that the document gives",
        Category::Syntax | Category::Io => "the body is not JSON",
    };
    let shown = if path.is_empty() { "the root" } else { path.as_str() };
    let message = format!(
        "cannot decode the answer: {what}, at {shown} (line {}, column {})",
        error.line(),
        error.column()
    );
    Error::undecodable(raw, message, path)
}

/// The error for a list whose items are missing.
pub(super) fn missing(raw: Raw, key: &str) -> Error {
    failure::undecodable(raw, format!("cannot decode the answer: the page has no `{key}`"), key.to_owned())
}

/// `serde_json` counts lines and columns from 1, in bytes.
fn offset(body: &[u8], line: usize, column: usize) -> usize {
    let starts = std::iter::once(0)
        .chain(body.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1));
    let start = starts.take(line.max(1)).last().unwrap_or(0);
    (start + column).min(body.len())
}

/// One level of the path on the way to an offset.
enum Step {
    /// The key that was read last, if any was.
    Key(Option<String>),
    Index(usize),
}

/// The path of the value at an offset: `invites[3].date_created`. Reads the body once, by hand:
/// this way no type pays for paths that are needed only when something is wrong.
fn path_at(body: &[u8], offset: usize) -> String {
    // A value that was read to its end is still the place; one that has just begun is too.
    let closed = matches!(offset.checked_sub(1).and_then(|at| body.get(at)), Some(b'}' | b']'));
    let mut steps: Vec<Step> = Vec::new();
    // How many levels there are below those that are shown.
    let mut deeper = 0_usize;
    let mut text: Option<usize> = None;
    let mut last = String::new();
    let mut escaped = false;
    for (at, &byte) in body.iter().enumerate().take(offset.saturating_sub(usize::from(closed))) {
        if let Some(start) = text {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => {
                    last = String::from_utf8_lossy(body.get(start..at).unwrap_or_default()).into_owned();
                    text = None;
                }
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => text = Some(at + 1),
            b'{' | b'[' if steps.len() > MAX_STEPS => deeper += 1,
            b'}' | b']' if deeper > 0 => deeper -= 1,
            _ if deeper > 0 => {}
            b'{' => steps.push(Step::Key(None)),
            b'[' => steps.push(Step::Index(0)),
            b'}' | b']' => drop(steps.pop()),
            b':' => {
                if let Some(Step::Key(key)) = steps.last_mut() {
                    *key = Some(std::mem::take(&mut last));
                }
            }
            b',' => {
                if let Some(Step::Index(index)) = steps.last_mut() {
                    *index += 1;
                }
            }
            _ => {}
        }
    }
    spell(&steps)
}

fn spell(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps.iter().take(MAX_STEPS) {
        match step {
            Step::Key(None) => {}
            Step::Key(Some(key)) if is_name(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            // A key of a map may be anything, also personal data.
            Step::Key(Some(_)) => path.push_str("[…]"),
            Step::Index(index) => path.extend(["[", &index.to_string(), "]"]),
        }
    }
    if steps.len() > MAX_STEPS {
        path.push('…');
    }
    path
}

/// How many levels a path shows: more than any document has.
const MAX_STEPS: usize = 32;

/// Whether a key looks like the name of a field.
fn is_name(key: &str) -> bool {
    let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let begins = key.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    plain && begins && key.len() <= 64
}
