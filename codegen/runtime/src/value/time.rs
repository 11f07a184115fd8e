//! Points in time, calendar dates and durations.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::fit::misfit;
use super::parse_error::ParseError;
use super::text;
use super::to_wire::ToWire;
use super::unexpected::UnexpectedKind;

/// A value, or the string that a server sent instead of one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Received<T> {
    Value(T),
    Verbatim(Box<str>),
}

impl<T: Copy> Received<T> {
    fn value(&self) -> Option<T> {
        match self {
            Self::Value(value) => Some(*value),
            Self::Verbatim(_) => None,
        }
    }
}

impl<T: fmt::Display> fmt::Display for Received<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => value.fmt(f),
            Self::Verbatim(text) => f.write_str(text),
        }
    }
}

/// A point in time.
///
/// It is parsed from ISO 8601 (`2015-07-30T20:00:00Z`) and RFC 2822 (`Thu, 30 Jul 2015 20:00:00 +0000`),
/// because Twilio sends both, and written as ISO 8601 in UTC. Any other string in a response, such as `""` or a
/// time without a zone, is preserved unchanged. It follows all points in time in the order.
///
/// The precision is one nanosecond, from -009999-01-02T01:59:59Z to 9999-12-30T22:00:00.999999999Z. `TryFrom`
/// converts it to and from `std::time::SystemTime`, and with the features of these names to and from
/// `jiff::Timestamp`, `chrono::DateTime<Utc>` and `time::OffsetDateTime`. A conversion is exact, or an error: for a
/// value that the other type does not have, and for a string that is not a point in time.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(Received<jiff::Timestamp>);

impl Timestamp {
    /// Creates a point in time from the seconds since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    ///
    /// Returns an error if the year is not between -9999 and 9999.
    pub fn from_unix_seconds(seconds: i64) -> Result<Self, ParseError> {
        let stamp = jiff::Timestamp::from_second(seconds);
        stamp
            .map(|stamp| Self(Received::Value(stamp)))
            .map_err(|_| ParseError::new(format!("{seconds} seconds are out of range for a timestamp")))
    }

    /// Creates a point in time from the nanoseconds since 1970-01-01T00:00:00Z.
    pub(super) fn of_nanoseconds(nanoseconds: i128) -> Result<Self, ParseError> {
        let stamp = jiff::Timestamp::from_nanosecond(nanoseconds);
        stamp.map(Self::of_jiff).map_err(|_| ParseError::new("the time is out of range for a timestamp"))
    }

    /// Returns the nanoseconds since 1970-01-01T00:00:00Z, or an error if the server sent another string.
    pub(super) fn nanoseconds(&self) -> Result<i128, ParseError> {
        let stamp = self.0.value().map(jiff::Timestamp::as_nanosecond);
        stamp.ok_or_else(|| ParseError::new("the server sent a string that is not a timestamp"))
    }

    pub(super) fn of_jiff(stamp: jiff::Timestamp) -> Self {
        Self(Received::Value(stamp))
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z, rounded towards zero, or `None` if the server sent a
    /// string that is not a point in time.
    pub fn unix_seconds(&self) -> Option<i64> {
        self.0.value().map(jiff::Timestamp::as_second)
    }
}

/// 1970-01-01T00:00:00Z.
impl Default for Timestamp {
    fn default() -> Self {
        Self::of_jiff(jiff::Timestamp::UNIX_EPOCH)
    }
}

/// Formats a point in time according to RFC 2822 (`Thu, 30 Jul 2015 20:00:00 +0000`).
pub fn rfc2822(timestamp: Timestamp) -> String {
    match timestamp.0 {
        Received::Value(stamp) => {
            let zoned = stamp.to_zoned(jiff::tz::TimeZone::UTC);
            // Only a year of more than four digits has no such form, and no request contains one.
            jiff::fmt::rfc2822::to_string(&zoned).unwrap_or_else(|_| stamp.to_string())
        }
        Received::Verbatim(text) => text.into(),
    }
}

impl FromStr for Timestamp {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let iso = text.parse::<jiff::Timestamp>();
        let stamp = iso.or_else(|_| jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text));
        stamp
            .map(|stamp| Self(Received::Value(stamp)))
            .map_err(|_| ParseError::new("the string is not a timestamp in ISO 8601 or RFC 2822"))
    }
}

/// A calendar date.
///
/// A string in a response that is not a date, such as `0000-00-00`, is preserved unchanged. It follows all dates
/// in the order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(Received<jiff::civil::Date>);

impl Date {
    /// Creates a date from the year (-9999 to 9999), the month (1 to 12) and the day (1 to 31).
    ///
    /// # Errors
    ///
    /// Returns an error if the calendar does not contain the date.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, ParseError> {
        let date = jiff::civil::Date::new(year, month, day);
        date.map(|date| Self(Received::Value(date)))
            .map_err(|_| ParseError::new(format!("{year}-{month}-{day} is not a date")))
    }

    /// Returns the year, or `None` if the server sent a string that is not a date.
    pub fn year(&self) -> Option<i16> {
        self.0.value().map(jiff::civil::Date::year)
    }

    /// Returns the month, 1 to 12, or `None` if the server sent a string that is not a date.
    pub fn month(&self) -> Option<i8> {
        self.0.value().map(jiff::civil::Date::month)
    }

    /// Returns the day of the month, 1 to 31, or `None` if the server sent a string that is not a date.
    pub fn day(&self) -> Option<i8> {
        self.0.value().map(jiff::civil::Date::day)
    }
}

/// 1970-01-01.
impl Default for Date {
    fn default() -> Self {
        Self(Received::Value(jiff::civil::date(1970, 1, 1)))
    }
}

impl FromStr for Date {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let date = text.parse().map(|date| Self(Received::Value(date)));
        date.map_err(|_| ParseError::new("the string is not a date such as 2015-07-30"))
    }
}

/// A duration in the form of ISO 8601, such as `PT1H30M` or `P1M`.
///
/// It preserves the string that the server sent, because different strings can have the same length
/// (`PT60M` and `PT1H`), and years and months have no fixed length. Two durations are equal if their
/// strings are equal.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IsoDuration(Box<str>);

impl IsoDuration {
    /// Returns the string.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the length, with days of 24 hours and weeks of 7 days. It is `None` for years, months and
    /// negative durations, and if the server sent a string that is not a duration.
    pub fn to_std(&self) -> Option<Duration> {
        let days = jiff::SpanRelativeTo::days_are_24_hours();
        let length = span(&self.0)?.to_duration(days).ok()?;
        Duration::try_from(length).ok()
    }
}

/// Parses a duration of ISO 8601.
fn span(text: &str) -> Option<jiff::Span> {
    jiff::fmt::temporal::SpanParser::new().parse_span(text).ok()
}

/// `PT0S`.
impl Default for IsoDuration {
    fn default() -> Self {
        Self("PT0S".into())
    }
}

impl FromStr for IsoDuration {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        match span(text) {
            Some(_) => Ok(Self(text.into())),
            None => Err(ParseError::new("the string is not a duration such as PT1H30M")),
        }
    }
}

impl TryFrom<Duration> for IsoDuration {
    type Error = ParseError;

    fn try_from(length: Duration) -> Result<Self, ParseError> {
        let length = jiff::SignedDuration::try_from(length);
        length
            .map(|length| Self(length.to_string().into()))
            .map_err(|_| ParseError::new("the time is out of range for a duration"))
    }
}

/// A type with one string as its form in JSON, paths, queries, headers and forms.
macro_rules! text_form {
    ($($name:ident),*) => {
        $(
            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.0.fmt(f)
                }
            }

            impl fmt::Debug for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    // A server can send any string.
                    fmt::Display::fmt(&self.to_string().escape_debug(), f)
                }
            }

            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }

            impl ToWire for $name {
                fn to_wire(self) -> String {
                    self.to_string()
                }
            }

        )*
    };
}

text_form!(Timestamp, Date, IsoDuration);

/// A type that preserves the strings in a response that are not values.
macro_rules! lenient_form {
    ($($name:ident),*) => {
        $(
            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    text::read(deserializer, |text| {
                        Ok(text.parse().unwrap_or_else(|_| {
                            misfit(UnexpectedKind::Format, stringify!($name));
                            Self(Received::Verbatim(text.into()))
                        }))
                    })
                }
            }
        )*
    };
}

lenient_form!(Timestamp, Date);

/// Preserves every string, because a duration is never needed to read the rest of a response.
impl<'de> Deserialize<'de> for IsoDuration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::read(deserializer, |text| {
            if span(text).is_none() {
                misfit(UnexpectedKind::Format, "IsoDuration");
            }
            Ok(Self(text.into()))
        })
    }
}
