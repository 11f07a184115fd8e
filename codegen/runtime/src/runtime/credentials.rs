//! Who is calling.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};

use super::error::{Error, Result};

/// What a client proves who it is with: an account with its auth token, an API key, an OAuth client
/// or a bearer token.
///
/// Secrets are wiped from memory on drop and are never printed. (The copies that a request makes of
/// them on its way to the network live as long as the request.)
#[derive(Clone)]
pub struct Credentials {
    account_sid: Option<String>,
    proof: Proof,
}

/// How a request says who it is from.
#[derive(Clone)]
pub(super) enum Proof {
    /// HTTP basic auth, as the header says it: the account or a key, and its secret.
    Basic { header: SecretString },
    /// A token that the application got by itself, as the header says it.
    Bearer { header: SecretString },
    /// Gets its tokens from a token address.
    Client { id: String, secret: SecretString },
}

impl Credentials {
    /// The account's own auth token.
    pub fn auth_token(account_sid: impl Into<String>, auth_token: impl Into<String>) -> Self {
        let account_sid = account_sid.into();
        Self::api_key(account_sid.clone(), account_sid, auth_token)
    }

    /// An API key (`SK…`) of the account, with its secret.
    pub fn api_key(
        account_sid: impl Into<String>,
        key_sid: impl Into<String>,
        secret: impl Into<String>,
    ) -> Self {
        let secret = SecretString::from(secret.into());
        let pair = SecretString::from(format!("{}:{}", key_sid.into(), secret.expose_secret()));
        // Of the right size at once: growing would leave a copy behind that nobody wipes.
        let mut header = String::with_capacity(BASIC.len() + pair.expose_secret().len().div_ceil(3) * 4);
        header.push_str(BASIC);
        STANDARD.encode_string(pair.expose_secret(), &mut header);
        let proof = Proof::Basic { header: SecretString::from(header) };
        Self { account_sid: Some(account_sid.into()), proof }
    }

    /// An OAuth client (`OQ…`) of the account or organization, with its secret.
    ///
    /// Its requests go with a bearer token, which is fetched with the first one, from the address
    /// that the operation's document names or else from `https://oauth.twilio.com/v2/token`, and
    /// kept until shortly before it expires. A call that is refused with a 401 gets a new one and is
    /// made again, once, whatever the retry policy says: such a request was not processed.
    ///
    /// Twilio takes these tokens in its region US1 only
    /// (<https://www.twilio.com/docs/iam/oauth-apps/faqs>). Paths that go through an account need
    /// [`for_account`](Self::for_account).
    pub fn oauth_client(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        let proof = Proof::Client { id: client_id.into(), secret: SecretString::from(client_secret.into()) };
        Self { account_sid: None, proof }
    }

    /// A bearer token that the application got by itself, and renews by making a new client.
    ///
    /// Paths that go through an account need [`for_account`](Self::for_account).
    pub fn bearer_token(token: impl Into<String>) -> Self {
        let token = SecretString::from(token.into());
        Self { account_sid: None, proof: Proof::Bearer { header: bearer(&token) } }
    }

    /// The account (`AC…`) that paths go through; in place of the one that was named before, if any,
    /// such as a subaccount of it.
    #[must_use]
    pub fn for_account(mut self, account_sid: impl Into<String>) -> Self {
        self.account_sid = Some(account_sid.into());
        self
    }

    /// Reads the first of these that is set: `TWILIO_API_KEY` with `TWILIO_API_SECRET`,
    /// `TWILIO_AUTH_TOKEN`, `TWILIO_CLIENT_ID` with `TWILIO_CLIENT_SECRET`; and the account from
    /// `TWILIO_ACCOUNT_SID`, which only an OAuth client can do without.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Credentials`](super::ErrorKind::Credentials), naming the variable that is
    /// missing or empty.
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

    /// The account that paths go through; none where the credentials name none.
    pub fn account_sid(&self) -> Option<&str> {
        self.account_sid.as_deref()
    }

    pub(super) fn proof(&self) -> &Proof {
        &self.proof
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

/// A bearer token as the header says it.
pub(super) fn bearer(token: &SecretString) -> SecretString {
    SecretString::from(format!("Bearer {}", token.expose_secret()))
}

fn variable(name: &str) -> Result<String> {
    match std::env::var(name) {
        Ok(value) if !value.is_empty() => Ok(value),
        Ok(_) => Err(Error::credentials(format!("the environment variable {name} is empty, so not set"))),
        Err(std::env::VarError::NotPresent) => {
            Err(Error::credentials(format!("the environment variable {name} is not set")))
        }
        Err(std::env::VarError::NotUnicode(_)) => {
            Err(Error::credentials(format!("the environment variable {name} is not text, so not set")))
        }
    }
}
