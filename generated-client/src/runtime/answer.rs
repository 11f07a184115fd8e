//! Calls under way, as futures of a few words: what a call needs while it lasts stands on the heap,
//! once, so that tasks and joined futures stay small and no type of a value has a copy of the way
//! there.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;

use super::call::Call;
use super::error::Result;
use super::page::Page;
use super::pager;
use super::response::{Head, Raw, Response};
use super::walk::{Listing, Walk};

/// What is asked for, not read yet.
pub(super) type Fetching = Pin<Box<dyn Future<Output = Result<Raw>> + Send>>;

/// A call under way; nothing is sent before it is polled, and dropping it cancels the call.
#[must_use = "does nothing until polled"]
pub struct Answer<T> {
    fetching: Fetching,
    read: fn(Raw) -> Result<Response<T>>,
}

impl<T> Answer<T> {
    pub(super) fn new(call: Call, read: fn(Raw) -> Result<Response<T>>) -> Self {
        Self { fetching: fetch(call), read }
    }
}

fn fetch(call: Call) -> Fetching {
    Box::pin(async move { call.execute(call.url()?).await })
}

impl<T> Future for Answer<T> {
    type Output = Result<Response<T>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let raw = ready!(self.fetching.as_mut().poll(context));
        Poll::Ready(raw.and_then(self.read))
    }
}

/// The first page of a list under way.
#[must_use = "does nothing until polled"]
pub struct FirstPage<T> {
    walk: Box<Walk>,
    item: PhantomData<fn() -> T>,
}

impl<T> FirstPage<T> {
    pub(super) fn new(mut call: Call, listing: Listing) -> Self {
        // Nobody would take the second page.
        call.prefetch = None;
        Self { walk: Box::new(Walk::new(call, listing)), item: PhantomData }
    }
}

impl<T: DeserializeOwned> Future for FirstPage<T> {
    type Output = Result<Response<Page<T>>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(landed) = ready!(self.walk.poll(context)) else {
            // A limit of nothing: nothing was sent.
            let head = Head { status: 200, headers: HeaderMap::new(), attempts: 0 };
            return Poll::Ready(Ok(Response::new(Page::empty(), head)));
        };
        let page = landed.and_then(|landed| pager::read(&mut self.walk, landed));
        Poll::Ready(page.map(|(page, _)| page))
    }
}

/// The value alone of what is under way.
#[must_use = "does nothing until polled"]
pub struct Value<F>(pub F);

impl<T, F: Future<Output = Result<Response<T>>> + Unpin> Future for Value<F> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map_ok(Response::into_value)
    }
}

impl<T> fmt::Debug for Answer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").finish_non_exhaustive()
    }
}
