//! SIDs: two letters that say what it identifies, and 32 hexadecimal digits.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::text;

/// How long a well-formed SID is.
const LENGTH: usize = 34;

/// The text of a SID. A well-formed one needs no heap; anything else that a server sent is kept as
/// it came.
#[derive(Clone)]
pub struct Sid(Text);

#[derive(Clone)]
enum Text {
    WellFormed([u8; LENGTH]),
    Verbatim(Box<str>),
}

impl Sid {
    /// Reads a SID that must have the prefix and be well-formed.
    pub fn parse(text: &str, prefix: &'static str) -> Result<Self, SidError> {
        let fault = |problem| Err(SidError { prefix, problem });
        let length = text.chars().count();
        if length != LENGTH {
            return fault(Problem::Length(length));
        }
        if !text.starts_with(prefix) {
            return fault(Problem::Prefix);
        }
        let digits = text.chars().enumerate().skip(prefix.len());
        if let Some((at, character)) = digits.into_iter().find(|(_, c)| !c.is_ascii_hexdigit()) {
            return fault(Problem::Character { character, position: at + 1 });
        }
        Ok(Self::verbatim(text))
    }

    /// Keeps any text, as a server sent it.
    pub fn verbatim(text: &str) -> Self {
        match <[u8; LENGTH]>::try_from(text.as_bytes()) {
            Ok(bytes) if text.is_ascii() => Self(Text::WellFormed(bytes)),
            _ => Self(Text::Verbatim(text.into())),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // Only ASCII is kept inline, so this never falls back.
            Text::WellFormed(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
            Text::Verbatim(text) => text,
        }
    }
}

impl fmt::Debug for Sid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
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
        text::read(deserializer, |text| Ok(Self::verbatim(text)))
    }
}

/// Why a text is not the SID that was wanted.
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
