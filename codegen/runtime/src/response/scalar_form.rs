//! Integers and booleans in another form than their type requires, such as in a string.

use std::borrow::Cow;

use super::json_path::Scanner;
use crate::value::exact_integer;

/// The scalar that a type requires.
#[derive(Clone, Copy)]
pub(super) enum Scalar {
    Integer { min: i128, max: i128 },
    Boolean,
}

impl Scalar {
    /// Returns the scalar that a message of serde expects. The received value is before it in the message.
    pub(super) fn expected(message: &str) -> Option<Self> {
        let (_, expected) = message.rsplit_once(", expected ")?;
        let integer = |min, max| Some(Self::Integer { min, max });
        match expected.split(" at line ").next()? {
            "i32" => integer(i32::MIN.into(), i32::MAX.into()),
            "i64" => integer(i64::MIN.into(), i64::MAX.into()),
            "u32" => integer(0, u32::MAX.into()),
            "u64" => integer(0, u64::MAX.into()),
            "a boolean" => Some(Self::Boolean),
            _ => None,
        }
    }

    /// Returns the form of a scalar that decodes as this one: `5` for `5.0`, `5e0` and `"5"`. A number that the integer
    /// type does not contain becomes null, so that it is absent. `None` if the type cannot keep the value.
    fn form(self, value: &str) -> Option<Cow<'_, str>> {
        let is_number = value.starts_with(|first: char| first == '-' || first.is_ascii_digit());
        let content = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        match self {
            _ if value == "null" => None,
            Self::Boolean => match content.unwrap_or(value) {
                "true" | "1" => Some(Cow::Borrowed("true")),
                "false" | "0" => Some(Cow::Borrowed("false")),
                _ => None,
            },
            Self::Integer { min, max } => {
                let integer = integer(content.unwrap_or(value));
                match integer.filter(|integer| (min..=max).contains(integer)) {
                    Some(integer) => Some(Cow::Owned(integer.to_string())),
                    None => is_number.then_some(Cow::Borrowed("null")),
                }
            }
        }
    }
}

fn integer(number: &str) -> Option<i128> {
    number.parse().ok().or_else(|| exact_integer(number.parse().ok()?))
}

/// Writes the scalars at a place in the form of another one, in all elements of the arrays on its path.
pub(super) fn rewrite(body: &[u8], place: &Scanner, scalar: Scalar) -> Vec<u8> {
    let mut rewritten = Vec::with_capacity(body.len());
    let mut scanner = Scanner::default();
    let mut rest = body;
    while let Some(first) = rest.first() {
        let length = if is_start(*first) && scanner.is_before(place) { scalar_length(rest) } else { 0 };
        let (token, after) = rest.split_at_checked(length.max(1)).unwrap_or((rest, &[]));
        let form = str::from_utf8(token).ok().filter(|_| length > 0).and_then(|value| scalar.form(value));
        rewritten.extend_from_slice(form.as_ref().map_or(token, |form| form.as_bytes()));
        for byte in token {
            scanner.scan(*byte);
        }
        rest = after;
    }
    rewritten
}

/// Whether a scalar can begin with a byte.
fn is_start(byte: u8) -> bool {
    matches!(byte, b'"' | b't' | b'f' | b'n' | b'-' | b'0'..=b'9')
}

/// The length of the scalar at the beginning of a text.
fn scalar_length(text: &[u8]) -> usize {
    let end = if text.starts_with(b"\"") {
        let mut scanner = Scanner::default();
        text.iter().position(|byte| {
            scanner.scan(*byte);
            !scanner.is_in_string()
        })
    } else {
        text.iter().position(|byte| !is_of_word(*byte)).map(|end| end.saturating_sub(1))
    };
    end.map_or(text.len(), |end| end + 1)
}

/// Whether a byte belongs to a number, `true`, `false` or `null`.
fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_names_the_scalar() {
        type Values = (Vec<i32>, Vec<i64>, Vec<u32>, Vec<u64>, Vec<bool>);
        for position in 0..5 {
            let body: Vec<_> = (0..5).map(|at| if at == position { "[[]]" } else { "[]" }).collect();
            let message =
                serde_json::from_str::<Values>(&format!("[{}]", body.join(", "))).unwrap_err().to_string();
            assert!(Scalar::expected(&message).is_some(), "{message}");
        }
        let quoted = serde_json::from_str::<u8>("\", expected i64 at line 1\"").unwrap_err().to_string();
        assert!(Scalar::expected(&quoted).is_none(), "{quoted}");
    }

    /// Each row: a type, a value, and its form.
    #[test]
    fn a_scalar_has_a_form_of_each_type() {
        for (expected, value, wanted) in [
            ("i64", "5", Some("5")),
            ("i64", "5.0", Some("5")),
            ("i64", "1e3", Some("1000")),
            ("i64", "-0.0", Some("0")),
            ("i64", "2.5", Some("null")),
            ("i64", "9223372036854775808", Some("null")),
            ("u64", "18446744073709551615", Some("18446744073709551615")),
            ("u32", "-1", Some("null")),
            ("i64", "\"5\"", Some("5")),
            ("i64", "\"-5.0\"", Some("-5")),
            ("i64", "\"\"", None),
            ("i64", "\"five\"", None),
            ("i64", "\"9223372036854775808\"", None),
            ("i64", "true", None),
            ("i64", "null", None),
            ("a boolean", "\"true\"", Some("true")),
            ("a boolean", "\"false\"", Some("false")),
            ("a boolean", "0", Some("false")),
            ("a boolean", "1", Some("true")),
            ("a boolean", "\"yes\"", None),
            ("a boolean", "2", None),
        ] {
            let message = format!("invalid type: sequence, expected {expected} at line 1 column 2");
            let scalar = Scalar::expected(&message).unwrap();
            assert_eq!(scalar.form(value).as_deref(), wanted, "{value} as {expected}");
        }
    }

    /// The position of `^` is where decoding failed.
    #[test]
    fn the_scalars_at_one_place_are_rewritten() {
        for (expected, body, wanted) in [
            (
                "i64",
                r#"{"n": 5.0^, "x": 5.0, "s": "\"n\": 5.0"}"#,
                r#"{"n": 5, "x": 5.0, "s": "\"n\": 5.0"}"#,
            ),
            (
                "i64",
                r#"{"n": 5.5, "a": {"n": 5.0^}, "b": {"n": 5.5}}"#,
                r#"{"n": 5.5, "a": {"n": 5}, "b": {"n": 5.5}}"#,
            ),
            (
                "i64",
                r#"[{"n": 5.0^}, {"n": 6.0, "m": [{"n": 7.5}]}, 8.5]"#,
                r#"[{"n": 5}, {"n": 6, "m": [{"n": 7.5}]}, 8.5]"#,
            ),
            ("i64", r#"{"n": [1e3^, -0.0, 2.5, 7, [8.5]]}"#, r#"{"n": [1000, 0, null, 7, [8.5]]}"#),
            ("i64", r#"{"n": "5"^, "5": 6, "m": "7"}"#, r#"{"n": 5, "5": 6, "m": "7"}"#),
            ("i64", r#"{"n": "\"", "m": "5"^, "n5": "5"}"#, r#"{"n": "\"", "m": 5, "n5": "5"}"#),
            ("i64", r#"["1"^ ,2.0,[{"a": "1"}] ,[], "x",nul"#, r#"[1 ,2,[{"a": "1"}] ,[], "x",nul"#),
            ("a boolean", r#"{"a": {"b": 1}, "b": "true"^}"#, r#"{"a": {"b": 1}, "b": true}"#),
            ("i64", r#"{"a": [], "b": "5^"#, r#"{"a": [], "b": "5"#),
        ] {
            let offset = body.find('^').unwrap();
            let body = body.replace('^', "");
            let place = Scanner::at(body.as_bytes(), offset).unwrap();
            let scalar = Scalar::expected(&format!("invalid type: map, expected {expected}")).unwrap();
            let found = String::from_utf8(rewrite(body.as_bytes(), &place, scalar)).unwrap();
            assert_eq!(found, wanted, "{body}");
        }
    }
}
