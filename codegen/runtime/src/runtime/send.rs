//! The one place where requests are sent: attempts, the waits between them, and their timeouts.

use std::time::Duration;

use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Request, RequestBuilder, Url};

use super::call::{Auth, Call};
use super::error::{Error, ErrorKind, Result};
use super::failure;
use super::response::Raw;
use super::retry::{self, Attempt, Decision, Outcome};
use super::wire::encode_pairs;

impl Call {
    /// Sends the request, again if the policy says so, and reads the whole answer. The error is
    /// that of the last attempt.
    pub(super) async fn execute(&self, url: Url) -> Result<Raw> {
        let request = self.request(url)?;
        let timing = self.client.inner().timing.as_ref();
        let started = timing.now();
        let mut elapsed = Duration::ZERO;
        let mut processed = false;
        let mut number = 1;
        loop {
            let error = match self.attempt(&request, elapsed).await {
                Ok(raw) => return Ok(raw.after(number)),
                Err(error) => error,
            };
            processed |= error.may_have_been_processed();
            let error = error.after(number, processed);
            elapsed = timing.now().saturating_sub(started);
            match self.next(&error, number, elapsed, timing.chance()) {
                Decision::Wait(wait) => timing.sleep(wait).await,
                Decision::Stop => return Err(error),
            }
            elapsed = timing.now().saturating_sub(started);
            if elapsed >= self.total_timeout() {
                return Err(error);
            }
            number += 1;
        }
    }

    /// What follows an attempt that failed: the policy's decision, within the total timeout.
    fn next(&self, error: &Error, number: u32, elapsed: Duration, chance: f64) -> Decision {
        let policy = self.retry.as_ref().unwrap_or(&self.client.inner().retry);
        let decision = policy.decide(&Attempt {
            number,
            elapsed,
            repeatable: retry::repeatable(&self.method),
            outcome: outcome(error),
            retry_after: error.retry_after(),
            chance,
        });
        match decision {
            Decision::Wait(wait) if elapsed.saturating_add(wait) >= self.total_timeout() => Decision::Stop,
            decision => decision,
        }
    }

    fn total_timeout(&self) -> Duration {
        self.total_timeout.unwrap_or(self.client.inner().total_timeout)
    }

    /// Sends the request once.
    async fn attempt(&self, request: &Request, elapsed: Duration) -> Result<Raw> {
        let inner = self.client.inner();
        let left = self.total_timeout().saturating_sub(elapsed);
        let timeout = self.timeout.unwrap_or(inner.timeout).min(left);
        // Only a streamed body cannot be copied, and there is none.
        let Some(mut request) = request.try_clone() else {
            return Err(Error::invalid_request("the body of the request cannot be copied".to_owned()));
        };
        *request.timeout_mut() = Some(timeout);
        let response =
            inner.http.execute(request).await.map_err(|error| Error::transport(error, &self.method))?;
        let raw = Raw::read(response, inner.max_response_bytes, &self.method).await?;
        let good = raw.is_success() || (self.wants_location && raw.is_redirect());
        if good { Ok(raw) } else { Err(failure::error(raw)) }
    }

    fn authorized(&self, request: RequestBuilder) -> Result<RequestBuilder> {
        let credentials = &self.client.inner().credentials;
        match self.auth {
            Auth::Nothing => Ok(request),
            Auth::Any => Ok(request.basic_auth(credentials.username(), Some(credentials.secret()))),
            Auth::Bearer(_) => Err(Error::credentials(
                "this operation takes a bearer token only, which these credentials cannot give".to_owned(),
            )),
        }
    }

    /// The request as it is sent by every attempt.
    fn request(&self, url: Url) -> Result<Request> {
        let inner = self.client.inner();
        let mut request = inner.http.request(self.method.clone(), url).headers(self.header_map()?);
        request = self.authorized(request)?;
        if let Some(body) = self.text_of_body() {
            request = request.body(body);
        }
        request.build().map_err(|error| Error::transport(error, &self.method))
    }

    fn takes_body(&self) -> bool {
        matches!(self.method, Method::POST | Method::PUT | Method::PATCH)
    }

    /// The body as it is sent, if there is one.
    fn text_of_body(&self) -> Option<String> {
        let form = || self.takes_body().then(|| encode_pairs(&self.form));
        self.body.json().or_else(form)
    }

    fn header_map(&self) -> Result<HeaderMap> {
        let inner = self.client.inner();
        let mut headers = inner.headers.clone();
        if self.body.is_json() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.body.media_type()));
        } else if self.takes_body() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
            if self.form.is_empty() {
                headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
            }
        }
        for (name, value) in &self.headers {
            let bad = |part: &str| {
                Error::invalid_request(format!(
                    "the {part} of the header `{}` cannot be sent",
                    name.escape_debug()
                ))
            };
            let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad("name"))?;
            headers.insert(key, HeaderValue::from_str(value).map_err(|_| bad("value"))?);
        }
        Ok(headers)
    }
}

/// How an attempt ended, as the policy sees it. A status that arrived counts, even if the body
/// behind it did not.
fn outcome(error: &Error) -> Outcome {
    match (error.status(), error.kind()) {
        (Some(429), _) => Outcome::RateLimited,
        (Some(502..=504), _) => Outcome::Unavailable,
        (_, ErrorKind::Connect) => Outcome::NotSent,
        (_, ErrorKind::Timeout | ErrorKind::Transport) => Outcome::Unanswered,
        _ => Outcome::Final,
    }
}
