//! Answers: as they come from the wire, and as they are handed out.

use std::fmt;

use reqwest::Method;
use reqwest::header::HeaderMap;

use super::error::{Error, ErrorKind, Result};

/// What came before the body, and how often it took.
#[derive(Clone)]
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) attempts: u32,
}

/// Not the headers, which may be cookies and addresses.
impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Head")
            .field("status", &self.status)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// How much room is made for a body before any of it is there: a page of 1000 items fits.
const FIRST_CAPACITY: usize = 1024 * 1024;

/// An answer, read to its end.
pub(super) struct Raw {
    pub(super) head: Head,
    pub(super) body: Vec<u8>,
}

impl Raw {
    /// Reads an answer, at most `limit` bytes of it.
    pub(super) async fn read(mut response: reqwest::Response, limit: usize, method: &Method) -> Result<Self> {
        let status = response.status().as_u16();
        let headers = std::mem::take(response.headers_mut());
        // What a length promises is not to be believed, only to begin with.
        let promised = response.content_length().and_then(|length| usize::try_from(length).ok());
        let mut body = Vec::with_capacity(promised.unwrap_or(0).min(limit).min(FIRST_CAPACITY));
        loop {
            let chunk = match response.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                Err(error) => return Err(Error::transport(error, method).answered(status, headers)),
            };
            if body.len().saturating_add(chunk.len()) > limit {
                let message = format!(
                    "the body is larger than {limit} bytes; raise `max_response_bytes` if that is right"
                );
                return Err(Error::new(ErrorKind::BodyTooLarge, message).answered(status, headers));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Self { head: Head { status, headers, attempts: 1 }, body })
    }

    /// The same, got at this attempt.
    pub(super) fn after(mut self, attempts: u32) -> Self {
        self.head.attempts = attempts;
        self
    }

    pub(super) fn is_redirect(&self) -> bool {
        (300..400).contains(&self.head.status)
    }

    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.head.status)
    }
}

/// A value with what came along: status, headers, Twilio's request id.
#[derive(Clone, Debug)]
pub struct Response<T> {
    value: T,
    head: Head,
}

impl<T> Response<T> {
    pub(super) fn new(value: T, head: Head) -> Self {
        Self { value, head }
    }

    /// The value.
    pub fn value(&self) -> &T {
        &self.value
    }

    pub(super) fn value_mut(&mut self) -> &mut T {
        &mut self.value
    }

    /// The value alone.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The HTTP status: 200, 201, 202 or 204.
    pub fn status(&self) -> u16 {
        self.head.status
    }

    /// All headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// One header of the answer, if it is there and text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.headers.get(name)?.to_str().ok()
    }

    /// How many attempts it took: 1 unless the call was tried again.
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }

    /// Twilio's id of the request (`Twilio-Request-Id`), for a question to its support.
    pub fn request_id(&self) -> Option<&str> {
        self.header("twilio-request-id")
    }

    /// How many requests of the account were under way (`Twilio-Concurrent-Requests`).
    pub fn concurrent_requests(&self) -> Option<u32> {
        self.header("twilio-concurrent-requests")?.trim().parse().ok()
    }
}
