//! Texts of an answer, read where they stand: a value that keeps no text of its own needs no copy.

use std::fmt;

use serde::de::{self, Deserializer, Visitor};

use super::error::{Error, Result};

/// Reads a value from a text without copying the text first, which serde's `Cow` would do.
pub fn read<'de, D, T, F>(deserializer: D, read: F) -> std::result::Result<T, D::Error>
where
    D: Deserializer<'de>,
    F: FnOnce(&str) -> Result<T>,
{
    deserializer.deserialize_str(Text(read))
}

struct Text<F>(F);

impl<T, F: FnOnce(&str) -> Result<T>> Visitor<'_> for Text<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> std::result::Result<T, E> {
        (self.0)(text).map_err(|error: Error| E::custom(error.message()))
    }
}
