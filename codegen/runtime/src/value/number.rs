//! Numbers, which Twilio sends as JSON numbers and as strings.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::value::RawValue;

use super::fit::{count_misfit, misfit};
use super::parse_error::ParseError;
use super::unexpected::UnexpectedKind;

/// The name under which `serde_json` returns a value as it is written. Other formats ignore the name.
const RAW_VALUE: &str = "$serde_json::private::RawValue";
/// The beginning of the names under which `serde_json` returns values as strings.
const PRIVATE: &str = "$serde_json::private::";

/// A number in the form in which the server sent it.
///
/// Prices and coordinates are often strings (`"0.0075"`), which preserve digits that a floating-point
/// number would lose. The digits of a JSON number are preserved too: `5.0`, `1e3` and numbers of 30 digits. Only a
/// number in a union is rounded to an `f64` or an integer of 64 bits. Serialization writes the same form again.
#[derive(Clone)]
pub struct Number(Form);

#[derive(Clone)]
enum Form {
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    /// A JSON number whose digits an integer or an `f64` does not preserve.
    Digits(Box<str>),
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
            Form::Digits(digits) => digits.parse().ok(),
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
            Form::Float(_) | Form::Digits(_) => None,
            Form::Text(text) => text.trim().parse().ok(),
        }
    }
}

/// Returns the integer that a number such as `5.0` or `1e3` is. Returns `None` from 2^53, where an `f64` does not represent
/// every integer.
pub(crate) fn exact_integer(number: f64) -> Option<i128> {
    let is_exact = number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
    is_exact.then(|| format!("{number:.0}").parse().ok())?
}

/// Writes the digits that the server sent, so a decimal type can parse them.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Signed(number) => number.fmt(f),
            Form::Unsigned(number) => number.fmt(f),
            Form::Float(number) => number.fmt(f),
            Form::Digits(text) | Form::Text(text) => f.write_str(text),
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

impl From<u64> for Number {
    fn from(number: u64) -> Self {
        Self(Form::Unsigned(number))
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
            Form::Digits(digits) => serialize_digits(digits, serializer),
            Form::Text(text) => serializer.serialize_str(text),
        }
    }
}

fn serialize_digits<S: Serializer>(digits: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let number = digits.parse::<f64>().unwrap_or_default();
    // Formats other than JSON do not contain a raw value as a number.
    if serde_json::to_string(&number).is_ok_and(|written| written == digits) {
        return serializer.serialize_f64(number);
    }
    RawValue::from_string(digits.to_owned()).map_err(serde::ser::Error::custom)?.serialize(serializer)
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW_VALUE, Visitor)
    }
}

struct Visitor;

impl Number {
    /// Reads a value as it is written in JSON. Returns `None` if it is neither a number nor a string.
    fn written(json: &str) -> Option<Self> {
        match json.bytes().next()? {
            b'"' => Some(Self::received(&serde_json::from_str::<String>(json).ok()?)),
            b'-' | b'0'..=b'9' => {
                let signed = json.parse().map(Form::Signed);
                let form = signed.or_else(|_| json.parse().map(Form::Unsigned)).ok();
                let form = form.filter(|form| Self(form.clone()).to_string() == json);
                Some(Self(form.unwrap_or_else(|| Form::Digits(json.into()))))
            }
            _ => None,
        }
    }

    /// Preserves a string in a response.
    fn received(text: &str) -> Self {
        if text.trim().parse::<f64>().is_ok() {
            // In a union of a number and a string, it is the string.
            count_misfit();
        } else {
            misfit(UnexpectedKind::Format, "Number");
        }
        Self(Form::Text(text.into()))
    }
}

impl<'de> de::Visitor<'de> for Visitor {
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
        Ok(Number::received(text))
    }

    /// Other formats than JSON.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Number, D::Error> {
        deserializer.deserialize_any(self)
    }

    /// A value as `serde_json` wraps it.
    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Number, A::Error> {
        let name = map.next_key::<String>()?;
        if name.is_none_or(|name| !name.starts_with(PRIVATE)) {
            return Err(de::Error::invalid_type(de::Unexpected::Map, &self));
        }
        let json = map.next_value::<String>()?;
        Number::written(&json).ok_or_else(|| {
            let other = match json.bytes().next() {
                Some(b'n') => de::Unexpected::Unit,
                Some(b'[') => de::Unexpected::Seq,
                Some(b'{') => de::Unexpected::Map,
                _ => de::Unexpected::Other("boolean"),
            };
            de::Error::invalid_type(other, &self)
        })
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

    /// Each number is displayed and written as it was received.
    #[test]
    fn the_digits_of_a_number_are_preserved() {
        let digits = "123456789012345678901234567890";
        for json in [
            "0",
            "-0",
            "5",
            "5.0",
            "0.10",
            "1e3",
            "1E-7",
            "-1.50e+2",
            "9223372036854775807",
            "18446744073709551615",
            "18446744073709551616",
            digits,
            "0.1234567890123456789012345",
            "1e999",
        ] {
            let list: Vec<Option<Number>> = serde_json::from_str(&format!("[ {json} ,null]")).unwrap();
            let number = list.first().unwrap().clone().unwrap();
            assert_eq!(number.to_string(), json);
            assert_eq!(serde_json::to_string(&number).unwrap(), json);
            assert_eq!(list.last(), Some(&None));
        }
        let number: Number = serde_json::from_str("1e3").unwrap();
        assert_eq!((number.as_f64(), number.as_i64()), (Some(1000.0), None));
        for json in ["null", "true", "[1]", "{}", r#"{"a": 1}"#, "x"] {
            assert!(serde_json::from_str::<Number>(json).is_err(), "{json}");
        }
        let number: Number = serde_json::from_value(serde_json::json!(1.5)).unwrap();
        assert_eq!(number.to_string(), "1.5");
        let text: Number = serde_json::from_str(r#""\u0031.0""#).unwrap();
        assert_eq!(text.to_string(), "1.0");
    }
}
