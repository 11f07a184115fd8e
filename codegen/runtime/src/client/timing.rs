//! The clock, the sleep function and the jitter source. The runtime reads them only here.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::pin::Pin;
use std::time::{Duration, Instant};

/// The clock, the sleep function and the jitter source for retries. Pass another implementation to
/// `ClientBuilder::timing` to make tests fast and deterministic.
pub trait Timing: Send + Sync + 'static {
    /// Returns the time since a fixed moment. It must never decrease.
    fn now(&self) -> Duration;

    /// Completes after this time.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;

    /// Returns a random number from 0 to 1.
    fn jitter(&self) -> f64;
}

/// The system's clock and Tokio's timer. The jitter comes from the random keys of std's hash maps.
pub(crate) struct SystemTiming {
    start: Instant,
}

impl SystemTiming {
    pub(crate) fn new() -> Self {
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

    fn jitter(&self) -> f64 {
        let bits = RandomState::new().build_hasher().finish();
        // An `f64` represents every integer of 32 bits, and they are enough to spread clients.
        f64::from(u32::try_from(bits >> 32).unwrap_or_default()) / f64::from(u32::MAX)
    }
}

impl fmt::Debug for SystemTiming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SystemTiming")
    }
}
