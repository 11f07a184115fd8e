//! The types of values with several schemas, all of which they must match.

use std::collections::BTreeMap;

use crate::document::place::At;
use crate::ir::{Encoding, Type};
use crate::pointer::Pointer;

/// The maximum number of types from several schemas. A few recursive schemas can have many combinations.
const MAX_TYPES: usize = 4096;

/// The encoding of a value, and the positions of its schemas.
type JoinedKey = (Encoding, Vec<Pointer>);

/// The types of the values with several schemas.
#[derive(Debug, Default)]
pub(super) struct JoinedTypes {
    types: BTreeMap<JoinedKey, Type>,
    /// The number of types by the position of the last schema.
    numbers: BTreeMap<Pointer, usize>,
}

impl JoinedTypes {
    /// The type of a value, if it is known.
    pub(super) fn get(&self, key: &JoinedKey) -> Option<&Type> {
        self.types.get(key)
    }

    pub(super) fn insert(&mut self, key: JoinedKey, ty: Type) {
        self.types.insert(key, ty);
    }

    pub(super) fn is_full(&self) -> bool {
        self.types.len() >= MAX_TYPES
    }

    /// A position for a new type from several schemas, the last of which is at `at`.
    pub(super) fn position(&mut self, at: &At) -> At {
        let first = at.pointer().key("allOf");
        let number = self.numbers.entry(first.clone()).or_default();
        *number += 1;
        let pointer = if *number == 1 { first } else { first.key(&number.to_string()) };
        at.clone().with_pointer(pointer)
    }
}
