//! The servers that a client can call.

use reqwest::Url;

use super::credentials::{Authentication, Credentials};
use super::host::{is_twilio, root};
use super::package::Package;
use super::region::Region;
use super::token_url::{TWILIO, TokenUrl};

/// The settings and the documents that determine the servers.
pub(super) struct Servers<'s> {
    pub(super) package: Package,
    pub(super) base: Option<&'s Url>,
    pub(super) region: Option<&'s Region>,
    pub(super) token_url: Option<&'s TokenUrl>,
}

impl Servers<'_> {
    /// Returns the URLs of the servers that receive calls and requests for tokens. A host that cannot be called,
    /// because a call would be an error, is not one of them.
    pub(super) fn urls(&self, credentials: &Credentials, allow_insecure_http: bool) -> Vec<Url> {
        let root = |host: &&str| root(None, self.region, host, allow_insecure_http).ok();
        let mut urls = self
            .base
            .map_or_else(|| self.package.hosts.iter().filter_map(root).collect(), |base| vec![base.clone()]);
        if matches!(credentials.authentication(), Authentication::Client { .. }) {
            urls.extend(self.token_urls());
        }
        urls
    }

    /// Returns the token URLs. Those of the documents are on the host of the base URL if there is one.
    fn token_urls(&self) -> Vec<Url> {
        match (self.token_url, self.base) {
            (Some(setting), _) => vec![setting.url().clone()],
            (None, Some(_)) => Vec::new(),
            (None, None) => {
                let twilio = self.package.hosts.iter().any(|host| is_twilio(host)).then_some(TWILIO);
                let urls = self.package.token_urls.iter().copied().chain(twilio);
                urls.filter_map(|url| Url::parse(url).ok()).filter(|url| url.scheme() == "https").collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The edge, the base URL, the token URL of the settings → the servers of calls, and those of tokens.
    #[test]
    fn the_servers_come_from_the_settings_and_the_documents() {
        let table = [
            (
                None,
                None,
                None,
                "https://chat.twilio.com/ https://api.example/",
                "https://login.example/token https://oauth.twilio.com/v2/token",
            ),
            (
                Some("sydney"),
                None,
                Some("https://id.example/t"),
                "https://chat.sydney.us1.twilio.com/",
                "https://id.example/t",
            ),
            (None, Some("https://gateway.example/{host}"), None, "https://gateway.example/%7Bhost%7D", ""),
            (
                None,
                Some("https://gateway.example/"),
                Some("https://id.example/t"),
                "https://gateway.example/",
                "https://id.example/t",
            ),
        ];
        for (edge, base, token_url, calls, tokens) in table {
            let base = base.map(|base| Url::parse(base).unwrap());
            let region = Region::new(None, edge.map(ToOwned::to_owned)).unwrap();
            let token_url = token_url.map(|url| TokenUrl::of_settings(url, false).unwrap());
            let servers = Servers {
                package: Package::TEST,
                base: base.as_ref(),
                region: region.as_ref(),
                token_url: token_url.as_ref(),
            };
            let urls = |credentials| {
                let urls = servers.urls(&credentials, false);
                urls.iter().map(Url::as_str).collect::<Vec<_>>().join(" ")
            };
            assert_eq!(urls(Credentials::auth_token("AC1", "x")), calls);
            assert_eq!(urls(Credentials::oauth_client("OQ1", "x")), format!("{calls} {tokens}").trim());
        }
    }
}
