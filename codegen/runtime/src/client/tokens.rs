//! The access tokens of a client and its clones. The layer `send` requests them.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use secrecy::SecretString;
use tokio::runtime;

use crate::error::Error;

/// A token is not used at the end of its lifetime: for this long, or a tenth of the lifetime if that
/// is shorter.
const MARGIN: Duration = Duration::from_secs(60);

/// The number of tokens of a token URL that are not printed: the current one, and those before it.
const KNOWN_TOKENS: usize = 9;

/// An access token.
#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) value: SecretString,
    /// The time of the client's clock after which the token is not used. Without it, the token is
    /// used until the server responds with 401.
    expires: Option<Duration>,
    /// The number of the request to the token URL that returned this token.
    pub(crate) number: u64,
}

impl Token {
    /// Creates a token that was requested at this time and has this lifetime in seconds.
    pub(crate) fn new(value: SecretString, requested: Duration, lifetime: Option<f64>, number: u64) -> Self {
        let expires = lifetime.map(|seconds| requested.saturating_add(usable(seconds)));
        Self { value, expires, number }
    }

    /// Returns whether the token is neither expired nor the one that the server rejected.
    pub(crate) fn is_usable(&self, now: Duration, rejected: Option<u64>) -> bool {
        rejected != Some(self.number) && self.expires.is_none_or(|expires| now < expires)
    }
}

/// Returns the time for which a token with this lifetime in seconds is used.
fn usable(seconds: f64) -> Duration {
    // Twilio's example of a lifetime is 1438315200000 seconds.
    let lifetime = Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX);
    lifetime.saturating_sub(MARGIN.min(lifetime / 10))
}

/// The tokens of a client, one for each token URL.
#[derive(Default)]
pub(crate) struct Tokens(Mutex<Vec<(String, Arc<TokenSlot>)>>);

impl Tokens {
    /// Returns the slot of a token URL.
    pub(crate) fn slot(&self, token_url: &str) -> Arc<TokenSlot> {
        let mut slots = unpoisoned(&self.0);
        if let Some((_, slot)) = slots.iter().find(|(url, _)| url == token_url) {
            return Arc::clone(slot);
        }
        let slot = Arc::<TokenSlot>::default();
        slots.push((token_url.to_owned(), Arc::clone(&slot)));
        slot
    }

    /// Returns the latest tokens of each token URL.
    pub(crate) fn values(&self) -> Vec<SecretString> {
        unpoisoned(&self.0).iter().flat_map(|(_, slot)| unpoisoned(&slot.values).clone()).collect()
    }
}

/// The lock of the requests of one async runtime.
type Turn = Arc<tokio::sync::Mutex<()>>;

/// The token of one token URL.
#[derive(Default)]
pub(crate) struct TokenSlot {
    latest: Mutex<Latest>,
    /// The latest tokens, the last one first. A response can quote a token that is no longer used.
    values: Mutex<VecDeque<SecretString>>,
    started: AtomicU64,
    completed: AtomicU64,
    turns: Mutex<Vec<(runtime::Id, Turn)>>,
}

impl TokenSlot {
    /// Returns the lock of the requests of this runtime. The task that holds it requests a token, and the
    /// other tasks of the runtime wait for its result. A runtime can stop at any time, so no runtime waits
    /// for the task of another one.
    pub(crate) fn turn(&self, runtime: runtime::Id) -> Turn {
        let mut turns = unpoisoned(&self.turns);
        turns.retain(|(id, turn)| *id == runtime || Arc::strong_count(turn) > 1);
        if let Some((_, turn)) = turns.iter().find(|(id, _)| *id == runtime) {
            return Arc::clone(turn);
        }
        let turn = Turn::default();
        turns.push((runtime, Arc::clone(&turn)));
        turn
    }

    /// Returns the result of the latest token request.
    pub(crate) fn latest(&self) -> MutexGuard<'_, Latest> {
        unpoisoned(&self.latest)
    }

    /// Returns the number of token requests that are complete.
    pub(crate) fn completed(&self) -> u64 {
        self.completed.load(Ordering::Acquire)
    }

    /// Returns the number of a new token request, counted from 1.
    pub(crate) fn start(&self) -> u64 {
        self.started.fetch_add(1, Ordering::AcqRel) + 1
    }

    /// Records the result of a token request.
    pub(crate) fn complete(&self, latest: Latest) {
        if let Some(token) = &latest.token {
            let mut values = unpoisoned(&self.values);
            values.push_front(token.value.clone());
            values.truncate(KNOWN_TOKENS);
        }
        *self.latest() = latest;
        self.completed.fetch_add(1, Ordering::AcqRel);
    }
}

/// Locks data that is valid even if another thread panicked.
fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The result of the latest token request.
#[derive(Default)]
pub(crate) struct Latest {
    pub(crate) token: Option<Token>,
    /// The error, if there is no token.
    pub(crate) error: Option<Error>,
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;
    use secrecy::zeroize::ZeroizeOnDrop;

    use super::*;

    fn wiped_on_drop<T: ZeroizeOnDrop>(_: &T) {}

    #[test]
    fn the_value_is_wiped_on_drop() {
        let Token { value, expires: _, number: _ } =
            Token::new(SecretString::from("token"), Duration::ZERO, None, 1);
        wiped_on_drop(&value);
    }

    #[test]
    fn the_current_token_and_eight_before_it_are_known() {
        let tokens = Tokens::default();
        for (url, count) in [("https://a.example", 12), ("https://b.example", 2)] {
            let slot = tokens.slot(url);
            for number in 1..=count {
                let value = SecretString::from(format!("{url}-{number}"));
                let token = Some(Token::new(value, Duration::ZERO, None, number));
                slot.complete(Latest { token, error: None });
                slot.complete(Latest::default());
            }
        }
        let values = tokens.values();
        let known = |value: &str| values.iter().any(|known| known.expose_secret() == value);
        for (value, wanted) in [
            ("https://a.example-12", true),
            ("https://a.example-4", true),
            ("https://a.example-3", false),
            ("https://b.example-1", true),
        ] {
            assert_eq!(known(value), wanted, "{value}");
        }
    }

    #[test]
    fn a_token_is_used_until_shortly_before_it_expires() {
        let table = [
            (3600.0, 3540.0),
            (60.0, 54.0),
            (0.0, 0.0),
            (-1.0, 0.0),
            (f64::NAN, 0.0),
            (1_438_315_200_000.0, 1_438_315_199_940.0),
        ];
        for (seconds, wanted) in table {
            assert_eq!(usable(seconds), Duration::from_secs_f64(wanted), "{seconds}");
        }
        assert!(usable(f64::INFINITY) > Duration::from_secs(u64::MAX / 2));
    }
}
