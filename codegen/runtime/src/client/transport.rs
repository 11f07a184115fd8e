//! The HTTP client of a client: TLS, proxy and connection pool.

use std::time::Duration;

use hyper::Uri;
use reqwest::{Proxy, Url};

use super::host::is_loopback;
use super::settings::Package;
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
pub(super) struct Transport<'s> {
    pub(super) connect_timeout: Duration,
    pub(super) pool_idle_timeout: Duration,
    pub(super) proxy: Option<&'s str>,
    pub(super) base: Option<&'s Url>,
    pub(super) package: Package,
}

impl Transport<'_> {
    /// Makes the HTTP client.
    pub(super) fn connect(&self, tls: Tls) -> Result<reqwest::Client> {
        // Unencrypted requests to this machine never pass through the proxy of `HTTP_PROXY`.
        let is_local = self.base.is_some_and(|base| base.scheme() == "http" && is_loopback(base));
        if tls == Tls::Missing && self.base.is_none_or(|base| base.scheme() != "http") {
            return Err(Error::invalid_request(format!(
                "`https://` requires TLS; {}, or set `http_client`",
                tls_feature(self.package)
            )));
        }
        let builder = super::tls::configure(reqwest::Client::builder())?
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(self.pool_idle_timeout)
            .redirect(reqwest::redirect::Policy::none());
        let builder = match self.proxy {
            Some(url) => builder.proxy(proxy(url, tls, self.package)?),
            None if is_local => builder.no_proxy(),
            None => {
                let scheme = self.base.map_or("https", Url::scheme);
                check_environment(scheme, |name| std::env::var(name).ok())?;
                builder
            }
        };
        builder.build().map_err(Error::setup)
    }
}

/// The step that adds TLS to an application, with the line of its manifest.
fn tls_feature(Package { name, version }: Package) -> String {
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

/// Rejects a proxy of the environment that the HTTP client would ignore. It would send the requests directly.
/// `scheme` is that of the server. An error does not contain the URL, which can contain a password.
fn check_environment(scheme: &str, variable: impl Fn(&str) -> Option<String>) -> Result<()> {
    let own = if scheme == "http" { ["HTTP_PROXY", "http_proxy"] } else { ["HTTPS_PROXY", "https_proxy"] };
    for names in [own, ["ALL_PROXY", "all_proxy"]] {
        let found = names.into_iter().find_map(|name| Some((name, variable(name)?)));
        let Some((name, url)) = found.filter(|(_, url)| !url.is_empty()) else { continue };
        if is_usable(&url) {
            return Ok(());
        }
        return Err(Error::invalid_request(format!(
            "the environment variable {name} contains no URL of a proxy that the client supports, so requests would \
             not pass through a proxy; begin it with `http://`, `https://`, `socks5://` or `socks5h://`, or unset it"
        )));
    }
    Ok(())
}

/// Returns whether the HTTP client uses a proxy of the environment. Without a scheme, it is `http://`.
fn is_usable(url: &str) -> bool {
    url.parse::<Uri>().is_ok_and(|url| {
        let schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];
        url.authority().is_some() && url.scheme_str().is_none_or(|scheme| schemes.contains(&scheme))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The scheme of the server, the variables, and the variable that the error names.
    #[test]
    fn a_proxy_of_the_environment_that_the_http_client_would_ignore_is_rejected() {
        type Row = (&'static str, &'static [(&'static str, &'static str)], Option<&'static str>);
        let table: [Row; 19] = [
            ("https", &[], None),
            ("https", &[("HTTPS_PROXY", "http://user:s3cret@proxy.example:8080")], None),
            ("https", &[("https_proxy", "proxy.example:8080")], None),
            ("https", &[("https_proxy", "proxy.example")], None),
            ("https", &[("HTTPS_PROXY", "socks5h://127.0.0.1")], None),
            ("https", &[("HTTPS_PROXY", "htp://user:s3cret@proxy.example")], Some("HTTPS_PROXY")),
            ("https", &[("https_proxy", "ftp://user:s3cret@proxy.example")], Some("https_proxy")),
            ("https", &[("ALL_PROXY", "htp://s3cret@proxy.example")], Some("ALL_PROXY")),
            ("https", &[("all_proxy", "/s3cret")], Some("all_proxy")),
            ("https", &[("HTTPS_PROXY", "http://"), ("ALL_PROXY", "proxy.example")], Some("HTTPS_PROXY")),
            ("https", &[("HTTPS_PROXY", "proxy.example"), ("ALL_PROXY", "htp://proxy.example")], None),
            ("https", &[("HTTPS_PROXY", ""), ("https_proxy", "htp://proxy.example")], None),
            ("https", &[("HTTPS_PROXY", ""), ("ALL_PROXY", "htp://proxy.example")], Some("ALL_PROXY")),
            ("https", &[("HTTP_PROXY", "htp://proxy.example")], None),
            ("http", &[("HTTPS_PROXY", "htp://proxy.example")], None),
            ("http", &[("HTTP_PROXY", "htp://proxy.example")], Some("HTTP_PROXY")),
            ("http", &[("http_proxy", "htp://proxy.example")], Some("http_proxy")),
            ("http", &[("ALL_PROXY", "a b s3cret")], Some("ALL_PROXY")),
            ("http", &[("http_proxy", "HTTP://proxy.example")], None),
        ];
        for (scheme, variables, wanted) in table {
            let read = |name: &str| {
                let found = variables.iter().find(|(other, _)| *other == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            let error = check_environment(scheme, read).err().map(|error| error.to_string());
            let named = error.as_deref().and_then(|error| error.split(' ').nth(3));
            assert_eq!(named, wanted, "{scheme} {variables:?}");
            assert!(error.is_none_or(|error| !error.contains("s3cret")), "{variables:?}");
        }
    }

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
            let transport = Transport {
                connect_timeout: second,
                pool_idle_timeout: second,
                proxy,
                base: base.as_ref(),
                package: Package::TEST,
            };
            for (tls, words) in [(Tls::Available, with), (Tls::Missing, without)] {
                match (transport.connect(tls), words) {
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
