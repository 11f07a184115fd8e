//! Which host a request goes to: the document's, one of its regions, or one of the user's own.

use reqwest::Url;

use super::client::Client;
use super::error::{Error, Result};

/// Where an edge has no region of its own to name.
const DEFAULT_REGION: &str = "us1";

/// An edge and a region, both checked.
pub(super) struct Place {
    pub(super) edge: String,
    pub(super) region: String,
}

impl Place {
    /// None where neither is given.
    pub(super) fn new(region: Option<String>, edge: Option<String>) -> Result<Option<Self>> {
        let (region, edge) = match (region, edge) {
            (None, None) => return Ok(None),
            (Some(region), None) => {
                check("region", &region)?;
                return Err(Error::invalid_request(format!(
                    "the region `{region}` needs an edge: call `edge` too, or set TWILIO_EDGE"
                )));
            }
            (region, Some(edge)) => (region.unwrap_or_else(|| DEFAULT_REGION.to_owned()), edge),
        };
        check("region", &region)?;
        check("edge", &edge)?;
        Ok(Some(Self { edge, region }))
    }

    /// `https://chat.twilio.com` → `https://chat.sydney.au1.twilio.com`.
    pub(super) fn of(&self, host: &str) -> Result<String> {
        let names = host.strip_prefix("https://").and_then(|name| name.strip_suffix(".twilio.com"));
        let product = names.and_then(|names| names.split('.').next()).ok_or_else(|| {
            Error::invalid_request(format!("`{host}` has no regions and edges; use `base_url`"))
        })?;
        Ok(format!("https://{product}.{}.{}.twilio.com", self.edge, self.region))
    }
}

/// The address that requests to a document's host are under.
pub(super) fn root(client: &Client, host: &str) -> Result<Url> {
    let inner = client.inner();
    let address = match (&inner.base, &inner.place) {
        (Some(base), _) => return Ok(base.clone()),
        (None, Some(place)) => place.of(host)?,
        (None, None) => host.to_owned(),
    };
    Url::parse(&address).map_err(|error| {
        Error::invalid_request(format!("the address of the request cannot be read: {error}"))
    })
}

/// One label of a host's name: anything else would lead to another host.
fn check(what: &str, label: &str) -> Result<()> {
    let letters = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let ends = !label.starts_with('-') && !label.ends_with('-');
    if letters && ends && (1..=63).contains(&label.len()) {
        return Ok(());
    }
    Err(Error::invalid_request(format!(
        "the {what} `{}` is not one part of a host name: letters, digits and inner hyphens",
        label.escape_debug()
    )))
}

/// A base URL of the user's own.
pub(super) fn check_base(url: &str, allow_insecure_http: bool) -> Result<Url> {
    let parsed = Url::parse(url)
        .map_err(|error| Error::invalid_request(format!("the base URL cannot be read: {error}")))?;
    if !parsed.username().is_empty() || parsed.password().is_some() || parsed.query().is_some() {
        return Err(Error::invalid_request("the base URL must hold no user name and no query".to_owned()));
    }
    match parsed.scheme() {
        "https" => Ok(parsed),
        "http" if allow_insecure_http || is_loopback(&parsed) => Ok(parsed),
        "http" => Err(Error::invalid_request(
            "the base URL is `http://`, which would send credentials in the clear; use `https://`, or call `allow_insecure_http`".to_owned(),
        )),
        other => Err(Error::invalid_request(format!("the base URL has the scheme `{other}`; use `https`"))),
    }
}

pub(super) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn region_and_edge_stand_between_product_and_domain() {
        // region, edge, the document's host → the host that is asked, or what is wrong
        let table = [
            (None, Some("sydney"), "https://chat.twilio.com", Ok("https://chat.sydney.us1.twilio.com")),
            (
                Some("au1"),
                Some("sydney"),
                "https://chat.twilio.com",
                Ok("https://chat.sydney.au1.twilio.com"),
            ),
            (Some("ie1"), Some("dublin"), "https://a.b.c.twilio.com", Ok("https://a.dublin.ie1.twilio.com")),
            (Some("au1"), None, "https://chat.twilio.com", Err("needs an edge")),
            (None, Some("sydney"), "https://chat.example", Err("has no regions")),
            (Some("au1"), Some(""), "https://chat.twilio.com", Err("not one part")),
            (Some(""), None, "https://chat.twilio.com", Err("not one part")),
            (Some("evil.example/"), Some("x"), "https://chat.twilio.com", Err("not one part")),
            (Some("au1"), Some("a.b"), "https://chat.twilio.com", Err("not one part")),
            (Some("au1"), Some("-a"), "https://chat.twilio.com", Err("not one part")),
            (Some("au1"), Some("a@evil"), "https://chat.twilio.com", Err("not one part")),
            (Some("au1"), Some("sÿdney"), "https://chat.twilio.com", Err("not one part")),
        ];
        for (region, edge, host, wanted) in table {
            let place = Place::new(region.map(ToOwned::to_owned), edge.map(ToOwned::to_owned));
            match (place.and_then(|place| place.unwrap().of(host)), wanted) {
                (Ok(found), Ok(wanted)) => assert_eq!(found, wanted),
                (Err(error), Err(words)) => assert!(error.to_string().contains(words), "{error}"),
                (found, wanted) => panic!("{found:?} is not {wanted:?}"),
            }
        }
        assert!(Place::new(None, None).unwrap().is_none());
    }
}
