//! Conversions between `Timestamp` and the types of other crates. They are exact, or an error.

use std::time::{Duration, SystemTime};

use super::parse_error::ParseError;
use super::time::Timestamp;

/// Converts a time that `Timestamp` can contain without loss. The system must have a clock of nanoseconds, as
/// all systems except Windows have, or the time must be a multiple of its unit.
impl TryFrom<SystemTime> for Timestamp {
    type Error = ParseError;

    fn try_from(time: SystemTime) -> Result<Self, ParseError> {
        let out_of_range = || ParseError::new("the time is out of range for a timestamp");
        let nanoseconds = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i128::try_from(after.as_nanos()),
            Err(error) => i128::try_from(error.duration().as_nanos()).map(|before| -before),
        };
        Self::of_nanoseconds(nanoseconds.map_err(|_| out_of_range())?).map_err(|_| out_of_range())
    }
}

impl TryFrom<Timestamp> for SystemTime {
    type Error = ParseError;

    fn try_from(timestamp: Timestamp) -> Result<Self, ParseError> {
        let nanoseconds = timestamp.nanoseconds()?;
        let out_of_range = || ParseError::new("the system cannot represent the timestamp exactly");
        let distance = nanoseconds.unsigned_abs();
        let seconds = u64::try_from(distance / NANOSECONDS).map_err(|_| out_of_range())?;
        let fraction = u32::try_from(distance % NANOSECONDS).map_err(|_| out_of_range())?;
        let distance = Duration::new(seconds, fraction);
        let time = if nanoseconds < 0 {
            Self::UNIX_EPOCH.checked_sub(distance)
        } else {
            Self::UNIX_EPOCH.checked_add(distance)
        };
        // The unit of Windows is 100 nanoseconds.
        let is_exact = |time: &Self| Timestamp::try_from(*time) == Ok(timestamp);
        time.filter(is_exact).ok_or_else(out_of_range)
    }
}

/// The nanoseconds of a second.
const NANOSECONDS: u128 = 1_000_000_000;

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for Timestamp {
    fn from(stamp: jiff::Timestamp) -> Self {
        Self::of_jiff(stamp)
    }
}

#[cfg(feature = "jiff")]
impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = ParseError;

    fn try_from(timestamp: Timestamp) -> Result<Self, ParseError> {
        Self::from_nanosecond(timestamp.nanoseconds()?).map_err(|_| ParseError::new(OUT_OF_RANGE))
    }
}

#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
const OUT_OF_RANGE: &str = "the type cannot represent the timestamp";

/// Rejects a leap second, which `Timestamp` cannot contain, and the years that it cannot contain.
#[cfg(feature = "chrono")]
impl TryFrom<chrono::DateTime<chrono::Utc>> for Timestamp {
    type Error = ParseError;

    fn try_from(time: chrono::DateTime<chrono::Utc>) -> Result<Self, ParseError> {
        let (seconds, fraction) = (time.timestamp(), time.timestamp_subsec_nanos());
        if fraction >= 1_000_000_000 {
            return Err(ParseError::new("a leap second cannot be a timestamp"));
        }
        Self::of_nanoseconds(i128::from(seconds) * 1_000_000_000 + i128::from(fraction))
    }
}

#[cfg(feature = "chrono")]
impl TryFrom<Timestamp> for chrono::DateTime<chrono::Utc> {
    type Error = ParseError;

    fn try_from(timestamp: Timestamp) -> Result<Self, ParseError> {
        let nanoseconds = timestamp.nanoseconds()?;
        let seconds = i64::try_from(nanoseconds.div_euclid(1_000_000_000));
        let fraction = u32::try_from(nanoseconds.rem_euclid(1_000_000_000));
        let time = seconds.ok().zip(fraction.ok());
        let time = time.and_then(|(seconds, fraction)| Self::from_timestamp(seconds, fraction));
        time.ok_or_else(|| ParseError::new(OUT_OF_RANGE))
    }
}

/// Preserves the point in time and not the offset.
#[cfg(feature = "time")]
impl TryFrom<time::OffsetDateTime> for Timestamp {
    type Error = ParseError;

    fn try_from(time: time::OffsetDateTime) -> Result<Self, ParseError> {
        Self::of_nanoseconds(time.unix_timestamp_nanos())
    }
}

/// Returns the time in UTC.
#[cfg(feature = "time")]
impl TryFrom<Timestamp> for time::OffsetDateTime {
    type Error = ParseError;

    fn try_from(timestamp: Timestamp) -> Result<Self, ParseError> {
        Self::from_unix_timestamp_nanos(timestamp.nanoseconds()?).map_err(|_| ParseError::new(OUT_OF_RANGE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first and the last timestamp, and points in time around the epoch.
    const TIMES: [&str; 6] = [
        "-009999-01-02T01:59:59Z",
        "1969-12-31T23:59:59.999999999Z",
        "1970-01-01T00:00:00Z",
        "2015-07-30T20:00:00Z",
        "2015-07-30T20:00:00.123456789Z",
        "9999-12-30T22:00:00.999999999Z",
    ];

    #[test]
    fn the_conversions_are_exact() {
        for text in TIMES {
            let stamp: Timestamp = text.parse().unwrap();
            let system = SystemTime::try_from(stamp.clone()).unwrap();
            assert_eq!(Timestamp::try_from(system).as_ref(), Ok(&stamp), "{text}");
            #[cfg(feature = "jiff")]
            assert_eq!(Timestamp::from(jiff::Timestamp::try_from(stamp.clone()).unwrap()), stamp, "{text}");
            #[cfg(feature = "chrono")]
            {
                let time = chrono::DateTime::<chrono::Utc>::try_from(stamp.clone()).unwrap();
                assert_eq!(Timestamp::try_from(time).as_ref(), Ok(&stamp), "{text}");
            }
            #[cfg(feature = "time")]
            {
                let time = time::OffsetDateTime::try_from(stamp.clone()).unwrap();
                assert_eq!(Timestamp::try_from(time).as_ref(), Ok(&stamp), "{text}");
            }
        }
    }

    #[test]
    fn other_times_are_errors() {
        let verbatim: Timestamp = serde_json::from_str("\"tomorrow\"").unwrap();
        assert!(SystemTime::try_from(verbatim.clone()).is_err());
        let far = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(300_000_000_000)).unwrap();
        assert!(Timestamp::try_from(far).is_err());
        #[cfg(feature = "jiff")]
        assert!(jiff::Timestamp::try_from(verbatim.clone()).is_err());
        #[cfg(feature = "chrono")]
        {
            use chrono::{DateTime, Utc};
            assert!(DateTime::<Utc>::try_from(verbatim.clone()).is_err());
            assert!(Timestamp::try_from(DateTime::<Utc>::MAX_UTC).is_err());
            assert!(
                Timestamp::try_from(DateTime::from_timestamp(1_483_228_799, 1_500_000_000).unwrap()).is_err()
            );
        }
        #[cfg(feature = "time")]
        {
            let last = time::PrimitiveDateTime::MAX.assume_utc();
            assert!(time::OffsetDateTime::try_from(verbatim).is_err() && Timestamp::try_from(last).is_err());
        }
    }
}
