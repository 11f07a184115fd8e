//! The limit of concurrent requests of a client. A 429 halves it, and other responses raise it again.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{Semaphore, SemaphorePermit};

/// The current limit. It has no side effects.
///
/// A 429 halves the limit, once for all requests that were in progress together. After as many
/// responses as the limit, it increases by one, up to the maximum.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Limit {
    max: usize,
    current: usize,
    /// The number of responses since the last change.
    responses: usize,
    /// The number of reductions.
    epoch: u64,
}

impl Limit {
    fn new(max: usize) -> Self {
        Self { max, current: max, responses: 0, epoch: 0 }
    }

    /// Reduces the limit after a 429 to a request that began in this epoch.
    fn reduce(&mut self, epoch: u64) {
        if epoch == self.epoch {
            self.current = (self.current / 2).max(1);
            self.responses = 0;
            self.epoch += 1;
        }
    }

    /// Counts another response to a request that began in this epoch.
    fn count_response(&mut self, epoch: u64) {
        if epoch != self.epoch || self.current == self.max {
            return;
        }
        self.responses += 1;
        if self.responses >= self.current {
            self.current += 1;
            self.responses = 0;
        }
    }
}

/// A limiter of concurrent requests, in which requests wait for their permit.
pub(crate) struct ConcurrencyLimiter {
    permits: Semaphore,
    state: Mutex<LimiterState>,
}

struct LimiterState {
    limit: Limit,
    /// The number of permits in use that are not returned, because the limit was reduced.
    surplus: usize,
}

impl ConcurrencyLimiter {
    /// Creates a limiter with this maximum, but at least 1.
    pub(crate) fn new(max: usize) -> Self {
        let max = max.clamp(1, Semaphore::MAX_PERMITS);
        let state = Mutex::new(LimiterState { limit: Limit::new(max), surplus: 0 });
        Self { permits: Semaphore::new(max), state }
    }

    /// Waits until a request may be sent. Dropping the permit releases it.
    pub(crate) async fn acquire(&self) -> Permit<'_> {
        // The semaphore is never closed. If it were, requests would be sent without a limit.
        let place = self.permits.acquire().await.ok();
        let epoch = self.state().limit.epoch;
        Permit { limiter: self, place, epoch }
    }

    /// Returns the number of requests that may currently be in progress.
    pub(crate) fn limit(&self) -> usize {
        self.state().limit.current
    }

    fn state(&self) -> MutexGuard<'_, LimiterState> {
        // The state consists of numbers, which a panic leaves valid.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the limit and the number of permits.
    fn change(&self, change: impl FnOnce(&mut Limit)) {
        let mut state = self.state();
        let before = state.limit.current;
        change(&mut state.limit);
        let after = state.limit.current;
        if after < before {
            let fewer = before - after;
            // A permit in use cannot be removed now, so it is removed when it is released.
            state.surplus += fewer - self.permits.forget_permits(fewer);
        }
        for _ in before..after {
            match state.surplus.checked_sub(1) {
                Some(less) => state.surplus = less,
                None => self.permits.add_permits(1),
            }
        }
    }
}

/// Permission to have one request in progress.
pub(crate) struct Permit<'l> {
    limiter: &'l ConcurrencyLimiter,
    place: Option<SemaphorePermit<'l>>,
    epoch: u64,
}

impl Permit<'_> {
    /// Releases the permit and changes the limit according to the status of the response, if there
    /// was one.
    pub(crate) fn release(self, status: Option<u16>) {
        match status {
            Some(429) => self.limiter.change(|limit| limit.reduce(self.epoch)),
            Some(200..=499) => self.limiter.change(|limit| limit.count_response(self.epoch)),
            // A failing or unreachable server does not indicate the right limit.
            _ => {}
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut state = self.limiter.state();
        if let Some(less) = state.surplus.checked_sub(1) {
            state.surplus = less;
            if let Some(place) = self.place.take() {
                place.forget();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_429_halves_the_limit_and_responses_raise_it_again() {
        // responses: x is a 429 of the current epoch, o a 429 of an older one, . another response → limit
        let table = [
            ("", 8),
            ("........", 8),
            ("x", 4),
            ("xo", 4),
            ("xx", 2),
            ("xxxxxx", 1),
            ("x...", 4),
            ("x....", 5),
            ("x.........", 6),
            ("x...x..", 3),
            ("x...x.....", 4),
            ("xxx.", 2),
            ("x..........................", 8),
            ("x...........................................", 8),
        ];
        for (events, wanted) in table {
            let mut limit = Limit::new(8);
            for event in events.chars() {
                let epoch = limit.epoch;
                match event {
                    'x' => limit.reduce(epoch),
                    'o' => limit.reduce(epoch - 1),
                    _ => limit.count_response(epoch),
                }
            }
            assert_eq!(limit.current, wanted, "{events}");
        }
    }

    #[test]
    fn a_response_of_an_older_epoch_does_not_raise_the_limit() {
        let mut limit = Limit::new(2);
        limit.reduce(0);
        limit.count_response(0);
        assert_eq!(limit.current, 1);
        limit.count_response(1);
        assert_eq!(limit.current, 2);
    }

    #[test]
    fn permits_in_use_are_removed_when_they_are_released() {
        let limiter = ConcurrencyLimiter::new(4);
        let take = || Permit { limiter: &limiter, place: limiter.permits.try_acquire().ok(), epoch: 0 };
        let permits = [take(), take(), take()];
        limiter.change(|limit| limit.reduce(0));
        assert_eq!(
            (limiter.limit(), limiter.permits.available_permits(), limiter.state().surplus),
            (2, 0, 1)
        );
        let [first, second, third] = permits;
        drop(first);
        assert_eq!((limiter.permits.available_permits(), limiter.state().surplus), (0, 0));
        drop(second);
        assert_eq!(limiter.permits.available_permits(), 1);
        limiter.change(|limit| {
            limit.count_response(1);
            limit.count_response(1);
        });
        drop(third);
        assert_eq!((limiter.limit(), limiter.permits.available_permits()), (3, 3));
    }

    #[test]
    fn the_limit_is_at_least_one_and_at_most_the_maximum_of_the_semaphore() {
        assert_eq!(
            (ConcurrencyLimiter::new(0).limit(), ConcurrencyLimiter::new(usize::MAX).limit()),
            (1, Semaphore::MAX_PERMITS)
        );
    }
}
