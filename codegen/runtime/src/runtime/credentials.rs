//! Who is calling.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use super::error::{Error, Result};

/// What a client proves who it is with: an account with its auth token, or an API key.
///
/// Secrets are wiped from memory on drop and are never printed. (The copies that a request makes of
/// them on its way to the network live as long as the request.)
#[derive(Clone)]
pub struct Credentials {
    account_sid: String,
    username: String,
    secret: SecretString,
}

impl Credentials {
    /// The account's own auth token.
    pub fn auth_token(account_sid: impl Into<String>, auth_token: impl Into<String>) -> Self {
        let account_sid = account_sid.into();
        Self { username: account_sid.clone(), account_sid, secret: SecretString::from(auth_token.into()) }
    }

    /// An API key (`SK…`) of the account, with its secret.
    pub fn api_key(
        account_sid: impl Into<String>,
        key_sid: impl Into<String>,
        secret: impl Into<String>,
    ) -> Self {
        Self {
            account_sid: account_sid.into(),
            username: key_sid.into(),
            secret: SecretString::from(secret.into()),
        }
    }

    /// Reads `TWILIO_ACCOUNT_SID`, and `TWILIO_API_KEY` with `TWILIO_API_SECRET` if the key is
    /// set, else `TWILIO_AUTH_TOKEN`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Credentials`](super::ErrorKind::Credentials), naming the variable that is
    /// missing or empty.
    pub fn from_env() -> Result<Self> {
        let account_sid = variable("TWILIO_ACCOUNT_SID")?;
        if let Ok(key) = variable("TWILIO_API_KEY") {
            return Ok(Self::api_key(account_sid, key, variable("TWILIO_API_SECRET")?));
        }
        let token = variable("TWILIO_AUTH_TOKEN").map_err(|error| {
            Error::credentials(format!("{}, and neither is TWILIO_API_KEY", error.message()))
        })?;
        Ok(Self::auth_token(account_sid, token))
    }

    /// The account that the requests are made for.
    pub fn account_sid(&self) -> &str {
        &self.account_sid
    }

    pub(super) fn username(&self) -> &str {
        &self.username
    }

    pub(super) fn secret(&self) -> &str {
        self.secret.expose_secret()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("account_sid", &self.account_sid).finish_non_exhaustive()
    }
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
