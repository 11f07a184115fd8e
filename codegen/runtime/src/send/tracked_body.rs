//! Whether a request was sent.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use hyper::body::{Body as HttpBody, Bytes, Frame, SizeHint};
use reqwest::{Body, Request};

/// Whether the HTTP client began to send a request. While it connects or waits for a connection, nothing
/// was sent.
#[derive(Clone, Default)]
pub(super) struct SendMark(Arc<AtomicBool>);

impl SendMark {
    /// Marks the request when the HTTP client reads its body, also if the body is empty. It reads the body
    /// for the first time when it has a connection and writes the head of the request.
    pub(super) fn track(&self, request: &mut Request) {
        let body = request.body_mut();
        let tracked = TrackedBody { body: body.take().unwrap_or_default(), mark: self.clone() };
        *body = Some(Body::wrap(tracked));
    }

    /// Returns whether the HTTP client began to send the request.
    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    fn set(&self) {
        self.0.store(true, Ordering::Release);
    }
}

struct TrackedBody {
    body: Body,
    mark: SendMark,
}

impl HttpBody for TrackedBody {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, reqwest::Error>>> {
        self.mark.set();
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.mark.set();
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
