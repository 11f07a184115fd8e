//! The API without async: the same futures, driven by one thread behind the scenes.
//!
//! The thread begins with the first call and stays; it does nothing while nothing is called. The
//! caller waits on a channel of std, from as many threads as it likes.

use std::fmt;
use std::iter::FusedIterator;
use std::sync::{Mutex, PoisonError, mpsc};

use serde::de::DeserializeOwned;
use tokio::runtime::{Builder, Handle};

use super::cursor::Cursor;
use super::error::{Error, ErrorKind, Result};
use super::page::Page;
use super::pager::{Items, Pages};

/// Where the thread takes its work from, once it is there.
static DRIVER: Mutex<Option<Handle>> = Mutex::new(None);

/// The thread's runtime; an error where waiting would stop a runtime of the caller's.
fn driver() -> Result<Handle> {
    if Handle::try_current().is_ok() {
        return Err(Error::invalid_request(
            "a blocking call would stop the async runtime that it is made in; await `send`, `response`, `pages` or `stream` there; a thread of `spawn_blocking` belongs to the runtime too, and can wait with `Handle::block_on`".to_owned(),
        ));
    }
    let mut driver = DRIVER.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = driver.as_ref() {
        return Ok(handle.clone());
    }
    let handle = start().map_err(|error| {
        Error::invalid_request(format!("the thread for blocking calls cannot start: {error}"))
    })?;
    *driver = Some(handle.clone());
    Ok(handle)
}

fn start() -> std::io::Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let thread = std::thread::Builder::new().name(env!("CARGO_PKG_NAME").to_owned());
    thread.spawn(move || runtime.block_on(std::future::pending::<()>()))?;
    Ok(handle)
}

/// Has a future driven to its end and waits for it.
pub fn wait<T, F>(future: F) -> Result<T>
where
    T: Send + 'static,
    F: Future<Output = Result<T>> + Send + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(1);
    #[cfg(feature = "tracing")]
    let future = tracing::Instrument::in_current_span(future);
    driver()?.spawn(async move { sender.send(future.await) });
    // Nothing comes where the future panicked, which only a `Timing` of the user's can do.
    receiver.recv().unwrap_or_else(|_| {
        Err(Error::new(ErrorKind::Transport, "the call was stopped before it was answered".to_owned()))
    })
}

/// The pages of a list as an iterator; each is fetched when it is asked for, or one ahead with
/// `with_prefetch`. After an error there is nothing more.
#[must_use = "does nothing until iterated"]
pub struct BlockingPages<T>(Option<Pages<T>>);

/// The pages of a list as an iterator.
pub fn pages<T>(pages: Pages<T>) -> BlockingPages<T> {
    BlockingPages(Some(pages))
}

impl<T: DeserializeOwned> BlockingPages<T> {
    /// Where the page begins that comes next; none after the last one and after an error.
    pub fn cursor(&self) -> Option<Cursor> {
        self.0.as_ref()?.cursor()
    }
}

impl<T: DeserializeOwned + Send + 'static> Iterator for BlockingPages<T> {
    type Item = Result<Page<T>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut pages = self.0.take()?;
        let next = wait(async move {
            let page = pages.try_next().await?;
            Ok(page.map(|page| (page, pages)))
        });
        let (page, pages) = match next.transpose()? {
            Ok(next) => next,
            Err(error) => return Some(Err(error)),
        };
        self.0 = Some(pages);
        Some(Ok(page))
    }
}

impl<T: DeserializeOwned + Send + 'static> FusedIterator for BlockingPages<T> {}

impl<T> fmt::Debug for BlockingPages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingPages").field(&self.0).finish()
    }
}

/// The items of a list over all its pages as an iterator; a page is fetched when the one before is
/// used up, or one ahead with `with_prefetch`. After an error there is nothing more.
#[must_use = "does nothing until iterated"]
pub struct BlockingItems<T>(Option<Items<T>>);

/// The items of a list as an iterator.
pub fn items<T>(items: Items<T>) -> BlockingItems<T> {
    BlockingItems(Some(items))
}

impl<T: DeserializeOwned + Send> BlockingItems<T> {
    /// The place behind the item that was handed out last; none after the last item and after an
    /// error.
    pub fn cursor(&self) -> Option<Cursor> {
        self.0.as_ref()?.cursor()
    }
}

impl<T: DeserializeOwned + Send + 'static> Iterator for BlockingItems<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        // What is there already needs no other thread.
        if let Some(item) = self.0.as_mut()?.take_ready() {
            return Some(Ok(item));
        }
        let mut items = self.0.take()?;
        let next = wait(async move {
            let item = items.try_next().await?;
            Ok(item.map(|item| (item, items)))
        });
        let (item, items) = match next.transpose()? {
            Ok(next) => next,
            Err(error) => return Some(Err(error)),
        };
        self.0 = Some(items);
        Some(Ok(item))
    }
}

impl<T: DeserializeOwned + Send + 'static> FusedIterator for BlockingItems<T> {}

impl<T> fmt::Debug for BlockingItems<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingItems").field(&self.0).finish()
    }
}
