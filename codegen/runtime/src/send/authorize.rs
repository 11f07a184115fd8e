//! The `Authorization` header of a request.

use std::time::Duration;

use super::authorization::Authorization;
use super::token::{TOKEN_URL, TokenRequest};
use crate::client::{Authentication, bearer};
use crate::error::{Error, Result};
use crate::request::{Call, Security};

/// Returns the authorization that the operation requires. `rejected` is the number of the token that the
/// server rejected with a 401, so that another one is used.
pub(super) async fn authorize(
    call: &Call,
    rejected: Option<u64>,
    left: Duration,
) -> Result<Option<Authorization>> {
    let client = call.client();
    match (call.security, client.shared().credentials.authentication()) {
        (Security::None, _) => Ok(None),
        (Security::Any, Authentication::Basic { header }) | (_, Authentication::Bearer { header }) => {
            Authorization::new(header).map(Some)
        }
        (Security::Bearer(_), Authentication::Basic { .. }) => Err(Error::credentials(
            "this operation requires a bearer token and accepts neither an auth token nor an API key; use \
             `Credentials::oauth_client` or `Credentials::bearer_token`",
        )),
        (security, Authentication::Client { .. }) => {
            let token_url = if let Security::Bearer(Some(url)) = security { url } else { TOKEN_URL };
            let (client, timeout, retry) = (client.clone(), call.timeout, call.retry.clone());
            let token = TokenRequest { client, token_url, rejected, timeout, retry }.token(left).await?;
            let authorization = Authorization::new(&bearer(&token.value))?;
            // A call is repeated with a new token only once.
            Ok(Some(match rejected {
                None => authorization.renewable(token.number),
                Some(_) => authorization,
            }))
        }
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::AUTHORIZATION;

    use super::*;
    use crate::client::{ClientSettings, Credentials};
    use crate::request::Target;
    use crate::send::http_request::http_request;

    #[tokio::test]
    async fn secret_headers_are_marked_so_that_they_are_never_printed() {
        let mut settings = ClientSettings::new(Credentials::api_key("AC1", "SK1", "secret"));
        settings.headers.push(("X-Token".to_owned(), "secret".to_owned()));
        let client = settings.build("test").unwrap();
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
