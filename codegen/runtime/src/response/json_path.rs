//! The path of a value in a JSON body, found from the offset at which decoding failed.
//!
//! Only a failed decoding needs a path, so it is found by a second pass over the bytes and no type
//! records paths while it is decoded.

use crate::value::{MAX_STEPS, Step};

/// Converts a line and a column of `serde_json`, counted from 1 in bytes, to an offset.
pub(super) fn offset(body: &[u8], line: usize, column: usize) -> usize {
    let starts = std::iter::once(0)
        .chain(body.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1));
    let start = starts.take(line.max(1)).last().unwrap_or(0);
    (start + column).min(body.len())
}

/// Returns the path of the value at an offset.
pub(super) fn steps_at(body: &[u8], offset: usize) -> Vec<Step> {
    // The offset is behind the value. If the value is an object or array, its end is not scanned.
    let is_closed = matches!(offset.checked_sub(1).and_then(|at| body.get(at)), Some(b'}' | b']'));
    steps_after(body, offset.saturating_sub(usize::from(is_closed)))
}

/// Returns the path of the value that ends at an offset.
pub(super) fn steps_after(body: &[u8], offset: usize) -> Vec<Step> {
    let mut scanner = Scanner::default();
    for byte in body.get(..offset).unwrap_or(body) {
        scanner.scan(*byte);
    }
    let step = |level| match level {
        Level::Object(key) => key.map(Step::Name),
        Level::Array(index) => Some(Step::Index(index)),
    };
    scanner.levels.into_iter().filter_map(step).collect()
}

/// A level of the path.
#[derive(Debug)]
enum Level {
    /// An object, and the last key that was read.
    Object(Option<String>),
    /// An array, and the index of the current element.
    Array(usize),
}

/// The part of the JSON that the next byte belongs to.
#[derive(Clone, Copy, Default)]
enum State {
    #[default]
    BetweenStrings,
    String,
    /// After a backslash in a string.
    Escape,
}

/// A scanner of JSON that records the open objects and arrays.
#[derive(Default)]
pub(super) struct Scanner {
    state: State,
    levels: Vec<Level>,
    /// The number of open levels that are deeper than the path shows.
    deeper: usize,
    /// The string that was read last: a key if a colon follows.
    string: Vec<u8>,
    /// Whether the next byte cannot begin a value: a value has begun or ended, or a key follows.
    is_past: bool,
}

impl Scanner {
    /// Scans the body up to an offset behind or before a value. Returns `None` if the place is deeper than the scanner
    /// records.
    pub(super) fn at(body: &[u8], offset: usize) -> Option<Self> {
        let mut scanner = Self::default();
        for byte in body.get(..offset)? {
            scanner.scan(*byte);
        }
        (scanner.deeper == 0).then_some(scanner)
    }

    /// Whether the next value is at the place of another scanner, without regard to the indices of arrays.
    pub(super) fn is_before(&self, place: &Self) -> bool {
        let is_same = |(own, other): (&Level, &Level)| match (own, other) {
            (Level::Object(own), Level::Object(other)) => own == other,
            (Level::Array(_), Level::Array(_)) => true,
            (Level::Object(_), Level::Array(_)) | (Level::Array(_), Level::Object(_)) => false,
        };
        matches!(self.state, State::BetweenStrings)
            && !self.is_past
            && self.deeper == 0
            && self.levels.len() == place.levels.len()
            && self.levels.iter().zip(&place.levels).all(is_same)
    }

    pub(super) fn is_in_string(&self) -> bool {
        !matches!(self.state, State::BetweenStrings)
    }

    pub(super) fn scan(&mut self, byte: u8) {
        self.state = match (self.state, byte) {
            (State::BetweenStrings, b'"') => {
                self.is_past = true;
                self.string.clear();
                State::String
            }
            (State::BetweenStrings, _) => {
                self.structure(byte);
                State::BetweenStrings
            }
            (State::String, b'"') => State::BetweenStrings,
            (State::String, b'\\') => {
                self.string.push(byte);
                State::Escape
            }
            (State::String | State::Escape, _) => {
                self.string.push(byte);
                State::String
            }
        };
    }

    fn structure(&mut self, byte: u8) {
        self.is_past = match byte {
            b'[' | b':' => false,
            b',' => matches!(self.levels.last(), Some(Level::Object(_))),
            b' ' | b'\t' | b'\r' | b'\n' => self.is_past,
            _ => true,
        };
        match byte {
            b'{' | b'[' if self.levels.len() > MAX_STEPS => self.deeper += 1,
            b'}' | b']' if self.deeper > 0 => self.deeper -= 1,
            _ if self.deeper > 0 => {}
            b'{' => self.levels.push(Level::Object(None)),
            b'[' => self.levels.push(Level::Array(0)),
            b'}' | b']' => drop(self.levels.pop()),
            b':' => {
                if let Some(Level::Object(key)) = self.levels.last_mut() {
                    *key = Some(String::from_utf8_lossy(&self.string).into_owned());
                }
            }
            b',' => {
                if let Some(Level::Array(index)) = self.levels.last_mut() {
                    *index += 1;
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::spell;

    fn found(body: &[u8], offset: usize) -> String {
        spell(&steps_at(body, offset))
    }

    /// The position of `^` in each body is where decoding failed.
    #[test]
    fn the_path_leads_to_the_value_before_the_offset() {
        let table = [
            ("^", ""),
            ("tru^e", ""),
            (r#"{"a": 1^}"#, "a"),
            (r#"{"a": 1, "b": [true, {"c": "x"^}]}"#, "b[1].c"),
            (r#"{"a": {"b": 1}^}"#, "a.b"),
            (r#"{"a": {"b": 1}, "c": 2^}"#, "c"),
            ("[[1, 2], [3, 4^]]", "[1][1]"),
            (r#"{"a": [1, 2], "b": 3^}"#, "b"),
            (r#"{"a,b": "{[\"", "c": 1^}"#, "c"),
            (r#"{"+1 555 0100": {"a": 1^}}"#, "[…].a"),
            (r#"{"a\"b": 1^}"#, "[…]"),
            (r#"{"a": ^"#, "a"),
            (r#"{"a"^"#, ""),
        ];
        for (body, path) in table {
            let offset = body.find('^').unwrap();
            assert_eq!(found(body.replace('^', "").as_bytes(), offset), path, "{body}");
        }
    }

    #[test]
    fn a_deep_path_is_cut() {
        let body = "[".repeat(100) + "1";
        assert_eq!(found(body.as_bytes(), body.len()), "[0]".repeat(MAX_STEPS) + "…");
        let closed = "[".repeat(100) + &"]".repeat(100) + ",1";
        assert_eq!(found(closed.as_bytes(), closed.len()), "");
    }

    #[test]
    fn lines_and_columns_begin_at_one() {
        let body = b"{\n \"a\": x}";
        assert_eq!((offset(body, 1, 1), offset(body, 2, 7), offset(body, 9, 99)), (1, 9, body.len()));
    }
}
