//! Files in requests.

use std::error::Error as StdError;
use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use futures_core::Stream;
use hyper::body::Bytes;

/// The error of a stream.
pub(crate) type StreamError = Box<dyn StdError + Send + Sync>;

/// The chunks of a file.
pub(crate) type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, StreamError>> + Send>>;

/// A file in a `multipart` body: its content, its name and its media type.
///
/// Bytes and strings convert to a file, so a request also accepts them directly:
///
/// ```
/// # use twilio_client_runtime::FilePart;
/// let report = FilePart::new("name;total\n").file_name("report.csv").content_type("text/csv");
/// ```
///
/// Without a name, the request contains the name of the property, because many servers accept a file only with a
/// name. Without a media type, it contains the media type in the OpenAPI document or `application/octet-stream`.
///
/// The timeout of a request includes the time to send its files. Set a longer one for a large file, with
/// `with_timeout` and `with_total_timeout`.
#[derive(Clone)]
pub struct FilePart {
    content: FileContent,
    file_name: Option<String>,
    content_type: Option<String>,
    /// The length of a stream.
    length: Option<u64>,
}

/// The content of a file.
#[derive(Clone)]
enum FileContent {
    Bytes(Bytes),
    /// A file of the system, and its length.
    Path(Arc<PathBuf>, u64),
    /// A stream, until a request takes it.
    Stream(Arc<Mutex<Option<Chunks>>>),
}

/// The content of a file for one attempt.
pub(crate) enum OpenContent {
    Bytes(Bytes),
    /// An open file, and the number of bytes to read.
    File(File, u64),
    /// A stream, which is taken when it is read for the first time, and its length if it is known.
    Stream(SharedStream, Option<u64>),
}

/// A stream that only one attempt can read.
pub(crate) struct SharedStream(Arc<Mutex<Option<Chunks>>>);

impl SharedStream {
    /// Takes the stream. Returns `None` if another attempt has taken it.
    pub(crate) fn take(&self) -> Option<Chunks> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl FilePart {
    /// Creates a file from bytes or a string.
    pub fn new(content: impl Into<Self>) -> Self {
        content.into()
    }

    /// Creates a file from a file of the system. Its name is the last part of the path.
    ///
    /// Each attempt of a request opens the file and reads it in chunks, so the file can be larger than the memory.
    /// It must not change its length before the request is complete.
    ///
    /// # Errors
    ///
    /// Returns an error if the path does not lead to a readable file.
    pub fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let metadata = File::open(path)?.metadata()?;
        if !metadata.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path does not lead to a file"));
        }
        let content = FileContent::Path(Arc::new(path.to_owned()), metadata.len());
        let part = Self::with(content);
        Ok(match path.file_name() {
            Some(name) => part.file_name(name.to_string_lossy()),
            None => part,
        })
    }

    /// Creates a file from a stream of chunks.
    ///
    /// A stream can be read once. The client does not retry a request after it has begun to read the stream, and a
    /// clone of the request can no longer be sent.
    pub fn from_stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Vec<u8>>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let chunks: Chunks = Box::pin(ConvertedStream(Box::pin(stream)));
        Self::with(FileContent::Stream(Arc::new(Mutex::new(Some(chunks)))))
    }

    fn with(content: FileContent) -> Self {
        Self { content, file_name: None, content_type: None, length: None }
    }

    /// Sets the name of the file.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the media type of the file, such as `image/png`.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Sets the number of bytes of a stream, so that the request contains the header `Content-Length`. If the
    /// stream has another length, the request fails. Other files have a known length, and ignore this.
    #[must_use]
    pub fn length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// The name that the caller set.
    pub(crate) fn name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// The media type that the caller set.
    pub(crate) fn media_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The content, if it is text in memory.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.content {
            FileContent::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
            FileContent::Path(..) | FileContent::Stream(_) => None,
        }
    }

    /// Whether the content can still be sent.
    pub(crate) fn is_available(&self) -> bool {
        match &self.content {
            FileContent::Bytes(_) | FileContent::Path(..) => true,
            FileContent::Stream(stream) => stream.lock().unwrap_or_else(PoisonError::into_inner).is_some(),
        }
    }

    /// Returns the content for one attempt.
    pub(crate) fn open(&self) -> io::Result<OpenContent> {
        Ok(match &self.content {
            FileContent::Bytes(bytes) => OpenContent::Bytes(bytes.clone()),
            FileContent::Path(path, length) => OpenContent::File(File::open(path.as_ref())?, *length),
            FileContent::Stream(stream) => OpenContent::Stream(SharedStream(Arc::clone(stream)), self.length),
        })
    }
}

impl From<Vec<u8>> for FilePart {
    fn from(content: Vec<u8>) -> Self {
        Self::with(FileContent::Bytes(content.into()))
    }
}

impl From<String> for FilePart {
    fn from(content: String) -> Self {
        content.into_bytes().into()
    }
}

impl From<&[u8]> for FilePart {
    fn from(content: &[u8]) -> Self {
        content.to_vec().into()
    }
}

impl<const LENGTH: usize> From<&[u8; LENGTH]> for FilePart {
    fn from(content: &[u8; LENGTH]) -> Self {
        content.to_vec().into()
    }
}

impl From<&str> for FilePart {
    fn from(content: &str) -> Self {
        content.as_bytes().into()
    }
}

/// Prints neither the content nor the name, which can be personal data.
impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilePart").field("content_type", &self.content_type).finish_non_exhaustive()
    }
}

/// A stream whose items are converted to bytes.
struct ConvertedStream<S>(Pin<Box<S>>);

impl<S, B, E> Stream for ConvertedStream<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Vec<u8>>,
    E: Into<StreamError>,
{
    type Item = Result<Bytes, StreamError>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let chunk = self.0.as_mut().poll_next(context);
        chunk.map(|chunk| chunk.map(|chunk| chunk.map(|chunk| chunk.into().into()).map_err(Into::into)))
    }
}
