//! The HTTP client of a client: TLS, proxy and connection pool.

use std::time::Duration;

use reqwest::{Proxy, Url};

use super::environment_proxy;
use super::host::is_loopback;
use super::package::Package;
use crate::error::{Error, Result};

/// Whether the crate was compiled with TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tls {
    Available,
    Missing,
}

/// The TLS of this build.
pub(super) const TLS: Tls =
    if cfg!(any(feature = "rustls", feature = "rustls-aws-lc", feature = "native-tls")) {
        Tls::Available
    } else {
        Tls::Missing
    };

/// The settings of the HTTP client.
pub(super) struct TransportSettings<'s> {
    pub(super) connect_timeout: Duration,
    pub(super) pool_idle_timeout: Duration,
    pub(super) proxy: Option<&'s str>,
    pub(super) base: Option<&'s Url>,
    /// The servers that the client can call.
    pub(super) servers: &'s [Url],
    pub(super) package: Package,
}

/// Makes HTTP clients, each with its own connection pool.
pub(super) struct Transport {
    connect_timeout: Duration,
    pool_idle_timeout: Duration,
    proxy: ProxyRule,
}

enum ProxyRule {
    Environment,
    None,
    All(Box<Proxy>),
}

impl TransportSettings<'_> {
    /// Checks the settings.
    pub(super) fn check(&self, tls: Tls) -> Result<Transport> {
        // Unencrypted requests to this machine never pass through the proxy of `HTTP_PROXY`.
        let is_local = self.base.is_some_and(|base| base.scheme() == "http" && is_loopback(base));
        if tls == Tls::Missing && self.base.is_none_or(|base| base.scheme() != "http") {
            return Err(Error::invalid_request(format!(
                "`https://` requires TLS; {}, or set `http_client`",
                tls_feature(self.package)
            )));
        }
        let proxy = match self.proxy {
            Some(url) => ProxyRule::All(Box::new(proxy(url, tls, self.package)?)),
            None if is_local => ProxyRule::None,
            None => {
                environment_proxy::check(self.servers, |name| std::env::var_os(name))?;
                ProxyRule::Environment
            }
        };
        let &Self { connect_timeout, pool_idle_timeout, .. } = self;
        Ok(Transport { connect_timeout, pool_idle_timeout, proxy })
    }
}

impl Transport {
    /// Makes an HTTP client.
    pub(super) fn connect(&self) -> Result<reqwest::Client> {
        let builder = super::tls::configure(reqwest::Client::builder())?
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(self.pool_idle_timeout)
            .redirect(reqwest::redirect::Policy::none());
        let builder = match &self.proxy {
            ProxyRule::All(proxy) => builder.proxy(Proxy::clone(proxy)),
            ProxyRule::None => builder.no_proxy(),
            ProxyRule::Environment => builder,
        };
        builder.build().map_err(Error::setup)
    }
}

/// The step that adds TLS to an application, with the line of its manifest.
fn tls_feature(Package { name, version, .. }: Package) -> String {
    format!(
        "add `{name} = {{ version = \"{version}\", features = [\"rustls\"] }}`, or the feature `rustls-aws-lc` or \
         `native-tls`, to the dependencies in Cargo.toml"
    )
}

/// Parses the URL of a proxy. The HTTP client ignores a proxy whose scheme it does not support, and would
/// send the requests directly. An error does not contain the URL, which can contain a password.
fn proxy(url: &str, tls: Tls, package: Package) -> Result<Proxy> {
    let error = |reason: &str| Error::invalid_request(format!("the URL of the proxy {reason}"));
    let parsed = Url::parse(url).map_err(|_| error("is invalid"))?;
    match parsed.scheme() {
        "http" | "socks5" | "socks5h" => {}
        "https" if tls == Tls::Available => {}
        "https" => {
            return Err(error(&format!("is `https://`, which requires TLS; {}", tls_feature(package))));
        }
        // The string before a colon can be the host or the user name.
        _ => return Err(error("must begin with `http://`, `https://`, `socks5://` or `socks5h://`")),
    }
    if parsed.host_str().is_none_or(str::is_empty) {
        return Err(error("contains no host"));
    }
    Proxy::all(parsed).map_err(|_| error("is invalid"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_without_tls_sends_only_to_unencrypted_servers() {
        // base URL, proxy → words of the error with TLS and without
        let required = Some("add `test = { version = \"0.1.0\", features = [\"rustls\"] }`");
        let table = [
            (None, None, None, required),
            (Some("https://localhost"), None, None, required),
            (Some("http://localhost"), None, None, None),
            (Some("http://localhost"), Some("https://proxy.example"), None, required),
            (Some("http://localhost"), Some("http://user:pass@proxy.example:8080"), None, None),
            (Some("http://localhost"), Some("socks5://proxy.example"), None, None),
            (Some("http://localhost"), Some("socks5h://127.0.0.1:1080"), None, None),
        ];
        for (base, proxy, with, without) in table {
            let base = base.map(|base| Url::parse(base).unwrap());
            let second = Duration::from_secs(1);
            let transport = TransportSettings {
                connect_timeout: second,
                pool_idle_timeout: second,
                proxy,
                base: base.as_ref(),
                servers: &[],
                package: Package::TEST,
            };
            for (tls, words) in [(Tls::Available, with), (Tls::Missing, without)] {
                match (transport.check(tls).and_then(|transport| transport.connect()), words) {
                    (Ok(_), None) => {}
                    (Err(error), Some(words)) => assert!(error.to_string().contains(words), "{error}"),
                    (found, words) => panic!("{base:?} {proxy:?} {tls:?}: {:?}, {words:?}", found.err()),
                }
            }
        }
    }

    #[test]
    fn a_proxy_that_the_http_client_would_ignore_is_rejected() {
        for url in [
            "htp://proxy.example",
            "ftp://user:s3cret@proxy.example",
            "socks4://proxy.example",
            "proxy.example:8080",
            "s3cret:8080",
            "s3cret",
            "http://",
            "http:/",
            "",
            "://",
            "file:///etc",
            "socks5:",
        ] {
            let error = proxy(url, Tls::Available, Package::TEST).unwrap_err().to_string();
            assert!(
                error.starts_with("the URL of the proxy ") && !error.contains("s3cret"),
                "{url}: {error}"
            );
        }
    }
}
