//! One page of a list.

use std::fmt;

use super::cursor::Cursor;

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    pub(super) items: Vec<T>,
    pub(super) meta: PageMeta,
    pub(super) next: Option<Cursor>,
}

/// The description of a page in the response. Each part is absent if the response does not contain it.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct PageMeta {
    /// The key of the items in the envelope.
    pub key: Option<String>,
    /// The number of the page, from 0.
    pub page: Option<i64>,
    /// How many items a page holds at most.
    pub page_size: Option<i64>,
    /// The address of this page.
    pub url: Option<String>,
    /// The address of the first page.
    pub first_page_url: Option<String>,
    /// The address of the page before.
    pub previous_page_url: Option<String>,
    /// The address of the next page; none on the last one.
    pub next_page_url: Option<String>,
    /// What asks for the next page, where pages are told apart by tokens; none on the last one.
    pub next_token: Option<String>,
    /// Whether there is a page after this one, where a page says so.
    pub has_next: Option<bool>,
}

/// Addresses hold path values and filters, which may be personal data: they are not shown.
impl fmt::Debug for PageMeta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageMeta")
            .field("key", &self.key)
            .field("page", &self.page)
            .field("page_size", &self.page_size)
            .finish_non_exhaustive()
    }
}

impl<T> Page<T> {
    pub(super) fn empty() -> Self {
        Self { items: Vec::new(), meta: PageMeta::default(), next: None }
    }

    /// The items.
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// The items alone.
    pub fn into_items(self) -> Vec<T> {
        self.items
    }

    /// The items one by one.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none. An empty page need not be the last one.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// What the page says of itself.
    pub fn meta(&self) -> &PageMeta {
        &self.meta
    }

    /// Whether there is a page after this one.
    pub fn has_next(&self) -> bool {
        let meta = &self.meta;
        meta.next_page_url.is_some() || meta.next_token.is_some() || meta.has_next == Some(true)
    }

    /// Where the next page begins; none on the last one, where the limit is reached, and where the
    /// link is not one to follow.
    pub fn next_cursor(&self) -> Option<&Cursor> {
        self.next.as_ref()
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}
