//! The first page of a list.

use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use serde::de::DeserializeOwned;

use super::list_call::ListCall;
use super::page::Page;
use super::page_spec::PageSpec;
use super::pager_state::PagerState;
use super::pages::{Prefetch, read};
use crate::error::Result;
use crate::response::Response;

/// A future of the first page of a list. Nothing is sent before it is polled.
#[must_use = "does nothing until polled"]
pub struct FirstPage<T> {
    state: Box<PagerState>,
    item: PhantomData<fn() -> T>,
}

impl<T> FirstPage<T> {
    /// Returns the first page of a list.
    pub fn of(list: ListCall, spec: PageSpec) -> Self {
        Self { state: Box::new(PagerState::new(list, spec)), item: PhantomData }
    }
}

impl<T: DeserializeOwned> Future for FirstPage<T> {
    type Output = Result<Response<Page<T>>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(fetched) = ready!(self.state.poll(context)) else {
            // The limit is 0, so nothing was sent.
            let page = Page { next: self.state.cursor(), ..Page::from_items([]) };
            return Poll::Ready(Ok(Response::new(page).with_attempts(0)));
        };
        let page = fetched.and_then(|fetched| read(&mut self.state, fetched, Prefetch::No));
        Poll::Ready(page.map(|(page, _)| page))
    }
}
