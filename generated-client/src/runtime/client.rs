//! The client: where requests go, and with which limits.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue, USER_AGENT};

use super::credentials::Credentials;
use super::error::{Error, Result};
use super::gate::Gate;
use super::header;
use super::host::{self, Place};
use super::retry::RetryPolicy;
use super::timing::{SystemTiming, Timing};
use super::token::Tokens;

/// A client of Twilio's HTTP API. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

pub(super) struct Inner {
    pub(super) http: reqwest::Client,
    pub(super) credentials: Credentials,
    /// Replaces the document's host.
    pub(super) base: Option<Url>,
    /// Changes it.
    pub(super) place: Option<Place>,
    pub(super) headers: HeaderMap,
    pub(super) timeout: Duration,
    pub(super) total_timeout: Duration,
    pub(super) retry: RetryPolicy,
    pub(super) timing: Arc<dyn Timing>,
    pub(super) gate: Option<Gate>,
    pub(super) tokens: Tokens,
    pub(super) max_response_bytes: usize,
}

impl Client {
    /// A client with the default settings: see [`ClientBuilder`].
    pub fn new(credentials: Credentials) -> Result<Self> {
        Self::builder(credentials).build()
    }

    /// A client with settings of one's own.
    pub fn builder(credentials: Credentials) -> ClientBuilder {
        ClientBuilder {
            credentials,
            base_url: None,
            region: None,
            edge: None,
            allow_insecure_http: false,
            http: None,
            proxy: None,
            headers: Vec::new(),
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(120),
            retry: RetryPolicy::default(),
            timing: None,
            max_concurrent_requests: None,
            user_agent_suffix: None,
            max_response_bytes: 16 * 1024 * 1024,
        }
    }

    /// How many requests may be under way at once by now; none without
    /// [a limit](ClientBuilder::max_concurrent_requests).
    pub fn concurrent_requests_limit(&self) -> Option<usize> {
        self.0.gate.as_ref().map(Gate::width)
    }

    pub(super) fn inner(&self) -> &Inner {
        &self.0
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Client");
        shown.field("credentials", &self.0.credentials);
        if let Some(Place { edge, region }) = &self.0.place {
            shown.field("edge", edge).field("region", region);
        }
        shown.finish_non_exhaustive()
    }
}

/// Settings of a [`Client`].
#[must_use = "does nothing until built"]
pub struct ClientBuilder {
    credentials: Credentials,
    base_url: Option<String>,
    region: Option<String>,
    edge: Option<String>,
    allow_insecure_http: bool,
    http: Option<reqwest::Client>,
    proxy: Option<String>,
    headers: Vec<(String, String)>,
    connect_timeout: Duration,
    timeout: Duration,
    total_timeout: Duration,
    retry: RetryPolicy,
    timing: Option<Arc<dyn Timing>>,
    max_concurrent_requests: Option<usize>,
    user_agent_suffix: Option<String>,
    max_response_bytes: usize,
}

/// A base URL may hold a password until it is checked: it is not shown.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("credentials", &self.credentials).finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// Sends every request, those for access tokens too, to this address instead of the document's
    /// host: for tests and proxies.
    /// `http://` is accepted for loopback addresses only, see
    /// [`allow_insecure_http`](Self::allow_insecure_http).
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// The region that keeps and handles the data, such as `au1`: requests go to
    /// `{product}.{edge}.{region}.twilio.com`. It needs an [`edge`](Self::edge); a
    /// [base URL](Self::base_url) counts before both.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The place where requests enter Twilio's network, such as `sydney`. Without a
    /// [`region`](Self::region) of its own that is `us1`.
    pub fn edge(mut self, edge: impl Into<String>) -> Self {
        self.edge = Some(edge.into());
        self
    }

    /// Takes [`region`](Self::region) and [`edge`](Self::edge) from `TWILIO_REGION` and
    /// `TWILIO_EDGE`. What is not set, or empty, stays as it is.
    pub fn region_from_env(mut self) -> Self {
        let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        // What is no text is no name of a region either, and refused with it.
        let text = |value: std::ffi::OsString| value.to_string_lossy().into_owned();
        self.region = variable("TWILIO_REGION").map(text).or(self.region);
        self.edge = variable("TWILIO_EDGE").map(text).or(self.edge);
        self
    }

    /// Accepts `http://` for any base URL. Credentials then travel in the clear.
    pub fn allow_insecure_http(mut self) -> Self {
        self.allow_insecure_http = true;
        self
    }

    /// Sends through this client: its proxy, TLS, pool and connect timeout count. It should not
    /// follow redirects: a redirect is not a success.
    pub fn http_client(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// Sends everything through this proxy, such as `http://user:password@proxy.example:8080`.
    /// Does not go with [`http_client`](Self::http_client), which has its own.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Sends this header with every request, unless the request has one of that name. Its value
    /// is not printed.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// How long making a connection may take. Default: 10 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long one attempt may take, from connecting to the last byte of the body, however slowly
    /// it comes. Default: 30 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long a call may take in all, over its attempts and the waits between them. For a list
    /// this is one page. Default: 120 seconds.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = timeout;
        self
    }

    /// Whether and when a call that failed is tried again. Default: [`RetryPolicy::default`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How many requests of this client and its clones may be under way at once, 1 or more; others
    /// wait for their turn, within their total timeout. A 429 halves the number, and answers raise
    /// it step by step up to this again. A call that was begun and is not polled keeps its turn.
    /// Default: no limit.
    pub fn max_concurrent_requests(mut self, requests: usize) -> Self {
        self.max_concurrent_requests = Some(requests);
        self
    }

    /// The clock, the waits and the chance that retries go by, for tests that need neither time
    /// nor luck. An attempt's own timeout always goes by the real clock.
    pub fn timing(mut self, timing: Arc<dyn Timing>) -> Self {
        self.timing = Some(timing);
        self
    }

    /// Names the application in the `User-Agent`, behind this crate's own name.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// How large the body of an answer may be, in bytes. Default: 16 MiB.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// A base URL, region, edge, proxy, header or user agent that cannot be used; TLS that cannot
    /// be set up.
    pub fn build(self) -> Result<Client> {
        let base = self
            .base_url
            .as_deref()
            .map(|url| host::check_base(url, self.allow_insecure_http))
            .transpose()?;
        let place = Place::new(self.region, self.edge)?;
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, user_agent(self.user_agent_suffix.as_deref())?);
        for (name, value) in &self.headers {
            let (name, mut value) = header::checked(name, value)?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        let http = match (self.http, self.proxy) {
            (Some(_), Some(_)) => {
                let message = "`proxy` does not go with `http_client`: set it there";
                return Err(Error::invalid_request(message.to_owned()));
            }
            (Some(http), None) => http,
            (None, proxy) => connect(self.connect_timeout, proxy.as_deref(), base.as_ref())?,
        };
        Ok(Client(Arc::new(Inner {
            http,
            credentials: self.credentials,
            base,
            place,
            headers,
            timeout: self.timeout,
            total_timeout: self.total_timeout,
            retry: self.retry,
            timing: self.timing.unwrap_or_else(|| Arc::new(SystemTiming::new())),
            gate: self.max_concurrent_requests.map(Gate::new),
            tokens: Tokens::default(),
            max_response_bytes: self.max_response_bytes,
        })))
    }
}

fn connect(timeout: Duration, proxy: Option<&str>, base: Option<&Url>) -> Result<reqwest::Client> {
    // The error may quote the address, which may hold a password.
    let proxy = proxy
        .map(reqwest::Proxy::all)
        .transpose()
        .map_err(|_| Error::invalid_request("the proxy's address cannot be read".to_owned()))?;
    // What leads to this machine in the clear does not leave it, whatever `HTTP_PROXY` says.
    let stays = base.is_some_and(|base| base.scheme() == "http" && host::is_loopback(base));
    let builder =
        reqwest::Client::builder().connect_timeout(timeout).redirect(reqwest::redirect::Policy::none());
    let builder = match proxy {
        Some(proxy) => builder.proxy(proxy),
        None if stays => builder.no_proxy(),
        None => builder,
    };
    builder.build().map_err(Error::setup)
}

fn user_agent(suffix: Option<&str>) -> Result<HeaderValue> {
    let own = concat!(env!("CARGO_PKG_NAME"), "-rust/", env!("CARGO_PKG_VERSION"));
    let text = suffix.map_or_else(|| own.to_owned(), |suffix| format!("{own} {suffix}"));
    HeaderValue::from_str(&text).map_err(|_| {
        Error::invalid_request("the user agent's suffix holds a character that a header cannot".to_owned())
    })
}
