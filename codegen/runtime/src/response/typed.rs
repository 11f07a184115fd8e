//! A response with its value.

use reqwest::header::HeaderMap;

use super::head::Head;
use crate::error::header;
use crate::value::ParseError;

/// A value with the status, the headers and Twilio's ID of its response.
#[derive(Clone, Debug)]
pub struct Response<T> {
    value: T,
    head: Head,
}

impl<T> Response<T> {
    pub(crate) fn of(value: T, head: Head) -> Self {
        Self { value, head }
    }

    /// Creates a response with the status 200, no headers and one attempt, for tests.
    pub fn new(value: T) -> Self {
        Self::of(value, Head { status: 200, headers: HeaderMap::new(), attempts: 1 })
    }

    /// Sets the HTTP status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.head.status = status;
        self
    }

    /// Adds a header, such as `Twilio-Request-Id`.
    ///
    /// # Errors
    ///
    /// Returns an error if HTTP does not allow the name or the value.
    pub fn with_header(mut self, name: &str, value: &str) -> Result<Self, ParseError> {
        let (name, value) = header(name, value)?;
        self.head.headers.append(name, value);
        Ok(self)
    }

    /// Sets the number of attempts.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.head.attempts = attempts;
        self
    }

    /// Returns the value.
    pub fn value(&self) -> &T {
        &self.value
    }

    pub(crate) fn value_mut(&mut self) -> &mut T {
        &mut self.value
    }

    /// Returns the value without the response.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Returns the HTTP status, such as 200 or 201.
    pub fn status(&self) -> u16 {
        self.head.status
    }

    /// Returns all headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Returns a header if it exists and contains visible ASCII characters only.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.headers.get(name)?.to_str().ok()
    }

    /// Returns the number of attempts. It is 1 unless the call was retried.
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }

    /// Returns Twilio's ID of the request (`Twilio-Request-Id`), for questions to Twilio's support.
    pub fn request_id(&self) -> Option<&str> {
        self.header("twilio-request-id")
    }

    /// Returns the number of concurrent requests of the account (`Twilio-Concurrent-Requests`).
    pub fn concurrent_requests(&self) -> Option<u32> {
        self.header("twilio-concurrent-requests")?.trim().parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_is_created_with_its_head() {
        let response = Response::new("value").with_status(201).with_attempts(2);
        let response = response.with_header("Twilio-Request-Id", "RQ1").unwrap();
        assert_eq!((response.value(), response.status(), response.attempts()), (&"value", 201, 2));
        assert_eq!(response.request_id(), Some("RQ1"));
        assert!(Response::new(()).with_header("name", "a\nb").is_err());
    }
}
