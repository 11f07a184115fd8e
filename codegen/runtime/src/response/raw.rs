//! A response as bytes.

use reqwest::Method;

use super::context::Context;
use super::head::Head;
use crate::error::{Error, ErrorKind, Phase, Result};

/// The capacity that is reserved for a body before its first byte arrives: a page of 1000 items fits.
const FIRST_CAPACITY: usize = 1024 * 1024;

/// The statuses that are not an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accepted {
    /// 2xx.
    Success,
    /// 2xx and 3xx, for an operation whose result is the URL of a redirect.
    SuccessOrRedirect,
}

/// A response whose body is complete.
pub(crate) struct RawResponse {
    pub(crate) head: Head,
    pub(crate) body: Vec<u8>,
    pub(crate) context: Context,
}

impl RawResponse {
    /// Reads a response. A body of more than `limit` bytes is an error.
    pub(crate) async fn read(mut response: reqwest::Response, limit: usize, method: &Method) -> Result<Self> {
        let status = response.status().as_u16();
        let headers = std::mem::take(response.headers_mut());
        // The server can send any `Content-Length`, so it only determines the first capacity.
        let announced = response.content_length().and_then(|length| usize::try_from(length).ok());
        let mut body = Vec::with_capacity(announced.unwrap_or(0).min(limit).min(FIRST_CAPACITY));
        loop {
            let chunk = match response.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                Err(error) => {
                    return Err(Error::transport(error, method, Phase::Body).with_head(status, headers));
                }
            };
            if body.len().saturating_add(chunk.len()) > limit {
                let message = format!(
                    "the body is larger than {limit} bytes; raise `max_response_bytes` if that is correct"
                );
                return Err(Error::new(ErrorKind::BodyTooLarge, message).with_head(status, headers));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Self { head: Head { status, headers, attempts: 1 }, body, context: Context::default() })
    }

    /// Sets the number of the attempt that received this response.
    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.head.attempts = attempts;
        self
    }

    /// Returns whether the status is one of the accepted ones.
    pub(crate) fn is(&self, accepted: Accepted) -> bool {
        match self.head.status {
            200..=299 => true,
            300..=399 => accepted == Accepted::SuccessOrRedirect,
            _ => false,
        }
    }

    /// Converts the response to an error of this kind, with the facts that the function adds.
    pub(crate) fn into_error(
        self,
        kind: ErrorKind,
        message: String,
        add: impl FnOnce(Error) -> Error,
    ) -> Error {
        let Head { status, headers, attempts } = self.head;
        let error = Error::new(kind, message).with_head(status, headers).with_attempts(attempts);
        self.context.complete(add(error.with_body(self.body)))
    }
}
