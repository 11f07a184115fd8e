//! Adds the credentials that an operation requires to a request: a header, a key in the query or a cookie.

use std::time::Duration;

use reqwest::header::AUTHORIZATION;

use super::authorization::Authorization;
use super::token::TokenRequest;
use crate::client::{Authentication, TokenUrl, bearer};
use crate::error::{Error, Result};
use crate::request::{Call, KeyLocation, Need, Security};

/// Returns the authorization that the operation requires, or accepts. `rejected` is the number of the token that the
/// server rejected with a 401, so that another one is used. Credentials of another kind are not sent.
pub(super) async fn authorize(
    call: &Call,
    rejected: Option<u64>,
    left: Duration,
) -> Result<Option<Authorization>> {
    if let Some(name) = call.key_headers.iter().find(|name| !call.has_header(name)) {
        return Err(Error::credentials(format!(
            "this operation also requires a key in the header `{name}`; set it with `with_header` or \
             `default_header`; nothing was sent"
        )));
    }
    let authentication = call.client().shared().credentials.authentication();
    match (call.security, authentication) {
        (Security::None, _) | (Security::Any, Authentication::None) => Ok(None),
        (Security::Key(location, name), Authentication::Key { value }) => {
            Authorization::of_key(location, name, value).map(Some)
        }
        // The application can set the header of the key itself.
        (Security::Key(KeyLocation::Header, name), _) if call.has_header(name) => Ok(None),
        (Security::Any, Authentication::Basic { header })
        | (Security::Any | Security::Bearer(_), Authentication::Bearer { header }) => {
            Authorization::new(header).map(Some)
        }
        (Security::Any, Authentication::Client { .. }) => by_token(call, None, rejected, left).await,
        (Security::Bearer(url), Authentication::Client { .. }) => by_token(call, url, rejected, left).await,
        (_, Authentication::None) if call.has_header(AUTHORIZATION.as_str()) => Ok(None),
        _ if call.credentials == Need::Optional => Ok(None),
        (required, _) => Err(Error::credentials(format!("{}; nothing was sent", missing(required)))),
    }
}

/// Returns which credentials an operation requires instead of those of the client.
fn missing(required: Security) -> String {
    match required {
        Security::Any | Security::None => {
            "this operation requires a user name and a password, or a bearer token; use \
             `Credentials::auth_token`, `api_key` or `bearer_token`"
                .to_owned()
        }
        Security::Bearer(_) => {
            "this operation requires a bearer token and accepts neither an auth token nor \
             an API key; use `Credentials::oauth_client` or `Credentials::bearer_token`"
                .to_owned()
        }
        Security::Key(location, name) => {
            let location = match location {
                KeyLocation::Header => "header",
                KeyLocation::Query => "query parameter",
                KeyLocation::Cookie => "cookie",
            };
            format!(
                "this operation requires a key in the {location} `{name}`; use `Credentials::parameter_key`"
            )
        }
        Security::Unsupported(scheme) => {
            format!(
                "this operation requires the authentication `{scheme}`, which the client does not support"
            )
        }
    }
}

/// Returns the token of an OAuth client.
async fn by_token(
    call: &Call,
    documented: Option<&str>,
    rejected: Option<u64>,
    left: Duration,
) -> Result<Option<Authorization>> {
    let client = call.client().clone();
    let token_url = TokenUrl::new(&client, documented, call.documented_host())?;
    let (timeout, retry) = (call.timeout, call.retry.clone());
    let token = TokenRequest { client, token_url, rejected, timeout, retry }.token(left).await?;
    let authorization = Authorization::new(&bearer(&token.value))?;
    // A call is repeated with a new token only once.
    Ok(Some(match rejected {
        None => authorization.renewable(token.number),
        Some(_) => authorization,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{ClientSettings, Credentials};
    use crate::request::Target;
    use crate::send::http_request::http_request;

    #[tokio::test]
    async fn secret_headers_are_marked_so_that_they_are_never_printed() {
        let mut settings = ClientSettings::new(Credentials::api_key("AC1", "SK1", "secret"));
        settings.base_url = Some("http://localhost".to_owned());
        settings.headers.push(("X-Token".to_owned(), "secret".to_owned()));
        let client = settings.build(crate::client::Package::TEST).unwrap();
        let call = Call::get(&Target::new(&client, "https://chat.twilio.com"), "/v2");
        let mut request = http_request(&call, call.url().unwrap()).unwrap();
        let authorization = authorize(&call, None, Duration::MAX).await.unwrap();
        authorization.unwrap().add_to(&mut request);
        assert_eq!(request.headers()[AUTHORIZATION], "Basic U0sxOnNlY3JldA==");
        for name in [AUTHORIZATION.as_str(), "x-token"] {
            assert!(request.headers()[name].is_sensitive(), "{name}");
        }
        let printed = format!("{request:?} {client:?} {call:?}");
        assert!(!printed.contains("secret") && !printed.contains("c2VjcmV0"), "{printed}");
    }
}
