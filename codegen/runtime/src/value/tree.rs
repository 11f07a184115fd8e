//! A deserializer of a JSON value. It reports each part that its type does not describe to the inspection in
//! progress: the types themselves report only strings of a format or an enum.
//!
//! Each model is compiled once more with this deserializer, so its generic functions are short.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};
use serde_json::map;

use super::json::Json;
use super::number::exact_integer;
use super::recorder::{
    enter_element, enter_key, enter_model, enter_property, is_recording, leave, leave_model, record,
};
use super::unexpected::UnexpectedKind;

/// A value does not have its type. The reason is recorded, and the error contains no part of the value.
#[derive(Debug)]
pub(super) struct Mismatch;

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value does not have its type")
    }
}

impl std::error::Error for Mismatch {}

impl de::Error for Mismatch {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        record(UnexpectedKind::Type, None);
        Self
    }

    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        record(UnexpectedKind::Type, None);
        Self
    }

    fn missing_field(field: &'static str) -> Self {
        enter_property(field);
        record(UnexpectedKind::MissingField, None);
        leave();
        Self
    }
}

/// A value that is decoded. Code that serde derives reads an array as a struct, but this deserializer does not.
pub(super) struct Tree<'de>(pub(super) &'de Json);

impl<'de> Tree<'de> {
    /// Records that the value has another type.
    fn mismatch(&self, expected: Option<&'static str>) -> Mismatch {
        let kind = if self.0.is_null() { UnexpectedKind::Null } else { UnexpectedKind::Type };
        record(kind, expected);
        Mismatch
    }

    /// Returns the scalar that was read. An inspection continues after a value of another type.
    fn scalar<T: Default>(&self, read: Option<T>, expected: &'static str) -> Result<T, Mismatch> {
        read.map_or_else(
            || {
                let mismatch = self.mismatch(Some(expected));
                if is_recording() { Ok(T::default()) } else { Err(mismatch) }
            },
            Ok,
        )
    }

    fn text(&self) -> Result<&'de str, Mismatch> {
        self.scalar(self.0.as_str(), "string")
    }

    fn boolean(&self) -> Result<bool, Mismatch> {
        self.scalar(self.0.as_bool(), "boolean")
    }

    fn number(&self) -> Result<f64, Mismatch> {
        self.scalar(self.0.as_f64(), "number")
    }

    /// Reads an integer, also in the forms `5.0` and `1e3`.
    fn integer<T: TryFrom<i128> + Default>(&self) -> Result<T, Mismatch> {
        let integer = self.0.as_i64().map(i128::from).or_else(|| self.0.as_u64().map(i128::from));
        let integer = integer.or_else(|| exact_integer(self.0.as_f64()?));
        self.scalar(integer.and_then(|integer| T::try_from(integer).ok()), "integer")
    }

    fn elements(&self) -> Result<Elements<'de>, Mismatch> {
        let items = self.0.as_array().ok_or_else(|| self.mismatch(Some("array")))?;
        Ok(Elements(items.iter().enumerate()))
    }

    fn entries(
        &self,
        expected: &'static str,
        known: Option<&'static [&'static str]>,
    ) -> Result<Entries<'de>, Mismatch> {
        let fields = self.0.as_object().ok_or_else(|| self.mismatch(Some(expected)))?;
        Ok(Entries { rest: fields.iter(), known, value: None })
    }
}

macro_rules! scalars {
    ($($method:ident: $visit:ident($read:ident);)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
            visitor.$visit(self.$read()?)
        })*
    };
}

impl<'de> Deserializer<'de> for Tree<'de> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.0.deserialize_any(visitor).map_err(|_| self.mismatch(None))
    }

    scalars! {
        deserialize_bool: visit_bool(boolean);
        deserialize_i32: visit_i32(integer);
        deserialize_i64: visit_i64(integer);
        deserialize_u32: visit_u32(integer);
        deserialize_u64: visit_u64(integer);
        deserialize_f64: visit_f64(number);
        deserialize_str: visit_borrowed_str(text);
        deserialize_string: visit_borrowed_str(text);
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_seq(self.elements()?)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_map(self.entries("object", None)?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        let entries = self.entries(name, Some(known))?;
        enter_model(name);
        let model = visitor.visit_map(entries);
        leave_model();
        model
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct enum identifier
    }
}

struct Elements<'de>(std::iter::Enumerate<std::slice::Iter<'de, Json>>);

impl<'de> de::SeqAccess<'de> for Elements<'de> {
    type Error = Mismatch;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Mismatch> {
        let Some((index, item)) = self.0.next() else { return Ok(None) };
        enter_element(index);
        let element = seed.deserialize(Tree(item));
        leave();
        element.map(Some)
    }
}

/// The entries of an object: of a map, or of a struct with these known fields.
struct Entries<'de> {
    rest: map::Iter<'de>,
    known: Option<&'static [&'static str]>,
    value: Option<(&'de str, &'de Json)>,
}

impl<'de> Entries<'de> {
    /// Begins the next entry. Returns its key.
    fn next_key(&mut self) -> Option<StrDeserializer<'de, Mismatch>> {
        let (key, value) = self.rest.next()?;
        if self.known.is_some_and(|known| !known.contains(&key.as_str())) {
            enter_property(key);
            record(UnexpectedKind::UnknownField, None);
            leave();
        }
        self.value = Some((key, value));
        Some(key.as_str().into_deserializer())
    }

    /// Enters the value of the current entry.
    fn enter(&mut self) -> Result<Tree<'de>, Mismatch> {
        let (key, value) = self.value.take().ok_or(Mismatch)?;
        match self.known {
            Some(_) => enter_property(key),
            None => enter_key(),
        }
        Ok(Tree(value))
    }
}

impl<'de> de::MapAccess<'de> for Entries<'de> {
    type Error = Mismatch;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Mismatch> {
        self.next_key().map(|key| seed.deserialize(key)).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Mismatch> {
        let value = seed.deserialize(self.enter()?);
        leave();
        value
    }
}
