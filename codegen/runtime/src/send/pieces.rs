//! The body of a request in several pieces: bytes, files and streams.

use std::collections::VecDeque;
use std::fs::File;
use std::future::Future as _;
use std::io::{self, Read as _};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use hyper::body::{Body as HttpBody, Bytes, Frame, SizeHint};
use reqwest::Body;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::value::{Chunks, OpenContent, SharedStream, StreamError};

/// The number of bytes that are read from a file at once.
const CHUNK: u64 = 256 * 1024;

/// Returns the body of these pieces.
pub(super) fn body(mut pieces: Vec<OpenContent>) -> Body {
    if let [OpenContent::Bytes(bytes)] = pieces.as_mut_slice() {
        return std::mem::take(bytes).into();
    }
    Body::wrap(Pieces { left: pieces.into_iter().map(Piece::from).collect() })
}

struct Pieces {
    left: VecDeque<Piece>,
}

enum Piece {
    Bytes(Bytes),
    /// An open file between two reads, and the number of bytes left.
    File(Option<File>, u64),
    /// A read of a file on another thread, and the number of bytes left before it.
    Reading(JoinHandle<io::Result<(File, Bytes)>>, u64),
    /// A stream before its first chunk.
    Shared(SharedStream, Option<u64>),
    /// A stream, and the number of bytes left if it is known. The lock makes it `Sync`.
    Stream(Mutex<Chunks>, Option<u64>),
}

impl From<OpenContent> for Piece {
    fn from(content: OpenContent) -> Self {
        match content {
            OpenContent::Bytes(bytes) => Self::Bytes(bytes),
            OpenContent::File(file, length) => Self::File(Some(file), length),
            OpenContent::Stream(stream, length) => Self::Shared(stream, length),
        }
    }
}

impl Piece {
    /// The number of bytes left, if it is known.
    fn left(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Self::File(_, left) | Self::Reading(_, left) => Some(*left),
            Self::Shared(_, left) | Self::Stream(_, left) => *left,
        }
    }

    /// Returns the next chunk, or `None` at the end.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, StreamError>>> {
        loop {
            match self {
                Self::Bytes(bytes) if bytes.is_empty() => return Poll::Ready(None),
                Self::Bytes(bytes) => return Poll::Ready(Some(Ok(std::mem::take(bytes)))),
                Self::File(_, 0) => return Poll::Ready(None),
                Self::File(file, left) => {
                    let Some(file) = file.take() else { return Poll::Ready(None) };
                    let (left, size) = (*left, (*left).min(CHUNK));
                    *self = Self::Reading(spawn_blocking(move || read(file, size)), left);
                }
                Self::Reading(task, left) => {
                    let (file, bytes) = match ready!(Pin::new(task).poll(context)) {
                        Ok(Ok(chunk)) => chunk,
                        Ok(Err(error)) => return Poll::Ready(Some(Err(error.into()))),
                        Err(error) => return Poll::Ready(Some(Err(error.into()))),
                    };
                    let left = left.saturating_sub(length(&bytes));
                    *self = Self::File(Some(file), left);
                    return Poll::Ready(Some(Ok(bytes)));
                }
                Self::Shared(stream, left) => {
                    let Some(chunks) = stream.take() else {
                        return Poll::Ready(Some(Err("the stream of a file was already sent".into())));
                    };
                    *self = Self::Stream(Mutex::new(chunks), *left);
                }
                Self::Stream(chunks, left) => {
                    let chunks = chunks.get_mut().unwrap_or_else(PoisonError::into_inner);
                    let chunk = ready!(chunks.as_mut().poll_next(context));
                    return Poll::Ready(checked(chunk, left));
                }
            }
        }
    }
}

/// Compares a chunk of a stream with the number of bytes left.
fn checked(
    chunk: Option<Result<Bytes, StreamError>>,
    left: &mut Option<u64>,
) -> Option<Result<Bytes, StreamError>> {
    let wrong = || Some(Err("the stream of a file does not have the length that was set".into()));
    match (chunk, left) {
        (None, Some(1..)) => wrong(),
        (Some(Ok(bytes)), Some(left)) => match left.checked_sub(length(&bytes)) {
            Some(rest) => {
                *left = rest;
                Some(Ok(bytes))
            }
            None => wrong(),
        },
        (chunk, _) => chunk,
    }
}

fn length(bytes: &Bytes) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// Reads at most this number of bytes, and at least one.
fn read(mut file: File, size: u64) -> io::Result<(File, Bytes)> {
    let mut bytes = Vec::new();
    file.by_ref().take(size).read_to_end(&mut bytes)?;
    if bytes.is_empty() {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file became shorter"));
    }
    Ok((file, bytes.into()))
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = StreamError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, StreamError>>> {
        while let Some(piece) = self.left.front_mut() {
            match ready!(piece.poll(context)) {
                Some(chunk) => return Poll::Ready(Some(chunk.map(Frame::data))),
                None => self.left.pop_front(),
            };
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        let lengths: Option<u64> = self.left.iter().map(Piece::left).sum();
        lengths.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
