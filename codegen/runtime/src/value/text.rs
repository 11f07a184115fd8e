//! Strings of a response, parsed without a copy of the string.

use std::fmt;

use serde::de::{self, Deserializer, Visitor};

use super::parse_error::ParseError;

/// Deserializes a string and converts it. Unlike serde's `Cow`, it never copies the string first.
pub fn read<'de, D, T, F>(deserializer: D, convert: F) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    F: FnOnce(&str) -> Result<T, ParseError>,
{
    deserializer.deserialize_str(Convert(convert))
}

struct Convert<F>(F);

impl<T, F: FnOnce(&str) -> Result<T, ParseError>> Visitor<'_> for Convert<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).map_err(E::custom)
    }
}
