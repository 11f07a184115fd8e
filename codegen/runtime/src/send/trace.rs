//! Spans and events for a subscriber of `tracing`: one span per call and one event per attempt.
//!
//! The names follow OpenTelemetry's HTTP conventions. No span or event contains the path, the query, the
//! form, a body or the credentials. Of the path, they contain the template.
//!
//! Users filter by the target and by the names of spans and fields, so none of them may change.

use std::time::Duration;

use tracing::field::{Empty, display};
use tracing::{Instrument, Span};

use super::outgoing::Outgoing;
use crate::error::{Error, Redactions, Result};
use crate::response::{Head, RawResponse, record_failure};

/// The target of all spans and events. The default would be the path of this module.
const TARGET: &str = "twilio_client";

const REQUEST_ID: &str = "twilio-request-id";

/// Runs a call in a span, which records its result.
pub(super) async fn in_span(
    outgoing: &Outgoing<'_>,
    response: impl Future<Output = Result<RawResponse>>,
) -> Result<RawResponse> {
    let span = tracing::info_span!(
        target: TARGET,
        "twilio.call",
        "http.request.method" = outgoing.call.method.as_str(),
        "url.template" = outgoing.call.template,
        "server.address" = outgoing.url.host_str(),
        "server.port" = outgoing.url.port_or_known_default(),
        "http.request.resend_count" = Empty,
        "http.response.status_code" = Empty,
        "error.type" = Empty,
    );
    let mut outcome = response.instrument(span.clone()).await;
    match &mut outcome {
        Ok(raw) => {
            record(&span, raw.head.attempts, Some(raw.head.status));
            // The response can still be an error when it is decoded.
            raw.context.set_span(span);
        }
        Err(error) => {
            record(&span, error.attempts(), error.status());
            record_failure(&span, error);
        }
    }
    outcome
}

fn record(span: &Span, attempts: u32, status: Option<u16>) {
    if attempts > 1 {
        span.record("http.request.resend_count", attempts - 1);
    }
    if let Some(status) = status {
        span.record("http.response.status_code", status);
    }
}

/// Reports a successful attempt. `redactions` returns the values of the call that a string quotes.
pub(super) fn succeeded(head: &Head, redactions: impl FnOnce(&[&str]) -> Redactions) {
    let id = head.headers.get(REQUEST_ID).and_then(|id| id.to_str().ok());
    let id = id.map(|id| redactions(&[id]).print(id));
    tracing::debug!(
        target: TARGET,
        attempt = head.attempts,
        "http.response.status_code" = head.status,
        "twilio.request_id" = id.as_deref(),
        "attempt succeeded"
    );
}

/// Reports a failed attempt, and the wait before the next one if there is a next one.
pub(super) fn failed(error: &Error, wait: Option<Duration>) {
    let wait = wait.map(|wait| display(wait.as_millis()));
    tracing::debug!(
        target: TARGET,
        attempt = error.attempts(),
        "http.response.status_code" = error.status(),
        "twilio.request_id" = error.printed_request_id(),
        "twilio.error_code" = error.code(),
        "error.type" = debug(error.kind()),
        wait_ms = wait,
        "attempt failed"
    );
}
