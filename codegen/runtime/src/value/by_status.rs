//! Responses whose type depends on the status.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Visitor};

/// A type with one variant for each documented status of a response.
pub trait ByStatus: Sized {
    /// Reads the body of a response with this status.
    ///
    /// # Errors
    ///
    /// Returns an error if the body does not have the type of the status.
    fn deserialize<'de, D: Deserializer<'de>>(status: u16, deserializer: D) -> Result<Self, D::Error>;
}

/// Returns the documented status that describes a response: the status itself, or else its range (`2XX`). `documented`
/// contains both forms.
pub fn described_by(status: u16, documented: &[&'static str]) -> &'static str {
    let found = |wanted: String| documented.iter().find(|known| **known == wanted);
    let exact = found(status.to_string());
    exact.or_else(|| found(format!("{}XX", status / 100))).copied().unwrap_or_default()
}

/// The body of a response with this status.
pub(crate) struct OfStatus<T> {
    status: u16,
    value: PhantomData<T>,
}

impl<T> OfStatus<T> {
    pub(crate) fn new(status: u16) -> Self {
        Self { status, value: PhantomData }
    }
}

impl<T> Clone for OfStatus<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for OfStatus<T> {}

impl<'de, T: ByStatus> DeserializeSeed<'de> for OfStatus<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::deserialize(self.status, deserializer)
    }
}

/// Some statuses have no body.
impl<T: ByStatus> ByStatus for Option<T> {
    fn deserialize<'de, D: Deserializer<'de>>(status: u16, deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(OfStatus::new(status))
    }
}

impl<'de, T: ByStatus> Visitor<'de> for OfStatus<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::deserialize(self.status, deserializer).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_precedes_its_range() {
        for (status, documented, described) in [
            (200, &["200", "2XX"][..], "200"),
            (201, &["200", "2XX"], "2XX"),
            (202, &["2XX", "202"], "202"),
            (204, &["200", "202"], ""),
            (304, &["2XX"], ""),
        ] {
            assert_eq!(described_by(status, documented), described, "{status}");
        }
    }
}
