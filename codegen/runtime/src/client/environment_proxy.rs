//! The proxy of the environment. The rules are those of the HTTP client, which reads the same variables.

use std::ffi::OsString;

use hyper::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;

use crate::error::{Error, Result};

/// Rejects a proxy of the environment that the HTTP client would ignore for one of these servers. It would send the
/// requests directly. An error does not contain the URL of the proxy, which can contain a password.
pub(super) fn check(servers: &[Url], variable: impl Fn(&str) -> Option<OsString>) -> Result<()> {
    // In a CGI program, a client of the web server can set `HTTP_PROXY`, so no proxy of the environment applies.
    if variable("REQUEST_METHOD").is_some() {
        return Ok(());
    }
    let first = |names: [&'static str; 2]| {
        names.into_iter().find_map(|name| Some((name, variable(name)?.into_string().ok()?)))
    };
    let exceptions = first(["NO_PROXY", "no_proxy"]).map(|(_, value)| value).unwrap_or_default();
    let any_proxy = Matcher::builder().all("http://localhost").no(exceptions).build();
    for server in servers.iter().filter(|server| intercepts(&any_proxy, server.as_str())) {
        let own = if server.scheme() == "http" {
            ["HTTP_PROXY", "http_proxy"]
        } else {
            ["HTTPS_PROXY", "https_proxy"]
        };
        let mut found = [own, ["ALL_PROXY", "all_proxy"]].into_iter().filter_map(first);
        if let Some((name, url)) = found.find(|(_, url)| !url.is_empty())
            && !intercepts(&Matcher::builder().all(url).build(), server.as_str())
        {
            return Err(Error::invalid_request(format!(
                "the environment variable {name} contains no URL of a proxy that the client supports, so requests to \
                 {} would not pass through a proxy; begin it with `http://`, `https://`, `socks5://` or `socks5h://`, \
                 unset it, or add the host to `NO_PROXY`",
                server.host_str().unwrap_or_default()
            )));
        }
    }
    Ok(())
}

fn intercepts(proxy: &Matcher, server: &str) -> bool {
    server.parse::<Uri>().is_ok_and(|server| proxy.intercept(&server).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The servers that are separated by a space, the variables, and the variable that the error names.
    type Row = (&'static str, &'static [(&'static str, &'static str)], Option<&'static str>);

    fn check_rows(rows: &[Row]) {
        for (servers, variables, wanted) in rows {
            let servers: Vec<Url> = servers.split(' ').map(|server| server.parse().unwrap()).collect();
            let read = |name: &str| {
                let found = variables.iter().find(|(other, _)| *other == name);
                found.map(|(_, value)| OsString::from(value))
            };
            let error = check(&servers, read).err().map(|error| error.to_string());
            let named = error.as_deref().and_then(|error| error.split(' ').nth(3));
            assert_eq!(named, *wanted, "{servers:?} {variables:?}");
            assert!(error.is_none_or(|error| !error.contains("s3cret")), "{variables:?}");
        }
    }

    #[test]
    fn a_proxy_of_the_environment_that_the_http_client_would_ignore_is_rejected() {
        const HTTPS: &str = "https://chat.twilio.com";
        const HTTP: &str = "http://gateway.example";
        check_rows(&[
            (HTTPS, &[], None),
            (HTTPS, &[("HTTPS_PROXY", "http://user:s3cret@proxy.example:8080")], None),
            (HTTPS, &[("https_proxy", "proxy.example:8080")], None),
            (HTTPS, &[("https_proxy", "proxy.example")], None),
            (HTTPS, &[("HTTPS_PROXY", "socks5h://127.0.0.1")], None),
            (HTTPS, &[("HTTPS_PROXY", "htp://user:s3cret@proxy.example")], Some("HTTPS_PROXY")),
            (HTTPS, &[("https_proxy", "ftp://user:s3cret@proxy.example")], Some("https_proxy")),
            (HTTPS, &[("ALL_PROXY", "htp://s3cret@proxy.example")], Some("ALL_PROXY")),
            (HTTPS, &[("all_proxy", "/s3cret")], Some("all_proxy")),
            (HTTPS, &[("HTTPS_PROXY", "http://"), ("ALL_PROXY", "proxy.example")], Some("HTTPS_PROXY")),
            (HTTPS, &[("HTTPS_PROXY", "proxy.example"), ("ALL_PROXY", "htp://proxy.example")], None),
            (HTTPS, &[("HTTPS_PROXY", ""), ("https_proxy", "htp://proxy.example")], None),
            (HTTPS, &[("HTTPS_PROXY", ""), ("ALL_PROXY", "htp://proxy.example")], Some("ALL_PROXY")),
            (HTTPS, &[("HTTP_PROXY", "htp://proxy.example")], None),
            (HTTP, &[("HTTPS_PROXY", "htp://proxy.example")], None),
            (HTTP, &[("HTTP_PROXY", "htp://proxy.example")], Some("HTTP_PROXY")),
            (HTTP, &[("http_proxy", "htp://proxy.example")], Some("http_proxy")),
            (HTTP, &[("ALL_PROXY", "a b s3cret")], Some("ALL_PROXY")),
            (HTTP, &[("http_proxy", "HTTP://proxy.example")], None),
        ]);
    }

    #[test]
    fn a_proxy_that_applies_to_no_server_is_not_rejected() {
        const CHAT: &str = "https://chat.twilio.com";
        const BOTH: &str = "https://chat.twilio.com https://api.example";
        const ADDRESS: &str = "https://10.1.2.3:8443";
        const BAD: (&str, &str) = ("HTTPS_PROXY", "htp://proxy.example");
        const FAILS: Option<&str> = Some("HTTPS_PROXY");
        check_rows(&[
            (CHAT, &[BAD, ("NO_PROXY", "chat.twilio.com")], None),
            (CHAT, &[BAD, ("NO_PROXY", "twilio.com")], None),
            (CHAT, &[BAD, ("no_proxy", "localhost, .Twilio.com")], None),
            (CHAT, &[BAD, ("NO_PROXY", "*")], None),
            (CHAT, &[BAD, ("NO_PROXY", "lio.com")], FAILS),
            (CHAT, &[BAD, ("NO_PROXY", "localhost"), ("no_proxy", "*")], FAILS),
            (CHAT, &[BAD, ("NO_PROXY", "")], FAILS),
            (BOTH, &[BAD, ("NO_PROXY", "twilio.com")], FAILS),
            (BOTH, &[BAD, ("NO_PROXY", "twilio.com,api.example")], None),
            (ADDRESS, &[BAD, ("NO_PROXY", "10.0.0.0/8")], None),
            (ADDRESS, &[BAD, ("NO_PROXY", "10.1.2.3")], None),
            (ADDRESS, &[BAD, ("NO_PROXY", "192.168.0.0/16")], FAILS),
            ("https://[::1]", &[BAD, ("NO_PROXY", "::1")], None),
            (CHAT, &[BAD, ("REQUEST_METHOD", "GET")], None),
            ("http://gateway.example", &[("HTTP_PROXY", "/"), ("REQUEST_METHOD", "")], None),
        ]);
    }
}
