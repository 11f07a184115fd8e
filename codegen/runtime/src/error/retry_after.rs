//! The wait that a server requests.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// Returns the wait in `Retry-After`: a number of seconds, or a date, which is relative to the `Date`
/// of the response or, without it, to the clock.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !whole.is_empty() && is_number(whole) && is_number(fraction) {
        // A larger number than `u64` exceeds every total timeout.
        let seconds: u64 = whole.parse().unwrap_or(u64::MAX);
        return Some(Duration::from_secs(seconds.saturating_add(u64::from(!fraction.is_empty()))));
    }
    let responded = headers.get(DATE).and_then(|value| date(value.to_str().ok()?));
    let wait = date(value)?.duration_since(responded.unwrap_or_else(Timestamp::now));
    // A date in the past requests no wait.
    Some(Duration::try_from(wait).unwrap_or_default())
}

/// The forms of dates that HTTP no longer allows servers to send, and that clients must accept.
const OBSOLETE_DATES: [&str; 2] = ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];

/// Parses a date in one of the three forms of HTTP.
fn date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let current = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok();
    current.or_else(|| {
        let date = OBSOLETE_DATES.iter().find_map(|form| DateTime::strptime(form, text).ok())?;
        date.to_zoned(TimeZone::UTC).ok().map(|date| date.timestamp())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let responded = "Wed, 21 Oct 2015 07:28:00 GMT";
        let table = [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("18446744073709551615", Some(u64::MAX)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("3.5", Some(4)),
            ("Wed, 21 Oct 2015 07:28:30 GMT", Some(30)),
            ("Wed, 21 Oct 2015 07:27:00 GMT", Some(0)),
            ("Wednesday, 21-Oct-15 07:28:30 GMT", Some(30)),
            ("Thursday, 05-Nov-15 07:28:00 GMT", Some(15 * 86_400)),
            ("Wed Oct 21 07:28:30 2015", Some(30)),
            ("Thu Nov  5 07:28:00 2015", Some(15 * 86_400)),
            ("Wednesday, 32-Oct-15 07:28:30 GMT", None),
            ("Wed Oct 21 07:28:30", None),
            ("-1", None),
            ("soon", None),
            ("", None),
        ];
        for (value, wanted) in table {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, value.parse().unwrap());
            headers.insert(DATE, responded.parse().unwrap());
            assert_eq!(retry_after(&headers), wanted.map(Duration::from_secs), "{value:?}");
        }
        let mut headers = HeaderMap::new();
        assert_eq!(retry_after(&headers), None);
        headers.insert(RETRY_AFTER, "Wed, 21 Oct 2015 07:28:30 GMT".parse().unwrap());
        assert_eq!(retry_after(&headers), Some(Duration::ZERO), "by the clock, without a `Date`");
    }
}
