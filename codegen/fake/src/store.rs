//! The state: collections of resources by their paths.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::{convert, resource};

/// One resource. Its body is stored as JSON text, which takes much less memory than the parsed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// The value of the last placeholder of its path.
    pub(crate) key: Box<str>,
    pub(crate) body: Box<str>,
    /// The type of the body: an index into the named types of its document.
    pub(crate) model: Option<usize>,
}

/// The resources of a collection, in the order of their creation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Collection {
    items: BTreeMap<u64, Item>,
    serials: BTreeMap<Box<str>, u64>,
    /// The serial numbers by the values of the indexed properties.
    values: BTreeMap<String, BTreeSet<(Box<str>, u64)>>,
}

impl Collection {
    pub(crate) fn get(&self, key: &str) -> Option<&Item> {
        self.items.get(self.serials.get(key)?)
    }

    /// The first resource whose indexed property has this value as text.
    pub(crate) fn find(&self, property: &str, text: &str) -> Option<&Item> {
        let text: Box<str> = text.into();
        let (_, serial) = self.values.get(property)?.range((text.clone(), 0)..=(text, u64::MAX)).next()?;
        self.items.get(serial)
    }

    fn index(&mut self, serial: u64, values: Vec<(String, Box<str>)>) {
        for (property, text) in values {
            self.values.entry(property).or_default().insert((text, serial));
        }
    }

    fn remove_from_index(&mut self, serial: u64, values: Vec<(String, Box<str>)>) {
        for (property, text) in values {
            if let Some(values) = self.values.get_mut(&property) {
                values.remove(&(text, serial));
            }
        }
    }

    /// The resources with their serial numbers, which increase.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (u64, &Item)> {
        self.items.iter().map(|(serial, item)| (*serial, item))
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }
}

/// A resource without a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Single<'a> {
    /// No request has used it, so it exists with the values of a new resource.
    New,
    Exists(&'a str),
    Deleted,
}

/// All collections, and all resources without a collection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Store {
    collections: BTreeMap<String, Collection>,
    /// The resources without a collection by their paths; `None` for a deleted one.
    singles: BTreeMap<String, Option<Box<str>>>,
    serial: u64,
    /// The properties of the rules, in whose values a request can search.
    indexed: Arc<BTreeSet<String>>,
}

impl Store {
    /// A store without resources. Collections find resources by the values of these properties.
    pub(crate) fn new(indexed: Arc<BTreeSet<String>>) -> Self {
        Self { indexed, ..Self::default() }
    }

    /// A store without resources that has the same indexed properties.
    pub(crate) fn cleared(&self) -> Self {
        Self::new(Arc::clone(&self.indexed))
    }

    /// The values of the indexed properties as text. Null is no value.
    fn values(&self, object: &Map<String, Value>) -> Vec<(String, Box<str>)> {
        let value = |property: &String| {
            let value = object.get(property).filter(|value| !value.is_null())?;
            Some((property.clone(), convert::text_of(value).into()))
        };
        self.indexed.iter().filter_map(value).collect()
    }

    /// The values of the indexed properties of a stored resource.
    fn values_of(&self, path: &str, key: &str) -> Vec<(String, Box<str>)> {
        match self.get(path, key) {
            Some(item) if !self.indexed.is_empty() => self.values(&resource::parse(&item.body)),
            _ => Vec::new(),
        }
    }

    pub(crate) fn collection(&self, path: &str) -> Option<&Collection> {
        self.collections.get(path)
    }

    pub(crate) fn get(&self, path: &str, key: &str) -> Option<&Item> {
        self.collections.get(path)?.get(key)
    }

    /// Adds a resource, or replaces the body of the one with the same key.
    pub(crate) fn put(&mut self, path: &str, key: &str, object: &Map<String, Value>, model: Option<usize>) {
        let (before, after) = (self.values_of(path, key), self.values(object));
        let body = resource::text(object).into();
        let collection = match self.collections.get_mut(path) {
            Some(collection) => collection,
            None => self.collections.entry(path.to_owned()).or_default(),
        };
        let serial = *collection.serials.entry(key.into()).or_insert_with(|| {
            self.serial += 1;
            self.serial
        });
        collection.remove_from_index(serial, before);
        collection.index(serial, after);
        collection.items.insert(serial, Item { key: key.into(), body, model });
    }

    /// Removes a resource. Returns its body.
    pub(crate) fn remove(&mut self, path: &str, key: &str) -> Option<Box<str>> {
        let values = self.values_of(path, key);
        let collection = self.collections.get_mut(path)?;
        let serial = collection.serials.remove(key)?;
        collection.remove_from_index(serial, values);
        Some(collection.items.remove(&serial)?.body)
    }

    /// Removes the resources of all collections whose path a predicate selects.
    pub(crate) fn remove_collections(&mut self, mut is_removed: impl FnMut(&str) -> bool) {
        self.collections.retain(|path, _| !is_removed(path));
    }

    /// Removes everything whose path begins with a prefix.
    pub(crate) fn remove_below(&mut self, prefix: &str) {
        let below = |path: &String| path.starts_with(prefix);
        let keys: Vec<String> = self
            .collections
            .range(prefix.to_owned()..)
            .map(|(path, _)| path)
            .take_while(|path| below(path))
            .cloned()
            .collect();
        for key in keys {
            self.collections.remove(&key);
        }
        self.singles.retain(|path, _| !path.starts_with(prefix));
    }

    /// Removes everything whose path contains a segment that something follows.
    pub(crate) fn remove_below_segment(&mut self, segment: &str) {
        let inner = format!("/{segment}/");
        self.collections.retain(|path, _| !path.contains(&inner));
        self.singles.retain(|path, _| !path.contains(&inner));
    }

    /// The resource without a collection.
    pub(crate) fn single(&self, path: &str) -> Single<'_> {
        match self.singles.get(path) {
            None => Single::New,
            Some(None) => Single::Deleted,
            Some(Some(body)) => Single::Exists(body),
        }
    }

    pub(crate) fn set_single(&mut self, path: &str, body: String) {
        self.singles.insert(path.to_owned(), Some(body.into()));
    }

    pub(crate) fn delete_single(&mut self, path: &str) {
        self.singles.insert(path.to_owned(), None);
    }

    /// Removes the resource without a collection, so that it can be created again.
    pub(crate) fn forget_single(&mut self, path: &str) {
        self.singles.remove(path);
    }

    /// The paths of all collections, with the number of resources.
    pub(crate) fn sizes(&self) -> impl Iterator<Item = (&str, usize)> {
        self.collections.iter().map(|(path, collection)| (path.as_str(), collection.len()))
    }
}
