//! The one place where requests are sent: attempts, the waits between them, and their timeouts.

use std::time::{Duration, Instant};

use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, Request, Url};

use super::call::Call;
use super::error::{Error, ErrorKind, Result};
use super::mask::Mask;
use super::response::Raw;
use super::retry::{Attempt, Decision, Outcome};
use super::wire::encode_pairs;
use super::{failure, header};

impl Call {
    /// Sends the request, again if the policy says so, and reads the whole answer. The error is
    /// that of the last attempt, or why there is no access token.
    pub(super) async fn execute(&self, url: Url) -> Result<Raw> {
        let attempts = self.attempts(&url);
        #[cfg(feature = "tracing")]
        let attempts = super::observe::observed(self, &url, attempts);
        attempts.await
    }

    async fn attempts(&self, url: &Url) -> Result<Raw> {
        let mut request = Some(self.request(url.clone())?);
        let timing = self.client.inner().timing.as_ref();
        let started = timing.now();
        let mut authorization = self.authorization(None, self.total_timeout()).await?;
        let mut renewable = authorization.as_ref().and_then(|authorization| authorization.token);
        let mut last: Option<Error> = None;
        loop {
            let (number, processed) =
                last.as_ref().map_or((1, false), |e| (e.attempts() + 1, e.may_have_been_processed()));
            // Asking for the time costs a little, and nothing has passed before the first attempt
            // unless a token was fetched.
            let has_waited = last.is_some() || renewable.is_some();
            let elapsed = if has_waited { timing.now().saturating_sub(started) } else { Duration::ZERO };
            let left = self.total_timeout().saturating_sub(elapsed);
            let mut request = request.take().map_or_else(|| self.request(url.clone()), Ok)?;
            if let Some(authorization) = &authorization {
                authorization.add_to(&mut request);
            }
            let error = match self.in_turn(request, left).await {
                Ok(Ok(raw)) => {
                    #[cfg(feature = "tracing")]
                    super::observe::answered(number, &raw.head);
                    return Ok(raw.after(number));
                }
                Ok(Err(error)) => error
                    .after(number, processed)
                    .masked(|message| Mask::of(self, authorization.as_ref(), message)),
                Err(no_turn) => return Err(last.unwrap_or(no_turn)),
            };
            let elapsed = timing.now().saturating_sub(started);
            if let Some(refused) = renewable.take_if(|_| error.status() == Some(401)) {
                let left = self.total_timeout().saturating_sub(elapsed);
                let renewed = self.authorization(Some(refused), left).await;
                authorization = renewed.map_err(|no_token| no_token.after(number, processed))?;
                #[cfg(feature = "tracing")]
                super::observe::failed(number, &error, &Decision::Wait(Duration::ZERO));
                last = Some(error);
                continue;
            }
            let next = self.next(&error, number, elapsed, timing.chance());
            #[cfg(feature = "tracing")]
            super::observe::failed(number, &error, &next);
            match next {
                Decision::Wait(wait) => timing.sleep(wait).await,
                Decision::Stop => return Err(error),
            }
            if timing.now().saturating_sub(started) >= self.total_timeout() {
                return Err(error);
            }
            last = Some(error);
        }
    }

    /// One attempt when it is its turn, which ends with the body and does not last over waits. The
    /// outer error: there was no turn in the time that is left.
    async fn in_turn(&self, request: Request, left: Duration) -> Result<Result<Raw>> {
        let (turn, left) = match &self.client.inner().gate {
            Some(gate) => {
                let waiting = Instant::now();
                let turn = tokio::time::timeout(left, gate.turn()).await.map_err(|_| self.no_turn())?;
                // A turn that comes with the last moment is none: nobody would hear the answer.
                let left = left.checked_sub(waiting.elapsed()).filter(|left| !left.is_zero());
                (Some(turn), left.ok_or_else(|| self.no_turn())?)
            }
            None => (None, left),
        };
        let outcome = self.attempt(request, left).await;
        if let Some(turn) = turn {
            turn.end(&outcome);
        }
        Ok(outcome)
    }

    fn no_turn(&self) -> Error {
        let message = "too many requests are under way; nothing was sent within the total timeout";
        Error::new(ErrorKind::Timeout, format!("{}: {message}", self.method))
    }

    /// What follows an attempt that failed: the policy's decision, within the total timeout.
    fn next(&self, error: &Error, number: u32, elapsed: Duration, chance: f64) -> Decision {
        let policy = self.retry.as_ref().unwrap_or(&self.client.inner().retry);
        let decision = policy.decide(&Attempt {
            number,
            elapsed,
            repeatable: self.repeatable,
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
    async fn attempt(&self, mut request: Request, left: Duration) -> Result<Raw> {
        let inner = self.client.inner();
        let timeout = self.timeout.unwrap_or(inner.timeout).min(left);
        *request.timeout_mut() = Some(timeout);
        let response =
            inner.http.execute(request).await.map_err(|error| Error::transport(error, &self.method))?;
        let raw = Raw::read(response, inner.max_response_bytes, &self.method).await?;
        let good = raw.is_success() || (self.wants_location && raw.is_redirect());
        if good { Ok(raw) } else { Err(failure::error(raw)) }
    }

    /// The request, the same for every attempt.
    fn request(&self, url: Url) -> Result<Request> {
        let mut request = Request::new(self.method.clone(), url);
        *request.headers_mut() = self.header_map()?;
        *request.body_mut() = self.text_of_body().map(Into::into);
        Ok(request)
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
            let (name, value) = header::checked(name, value)?;
            headers.insert(name, value);
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use reqwest::header::AUTHORIZATION;

    use crate::generated_code::{Call, ClientSettings, Credentials, Target};

    #[tokio::test]
    async fn what_is_secret_is_marked_so_that_nothing_prints_it() {
        let mut settings = ClientSettings::new(Credentials::api_key("AC1", "SK1", "secret"));
        settings.headers.push(("X-Token".to_owned(), "secret".to_owned()));
        let client = settings.build("test").unwrap();
        let call = Call::get(&Target::new(&client, "https://chat.twilio.com"), "/v2");
        let mut request = call.request(call.url().unwrap()).unwrap();
        let authorization = call.authorization(None, Duration::MAX).await.unwrap();
        authorization.unwrap().add_to(&mut request);
        assert_eq!(request.headers()[AUTHORIZATION], "Basic U0sxOnNlY3JldA==");
        for name in [AUTHORIZATION.as_str(), "x-token"] {
            assert!(request.headers()[name].is_sensitive(), "{name}");
        }
        let shown = format!("{request:?} {client:?} {call:?}");
        assert!(!shown.contains("secret") && !shown.contains("c2VjcmV0"), "{shown}");
    }
}
