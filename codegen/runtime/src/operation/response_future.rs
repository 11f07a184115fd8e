//! Calls as futures of a few words. The state of a call is on the heap, so tasks and joined futures stay
//! small and the code that sends a call is compiled once for all types.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use crate::error::Result;
use crate::request::Call;
use crate::response::read::Reader;
use crate::response::{Accepted, RawResponse, Response};
use crate::send::{PendingResponse, send};

/// A future of a response. Nothing is sent before it is polled, and dropping it cancels the call.
#[must_use = "does nothing until polled"]
pub struct ResponseFuture<T> {
    response: PendingResponse,
    read: fn(RawResponse) -> Result<Response<T>>,
}

impl<T> ResponseFuture<T> {
    /// Sends a call and reads its response.
    #[inline]
    pub fn of(call: Call, reader: &Reader<T>) -> Self {
        Self { response: pending(call, reader.accepted), read: reader.read }
    }
}

fn pending(call: Call, accepted: Accepted) -> PendingResponse {
    let call = Arc::new(call);
    Box::pin(async move { send(&call, call.url()?, accepted).await })
}

impl<T> Future for ResponseFuture<T> {
    type Output = Result<Response<T>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let raw = ready!(self.response.as_mut().poll(context));
        Poll::Ready(raw.and_then(self.read))
    }
}

impl<T> fmt::Debug for ResponseFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}

/// A future of the value of a response. It has a name, so `.await` on a request allocates nothing beside the
/// state of the call.
#[must_use = "does nothing until polled"]
pub struct ValueFuture<F>(pub F);

impl<T, F: Future<Output = Result<Response<T>>> + Unpin> Future for ValueFuture<F> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map_ok(Response::into_value)
    }
}

impl<F> fmt::Debug for ValueFuture<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValueFuture").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{Client, ClientSettings, Credentials, Package, RetryPolicy};
    use crate::error::{Error, ErrorKind};
    use crate::request::Target;
    use crate::response::read;
    use crate::value::Json;

    /// The error of a call. No server listens.
    async fn error(client: &Client) -> Error {
        let call = Call::post(&Target::new(client, "https://x.example"), "/v1/Things");
        ResponseFuture::of(call, &read::value::<Json>()).await.unwrap_err()
    }

    /// A forked process has neither the connections nor the threads of the client.
    #[tokio::test]
    async fn a_call_with_the_client_of_another_process_is_an_error() {
        let mut settings = ClientSettings::new(Credentials::none());
        settings.base_url = Some("http://127.0.0.1:1".to_owned());
        settings.retry = RetryPolicy::off();
        let client = settings.build(Package::TEST).unwrap();
        assert_eq!(error(&client).await.kind(), ErrorKind::Connect);
        let error = error(&client.of_another_process()).await;
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0));
        assert!(error.to_string().contains("forked") && !error.may_have_been_processed(), "{error}");
    }
}
