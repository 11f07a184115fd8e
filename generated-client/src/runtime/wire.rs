//! How values are written in queries, forms, headers and paths.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::decode::Json;
use super::number::Number;
use super::time::{Date, Timestamp};

/// A value that can be sent.
pub trait ToWire {
    /// The value as text, not encoded yet.
    fn to_wire(self) -> String;
}

impl ToWire for String {
    fn to_wire(self) -> String {
        self
    }
}

impl ToWire for &str {
    fn to_wire(self) -> String {
        self.to_owned()
    }
}

/// JSON text in one value.
impl ToWire for Json {
    fn to_wire(self) -> String {
        self.to_string()
    }
}

macro_rules! displayed {
    ($($ty:ty),*) => {
        $(impl ToWire for $ty {
            fn to_wire(self) -> String {
                self.to_string()
            }
        })*
    };
}

displayed!(bool, i32, i64, u32, u64, f64, Date, Number, Timestamp);

/// What a form and a query leave as it is; everything else is encoded, a space as `+`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b' ');

/// Pairs as `application/x-www-form-urlencoded`.
pub(super) fn encode_pairs<N: AsRef<str>>(pairs: &[(N, String)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        encode(name.as_ref(), &mut text);
        text.push('=');
        encode(value, &mut text);
    }
    text
}

fn encode(value: &str, text: &mut String) {
    for part in utf8_percent_encode(value, ENCODED) {
        text.push_str(&part.replace(' ', "+"));
    }
}

/// Values as one text, with another between them; none for none.
pub(super) fn joined(separator: &str, values: impl IntoIterator<Item = impl ToWire>) -> Option<String> {
    let join = |before: String, value: String| before + separator + &value;
    values.into_iter().map(ToWire::to_wire).reduce(join)
}

/// The entries of a map as parameters of their own, with these two texts around each name:
/// `AddOns.name.key=value`.
pub(super) fn flatten(prefix: &str, value: &Json, around: (&str, &str), pairs: &mut Vec<(String, String)>) {
    match value {
        Json::Object(entries) => {
            for (name, value) in entries {
                flatten(&format!("{prefix}{}{name}{}", around.0, around.1), value, around, pairs);
            }
        }
        Json::Array(values) => values.iter().for_each(|value| flatten(prefix, value, around, pairs)),
        Json::Null => {}
        Json::String(text) => pairs.push((prefix.to_owned(), text.clone())),
        Json::Bool(_) | Json::Number(_) => pairs.push((prefix.to_owned(), value.to_string())),
    }
}
