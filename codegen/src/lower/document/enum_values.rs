//! The values of an enum, and the names that extensions give to them.

use openapiv3::{IntegerType, Schema, SchemaKind, StringType, Type};
use serde_json::Value;

use crate::load::ENUM_NAMES;

/// The values of an enum of integers, without null. Empty if one of them is another value, or not an `i64`.
pub(crate) fn integers(values: &[Value]) -> Vec<i64> {
    let values: Option<Vec<i64>> =
        values.iter().filter(|value| !value.is_null()).map(Value::as_i64).collect();
    values.unwrap_or_default()
}

/// The names of the values of an enum, without that of null. `None` if the schema has no extension with a name for
/// each value.
pub(crate) fn names(schema: &Schema) -> Option<Vec<&str>> {
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
    ENUM_NAMES.iter().find_map(|key| {
        let names = schema.schema_data.extensions.get(*key)?.as_array()?;
        let names: Vec<&str> = names.iter().map(Value::as_str).collect::<Option<_>>()?;
        // The list may omit the name of null.
        let of_values = nulls.iter().filter(|is_null| !**is_null).count();
        if names.len() == of_values {
            return Some(names);
        }
        let of_all = names.iter().zip(&nulls).filter(|(_, is_null)| !**is_null);
        (names.len() == nulls.len()).then(|| of_all.map(|(name, _)| *name).collect())
    })
}
