//! Values in queries, forms and headers.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::zeroize::Zeroize;

use crate::value::{Json, ToWire};

/// The characters that a form and a query encode. A space becomes `+`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b' ');

/// The values of a query or a form, with their names.
pub(crate) type Pairs = Vec<(Cow<'static, str>, Value)>;

/// The value of a parameter or a field.
#[derive(Clone)]
pub(crate) enum Value {
    One(String),
    /// Several values in one string, with this separator.
    Joined(&'static str, Vec<String>),
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::One(value)
    }
}

impl Value {
    /// Returns the values that are not joined.
    pub(crate) fn parts(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Joined(_, values) => values,
        }
    }

    /// Returns the value as one string that is not encoded.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::One(value) => value.into(),
            Self::Joined(separator, values) => values.join(separator).into(),
        }
    }

    /// Overwrites the value in memory.
    pub(crate) fn wipe(&mut self) {
        match self {
            Self::One(value) => value.zeroize(),
            Self::Joined(_, values) => values.zeroize(),
        }
    }
}

/// Encodes pairs as `application/x-www-form-urlencoded`.
///
/// In joined values, a comma between two values is not encoded, and a comma in a value is, as RFC 6570
/// specifies. A URL cannot contain the other separators.
pub(crate) fn encode_pairs(pairs: &Pairs) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        encode(name, &mut text);
        text.push('=');
        for (index, part) in value.parts().iter().enumerate() {
            match value {
                Value::Joined(",", _) if index > 0 => text.push(','),
                Value::Joined(separator, _) if index > 0 => encode(separator, &mut text),
                _ => {}
            }
            encode(part, &mut text);
        }
    }
    text
}

fn encode(value: &str, text: &mut String) {
    for part in utf8_percent_encode(value, ENCODED) {
        text.push_str(&part.replace(' ', "+"));
    }
}

/// Joins the values of a header with commas. Returns `None` if there are no values. RFC 6570 encodes a comma
/// in a value, and the character that begins an encoding.
pub(super) fn joined(values: impl IntoIterator<Item = impl ToWire>) -> Option<String> {
    let encoded = |value: String| value.replace('%', "%25").replace(',', "%2C");
    values.into_iter().map(|value| encoded(value.to_wire())).reduce(|before, value| before + "," + &value)
}

/// Converts the entries of a JSON object to parameters. Each name is between the two strings `around`:
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

/// Converts a JSON value to the fields of a form. The names of the properties and the indexes of the items are in
/// brackets: `items[0][name]`.
pub(super) fn flatten_all(name: String, value: Json, pairs: &mut Vec<(String, String)>) {
    match value {
        Json::Object(entries) => {
            for (key, value) in entries {
                flatten_all(format!("{name}[{key}]"), value, pairs);
            }
        }
        Json::Array(values) => {
            for (index, value) in values.into_iter().enumerate() {
                flatten_all(format!("{name}[{index}]"), value, pairs);
            }
        }
        Json::Null => {}
        Json::String(text) => pairs.push((name, text)),
        Json::Bool(_) | Json::Number(_) => pairs.push((name, value.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_and_items_are_in_brackets() {
        let value = serde_json::json!({"a": [{"b": 1.50, "c": null}, "x"], "d": {"e": true}});
        let mut pairs = Vec::new();
        flatten_all("n".to_owned(), value, &mut pairs);
        let shown: Vec<String> = pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(shown, ["n[a][0][b]=1.5", "n[a][1]=x", "n[d][e]=true"]);
    }
}
