//! The body of a response, as its delivery requires.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

/// The body of a response.
pub(super) struct Delivered {
    chunks: VecDeque<Bytes>,
    /// The length that the header announces.
    length: u64,
    /// Whether the connection is closed after the chunks.
    is_cut: bool,
    interval: Option<Duration>,
    wait: Option<Pin<Box<Sleep>>>,
}

impl Delivered {
    pub(super) fn whole(body: Vec<u8>) -> Self {
        let length = body.len() as u64;
        let chunks = if body.is_empty() { VecDeque::new() } else { VecDeque::from([Bytes::from(body)]) };
        Self { chunks, length, is_cut: false, interval: None, wait: None }
    }

    /// Closes the connection after half of the body.
    pub(super) fn truncated(mut body: Vec<u8>) -> Self {
        let length = body.len() as u64;
        body.truncate(body.len() / 2);
        Self { length, is_cut: true, ..Self::whole(body) }
    }

    /// Sends the bytes one by one.
    pub(super) fn drip(body: &[u8], interval: Duration) -> Self {
        let chunks = body.iter().map(|byte| Bytes::from(vec![*byte])).collect();
        Self { chunks, interval: Some(interval), ..Self::whole(body.to_vec()) }
    }
}

impl Body for Delivered {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(interval) = self.interval {
            let wait = self.wait.get_or_insert_with(|| Box::pin(sleep(interval)));
            ready!(wait.as_mut().poll(context));
            self.wait = None;
        }
        match self.chunks.pop_front() {
            Some(chunk) => Poll::Ready(Some(Ok(Frame::data(chunk)))),
            None if self.is_cut => {
                self.is_cut = false;
                Poll::Ready(Some(Err(io::Error::other("the body is truncated"))))
            }
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.chunks.is_empty() && !self.is_cut
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
