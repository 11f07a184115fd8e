//! A list page by page.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::envelope;
use super::list_call::ListCall;
use super::page::Page;
use super::page_spec::PageSpec;
use super::pager_state::{FetchedPage, PagerState};
use crate::error::Result;
use crate::response::Response;
use crate::value::Cursor;

/// When the page after a page is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prefetch {
    /// Before the items of the current page are decoded.
    Yes,
    /// When the caller polls for it.
    No,
}

/// Decodes a page and moves to the next one. Also returns the start of the page.
pub(super) fn read<T: DeserializeOwned>(
    state: &mut PagerState,
    fetched: FetchedPage,
    prefetch: Prefetch,
) -> Result<(Response<Page<T>>, Cursor)> {
    let FetchedPage { response, url, start } = fetched;
    let early = match &response {
        Ok(raw) if prefetch == Prefetch::Yes => state.prefetch(&url, &raw.body),
        _ => None,
    };
    #[cfg(feature = "tracing")]
    let span = response.as_ref().ok().and_then(|raw| raw.context.span());
    let mut response = match response.and_then(|raw| envelope::decode::<T>(raw, state.spec())) {
        Ok(response) => response,
        Err(error) => {
            state.end();
            return Err(error.with_cursor(start));
        }
    };
    let page = response.value_mut();
    let range = early.unwrap_or_else(|| state.advance(&url, &page.meta, page.items.len()));
    page.items.truncate(range.end);
    page.items.drain(..range.start.min(page.items.len()));
    page.next = state.cursor();
    if let Some(error) = state.link_error() {
        #[cfg(feature = "tracing")]
        if let Some(span) = &span {
            crate::response::record_failure(span, error);
        }
        // A page without items would have its own start as the next position, without an end.
        if range.is_empty() {
            let error = error.clone();
            state.end();
            return Err(error);
        }
    }
    Ok((response, start))
}

/// A page and the cursor of its first item, or the error of the page.
type PageWithStart<T> = Result<(Page<T>, Cursor)>;

/// The pages of a list, requested one after the other.
///
/// The client follows a link to the next page only if it has the scheme, host, port and path of the list, was not
/// followed before, and does not lead to the first page of the list. After an error and after the last page, the
/// stream ends. The error of a page contains the [cursor](crate::Error::cursor) to resume the list.
#[must_use = "does nothing until polled"]
pub struct Pages<T> {
    state: PagerState,
    prefetch: Prefetch,
    item: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Pages<T> {
    pub(super) fn of(list: ListCall, spec: PageSpec) -> Self {
        let prefetch = if list.prefetch { Prefetch::Yes } else { Prefetch::No };
        Self { state: PagerState::new(list, spec), prefetch, item: PhantomData }
    }

    /// Returns the next page, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// Returns the error of the page. The next call returns `None`.
    pub fn try_next(&mut self) -> impl Future<Output = Result<Option<Page<T>>>> + Send + '_ {
        poll_fn(|context| self.poll_page(context).map(Option::transpose))
    }

    /// Returns the start of the next page, or the position after a limit. It is `None` after the last page
    /// and after an error.
    pub fn cursor(&self) -> Option<Cursor> {
        self.state.cursor()
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>>>> {
        self.poll_with_start(context).map(|page| page.map(|page| page.map(|(page, _)| page)))
    }

    /// Polls the next page and its start.
    pub(super) fn poll_with_start(&mut self, context: &mut Context<'_>) -> Poll<Option<PageWithStart<T>>> {
        let fetched = ready!(self.state.poll(context));
        Poll::Ready(fetched.map(|fetched| {
            let (response, start) = read(&mut self.state, fetched?, self.prefetch)?;
            Ok((response.into_value(), start))
        }))
    }
}

/// Returns the pages of a list.
pub fn pages<T: DeserializeOwned>(list: ListCall, spec: PageSpec) -> Pages<T> {
    Pages::of(list, spec)
}

impl<T: DeserializeOwned> Stream for Pages<T> {
    type Item = Result<Page<T>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(context)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("call", self.state.call()).finish_non_exhaustive()
    }
}
