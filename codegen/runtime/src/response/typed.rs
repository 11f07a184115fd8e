//! A response with its value.

use reqwest::header::HeaderMap;

use super::head::Head;

/// A value with the status, the headers and Twilio's ID of its response.
#[derive(Clone, Debug)]
pub struct Response<T> {
    value: T,
    head: Head,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, head: Head) -> Self {
        Self { value, head }
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
