//! Bodies in which single strings or numbers do not have the form that decoding requires, so that one value does
//! not make the rest of a response undecodable. Only a body that cannot be decoded is repaired.

use std::borrow::Cow;

use super::json_path::{Scanner, offset};

/// The maximum number of repairs of a body. Each one repairs one property of all elements of an array.
const MAX_REPAIRS: usize = 32;

/// Decodes a body. If this fails because of a string or a number, repairs the body and decodes it again. The
/// error contains the repaired body that it refers to.
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
        let integer = Integer::expected(&error.to_string())?;
        let place = Scanner::at(body, offset(body, error.line(), error.column()))?;
        let repaired = numbers(body, &place, integer);
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

/// The integers of a type.
#[derive(Clone, Copy)]
struct Integer {
    min: i128,
    max: i128,
}

impl Integer {
    /// Returns the type that a message of serde expects instead of a number.
    fn expected(message: &str) -> Option<Self> {
        let expected = message.split(" expected ").nth(1)?;
        let (min, max) = match expected.split(' ').next()? {
            "i32" => (i32::MIN.into(), i32::MAX.into()),
            "i64" => (i64::MIN.into(), i64::MAX.into()),
            "u32" => (0, u32::MAX.into()),
            "u64" => (0, u64::MAX.into()),
            _ => return None,
        };
        Some(Self { min, max })
    }

    /// Returns the form of a number that decodes as this type: `5` for `5.0` and `1000` for `1e3`. A number that
    /// the type does not contain becomes null, so that it is absent.
    fn form(self, number: &str) -> String {
        let integer = number.parse::<i128>().ok().or_else(|| {
            let number = number.parse::<f64>().ok()?;
            // Above, an `f64` does not represent every integer.
            let is_exact = number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
            is_exact.then(|| format!("{number:.0}").parse().ok())?
        });
        match integer.filter(|integer| (self.min..=self.max).contains(integer)) {
            Some(integer) => integer.to_string(),
            None => "null".to_owned(),
        }
    }
}

/// Rewrites the numbers at a place, in all elements of the arrays on its path, for an integer type.
fn numbers(body: &[u8], place: &Scanner, integer: Integer) -> Vec<u8> {
    let mut repaired = Vec::with_capacity(body.len());
    let mut scanner = Scanner::default();
    let mut rest = body;
    while let Some(first) = rest.first() {
        let is_number = matches!(first, b'-' | b'0'..=b'9') && scanner.is_at(place);
        let length = if is_number {
            rest.iter().position(|byte| !is_of_number(*byte)).unwrap_or(rest.len())
        } else {
            1
        };
        let (token, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        match str::from_utf8(token) {
            Ok(number) if is_number => repaired.extend_from_slice(integer.form(number).as_bytes()),
            _ => repaired.extend_from_slice(token),
        }
        for byte in token {
            scanner.scan(*byte);
        }
        rest = after;
    }
    repaired
}

fn is_of_number(byte: u8) -> bool {
    matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')
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

    /// The position of `^` is where decoding failed.
    #[test]
    fn the_numbers_at_one_place_are_repaired() {
        let integer =
            Integer::expected("invalid type: floating point `5.0`, expected i64 at line 1").unwrap();
        for (body, wanted) in [
            (r#"{"n": 5.0^, "x": 5.0, "s": "\"n\": 5.0"}"#, r#"{"n": 5, "x": 5.0, "s": "\"n\": 5.0"}"#),
            (
                r#"{"n": 5.5, "a": {"n": 5.0^}, "b": {"n": 5.5}}"#,
                r#"{"n": 5.5, "a": {"n": 5}, "b": {"n": 5.5}}"#,
            ),
            (
                r#"[{"n": 5.0^}, {"n": 6.0, "m": [{"n": 7.5}]}, 8.5]"#,
                r#"[{"n": 5}, {"n": 6, "m": [{"n": 7.5}]}, 8.5]"#,
            ),
            (r#"{"n": [1e3^, -0.0, 2.5, 7, [8.5]]}"#, r#"{"n": [1000, 0, null, 7, [8.5]]}"#),
            (
                r#"[{"n": 9223372036854775808^}, {"n": -9223372036854775808}]"#,
                r#"[{"n": null}, {"n": -9223372036854775808}]"#,
            ),
        ] {
            let offset = body.find('^').unwrap();
            let body = body.replace('^', "");
            let place = Scanner::at(body.as_bytes(), offset).unwrap();
            let found = String::from_utf8(numbers(body.as_bytes(), &place, integer)).unwrap();
            assert_eq!(found, wanted, "{body}");
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
        for body in [r#"[{"a": "5"}]"#, r#"[{"a": true}]"#, r#"[{"a": [5.0]}]"#, "[5.0]", "[{"] {
            assert!(decode_repaired(body.as_bytes(), decode).is_err(), "{body}");
        }
    }
}
