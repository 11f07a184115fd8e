//! The access tokens of a client and its clones. The layer `send` requests them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use secrecy::SecretString;

use crate::error::Error;

/// A token is not used at the end of its lifetime: for this long, or a tenth of the lifetime if that
/// is shorter.
const MARGIN: Duration = Duration::from_secs(60);

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
pub(crate) struct Tokens(Mutex<Vec<(&'static str, Arc<TokenSlot>)>>);

impl Tokens {
    /// Returns the slot of a token URL.
    pub(crate) fn slot(&self, token_url: &'static str) -> Arc<TokenSlot> {
        // The list is valid even if another thread panicked.
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, slot)) = slots.iter().find(|(url, _)| *url == token_url) {
            return Arc::clone(slot);
        }
        let slot = Arc::<TokenSlot>::default();
        slots.push((token_url, Arc::clone(&slot)));
        slot
    }
}

/// The token of one token URL. The task that holds the lock requests a token, and the others wait for
/// its result.
#[derive(Default)]
pub(crate) struct TokenSlot {
    pub(crate) state: tokio::sync::Mutex<Latest>,
    requests: AtomicU64,
}

impl TokenSlot {
    /// Returns the number of token requests that are complete.
    pub(crate) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Acquire)
    }

    /// Records that the token request with this number is complete.
    pub(crate) fn complete(&self, number: u64) {
        self.requests.store(number, Ordering::Release);
    }
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
