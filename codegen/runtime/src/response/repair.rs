//! Bodies in which single strings, numbers or booleans do not have the form that decoding requires, so that one value
//! does not make the rest of a response undecodable. Only a body that cannot be decoded is repaired.

use std::borrow::Cow;

use super::json_path::{Scanner, offset};
use super::scalar_form::{Scalar, rewrite};

/// The maximum number of repairs of a body. Each one repairs one property of all elements of an array.
const MAX_REPAIRS: usize = 32;

/// Decodes a body. If this fails because of a scalar, repairs the body and decodes it again. The error contains the
/// repaired body that it refers to.
pub(crate) fn decode_repaired<T>(
    body: &[u8],
    decode: impl Fn(&[u8]) -> serde_json::Result<T>,
) -> Result<T, (serde_json::Error, Cow<'_, [u8]>)> {
    let mut error = match decode(body) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let mut current = Cow::Borrowed(body);
    for _ in 0..MAX_REPAIRS {
        let Some(repaired) = repaired(&current, &error) else { break };
        current = Cow::Owned(repaired);
        match decode(&current) {
            Ok(value) => return Ok(value),
            Err(next) => error = next,
        }
    }
    Err((error, current))
}

/// Returns the body without the cause of the error, or `None` if it cannot be repaired.
fn repaired(body: &[u8], error: &serde_json::Error) -> Option<Vec<u8>> {
    text(body).or_else(|| {
        let scalar = Scalar::expected(&error.to_string())?;
        let place = Scanner::at(body, offset(body, error.line(), error.column()))?;
        let repaired = rewrite(body, &place, scalar);
        (repaired != body).then_some(repaired)
    })
}

/// Replaces bytes that are not UTF-8 and half surrogate pairs by U+FFFD. Returns `None` if there are none.
fn text(body: &[u8]) -> Option<Vec<u8>> {
    let valid = String::from_utf8_lossy(body);
    let is_invalid = matches!(valid, Cow::Owned(_));
    let mut rest = valid.as_ref();
    let mut repaired = String::with_capacity(rest.len());
    let mut is_changed = is_invalid;
    while let Some((before, after)) = rest.split_once('\\') {
        repaired.push_str(before);
        let (escape, length) = match (unit(after), after.get(5..).and_then(|next| next.strip_prefix('\\'))) {
            (Some(0xd800..=0xdbff), Some(next)) if matches!(unit(next), Some(0xdc00..=0xdfff)) => {
                (after.get(..11), 11)
            }
            (Some(0xd800..=0xdfff), _) => {
                is_changed = true;
                (Some("ufffd"), 5)
            }
            _ => {
                let length = after.chars().next().map_or(0, char::len_utf8);
                (after.get(..length), length)
            }
        };
        repaired.push('\\');
        repaired.push_str(escape.unwrap_or_default());
        rest = after.get(length..).unwrap_or_default();
    }
    repaired.push_str(rest);
    is_changed.then(|| repaired.into_bytes())
}

/// Returns the code unit of an escape after its backslash.
fn unit(escape: &str) -> Option<u32> {
    let digits = escape.strip_prefix('u')?.get(..4)?;
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_repaired() {
        let table: [(&[u8], Option<&str>); 8] = [
            (br#"{"a": "x"}"#, None),
            (br#"{"a": "\ud83d\ude00 \\ud800 \n"}"#, None),
            (br#"{"a": "\ud83d"}"#, Some(r#"{"a": "\ufffd"}"#)),
            (br#"{"a": "\ude00\ud83d\ude00"}"#, Some(r#"{"a": "\ufffd\ud83d\ude00"}"#)),
            (br#"{"a": "\ud83d\n"}"#, Some(r#"{"a": "\ufffd\n"}"#)),
            (b"{\"a\": \"\xc3\", \"b\": 1}", Some("{\"a\": \"\u{fffd}\", \"b\": 1}")),
            (br#""\"#, None),
            (br#""\u"#, None),
        ];
        for (body, wanted) in table {
            let found = text(body).map(|body| String::from_utf8(body).unwrap());
            assert_eq!(found.as_deref(), wanted, "{}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn only_what_cannot_be_decoded_is_repaired() {
        type Values = Vec<std::collections::BTreeMap<String, Option<i64>>>;
        let decode = |body: &[u8]| serde_json::from_slice::<Values>(body);
        let body = br#"[{"a": 5.0, "b": 1}, {"a": 1e3, "b": 1e30}, {"a": 18446744073709551615}]"#;
        let values = decode_repaired(body, decode).unwrap();
        let found: Vec<_> = values.iter().map(|value| (value.get("a"), value.get("b"))).collect();
        let some = |number| Some(Some(number));
        assert_eq!(
            found,
            [(some(5).as_ref(), some(1).as_ref()), (some(1000).as_ref(), Some(&None)), (Some(&None), None)]
        );
        assert!(decode_repaired(br#"[{"a": "5"}]"#, decode).is_ok());
        for body in [r#"[{"a": true}]"#, r#"[{"a": [5.0]}]"#, r#"{"a": 5}"#, "[5.0]", "[{", r#"[{"a": {]"#] {
            assert!(decode_repaired(body.as_bytes(), decode).is_err(), "{body}");
        }
    }
}
