//! A position in a list, which can be stored as a string.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::parse_error::ParseError;
use super::text;

/// The first part of the string form. A new form must have a new number.
const VERSION: &str = "1";

/// A position in a list: a page, the number of its items to skip, and the number of items that
/// remain if the list has a limit.
///
/// The string form (`Display`, `FromStr`, serde) is opaque. It contains the path and the query of
/// the page's URL, which may be personal data, but no host and no credentials. Any client can resume
/// the list with it: pass it to `with_cursor` of a request for the same list. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// The path and the query of the page.
    target: String,
    skip: u64,
    left: Option<u64>,
}

impl Cursor {
    /// A position in the page with this path and query.
    pub(crate) fn new(path: &str, query: Option<&str>, skip: u64, left: Option<u64>) -> Self {
        let target = match query {
            // A query can contain this character, a path cannot.
            Some(query) => format!("{path}?{}", query.replace('\\', "%5C")),
            None => path.to_owned(),
        };
        Self { target, skip, left }
    }

    /// Moves the position forward by this many items of the same page.
    pub(crate) fn advanced(&self, items: u64) -> Self {
        Self {
            target: self.target.clone(),
            skip: self.skip.saturating_add(items),
            left: self.left.map(|left| left.saturating_sub(items)),
        }
    }

    /// The path and the query of the page.
    pub(crate) fn target(&self) -> &str {
        &self.target
    }

    /// The number of items of the page that precede the position.
    pub(crate) fn skip(&self) -> u64 {
        self.skip
    }

    /// The number of items that the list may still return, or `None` without a limit.
    pub(crate) fn left(&self) -> Option<u64> {
        self.left
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let left = self.left.map_or_else(|| "-".to_owned(), |left| left.to_string());
        write!(f, "{VERSION}:{}:{left}:{}", self.skip, self.target)
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cursor").field("skip", &self.skip).field("left", &self.left).finish_non_exhaustive()
    }
}

impl FromStr for Cursor {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        parse(text).ok_or_else(|| ParseError::new("the string is not a cursor"))
    }
}

fn parse(text: &str) -> Option<Cursor> {
    let mut parts = text.splitn(4, ':');
    let version = parts.next()?;
    let skip = parts.next()?.parse().ok()?;
    let left = match parts.next()? {
        "-" => None,
        number => Some(number.parse().ok()?),
    };
    let target = parts.next()?;
    let is_path = target.starts_with('/') && !target.starts_with("//");
    let is_plain = target.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'#'));
    // The length has no bound, because the filters of a request have none.
    let is_valid = version == VERSION && is_path && is_plain;
    is_valid.then(|| Cursor { target: target.to_owned(), skip, left })
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::read(deserializer, str::parse)
    }
}

impl TryFrom<String> for Cursor {
    type Error = ParseError;

    fn try_from(text: String) -> Result<Self, ParseError> {
        text.parse()
    }
}

impl From<Cursor> for String {
    fn from(cursor: Cursor) -> Self {
        cursor.to_string()
    }
}
