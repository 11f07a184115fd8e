//! The call of a list operation.

use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

use serde::Serialize;

use crate::client::RetryPolicy;
use crate::request::{Call, Style};
use crate::value::{Cursor, Json, ToWire};

/// One call of a list operation: the call of its pages, and the part of the list to return.
#[derive(Clone)]
#[must_use = "does nothing until sent"]
pub struct ListCall {
    pub(super) call: Call,
    pub(super) limit: Option<u64>,
    pub(super) page_size: Option<u32>,
    pub(super) max_pages: Option<u64>,
    pub(super) cursor: Option<Cursor>,
    /// Whether the next page is requested while the current one is used.
    pub(super) prefetch: bool,
}

impl From<Call> for ListCall {
    fn from(call: Call) -> Self {
        Self { call, limit: None, page_size: None, max_pages: None, cursor: None, prefetch: false }
    }
}

/// The filters and the options of each page. [`Call`] describes them.
#[expect(missing_docs, reason = "`Call` has methods of the same names")]
impl ListCall {
    fn map(self, change: impl FnOnce(Call) -> Call) -> Self {
        Self { call: change(self.call), ..self }
    }

    pub fn query(self, name: &'static str, value: impl ToWire) -> Self {
        self.map(|call| call.query(name, value))
    }

    pub fn query_each(self, name: &'static str, values: impl IntoIterator<Item = impl ToWire>) -> Self {
        self.map(|call| call.query_each(name, values))
    }

    pub fn query_joined(
        self,
        name: &'static str,
        separator: &'static str,
        values: impl IntoIterator<Item = impl ToWire>,
    ) -> Self {
        self.map(|call| call.query_joined(name, separator, values))
    }

    pub fn query_numbered(
        self,
        around: (&'static str, &'static str),
        numbers: RangeInclusive<u32>,
        number: u32,
        value: impl ToWire,
    ) -> Self {
        self.map(|call| call.query_numbered(around, numbers, number, value))
    }

    pub fn query_pairs<T: ToWire>(
        self,
        before: &'static str,
        after: [&'static str; 2],
        numbers: RangeInclusive<u32>,
        pairs: impl IntoIterator<Item = (impl Into<T>, impl Into<T>)>,
    ) -> Self {
        self.map(|call| call.query_pairs(before, after, numbers, pairs))
    }

    pub fn prefixed(self, prefix: &'static str, value: &Json) -> Self {
        self.map(|call| call.prefixed(prefix, value))
    }

    pub fn query_styled<T: Serialize + ?Sized>(self, name: &'static str, style: Style, value: &T) -> Self {
        self.map(|call| call.query_styled(name, style, value))
    }

    pub fn header_styled<T: Serialize + ?Sized>(self, name: &'static str, style: Style, value: &T) -> Self {
        self.map(|call| call.header_styled(name, style, value))
    }

    pub fn cookie<T: Serialize + ?Sized>(self, name: &'static str, style: Style, value: &T) -> Self {
        self.map(|call| call.cookie(name, style, value))
    }

    pub fn header(self, name: &'static str, value: impl ToWire) -> Self {
        self.map(|call| call.header(name, value))
    }

    pub fn header_joined(self, name: &'static str, values: impl IntoIterator<Item = impl ToWire>) -> Self {
        self.map(|call| call.header_joined(name, values))
    }

    pub fn with_header(self, name: &str, value: &str) -> Self {
        self.map(|call| call.with_header(name, value))
    }

    pub fn with_timeout(self, timeout: Duration) -> Self {
        self.map(|call| call.with_timeout(timeout))
    }

    pub fn with_total_timeout(self, timeout: Duration) -> Self {
        self.map(|call| call.with_total_timeout(timeout))
    }

    pub fn with_retry(self, policy: RetryPolicy) -> Self {
        self.map(|call| call.with_retry(policy))
    }
}

impl ListCall {
    /// Limits the number of items over all pages.
    pub fn with_limit(mut self, limit: u64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Sets the number of items in a page.
    pub fn with_page_size(mut self, size: u32) -> Self {
        self.page_size = Some(size);
        self
    }

    /// Limits the number of pages.
    pub fn with_max_pages(mut self, pages: u64) -> Self {
        self.max_pages = Some(pages);
        self
    }

    /// Sets the position at which the list is resumed.
    pub fn with_cursor(mut self, cursor: Cursor) -> Self {
        self.cursor = Some(cursor);
        self
    }

    /// Requests the next page while the current one is used.
    pub fn with_prefetch(mut self) -> Self {
        self.prefetch = true;
        self
    }
}

impl fmt::Debug for ListCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call.fmt(f)
    }
}
