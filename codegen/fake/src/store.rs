//! The state: collections of resources by their paths.

use std::collections::BTreeMap;

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
}

impl Collection {
    pub(crate) fn get(&self, key: &str) -> Option<&Item> {
        self.items.get(self.serials.get(key)?)
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
}

impl Store {
    pub(crate) fn collection(&self, path: &str) -> Option<&Collection> {
        self.collections.get(path)
    }

    pub(crate) fn get(&self, path: &str, key: &str) -> Option<&Item> {
        self.collections.get(path)?.get(key)
    }

    /// Adds a resource, or replaces the body of the one with the same key.
    pub(crate) fn put(&mut self, path: &str, key: &str, body: String, model: Option<usize>) {
        let collection = match self.collections.get_mut(path) {
            Some(collection) => collection,
            None => self.collections.entry(path.to_owned()).or_default(),
        };
        let serial = *collection.serials.entry(key.into()).or_insert_with(|| {
            self.serial += 1;
            self.serial
        });
        collection.items.insert(serial, Item { key: key.into(), body: body.into(), model });
    }

    /// Removes a resource. Returns its body.
    pub(crate) fn remove(&mut self, path: &str, key: &str) -> Option<Box<str>> {
        let collection = self.collections.get_mut(path)?;
        let item = collection.items.remove(&collection.serials.remove(key)?)?;
        Some(item.body)
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
