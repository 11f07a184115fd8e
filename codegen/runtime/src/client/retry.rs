//! The decision whether and when a failed attempt is retried. It is a pure function: the clock and the
//! jitter are arguments.

use std::time::Duration;

use reqwest::Method;

/// The number of attempts of a call, and the waits between them.
///
/// | failure | retried methods |
/// |---|---|
/// | 429 | all, because the server did not process the request |
/// | no connection | all, because nothing was sent; not after an error that a repetition cannot change, such as an invalid certificate |
/// | 502, 503, 504, a timeout, a broken connection | GET, HEAD, PUT and DELETE |
/// | other failures | none |
///
/// A POST or PATCH that may have been processed is never repeated. The wait before attempt n + 1 is a
/// random part of `base_delay` × 2ⁿ⁻¹ or of `max_delay`, whichever is less. It is never shorter than
/// the server's `Retry-After`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "has no effect until it is passed to a client or a request"]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    total_time: Duration,
}

/// At most 4 attempts within 60 s, with waits from 500 ms to 10 s.
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
    /// Returns a policy of one attempt.
    pub fn off() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets the maximum number of attempts, including the first; 0 is treated as 1. Default: 4.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets the maximum wait after the first attempt. It doubles after each further attempt. If it is
    /// zero, the client waits only if the server requests it. Default: 500 ms.
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the maximum wait, unless the server requests a longer one. Default: 10 s.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the time after which no further attempt begins, counted from the start of the call, which includes the request
    /// of a token and the wait for other requests. If the server requests a wait beyond it, the call fails. The total
    /// timeout of the client also ends an attempt that has begun. Default: 60 s.
    pub fn total_time(mut self, time: Duration) -> Self {
        self.total_time = time;
        self
    }

    /// Decides what follows a failed attempt.
    pub(crate) fn decide(&self, attempt: &FailedAttempt) -> Decision {
        let left = self.total_time.checked_sub(attempt.elapsed);
        let Some(left) = left.filter(|_| attempt.number < self.max_attempts && attempt.may_repeat()) else {
            return Decision::Stop;
        };
        let backoff = part(self.max_wait(attempt.number), attempt.jitter);
        let wait = match attempt.retry_after {
            // The requested wait is the minimum. The jitter is added, so that clients that were
            // rejected together do not return together.
            Some(minimum) => {
                let more = part(self.base_delay, attempt.jitter).min(left.saturating_sub(minimum));
                backoff.min(left).max(minimum.saturating_add(more))
            }
            None => backoff,
        };
        if wait > left { Decision::Stop } else { Decision::Wait(wait) }
    }

    fn max_wait(&self, number: u32) -> Duration {
        let factor = 2_u32.saturating_pow(number.saturating_sub(1));
        self.base_delay.saturating_mul(factor).min(self.max_delay)
    }
}

/// Returns a part of a wait. A jitter that is not a number returns the whole wait.
fn part(whole: Duration, jitter: f64) -> Duration {
    let part = whole.as_secs_f64() * jitter.clamp(0.0, 1.0);
    Duration::try_from_secs_f64(part).unwrap_or(whole).min(whole)
}

/// The kind of a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// 429: the server rejected the request before it processed it.
    RateLimited,
    /// There was no connection.
    NotSent,
    /// The request was sent and the response is incomplete: a timeout or a broken connection.
    Unanswered,
    /// 502, 503 or 504.
    Unavailable,
    /// Another attempt would fail in the same way.
    Final,
}

/// A failed attempt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FailedAttempt {
    /// The number of the attempt, counted from 1.
    pub(crate) number: u32,
    /// The time since the start of the call.
    pub(crate) elapsed: Duration,
    /// Whether the request can be sent twice: see [`is_repeatable`].
    pub(crate) repeatable: bool,
    pub(crate) failure: Failure,
    /// The wait that the server requests.
    pub(crate) retry_after: Option<Duration>,
    /// A random number from 0 to 1.
    pub(crate) jitter: f64,
}

impl FailedAttempt {
    fn may_repeat(&self) -> bool {
        match self.failure {
            Failure::RateLimited | Failure::NotSent => true,
            Failure::Unanswered | Failure::Unavailable => self.repeatable,
            Failure::Final => false,
        }
    }
}

/// The decision after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Another attempt after this wait.
    Wait(Duration),
    /// The call fails.
    Stop,
}

/// Returns whether a second request with this method has no further effect.
pub(crate) fn is_repeatable(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::PUT | Method::DELETE)
}

#[cfg(test)]
mod tests {
    use super::Failure::{Final, NotSent, RateLimited, Unanswered, Unavailable};
    use super::*;

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn attempt(failure: Failure) -> FailedAttempt {
        FailedAttempt { number: 1, elapsed: ms(0), repeatable: true, failure, retry_after: None, jitter: 0.5 }
    }

    #[test]
    fn only_a_request_without_a_second_effect_is_repeated() {
        // failure, retried if the method is repeatable, retried if it is not
        let table = [
            (RateLimited, true, true),
            (NotSent, true, true),
            (Unanswered, true, false),
            (Unavailable, true, false),
            (Final, false, false),
        ];
        for (failure, repeatable, other) in table {
            for (method, wanted) in [
                (Method::GET, repeatable),
                (Method::HEAD, repeatable),
                (Method::PUT, repeatable),
                (Method::DELETE, repeatable),
                (Method::POST, other),
                (Method::PATCH, other),
            ] {
                let attempt = FailedAttempt { repeatable: is_repeatable(&method), ..attempt(failure) };
                let decision = RetryPolicy::default().decide(&attempt);
                assert_eq!(decision != Decision::Stop, wanted, "{method} {failure:?}");
                assert_eq!(RetryPolicy::off().decide(&attempt), Decision::Stop, "{method} {failure:?}");
            }
        }
    }

    #[test]
    fn random_waits_grow_up_to_their_bounds() {
        // attempt, jitter, wait in ms
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
        for (number, jitter, wanted) in table {
            let attempt = FailedAttempt { number, jitter, ..attempt(RateLimited) };
            let wanted = wanted.map_or(Decision::Stop, |wait| Decision::Wait(ms(wait)));
            assert_eq!(policy.decide(&attempt), wanted, "attempt {number}, jitter {jitter}");
        }
    }

    #[test]
    fn a_wait_is_at_least_what_the_server_requests_and_within_the_total_time() {
        // elapsed, Retry-After, jitter, wait; all in ms
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
        for (elapsed, retry_after, jitter, wanted) in table {
            let attempt = FailedAttempt {
                elapsed: ms(elapsed),
                retry_after: retry_after.map(ms),
                jitter,
                ..attempt(RateLimited)
            };
            let wanted = wanted.map_or(Decision::Stop, |wait| Decision::Wait(ms(wait)));
            assert_eq!(RetryPolicy::default().decide(&attempt), wanted, "{elapsed} {retry_after:?} {jitter}");
        }
    }

    #[test]
    fn extreme_settings_are_valid() {
        let policy = RetryPolicy::default().max_attempts(0);
        assert_eq!(policy, RetryPolicy::off());
        let endless = RetryPolicy::default()
            .max_attempts(u32::MAX)
            .base_delay(Duration::MAX)
            .max_delay(Duration::MAX)
            .total_time(Duration::MAX);
        let attempt = FailedAttempt { number: 7, jitter: 1.0, ..attempt(NotSent) };
        assert_eq!(endless.decide(&attempt), Decision::Wait(Duration::MAX));
    }
}
