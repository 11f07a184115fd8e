//! How a request says who it is from.

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Request, RequestBuilder};
use secrecy::ExposeSecret;

use super::call::Call;
use super::credentials::Proof;
use super::error::{Error, Result};
use super::token::{TOKEN_URL, Wish};

/// How an operation wants to be told who is calling.
#[derive(Clone, Copy)]
pub(super) enum Auth {
    /// As the credentials do.
    Any,
    Nothing,
    /// With a bearer token only, and where client credentials get one.
    Bearer(Option<&'static str>),
}

impl Call {
    /// Adds user name and password, where they are what is wanted.
    pub(super) fn with_password(&self, request: RequestBuilder) -> Result<RequestBuilder> {
        match (self.auth, self.client.inner().credentials.proof()) {
            (Auth::Any, Proof::Basic { username, secret }) => {
                Ok(request.basic_auth(username, Some(secret.expose_secret())))
            }
            (Auth::Bearer(_), Proof::Basic { .. }) => Err(Error::credentials(
                "this operation takes a bearer token only, never an auth token or an API key; use \
                 `Credentials::oauth_client` or `Credentials::bearer_token`"
                    .to_owned(),
            )),
            _ => Ok(request),
        }
    }

    /// A bearer token, where it is what is wanted: another one than that which was refused.
    pub(super) async fn access(&self, refused: Option<u64>, left: Duration) -> Result<Option<Bearer>> {
        let token_url = match self.auth {
            Auth::Nothing => return Ok(None),
            Auth::Any | Auth::Bearer(None) => TOKEN_URL,
            Auth::Bearer(Some(token_url)) => token_url,
        };
        let client = &self.client;
        match client.inner().credentials.proof() {
            Proof::Basic { .. } => Ok(None),
            Proof::Bearer { token } => Bearer::new(token.expose_secret(), None).map(Some),
            Proof::Client { id, secret } => {
                let (timeout, retry) = (self.timeout, self.retry.as_ref());
                let wish = Wish { client, id, secret, token_url, refused, timeout, retry };
                let token = wish.token(left).await?;
                Bearer::new(token.value(), Some(token.number)).map(Some)
            }
        }
    }
}

/// A bearer token as it is sent.
pub(super) struct Bearer {
    header: HeaderValue,
    /// The number of a token that can be had anew, once.
    pub(super) number: Option<u64>,
}

impl Bearer {
    fn new(token: &str, number: Option<u64>) -> Result<Self> {
        let mut header = HeaderValue::try_from(format!("Bearer {token}")).map_err(|_| {
            Error::credentials("the bearer token holds a character that a header cannot".to_owned())
        })?;
        header.set_sensitive(true);
        Ok(Self { header, number })
    }

    /// Puts it into a request.
    pub(super) fn add_to(&self, request: &mut Request) {
        request.headers_mut().insert(AUTHORIZATION, self.header.clone());
    }
}
