//! Values in queries, forms and headers.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, percent_decode_str, utf8_percent_encode};
use secrecy::zeroize::Zeroize;

use crate::value::Json;

/// The characters that a form and a query encode. A space becomes `+`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b' ');

/// The values of a query or a form, with their names.
pub(crate) type Pairs = Vec<(Cow<'static, str>, Value)>;

/// The value of a parameter or a field.
#[derive(Clone)]
pub(crate) enum Value {
    One(String),
    /// Several values in one string. Each follows the literal of the same index, which a URL contains unchanged.
    Joined {
        literals: Vec<Cow<'static, str>>,
        values: Vec<String>,
    },
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::One(value)
    }
}

impl Value {
    /// Joins values, each after its literal. Returns `None` if there are no values.
    pub(super) fn of_pieces(pieces: Vec<(Cow<'static, str>, String)>) -> Option<Self> {
        let (literals, values): (Vec<_>, Vec<_>) = pieces.into_iter().unzip();
        (!values.is_empty()).then_some(Self::Joined { literals, values })
    }

    /// Joins values. RFC 6570 does not encode a comma between two values. A URL cannot contain other separators.
    pub(super) fn joined(separator: &'static str, values: Vec<String>) -> Option<Self> {
        let mut between = String::new();
        if separator == "," {
            between.push(',');
        } else {
            encode(separator, &mut between);
        }
        let literal = |index| if index == 0 { Cow::Borrowed("") } else { Cow::Owned(between.clone()) };
        Self::of_pieces(
            values.into_iter().enumerate().map(|(index, value)| (literal(index), value)).collect(),
        )
    }

    /// Returns each literal with the value after it.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (&str, &str)> {
        let literals: &[Cow<'static, str>] = match self {
            Self::One(_) => &[],
            Self::Joined { literals, .. } => literals,
        };
        let literals = literals.iter().map(AsRef::as_ref).chain(std::iter::repeat(""));
        literals.zip(self.parts().iter().map(String::as_str))
    }

    /// Returns the value of a header. Joined values are encoded so that the separators remain distinct.
    pub(crate) fn in_header(&self) -> String {
        match self {
            Self::One(value) => value.clone(),
            Self::Joined { .. } => {
                let pieces = self.pieces().map(|(literal, value)| literal.to_owned() + &in_header(value));
                pieces.collect()
            }
        }
    }

    /// Returns the values that are not joined.
    pub(crate) fn parts(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Joined { values, .. } => values,
        }
    }

    /// Returns the value as one string that is not encoded.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::One(value) => value.into(),
            Self::Joined { .. } => {
                let decoded = |literal: &str| {
                    let literal = literal.replace('+', " ");
                    percent_decode_str(&literal).decode_utf8_lossy().into_owned()
                };
                self.pieces().map(|(literal, value)| decoded(literal) + value).collect::<String>().into()
            }
        }
    }

    /// Overwrites the value in memory.
    pub(crate) fn wipe(&mut self) {
        match self {
            Self::One(value) => value.zeroize(),
            Self::Joined { values, .. } => values.zeroize(),
        }
    }
}

/// Encodes pairs as `application/x-www-form-urlencoded`.
pub(crate) fn encode_pairs(pairs: &Pairs) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        encode(name, &mut text);
        text.push('=');
        for (literal, part) in value.pieces() {
            text.push_str(literal);
            encode(part, &mut text);
        }
    }
    text
}

/// Encodes pairs as the value of a `Cookie` header.
pub(crate) fn encode_cookies(pairs: &Pairs) -> String {
    let cookies = pairs.iter().map(|(name, value)| {
        let parts = value.pieces().map(|(literal, part)| format!("{literal}{}", percent_encoded(part)));
        format!("{name}={}", parts.collect::<String>())
    });
    cookies.collect::<Vec<_>>().join("; ")
}

/// Encodes all characters except the unreserved characters of RFC 3986.
pub(super) fn percent_encoded(value: &str) -> PercentEncode<'_> {
    const UNRESERVED: &AsciiSet = &ENCODED.add(b' ');
    utf8_percent_encode(value, UNRESERVED)
}

fn encode(value: &str, text: &mut String) {
    for part in utf8_percent_encode(value, ENCODED) {
        text.push_str(&part.replace(' ', "+"));
    }
}

/// Encodes one of several values in a header. RFC 6570 encodes a comma in a value, and the character that begins an
/// encoding.
fn in_header(value: &str) -> String {
    value.replace('%', "%25").replace(',', "%2C")
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
