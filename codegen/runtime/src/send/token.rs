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
use tokio::runtime::Handle;

use super::exchange::exchange;
use super::outgoing::Outgoing;
use super::redactions::redactions;
use crate::client::{Authentication, Client, Latest, RetryPolicy, Token, TokenSlot, TokenUrl};
use crate::error::{Error, ErrorKind, Result};
use crate::request::{Call, Target};
use crate::response::{Accepted, RawResponse};
use crate::value::{Json, parse_or_null};

/// A request for a token.
#[derive(Clone)]
pub(super) struct TokenRequest {
    pub(super) client: Client,
    pub(super) token_url: TokenUrl,
    /// The number of the token that the server rejected with a 401.
    pub(super) rejected: Option<u64>,
    /// The timeout and the retry policy of the call that requires the token.
    pub(super) timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
}

impl TokenRequest {
    /// Returns the cached token, or requests a new one. Concurrent callers of a runtime share one request.
    pub(super) async fn token(&self, left: Duration) -> Result<Token> {
        let slot = self.client.shared().tokens.slot(self.token_url.as_str());
        let before = slot.completed();
        if let Some(token) = self.cached(&slot) {
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

    fn cached(&self, slot: &TokenSlot) -> Option<Token> {
        let now = self.client.shared().timing.now();
        slot.latest().token.as_ref().filter(|token| token.is_usable(now, self.rejected)).cloned()
    }

    async fn cached_or_new(self, slot: Arc<TokenSlot>, before: u64, left: Duration) -> Result<Token> {
        let turn = slot.turn(Handle::current().id());
        let _turn = turn.lock().await;
        if let Some(token) = self.cached(&slot) {
            return Ok(token);
        }
        let failed = slot.latest().error.clone().filter(|_| slot.completed() != before);
        if let Some(error) = failed {
            // A request failed while this caller waited. Another one would fail in the same way.
            return Err(error);
        }
        let timing = &self.client.shared().timing;
        let started = timing.now();
        let outcome = self.request(started, slot.start(), left).await;
        // A timeout of this caller alone does not apply to the others.
        let is_shared = timing.now().saturating_sub(started) < left && self.timeout.is_none();
        slot.complete(Latest {
            token: outcome.as_ref().ok().cloned(),
            error: outcome.as_ref().err().filter(|error| !error.is_timeout() || is_shared).cloned(),
        });
        outcome
    }

    async fn request(&self, now: Duration, number: u64, left: Duration) -> Result<Token> {
        let Authentication::Client { id, secret } = self.client.shared().credentials.authentication() else {
            return Err(Error::credentials("these credentials do not yield an access token"));
        };
        let mut call = Call::post(&Target::new(&self.client, ""), "{token_url}")
            .anonymous()
            .without_default_headers()
            .repeatable()
            .form("grant_type", "client_credentials")
            .form("client_id", id.as_str())
            .form("client_secret", secret.expose_secret())
            .with_total_timeout(left);
        call.timeout = self.timeout;
        call.retry.clone_from(&self.retry);
        let mut call = Arc::new(call);
        let outcome = send_without_authorization(&call, self.token_url.url().clone()).await;
        let outcome = outcome
            .and_then(|raw| read(raw, &call, self.token_url.url(), now, number))
            .map_err(Error::of_credentials);
        for (_, value) in Arc::get_mut(&mut call).into_iter().flat_map(|call| &mut call.form) {
            value.wipe();
        }
        outcome
    }
}

async fn send_without_authorization(call: &Arc<Call>, url: Url) -> Result<RawResponse> {
    let outgoing = Outgoing::new(call, url, Accepted::Success)?;
    let request = outgoing.request()?;
    let response = exchange(&outgoing, request, None, None);
    #[cfg(feature = "tracing")]
    let response = super::trace::in_span(&outgoing, response);
    response.await
}

/// Reads the token and wipes the response. An error does not quote the response, which may contain a
/// token.
fn read(mut raw: RawResponse, call: &Call, url: &Url, requested: Duration, number: u64) -> Result<Token> {
    let mut json = parse_or_null(&raw.body);
    raw.body.zeroize();
    let lifetime = json.get("expires_in").and_then(Json::as_f64);
    let Some(Json::String(value)) = json.get_mut("access_token").filter(|token| *token != "") else {
        let message = "the response of the token URL contains none".to_owned();
        let error = raw.into_error(ErrorKind::Credentials, message, |error| error);
        return Err(error.redacted(|texts| redactions(call, url, None, texts)));
    };
    Ok(Token::new(SecretString::from(std::mem::take(value)), requested, lifetime, number))
}
