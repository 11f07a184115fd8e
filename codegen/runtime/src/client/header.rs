//! Headers that a caller sets.

use reqwest::header::{AUTHORIZATION, CONTENT_LENGTH, HeaderName, HeaderValue, TRANSFER_ENCODING};

use crate::error::{Error, Result};

/// Headers for the length of the body. The client sets them itself, and a second value would contradict them.
const RESERVED: [HeaderName; 2] = [CONTENT_LENGTH, TRANSFER_ENCODING];

/// Parses a header of a request whose credentials the client does not send. It may contain the credentials.
pub(crate) fn parse_header_or_credentials(name: &str, value: &str) -> Result<(HeaderName, HeaderValue)> {
    if name.eq_ignore_ascii_case(AUTHORIZATION.as_str()) {
        let mut value = parse_value(name, value)?;
        value.set_sensitive(true);
        return Ok((AUTHORIZATION, value));
    }
    parse_header(name, value)
}

/// Parses a header. An error contains its name and never its value.
pub(crate) fn parse_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue)> {
    let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| rejected(name, "its name is invalid"))?;
    if key == AUTHORIZATION {
        return Err(rejected(
            name,
            "the client sets it, unless it has the credentials `Credentials::none()`",
        ));
    }
    if RESERVED.contains(&key) {
        return Err(rejected(name, "the client sets it"));
    }
    Ok((key, parse_value(name, value)?))
}

fn parse_value(name: &str, value: &str) -> Result<HeaderValue> {
    HeaderValue::from_str(value).map_err(|_| rejected(name, "its value contains an invalid character"))
}

fn rejected(name: &str, why: &str) -> Error {
    Error::invalid_request(format!("the header `{}` cannot be sent: {why}", name.escape_debug()))
}
