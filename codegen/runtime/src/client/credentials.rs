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
    /// The name of the first part that is empty.
    empty: Option<&'static str>,
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
    /// Authenticates with the account's auth token. `build` rejects an empty account or token.
    pub fn auth_token(account_sid: impl Into<String>, auth_token: impl Into<String>) -> Self {
        let (account_sid, auth_token) = (account_sid.into(), auth_token.into());
        let empty = first_empty([("account SID", &account_sid), ("auth token", &auth_token)]);
        Self { empty, ..Self::api_key(account_sid.clone(), account_sid, auth_token) }
    }

    /// Authenticates with an API key (`SK…`) of the account and its secret. `build` rejects empty parts.
    pub fn api_key(
        account_sid: impl Into<String>,
        key_sid: impl Into<String>,
        secret: impl Into<String>,
    ) -> Self {
        let (account_sid, key_sid) = (account_sid.into(), key_sid.into());
        let secret = SecretString::from(secret.into());
        let parts =
            [("account SID", &*account_sid), ("API key", &key_sid), ("secret", secret.expose_secret())];
        let empty = first_empty(parts);
        Self { account_sid: Some(account_sid), authentication: basic(&key_sid, &secret), empty }
    }

    /// Authenticates with a user name and a password, for APIs other than Twilio's. The password can be empty.
    pub fn basic(user_name: impl Into<String>, password: impl Into<String>) -> Self {
        let (user_name, password) = (user_name.into(), SecretString::from(password.into()));
        let empty = first_empty([("user name", &*user_name)]);
        Self { account_sid: None, authentication: basic(&user_name, &password), empty }
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
        let (id, secret) = (client_id.into(), SecretString::from(client_secret.into()));
        let empty = first_empty([("client ID", &*id), ("client secret", secret.expose_secret())]);
        Self { account_sid: None, authentication: Authentication::Client { id, secret }, empty }
    }

    /// Authenticates with a bearer token that the application obtained. To renew the token, create a new
    /// client.
    ///
    /// Operations whose path contains an account require [`for_account`](Self::for_account).
    pub fn bearer_token(token: impl Into<String>) -> Self {
        let token = SecretString::from(token.into());
        let empty = first_empty([("bearer token", token.expose_secret())]);
        let authentication = Authentication::Bearer { header: bearer(&token) };
        Self { account_sid: None, authentication, empty }
    }

    /// Authenticates with a key that an OpenAPI document describes as `apiKey`: the client sends it in the
    /// header, the query parameter or the cookie that the document names. A Twilio API key is a user name
    /// and a password instead: see [`api_key`](Self::api_key).
    pub fn parameter_key(value: impl Into<String>) -> Self {
        let value = SecretString::from(value.into());
        let empty = first_empty([("key", value.expose_secret())]);
        Self { account_sid: None, authentication: Authentication::Key { value }, empty }
    }

    /// Sends no credentials, for APIs and operations that require none.
    pub fn none() -> Self {
        Self { account_sid: None, authentication: Authentication::None, empty: None }
    }

    /// Sets the account (`AC…`) in the paths of requests, such as a subaccount. It replaces an account
    /// that was set before.
    #[must_use]
    pub fn for_account(mut self, account_sid: impl Into<String>) -> Self {
        let account_sid = account_sid.into();
        self.empty = self.empty.or(first_empty([("account SID", &*account_sid)]));
        self.account_sid = Some(account_sid);
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

    /// Returns an error if a part is empty. A server would reject each request with a status that does not name
    /// the part.
    pub(super) fn check(&self) -> Result<()> {
        let Some(part) = self.empty else { return Ok(()) };
        Err(Error::credentials(format!(
            "the {part} of the credentials is empty; pass its value, set the environment variables and call \
             `Credentials::from_env`, or use `Credentials::none` for an API without credentials"
        )))
    }

    pub(crate) fn authentication(&self) -> &Authentication {
        &self.authentication
    }

    /// Whether the client has no credentials, so that the caller can set the header `Authorization`.
    pub(crate) fn are_none(&self) -> bool {
        matches!(self.authentication, Authentication::None)
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

/// Returns basic authentication with a user name and a password.
fn basic(user_name: &str, password: &SecretString) -> Authentication {
    let pair = SecretString::from(format!("{user_name}:{}", password.expose_secret()));
    // The full capacity, because growing the string would leave a copy that is not wiped.
    let mut header = String::with_capacity(BASIC.len() + pair.expose_secret().len().div_ceil(3) * 4);
    header.push_str(BASIC);
    STANDARD.encode_string(pair.expose_secret(), &mut header);
    Authentication::Basic { header: SecretString::from(header) }
}

/// Returns the `Authorization` header of a bearer token.
pub(crate) fn bearer(token: &SecretString) -> SecretString {
    SecretString::from(format!("Bearer {}", token.expose_secret()))
}

/// Returns the name of the first part whose value is empty.
fn first_empty<const N: usize>(parts: [(&'static str, &str); N]) -> Option<&'static str> {
    parts.into_iter().find(|(_, value)| value.is_empty()).map(|(name, _)| name)
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
    use crate::client::Package;
    use crate::error::ErrorKind;

    fn wiped_on_drop<T: ZeroizeOnDrop>(_: &T) {}

    #[test]
    fn an_empty_part_is_an_error_of_the_client() {
        let table = [
            (Credentials::auth_token("", ""), Some("account SID")),
            (Credentials::auth_token("AC1", ""), Some("auth token")),
            (Credentials::api_key("AC1", "", "secret"), Some("API key")),
            (Credentials::api_key("AC1", "SK1", ""), Some("secret")),
            (Credentials::oauth_client("", "secret"), Some("client ID")),
            (Credentials::oauth_client("OQ1", ""), Some("client secret")),
            (Credentials::bearer_token(""), Some("bearer token")),
            (Credentials::parameter_key(""), Some("key")),
            (Credentials::bearer_token("token").for_account(""), Some("account SID")),
            (Credentials::auth_token("AC1", "token").for_account("AC2"), None),
            (Credentials::basic("", "password"), Some("user name")),
            (Credentials::basic("user", ""), None),
            (Credentials::none(), None),
        ];
        for (credentials, part) in table {
            let mut settings = crate::client::ClientSettings::new(credentials);
            settings.base_url = Some("http://localhost".to_owned());
            match (settings.build(Package::TEST), part) {
                (Ok(_), None) => {}
                (Err(error), Some(part)) => {
                    let message = error.to_string();
                    assert_eq!(error.kind(), ErrorKind::Credentials, "{message}");
                    assert!(
                        message.starts_with(&format!("the {part} of the credentials is empty")),
                        "{message}"
                    );
                    assert!(message.contains("`Credentials::from_env`"), "{message}");
                }
                (built, part) => panic!("{:?} {part:?}", built.map(drop)),
            }
        }
    }

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
