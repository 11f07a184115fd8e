//! Points in time and calendar dates, as Twilio writes them.

use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::{Error, Result};
use super::text;

/// A point in time.
///
/// Read from ISO 8601 (`2015-07-30T20:00:00Z`) and RFC 2822 (`Thu, 30 Jul 2015 20:00:00 +0000`),
/// since Twilio sends both; written as ISO 8601 in UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// A point in time by the seconds since 1970-01-01T00:00:00Z.
    pub fn from_unix_seconds(seconds: i64) -> Result<Self> {
        let stamp = jiff::Timestamp::from_second(seconds);
        stamp.map(Self).map_err(|_| {
            Error::invalid_request(format!("{seconds} seconds are out of range for a timestamp"))
        })
    }

    /// Seconds since 1970-01-01T00:00:00Z, rounded towards it.
    pub fn unix_seconds(self) -> i64 {
        self.0.as_second()
    }
}

/// A point in time as RFC 2822 writes it (`Thu, 30 Jul 2015 20:00:00 +0000`), for the values that a
/// document wants in this form.
pub fn rfc2822(timestamp: Timestamp) -> String {
    let zoned = timestamp.0.to_zoned(jiff::tz::TimeZone::UTC);
    // Only years beyond four digits have no such form; no timestamp of a request has one.
    jiff::fmt::rfc2822::to_string(&zoned).unwrap_or_else(|_| timestamp.to_string())
}

impl FromStr for Timestamp {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let iso = text.parse::<jiff::Timestamp>();
        let stamp = iso.or_else(|_| jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text));
        stamp
            .map(Self)
            .map_err(|_| Error::invalid_request("this is not a timestamp in ISO 8601 or RFC 2822".to_owned()))
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = Error;

    fn try_from(time: SystemTime) -> Result<Self> {
        let stamp = jiff::Timestamp::try_from(time);
        stamp
            .map(Self)
            .map_err(|_| Error::invalid_request("the time is out of range for a timestamp".to_owned()))
    }
}

impl From<Timestamp> for SystemTime {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.0.into()
    }
}

/// A calendar date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// A date by year, month (1 to 12) and day (1 to 31).
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self> {
        let date = jiff::civil::Date::new(year, month, day);
        date.map(Self).map_err(|_| Error::invalid_request(format!("{year}-{month}-{day} is not a date")))
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }
}

impl FromStr for Date {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        text.parse()
            .map(Self)
            .map_err(|_| Error::invalid_request("this is not a date like 2015-07-30".to_owned()))
    }
}

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
                    fmt::Display::fmt(self, f)
                }
            }

            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                    text::read(deserializer, str::parse)
                }
            }
        )*
    };
}

text_form!(Timestamp, Date);
