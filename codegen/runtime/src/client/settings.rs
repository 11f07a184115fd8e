//! The settings of a client.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderMap, HeaderValue, USER_AGENT};

use super::connections::Connections;
use super::credentials::Credentials;
use super::header::{parse_header, parse_header_or_credentials};
use super::host::check_base;
use super::limiter::ConcurrencyLimiter;
use super::package::Package;
use super::region::Region;
use super::retry::RetryPolicy;
use super::servers::Servers;
use super::shared::{Client, Shared};
use super::timing::{SystemTiming, Timing};
use super::token_url::TokenUrl;
use super::tokens::Tokens;
use super::transport::{TLS, TransportSettings};
use crate::error::{Error, Result};
use crate::value::OnUnexpected;

/// The settings that a `ClientBuilder` collects; its setters, in `client_macro`, describe each one.
///
/// The base URL and the proxy can contain a password, so the type does not implement `Debug`.
#[expect(missing_docs, reason = "the setters of the builder describe the settings")]
pub struct ClientSettings {
    pub credentials: Credentials,
    pub base_url: Option<String>,
    pub region: Option<String>,
    pub edge: Option<String>,
    pub allow_insecure_http: bool,
    pub http: Option<reqwest::Client>,
    pub proxy: Option<String>,
    pub headers: Vec<(String, String)>,
    pub connect_timeout: Duration,
    pub timeout: Duration,
    pub total_timeout: Duration,
    pub retry: RetryPolicy,
    pub timing: Option<Arc<dyn Timing>>,
    pub max_concurrent_requests: Option<usize>,
    pub user_agent_suffix: Option<String>,
    pub max_response_bytes: usize,
    pub token_url: Option<String>,
    pub pool_idle_timeout: Duration,
    pub on_unexpected: Option<OnUnexpected>,
}

impl ClientSettings {
    /// The default settings.
    pub fn new(credentials: Credentials) -> Self {
        Self {
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
            token_url: None,
            pool_idle_timeout: Duration::from_secs(50),
            on_unexpected: None,
        }
    }

    /// Reads the region and the edge from the environment. A variable that is unset or empty changes
    /// nothing.
    pub fn region_from_env(&mut self) {
        let variable = |name| {
            let value = std::env::var_os(name).filter(|value| !value.is_empty())?;
            // A value that is not Unicode is not the name of a region: `build` rejects it.
            Some(value.to_string_lossy().into_owned())
        };
        self.region = variable("TWILIO_REGION").or_else(|| self.region.take());
        self.edge = variable("TWILIO_EDGE").or_else(|| self.edge.take());
    }

    /// Checks the settings and creates the client of a generated crate.
    pub fn build(self, package: Package) -> Result<Client> {
        self.credentials.check()?;
        let insecure = self.allow_insecure_http;
        let base = self.base_url.as_deref().map(|url| check_base("base URL", url, insecure)).transpose()?;
        let token_url =
            self.token_url.as_deref().map(|url| TokenUrl::of_settings(url, insecure)).transpose()?;
        let region = Region::new(self.region.clone(), self.edge.clone())?;
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, user_agent(package, self.user_agent_suffix.as_deref())?);
        let own_headers = headers.clone();
        for (name, value) in &self.headers {
            let parse = if self.credentials.are_none() { parse_header_or_credentials } else { parse_header };
            let (name, mut value) = parse(name, value)?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        let servers =
            Servers { package, base: base.as_ref(), region: region.as_ref(), token_url: token_url.as_ref() };
        let connections = self.connections(&servers)?;
        Ok(Client(Arc::new(Shared {
            connections,
            credentials: self.credentials,
            base,
            allow_insecure_http: insecure,
            region,
            headers,
            own_headers,
            timeout: self.timeout,
            total_timeout: self.total_timeout,
            retry: self.retry,
            timing: self.timing.unwrap_or_else(|| Arc::new(SystemTiming::new())),
            limiter: self.max_concurrent_requests.map(ConcurrencyLimiter::new),
            tokens: Tokens::default(),
            token_url,
            max_response_bytes: self.max_response_bytes,
            on_unexpected: self.on_unexpected,
            process: std::process::id(),
        })))
    }

    /// Returns the connections of the HTTP client of the application, or those of these settings.
    fn connections(&self, servers: &Servers<'_>) -> Result<Connections> {
        match (&self.http, &self.proxy) {
            (Some(_), Some(_)) => Err(Error::invalid_request(
                "`proxy` and `http_client` exclude each other; set the proxy of the HTTP client",
            )),
            (Some(http), None) => Ok(Connections::of_application(http.clone())),
            (None, proxy) => {
                let transport = TransportSettings {
                    connect_timeout: self.connect_timeout,
                    pool_idle_timeout: self.pool_idle_timeout,
                    proxy: proxy.as_deref(),
                    package: servers.package,
                    base: servers.base,
                    servers: &servers.urls(&self.credentials, self.allow_insecure_http),
                };
                Connections::of_transport(transport.check(TLS)?)
            }
        }
    }
}

fn user_agent(Package { name, version, .. }: Package, suffix: Option<&str>) -> Result<HeaderValue> {
    let product = format!("{name}-rust/{version}");
    let text = suffix.map_or_else(|| product.clone(), |suffix| format!("{product} {suffix}"));
    HeaderValue::from_str(&text).map_err(|_| {
        Error::invalid_request(
            "the suffix of the user agent contains a character that a header cannot contain",
        )
    })
}
