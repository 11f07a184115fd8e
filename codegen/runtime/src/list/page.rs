//! One page of a list.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use crate::value::Cursor;

/// One page of a list. Serialization writes an object with `items`, `meta` and `next_cursor`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Page<T> {
    pub(super) items: Vec<T>,
    pub(super) meta: PageMeta,
    pub(super) next: Option<Cursor>,
}

/// The description of a page in the response. Each part is absent if the response does not contain it.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct PageMeta {
    /// The key of the items in the envelope.
    pub key: Option<String>,
    /// The number of the page, counted from 0.
    pub page: Option<i64>,
    /// The maximum number of items in a page.
    pub page_size: Option<i64>,
    /// The URL of this page.
    pub url: Option<String>,
    /// The URL of the first page.
    pub first_page_url: Option<String>,
    /// The URL of the previous page.
    pub previous_page_url: Option<String>,
    /// The URL of the next page, absent on the last page.
    pub next_page_url: Option<String>,
    /// The token of the next page, for lists that use tokens. It is absent on the last page.
    pub next_token: Option<String>,
    /// Whether there is a next page, for lists that report it.
    pub has_next: Option<bool>,
    /// The number of items in the whole list, for lists that report it.
    pub total: Option<i64>,
}

impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Page", 3)?;
        object.serialize_field("items", &self.items)?;
        object.serialize_field("meta", &self.meta)?;
        object.serialize_field("next_cursor", &self.next)?;
        object.end()
    }
}

crate::__model!(@serialize PageMeta {
    key,
    page,
    page_size,
    url,
    first_page_url,
    previous_page_url,
    next_page_url,
    next_token,
    has_next,
    total,
});

/// URLs contain path values and filters, which can be personal data, so they are not printed.
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
    /// Creates the last page of a list, for tests.
    pub fn from_items(items: impl IntoIterator<Item = T>) -> Self {
        Self { items: items.into_iter().collect(), meta: PageMeta::default(), next: None }
    }

    /// Sets the position after the items, so that the list continues after this page.
    #[must_use]
    pub fn with_next_cursor(self, next: Cursor) -> Self {
        Self { next: Some(next), ..self }
    }

    /// Sets the description of the page in the response.
    #[must_use]
    pub fn with_meta(self, meta: PageMeta) -> Self {
        Self { meta, ..self }
    }

    /// Returns the items.
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// Returns the items without the page.
    pub fn into_items(self) -> Vec<T> {
        self.items
    }

    /// Iterates over the items.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// Returns the number of items.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns whether the page has no items. An empty page is not necessarily the last one.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns the description of the page in the response.
    pub fn meta(&self) -> &PageMeta {
        &self.meta
    }

    /// Returns whether the list continues after this page: whether there is a
    /// [`next_cursor`](Self::next_cursor).
    pub fn has_next(&self) -> bool {
        self.next.is_some()
    }

    /// Returns the position after the items of this page, also if a limit ended the list. It is `None` only at
    /// the end of the list. If the client rejects the link to the next page, a list that begins at this position
    /// returns the error.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_created_and_serialized() {
        let cursor: Cursor = "1:0:-:/v2/Things?Page=1".parse().unwrap();
        let page = Page::from_items([1, 2]);
        assert!(!page.has_next() && page.items() == [1, 2] && page.meta() == &PageMeta::default());
        let meta = PageMeta { total: Some(3), ..PageMeta::default() };
        let page = page.with_next_cursor(cursor.clone()).with_meta(meta);
        assert_eq!((page.next_cursor(), page.meta().total), (Some(&cursor), Some(3)));
        let written = serde_json::to_value(&page).unwrap();
        assert_eq!((&written["items"], &written["meta"]["total"]), (&serde_json::json!([1, 2]), &3.into()));
        assert_eq!(written["next_cursor"], cursor.to_string());
    }
}
