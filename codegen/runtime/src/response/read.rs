//! How a response becomes a value. An error contains the path of a value, never the value.

use std::marker::PhantomData;

use reqwest::header::LOCATION;
use serde::de::{DeserializeOwned, DeserializeSeed};
use serde_json::error::Category;

use super::body_form::other_form;
use super::error_body;
use super::json_path::{offset, steps_after, steps_at};
use super::raw::{Accepted, RawResponse};
use super::repair::decode_repaired;
use super::typed::Response;
use crate::error::{Error, Result};
use crate::value::{ByStatus, OfStatus, Step, classified, spell};

/// How a request reads its response.
pub struct Reader<T> {
    pub(crate) accepted: Accepted,
    pub(crate) read: fn(RawResponse) -> Result<Response<T>>,
}

impl<T> Reader<T> {
    fn of_success(read: fn(RawResponse) -> Result<Response<T>>) -> Self {
        Self { accepted: Accepted::Success, read }
    }
}

/// Reads a JSON value.
#[inline]
pub fn value<T: DeserializeOwned>() -> Reader<T> {
    Reader::of_success(|raw| read_json(raw, PhantomData::<T>))
}

/// Reads a JSON value whose type depends on the status.
#[inline]
pub fn status<T: ByStatus>() -> Reader<T> {
    Reader::of_success(|raw| {
        let seed = OfStatus::<T>::new(raw.head.status);
        read_json(raw, seed)
    })
}

/// Ignores the body.
#[inline]
pub fn nothing<T: Default>() -> Reader<T> {
    Reader::of_success(|raw| {
        let raw = error_body::reject_html_in_success(error_body::reject_error_in_success(raw)?)?;
        Ok(Response::of(T::default(), raw.head))
    })
}

/// Reads the body as a string. Bytes that are not UTF-8 are replaced.
#[inline]
pub fn text<T: From<String>>() -> Reader<T> {
    Reader::of_success(|raw| {
        let raw = error_body::reject_error_in_success(raw)?;
        Ok(Response::of(String::from_utf8_lossy(&raw.body).into_owned().into(), raw.head))
    })
}

/// Reads the body as bytes.
#[inline]
pub fn bytes<T: From<Vec<u8>>>() -> Reader<T> {
    Reader::of_success(|raw| {
        let raw = error_body::reject_error_in_success(raw)?;
        Ok(Response::of(raw.body.into(), raw.head))
    })
}

/// Reads the URL of a redirect.
#[inline]
pub fn location<T: From<String>>() -> Reader<T> {
    Reader { accepted: Accepted::SuccessOrRedirect, read: read_location }
}

fn read_json<T, S>(raw: RawResponse, seed: S) -> Result<Response<T>>
where
    S: for<'de> DeserializeSeed<'de, Value = T> + Copy,
{
    let raw = error_body::reject_error_in_success(raw)?;
    // A response without a body is null, for schemas that allow null.
    let body = if raw.body.is_empty() { b"null".as_slice() } else { &raw.body };
    if let Some(observer) = &raw.context.observer {
        observer.value(seed, body, &raw.context);
    }
    let value = decode_repaired(body, |body| {
        let mut deserializer = serde_json::Deserializer::from_slice(body);
        let value = seed.deserialize(&mut deserializer)?;
        deserializer.end().map(|()| value)
    });
    match value.map_err(|(error, body)| (error, body.into_owned())) {
        Ok(value) => Ok(Response::of(value, raw.head)),
        Err((error, body)) => Err(decode_error(raw, &error, &body, &|steps| classified(seed, steps))),
    }
}

fn read_location<T: From<String>>(raw: RawResponse) -> Result<Response<T>> {
    let location = raw.head.headers.get(LOCATION).and_then(|value| value.to_str().ok());
    let Some(location) = location.map(ToOwned::to_owned) else {
        let message = "the response has no `Location` header, so it contains no URL".to_owned();
        // The redirect is the success of the operation, so the server processed the request.
        return Err(error_body::decode_error(raw, message, String::new()).possibly_processed());
    };
    Ok(Response::of(location.into(), raw.head))
}

/// Creates the error for a body that cannot be decoded. The message of `serde_json` can quote the
/// value, which may be personal data, so only its position and category are used.
/// `decoded` is the body that the error refers to, and `classify` marks the keys of maps in a path of its type.
pub(crate) fn decode_error(
    raw: RawResponse,
    error: &serde_json::Error,
    decoded: &[u8],
    classify: &dyn Fn(&[Step]) -> Vec<Step>,
) -> Error {
    if let Some(form) = other_form(&raw) {
        return error_body::decode_error(raw, format!("cannot decode the response: {form}"), String::new());
    }
    let offset = offset(decoded, error.line(), error.column());
    let path = match missing_field(&error.to_string()) {
        Some(field) => {
            let mut steps = classify(&steps_after(decoded, offset));
            steps.push(Step::Name(field.to_owned()));
            spell(&steps)
        }
        None => spell(&classify(&steps_at(decoded, offset))),
    };
    let reason = match error.classify() {
        Category::Eof => "the body ends too early",
        Category::Data => "a value does not have the type that the OpenAPI document specifies",
        Category::Syntax | Category::Io => "the body is not JSON",
    };
    let position = if path.is_empty() { "the root" } else { path.as_str() };
    let message = format!(
        "cannot decode the response: {reason}, at {position} (line {}, column {})",
        error.line(),
        error.column()
    );
    error_body::decode_error(raw, message, path)
}

/// Returns the name of the required property that serde misses. The name is that of the OpenAPI document.
fn missing_field(message: &str) -> Option<&str> {
    Some(message.strip_prefix("missing field `")?.split_once('`')?.0)
}

/// Creates the error for a page without its items.
pub(crate) fn missing_items(raw: RawResponse, key: &str) -> Error {
    let message = format!("cannot decode the response: the page has no `{key}`");
    error_body::decode_error(raw, message, key.to_owned())
}
