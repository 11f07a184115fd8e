//! The array of items in a page.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, SeqAccess, Visitor};

/// Reads the items of a page from an array. Null is an empty list.
pub(crate) struct ItemList<'l, T> {
    bound: &'l ItemBound,
    item: PhantomData<T>,
}

impl<'l, T> ItemList<'l, T> {
    pub(crate) fn new(bound: &'l ItemBound) -> Self {
        Self { bound, item: PhantomData }
    }
}

/// The maximum number of items in a page, and whether a page exceeds it. A few bytes of a body can become an
/// item of several hundred bytes.
#[derive(Debug)]
pub(crate) struct ItemBound {
    max: usize,
    is_exceeded: Cell<bool>,
}

impl ItemBound {
    /// Servers do not always respect the page size, so a page can contain many more items, but not without
    /// bound.
    pub(crate) fn new(max_page_size: Option<u32>) -> Self {
        let max = max_page_size.map_or(100_000, |size| size.saturating_mul(10).clamp(10_000, 100_000));
        Self { max: usize::try_from(max).unwrap_or(usize::MAX), is_exceeded: Cell::new(false) }
    }

    pub(crate) fn max(&self) -> usize {
        self.max
    }

    pub(crate) fn is_exceeded(&self) -> bool {
        self.is_exceeded.get()
    }
}

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for ItemList<'_, T> {
    type Value = Vec<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for ItemList<'_, T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of items")
    }

    fn visit_none<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_unit<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_seq(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while seq.next_element_seed(Next { items: &mut items, bound: self.bound })?.is_some() {}
        Ok(items)
    }
}

/// Reads one item and appends it. It returns nothing, so that no function on the way moves the item.
struct Next<'l, T> {
    items: &'l mut Vec<T>,
    bound: &'l ItemBound,
}

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for Next<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.items.len() == self.bound.max {
            self.bound.is_exceeded.set(true);
            return Err(serde::de::Error::custom("too many items"));
        }
        T::deserialize(deserializer).map(|item| self.items.push(item))
    }
}
