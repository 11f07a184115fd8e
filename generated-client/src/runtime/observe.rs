//! What a call tells a subscriber of `tracing`: one span a call, one event an attempt.
//!
//! Names are those of OpenTelemetry's HTTP conventions where it has one. Nothing here is from the
//! path, the query, the form, a body or the credentials: of the path only its template.

use reqwest::Url;
use tracing::field::{Empty, debug, display};
use tracing::{Instrument, Span};

use super::call::Call;
use super::error::{Error, Result};
use super::response::{Head, Raw};
use super::retry::Decision;

const REQUEST_ID: &str = "twilio-request-id";

/// Makes a call in a span of its own, which ends with it.
pub(super) async fn observed(
    call: &Call,
    url: &Url,
    attempts: impl Future<Output = Result<Raw>>,
) -> Result<Raw> {
    let span = tracing::info_span!(
        "twilio.call",
        "http.request.method" = call.method.as_str(),
        "url.template" = call.template(),
        "server.address" = url.host_str(),
        "server.port" = url.port_or_known_default(),
        "http.request.resend_count" = Empty,
        "http.response.status_code" = Empty,
        "error.type" = Empty,
    );
    let outcome = attempts.instrument(span.clone()).await;
    match &outcome {
        Ok(raw) => ended(&span, raw.head.attempts, Some(raw.head.status)),
        Err(error) => {
            ended(&span, error.attempts(), error.status());
            span.record("error.type", debug(error.kind()));
        }
    }
    outcome
}

fn ended(span: &Span, attempts: u32, status: Option<u16>) {
    if attempts > 1 {
        span.record("http.request.resend_count", attempts - 1);
    }
    if let Some(status) = status {
        span.record("http.response.status_code", status);
    }
}

/// An attempt that was answered with what was asked for.
pub(super) fn answered(number: u32, head: &Head) {
    let id = head.headers.get(REQUEST_ID).and_then(|id| id.to_str().ok());
    tracing::debug!(
        attempt = number,
        "http.response.status_code" = head.status,
        "twilio.request_id" = id,
        "answered"
    );
}

/// An attempt that failed, and how long the next one waits; without a wait there is none.
pub(super) fn failed(number: u32, error: &Error, next: &Decision) {
    let wait = match next {
        Decision::Wait(wait) => Some(display(wait.as_millis())),
        Decision::Stop => None,
    };
    tracing::debug!(
        attempt = number,
        "http.response.status_code" = error.status(),
        "twilio.request_id" = error.request_id(),
        "twilio.error_code" = error.code(),
        "error.type" = debug(error.kind()),
        wait_ms = wait,
        "failed"
    );
}
