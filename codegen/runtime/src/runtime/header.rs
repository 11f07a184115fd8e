//! Headers that a user sets.

use reqwest::header::{AUTHORIZATION, CONTENT_LENGTH, HeaderName, HeaderValue, TRANSFER_ENCODING};

use super::error::{Error, Result};

/// Headers that say how the body is framed, or who asks: a second opinion does harm.
const OWN: [HeaderName; 3] = [AUTHORIZATION, CONTENT_LENGTH, TRANSFER_ENCODING];

/// A header as it can be sent. An error names it, and never its value.
pub(super) fn checked(name: &str, value: &str) -> Result<(HeaderName, HeaderValue)> {
    let bad = |why: &str| {
        Error::invalid_request(format!("the header `{}` cannot be sent: {why}", name.escape_debug()))
    };
    let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad("its name is not one"))?;
    if OWN.contains(&key) {
        return Err(bad("the client sets it"));
    }
    let value =
        HeaderValue::from_str(value).map_err(|_| bad("its value holds a character that it may not"))?;
    Ok((key, value))
}
