//! The clock of the fake, and the formats of times.

use jiff::{Timestamp, ToSpan as _};

/// The source of the times of resources.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Clock {
    /// The clock of the system.
    #[default]
    System,
    /// This time, until it is set again.
    Fixed(Timestamp),
}

impl Clock {
    /// A fixed clock at this many seconds after 1970.
    pub(crate) fn fixed(seconds: i64) -> Self {
        Self::Fixed(Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH))
    }

    pub(crate) fn now(self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Fixed(time) => time,
        }
    }

    /// Moves a fixed clock, or fixes the clock of the system at a later time.
    pub(crate) fn advance(&mut self, seconds: i64) {
        let now = self.now();
        *self = Self::Fixed(now.checked_add(seconds.seconds()).unwrap_or(now));
    }
}

/// The format of RFC 3339, in seconds.
pub(crate) fn rfc3339(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The format of RFC 2822. As in Twilio's responses, a day has two digits.
pub(crate) fn rfc2822(time: Timestamp) -> String {
    time.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

/// Reads a time in either format.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let in_words = || jiff::fmt::rfc2822::parse(text).map(|zoned| zoned.timestamp());
    text.parse::<Timestamp>().or_else(|_| in_words()).ok()
}
