//! The credentials of a request.

use reqwest::Request;
use reqwest::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::http_request::add_cookies;
use crate::error::{Error, Result};
use crate::request::KeyLocation;

/// The authorization of a request.
pub(super) struct Authorization {
    form: Form,
    /// The number of the token, if a new one can be requested after a 401.
    pub(super) renewable: Option<u64>,
}

enum Form {
    /// A header with a secret.
    Header(HeaderName, HeaderValue),
    /// A query parameter with a secret.
    Query(&'static str, SecretString),
}

impl Authorization {
    /// Creates the `Authorization` header with this value.
    pub(super) fn new(header: &SecretString) -> Result<Self> {
        let form = Form::Header(AUTHORIZATION, secret_header(header.expose_secret(), "bearer token")?);
        Ok(Self { form, renewable: None })
    }

    /// Creates the parameter that contains a key.
    pub(super) fn of_key(location: KeyLocation, name: &'static str, key: &SecretString) -> Result<Self> {
        let form = match location {
            KeyLocation::Query => Form::Query(name, key.clone()),
            KeyLocation::Header => {
                let name = HeaderName::from_bytes(name.as_bytes())
                    .map_err(|_| Error::credentials(format!("`{name}` is not the name of a header")))?;
                Form::Header(name, secret_header(key.expose_secret(), "key")?)
            }
            KeyLocation::Cookie => {
                let cookie = SecretString::from(format!("{name}={}", key.expose_secret()));
                Form::Header(COOKIE, secret_header(cookie.expose_secret(), "key")?)
            }
        };
        Ok(Self { form, renewable: None })
    }

    /// Allows the caller to replace the token with this number after a 401.
    pub(super) fn renewable(self, token: u64) -> Self {
        Self { renewable: Some(token), ..self }
    }

    /// Returns whether a new token can be requested after a 401.
    pub(super) fn is_renewable(&self) -> bool {
        self.renewable.is_some()
    }

    /// The value of the header or the parameter.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.form {
            Form::Header(_, value) => value.to_str().ok(),
            Form::Query(_, value) => Some(value.expose_secret()),
        }
    }

    /// Adds the credentials to a request.
    pub(super) fn add_to(&self, request: &mut Request) {
        match &self.form {
            Form::Header(COOKIE, value) => add_cookies(request.headers_mut(), value.clone()),
            Form::Header(name, value) => {
                request.headers_mut().insert(name.clone(), value.clone());
            }
            Form::Query(name, value) => {
                request.url_mut().query_pairs_mut().append_pair(name, value.expose_secret());
            }
        }
    }
}

fn secret_header(value: &str, kind: &str) -> Result<HeaderValue> {
    let mut header = HeaderValue::from_str(value).map_err(|_| {
        Error::credentials(format!("the {kind} contains a character that a header cannot contain"))
    })?;
    header.set_sensitive(true);
    Ok(header)
}
