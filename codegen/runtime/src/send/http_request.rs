//! A call as an HTTP request, without its authorization.

use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue};
use reqwest::{Method, Request, Url};

use super::pieces::body;
use crate::client::{parse_header, parse_header_or_credentials};
use crate::error::{Error, Result};
use crate::request::{Call, Content, Security, encode_cookies, encode_pairs};

/// Builds the HTTP request of a call. It opens the files of the body.
pub(super) fn http_request(call: &Call, url: Url) -> Result<Request> {
    let mut request = Request::new(call.method.clone(), url);
    let shared = call.client().shared();
    let mut headers =
        if call.has_default_headers { shared.headers.clone() } else { shared.own_headers.clone() };
    let has_form = matches!(call.method, Method::POST | Method::PUT | Method::PATCH);
    if !call.body.is_available() {
        return Err(Error::invalid_request(
            "the stream of a file was already sent; create the request again, with another stream",
        ));
    }
    let unreadable =
        |error| Error::invalid_request(format!("a file cannot be opened: {error}; nothing was sent"));
    match call.body.content(&call.form).map_err(unreadable)? {
        Some(Content { media_type, pieces }) => {
            let media_type = HeaderValue::try_from(media_type);
            headers.insert(
                CONTENT_TYPE,
                media_type.map_err(|_| {
                    Error::invalid_request("the media type of the body is not a valid header value")
                })?,
            );
            *request.body_mut() = Some(body(pieces));
        }
        None if call.body.is_form() && (has_form || !call.form.is_empty()) => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
            if call.form.is_empty() {
                headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
            }
            *request.body_mut() = Some(encode_pairs(&call.form).into());
        }
        None if has_form => {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        None => {}
    }
    for (name, value) in &call.headers {
        let value = value.in_header();
        // Without a security scheme, a header parameter is the only description of the credentials.
        let may_be_credentials = matches!(call.security, Security::None) || shared.credentials.are_none();
        let parse = if may_be_credentials { parse_header_or_credentials } else { parse_header };
        let (name, value) = parse(name, &value)?;
        headers.insert(name, value);
    }
    if !call.cookies.is_empty() {
        let (_, cookies) = parse_header(COOKIE.as_str(), &encode_cookies(&call.cookies))?;
        add_cookies(&mut headers, cookies);
    }
    *request.headers_mut() = headers;
    Ok(request)
}

/// Adds cookies to those that the headers already contain. A request has one `Cookie` header.
pub(super) fn add_cookies(headers: &mut HeaderMap, cookies: HeaderValue) {
    let joined = |before: &HeaderValue| [before.as_bytes(), b"; ", cookies.as_bytes()].concat();
    let all = headers.get(COOKIE).and_then(|before| HeaderValue::from_bytes(&joined(before)).ok());
    let mut value = all.unwrap_or(cookies);
    value.set_sensitive(true);
    headers.insert(COOKIE, value);
}
