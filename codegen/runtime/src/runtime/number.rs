//! Numbers, which Twilio writes as numbers and as text.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::error::{Error, Result};

/// A number as it came: prices and coordinates are often text (`"0.0075"`), which keeps digits that
/// a floating-point number would lose. It is written back as it came.
#[derive(Clone)]
pub struct Number(Form);

#[derive(Clone)]
enum Form {
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(Box<str>),
}

impl Number {
    /// The nearest floating-point number; none for a text that is no number.
    pub fn as_f64(&self) -> Option<f64> {
        match &self.0 {
            #[expect(clippy::cast_precision_loss, reason = "the nearest one is what is asked for")]
            Form::Signed(number) => Some(*number as f64),
            #[expect(clippy::cast_precision_loss, reason = "the nearest one is what is asked for")]
            Form::Unsigned(number) => Some(*number as f64),
            Form::Float(number) => Some(*number),
            Form::Text(text) => text.trim().parse().ok(),
        }
    }

    /// The whole number; none for a fraction, one that is too large, or a text that is no number.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Form::Signed(number) => Some(*number),
            Form::Unsigned(number) => i64::try_from(*number).ok(),
            Form::Float(_) => None,
            Form::Text(text) => text.trim().parse().ok(),
        }
    }
}

/// The digits as they came: to be read by a decimal type.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Signed(number) => number.fmt(f),
            Form::Unsigned(number) => number.fmt(f),
            Form::Float(number) => number.fmt(f),
            Form::Text(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Equal as numbers; texts that are no numbers, letter by letter.
impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Form::Text(one), Form::Text(other)) if one == other => true,
            _ => self.as_f64().is_some_and(|one| other.as_f64() == Some(one)),
        }
    }
}

impl FromStr for Number {
    type Err = Error;

    /// Keeps every digit.
    fn from_str(text: &str) -> Result<Self> {
        let number: std::result::Result<f64, _> = text.parse();
        match number {
            Ok(number) if number.is_finite() => Ok(Self(Form::Text(text.into()))),
            _ => Err(Error::invalid_request("this is not a number".to_owned())),
        }
    }
}

impl From<i32> for Number {
    fn from(number: i32) -> Self {
        Self(Form::Signed(number.into()))
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        Self(Form::Signed(number))
    }
}

impl From<u32> for Number {
    fn from(number: u32) -> Self {
        Self(Form::Unsigned(number.into()))
    }
}

impl From<f64> for Number {
    fn from(number: f64) -> Self {
        Self(Form::Float(number))
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match &self.0 {
            Form::Signed(number) => serializer.serialize_i64(*number),
            Form::Unsigned(number) => serializer.serialize_u64(*number),
            Form::Float(number) => serializer.serialize_f64(*number),
            Form::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(Visitor)
    }
}

struct Visitor;

impl de::Visitor<'_> for Visitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, or one as text")
    }

    fn visit_i64<E>(self, number: i64) -> std::result::Result<Number, E> {
        Ok(Number(Form::Signed(number)))
    }

    fn visit_u64<E>(self, number: u64) -> std::result::Result<Number, E> {
        Ok(Number(Form::Unsigned(number)))
    }

    fn visit_f64<E>(self, number: f64) -> std::result::Result<Number, E> {
        Ok(Number(Form::Float(number)))
    }

    fn visit_str<E>(self, text: &str) -> std::result::Result<Number, E> {
        Ok(Number(Form::Text(text.into())))
    }
}
