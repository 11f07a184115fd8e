//! Time and chance: the only place where the client asks for them.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::pin::Pin;
use std::time::{Duration, Instant};

/// The clock, the waits and the chance that retries go by; tests bring their own, see
/// [`ClientBuilder::timing`](super::ClientBuilder::timing).
pub trait Timing: Send + Sync + 'static {
    /// The time since some fixed moment; it never goes back.
    fn now(&self) -> Duration;

    /// Ends after this time.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;

    /// A number from 0 to 1, another one each time.
    fn chance(&self) -> f64;
}

/// Tokio's timer and the system's clock; chance from the random keys of std's hash maps.
pub(super) struct SystemTiming {
    start: Instant,
}

impl SystemTiming {
    pub(super) fn new() -> Self {
        Self { start: Instant::now() }
    }
}

impl Timing for SystemTiming {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn chance(&self) -> f64 {
        let bits = RandomState::new().build_hasher().finish();
        // 32 bits are enough to spread clients, and every one of them is an f64.
        f64::from(u32::try_from(bits >> 32).unwrap_or_default()) / f64::from(u32::MAX)
    }
}

impl fmt::Debug for SystemTiming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SystemTiming")
    }
}
