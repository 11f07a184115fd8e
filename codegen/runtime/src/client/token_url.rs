//! The URL that access tokens are requested from.

use reqwest::Url;

use super::host::{check_base, is_twilio, of_document};
use super::shared::Client;
use crate::error::{Error, Result};

/// The token URL of Twilio's documents that contain none.
pub(super) const TWILIO: &str = "https://oauth.twilio.com/v2/token";

/// The URL that the ID and the secret of an OAuth client are sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TokenUrl(Url);

impl TokenUrl {
    /// Returns the URL that the application sets.
    pub(super) fn of_settings(url: &str, allow_insecure_http: bool) -> Result<Self> {
        check_base("token URL", url, allow_insecure_http).map(Self)
    }

    /// Returns the token URL for an operation on a host of an OpenAPI document, which contains the URL
    /// `documented`. It is that of the settings or that of the document. Twilio's token URL applies only
    /// to Twilio's own hosts, because no other host may receive its tokens.
    pub(crate) fn new(client: &Client, documented: Option<&str>, host: &str) -> Result<Self> {
        let shared = client.shared();
        if let Some(url) = &shared.token_url {
            return Ok(url.clone());
        }
        let url = documented.or_else(|| is_twilio(host).then_some(TWILIO)).ok_or_else(|| {
            Error::credentials(format!(
                "the OpenAPI document of {host} contains no token URL for client credentials; call \
                 `oauth_token_url` of the builder, or use `Credentials::bearer_token`; nothing was sent"
            ))
        })?;
        let mut parsed = Url::parse(url)
            .map_err(|error| Error::invalid_request(format!("the token URL is invalid: {error}")))?;
        if let Some(base) = &shared.base {
            // The secret is sent to no other host than the base URL, and to the same path there.
            let base = of_document(base, url);
            let path = format!("{}{}", base.path().trim_end_matches('/'), parsed.path());
            parsed = base;
            parsed.set_path(&path);
        } else if parsed.scheme() != "https" {
            return Err(Error::credentials(
                "the token URL is not `https://`, so the secret is not sent to it",
            ));
        }
        Ok(Self(parsed))
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub(crate) fn url(&self) -> &Url {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{ClientSettings, Credentials};

    #[test]
    fn the_token_url_comes_from_the_settings_the_document_or_twilio() {
        const HOST: &str = "https://api.example.com";
        const CHAT: &str = "https://chat.twilio.com";
        const DOCUMENT: Option<&str> = Some("https://login.example.com/token");
        // base URL, token URL of the settings, token URL of the document, host → URL, or words of the error
        let table = [
            (None, None, None, CHAT, Ok(TWILIO)),
            (None, None, DOCUMENT, CHAT, Ok("https://login.example.com/token")),
            (None, None, None, HOST, Err("contains no token URL")),
            (None, None, None, "https://eviltwilio.com", Err("contains no token URL")),
            (None, None, None, "https://twilio.com.example", Err("contains no token URL")),
            (None, None, None, "http://chat.twilio.com", Err("contains no token URL")),
            (None, None, DOCUMENT, HOST, Ok("https://login.example.com/token")),
            (None, Some("https://id.example/t"), DOCUMENT, HOST, Ok("https://id.example/t")),
            (None, Some("http://id.example/t"), DOCUMENT, HOST, Err("`http://`")),
            (Some("http://localhost:7/x"), None, None, CHAT, Ok("http://localhost:7/x/v2/token")),
            (Some("http://localhost:7/x"), None, None, HOST, Err("contains no token URL")),
            (Some("http://localhost:7"), None, DOCUMENT, HOST, Ok("http://localhost:7/token")),
            (
                Some("http://localhost:7"),
                Some("https://id.example/t"),
                None,
                HOST,
                Ok("https://id.example/t"),
            ),
        ];
        for (base, settings, document, host, wanted) in table {
            let mut all = ClientSettings::new(Credentials::oauth_client("OQ1", "secret"));
            all.base_url = Some(base.unwrap_or("http://localhost:1").to_owned());
            all.token_url = settings.map(ToOwned::to_owned);
            let found = all.build(crate::client::Package::TEST).and_then(|mut client| {
                if base.is_none() {
                    std::sync::Arc::get_mut(&mut client.0).unwrap().base = None;
                }
                TokenUrl::new(&client, document, host)
            });
            match (found, wanted) {
                (Ok(found), Ok(wanted)) => assert_eq!(found.as_str(), wanted),
                (Err(error), Err(words)) => assert!(error.to_string().contains(words), "{error}"),
                (found, wanted) => panic!("{found:?} is not {wanted:?}"),
            }
        }
    }
}
