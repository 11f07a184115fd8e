//! The envelope of a page: the items, and the keys that describe the page. One pass reads both.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::item_list::{ItemBound, ItemList};
use super::page::{Page, PageMeta};
use super::page_keys::{HAS_NEXT, META, NEXT_LINKS, NEXT_TOKENS, TOTALS};
use super::page_spec::PageSpec;
use crate::error::{ErrorKind, Result};
use crate::response::{RawResponse, Response, decode_error, decode_repaired, missing_items};
use crate::value::{Json, Step, classified};

/// The URL of the previous page.
const PREVIOUS_LINKS: &[&str] = &["previous_page_url", "previous_page_uri"];
/// The URL of the first page.
const FIRST_LINKS: &[&str] = &["first_page_url", "first_page_uri"];
/// The number of the page.
const PAGE_NUMBERS: &[&str] = &["page", "current_page", "page_number", "pageNumber", "currentPage"];

/// Reads a page; compiled where a list is sent.
pub(super) fn decode<T: DeserializeOwned>(raw: RawResponse, spec: &PageSpec) -> Result<Response<Page<T>>> {
    let (key, bound) = (spec.key, &ItemBound::new(spec.page_size.map(|(_, max)| max)));
    let envelope = decode_repaired(&raw.body, |body| {
        let mut deserializer = serde_json::Deserializer::from_slice(body);
        let page = Envelope { key, bound, items: PhantomData }.deserialize(&mut deserializer)?;
        deserializer.end().map(|()| page)
    });
    match envelope.map_err(|(error, body)| (error, body.into_owned())) {
        Ok((Some(items), meta)) => {
            observe::<T>(&raw, key);
            Ok(Response::of(Page { items, meta, next: None }, raw.head))
        }
        Ok((None, _)) => Err(missing_items(raw, key)),
        Err(_) if bound.is_exceeded() => {
            let message = format!("the page contains more than {} items", bound.max());
            Err(raw.into_error(ErrorKind::BodyTooLarge, message, |error| error))
        }
        Err((error, body)) => {
            observe::<T>(&raw, key);
            Err(decode_error(raw, &error, &body, &|steps| place::<T>(key, steps)))
        }
    }
}

/// Reports the unexpected values of the items. A page of too many items is not inspected.
fn observe<T: DeserializeOwned>(raw: &RawResponse, key: &str) {
    if let Some(observer) = &raw.context.observer {
        observer.items::<T>(&raw.body, key, &raw.context);
    }
}

/// Marks the keys of maps in the path of a value in an item. Only the first step of another path is shown.
fn place<T: DeserializeOwned>(key: &str, steps: &[Step]) -> Vec<Step> {
    match steps {
        [Step::Name(name), index @ Step::Index(_), rest @ ..] if name == key => {
            [Step::Name(name.clone()), index.clone()]
                .into_iter()
                .chain(classified(PhantomData::<T>, rest))
                .collect()
        }
        other => other.iter().take(1).cloned().collect(),
    }
}

/// Counts the items of a page and reads its description, without reading the items. Returns `None`
/// if the body is not a page; [`decode`] then reports the reason.
#[inline]
pub(super) fn outline(body: &[u8], spec: &PageSpec) -> Option<(usize, PageMeta)> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let bound = &ItemBound::new(spec.page_size.map(|(_, max)| max));
    let envelope = Envelope::<IgnoredAny> { key: spec.key, bound, items: PhantomData };
    let (items, meta) = envelope.deserialize(&mut deserializer).ok()?;
    // Values without a size: counting them takes no memory.
    Some((items?.len(), meta))
}

/// The array of items under `key`, and the description of the page beside it and in `meta`.
struct Envelope<'k, T> {
    key: &'k str,
    bound: &'k ItemBound,
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
        let mut found = Found::default();
        while let Some(name) = map.next_key::<Cow<'_, str>>()? {
            match name.as_ref() {
                name if name == self.key && items.is_some() => {
                    return Err(serde::de::Error::custom("the items are there twice"));
                }
                // Null is an empty list. A missing list is an error.
                name if name == self.key => items = Some(map.next_value_seed(ItemList::new(self.bound))?),
                META => map.next_value_seed(Meta(&mut found))?,
                name => found.read(name, Position::Beside, &mut map)?,
            }
        }
        Ok((items, found.meta()))
    }
}

/// Where in the envelope a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Position {
    /// In the object `meta`.
    Meta,
    /// Beside the items.
    Beside,
}

/// The first of several values of one meaning, so that the order of the keys in the response does
/// not matter: those in `meta` come first, and within an object those of the first key in the table.
struct First<T>(Option<(Position, usize, T)>);

impl<T> Default for First<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> First<T> {
    fn offer(&mut self, position: Position, rank: usize, value: Option<T>) {
        let precedes = |(at, other, _): &(Position, usize, T)| (position, rank) < (*at, *other);
        if let Some(value) = value
            && self.0.as_ref().is_none_or(precedes)
        {
            self.0 = Some((position, rank, value));
        }
    }

    fn value(self) -> Option<T> {
        self.0.map(|(_, _, value)| value)
    }
}

/// The description of a page, as far as it is read.
#[derive(Default)]
struct Found {
    key: First<String>,
    page: First<i64>,
    page_size: First<i64>,
    url: First<String>,
    first: First<String>,
    previous: First<String>,
    next: First<String>,
    token: First<String>,
    has_next: First<bool>,
    total: First<i64>,
}

impl Found {
    /// Reads the value of one key.
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        position: Position,
        map: &mut A,
    ) -> std::result::Result<(), A::Error> {
        let rank = |keys: &[&str]| keys.iter().position(|key| *key == name);
        // An empty link or token announces no page.
        let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
        if let Some(rank) = rank(NEXT_LINKS) {
            self.next.offer(position, rank, filled(text(map)?));
        } else if let Some(rank) = rank(NEXT_TOKENS) {
            self.token.offer(position, rank, filled(token(map)?));
        } else if let Some(rank) = rank(HAS_NEXT) {
            self.has_next.offer(position, rank, map.next_value::<Json>()?.as_bool());
        } else if let Some(rank) = rank(TOTALS) {
            self.total.offer(position, rank, number(map)?);
        } else if let Some(rank) = rank(PREVIOUS_LINKS) {
            self.previous.offer(position, rank, text(map)?);
        } else if let Some(rank) = rank(FIRST_LINKS) {
            self.first.offer(position, rank, text(map)?);
        } else if let Some(rank) = rank(PAGE_NUMBERS) {
            self.page.offer(position, rank, number(map)?);
        } else {
            match (name, position) {
                ("page_size", _) => self.page_size.offer(position, 0, number(map)?),
                ("key", Position::Meta) => self.key.offer(position, 0, text(map)?),
                ("url", Position::Meta) | ("uri", Position::Beside) => {
                    self.url.offer(position, 0, text(map)?);
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn meta(self) -> PageMeta {
        PageMeta {
            key: self.key.value(),
            page: self.page.value(),
            page_size: self.page_size.value(),
            url: self.url.value(),
            first_page_url: self.first.value(),
            previous_page_url: self.previous.value(),
            next_page_url: self.next.value(),
            next_token: self.token.value(),
            has_next: self.has_next.value(),
            total: self.total.value(),
        }
    }
}

// A key of the envelope can have a value of any type: the items may be complete even if the document describes the
// key differently. A value of another type is absent.

fn text<'de, A: MapAccess<'de>>(map: &mut A) -> std::result::Result<Option<String>, A::Error> {
    Ok(match map.next_value()? {
        Json::String(text) => Some(text),
        _ => None,
    })
}

/// Reads the token of the next page, which can be a number.
fn token<'de, A: MapAccess<'de>>(map: &mut A) -> std::result::Result<Option<String>, A::Error> {
    Ok(match map.next_value()? {
        Json::String(text) => Some(text),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

fn number<'de, A: MapAccess<'de>>(map: &mut A) -> std::result::Result<Option<i64>, A::Error> {
    let number = map.next_value::<Json>()?;
    Ok(number.as_i64().or_else(|| number.as_str()?.parse().ok()))
}

/// Reads the object `meta`. A value of another type describes nothing: null, or an empty array, which PHP writes
/// for an empty object.
struct Meta<'f>(&'f mut Found);

impl<'de> DeserializeSeed<'de> for Meta<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Meta<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object that describes the page")
    }

    fn visit_unit<E>(self) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> std::result::Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        while let Some(name) = map.next_key::<Cow<'_, str>>()? {
            self.0.read(&name, Position::Meta, &mut map)?;
        }
        Ok(())
    }
}

/// Reads an object that describes a page, such as the `meta` of a response.
impl<'de> Deserialize<'de> for PageMeta {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let mut found = Found::default();
        Meta(&mut found).deserialize(deserializer)?;
        Ok(found.meta())
    }
}
