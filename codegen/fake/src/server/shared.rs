//! The parts that the thread of the server and its owner share.

use std::sync::atomic::AtomicUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::engine::Engine;
use crate::message::{Reply, Request};

/// A function that the server calls after each response, with the time that the response took.
pub type Observer = Box<dyn Fn(&Request, &Reply, Duration) + Send + Sync>;

/// The parts that the thread of the server and its owner share.
pub(super) struct Shared {
    pub(super) engine: Mutex<Engine>,
    pub(super) options: Mutex<Options>,
    /// The number of requests in progress.
    pub(super) active: AtomicUsize,
    pub(super) observer: Option<Observer>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Options {
    pub(super) latency: Duration,
    pub(super) rate_limit: Option<usize>,
}

impl Shared {
    pub(super) fn engine(&self) -> MutexGuard<'_, Engine> {
        self.engine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn options(&self) -> MutexGuard<'_, Options> {
        self.options.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
