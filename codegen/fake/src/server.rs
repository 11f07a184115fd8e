//! The HTTP server: an engine on a port of this machine.

mod body;
mod connection;
mod handle;
mod listen;
mod page;
mod reset;
mod run;
mod shared;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

use crate::engine::Engine;
use crate::inject::{Fault, Injection};
use crate::record::Record;
use crate::seed::{Properties, SeedError};
use listen::{Command, Commands};
pub use run::block_on;
pub use shared::Observer;
use shared::Shared;

/// A running fake. It stops when it is dropped.
pub struct Server {
    shared: Arc<Shared>,
    address: SocketAddr,
    commands: Commands,
    thread: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Server {
    /// Starts a fake on a free port of the loopback address.
    ///
    /// # Errors
    ///
    /// Returns an error if the system provides no port or no thread.
    pub fn start(engine: Engine) -> io::Result<Self> {
        Self::start_on(engine, 0, None)
    }

    /// Starts a fake on this port of the loopback address. Port 0 is any free port.
    ///
    /// # Errors
    ///
    /// Returns an error if the port is in use.
    pub fn start_on(mut engine: Engine, port: u16, observer: Option<Observer>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        engine.set_url(format!("http://{address}"));
        let shared = Arc::new(Shared {
            engine: Mutex::new(engine),
            options: Mutex::default(),
            active: AtomicUsize::new(0),
            observer,
        });
        let (commands, thread) = listen::spawn(listener, address, Arc::clone(&shared))?;
        Ok(Self { shared, address, commands, thread: Some(thread) })
    }

    /// The URL without a slash at the end: `http://127.0.0.1:4010`.
    ///
    /// Requests of all documents can use it. If documents share a path, the first document applies.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The URL for the requests of one document: the URL of the fake and the module, such as `chat_v2`.
    pub fn url_of(&self, module: &str) -> String {
        format!("{}/{module}", self.url())
    }

    /// The base URL of a generated client: it replaces `{host}` by the host of a document, so that documents can
    /// share paths.
    pub fn base_url(&self) -> String {
        format!("{}/{{host}}", self.url())
    }

    /// The account SID that the fake accepts as the user name.
    pub fn account_sid(&self) -> String {
        self.engine().credentials().account_sid.clone()
    }

    /// The auth token that the fake accepts as the password.
    pub fn auth_token(&self) -> String {
        self.engine().credentials().auth_token.clone()
    }

    /// The engine: the rules and the state without the server. The server does not respond while the value exists. Tests
    /// of a client do not need it.
    pub fn engine(&self) -> MutexGuard<'_, Engine> {
        self.shared.engine()
    }

    /// Adds a resource of the collection that an operation uses, and returns it with all properties.
    ///
    /// `operation` is the operationId of an operation on the resource or its collection, with the module if it is not
    /// unique: `ListInvite`, `chat_v2.ListInvite`. `path` contains the path values in the order of the path. The last
    /// one of a resource, such as the `Sid` of `FetchInvite`, can be absent. `properties` is a JSON object with
    /// properties of the resource, such as `json!({"identity": "alice"})`, or a reference to a model of the client.
    /// The other properties get the values of a new resource.
    ///
    /// # Errors
    ///
    /// Returns an error if no operation has this id, if the number of path values differs, or if the properties
    /// do not match the document.
    pub fn insert(
        &self,
        operation: &str,
        path: &[&str],
        properties: impl Properties,
    ) -> Result<Value, SeedError> {
        self.engine().insert(operation, path, properties)
    }

    /// Sets the seed of the random numbers of [`Injected::with_probability`], which is constant otherwise.
    pub fn set_seed(&self, seed: u64) {
        self.engine().set_seed(seed);
    }

    /// Adds the resources that the last request named and that do not exist. Returns whether there was one.
    #[doc(hidden)]
    pub fn insert_missing(&self) -> bool {
        let mut engine = self.engine();
        let last = engine.records().last().filter(|record| record.status == 404).cloned();
        let Some(Record { module: Some(module), operation: Some(operation), path, .. }) = last else {
            return false;
        };
        engine.insert_path(&module, &operation, &path)
    }

    /// Selects the next requests of an operation, to inject an error.
    ///
    /// `operation` is an operationId, with the module if it is not unique: `FetchInvite`, `chat_v2.FetchInvite`.
    pub fn next(&self, operation: &str) -> Next<'_> {
        Next { server: self, operation: Some(operation.to_owned()) }
    }

    /// Selects the next requests of all operations, to inject an error.
    pub fn next_of_all(&self) -> Next<'_> {
        Next { server: self, operation: None }
    }

    /// Responds with status 429 to requests while more than this number of requests are in progress.
    pub fn rate_limit(&self, requests: usize) {
        self.shared.options().rate_limit = Some(requests);
    }

    /// Removes the limit of [`rate_limit`](Self::rate_limit).
    pub fn no_rate_limit(&self) {
        self.shared.options().rate_limit = None;
    }

    /// Waits for this time before each response.
    pub fn latency(&self, latency: Duration) {
        self.shared.options().latency = latency;
    }

    /// Gives each property of later resources the example of the document, if it has neither a value nor a default. The
    /// fake has only the examples whose JSON has at most 64 bytes and whose schema allows them. A property that
    /// identifies a resource has no example.
    pub fn use_examples(&self) {
        self.engine().use_examples();
    }

    /// The latest requests, at most 10,000, beginning with the oldest.
    pub fn requests(&self) -> Vec<Record> {
        self.engine().records().cloned().collect()
    }

    /// Removes all resources, recorded requests and injected errors.
    pub fn reset(&self) {
        self.engine().reset();
    }

    /// Sets the clock to this number of seconds after 1970. It then stays there until it is set again.
    pub fn set_clock(&self, seconds: i64) {
        self.engine().set_clock(seconds);
    }

    /// Moves the clock forward, and stops it there.
    pub fn advance_clock(&self, duration: Duration) {
        self.engine().advance_clock(i64::try_from(duration.as_secs()).unwrap_or(i64::MAX));
    }

    /// Closes all connections, and refuses new ones.
    ///
    /// # Errors
    ///
    /// Returns an error if the server has stopped.
    pub fn refuse_connections(&self) -> io::Result<()> {
        self.commands.run(Command::Refuse)
    }

    /// Accepts connections again.
    ///
    /// # Errors
    ///
    /// Returns an error if another program uses the port now.
    pub fn accept_connections(&self) -> io::Result<()> {
        self.commands.run(Command::Accept)
    }

    /// Stops the server. Requests in progress have this time to end.
    pub fn stop(mut self, grace: Duration) {
        self.end(grace);
    }

    fn end(&mut self, grace: Duration) {
        if let Some(thread) = self.thread.take() {
            // A server that has stopped already needs no command.
            drop(self.commands.run(|done| Command::Stop(grace, done)));
            drop(thread.join());
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end(Duration::ZERO);
    }
}

/// The requests that [`Server::next`] selects.
#[derive(Debug)]
#[must_use = "does nothing until an error is injected"]
pub struct Next<'a> {
    server: &'a Server,
    operation: Option<String>,
}

impl<'a> Next<'a> {
    /// Injects an error into the next request. The returned value changes the number of requests.
    pub fn fails_with(self, error: Fault) -> Injected<'a> {
        let Self { server, operation } = self;
        let injection = Injection { operation, error, times: Some(1), probability: 1.0 };
        let number = server.engine().inject(injection);
        Injected { server, number }
    }
}

/// An error that was injected.
#[derive(Debug)]
pub struct Injected<'a> {
    server: &'a Server,
    number: u64,
}

impl Injected<'_> {
    /// Injects the error into this number of requests.
    pub fn times(&self, requests: u64) -> &Self {
        self.change(|injection| injection.times = Some(requests))
    }

    /// Injects the error into all requests until [`Server::reset`].
    pub fn always(&self) -> &Self {
        self.change(|injection| injection.times = None)
    }

    /// Injects the error into each request with this probability, from 0 to 1. The seed of the random numbers is
    /// constant; [`Server::set_seed`] changes it.
    pub fn with_probability(&self, probability: f64) -> &Self {
        self.change(|injection| injection.probability = probability)
    }

    fn change(&self, change: impl FnOnce(&mut Injection)) -> &Self {
        self.server.engine().change_injection(self.number, change);
        self
    }
}
