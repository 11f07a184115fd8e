//! Sending: attempts, waits, timeouts and authorization. Every request passes through [`send`].
//!
//! [`exchange`](exchange::exchange) is the retry loop and does not request tokens. [`send`] authorizes
//! the call, and repeats it once with a new token after a 401. A token request calls `exchange` itself.

mod authorization;
mod authorize;
mod exchange;
mod http_request;
mod outgoing;
mod pieces;
mod redactions;
mod token;
#[cfg(feature = "tracing")]
mod trace;
mod tracked_body;

use std::pin::Pin;
use std::sync::Arc;

use reqwest::Url;

use self::authorization::Authorization;
use self::authorize::authorize;
use self::exchange::exchange;
use self::outgoing::Outgoing;
use self::redactions::SentCall;
use crate::error::{Error, Result};
use crate::request::Call;
use crate::response::{Accepted, Context, Observer, RawResponse};

/// A response that is not complete yet.
pub(crate) type PendingResponse = Pin<Box<dyn Future<Output = Result<RawResponse>> + Send>>;

/// Sends a call and reads the complete response. The error is that of the last attempt, or that of the
/// token request.
pub(crate) async fn send(call: &Arc<Call>, url: Url, accepted: Accepted) -> Result<RawResponse> {
    call.client().shared().check_process()?;
    let outgoing = Outgoing::new(call, url, accepted)?;
    let response = send_authorized(&outgoing);
    #[cfg(feature = "tracing")]
    let response = trace::in_span(&outgoing, response);
    response.await
}

async fn send_authorized(outgoing: &Outgoing<'_>) -> Result<RawResponse> {
    // An invalid request is an error before a token is requested for it.
    let request = outgoing.request()?;
    let authorization = authorize(outgoing.call, None, outgoing.left()).await?;
    let outcome = exchange(outgoing, request, authorization.as_ref(), None).await;
    let rejected = authorization.as_ref().and_then(|authorization| authorization.renewable);
    let rejected = rejected.filter(|_| outgoing.call.body.is_available());
    match (outcome, rejected) {
        (Err(error), Some(rejected)) if error.status() == Some(401) => {
            send_with_new_token(outgoing, rejected, error).await
        }
        (outcome, _) => outcome.map(|raw| in_context(raw, outgoing, authorization)),
    }
}

/// Adds the call to its response, for errors about the response.
fn in_context(
    raw: RawResponse,
    outgoing: &Outgoing<'_>,
    authorization: Option<Authorization>,
) -> RawResponse {
    let call = outgoing.call;
    let hook = call.client().shared().on_unexpected.clone();
    let observer = hook.map(|hook| Observer::new(hook, format!("{} {}", call.method, call.template)));
    let call = Box::new(SentCall { call: Arc::clone(call), url: outgoing.url.clone(), authorization });
    RawResponse { context: Context::new(call, observer), ..raw }
}

/// Repeats a call whose token the server rejected.
async fn send_with_new_token(outgoing: &Outgoing<'_>, rejected: u64, error: Error) -> Result<RawResponse> {
    let authorization = authorize(outgoing.call, Some(rejected), outgoing.left()).await;
    let authorization = authorization.map_err(|no_token| no_token.ending(&error))?;
    #[cfg(feature = "tracing")]
    trace::failed(&error, Some(std::time::Duration::ZERO));
    let outcome = exchange(outgoing, outgoing.request()?, authorization.as_ref(), Some(error)).await;
    outcome.map(|raw| in_context(raw, outgoing, authorization))
}
