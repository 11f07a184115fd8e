//! One page of a list, read in one pass over its envelope.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::cursor::Cursor;
use super::decode;
use super::error::Result;
use super::object::ItemList;
use super::response::{Raw, Response};

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    pub(super) items: Vec<T>,
    pub(super) meta: PageMeta,
    pub(super) next: Option<Cursor>,
}

/// What a page says of itself; nothing of it is always there.
#[derive(Clone, Default, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct PageMeta {
    /// The key of the items in the envelope.
    #[serde(default)]
    pub key: Option<String>,
    /// The number of the page, from 0.
    #[serde(default)]
    pub page: Option<i64>,
    /// How many items a page holds at most.
    #[serde(default)]
    pub page_size: Option<i64>,
    /// The address of this page.
    #[serde(default)]
    pub url: Option<String>,
    /// The address of the first page.
    #[serde(default)]
    pub first_page_url: Option<String>,
    /// The address of the page before.
    #[serde(default)]
    pub previous_page_url: Option<String>,
    /// The address of the next page; none on the last one.
    #[serde(default)]
    pub next_page_url: Option<String>,
    /// What asks for the next page, where pages are told apart by tokens; none on the last one.
    #[serde(default, alias = "nextToken", alias = "next_page_token", alias = "nextPageToken")]
    pub next_token: Option<String>,
    /// Whether there is a page after this one, where a page says so.
    #[serde(default, alias = "hasNext")]
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

/// Reads a page; compiled where a list is sent.
pub(super) fn decode<T: DeserializeOwned>(raw: Raw, key: &str) -> Result<Response<Page<T>>> {
    let mut deserializer = serde_json::Deserializer::from_slice(&raw.body);
    let envelope = Envelope { key, items: PhantomData }
        .deserialize(&mut deserializer)
        .and_then(|page| deserializer.end().map(|()| page));
    match envelope {
        Ok((Some(items), meta)) => Ok(Response::new(Page { items, meta, next: None }, raw.head)),
        Ok((None, _)) => Err(decode::missing(raw, key)),
        Err(error) => Err(decode::fault(raw, &error)),
    }
}

/// How many items a page has, and what it says of itself, without reading the items. None where
/// that cannot be told; then reading them tells why.
#[inline]
pub(super) fn outline(body: &[u8], key: &str) -> Option<(usize, PageMeta)> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let envelope = Envelope::<IgnoredAny> { key, items: PhantomData };
    let (items, meta) = envelope.deserialize(&mut deserializer).ok()?;
    // Values without a size: counting them takes no memory.
    Some((items?.len(), meta))
}

/// The item array under `key`, and what stands around it: `meta`, or the 2010 API's own keys.
struct Envelope<'k, T> {
    key: &'k str,
    items: PhantomData<T>,
}

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for Envelope<'_, T> {
    type Value = (Option<Vec<T>>, PageMeta);

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for Envelope<'_, T> {
    type Value = (Option<Vec<T>>, PageMeta);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a page with `{}`", self.key)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Self::Value, A::Error> {
        let mut items = None;
        let mut meta = PageMeta::default();
        while let Some(name) = map.next_key::<std::borrow::Cow<'_, str>>()? {
            match name.as_ref() {
                // A null is an empty list; a list that is not there at all is a fault.
                name if name == self.key && items.is_some() => {
                    return Err(serde::de::Error::custom("the items are there twice"));
                }
                name if name == self.key => {
                    items = Some(map.next_value_seed(ItemList::new())?);
                }
                "meta" => meta = map.next_value::<Option<PageMeta>>()?.unwrap_or_default(),
                "next_page_uri" => meta.next_page_url = map.next_value()?,
                "previous_page_uri" => meta.previous_page_url = map.next_value()?,
                "first_page_uri" => meta.first_page_url = map.next_value()?,
                "uri" => meta.url = map.next_value()?,
                "next_token" | "nextToken" | "next_page_token" | "nextPageToken" => {
                    meta.next_token = map.next_value()?;
                }
                "has_next" | "hasNext" => meta.has_next = map.next_value()?,
                "page" | "current_page" => meta.page = map.next_value()?,
                "page_size" => meta.page_size = map.next_value()?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        // An empty link is no link, an empty token none.
        meta.next_page_url = meta.next_page_url.filter(|link| !link.is_empty());
        meta.next_token = meta.next_token.filter(|token| !token.is_empty());
        Ok((items, meta))
    }
}
