//! A place in a list, to be stored and resumed from.

use std::fmt;
use std::str::FromStr;

use reqwest::Url;
use serde::{Deserialize, Serialize};

use super::error::{Error, Result};

/// What the text of a cursor begins with; another form would get another number.
const VERSION: &str = "1";
/// Longer than any address that a server takes.
const MAX_LENGTH: usize = 16 * 1024;

/// A place in a list: a page, how many of its items to skip, and how many there are still to give
/// where the list was limited.
///
/// Its text (`Display`, `FromStr`, serde) is not for reading. It holds the path and the query of
/// the page's address, which may be personal data, and neither host nor credentials: it can be
/// resumed by any client, with `with_cursor` on a request for the same list. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cursor {
    /// Path and query.
    target: String,
    skip: u64,
    left: Option<u64>,
}

impl Cursor {
    pub(super) fn new(url: &Url, skip: u64, left: Option<u64>) -> Self {
        let target = match url.query() {
            // The one character of a query that a path cannot have.
            Some(query) => format!("{}?{}", url.path(), query.replace('\\', "%5C")),
            None => url.path().to_owned(),
        };
        Self { target, skip, left }
    }

    /// This many items further on in the same page.
    pub(super) fn advanced(&self, items: u64) -> Self {
        Self {
            target: self.target.clone(),
            skip: self.skip.saturating_add(items),
            left: self.left.map(|left| left.saturating_sub(items)),
        }
    }

    pub(super) fn skip(&self) -> u64 {
        self.skip
    }

    pub(super) fn left(&self) -> Option<u64> {
        self.left
    }

    /// The address that it stands for, on the host of the list's own address and with its path: a
    /// text from elsewhere must not lead credentials to anything else.
    pub(super) fn url(&self, own: &Url, template: &str) -> Result<Url> {
        let other =
            || Error::invalid_request("the cursor belongs to another list; nothing was sent".to_owned());
        let url = own.join(&self.target).map_err(|_| other())?;
        let same = url.origin() == own.origin() && is_same_path(&url, own, template);
        if same { Ok(url) } else { Err(other()) }
    }
}

/// Whether two paths are the same, however they are encoded. Where the list was asked for by a
/// name, the server's links may give the SID instead.
fn is_same_path(url: &Url, own: &Url, template: &str) -> bool {
    let (theirs, ours) = (segments(url), segments(own));
    // What a base URL puts in front of the template is no placeholder.
    let names = template.split('/').rev().map(|part| part.contains('{')).chain(std::iter::repeat(false));
    theirs.len() == ours.len()
        && theirs
            .iter()
            .rev()
            .zip(ours.iter().rev())
            .zip(names)
            .all(|((theirs, ours), is_value)| theirs == ours || (is_value && is_sid(theirs) && !is_sid(ours)))
}

/// The segments of a path, decoded.
fn segments(url: &Url) -> Vec<Vec<u8>> {
    let segments = url.path_segments().into_iter().flatten();
    segments.map(|segment| percent_encoding::percent_decode_str(segment).collect()).collect()
}

/// Two capital letters and 32 hexadecimal digits.
pub(super) fn is_sid(segment: &[u8]) -> bool {
    match segment.split_at_checked(2) {
        Some((prefix, digits)) => {
            prefix.iter().all(u8::is_ascii_uppercase)
                && digits.len() == 32
                && digits.iter().all(u8::is_ascii_hexdigit)
        }
        None => false,
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
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        parse(text).ok_or_else(|| Error::invalid_request("this is not the text of a cursor".to_owned()))
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
    let sound = version == VERSION && is_path && is_plain && target.len() <= MAX_LENGTH;
    sound.then(|| Cursor { target: target.to_owned(), skip, left })
}

impl TryFrom<String> for Cursor {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<Cursor> for String {
    fn from(cursor: Cursor) -> Self {
        cursor.to_string()
    }
}
