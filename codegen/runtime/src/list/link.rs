//! Links to the next page, which come from the server. Credentials are sent only to the list itself.

use reqwest::Url;

use super::resume::is_same_path;
use crate::error::{Error, ErrorKind, Result};

/// The list that a link must lead to.
pub(super) struct ListUrl<'l> {
    /// The URL of the list without a query.
    pub(super) list: &'l Url,
    /// The path of the list with its placeholders.
    pub(super) template: &'l str,
    /// The host of the OpenAPI document, if requests go to the host of a region and an edge instead.
    pub(super) documented: Option<&'l str>,
}

impl ListUrl<'_> {
    /// Returns the URL of a link in the page at `page`, or an error if it does not lead to the list.
    pub(super) fn follow(&self, page: &Url, link: &str) -> Result<Url> {
        let error = |reason: &str| {
            let message = format!("the link to the next page {reason}; the client did not follow it");
            Error::new(ErrorKind::ForeignLink, message)
        };
        let mut next = page.join(link).map_err(|_| error("is not a URL"))?;
        // A fragment is not sent, so it does not distinguish pages.
        next.set_fragment(None);
        if !next.username().is_empty() || next.password().is_some() {
            return Err(error("contains a user name"));
        }
        // The server can name its host without the region and the edge of the request.
        let documented = self.documented.and_then(|host| Url::parse(host).ok());
        if documented.is_some_and(|host| host.origin().is_tuple() && host.origin() == next.origin()) {
            next = with_path_of(page, &next);
        }
        if next.origin() != page.origin() || !next.origin().is_tuple() {
            return Err(error("has another scheme, host or port"));
        }
        if !is_same_path(&next, self.list, self.template) {
            return Err(error("has another path"));
        }
        Ok(next)
    }
}

/// Returns the URL of one host with the path and the query of another URL.
fn with_path_of(host: &Url, url: &Url) -> Url {
    let mut joined = host.clone();
    joined.set_path(url.path());
    joined.set_query(url.query());
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "/v2/Services/{ServiceSid}/Channels";
    const LIST: &str = "https://chat.sydney.au1.twilio.com/v2/Services/main/Channels";

    #[test]
    fn a_link_must_lead_to_the_list() {
        let sid =
            "https://chat.sydney.au1.twilio.com/v2/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Channels?x";
        let next = "https://chat.sydney.au1.twilio.com/v2/Services/main/Channels?Page=1";
        let encoded = "https://chat.sydney.au1.twilio.com/v2/Services/m%61in/Channels?Page=1";
        // link → URL, or words of the error
        let table = [
            (next, Ok(next)),
            ("?Page=1", Ok(next)),
            ("/v2/Services/main/Channels?Page=1#top", Ok(next)),
            ("https://chat.twilio.com/v2/Services/main/Channels?Page=1", Ok(next)),
            ("https://chat.twilio.com:443/v2/Services/m%61in/Channels?Page=1", Ok(encoded)),
            (sid, Ok(sid)),
            ("http://chat.twilio.com/v2/Services/main/Channels", Err("scheme, host or port")),
            ("https://chat.dublin.ie1.twilio.com/v2/Services/main/Channels", Err("scheme, host or port")),
            ("https://video.twilio.com/v2/Services/main/Channels", Err("scheme, host or port")),
            ("https://me@chat.twilio.com/v2/Services/main/Channels", Err("user name")),
            ("https://chat.twilio.com/v2/Services/other/Channels", Err("another path")),
            ("/v2/Services/main/Channels/CH1", Err("another path")),
            ("/v2/Services/main/Users", Err("another path")),
            ("/v1/Services/main/Channels", Err("another path")),
            ("/", Err("another path")),
            ("http://[", Err("is not a URL")),
        ];
        let list = Url::parse(LIST).unwrap();
        let target = ListUrl { list: &list, template: TEMPLATE, documented: Some("https://chat.twilio.com") };
        for (link, wanted) in table {
            match (target.follow(&list, link), wanted) {
                (Ok(found), Ok(wanted)) => assert_eq!(found.as_str(), wanted, "{link}"),
                (Err(error), Err(words)) => assert!(error.to_string().contains(words), "{link}: {error}"),
                (found, wanted) => panic!("{link}: {found:?} is not {wanted:?}"),
            }
        }
        let target = ListUrl { documented: None, ..target };
        assert!(target.follow(&list, "https://chat.twilio.com/v2/Services/main/Channels").is_err());
    }
}
