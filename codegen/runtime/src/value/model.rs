//! Models: structs whose fields are the properties of a JSON object.
//!
//! Generated code lists the fields of a model in a call of [`model!`](crate::__model). The code that this macro
//! generates is shorter than that of serde's derive macros, so a client compiles faster and needs no procedural macro.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

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
    if M::HAS_ADDITIONAL {
        deserializer.deserialize_map(ModelVisitor(PhantomData))
    } else {
        deserializer.deserialize_struct(M::NAME, M::PROPERTIES, ModelVisitor(PhantomData))
    }
}

struct ModelVisitor<M>(PhantomData<M>);

impl<'de, M: Model> Visitor<'de> for ModelVisitor<M> {
    type Value = M;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", M::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<M, A::Error> {
        let mut model = M::default();
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
                    model.read(field, &mut map)?;
                }
                None if M::HAS_ADDITIONAL => {
                    model.read_additional(std::mem::take(&mut keys.additional), &mut map)?;
                }
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let missing = if has_required { seen.missing(M::PROPERTIES, M::REQUIRED) } else { None };
        match missing {
            Some(property) => Err(A::Error::missing_field(property)),
            None => Ok(model),
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

/// Reads and writes a struct as a JSON object, and implements `Debug`. An entry is the name of a field, and then, after
/// `=`:
///
/// - the property, if it has another name: `kind = "type"`
/// - `required`: an object without the property is an error. Without this word, the field is an `Option`
/// - `optional`: the object does not contain the property if the field is `None`. Without this word, it is null
/// - `nullable`: the field is an `Option` of an `Option`. The outer one is `None` if the object does not contain the
///   property, and the inner one if the property is null
/// - `hidden`: `Debug` hides the value
///
/// `..name` is the field of the additional properties.
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    ($name:ident { $($field:ident $(= $($property:literal)? $($mark:ident)*)?),* $(,)? }) => {
        $crate::generated_code::model!(@read $name {
            $($field [$($($property)?)?] [$($($mark)*)?])*
        });
        $crate::generated_code::model!(@serialize $name {
            $($field $(= $($property)? $($mark)*)?),*
        });
    };
    ($name:ident {
        $($field:ident $(= $($property:literal)? $($mark:ident)*)?,)* ..$additional:ident $(= $hidden:ident)? $(,)?
    }) => {
        $crate::generated_code::model!(@read $name {
            $($field [$($($property)?)?] [$($($mark)*)?])* ..$additional [$($hidden)?]
        });

        impl $crate::generated_code::serde::Serialize for $name {
            fn serialize<S: $crate::generated_code::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use $crate::generated_code::serde::ser::SerializeMap as _;
                let mut object = serializer.serialize_map(None)?;
                $($crate::generated_code::model!(
                    @write object.serialize_entry(
                        $crate::generated_code::model!(@property $field $($($property)?)?), &self.$field
                    ), (self.$field) $($($mark)*)?
                );)*
                $crate::generated_code::write_additional(&self.$additional, &mut object)?;
                object.end()
            }
        }
    };
    (@serialize $name:ident { $($field:ident $(= $($property:literal)? $($mark:ident)*)?),* $(,)? }) => {
        impl $crate::generated_code::serde::Serialize for $name {
            fn serialize<S: $crate::generated_code::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use $crate::generated_code::serde::ser::SerializeStruct as _;
                let length = $crate::generated_code::count_written(&[
                    $($crate::generated_code::model!(@is_written (self.$field) $($($mark)*)?)),*
                ]);
                let mut object = serializer.serialize_struct(stringify!($name), length)?;
                $($crate::generated_code::model!(
                    @write object.serialize_field(
                        $crate::generated_code::model!(@property $field $($($property)?)?), &self.$field
                    ), (self.$field) $($($mark)*)?
                );)*
                object.end()
            }
        }
    };
    (@read $name:ident { $($field:ident [$($property:literal)?] [$($mark:ident)*])* $(..$additional:ident [$($hidden:ident)?])? }) => {
        const _: () = {
            #[allow(non_camel_case_types, reason = "the variants have the names of the fields")]
            pub enum __Field {
                $($field),*
            }

            impl $crate::generated_code::Model for $name {
                type Field = __Field;
                const NAME: &'static str = stringify!($name);
                const PROPERTIES: &'static [&'static str] =
                    &[$($crate::generated_code::model!(@property $field $($property)?)),*];
                const FIELDS: &'static [__Field] = &[$(__Field::$field),*];
                const REQUIRED: &'static [bool] = &[$($crate::generated_code::model!(@required $($mark)*)),*];
                const HAS_ADDITIONAL: bool = $crate::generated_code::model!(@has $($additional)?);

                #[inline]
                fn read<'de, A: $crate::generated_code::serde::de::MapAccess<'de>>(
                    &mut self,
                    field: &__Field,
                    map: &mut A,
                ) -> Result<(), A::Error> {
                    match *field {
                        $(__Field::$field => {
                            self.$field = $crate::generated_code::model!(@value (map.next_value()?) $($mark)*);
                            Ok(())
                        })*
                    }
                }

                $(fn read_additional<'de, A: $crate::generated_code::serde::de::MapAccess<'de>>(
                    &mut self,
                    property: String,
                    map: &mut A,
                ) -> Result<(), A::Error> {
                    $crate::generated_code::insert_additional(&mut self.$additional, property, map)
                })?
            }
        };

        impl<'de> $crate::generated_code::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::generated_code::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::generated_code::read_model(deserializer)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::generated_code::debug_fields(f, stringify!($name), &[
                    $((stringify!($field), $crate::generated_code::debug!(@shown (self.$field) $($mark)*)),)*
                    $((stringify!($additional), $crate::generated_code::debug!(@shown (self.$additional) $($hidden)?)),)?
                ])
            }
        }
    };
    (@property $field:ident) => { stringify!($field) };
    (@property $field:ident $property:literal) => { $property };
    (@required) => { false };
    (@required required $($mark:ident)*) => { true };
    (@required $other:ident $($mark:ident)*) => { $crate::generated_code::model!(@required $($mark)*) };
    (@value $value:tt) => { $value };
    (@value $value:tt nullable $($mark:ident)*) => { Some($value) };
    (@value $value:tt $other:ident $($mark:ident)*) => {
        $crate::generated_code::model!(@value $value $($mark)*)
    };
    (@is_written $value:tt) => { true };
    (@is_written $value:tt optional $($mark:ident)*) => { $value.is_some() };
    (@is_written $value:tt $other:ident $($mark:ident)*) => {
        $crate::generated_code::model!(@is_written $value $($mark)*)
    };
    (@write $written:expr, $value:tt) => { $written? };
    (@write $written:expr, $value:tt optional $($mark:ident)*) => {
        if $value.is_some() {
            $written?;
        }
    };
    (@write $written:expr, $value:tt $other:ident $($mark:ident)*) => {
        $crate::generated_code::model!(@write $written, $value $($mark)*)
    };
    (@has) => { false };
    (@has $additional:ident) => { true };
}
