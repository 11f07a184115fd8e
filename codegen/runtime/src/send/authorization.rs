//! The value of the `Authorization` header.

use reqwest::Request;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::error::{Error, Result};

/// The authorization of a request.
pub(super) struct Authorization {
    header: HeaderValue,
    /// The number of the token, if a new one can be requested after a 401.
    pub(super) renewable: Option<u64>,
}

impl Authorization {
    pub(super) fn new(header: &SecretString) -> Result<Self> {
        let mut header = HeaderValue::from_str(header.expose_secret()).map_err(|_| {
            Error::credentials("the bearer token contains a character that a header cannot contain")
        })?;
        header.set_sensitive(true);
        Ok(Self { header, renewable: None })
    }

    /// Allows the caller to replace the token with this number after a 401.
    pub(super) fn renewable(self, token: u64) -> Self {
        Self { renewable: Some(token), ..self }
    }

    /// Returns whether a new token can be requested after a 401.
    pub(super) fn is_renewable(&self) -> bool {
        self.renewable.is_some()
    }

    /// The value of the header.
    pub(super) fn text(&self) -> Option<&str> {
        self.header.to_str().ok()
    }

    /// Sets the header of a request.
    pub(super) fn add_to(&self, request: &mut Request) {
        request.headers_mut().insert(AUTHORIZATION, self.header.clone());
    }
}
