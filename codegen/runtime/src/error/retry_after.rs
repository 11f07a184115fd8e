//! The wait that a server requests.

use std::time::Duration;

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
    let date = |text: &str| jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text.trim()).ok();
    let responded = headers.get(DATE).and_then(|value| date(value.to_str().ok()?));
    let wait = date(value)?.duration_since(responded.unwrap_or_else(jiff::Timestamp::now));
    // A date in the past requests no wait.
    Some(Duration::try_from(wait).unwrap_or_default())
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
