//! SIDs: two letters for the kind of resource, and 32 hexadecimal digits.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::fit::misfit;
use super::text;
use super::unexpected::UnexpectedKind;

/// The length of a well-formed SID, in characters.
const LENGTH: usize = 34;

/// The string of a SID. A well-formed SID is stored without an allocation. Any other string that a
/// server sends is stored unchanged.
#[derive(Clone)]
pub struct Sid(Text);

#[derive(Clone)]
enum Text {
    WellFormed([u8; LENGTH]),
    Verbatim(Box<str>),
}

impl Sid {
    /// Parses a well-formed SID with this prefix.
    ///
    /// # Errors
    ///
    /// Returns an error if the length, the prefix or a digit is wrong.
    pub fn parse(text: &str, prefix: &'static str) -> Result<Self, SidError> {
        let error = |problem| Err(SidError { prefix, problem });
        let length = text.chars().count();
        if length != LENGTH {
            return error(Problem::Length(length));
        }
        if !text.starts_with(prefix) {
            return error(Problem::Prefix);
        }
        let digits = text.chars().enumerate().skip(prefix.len());
        if let Some((at, character)) = digits.into_iter().find(|(_, c)| !c.is_ascii_hexdigit()) {
            return error(Problem::Character { character, position: at + 1 });
        }
        Ok(Self::verbatim(text))
    }

    /// Accepts any string that a server sends.
    pub fn verbatim(text: &str) -> Self {
        match <[u8; LENGTH]>::try_from(text.as_bytes()) {
            Ok(bytes) if text.is_ascii() => Self(Text::WellFormed(bytes)),
            _ => Self(Text::Verbatim(text.into())),
        }
    }

    /// Returns the string.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // The array contains ASCII only, so the conversion never fails.
            Text::WellFormed(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
            Text::Verbatim(text) => text,
        }
    }
}

impl fmt::Debug for Sid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A server can send any string.
        fmt::Display::fmt(&self.as_str().escape_debug(), f)
    }
}

impl PartialEq for Sid {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Sid {}

impl PartialOrd for Sid {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Sid {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for Sid {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl serde::Serialize for Sid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for Sid {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::read(deserializer, |text| {
            Ok(match <&[u8; LENGTH]>::try_from(text.as_bytes()) {
                Ok(bytes) if is_well_formed(bytes) => Self(Text::WellFormed(*bytes)),
                _ => {
                    misfit(UnexpectedKind::Format, "SID");
                    Self::verbatim(text)
                }
            })
        })
    }
}

/// The reason why a string is not a SID of the expected kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SidError {
    prefix: &'static str,
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    Length(usize),
    Prefix,
    Character { character: char, position: usize },
}

impl fmt::Display for SidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = self.prefix;
        match &self.problem {
            Problem::Length(length) => write!(
                f,
                "a SID has {LENGTH} characters, `{prefix}` and 32 hexadecimal digits; this has {length}"
            ),
            Problem::Prefix => write!(f, "this SID must begin with `{prefix}`"),
            Problem::Character { character, position } => {
                write!(
                    f,
                    "character {position} of a SID must be a hexadecimal digit, not `{}`",
                    character.escape_debug()
                )
            }
        }
    }
}

impl std::error::Error for SidError {}

/// Returns whether the bytes are two capital letters and 32 hexadecimal digits.
pub(crate) fn is_sid(text: &[u8]) -> bool {
    <&[u8; LENGTH]>::try_from(text).is_ok_and(is_well_formed)
}

/// Returns whether the bytes are two capital letters and 32 hexadecimal digits. Reading a page calls this for every SID,
/// so it examines all bytes without a branch, which the compiler turns into vector instructions.
fn is_well_formed([first, second, digits @ ..]: &[u8; LENGTH]) -> bool {
    let are_digits = digits.iter().fold(true, |are_digits, byte| are_digits & byte.is_ascii_hexdigit());
    first.is_ascii_uppercase() & second.is_ascii_uppercase() & are_digits
}
