//! A list item by item.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::list_call::ListCall;
use super::page_spec::PageSpec;
use super::pages::Pages;
use crate::error::Result;
use crate::value::Cursor;

/// The items of a list over all its pages. The next page is requested when the current one is
/// exhausted, or one page ahead with `with_prefetch`.
#[must_use = "does nothing until polled"]
pub struct Items<T> {
    pages: Pages<T>,
    /// The items of the current page that are not returned yet.
    ready: VecDeque<T>,
    /// The start of the current page.
    start: Option<Cursor>,
    /// The number of items of the current page that were returned.
    returned: u64,
}

/// Returns the items of a list.
pub fn items<T: DeserializeOwned + Send>(list: ListCall, spec: PageSpec) -> Items<T> {
    Items { pages: Pages::of(list, spec), ready: VecDeque::new(), start: None, returned: 0 }
}

impl<T: DeserializeOwned + Send> Items<T> {
    /// Returns the next item, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// Returns the error of a page. The next call returns `None`.
    pub fn try_next(&mut self) -> impl Future<Output = Result<Option<T>>> + Send + '_ {
        poll_fn(|context| self.poll_item(context).map(Option::transpose))
    }

    /// Collects the remaining items in a vector. For other collections, use `TryStreamExt::try_collect` of
    /// the crate `futures`.
    ///
    /// # Errors
    ///
    /// Returns the error of a page. The items before it are lost.
    pub async fn collect_vec(mut self) -> Result<Vec<T>> {
        let mut items = Vec::new();
        while let Some(item) = self.try_next().await? {
            items.push(item);
        }
        Ok(items)
    }

    /// Returns the position after the last returned item, which can be within a page, also if a limit ended
    /// the list. It is `None` after the last item of the list and after an error.
    pub fn cursor(&self) -> Option<Cursor> {
        match &self.start {
            Some(start) if !self.ready.is_empty() => Some(start.advanced(self.returned)),
            _ => self.pages.cursor(),
        }
    }

    /// Returns the next item of the current page.
    pub(crate) fn take_ready(&mut self) -> Option<T> {
        let item = self.ready.pop_front()?;
        self.returned += 1;
        Some(item)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.take_ready() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_with_start(context)) {
                Some(Ok((page, start))) => {
                    self.ready = page.into_items().into();
                    self.start = Some(start);
                    self.returned = 0;
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
