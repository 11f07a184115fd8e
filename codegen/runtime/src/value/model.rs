//! Models: structs whose fields are the properties of a JSON object.
//!
//! Generated code lists the fields of a model in a call of [`model!`](crate::__model). The code that this macro
//! generates is shorter than that of serde's derive macros, so a client compiles faster and needs no procedural macro.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;

/// A struct that is read from a JSON object. [`model!`](crate::__model) implements it.
pub trait Model: Default {
    /// Names one field. The field of the additional properties has no name.
    type Field: 'static;

    /// The name of the struct.
    const NAME: &'static str;

    /// The property of each field.
    const PROPERTIES: &'static [&'static str];

    /// The fields, in the order of `PROPERTIES`.
    const FIELDS: &'static [Self::Field];

    /// Whether an object without the property is an error, in the order of `PROPERTIES`.
    const REQUIRED: &'static [bool];

    /// Whether a field contains the additional properties: those without a field.
    const HAS_ADDITIONAL: bool;

    /// Reads the value of a field.
    ///
    /// # Errors
    ///
    /// Returns an error if the value does not have the type of the field.
    fn read<'de, A: MapAccess<'de>>(&mut self, field: &Self::Field, map: &mut A) -> Result<(), A::Error>;

    /// Reads the value of an additional property. Without `HAS_ADDITIONAL`, the runtime does not call it.
    ///
    /// # Errors
    ///
    /// Returns an error if the value does not have the type of the additional properties.
    fn read_additional<'de, A: MapAccess<'de>>(
        &mut self,
        _property: String,
        map: &mut A,
    ) -> Result<(), A::Error> {
        map.next_value::<IgnoredAny>().map(drop)
    }
}

/// Reads a model from a JSON object. If the object contains a property twice, the last value counts.
///
/// # Errors
///
/// Returns an error if the value is not an object, a required property is absent, or the value of a property does not
/// have the type of its field.
#[inline]
pub fn read_model<'de, M: Model, D: Deserializer<'de>>(deserializer: D) -> Result<M, D::Error> {
    // The visitor returns nothing, so that no function on the way moves the model.
    let mut model = M::default();
    let fields = Fields(&mut model);
    if M::HAS_ADDITIONAL {
        deserializer.deserialize_map(fields)?;
    } else {
        deserializer.deserialize_struct(M::NAME, M::PROPERTIES, fields)?;
    }
    Ok(model)
}

/// Reads the properties of an object into the fields of a model.
struct Fields<'m, M>(&'m mut M);

impl<'de, M: Model> Visitor<'de> for Fields<'_, M> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", M::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = Seen::default();
        let has_required = const { contains_true(M::REQUIRED) };
        let mut keys = Keys {
            properties: M::PROPERTIES,
            next: 0,
            has_additional: M::HAS_ADDITIONAL,
            additional: String::new(),
        };
        while let Some(index) = map.next_key_seed(&mut keys)? {
            match M::FIELDS.get(index) {
                Some(field) => {
                    if has_required {
                        seen.insert(index);
                    }
                    self.0.read(field, &mut map)?;
                }
                None if M::HAS_ADDITIONAL => {
                    self.0.read_additional(std::mem::take(&mut keys.additional), &mut map)?;
                }
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let missing = if has_required { seen.missing(M::PROPERTIES, M::REQUIRED) } else { None };
        match missing {
            Some(property) => Err(A::Error::missing_field(property)),
            None => Ok(()),
        }
    }
}

const fn contains_true(values: &[bool]) -> bool {
    let mut rest = values;
    while let [first, after @ ..] = rest {
        if *first {
            return true;
        }
        rest = after;
    }
    false
}

/// Finds the keys of an object among the properties of a model.
struct Keys {
    properties: &'static [&'static str],
    /// The index after the last property that was found: servers mostly send the properties in the order of their
    /// OpenAPI document.
    next: usize,
    has_additional: bool,
    /// The last additional property, for a model that stores them.
    additional: String,
}

impl Keys {
    /// The index of a property, or the number of properties for an additional one.
    #[inline]
    fn find(&mut self, key: &str) -> usize {
        if self.properties.get(self.next).is_none_or(|property| *property != key) {
            self.search(key);
        }
        let index = self.next;
        self.next += 1;
        index
    }

    /// Continues at a property, wherever it is in the list.
    #[cold]
    fn search(&mut self, key: &str) {
        let found = self.properties.iter().position(|property| *property == key);
        self.next = found.unwrap_or(self.properties.len());
        if found.is_none() && self.has_additional {
            key.clone_into(&mut self.additional);
        }
    }
}

impl<'de> DeserializeSeed<'de> for &mut Keys {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &mut Keys {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    #[inline]
    fn visit_str<E>(self, key: &str) -> Result<usize, E> {
        Ok(self.find(key))
    }
}

/// The indexes of the properties that an object contains. Those of large models are on the heap.
#[derive(Default)]
struct Seen {
    first: u128,
    others: Vec<bool>,
}

/// The number of properties whose indexes are in `Seen::first`.
const FIRST: usize = 128;

impl Seen {
    #[inline]
    fn insert(&mut self, index: usize) {
        match index.checked_sub(FIRST) {
            None => self.first |= 1 << index,
            Some(index) => {
                if self.others.len() <= index {
                    self.others.resize(index + 1, false);
                }
                if let Some(seen) = self.others.get_mut(index) {
                    *seen = true;
                }
            }
        }
    }

    fn contains(&self, index: usize) -> bool {
        match index.checked_sub(FIRST) {
            None => self.first & (1 << index) != 0,
            Some(index) => self.others.get(index).is_some_and(|seen| *seen),
        }
    }

    /// The first required property that the object does not contain.
    fn missing(&self, properties: &[&'static str], required: &[bool]) -> Option<&'static str> {
        let mut required = properties.iter().zip(required).enumerate();
        required.find_map(|(index, (property, required))| {
            (*required && !self.contains(index)).then_some(*property)
        })
    }
}

/// Reads an additional property into the field of these properties.
///
/// # Errors
///
/// Returns an error if the value does not have the type of the additional properties.
pub fn insert_additional<'de, T: DeserializeOwned, A: MapAccess<'de>>(
    properties: &mut BTreeMap<String, T>,
    property: String,
    map: &mut A,
) -> Result<(), A::Error> {
    properties.insert(property, map.next_value()?);
    Ok(())
}

/// Returns the number of fields that are written. A sum of thousands of fields would be an expression that is too deep for
/// the compiler.
pub fn count_written(are_written: &[bool]) -> usize {
    are_written.iter().filter(|is_written| **is_written).count()
}

/// Writes the additional properties.
///
/// # Errors
///
/// Returns the error of the serializer.
pub fn write_additional<T: Serialize, S: SerializeMap>(
    properties: &BTreeMap<String, T>,
    map: &mut S,
) -> Result<(), S::Error> {
    properties.iter().try_for_each(|(property, value)| map.serialize_entry(property, value))
}

/// Writes the fields of a struct for `Debug`.
///
/// # Errors
///
/// Returns the error of the formatter.
pub fn debug_fields(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    fields: &[(&str, &dyn fmt::Debug)],
) -> fmt::Result {
    let mut debug = f.debug_struct(name);
    for (field, value) in fields {
        debug.field(field, value);
    }
    debug.finish()
}
