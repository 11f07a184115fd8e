//! A call that is being sent, and its time.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Request, Url};
use tokio::runtime::Handle;

use super::http_request::http_request;
use crate::client::{Decision, FailedAttempt, Failure, Timing};
use crate::error::{Error, ErrorKind, Result};
use crate::request::Call;
use crate::response::Accepted;

/// The parts that all attempts of a call share.
pub(super) struct Outgoing<'c> {
    pub(super) call: &'c Arc<Call>,
    pub(super) url: Url,
    pub(super) accepted: Accepted,
    /// The HTTP client for the runtime of this thread.
    pub(super) http: reqwest::Client,
    /// The time of the client's clock at which the call began.
    started: Duration,
}

impl<'c> Outgoing<'c> {
    /// Starts the total timeout of a call.
    ///
    /// # Errors
    ///
    /// Returns an error if this thread has no runtime, or one without the drivers that a call requires.
    pub(super) fn new(call: &'c Arc<Call>, url: Url, accepted: Accepted) -> Result<Self> {
        let runtime = Handle::try_current().map_err(|_| {
            Error::invalid_request(
                "there is no Tokio runtime on this thread; poll the call in `#[tokio::main]` or with \
                 `Runtime::block_on`, or use the feature `blocking`; nothing was sent",
            )
        })?;
        let shared = call.client().shared();
        let http = shared.connections.of_runtime(&runtime)?;
        Ok(Self { call, url, accepted, http, started: shared.timing.now() })
    }

    /// Returns the request for the next attempt. It is the same for each attempt.
    pub(super) fn request(&self) -> Result<Request> {
        http_request(self.call, self.url.clone())
    }

    /// The clock of the client.
    pub(super) fn timing(&self) -> &'c dyn Timing {
        self.call.client().shared().timing.as_ref()
    }

    /// The time since the call began.
    fn elapsed(&self) -> Duration {
        self.timing().now().saturating_sub(self.started)
    }

    fn total_timeout(&self) -> Duration {
        self.call.total_timeout.unwrap_or(self.call.client().shared().total_timeout)
    }

    /// The remaining part of the total timeout.
    pub(super) fn left(&self) -> Duration {
        self.total_timeout().saturating_sub(self.elapsed())
    }

    /// Returns the wait before the next attempt, or `None` if the policy or the total timeout does not allow
    /// another attempt, or the body was a stream.
    pub(super) fn wait_after(&self, error: &Error) -> Option<Duration> {
        if !self.call.body.is_available() {
            return None;
        }
        let elapsed = self.elapsed();
        let policy = self.call.retry.as_ref().unwrap_or(&self.call.client().shared().retry);
        let decision = policy.decide(&FailedAttempt {
            number: error.attempts(),
            elapsed,
            repeatable: self.call.repeatable,
            failure: failure(error),
            retry_after: error.retry_after(),
            jitter: self.timing().jitter(),
        });
        match decision {
            Decision::Wait(wait) if elapsed.saturating_add(wait) < self.total_timeout() => Some(wait),
            Decision::Wait(_) | Decision::Stop => None,
        }
    }
}

/// Returns the kind of failure for the retry policy. A status counts even if the body is incomplete.
fn failure(error: &Error) -> Failure {
    match (error.status(), error.kind()) {
        (Some(429), _) => Failure::RateLimited,
        (Some(502..=504), _) => Failure::Unavailable,
        (_, ErrorKind::Connect) if error.is_permanent() => Failure::Final,
        (_, ErrorKind::Connect) => Failure::NotSent,
        (_, ErrorKind::Timeout | ErrorKind::Transport) => Failure::Unanswered,
        _ => Failure::Final,
    }
}
