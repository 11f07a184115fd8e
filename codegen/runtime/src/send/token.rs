//! Requests for access tokens of OAuth clients.
//!
//! The token URL is described at <https://www.twilio.com/docs/iam/oauth-apps/oauth-access-token> and in
//! Twilio's OpenAPI document `twilio_oauth_v2`. A new token does not invalidate the previous one, so an
//! additional request has no side effect.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use secrecy::zeroize::Zeroize;
use secrecy::{ExposeSecret, SecretString};

use super::exchange::exchange;
use super::outgoing::Outgoing;
use crate::client::{Authentication, Client, Latest, RetryPolicy, Token, TokenSlot};
use crate::error::{Error, ErrorKind, Result};
use crate::request::{Call, Target};
use crate::response::{Accepted, RawResponse};
use crate::value::{Json, parse_or_null};

/// The token URL, if the OpenAPI document contains none.
pub(super) const TOKEN_URL: &str = "https://oauth.twilio.com/v2/token";

/// A request for a token.
#[derive(Clone)]
pub(super) struct TokenRequest {
    pub(super) client: Client,
    pub(super) token_url: &'static str,
    /// The number of the token that the server rejected with a 401.
    pub(super) rejected: Option<u64>,
    /// The timeout and the retry policy of the call that requires the token.
    pub(super) timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
}

impl TokenRequest {
    /// Returns the cached token, or requests a new one. Concurrent callers share one request.
    pub(super) async fn token(&self, left: Duration) -> Result<Token> {
        let slot = self.client.shared().tokens.slot(self.token_url);
        let before = slot.requests();
        let cached = slot.state.try_lock().ok().and_then(|latest| self.cached(&latest));
        if let Some(token) = cached {
            return Ok(token);
        }
        // In a task, because a caller that is not polled would block all other callers.
        let request = self.clone().cached_or_new(slot, before, left);
        #[cfg(feature = "tracing")]
        let request = tracing::Instrument::in_current_span(request);
        // The remaining time includes the wait for the lock and the request.
        match tokio::time::timeout(left, tokio::spawn(request)).await {
            Ok(Ok(token)) => token,
            Ok(Err(_)) => Err(Error::new(
                ErrorKind::Transport,
                "the request for an access token was stopped with its runtime; nothing was sent",
            )),
            Err(_) => Err(Error::new(
                ErrorKind::Timeout,
                "there was no access token within the total timeout; nothing was sent",
            )),
        }
    }

    fn cached(&self, latest: &Latest) -> Option<Token> {
        let now = self.client.shared().timing.now();
        latest.token.as_ref().filter(|token| token.is_usable(now, self.rejected)).cloned()
    }

    async fn cached_or_new(self, slot: Arc<TokenSlot>, before: u64, left: Duration) -> Result<Token> {
        let mut latest = slot.state.lock().await;
        if let Some(token) = self.cached(&latest) {
            return Ok(token);
        }
        let completed = slot.requests();
        if let Some(error) = latest.error.as_ref().filter(|_| completed != before) {
            // A request failed while this caller waited. Another one would fail in the same way.
            return Err(error.clone());
        }
        latest.token = None;
        let timing = &self.client.shared().timing;
        let started = timing.now();
        let outcome = self.request(started, completed + 1, left).await;
        slot.complete(completed + 1);
        // A timeout of this caller alone does not apply to the others.
        let is_shared = timing.now().saturating_sub(started) < left && self.timeout.is_none();
        latest.error = outcome.as_ref().err().filter(|error| !error.is_timeout() || is_shared).cloned();
        latest.token = outcome.as_ref().ok().cloned();
        outcome
    }

    async fn request(&self, now: Duration, number: u64, left: Duration) -> Result<Token> {
        let Authentication::Client { id, secret } = self.client.shared().credentials.authentication() else {
            return Err(Error::credentials("these credentials do not yield an access token"));
        };
        let (host, path) = split(self.token_url);
        let mut call = Call::post(&Target::new(&self.client, host), path)
            .anonymous()
            .repeatable()
            .form("grant_type", "client_credentials")
            .form("client_id", id.as_str())
            .form("client_secret", secret.expose_secret())
            .with_total_timeout(left);
        call.timeout = self.timeout;
        call.retry.clone_from(&self.retry);
        let outcome = send_without_authorization(&call, self.url(path)?).await;
        for (_, value) in &mut call.form {
            value.zeroize();
        }
        read(outcome.map_err(|error| without_secret(error, secret.expose_secret()))?, now, number)
    }

    /// Returns the URL of the request. With a base URL it is the same path there, because secrets are
    /// sent to no other host.
    fn url(&self, path: &str) -> Result<Url> {
        let text = match &self.client.shared().base {
            Some(base) => format!("{}{path}", base.as_str().trim_end_matches('/')),
            None if self.token_url.starts_with("https://") => self.token_url.to_owned(),
            None => {
                let message = "the token URL is not `https://`, so the secret is not sent to it";
                return Err(Error::credentials(message));
            }
        };
        Url::parse(&text)
            .map_err(|error| Error::invalid_request(format!("the token URL is invalid: {error}")))
    }
}

async fn send_without_authorization(call: &Call, url: Url) -> Result<RawResponse> {
    let outgoing = Outgoing::new(call, url, Accepted::Success);
    let request = outgoing.request()?;
    let response = exchange(&outgoing, request, None, None);
    #[cfg(feature = "tracing")]
    let response = super::trace::in_span(&outgoing, response);
    response.await
}

/// Splits `https://oauth.twilio.com/v2/token` into host and path.
fn split(url: &'static str) -> (&'static str, &'static str) {
    let after = url.find("://").map_or(0, |at| at + 3);
    let path = url.get(after..).and_then(|rest| rest.find('/'));
    path.and_then(|at| url.split_at_checked(after + at)).unwrap_or((url, "/"))
}

/// Reads the token and wipes the response. An error does not quote the response, which may contain a
/// token.
fn read(mut raw: RawResponse, requested: Duration, number: u64) -> Result<Token> {
    let mut json = parse_or_null(&raw.body);
    raw.body.zeroize();
    let lifetime = json.get("expires_in").and_then(Json::as_f64);
    let Some(Json::String(value)) = json.get_mut("access_token").filter(|token| *token != "") else {
        let message = "cannot get an access token: the response of the token URL contains none".to_owned();
        return Err(raw.into_error(ErrorKind::Credentials, String::new()).of_credentials(message, None));
    };
    Ok(Token::new(SecretString::from(std::mem::take(value)), requested, lifetime, number))
}

/// Converts the error of a token request to the error of the call, without the secret.
fn without_secret(error: Error, secret: &str) -> Error {
    let reason = if !secret.is_empty() && error.message().contains(secret) {
        "the response repeats the secret"
    } else {
        error.message()
    };
    let message = format!("cannot get an access token: {reason}");
    let more_info = error.more_info().filter(|info| !info.contains(secret)).map(ToOwned::to_owned);
    error.of_credentials(message, more_info)
}

#[cfg(test)]
mod tests {
    use super::{TOKEN_URL, split};

    #[test]
    fn a_token_url_is_split_into_host_and_path() {
        assert_eq!(split(TOKEN_URL), ("https://oauth.twilio.com", "/v2/token"));
        assert_eq!(split("https://x.example"), ("https://x.example", "/"));
        assert_eq!(split("/token"), ("", "/token"));
    }
}
