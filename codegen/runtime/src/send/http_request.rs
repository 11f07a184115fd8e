//! A call as an HTTP request, without its authorization.

use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request, Url};

use crate::client::{parse_header, parse_header_or_credentials};
use crate::error::Result;
use crate::request::{Call, Security, encode_pairs};

/// Builds the HTTP request of a call.
pub(super) fn http_request(call: &Call, url: Url) -> Result<Request> {
    let mut request = Request::new(call.method.clone(), url);
    let shared = call.client().shared();
    let mut headers =
        if call.has_default_headers { shared.headers.clone() } else { shared.own_headers.clone() };
    if let Some((media_type, bytes)) = call.body.bytes() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        *request.body_mut() = Some(bytes.into());
    } else if matches!(call.method, Method::POST | Method::PUT | Method::PATCH) {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        if call.form.is_empty() {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        *request.body_mut() = Some(encode_pairs(&call.form).into());
    }
    for (name, value) in &call.headers {
        // Without a security scheme, a header parameter is the only description of the credentials.
        let (name, value) = match call.security {
            Security::None => parse_header_or_credentials(name, value)?,
            _ => parse_header(name, value)?,
        };
        headers.insert(name, value);
    }
    *request.headers_mut() = headers;
    Ok(request)
}
