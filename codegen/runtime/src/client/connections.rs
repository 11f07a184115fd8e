//! The connection pools of a client. A connection belongs to the runtime that opened it: its task runs there.
//!
//! The runtimes with several threads share a pool. A runtime with one thread has its own, because it makes progress only
//! while its thread runs it, so the call of another runtime could wait for its connections without an end.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use tokio::runtime::{Handle, Id, RuntimeFlavor};

use super::drivers;
use super::transport::Transport;
use crate::error::Result;

/// The number of runtimes whose pools are kept. Each `#[tokio::test]` is a runtime.
const MAX_RUNTIMES: usize = 64;

/// The HTTP clients of a client, each with a connection pool.
pub(crate) struct Connections {
    source: Source,
    pools: Mutex<Pools>,
}

/// Where the HTTP clients come from.
enum Source {
    /// The application set the HTTP client, which all runtimes use.
    Application(reqwest::Client),
    /// They are made with these settings.
    Transport(Box<Transport>),
}

#[derive(Default)]
struct Pools {
    /// The HTTP client that `build` made, until a runtime uses it.
    unused: Option<reqwest::Client>,
    /// The HTTP client of the runtimes with several threads.
    shared: Option<reqwest::Client>,
    /// The latest runtimes with their HTTP clients. The last one was used last.
    runtimes: VecDeque<(Id, reqwest::Client)>,
}

impl Connections {
    /// Uses the HTTP client of the application in all runtimes.
    pub(super) fn of_application(http: reqwest::Client) -> Self {
        Self { source: Source::Application(http), pools: Mutex::default() }
    }

    /// Makes HTTP clients with these settings.
    pub(super) fn of_transport(transport: Transport) -> Result<Self> {
        let unused = Some(transport.connect()?);
        let pools = Mutex::new(Pools { unused, ..Pools::default() });
        Ok(Self { source: Source::Transport(Box::new(transport)), pools })
    }

    /// Returns the HTTP client for the runtime of this thread.
    ///
    /// # Errors
    ///
    /// Returns an error if the runtime lacks a driver.
    pub(crate) fn of_runtime(&self, runtime: &Handle) -> Result<reqwest::Client> {
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        let id = runtime.id();
        let known = pools.runtimes.iter().rposition(|(known, _)| *known == id);
        let http = if let Some((_, http)) = known.and_then(|at| pools.runtimes.remove(at)) {
            http
        } else {
            drivers::check()?;
            pools.http_for_new(runtime, &self.source)?
        };
        pools.runtimes.push_back((id, http.clone()));
        if pools.runtimes.len() > MAX_RUNTIMES {
            pools.runtimes.pop_front();
        }
        Ok(http)
    }
}

impl Pools {
    /// Returns the HTTP client for a runtime that has none yet.
    fn http_for_new(&mut self, runtime: &Handle, source: &Source) -> Result<reqwest::Client> {
        let transport = match source {
            Source::Application(http) => return Ok(http.clone()),
            Source::Transport(transport) => transport,
        };
        let has_one_thread = runtime.runtime_flavor() == RuntimeFlavor::CurrentThread;
        if let (false, Some(shared)) = (has_one_thread, &self.shared) {
            return Ok(shared.clone());
        }
        let http = self.unused.take().map_or_else(|| transport.connect(), Ok)?;
        if !has_one_thread {
            self.shared = Some(http.clone());
        }
        Ok(http)
    }
}

#[cfg(test)]
mod tests {
    use tokio::runtime::Builder;

    use super::*;

    #[test]
    fn the_pools_of_the_latest_runtimes_are_kept() {
        let connections = Connections::of_application(
            crate::client::tls::configure(reqwest::Client::builder()).unwrap().build().unwrap(),
        );
        let runtimes: Vec<_> =
            (0..=MAX_RUNTIMES).map(|_| Builder::new_current_thread().enable_all().build().unwrap()).collect();
        // The first runtime is used again before the last one begins.
        let order = runtimes[..MAX_RUNTIMES].iter().chain(&runtimes[..1]).chain(&runtimes[MAX_RUNTIMES..]);
        for runtime in order {
            runtime.block_on(async { connections.of_runtime(runtime.handle()).unwrap() });
        }
        let pools = connections.pools.lock().unwrap();
        let kept: Vec<Id> = pools.runtimes.iter().map(|(id, _)| *id).collect();
        let expected = runtimes[2..MAX_RUNTIMES].iter().chain([&runtimes[0], &runtimes[MAX_RUNTIMES]]);
        assert_eq!(kept, expected.map(|runtime| runtime.handle().id()).collect::<Vec<_>>());
    }
}
