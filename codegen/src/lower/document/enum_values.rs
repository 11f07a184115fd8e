//! The values of an enum, and the names and descriptions that extensions give to them.

use openapiv3::{IntegerType, Schema, SchemaKind, StringType, Type};
use serde_json::{Map, Value};

use crate::load::{ENUM_DESCRIPTIONS, ENUM_NAMES};

/// The values of an enum of integers, without null. Empty if one of them is another value, or not an `i64`.
pub(crate) fn integers(values: &[Value]) -> Vec<i64> {
    let values: Option<Vec<i64>> =
        values.iter().filter(|value| !value.is_null()).map(Value::as_i64).collect();
    values.unwrap_or_default()
}

/// The texts that the extensions of a schema give to the values of its enum.
pub(crate) struct Texts<'a> {
    names: Option<Vec<&'a str>>,
    descriptions: Option<Vec<&'a str>>,
    /// The first extension whose keys are the values.
    described: Option<&'a Map<String, Value>>,
}

impl<'a> Texts<'a> {
    pub(crate) fn of(schema: &'a Schema) -> Self {
        let extensions = &schema.schema_data.extensions;
        let mut described = ENUM_DESCRIPTIONS.iter().filter_map(|key| extensions.get(*key));
        Self {
            names: list(schema, ENUM_NAMES),
            descriptions: list(schema, ENUM_DESCRIPTIONS),
            described: described.find_map(Value::as_object),
        }
    }

    /// The name of a value.
    pub(crate) fn name(&self, index: usize) -> Option<&'a str> {
        self.names.as_ref()?.get(index).copied()
    }

    /// The description of a value.
    pub(crate) fn description(&self, index: usize, wire: &str) -> Option<&'a str> {
        let listed = self.descriptions.as_ref().and_then(|descriptions| descriptions.get(index).copied());
        listed.or_else(|| self.described?.get(wire)?.as_str())
    }
}

/// The list of one extension with a string for each value, without that of null. `None` if the schema has no such
/// extension.
fn list<'a>(schema: &'a Schema, keys: &[&str]) -> Option<Vec<&'a str>> {
    let nulls: Vec<bool> = match &schema.schema_kind {
        SchemaKind::Type(Type::String(StringType { enumeration, .. })) => {
            enumeration.iter().map(Option::is_none).collect()
        }
        SchemaKind::Type(Type::Integer(IntegerType { enumeration, .. })) => {
            enumeration.iter().map(Option::is_none).collect()
        }
        SchemaKind::Any(any) => any.enumeration.iter().map(Value::is_null).collect(),
        _ => return None,
    };
    keys.iter().find_map(|key| {
        let names = schema.schema_data.extensions.get(*key)?.as_array()?;
        let names: Vec<&str> = names.iter().map(Value::as_str).collect::<Option<_>>()?;
        // The list may omit the string of null.
        let of_values = nulls.iter().filter(|is_null| !**is_null).count();
        if names.len() == of_values {
            return Some(names);
        }
        let of_all = names.iter().zip(&nulls).filter(|(_, is_null)| !**is_null);
        (names.len() == nulls.len()).then(|| of_all.map(|(name, _)| *name).collect())
    })
}
