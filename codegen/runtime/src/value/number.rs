//! Numbers, which Twilio sends as JSON numbers and as strings.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::fit::misfit;
use super::parse_error::ParseError;

/// A number in the form in which the server sent it.
///
/// Prices and coordinates are often strings (`"0.0075"`), which preserve digits that a floating-point
/// number would lose. Serialization writes the same form again.
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
    /// Returns the nearest floating-point number, or `None` if the value is a string without a number.
    pub fn as_f64(&self) -> Option<f64> {
        match &self.0 {
            #[expect(clippy::cast_precision_loss, reason = "the method returns the nearest number")]
            Form::Signed(number) => Some(*number as f64),
            #[expect(clippy::cast_precision_loss, reason = "the method returns the nearest number")]
            Form::Unsigned(number) => Some(*number as f64),
            Form::Float(number) => Some(*number),
            Form::Text(text) => text.trim().parse().ok(),
        }
    }

    /// The parts that comparisons and hashes use: the bits of the number, or the text without a number.
    fn key(&self) -> Result<u64, &str> {
        match (self.as_f64(), &self.0) {
            (None, Form::Text(text)) => Err(text),
            // All values that are not a number are equal, and so are both zeros.
            (Some(number), _) if number.is_nan() => Ok(f64::NAN.to_bits()),
            (number, _) => Ok((number.unwrap_or_default() + 0.0).to_bits()),
        }
    }

    /// Returns the integer, or `None` if the value is a floating-point number, does not fit, or is a
    /// string without an integer.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Form::Signed(number) => Some(*number),
            Form::Unsigned(number) => i64::try_from(*number).ok(),
            Form::Float(_) => None,
            Form::Text(text) => text.trim().parse().ok(),
        }
    }
}

/// Writes the digits that the server sent, so a decimal type can parse them.
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

/// Compares numbers by value, and strings without a number by their text.
impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

/// Zero.
impl Default for Number {
    fn default() -> Self {
        Self(Form::Signed(0))
    }
}

impl FromStr for Number {
    type Err = ParseError;

    /// Parses a finite number and preserves every digit.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Self(Form::Text(text.into()))),
            _ => Err(ParseError::new("the string is not a number")),
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
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Form::Signed(number) => serializer.serialize_i64(*number),
            Form::Unsigned(number) => serializer.serialize_u64(*number),
            Form::Float(number) => serializer.serialize_f64(*number),
            Form::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Visitor)
    }
}

struct Visitor;

impl de::Visitor<'_> for Visitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, also as a string")
    }

    fn visit_i64<E>(self, number: i64) -> Result<Number, E> {
        Ok(Number(Form::Signed(number)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Number, E> {
        Ok(Number(Form::Unsigned(number)))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Number, E> {
        Ok(Number(Form::Float(number)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Number, E> {
        // In a union of a number and a string, it is the string.
        misfit();
        Ok(Number(Form::Text(text.into())))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn equal_numbers_have_equal_hashes() {
        let read = |text: &str| serde_json::from_str::<Number>(text).unwrap();
        // Each row contains equal numbers, and no two rows do.
        let rows = [
            vec![read("1"), read("1.0"), read("\"1\""), read("\" 1.00 \""), Number::from(1_u32)],
            vec![Number::default(), read("-0.0"), read("0"), read("\"0\"")],
            vec![Number::from(f64::NAN), read("\"NaN\""), Number::from(-f64::NAN)],
            vec![read("\"none\"")],
            vec![read("\"\"")],
        ];
        let distinct: HashSet<&Number> = rows.iter().flatten().collect();
        assert_eq!(distinct.len(), rows.len(), "{distinct:?}");
        for row in &rows {
            assert!(row.iter().all(|number| number == row.first().unwrap()), "{row:?}");
        }
    }
}
