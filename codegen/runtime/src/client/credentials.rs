//! Credentials of an account, an OAuth client or a bearer token.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};

use crate::error::{Error, Result};

/// The credentials of a client: an account with its auth token, an API key, an OAuth client, a bearer
/// token, the key of a parameter, or none.
///
/// A request contains credentials only if the operation requires credentials of their kind.
///
/// Secrets are wiped from memory on drop and are never printed. The copies in a request exist until
/// the request is complete.
#[derive(Clone)]
pub struct Credentials {
    account_sid: Option<String>,
    authentication: Authentication,
}

/// How a request authenticates.
#[derive(Clone)]
pub(crate) enum Authentication {
    /// The `Authorization` header of basic authentication: the account or a key, and its secret.
    Basic { header: SecretString },
    /// The `Authorization` header of a token that the application obtained.
    Bearer { header: SecretString },
    /// An OAuth client, which requests tokens from a token URL.
    Client { id: String, secret: SecretString },
    /// The key of a parameter that the OpenAPI document names.
    Key { value: SecretString },
    /// No credentials.
    None,
}

impl Credentials {
    /// Authenticates with the account's auth token.
    pub fn auth_token(account_sid: impl Into<String>, auth_token: impl Into<String>) -> Self {
        let account_sid = account_sid.into();
        Self::api_key(account_sid.clone(), account_sid, auth_token)
    }

    /// Authenticates with an API key (`SK…`) of the account and its secret.
    pub fn api_key(
        account_sid: impl Into<String>,
        key_sid: impl Into<String>,
        secret: impl Into<String>,
    ) -> Self {
        let secret = SecretString::from(secret.into());
        let pair = SecretString::from(format!("{}:{}", key_sid.into(), secret.expose_secret()));
        // The full capacity, because growing the string would leave a copy that is not wiped.
        let mut header = String::with_capacity(BASIC.len() + pair.expose_secret().len().div_ceil(3) * 4);
        header.push_str(BASIC);
        STANDARD.encode_string(pair.expose_secret(), &mut header);
        let authentication = Authentication::Basic { header: SecretString::from(header) };
        Self { account_sid: Some(account_sid.into()), authentication }
    }

    /// Authenticates with an OAuth client (`OQ…`) of the account or organization and its secret.
    ///
    /// The client requests an access token before the first call and uses it until shortly before it
    /// expires. The token URL is that of the builder (`oauth_token_url`) or the one in the OpenAPI
    /// document of the operation. For Twilio's own hosts it is `https://oauth.twilio.com/v2/token` by
    /// default; for any other host, a call without a token URL is an error and nothing is sent. After a
    /// 401, the client requests a new token and repeats the call once, regardless of the retry policy,
    /// because Twilio did not process the request.
    ///
    /// Twilio accepts these tokens only in its region US1
    /// (<https://www.twilio.com/docs/iam/oauth-apps/faqs>). Operations whose path contains an account
    /// require [`for_account`](Self::for_account).
    pub fn oauth_client(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        let authentication =
            Authentication::Client { id: client_id.into(), secret: SecretString::from(client_secret.into()) };
        Self { account_sid: None, authentication }
    }

    /// Authenticates with a bearer token that the application obtained. To renew the token, create a new
    /// client.
    ///
    /// Operations whose path contains an account require [`for_account`](Self::for_account).
    pub fn bearer_token(token: impl Into<String>) -> Self {
        let token = SecretString::from(token.into());
        Self { account_sid: None, authentication: Authentication::Bearer { header: bearer(&token) } }
    }

    /// Authenticates with a key that an OpenAPI document describes as `apiKey`: the client sends it in the
    /// header, the query parameter or the cookie that the document names. A Twilio API key is a user name
    /// and a password instead: see [`api_key`](Self::api_key).
    pub fn parameter_key(value: impl Into<String>) -> Self {
        let authentication = Authentication::Key { value: SecretString::from(value.into()) };
        Self { account_sid: None, authentication }
    }

    /// Sends no credentials, for APIs and operations that require none.
    pub fn none() -> Self {
        Self { account_sid: None, authentication: Authentication::None }
    }

    /// Sets the account (`AC…`) in the paths of requests, such as a subaccount. It replaces an account
    /// that was set before.
    #[must_use]
    pub fn for_account(mut self, account_sid: impl Into<String>) -> Self {
        self.account_sid = Some(account_sid.into());
        self
    }

    /// Reads the first of these environment variables that is set: `TWILIO_API_KEY` with
    /// `TWILIO_API_SECRET`, `TWILIO_AUTH_TOKEN`, `TWILIO_CLIENT_ID` with `TWILIO_CLIENT_SECRET`. The
    /// account is `TWILIO_ACCOUNT_SID`, which is optional only for an OAuth client.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) with the name of the variable
    /// that is missing or empty.
    pub fn from_env() -> Result<Self> {
        let account_sid = variable("TWILIO_ACCOUNT_SID");
        if let Ok(key) = variable("TWILIO_API_KEY") {
            return Ok(Self::api_key(account_sid?, key, variable("TWILIO_API_SECRET")?));
        }
        let missing = match variable("TWILIO_AUTH_TOKEN") {
            Ok(token) => return Ok(Self::auth_token(account_sid?, token)),
            Err(error) => error,
        };
        if let Ok(id) = variable("TWILIO_CLIENT_ID") {
            let client = Self::oauth_client(id, variable("TWILIO_CLIENT_SECRET")?);
            return Ok(Self { account_sid: account_sid.ok(), ..client });
        }
        account_sid?;
        let others = "and neither is TWILIO_API_KEY nor TWILIO_CLIENT_ID";
        Err(Error::credentials(format!("{}, {others}", missing.message())))
    }

    /// Returns the account in the paths of requests, if the credentials contain one.
    pub fn account_sid(&self) -> Option<&str> {
        self.account_sid.as_deref()
    }

    pub(crate) fn authentication(&self) -> &Authentication {
        &self.authentication
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Credentials");
        if let Some(account_sid) = &self.account_sid {
            shown.field("account_sid", account_sid);
        }
        shown.finish_non_exhaustive()
    }
}

const BASIC: &str = "Basic ";

/// Returns the `Authorization` header of a bearer token.
pub(crate) fn bearer(token: &SecretString) -> SecretString {
    SecretString::from(format!("Bearer {}", token.expose_secret()))
}

fn variable(name: &str) -> Result<String> {
    match std::env::var(name) {
        Ok(value) if !value.is_empty() => Ok(value),
        Ok(_) => Err(Error::credentials(format!(
            "the environment variable {name} is empty, so it counts as not set"
        ))),
        Err(std::env::VarError::NotPresent) => {
            Err(Error::credentials(format!("the environment variable {name} is not set")))
        }
        Err(std::env::VarError::NotUnicode(_)) => Err(Error::credentials(format!(
            "the environment variable {name} is not UTF-8, so it counts as not set"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::zeroize::ZeroizeOnDrop;

    use super::*;

    fn wiped_on_drop<T: ZeroizeOnDrop>(_: &T) {}

    /// The compiler checks the types of the secrets. The match is exhaustive, so a new kind of
    /// authentication does not compile without its line.
    #[test]
    fn secrets_are_wiped_on_drop() {
        match Credentials::api_key("AC1", "SK1", "secret").authentication() {
            Authentication::Basic { header } | Authentication::Bearer { header } => wiped_on_drop(header),
            Authentication::Client { id: _, secret } => wiped_on_drop(secret),
            Authentication::Key { value } => wiped_on_drop(value),
            Authentication::None => {}
        }
    }
}
