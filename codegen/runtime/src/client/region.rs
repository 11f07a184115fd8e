//! Twilio's regions and edges, which change the host of a request.

use crate::error::{Error, Result};

/// The region of an edge that was set without a region.
const DEFAULT_REGION: &str = "us1";

/// A valid region with a valid edge.
pub(crate) struct Region {
    pub(crate) edge: String,
    pub(crate) region: String,
}

impl Region {
    /// Returns `None` if neither is set.
    pub(crate) fn new(region: Option<String>, edge: Option<String>) -> Result<Option<Self>> {
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

    /// Changes a host, for example `https://chat.twilio.com` to `https://chat.sydney.au1.twilio.com`.
    pub(crate) fn host(&self, host: &str) -> Result<String> {
        let names = host.strip_prefix("https://").and_then(|name| name.strip_suffix(".twilio.com"));
        let product = names.and_then(|names| names.split('.').next()).ok_or_else(|| {
            Error::invalid_request(format!("`{host}` has no regions and edges; use `base_url`"))
        })?;
        Ok(format!("https://{product}.{}.{}.twilio.com", self.edge, self.region))
    }
}

/// Accepts one label of a host name. Any other string could lead to another host.
fn check(kind: &str, label: &str) -> Result<()> {
    let letters = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let ends = !label.starts_with('-') && !label.ends_with('-');
    if letters && ends && (1..=63).contains(&label.len()) {
        return Ok(());
    }
    Err(Error::invalid_request(format!(
        "the {kind} `{}` is not one part of a host name: letters, digits and inner hyphens",
        label.escape_debug()
    )))
}

#[cfg(test)]
mod tests {
    use super::Region;

    #[test]
    fn region_and_edge_are_inserted_between_product_and_domain() {
        // region, edge, host of the OpenAPI document → host of the request, or the error
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
            let region = Region::new(region.map(ToOwned::to_owned), edge.map(ToOwned::to_owned));
            match (region.and_then(|region| region.unwrap().host(host)), wanted) {
                (Ok(found), Ok(wanted)) => assert_eq!(found, wanted),
                (Err(error), Err(words)) => assert!(error.to_string().contains(words), "{error}"),
                (found, wanted) => panic!("{found:?} is not {wanted:?}"),
            }
        }
        assert!(Region::new(None, None).unwrap().is_none());
    }
}
