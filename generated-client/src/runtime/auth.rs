//! How a request says who it is from.

use std::time::Duration;

use reqwest::Request;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::call::Call;
use super::credentials::{Proof, bearer};
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
    /// What the request says of who it is from, if it is to say that: with another token than the
    /// one that was refused.
    pub(super) async fn authorization(
        &self,
        refused: Option<u64>,
        left: Duration,
    ) -> Result<Option<Authorization>> {
        let client = &self.client;
        match (self.auth, client.inner().credentials.proof()) {
            (Auth::Nothing, _) => Ok(None),
            (Auth::Any, Proof::Basic { header }) | (_, Proof::Bearer { header }) => {
                Authorization::new(header, None).map(Some)
            }
            (Auth::Bearer(_), Proof::Basic { .. }) => Err(Error::credentials(
                "this operation takes a bearer token only, never an auth token or an API key; use \
                 `Credentials::oauth_client` or `Credentials::bearer_token`"
                    .to_owned(),
            )),
            (auth, Proof::Client { .. }) => {
                let token_url = if let Auth::Bearer(Some(own)) = auth { own } else { TOKEN_URL };
                let (timeout, retry) = (self.timeout, self.retry.clone());
                let wish = Wish { client: client.clone(), token_url, refused, timeout, retry };
                let token = wish.token(left).await?;
                Authorization::new(&bearer(&token.value), Some(token.number)).map(Some)
            }
        }
    }
}

/// Who a request is from, as it is sent.
pub(super) struct Authorization {
    header: HeaderValue,
    /// The number of a token that can be had anew, once.
    pub(super) token: Option<u64>,
}

impl Authorization {
    fn new(text: &SecretString, token: Option<u64>) -> Result<Self> {
        let mut header = HeaderValue::from_str(text.expose_secret()).map_err(|_| {
            Error::credentials("the bearer token holds a character that a header cannot".to_owned())
        })?;
        header.set_sensitive(true);
        Ok(Self { header, token })
    }

    /// The header as it is sent.
    pub(super) fn text(&self) -> Option<&str> {
        self.header.to_str().ok()
    }

    /// Puts it into a request.
    pub(super) fn add_to(&self, request: &mut Request) {
        request.headers_mut().insert(AUTHORIZATION, self.header.clone());
    }
}
