//! The URL that the paths of requests are appended to.

use std::net::IpAddr;

use reqwest::Url;

use super::region::Region;
use crate::error::{Error, Result};

/// Returns the base URL, or the URL of the host in the region. `host` is empty if the OpenAPI document names no
/// server.
pub(crate) fn root(
    base: Option<&Url>,
    region: Option<&Region>,
    host: &str,
    allow_insecure_http: bool,
) -> Result<Url> {
    let url = match (base, region) {
        (Some(base), _) => return Ok(of_document(base, host)),
        (None, _) if host.is_empty() => {
            let message = "the OpenAPI document names no server; set a base URL with `base_url`";
            return Err(Error::invalid_request(message));
        }
        (None, Some(region)) => region.host(host)?,
        (None, None) => host.to_owned(),
    };
    check_base("URL of the server", &url, allow_insecure_http)
}

/// The encoded placeholder in the path of a base URL.
const HOST: &str = "%7Bhost%7D";

/// Returns the base URL for a URL of an OpenAPI document, whose host replaces `{host}` in the path.
pub(super) fn of_document(base: &Url, url: &str) -> Url {
    let mut replaced = base.clone();
    if base.path().contains(HOST) {
        let url = Url::parse(url).ok();
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        replaced.set_path(&base.path().replace(HOST, host));
    }
    replaced
}

/// Parses a URL that the application sets and that credentials are sent to. `name` is its name in errors.
pub(crate) fn check_base(name: &str, url: &str, allow_insecure_http: bool) -> Result<Url> {
    let parsed =
        Url::parse(url).map_err(|error| Error::invalid_request(format!("the {name} is invalid: {error}")))?;
    if !parsed.username().is_empty() || parsed.password().is_some() || parsed.query().is_some() {
        return Err(Error::invalid_request(format!("the {name} must not contain a user name or a query")));
    }
    match parsed.scheme() {
        "https" => Ok(parsed),
        "http" if allow_insecure_http || is_loopback(&parsed) => Ok(parsed),
        "http" => Err(Error::invalid_request(format!(
            "the {name} is `http://`, which would send credentials unencrypted; use `https://`, or call `allow_insecure_http`"
        ))),
        other => Err(Error::invalid_request(format!("the {name} has the scheme `{other}`; use `https`"))),
    }
}

/// Returns whether the host of an OpenAPI document belongs to Twilio.
pub(crate) fn is_twilio(host: &str) -> bool {
    let url = Url::parse(host).ok().filter(|url| url.scheme() == "https");
    url.is_some_and(|url| url.host_str().is_some_and(|name| name.ends_with(".twilio.com")))
}

/// Returns whether the host is this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The base URL, the host of the document, whether HTTP is allowed, and the URL or words of the error.
    #[test]
    fn hosts_without_a_server_or_encryption() {
        let table = [
            (None, "https://a.example", false, Ok("https://a.example/")),
            (None, "", false, Err("set a base URL with `base_url`")),
            (Some("https://b.example/v1"), "", false, Ok("https://b.example/v1")),
            (
                Some("https://b.example/{host}/v1"),
                "https://a.example",
                false,
                Ok("https://b.example/a.example/v1"),
            ),
            (Some("https://b.example/{host}"), "", false, Ok("https://b.example/")),
            (None, "http://a.example", false, Err("would send credentials unencrypted")),
            (None, "http://a.example", true, Ok("http://a.example/")),
            (None, "http://localhost:8080", false, Ok("http://localhost:8080/")),
        ];
        for (base, host, allow_insecure_http, expected) in table {
            let base = base.map(|base| Url::parse(base).unwrap());
            match (root(base.as_ref(), None, host, allow_insecure_http), expected) {
                (Ok(url), Ok(expected)) => assert_eq!(url.as_str(), expected),
                (Err(error), Err(words)) => assert!(error.to_string().contains(words), "{error}"),
                (result, _) => panic!("{host}: {result:?}"),
            }
        }
    }
}
