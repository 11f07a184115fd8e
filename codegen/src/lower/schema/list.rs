//! Arrays. The items of an array component may be inline objects that contain the array again.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::place::At;
use crate::pointer::Pointer;

/// The pointers of the items of array components, by the position of the items in the document.
#[derive(Debug, Default)]
pub(super) struct Items(BTreeMap<Pointer, BTreeSet<Pointer>>);

impl Items {
    /// The position of the items of an array component that the value at `context` refers to. Each value that
    /// refers to the component has separate items, named after the value. There are two exceptions, without
    /// which a document could have an unlimited number of item types: an array inside its own items, and an
    /// array inside the items of another array component.
    pub(super) fn at(&mut self, array: &At, context: &At) -> At {
        let items = array.key("items");
        let at = context.key("items").with_target(&items);
        if let Some(outer) = self.outer(&at) {
            return at.with_pointer(outer);
        }
        if context.pointer() != context.place() {
            return items;
        }
        self.0.entry(items.place().clone()).or_default().insert(at.pointer().clone());
        at
    }

    /// The items of the same array that contain this value.
    fn outer(&self, at: &At) -> Option<Pointer> {
        let known = self.0.get(at.place())?;
        let mut pointer = at.pointer().parent();
        while !pointer.as_str().is_empty() {
            if known.contains(&pointer) {
                return Some(pointer);
            }
            pointer = pointer.parent();
        }
        None
    }
}
