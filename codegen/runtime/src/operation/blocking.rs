//! The API without async. A background thread runs the same futures.
//!
//! The first call starts the thread, which is idle between calls. Callers wait on a channel of std, so
//! any number of threads can call at the same time.

use std::fmt;
use std::iter::FusedIterator;
use std::sync::{Mutex, PoisonError, mpsc};
use std::task::{Context, Poll, Waker};

use serde::de::DeserializeOwned;
use tokio::runtime::{Builder, Handle};
use tokio::task::coop::poll_proceed;

use crate::error::{Error, ErrorKind, Result};
use crate::list::{Items, Page, Pages};
use crate::value::Cursor;

/// The runtime of the background thread, once it is started, and the process of the thread.
static DRIVER: Mutex<Option<(u32, Handle)>> = Mutex::new(None);

/// Returns the runtime of the background thread, or an error if the caller is async, because blocking would
/// stop its runtime.
fn driver() -> Result<Handle> {
    if is_async() {
        return Err(Error::invalid_request(
            "a blocking call would stop the async runtime of this thread; await `send`, `response`, `pages` or `stream` instead, or block in `spawn_blocking`",
        ));
    }
    let mut driver = DRIVER.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    // A fork of the process does not have the thread.
    if let Some((_, handle)) = driver.as_ref().filter(|(started, _)| *started == process) {
        return Ok(handle.clone());
    }
    let handle = start().map_err(|error| {
        Error::invalid_request(format!("the thread for blocking calls cannot start: {error}"))
    })?;
    *driver = Some((process, handle.clone()));
    Ok(handle)
}

/// More than the number of operations after which Tokio makes a task yield.
const BUDGET: usize = 512;

/// Returns whether the caller is polled by Tokio. A thread of `spawn_blocking` also belongs to a runtime, but
/// only futures have a limited budget of operations there.
fn is_async() -> bool {
    if Handle::try_current().is_err() {
        return false;
    }
    let mut context = Context::from_waker(Waker::noop());
    let mut taken = Vec::new();
    while taken.len() < BUDGET {
        let Poll::Ready(unit) = poll_proceed(&mut context) else { break };
        taken.push(unit);
    }
    let is_limited = taken.len() < BUDGET;
    // Each unit restores the budget before it, so the first one must be the last.
    while taken.pop().is_some() {}
    is_limited
}

fn start() -> std::io::Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let thread = std::thread::Builder::new().name(env!("CARGO_PKG_NAME").to_owned());
    thread.spawn(move || runtime.block_on(std::future::pending::<()>()))?;
    Ok(handle)
}

/// Runs a future on the background thread and blocks until it is complete.
pub fn wait<T, F>(future: F) -> Result<T>
where
    T: Send + 'static,
    F: Future<Output = Result<T>> + Send + 'static,
{
    let (sender, receiver) = mpsc::sync_channel(1);
    #[cfg(feature = "tracing")]
    let future = tracing::Instrument::in_current_span(future);
    driver()?.spawn(async move { sender.send(future.await) });
    // There is no result if the future panicked, which only a custom `Timing` can do.
    receiver.recv().unwrap_or_else(|_| {
        let message = "the call was stopped before its response was complete";
        Err(Error::new(ErrorKind::Transport, message).possibly_processed())
    })
}

/// The pages or the items of a list, or the position at which the iterator ended.
#[derive(Debug)]
enum Source<L> {
    Open(L),
    Ended(Option<Cursor>),
}

impl<L> Source<L> {
    /// Returns the list. The iterator has ended then, unless the caller puts the list back.
    fn take(&mut self) -> Option<L> {
        match std::mem::replace(self, Self::Ended(None)) {
            Self::Open(list) => Some(list),
            ended @ Self::Ended(_) => {
                *self = ended;
                None
            }
        }
    }
}

/// The pages of a list as an iterator. Each page is requested when the iterator reaches it, or one page ahead
/// with `with_prefetch`. The iterator ends after an error.
#[must_use = "does nothing until iterated"]
pub struct BlockingPages<T>(Source<Pages<T>>);

/// Converts the pages of a list to an iterator.
pub fn pages<T>(pages: Pages<T>) -> BlockingPages<T> {
    BlockingPages(Source::Open(pages))
}

impl<T: DeserializeOwned> BlockingPages<T> {
    /// Returns the start of the next page, or the position after a limit. It is `None` after the last page
    /// and after an error.
    pub fn cursor(&self) -> Option<Cursor> {
        match &self.0 {
            Source::Open(pages) => pages.cursor(),
            Source::Ended(position) => position.clone(),
        }
    }
}

impl<T: DeserializeOwned + Send + 'static> Iterator for BlockingPages<T> {
    type Item = Result<Page<T>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut pages = self.0.take()?;
        let next = wait(async move {
            let page = pages.try_next().await?;
            Ok((page, pages))
        });
        let (page, pages) = match next {
            Ok(next) => next,
            Err(error) => return Some(Err(error)),
        };
        self.0 = if page.is_some() { Source::Open(pages) } else { Source::Ended(pages.cursor()) };
        page.map(Ok)
    }
}

impl<T: DeserializeOwned + Send + 'static> FusedIterator for BlockingPages<T> {}

impl<T> fmt::Debug for BlockingPages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingPages").field(&self.0).finish()
    }
}

/// The items of a list over all its pages as an iterator. The next page is requested when the current one is
/// exhausted, or one page ahead with `with_prefetch`. The iterator ends after an error.
#[must_use = "does nothing until iterated"]
pub struct BlockingItems<T>(Source<Items<T>>);

/// Converts the items of a list to an iterator.
pub fn items<T>(items: Items<T>) -> BlockingItems<T> {
    BlockingItems(Source::Open(items))
}

impl<T: DeserializeOwned + Send> BlockingItems<T> {
    /// Returns the position after the last returned item, also if a limit ended the list. It is `None` after
    /// the last item of the list and after an error.
    pub fn cursor(&self) -> Option<Cursor> {
        match &self.0 {
            Source::Open(items) => items.cursor(),
            Source::Ended(position) => position.clone(),
        }
    }
}

impl<T: DeserializeOwned + Send + 'static> Iterator for BlockingItems<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        // An item of the current page does not require the background thread.
        if let Source::Open(items) = &mut self.0
            && let Some(item) = items.take_ready()
        {
            return Some(Ok(item));
        }
        let mut items = self.0.take()?;
        let next = wait(async move {
            let item = items.try_next().await?;
            Ok((item, items))
        });
        let (item, items) = match next {
            Ok(next) => next,
            Err(error) => return Some(Err(error)),
        };
        self.0 = if item.is_some() { Source::Open(items) } else { Source::Ended(items.cursor()) };
        item.map(Ok)
    }
}

impl<T: DeserializeOwned + Send + 'static> FusedIterator for BlockingItems<T> {}

impl<T> fmt::Debug for BlockingItems<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingItems").field(&self.0).finish()
    }
}
