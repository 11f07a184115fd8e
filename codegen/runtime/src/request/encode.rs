//! Values in queries, forms and headers.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::value::{Json, ToWire};

/// The characters that a form and a query encode. A space becomes `+`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b' ');

/// Encodes pairs as `application/x-www-form-urlencoded`.
pub(crate) fn encode_pairs<N: AsRef<str>>(pairs: &[(N, String)]) -> String {
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

/// Joins values with a separator. Returns `None` if there are no values.
pub(super) fn joined(separator: &str, values: impl IntoIterator<Item = impl ToWire>) -> Option<String> {
    let join = |before: String, value: String| before + separator + &value;
    values.into_iter().map(ToWire::to_wire).reduce(join)
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
