//! The URL that the paths of requests are appended to.

use std::net::IpAddr;

use reqwest::Url;

use super::region::Region;
use crate::error::{Error, Result};

/// Returns the base URL, or the URL of the host in the region.
pub(crate) fn root(base: Option<&Url>, region: Option<&Region>, host: &str) -> Result<Url> {
    let url = match (base, region) {
        (Some(base), _) => return Ok(base.clone()),
        (None, Some(region)) => region.host(host)?,
        (None, None) => host.to_owned(),
    };
    Url::parse(&url)
        .map_err(|error| Error::invalid_request(format!("the URL of the request is invalid: {error}")))
}

/// Parses the base URL that the application sets.
pub(crate) fn check_base(url: &str, allow_insecure_http: bool) -> Result<Url> {
    let parsed = Url::parse(url)
        .map_err(|error| Error::invalid_request(format!("the base URL is invalid: {error}")))?;
    if !parsed.username().is_empty() || parsed.password().is_some() || parsed.query().is_some() {
        return Err(Error::invalid_request(
            "the base URL must not contain a user name or a query".to_owned(),
        ));
    }
    match parsed.scheme() {
        "https" => Ok(parsed),
        "http" if allow_insecure_http || is_loopback(&parsed) => Ok(parsed),
        "http" => Err(Error::invalid_request(
            "the base URL is `http://`, which would send credentials unencrypted; use `https://`, or call `allow_insecure_http`".to_owned(),
        )),
        other => Err(Error::invalid_request(format!("the base URL has the scheme `{other}`; use `https`"))),
    }
}

/// Returns whether the host is this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}
