//! The state of a list: the next page, when it is requested, and the end of the list. It is not
//! generic, because it handles pages as bytes.

use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use reqwest::Url;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use super::envelope;
use super::link::ListUrl;
use super::list_call::ListCall;
use super::page::PageMeta;
use super::page_spec::PageSpec;
use super::resume::{cursor_at, url_of};
use super::visited::VisitedPages;
use crate::error::{Error, ErrorKind, Result};
use crate::request::Call;
use crate::response::{Accepted, RawResponse};
use crate::send::{PendingResponse, send};
use crate::value::Cursor;

/// The state of a list.
pub(super) struct PagerState {
    call: Arc<Call>,
    spec: PageSpec,
    /// The position at which the list is resumed.
    start: Option<Cursor>,
    next: NextPage,
    /// The number of items that may still be returned.
    left: Option<u64>,
    /// The number of pages that may still be requested.
    pages_left: Option<u64>,
    /// The number of items of the next page that were already returned.
    skip: u64,
    visited: VisitedPages,
}

/// The next page.
enum NextPage {
    /// The first page, whose URL is not known yet.
    First,
    /// The page at this URL, which is not requested yet.
    At(Url),
    /// The page at this URL, which is requested.
    Requested(Url, PendingResponse),
    /// An error instead of a page, and the position after the last returned item if there is one.
    Failed(Error, Option<Cursor>),
    /// The list ended. If a limit ended it, this is the position after the last returned item.
    End(Option<Cursor>),
}

/// A page that was requested and is not decoded yet.
pub(super) struct FetchedPage {
    pub(super) response: Result<RawResponse>,
    pub(super) url: Url,
    /// The position of its first item.
    pub(super) start: Cursor,
}

impl PagerState {
    pub(super) fn new(list: ListCall, spec: PageSpec) -> Self {
        let start = list.cursor.clone();
        let left = [list.limit, start.as_ref().and_then(Cursor::left)].into_iter().flatten().min();
        let skip = start.as_ref().map_or(0, Cursor::skip);
        let pages_left = list.max_pages;
        let call = Arc::new(with_page_size(list, spec));
        let visited = VisitedPages::default();
        let mut state = Self { call, spec, start, next: NextPage::First, left, pages_left, skip, visited };
        if state.is_limit_reached() {
            let url = state.first_url().ok();
            state.next = NextPage::End(url.map(|url| state.position_after(&url)));
        }
        state
    }

    fn is_limit_reached(&self) -> bool {
        self.left == Some(0) || self.pages_left == Some(0)
    }

    /// Returns the position at which a list continues after a limit. The limit does not apply there, unless
    /// it was one of pages.
    fn position_after(&self, url: &Url) -> Cursor {
        cursor_at(url, self.skip, self.left.filter(|left| *left > 0))
    }

    pub(super) fn call(&self) -> &Call {
        &self.call
    }

    pub(super) fn spec(&self) -> &PageSpec {
        &self.spec
    }

    /// Returns the start of the next page, or `None` at the end.
    pub(super) fn cursor(&self) -> Option<Cursor> {
        match &self.next {
            NextPage::First => self.first_url().ok().map(|url| self.cursor_at(&url)),
            NextPage::At(url) | NextPage::Requested(url, _) => Some(self.cursor_at(url)),
            NextPage::End(position) | NextPage::Failed(_, position) => position.clone(),
        }
    }

    /// Returns the error of the link to the next page.
    pub(super) fn link_error(&self) -> Option<&Error> {
        match &self.next {
            NextPage::Failed(error, _) => Some(error),
            _ => None,
        }
    }

    fn cursor_at(&self, url: &Url) -> Cursor {
        cursor_at(url, self.skip, self.left)
    }

    /// Returns the URL of the first page: that of the call or that of the cursor.
    fn first_url(&self) -> Result<Url> {
        let list = self.call.url()?;
        match &self.start {
            Some(cursor) => url_of(cursor, &list, self.call.template),
            None => Ok(list),
        }
    }

    /// Polls the next page. It is `None` after the last page and after an error.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<FetchedPage>>> {
        loop {
            self.next = match std::mem::replace(&mut self.next, NextPage::End(None)) {
                NextPage::End(position) => {
                    self.next = NextPage::End(position);
                    return Poll::Ready(None);
                }
                NextPage::Failed(error, _) => return Poll::Ready(Some(Err(error))),
                NextPage::First => match self.first_url() {
                    Ok(url) => NextPage::At(url),
                    Err(error) => NextPage::Failed(error, None),
                },
                NextPage::At(url) => {
                    let response = Box::pin(fetch(Arc::clone(&self.call), url.clone()));
                    NextPage::Requested(url, response)
                }
                NextPage::Requested(url, mut response) => {
                    let Poll::Ready(response) = response.as_mut().poll(context) else {
                        self.next = NextPage::Requested(url, response);
                        return Poll::Pending;
                    };
                    let start = self.cursor_at(&url);
                    return Poll::Ready(Some(Ok(FetchedPage { response, url, start })));
                }
            }
        }
    }

    /// Requests the page after this one before the items of this page are decoded. Returns the items
    /// to return, or `None` if the body is not a page.
    pub(super) fn prefetch(&mut self, url: &Url, body: &[u8]) -> Option<Range<usize>> {
        let (count, meta) = envelope::outline(body, &self.spec)?;
        let range = self.advance(url, &meta, count);
        if let (NextPage::At(url), Ok(runtime)) = (&self.next, Handle::try_current()) {
            let url = url.clone();
            let response = fetch(Arc::clone(&self.call), url.clone());
            // The task belongs to the span of the caller.
            #[cfg(feature = "tracing")]
            let response = tracing::Instrument::in_current_span(response);
            self.next = NextPage::Requested(url, Box::pin(Prefetched(runtime.spawn(response))));
        }
        Some(range)
    }

    /// Moves to the page after this one, which has this number of items. Returns the range of the
    /// items to return.
    pub(super) fn advance(&mut self, url: &Url, meta: &PageMeta, count: usize) -> Range<usize> {
        let bounded = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let start = bounded(std::mem::take(&mut self.skip)).min(count);
        let returned = (count - start).min(self.left.map_or(usize::MAX, bounded));
        if let Some(left) = &mut self.left {
            *left = left.saturating_sub(returned as u64);
        }
        if let Some(pages) = &mut self.pages_left {
            *pages = pages.saturating_sub(1);
        }
        self.visited.add(url);
        let end = start + returned;
        self.next = if end < count {
            // The limit is within the page.
            self.skip = u64::try_from(end).unwrap_or(u64::MAX);
            NextPage::End(Some(self.position_after(url)))
        } else {
            let link = self.spec.next.next_url(url, meta, count);
            link.map_or(NextPage::End(None), |link| self.follow(url, meta, &link, count))
        };
        start..end
    }

    /// Checks the link of a page with this number of items. If it is invalid, the list returns the items of the
    /// page before the error, and its position is behind these items.
    fn follow(&self, url: &Url, meta: &PageMeta, link: &str, count: usize) -> NextPage {
        let next = self.call.url().and_then(|list| {
            let (template, documented) = (self.call.template, self.call.replaced_host());
            let target = ListUrl { list: &list, template, documented };
            let next = target.follow(url, link)?;
            let first = meta.first_page_url.as_deref().and_then(|first| target.follow(url, first).ok());
            // A cursor does not contain the pages before it, so the list does not know them.
            let is_first = next == list || first.as_ref() == Some(&next) || has_no_position(&next, url);
            if is_first || self.visited.contains(&next) { Err(page_loop()) } else { Ok(next) }
        });
        let left = self.left.filter(|left| *left > 0);
        let behind = || Some(cursor_at(url, u64::try_from(count).unwrap_or(u64::MAX), left));
        match next {
            Ok(next) if self.is_limit_reached() => NextPage::End(Some(self.position_after(&next))),
            Ok(next) => NextPage::At(next),
            // After a limit, nothing follows the link.
            Err(_) if self.is_limit_reached() => NextPage::End(behind()),
            Err(error) => NextPage::Failed(error, behind()),
        }
    }

    /// Ends the list. A page that is already requested is dropped.
    pub(super) fn end(&mut self) {
        self.next = NextPage::End(None);
    }
}

/// Returns whether a link from a page leads to the first page of the list: its query contains only parameters of that
/// page, and not all of them, or the number 0 of the first page.
fn has_no_position(next: &Url, page: &Url) -> bool {
    let of_page: Vec<_> = page.query_pairs().collect();
    let others: Vec<_> = next.query_pairs().filter(|(name, value)| name != "Page" || value != "0").collect();
    others.len() < of_page.len() && others.iter().all(|pair| of_page.contains(pair))
}

fn page_loop() -> Error {
    let message = "the link to the next page leads to an earlier page; the client did not follow it";
    Error::new(ErrorKind::PageLoop, message)
}

async fn fetch(call: Arc<Call>, url: Url) -> Result<RawResponse> {
    send(&call, url, Accepted::Success).await
}

/// Sets the page size: at most the maximum of the operation and the limit of the list. The URL of a
/// cursor already contains it.
fn with_page_size(list: ListCall, spec: PageSpec) -> Call {
    let Some((parameter, max)) = spec.page_size else { return list.call };
    let limit = list.limit.map(|limit| u32::try_from(limit).unwrap_or(u32::MAX));
    match [list.page_size, limit].into_iter().flatten().min() {
        Some(size) => list.call.query(parameter, size.clamp(1, max)),
        None => list.call,
    }
}

/// A page that is requested in a task. Dropping it cancels the request.
struct Prefetched(JoinHandle<Result<RawResponse>>);

impl Future for Prefetched {
    type Output = Result<RawResponse>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = ready!(Pin::new(&mut self.0).poll(context));
        Poll::Ready(outcome.unwrap_or_else(|_| {
            let message = "the request for the next page was stopped with its runtime";
            Err(Error::new(ErrorKind::Transport, message))
        }))
    }
}

impl Drop for Prefetched {
    fn drop(&mut self) {
        self.0.abort();
    }
}
