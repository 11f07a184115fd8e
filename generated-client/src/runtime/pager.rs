//! Lists over all their pages: lazily, bounded, and never to another host.

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::call::Call;
use super::cursor::Cursor;
use super::envelope;
use super::error::Result;
use super::page::Page;
use super::response::Response;
use super::walk::{Landed, Listing, Walk};

/// A page, and where it begins.
type Placed<P> = Result<(P, Cursor)>;

/// Reads a page and goes on from it; also where it begins.
pub(super) fn read<T: DeserializeOwned>(walk: &mut Walk, landed: Landed) -> Placed<Response<Page<T>>> {
    let early = walk.call().prefetch.and_then(|prefetch| prefetch(walk, &landed));
    let Landed { raw, url, here } = landed;
    let mut response = match envelope::decode::<T>(raw, walk.key()) {
        Ok(response) => response,
        Err(error) => {
            walk.end();
            return Err(error.resumable(here));
        }
    };
    let page = response.value_mut();
    let range = early.unwrap_or_else(|| walk.advance(&url, &page.meta, page.items.len()));
    page.items.truncate(range.end);
    page.items.drain(..range.start.min(page.items.len()));
    page.next = walk.cursor();
    Ok((response, here))
}

/// The pages of a list, fetched one by one as they are asked for.
///
/// The link to the next page is followed only to the scheme, host and port of the request itself,
/// and never twice. After an error, and after the last page, there is nothing more; the error of a
/// page holds the [cursor](super::Error::cursor) to resume from.
#[must_use = "does nothing until polled"]
pub struct Pages<T> {
    walk: Walk,
    page: std::marker::PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Pages<T> {
    pub(super) fn new(call: Call, listing: Listing) -> Self {
        Self { walk: Walk::new(call, listing), page: std::marker::PhantomData }
    }

    /// The next page; none after the last one.
    pub fn try_next(&mut self) -> impl Future<Output = Result<Option<Page<T>>>> + Send + '_ {
        poll_fn(|context| self.poll_page(context).map(Option::transpose))
    }

    /// Where the page begins that comes next; none after the last one and after an error.
    pub fn cursor(&self) -> Option<Cursor> {
        self.walk.cursor()
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>>>> {
        self.poll_read(context).map(|page| page.map(|page| page.map(|(page, _)| page)))
    }

    fn poll_read(&mut self, context: &mut Context<'_>) -> Poll<Option<Placed<Page<T>>>> {
        let landed = ready!(self.walk.poll(context));
        let page = landed.map(|landed| {
            let (response, here) = read(&mut self.walk, landed?)?;
            Ok((response.into_value(), here))
        });
        Poll::Ready(page)
    }
}

impl<T: DeserializeOwned> Stream for Pages<T> {
    type Item = Result<Page<T>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(context)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("call", self.walk.call()).finish_non_exhaustive()
    }
}

/// The items of a list over all its pages; a page is fetched when the one before is used up, or
/// while it is used with `with_prefetch`.
#[must_use = "does nothing until polled"]
pub struct Items<T> {
    pages: Pages<T>,
    ready: VecDeque<T>,
    /// Where the first of them stood, and how many are gone since.
    here: Option<Cursor>,
    taken: u64,
}

impl<T: DeserializeOwned + Send> Items<T> {
    pub(super) fn new(call: Call, listing: Listing) -> Self {
        Self { pages: Pages::new(call, listing), ready: VecDeque::new(), here: None, taken: 0 }
    }

    /// The next item; none after the last one.
    pub fn try_next(&mut self) -> impl Future<Output = Result<Option<T>>> + Send + '_ {
        poll_fn(|context| self.poll_item(context).map(Option::transpose))
    }

    /// All items that are left, in memory.
    pub async fn try_collect(mut self) -> Result<Vec<T>> {
        let mut items = Vec::new();
        while let Some(item) = self.try_next().await? {
            items.push(item);
        }
        Ok(items)
    }

    /// The place behind the item that was handed out last, also in the middle of a page; none
    /// after the last item and after an error.
    pub fn cursor(&self) -> Option<Cursor> {
        match &self.here {
            Some(here) if !self.ready.is_empty() => Some(here.advanced(self.taken)),
            _ => self.pages.cursor(),
        }
    }

    /// The next item if its page is there already.
    pub(super) fn take_ready(&mut self) -> Option<T> {
        let item = self.ready.pop_front()?;
        self.taken += 1;
        Some(item)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.take_ready() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_read(context)) {
                Some(Ok((page, here))) => {
                    self.ready = page.into_items().into();
                    self.here = Some(here);
                    self.taken = 0;
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T: DeserializeOwned + Send + Unpin> Stream for Items<T> {
    type Item = Result<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
