//! The state of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderMap;

use super::connections::Connections;
use super::credentials::Credentials;
use super::host;
use super::limiter::ConcurrencyLimiter;
use super::region::Region;
use super::retry::RetryPolicy;
use super::timing::Timing;
use super::token_url::TokenUrl;
use super::tokens::Tokens;
use crate::error::{Error, Result};
use crate::value::OnUnexpected;

/// The state that a generated client and all its requests share. Clones refer to the same state.
#[derive(Clone)]
pub struct Client(pub(super) Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) connections: Connections,
    pub(crate) credentials: Credentials,
    /// Replaces the host of the OpenAPI document.
    pub(crate) base: Option<Url>,
    /// Whether requests may go to a server without encryption.
    pub(crate) allow_insecure_http: bool,
    /// Changes the host of the OpenAPI document.
    pub(crate) region: Option<Region>,
    /// The headers of every request to the API: those of the client and of the caller.
    pub(crate) headers: HeaderMap,
    /// The headers of the client alone, for requests to another server.
    pub(crate) own_headers: HeaderMap,
    pub(crate) timeout: Duration,
    pub(crate) total_timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) timing: Arc<dyn Timing>,
    pub(crate) limiter: Option<ConcurrencyLimiter>,
    pub(crate) tokens: Tokens,
    /// Replaces the token URL of the OpenAPI document.
    pub(crate) token_url: Option<TokenUrl>,
    pub(crate) max_response_bytes: usize,
    /// Receives the unexpected values of responses.
    pub(crate) on_unexpected: Option<OnUnexpected>,
    /// The process that made the client.
    pub(crate) process: u32,
}

impl Shared {
    /// Rejects a call in a process that was forked from the one that made the client. The connections and
    /// the threads of the client exist only there, so the call would wait for them without an end.
    pub(crate) fn check_process(&self) -> Result<()> {
        if self.process == std::process::id() {
            return Ok(());
        }
        Err(Error::invalid_request(
            "the client was made before this process was forked; make a new client in this process; \
             nothing was sent",
        ))
    }
}

#[cfg(test)]
impl Client {
    /// Returns a client that another process made, for tests.
    pub(crate) fn of_another_process(mut self) -> Self {
        Arc::get_mut(&mut self.0).unwrap().process = 0;
        self
    }
}

impl Client {
    /// Returns the current limit of concurrent requests, or `None` if there is no limit.
    pub fn concurrent_requests_limit(&self) -> Option<usize> {
        self.0.limiter.as_ref().map(ConcurrencyLimiter::limit)
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.0
    }

    /// Returns the URL that paths are appended to, for a host of an OpenAPI document.
    pub(crate) fn root(&self, host: &str) -> Result<Url> {
        host::root(self.0.base.as_ref(), self.0.region.as_ref(), host, self.0.allow_insecure_http)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printed = f.debug_struct("Client");
        printed.field("credentials", &self.0.credentials);
        if let Some(Region { edge, region }) = &self.0.region {
            printed.field("edge", edge).field("region", region);
        }
        printed.finish_non_exhaustive()
    }
}
