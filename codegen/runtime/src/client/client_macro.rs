//! The methods of a generated client and its builder.
//!
//! The methods that return the handles of resources are inherent methods of the generated `Client`, and Rust
//! allows those only in the crate that declares the type. Therefore each generated crate declares
//! its own `Client`, and this macro adds what all of them have in common. The documentation of each
//! setting is here and nowhere else.

/// Implements a generated `Client` and declares its builder.
#[doc(hidden)]
#[macro_export]
macro_rules! __client {
    ($client:ident, $builder:ident, $hosts:ident, $token_urls:ident) => {
        impl $client {
            #[doc = concat!("Makes a client with the default settings; see [`", stringify!($builder), "`].")]
            pub fn new(credentials: $crate::Credentials) -> $crate::Result<Self> {
                Self::builder(credentials).build()
            }

            /// Makes a client from the environment: the variables of
            /// [`Credentials::from_env`](crate::Credentials::from_env), `TWILIO_REGION` and `TWILIO_EDGE`. Twilio's
            /// official libraries read the same names.
            ///
            /// # Errors
            ///
            /// Returns an error that names the variable that is missing, empty or invalid.
            pub fn from_env() -> $crate::Result<Self> {
                Self::builder($crate::Credentials::from_env()?).region_from_env().build()
            }

            /// Makes a client for tests: it sends all requests to this URL, with the account
            /// `AC00000000000000000000000000000001` and the auth token `test`, and retries none.
            ///
            /// # Errors
            ///
            /// Returns an error if the URL is invalid, or `http://` without a loopback address.
            pub fn for_tests(base_url: impl Into<String>) -> $crate::Result<Self> {
                let credentials =
                    $crate::Credentials::auth_token("AC00000000000000000000000000000001", "test");
                Self::builder(credentials).base_url(base_url).retry($crate::RetryPolicy::off()).build()
            }

            /// Begins a client with other settings.
            pub fn builder(credentials: $crate::Credentials) -> $builder {
                $builder($crate::generated_code::ClientSettings::new(credentials))
            }

            /// Returns how many requests can currently be in progress at the same time, or `None`
            #[doc = concat!("without [a limit](", stringify!($builder), "::max_concurrent_requests).")]
            pub fn concurrent_requests_limit(&self) -> Option<usize> {
                self.0.concurrent_requests_limit()
            }
        }

        impl std::fmt::Debug for $client {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        #[doc = concat!("The settings of a [`", stringify!($client), "`].")]
        #[must_use = "does nothing until built"]
        pub struct $builder($crate::generated_code::ClientSettings);

        /// A base URL can contain a password, so only the credentials are shown, without secrets.
        impl std::fmt::Debug for $builder {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($builder))
                    .field("credentials", &self.0.credentials)
                    .finish_non_exhaustive()
            }
        }

        impl $builder {
            /// Sends every request to this URL instead of the host that the OpenAPI document names,
            /// including requests for access tokens. Use it for tests and proxies. The host of the document
            /// replaces `{host}` in the path of the URL.
            ///
            /// An `http://` URL must have a loopback address, unless
            /// [`allow_insecure_http`](Self::allow_insecure_http) is set.
            pub fn base_url(mut self, url: impl Into<String>) -> Self {
                self.0.base_url = Some(url.into());
                self
            }

            /// Requests access tokens of an OAuth client from this URL
            /// instead of the one in the OpenAPI document, also if a [base URL](Self::base_url) is set.
            ///
            /// The URL must be `https://`, with the same exceptions as the base URL.
            pub fn oauth_token_url(mut self, url: impl Into<String>) -> Self {
                self.0.token_url = Some(url.into());
                self
            }

            /// Sets the region that stores and processes the data, such as `au1`. Requests go to
            /// `{product}.{edge}.{region}.twilio.com`.
            ///
            /// A region requires an [`edge`](Self::edge). A [base URL](Self::base_url) overrides both.
            pub fn region(mut self, region: impl Into<String>) -> Self {
                self.0.region = Some(region.into());
                self
            }

            /// Sets the location where requests enter Twilio's network, such as `sydney`. Without a
            /// [`region`](Self::region), the region is `us1`.
            pub fn edge(mut self, edge: impl Into<String>) -> Self {
                self.0.edge = Some(edge.into());
                self
            }

            /// Reads [`region`](Self::region) and [`edge`](Self::edge) from `TWILIO_REGION` and
            /// `TWILIO_EDGE`. A variable that is unset or empty changes nothing.
            pub fn region_from_env(mut self) -> Self {
                self.0.region_from_env();
                self
            }

            /// Accepts an `http://` base URL with any address. Credentials are then sent unencrypted.
            pub fn allow_insecure_http(mut self) -> Self {
                self.0.allow_insecure_http = true;
                self
            }

            /// Sends requests with this HTTP client, and with its proxy, TLS settings, connection pool
            /// and connect timeout.
            ///
            /// Its connections belong to the runtimes that open them. Use it in one runtime, or in runtimes with several
            /// threads: a runtime with one thread does not serve its connections while it is not polled. An HTTP client
            /// of this crate has a connection pool for each of the last 64 of them.
            ///
            /// The HTTP client should not follow redirects: this client treats a redirect as an error.
            ///
            /// The feature `rustls` of this crate gives `reqwest` no provider of cryptography: it uses ring for its own
            /// HTTP client only. Enable a TLS feature of `reqwest` too, or install a default provider, before
            /// you create an HTTP client. Without a provider, `reqwest` panics.
            pub fn http_client(mut self, http: $crate::generated_code::reqwest::Client) -> Self {
                self.0.http = Some(http);
                self
            }

            /// Sends requests through this proxy, such as `http://user:password@proxy.example:8080`. The
            /// scheme is `http`, `https`, `socks5` or `socks5h`.
            ///
            /// Without this setting, the variables `HTTPS_PROXY` (for `http://` servers `HTTP_PROXY`), `ALL_PROXY` and
            /// `NO_PROXY` apply, in capital or small letters. If `REQUEST_METHOD` is set, as in a CGI program, no
            /// proxy of the environment applies.
            ///
            /// [`http_client`](Self::http_client) has its own proxy setting, so
            /// [`build`](Self::build) rejects the two together.
            pub fn proxy(mut self, url: impl Into<String>) -> Self {
                self.0.proxy = Some(url.into());
                self
            }

            /// Sends this header with every request that does not set a header of the same name. The
            /// value is never logged.
            ///
            /// The header `Authorization` is possible only with [`Credentials::none`]. It replaces credentials that the
            /// OpenAPI document does not describe, or of a kind that the client does not support.
            pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.0.headers.push((name.into(), value.into()));
                self
            }

            /// Limits the time to establish a connection. Default: 10 seconds.
            pub fn connect_timeout(mut self, timeout: std::time::Duration) -> Self {
                self.0.connect_timeout = timeout;
                self
            }

            /// Sets how long an unused connection stays open. It should be shorter than the server's own
            /// limit, because a server can close the connection while a request is sent. Default: 50
            /// seconds, below the 60 seconds of common load balancers.
            pub fn pool_idle_timeout(mut self, timeout: std::time::Duration) -> Self {
                self.0.pool_idle_timeout = timeout;
                self
            }

            /// Limits the time of one attempt, from connecting to the last byte of the response body.
            /// Default: 30 seconds.
            pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
                self.0.timeout = timeout;
                self
            }

            /// Limits the time of one call, including all attempts and the waits between them. For a
            /// list, each page is one call. Default: 120 seconds.
            pub fn total_timeout(mut self, timeout: std::time::Duration) -> Self {
                self.0.total_timeout = timeout;
                self
            }

            /// Sets which failed attempts are retried, and when. Default: [`RetryPolicy::default`].
            pub fn retry(mut self, policy: $crate::RetryPolicy) -> Self {
                self.0.retry = policy;
                self
            }

            /// Limits how many requests of this client and its clones are in progress at the same
            /// time, 1 or more. Further requests wait, at most for their total timeout.
            ///
            /// A 429 response halves the limit. Successful responses raise it again, step by step, up
            /// to this number. A call that was started counts even while it is not polled. Default: no
            /// limit.
            pub fn max_concurrent_requests(mut self, requests: usize) -> Self {
                self.0.max_concurrent_requests = Some(requests);
                self
            }

            /// Sets the clock, the sleep function and the jitter source for retries. Replace them to
            /// make tests fast and deterministic. The timeout of an attempt always uses the real clock.
            pub fn timing(mut self, timing: std::sync::Arc<dyn $crate::Timing>) -> Self {
                self.0.timing = Some(timing);
                self
            }

            /// Adds the name of the application to the `User-Agent` header, after the name of this
            /// crate.
            pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
                self.0.user_agent_suffix = Some(suffix.into());
                self
            }

            /// Limits the size of a response body, in bytes. Default: 16 MiB.
            pub fn max_response_bytes(mut self, bytes: usize) -> Self {
                self.0.max_response_bytes = bytes;
                self
            }

            /// Calls this function for every value in a response that the OpenAPI document does not describe: an
            /// unknown enum value, a string that is not a time, an unknown field, null in a required field. The
            /// function receives the operation, the path and the kind, and never the value.
            ///
            /// The client preserves such values, and returns an error only if their type cannot: null in a required
            /// property, its absence, and a value of another JSON type, except an integer or a boolean in a string.
            /// So this setting is for programs that detect changes of the API early. The documentation of
            /// [`Unexpected`](crate::Unexpected) contains an example.
            ///
            /// The function runs before the call returns, on the thread that polls the call, and must not block.
            /// With it, each body is decoded twice. The keys beside the items of a page are not reported.
            pub fn on_unexpected(
                mut self,
                hook: impl Fn(&$crate::Unexpected) + Send + Sync + 'static,
            ) -> Self {
                self.0.on_unexpected = Some(std::sync::Arc::new(hook));
                self
            }

            /// Creates the client.
            ///
            /// # Errors
            ///
            /// Returns an error if a part of the credentials is empty, if the base URL, token URL, region,
            /// edge, proxy, a header or the user agent is invalid, if a proxy of the environment is invalid and applies
            /// to a server that the client can call, if this crate was compiled without TLS (feature `rustls`,
            /// `rustls-aws-lc` or `native-tls`), or if TLS cannot be initialized.
            pub fn build(self) -> $crate::Result<$client> {
                let package = $crate::generated_code::Package {
                    name: env!("CARGO_PKG_NAME"),
                    version: env!("CARGO_PKG_VERSION"),
                    hosts: $hosts,
                    token_urls: $token_urls,
                };
                self.0.build(package).map($client)
            }
        }
    };
}
