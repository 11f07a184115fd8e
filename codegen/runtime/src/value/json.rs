//! JSON values of no fixed type.

/// Any JSON value.
pub type Json = serde_json::Value;

/// Parses a body as JSON. Returns null if the body is not JSON.
pub(crate) fn parse_or_null(body: &[u8]) -> Json {
    // `FromStr` of `serde_json` is not generic, so no second parser is compiled.
    str::from_utf8(body).ok().and_then(|text| text.parse().ok()).unwrap_or_default()
}
