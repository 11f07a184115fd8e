//! The way from page to page: what is asked for, when, and where it ends. Not generic: the pages
//! pass as bytes.

use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use reqwest::Url;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use super::answer::Fetching;
use super::call::Call;
use super::cursor::Cursor;
use super::envelope;
use super::error::{Error, ErrorKind, Result};
use super::onward::Next;
use super::page::PageMeta;
use super::response::Raw;

/// What a list operation says: where the items stand, and how many a page may hold.
#[derive(Clone, Copy, Debug)]
pub struct Listing {
    /// The envelope's key of the items.
    pub key: &'static str,
    /// The upper bound of `PageSize`; none where the operation does not take it.
    pub max_page_size: Option<u32>,
    /// How the next page is asked for.
    pub next: Next,
}

/// What works out the next page and fetches it before the items of this one are read; gives those
/// to hand out.
pub(super) type Prefetch = fn(&mut Walk, &Landed) -> Option<Range<usize>>;

/// A list under way.
pub(super) struct Walk {
    call: Arc<Call>,
    listing: Listing,
    state: State,
    /// How many items may still be handed out.
    left: Option<u64>,
    /// How many items of the next page were handed out before.
    skip: u64,
    /// Every address that was asked for, in order of the alphabet.
    seen: Vec<String>,
}

/// What comes next.
enum State {
    /// The first page, whose address nobody worked out yet.
    Begin,
    /// The page with this address.
    Waiting(Url),
    Fetching(Url, Fetching),
    /// An error instead of a page.
    Failed(Error),
    Ended,
}

/// A page that came, not read yet.
pub(super) struct Landed {
    pub(super) raw: Raw,
    pub(super) url: Url,
    /// Where the page begins.
    pub(super) here: Cursor,
}

impl Walk {
    pub(super) fn new(call: Call, listing: Listing) -> Self {
        let resumed = call.cursor.as_ref();
        let left = [call.limit, resumed.and_then(Cursor::left)].into_iter().flatten().min();
        let skip = resumed.map_or(0, Cursor::skip);
        let state = if left == Some(0) { State::Ended } else { State::Begin };
        let call = Arc::new(sized(call, listing));
        Self { call, listing, state, left, skip, seen: Vec::new() }
    }

    pub(super) fn call(&self) -> &Call {
        &self.call
    }

    pub(super) fn key(&self) -> &'static str {
        self.listing.key
    }

    /// Where the next page begins; none where there is none.
    pub(super) fn cursor(&self) -> Option<Cursor> {
        match &self.state {
            State::Begin => self.begin().ok().map(|url| self.at(&url)),
            State::Waiting(url) | State::Fetching(url, _) => Some(self.at(url)),
            State::Failed(_) | State::Ended => None,
        }
    }

    fn at(&self, url: &Url) -> Cursor {
        Cursor::new(url, self.skip, self.left)
    }

    /// The address of the first page: the request's own, or where it was told to resume.
    fn begin(&self) -> Result<Url> {
        let own = self.call.url()?;
        match &self.call.cursor {
            Some(cursor) => cursor.url(&own, self.call.template()),
            None => Ok(own),
        }
    }

    /// The next page; none after the last one and after an error.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Landed>>> {
        loop {
            self.state = match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Poll::Ready(None),
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Begin => match self.begin() {
                    Ok(url) => State::Waiting(url),
                    Err(error) => State::Failed(error),
                },
                State::Waiting(url) => {
                    let fetching = Box::pin(fetch(Arc::clone(&self.call), url.clone()));
                    State::Fetching(url, fetching)
                }
                State::Fetching(url, mut fetching) => {
                    let Poll::Ready(outcome) = fetching.as_mut().poll(context) else {
                        self.state = State::Fetching(url, fetching);
                        return Poll::Pending;
                    };
                    let here = self.at(&url);
                    return Poll::Ready(Some(match outcome {
                        Ok(raw) => Ok(Landed { raw, url, here }),
                        Err(error) => Err(error.resumable(here)),
                    }));
                }
            }
        }
    }

    /// Goes on before the items are read: the link is enough.
    #[inline]
    pub(super) fn prefetch(&mut self, landed: &Landed) -> Option<Range<usize>> {
        let (count, meta) = envelope::outline(&landed.raw.body, self.listing.key)?;
        let range = self.advance(&landed.url, &meta, count);
        if let State::Waiting(url) = std::mem::replace(&mut self.state, State::Ended) {
            self.state = match Handle::try_current() {
                Ok(runtime) => {
                    let fetching = fetch(Arc::clone(&self.call), url.clone());
                    // A task of its own, but still part of what the caller does.
                    #[cfg(feature = "tracing")]
                    let fetching = tracing::Instrument::in_current_span(fetching);
                    let task = runtime.spawn(fetching);
                    State::Fetching(url, Box::pin(Ahead(task)))
                }
                Err(_) => State::Waiting(url),
            };
        }
        Some(range)
    }

    /// Works out what comes after a page of so many items, and which of them to hand out.
    pub(super) fn advance(&mut self, url: &Url, meta: &PageMeta, count: usize) -> Range<usize> {
        let bounded = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let start = bounded(std::mem::take(&mut self.skip)).min(count);
        let given = (count - start).min(self.left.map_or(usize::MAX, bounded));
        if let Some(left) = &mut self.left {
            *left = left.saturating_sub(given as u64);
        }
        if let Err(at) = self.place(url) {
            self.seen.insert(at, url.as_str().to_owned());
        }
        let next = if self.left == Some(0) { None } else { self.listing.next.address(url, meta) };
        self.state = next.map_or(State::Ended, |link| self.follow(url, &link));
        start..start + given
    }

    /// The items of a page whose link is bad are handed out first: the error comes next.
    fn follow(&self, url: &Url, link: &str) -> State {
        match guard(url, link) {
            Ok(next) if self.place(&next).is_ok() => State::Failed(Error::new(
                ErrorKind::PageLoop,
                "the link to the next page leads back to an earlier page; it was not followed".to_owned(),
            )),
            Ok(next) => State::Waiting(next),
            Err(error) => State::Failed(error),
        }
    }

    /// Where an address stands among those that were asked for, or else would.
    fn place(&self, url: &Url) -> std::result::Result<usize, usize> {
        self.seen.binary_search_by(|seen| seen.as_str().cmp(url.as_str()))
    }

    /// There is nothing more, and a page under way is not waited for.
    pub(super) fn end(&mut self) {
        self.state = State::Ended;
    }
}

async fn fetch(call: Arc<Call>, url: Url) -> Result<Raw> {
    call.execute(url).await
}

/// Sets `PageSize`: never above what the operation takes, nor above what `limit` needs. A cursor
/// has it in its address.
fn sized(call: Call, listing: Listing) -> Call {
    let Some(max) = listing.max_page_size else { return call };
    let limit = call.limit.map(|limit| u32::try_from(limit).unwrap_or(u32::MAX));
    let wanted = match (call.page_size, limit) {
        (Some(size), Some(limit)) => size.min(limit),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => return call,
    };
    call.query(listing.next.size_parameter(), wanted.clamp(1, max))
}

/// A page that is fetched while the one before is read; given up with it.
struct Ahead(JoinHandle<Result<Raw>>);

impl Future for Ahead {
    type Output = Result<Raw>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = ready!(Pin::new(&mut self.0).poll(context));
        Poll::Ready(outcome.unwrap_or_else(|_| {
            let message = "the request for the next page was stopped with its runtime".to_owned();
            Err(Error::new(ErrorKind::Transport, message))
        }))
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Credentials go where the request went, whatever a body says.
fn guard(url: &Url, link: &str) -> Result<Url> {
    let foreign = |why: &str| {
        Error::new(ErrorKind::ForeignLink, format!("the link to the next page {why}; it was not followed"))
    };
    let mut next = url.join(link).map_err(|_| foreign("cannot be read"))?;
    // It is not sent, so it makes no other page.
    next.set_fragment(None);
    if !next.username().is_empty() || next.password().is_some() {
        return Err(foreign("holds a user name"));
    }
    if next.origin() != url.origin() || !next.origin().is_tuple() {
        return Err(foreign("leads to another scheme, host or port"));
    }
    Ok(next)
}
