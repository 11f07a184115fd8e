//! Headers that a caller sets.

use reqwest::header::{AUTHORIZATION, CONTENT_LENGTH, HeaderName, HeaderValue, TRANSFER_ENCODING};

use crate::error::{Error, Result};

/// Headers for the length of the body and the credentials. The client sets them itself, and a second
/// value would contradict them.
const RESERVED: [HeaderName; 3] = [AUTHORIZATION, CONTENT_LENGTH, TRANSFER_ENCODING];

/// Parses a header. An error contains its name and never its value.
pub(crate) fn parse_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue)> {
    let error = |why: &str| {
        Error::invalid_request(format!("the header `{}` cannot be sent: {why}", name.escape_debug()))
    };
    let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| error("its name is invalid"))?;
    if RESERVED.contains(&key) {
        return Err(error("the client sets it"));
    }
    let value = HeaderValue::from_str(value).map_err(|_| error("its value contains an invalid character"))?;
    Ok((key, value))
}
