//! Whether to try again, and when: a pure decision, without clock, sleep or chance of its own.

use std::time::Duration;

use reqwest::Method;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// How often and for how long a call that failed is tried again.
///
/// | what happened | tried again |
/// |---|---|
/// | 429 | every method: such a request was not processed |
/// | no connection was made | every method: nothing was sent |
/// | 502, 503, 504, a timeout, a broken connection | GET, HEAD, PUT and DELETE |
/// | anything else | never |
///
/// A POST or PATCH that may have been processed is never sent twice. The wait before attempt n + 1
/// is a random part of `base_delay` × 2ⁿ⁻¹, at most of `max_delay`, and never less than the
/// server's `Retry-After`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "does nothing until given to a client or a request"]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    total_time: Duration,
}

/// 4 attempts, waits that grow from 500 ms to 10 s, 60 s in all.
impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 4,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(10),
            total_time: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// One attempt, whatever happens.
    pub fn off() -> Self {
        Self::default().max_attempts(1)
    }

    /// How many attempts there are at most, the first one included; 0 is taken as 1. Default: 4.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The longest wait after the first attempt; it doubles with each further one. Zero: no wait
    /// but what the server asks for. Default: 500 ms.
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The longest wait of all, unless the server asks for a longer one. Default: 10 s.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The time after which no further attempt begins, counted from the beginning of the first
    /// one. A server that asks to wait beyond it is not asked again. Default: 60 s.
    pub fn total_time(mut self, time: Duration) -> Self {
        self.total_time = time;
        self
    }

    /// What follows an attempt that failed.
    pub(super) fn decide(&self, attempt: &Attempt) -> Decision {
        let left = self.total_time.checked_sub(attempt.elapsed);
        let Some(left) = left.filter(|_| attempt.number < self.max_attempts && attempt.may_repeat()) else {
            return Decision::Stop;
        };
        let backoff = part(self.longest_wait(attempt.number), attempt.chance);
        let wait = match attempt.retry_after {
            // What the server asks for is the least; a little more, so that clients that were
            // refused together do not come back together.
            Some(least) => {
                let more = part(self.base_delay, attempt.chance).min(left.saturating_sub(least));
                backoff.min(left).max(least.saturating_add(more))
            }
            None => backoff,
        };
        if wait > left { Decision::Stop } else { Decision::Wait(wait) }
    }

    fn longest_wait(&self, number: u32) -> Duration {
        let factor = 2_u32.saturating_pow(number.saturating_sub(1));
        self.base_delay.saturating_mul(factor).min(self.max_delay)
    }
}

/// A random part of a wait. Chance comes from outside: a number that is none gives the whole.
fn part(whole: Duration, chance: f64) -> Duration {
    let part = whole.as_secs_f64() * chance.clamp(0.0, 1.0);
    Duration::try_from_secs_f64(part).unwrap_or(whole).min(whole)
}

/// How an attempt that failed ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// 429: refused before it was processed.
    RateLimited,
    /// No connection was made.
    NotSent,
    /// Sent, and no whole answer came: a timeout, a broken connection, a body cut short.
    Unanswered,
    /// 502, 503 or 504.
    Unavailable,
    /// Another attempt would end the same way.
    Final,
}

/// What is known after an attempt that failed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attempt {
    /// Counted from 1.
    pub(super) number: u32,
    /// Since the first attempt began.
    pub(super) elapsed: Duration,
    /// Whether the method may be sent twice: see [`repeatable`].
    pub(super) repeatable: bool,
    pub(super) outcome: Outcome,
    /// What the server asked for.
    pub(super) retry_after: Option<Duration>,
    /// From 0 to 1.
    pub(super) chance: f64,
}

impl Attempt {
    fn may_repeat(&self) -> bool {
        match self.outcome {
            Outcome::RateLimited | Outcome::NotSent => true,
            Outcome::Unanswered | Outcome::Unavailable => self.repeatable,
            Outcome::Final => false,
        }
    }
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    Wait(Duration),
    Stop,
}

/// The methods that do the same thing when they are sent twice.
pub(super) fn repeatable(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::PUT | Method::DELETE)
}

/// What the server asks for in `Retry-After`: seconds, or a date, which is counted from the
/// answer's own date and, without that, from now.
pub(super) fn asked_wait(headers: &HeaderMap) -> Option<Duration> {
    let asked = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let (whole, fraction) = asked.split_once('.').unwrap_or((asked, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !whole.is_empty() && is_number(whole) && is_number(fraction) {
        // More than a number holds is more than any total time.
        let seconds: u64 = whole.parse().unwrap_or(u64::MAX);
        return Some(Duration::from_secs(seconds.saturating_add(u64::from(!fraction.is_empty()))));
    }
    let date = |text: &str| jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text.trim()).ok();
    let answered = headers.get(DATE).and_then(|value| date(value.to_str().ok()?));
    let wait = date(asked)?.duration_since(answered.unwrap_or_else(jiff::Timestamp::now));
    // A moment that has passed asks for no wait.
    Some(Duration::try_from(wait).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::Outcome::{Final, NotSent, RateLimited, Unanswered, Unavailable};
    use super::*;

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn attempt(outcome: Outcome) -> Attempt {
        Attempt { number: 1, elapsed: ms(0), repeatable: true, outcome, retry_after: None, chance: 0.5 }
    }

    #[test]
    fn only_what_cannot_have_an_effect_twice_is_sent_twice() {
        // outcome, tried again where the method is repeatable, where it is not
        let table = [
            (RateLimited, true, true),
            (NotSent, true, true),
            (Unanswered, true, false),
            (Unavailable, true, false),
            (Final, false, false),
        ];
        for (outcome, repeatable, other) in table {
            for (method, wanted) in [
                (Method::GET, repeatable),
                (Method::HEAD, repeatable),
                (Method::PUT, repeatable),
                (Method::DELETE, repeatable),
                (Method::POST, other),
                (Method::PATCH, other),
            ] {
                let attempt = Attempt { repeatable: super::repeatable(&method), ..attempt(outcome) };
                let decision = RetryPolicy::default().decide(&attempt);
                assert_eq!(decision != Decision::Stop, wanted, "{method} {outcome:?}");
                assert_eq!(RetryPolicy::off().decide(&attempt), Decision::Stop, "{method} {outcome:?}");
            }
        }
    }

    #[test]
    fn waits_grow_at_random_up_to_their_bounds() {
        // attempt, chance, wait in ms
        let table = [
            (1, 0.0, Some(0)),
            (1, 0.5, Some(250)),
            (1, 1.0, Some(500)),
            (2, 1.0, Some(1000)),
            (3, 0.25, Some(500)),
            (3, 1.0, Some(2000)),
            (9, 1.0, Some(10_000)),
            (99, 1.0, Some(10_000)),
            (1, 7.0, Some(500)),
            (1, -7.0, Some(0)),
            (1, f64::NAN, Some(500)),
            (100, 0.0, None),
        ];
        let policy = RetryPolicy::default().max_attempts(100);
        for (number, chance, wanted) in table {
            let attempt = Attempt { number, chance, ..attempt(RateLimited) };
            let wanted = wanted.map_or(Decision::Stop, |wait| Decision::Wait(ms(wait)));
            assert_eq!(policy.decide(&attempt), wanted, "attempt {number}, chance {chance}");
        }
    }

    #[test]
    fn what_the_server_asks_for_is_the_least_and_the_budget_the_most() {
        // elapsed, Retry-After, chance, wait; all in ms
        let table = [
            (0, Some(0), 0.0, Some(0)),
            (0, Some(3_000), 0.0, Some(3_000)),
            (0, Some(3_000), 1.0, Some(3_500)),
            (0, Some(10), 1.0, Some(510)),
            (0, Some(60_000), 1.0, Some(60_000)),
            (0, Some(60_001), 0.0, None),
            (30_000, Some(30_000), 0.0, Some(30_000)),
            (30_000, Some(30_001), 0.0, None),
            (59_800, None, 0.0, Some(0)),
            (59_800, None, 0.5, None),
            (60_000, None, 0.0, Some(0)),
            (60_001, None, 0.0, None),
            (0, Some(u64::MAX), 1.0, None),
        ];
        for (elapsed, retry_after, chance, wanted) in table {
            let attempt = Attempt {
                elapsed: ms(elapsed),
                retry_after: retry_after.map(ms),
                chance,
                ..attempt(RateLimited)
            };
            let wanted = wanted.map_or(Decision::Stop, |wait| Decision::Wait(ms(wait)));
            assert_eq!(RetryPolicy::default().decide(&attempt), wanted, "{elapsed} {retry_after:?} {chance}");
        }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let answered = "Wed, 21 Oct 2015 07:28:00 GMT";
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
        for (asked, wanted) in table {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, asked.parse().unwrap());
            headers.insert(DATE, answered.parse().unwrap());
            assert_eq!(asked_wait(&headers), wanted.map(Duration::from_secs), "{asked:?}");
        }
        let mut headers = HeaderMap::new();
        assert_eq!(asked_wait(&headers), None);
        headers.insert(RETRY_AFTER, "Wed, 21 Oct 2015 07:28:30 GMT".parse().unwrap());
        assert_eq!(asked_wait(&headers), Some(Duration::ZERO), "by the clock, without a `Date`");
    }

    #[test]
    fn bounds_of_the_settings_do_no_harm() {
        let policy = RetryPolicy::default().max_attempts(0);
        assert_eq!(policy, RetryPolicy::off());
        let endless = RetryPolicy::default()
            .max_attempts(u32::MAX)
            .base_delay(Duration::MAX)
            .max_delay(Duration::MAX)
            .total_time(Duration::MAX);
        let attempt = Attempt { number: 7, chance: 1.0, ..attempt(NotSent) };
        assert_eq!(endless.decide(&attempt), Decision::Wait(Duration::MAX));
    }
}
