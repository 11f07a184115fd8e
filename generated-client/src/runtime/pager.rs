//! Lists over all their pages: lazily, bounded, and never to another host.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use reqwest::Url;
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;

use super::call::Call;
use super::error::{Error, ErrorKind, Result};
use super::page::{self, Page};
use super::response::{Head, Raw, Response};

type Fetching = Pin<Box<dyn Future<Output = Result<(Raw, Url)>> + Send>>;

/// What a list operation says: where the items stand, and how many a page may hold.
#[derive(Clone, Copy, Debug)]
pub struct Listing {
    /// The envelope's key of the items.
    pub key: &'static str,
    /// The upper bound of `PageSize`; none where the operation does not take it.
    pub max_page_size: Option<u32>,
}

/// Sets `PageSize`: never above what the operation takes, nor above what `limit` needs.
fn sized(call: Call, listing: Listing) -> Call {
    let Some(max) = listing.max_page_size else { return call };
    let limit = call.limit.map(|limit| u32::try_from(limit).unwrap_or(u32::MAX));
    let wanted = match (call.page_size, limit) {
        (Some(size), Some(limit)) => size.min(limit),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => return call,
    };
    call.query("PageSize", wanted.clamp(1, max))
}

/// The first page alone.
pub(super) async fn first<T: DeserializeOwned>(call: Call, listing: Listing) -> Result<Response<Page<T>>> {
    let limit = call.limit;
    if limit == Some(0) {
        let head = Head { status: 200, headers: HeaderMap::new(), attempts: 0 };
        return Ok(Response::new(Page::empty(), head));
    }
    let raw = send(sized(call, listing), None).await?.0;
    let mut response = page::decode::<T>(raw, listing.key)?;
    truncate(response.value_mut(), limit);
    Ok(response)
}

async fn send(call: Call, link: Option<Url>) -> Result<(Raw, Url)> {
    let url = match link {
        Some(url) => url,
        None => call.url()?,
    };
    let raw = call.execute(url.clone()).await?;
    Ok((raw, url))
}

fn truncate<T>(page: &mut Page<T>, limit: Option<u64>) {
    let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
    page.items.truncate(limit);
}

/// What comes next.
enum State {
    /// The first request is not sent yet, or a link is known.
    Ready(Option<Url>),
    Fetching(Fetching),
    Ended,
}

/// The pages of a list, fetched one by one as they are asked for.
///
/// The link to the next page is followed only to the scheme, host and port of the request itself,
/// and never twice. After an error, and after the last page, there is nothing more.
#[must_use = "does nothing until polled"]
pub struct Pages<T> {
    call: Call,
    listing: Listing,
    state: State,
    /// How many items may still be handed out.
    left: Option<u64>,
    /// Every address that was asked for.
    seen: HashSet<String>,
    page: std::marker::PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Pages<T> {
    pub(super) fn new(call: Call, listing: Listing) -> Self {
        let left = call.limit;
        let state = if left == Some(0) { State::Ended } else { State::Ready(None) };
        Self {
            call: sized(call, listing),
            listing,
            state,
            left,
            seen: HashSet::new(),
            page: std::marker::PhantomData,
        }
    }

    /// The next page; none after the last one.
    pub fn try_next(&mut self) -> impl Future<Output = Result<Option<Page<T>>>> + Send + '_ {
        poll_fn(|context| self.poll_page(context).map(Option::transpose))
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>>>> {
        loop {
            match &mut self.state {
                State::Ended => return Poll::Ready(None),
                State::Ready(link) => {
                    let link = link.take();
                    self.state = State::Fetching(Box::pin(send(self.call.clone(), link)));
                }
                State::Fetching(fetching) => {
                    let outcome = ready!(fetching.as_mut().poll(context));
                    self.state = State::Ended;
                    return Poll::Ready(Some(outcome.and_then(|(raw, url)| self.arrived(raw, url))));
                }
            }
        }
    }

    /// Reads a page and finds out what comes next; on an error the state stays ended.
    fn arrived(&mut self, raw: Raw, url: Url) -> Result<Page<T>> {
        let mut page = page::decode::<T>(raw, self.listing.key)?.into_value();
        truncate(&mut page, self.left);
        if let Some(left) = &mut self.left {
            *left = left.saturating_sub(page.items.len() as u64);
        }
        if self.left != Some(0) {
            let next = page.meta.next_page_url.as_deref().map(|link| guard(&url, link)).transpose();
            // The items of a page whose link is bad are handed out first.
            self.seen.insert(url.into());
            self.state = match next {
                Ok(None) => State::Ended,
                Ok(Some(next)) if self.seen.contains(next.as_str()) => failed(Error::new(
                    ErrorKind::PageLoop,
                    "the link to the next page leads back to an earlier page; it was not followed".to_owned(),
                )),
                Ok(Some(next)) => State::Ready(Some(next)),
                Err(error) => failed(error),
            };
        }
        Ok(page)
    }
}

/// A state whose next page is an error.
fn failed(error: Error) -> State {
    State::Fetching(Box::pin(std::future::ready(Err(error))))
}

/// Credentials go where the request went, whatever a body says.
fn guard(url: &Url, link: &str) -> Result<Url> {
    let foreign = |why: &str| {
        Error::new(ErrorKind::ForeignLink, format!("the link to the next page {why}; it was not followed"))
    };
    let next = url.join(link).map_err(|_| foreign("cannot be read"))?;
    if !next.username().is_empty() || next.password().is_some() {
        return Err(foreign("holds a user name"));
    }
    if next.origin() != url.origin() || !next.origin().is_tuple() {
        return Err(foreign("leads to another scheme, host or port"));
    }
    Ok(next)
}

impl<T: DeserializeOwned> Stream for Pages<T> {
    type Item = Result<Page<T>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(context)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("call", &self.call).finish_non_exhaustive()
    }
}

/// The items of a list over all its pages; a page is fetched when the one before is used up.
#[must_use = "does nothing until polled"]
pub struct Items<T> {
    pages: Pages<T>,
    ready: VecDeque<T>,
}

impl<T: DeserializeOwned + Send> Items<T> {
    pub(super) fn new(call: Call, listing: Listing) -> Self {
        Self { pages: Pages::new(call, listing), ready: VecDeque::new() }
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

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(page)) => self.ready = page.into_items().into(),
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
