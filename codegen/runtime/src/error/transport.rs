//! Attempts that fail before their response is complete.

use std::error::Error as StdError;
use std::io;
use std::sync::Arc;

use reqwest::{Method, Url};

use super::core_error::Error;
use super::kind::ErrorKind;

/// The part of an attempt that failed.
#[derive(Clone, Copy)]
pub(crate) enum Phase<'u> {
    /// The HTTP client did not take the request, because there is no connection to the host of this URL.
    Connecting(&'u Url),
    /// The request was sent, possibly in part, and no response began.
    Waiting,
    /// The status and the headers of the response are complete, and its body is not.
    Body,
}

impl Error {
    /// The HTTP client cannot be created.
    pub(crate) fn setup(error: reqwest::Error) -> Self {
        let message = format!("the HTTP client cannot be set up: {}", innermost(&error));
        Self::invalid_request(message).caused_by(error)
    }

    /// TLS cannot be initialized.
    #[cfg(all(feature = "rustls", not(feature = "rustls-aws-lc")))]
    pub(crate) fn tls(error: rustls::Error) -> Self {
        let mut setup = Self::invalid_request(format!("TLS cannot be initialized: {error}"));
        setup.0.source = Some(Arc::new(error));
        setup
    }

    /// An attempt failed in this phase. This is the only place that classifies errors of the HTTP client.
    pub(crate) fn transport(error: reqwest::Error, method: &Method, phase: Phase<'_>) -> Self {
        let cause = innermost(&error);
        let (kind, message) = match phase {
            _ if error.is_builder() => {
                (ErrorKind::InvalidRequest, format!("the HTTP client rejects the request: {cause}"))
            }
            Phase::Connecting(url) => {
                let cause = if error.is_timeout() { "the timeout expired".to_owned() } else { cause };
                let message = format!("cannot connect to {}: {cause}; nothing was sent", authority(url));
                (ErrorKind::Connect, message)
            }
            Phase::Waiting if is_malformed(&error) => {
                (ErrorKind::Decode, format!("the response is not valid HTTP: {cause}"))
            }
            Phase::Body if is_malformed(&error) => {
                (ErrorKind::Decode, format!("the body of the response is malformed: {cause}"))
            }
            Phase::Waiting if error.is_timeout() => {
                (ErrorKind::Timeout, "the server did not respond in time".to_owned())
            }
            Phase::Waiting => {
                (ErrorKind::Transport, "the connection broke before the response was complete".to_owned())
            }
            Phase::Body if error.is_timeout() => {
                (ErrorKind::Timeout, "the body of the response was not complete in time".to_owned())
            }
            Phase::Body => (
                ErrorKind::Transport,
                "the connection broke before the body of the response was complete".to_owned(),
            ),
        };
        let mut new = Self::new(kind, format!("{method}: {message}"));
        new.0.may_have_been_processed = !matches!(kind, ErrorKind::Connect | ErrorKind::InvalidRequest);
        new.0.is_permanent = kind == ErrorKind::Connect && !can_pass(&error);
        new.caused_by(error)
    }

    /// The URL can contain personal data, so it is removed.
    fn caused_by(mut self, error: reqwest::Error) -> Self {
        self.0.source = Some(Arc::new(error.without_url()));
        self
    }
}

/// Returns the host and the port of a URL.
fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// An error and its causes, the outermost first.
struct Causes<'e>(Option<&'e (dyn StdError + 'static)>);

impl<'e> Iterator for Causes<'e> {
    type Item = &'e (dyn StdError + 'static);

    fn next(&mut self) -> Option<Self::Item> {
        let error = self.0?;
        // `source` of an I/O error skips the error that it contains.
        let contained = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        self.0 = contained.map(|cause| cause as &(dyn StdError + 'static)).or_else(|| error.source());
        Some(error)
    }
}

fn causes(error: &reqwest::Error) -> Causes<'_> {
    Causes(Some(error))
}

/// Returns the message of the innermost cause.
fn innermost(error: &reqwest::Error) -> String {
    causes(error).last().map(ToString::to_string).unwrap_or_default()
}

/// Returns whether an I/O error reports invalid data, such as an unknown certificate or a broken encoding.
fn is_invalid_data(cause: &(dyn StdError + 'static)) -> bool {
    cause
        .downcast_ref::<io::Error>()
        .is_some_and(|cause| matches!(cause.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput))
}

/// The errors of the tunnel through a proxy, whose type is not public.
const TUNNEL: &str = "tunnel error: ";

/// Returns whether a later attempt to connect can succeed. It cannot if the certificate, the protocol or
/// the scheme is wrong, or if the proxy rejects its credentials.
fn can_pass(error: &reqwest::Error) -> bool {
    let tunnel = causes(error).map(ToString::to_string).find(|cause| cause.starts_with(TUNNEL));
    let is_rejected = tunnel.as_ref().is_some_and(|cause| cause.ends_with("proxy authorization required"));
    if is_rejected || causes(error).any(is_invalid_data) {
        return false;
    }
    // A connection that the server closed while the request waited for it is not an error of connecting.
    tunnel.is_some()
        || causes(error).any(<dyn StdError>::is::<io::Error>)
        || error.is_timeout()
        || !error.is_connect()
}

/// Returns whether the server sent bytes that are not valid HTTP, or not valid in the encoding of the body.
fn is_malformed(error: &reqwest::Error) -> bool {
    let is_parse = |cause: &(dyn StdError + 'static)| {
        cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_parse)
    };
    // An error of the decoder of a body is neither an error of the connection nor one of HTTP.
    let is_of_decoder = error.is_decode()
        && !error.is_timeout()
        && !causes(error).any(<dyn StdError>::is::<hyper::Error>)
        && !causes(error).last().is_some_and(<dyn StdError>::is::<io::Error>);
    is_of_decoder || causes(error).any(|cause| is_parse(cause) || is_invalid_data(cause))
}
