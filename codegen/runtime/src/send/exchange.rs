//! The retry loop.

use std::time::{Duration, Instant};

use reqwest::Request;

use super::authorization::Authorization;
use super::outgoing::Outgoing;
use super::redactions::redactions;
use super::tracked_body::SendMark;
use crate::client::Permit;
use crate::error::{Error, ErrorKind, Phase, Result};
use crate::response::{self, RawResponse};

/// Sends a request and repeats it as the retry policy allows. `previous` is the error of an earlier
/// attempt of the same call.
pub(super) async fn exchange(
    outgoing: &Outgoing<'_>,
    mut request: Request,
    authorization: Option<&Authorization>,
    mut previous: Option<Error>,
) -> Result<RawResponse> {
    loop {
        let (permit, left) = match acquire_permit(outgoing).await {
            Ok(acquired) => acquired,
            Err(no_permit) => return Err(previous.unwrap_or(no_permit)),
        };
        if let Some(authorization) = authorization {
            authorization.add_to(&mut request);
        }
        let outcome = attempt(outgoing, request, left).await;
        // Waits between attempts do not count as a request in progress.
        if let Some(permit) = permit {
            permit.release(status(&outcome));
        }
        let error = match outcome {
            Ok(raw) => {
                let raw = raw.with_attempts(previous.map_or(0, |error| error.attempts()) + 1);
                #[cfg(feature = "tracing")]
                super::trace::succeeded(&raw.head, |texts| {
                    redactions(outgoing.call, &outgoing.url, authorization, texts)
                });
                return Ok(raw);
            }
            Err(error) => error
                .following(previous.as_ref())
                .redacted(|texts| redactions(outgoing.call, &outgoing.url, authorization, texts)),
        };
        if error.status() == Some(401) && authorization.is_some_and(Authorization::is_renewable) {
            // The caller repeats the call with a new token.
            return Err(error);
        }
        let wait = outgoing.wait_after(&error);
        #[cfg(feature = "tracing")]
        super::trace::failed(&error, wait);
        let Some(wait) = wait else { return Err(error) };
        outgoing.timing().sleep(wait).await;
        if outgoing.left().is_zero() {
            return Err(error);
        }
        request = outgoing.request()?;
        previous = Some(error);
    }
}

/// Waits for a permit if the client limits its concurrent requests. Returns the permit and the
/// remaining time, or an error if the total timeout expires first.
async fn acquire_permit<'c>(outgoing: &Outgoing<'c>) -> Result<(Option<Permit<'c>>, Duration)> {
    let left = outgoing.left();
    let Some(limiter) = &outgoing.call.client().shared().limiter else { return Ok((None, left)) };
    let no_permit = || {
        let message = "too many requests are in progress; nothing was sent within the total timeout";
        Error::new(ErrorKind::Timeout, format!("{}: {message}", outgoing.call.method))
    };
    // Tokio's timer uses the real clock, so the wait is measured with it too.
    let waiting = Instant::now();
    let permit = tokio::time::timeout(left, limiter.acquire()).await.map_err(|_| no_permit())?;
    // Without remaining time, the attempt could not receive a response.
    let left = left.checked_sub(waiting.elapsed()).filter(|left| !left.is_zero());
    Ok((Some(permit), left.ok_or_else(no_permit)?))
}

/// Sends a request once and reads its response.
async fn attempt(outgoing: &Outgoing<'_>, mut request: Request, left: Duration) -> Result<RawResponse> {
    let (call, client) = (outgoing.call, outgoing.call.client().shared());
    *request.timeout_mut() = Some(call.timeout.unwrap_or(client.timeout).min(left));
    let mark = SendMark::default();
    mark.track(&mut request);
    let transport = |error| {
        let phase = if mark.is_set() { Phase::Waiting } else { Phase::Connecting(&outgoing.url) };
        Error::transport(error, &call.method, phase)
    };
    let response = outgoing.http.execute(request).await.map_err(transport)?;
    let raw = RawResponse::read(response, client.max_response_bytes, &call.method).await?;
    if raw.is(outgoing.accepted) { Ok(raw) } else { Err(response::error(raw, &call.method)) }
}

fn status(outcome: &Result<RawResponse>) -> Option<u16> {
    match outcome {
        Ok(raw) => Some(raw.head.status),
        Err(error) => error.status(),
    }
}
