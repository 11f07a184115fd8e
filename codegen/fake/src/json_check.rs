//! Compares a JSON value with its type.

use serde_json::{Map, Value};

use crate::table::{Bounds, Definition, Document, Property, Type};
use crate::{clock, sid};

/// The result of a comparison. The error ends the sentence that begins with the name of the value.
type Checked = Result<(), String>;

/// Compares a value with its type.
pub(crate) fn value(document: &Document, ty: &Type, value: &Value) -> Checked {
    match (ty, value) {
        (Type::Json, _) | (Type::Nullable(_), Value::Null) => Ok(()),
        (Type::Nullable(inner), _) => self::value(document, inner, value),
        (Type::List(item), Value::Array(items)) => items.iter().enumerate().try_for_each(|(index, found)| {
            self::value(document, item, found).map_err(|error| format!("item {index} {error}"))
        }),
        (Type::Map(inner), Value::Object(entries)) => entries.iter().try_for_each(|(key, found)| {
            self::value(document, inner, found).map_err(|error| format!("`{key}` {error}"))
        }),
        (Type::Named(_), _) => named(document, ty, value),
        _ if is_scalar(ty, value) => Ok(()),
        _ => Err(format!("must be {}", kind(ty))),
    }
}

fn named(document: &Document, ty: &Type, value: &Value) -> Checked {
    match (document.definition(ty), value) {
        (Some(Definition::Object(properties)), Value::Object(object)) => {
            self::object(document, properties, object)
        }
        (Some(Definition::Enum(values)), Value::String(text)) if values.contains(text) => Ok(()),
        (Some(Definition::Enum(values)), _) => Err(format!("must be one of {}", listed(values))),
        (Some(Definition::Integers(values)), Value::Number(number))
            if number.as_i64().is_some_and(|number| values.contains(&number)) =>
        {
            Ok(())
        }
        (Some(Definition::Integers(values)), _) => Err(format!("must be one of {}", listed(values))),
        (Some(Definition::Union(types)), _) => {
            let matches = types.iter().any(|ty| self::value(document, ty, value).is_ok());
            if matches { Ok(()) } else { Err("matches none of the types".to_owned()) }
        }
        (Some(Definition::Object(_)), _) => Err("must be an object".to_owned()),
        (None, _) => Ok(()),
    }
}

/// Compares an object with its properties.
pub(crate) fn object(document: &Document, properties: &[Property], object: &Map<String, Value>) -> Checked {
    let others = properties.iter().find(|property| property.name.is_empty());
    for (key, found) in object {
        let property = properties.iter().find(|property| property.name == *key && !key.is_empty()).or(others);
        let Some(property) = property else { return Err(format!("must not contain `{key}`")) };
        if found.is_null() && property.nullable {
            continue;
        }
        let checked = self::value(document, &property.ty, found);
        let checked = checked.and_then(|()| bounds(&property.bounds, found));
        checked.map_err(|error| format!("`{key}` {error}"))?;
    }
    let missing =
        properties.iter().find(|property| property.required && !object.contains_key(&property.name));
    match missing {
        Some(property) => Err(format!("must contain `{}`", property.name)),
        None => Ok(()),
    }
}

fn is_scalar(ty: &Type, value: &Value) -> bool {
    match (ty, value) {
        (Type::Text | Type::Bytes, Value::String(_))
        | (Type::Bool, Value::Bool(_))
        | (Type::Number, Value::Number(_)) => true,
        (Type::Int32, Value::Number(number)) => {
            number.as_i64().is_some_and(|number| i32::try_from(number).is_ok())
        }
        (Type::Int64, Value::Number(number)) => number.is_i64() || number.is_u64(),
        (Type::Unsigned, Value::Number(number)) => number.is_u64(),
        (Type::Number, Value::String(text)) => text.parse::<f64>().is_ok_and(f64::is_finite),
        (Type::Timestamp | Type::Rfc2822, Value::String(text)) => clock::parse(text).is_some(),
        (Type::Date, Value::String(text)) => text.parse::<jiff::civil::Date>().is_ok(),
        (Type::Duration, Value::String(text)) => text.parse::<jiff::Span>().is_ok(),
        (Type::Sid(prefix), Value::String(text)) => sid::is_sid(text, prefix),
        _ => false,
    }
}

fn kind(ty: &Type) -> String {
    match ty {
        Type::Text | Type::Bytes => "a string".to_owned(),
        Type::Bool => "a Boolean".to_owned(),
        Type::Int32 | Type::Int64 | Type::Unsigned => "an integer".to_owned(),
        Type::Number => "a number".to_owned(),
        Type::Timestamp | Type::Rfc2822 => "a time".to_owned(),
        Type::Date => "a date".to_owned(),
        Type::Duration => "a duration".to_owned(),
        Type::Sid(prefix) => format!("a SID: `{prefix}` and 32 hexadecimal digits"),
        Type::List(_) => "a list".to_owned(),
        Type::Map(_) | Type::Named(_) | Type::Json => "an object".to_owned(),
        Type::Nullable(inner) => kind(inner),
    }
}

/// Compares a value with its limits.
pub(crate) fn bounds(limits: &Bounds, value: &Value) -> Checked {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a length that a float cannot represent fits into no memory"
    )]
    let length = |length: usize| length as f64;
    let (measured, min, max, unit) = match value {
        Value::Number(number) => (number.as_f64(), limits.min, limits.max, ""),
        Value::String(text) => {
            (Some(length(text.chars().count())), limits.min_length, limits.max_length, " characters")
        }
        Value::Array(items) => (Some(length(items.len())), limits.min_items, limits.max_items, " items"),
        _ => return Ok(()),
    };
    let Some(measured) = measured else { return Ok(()) };
    match (min, max) {
        (Some(min), _) if measured < min => Err(format!("must have at least {min}{unit}")),
        (_, Some(max)) if measured > max => Err(format!("must have at most {max}{unit}")),
        _ => Ok(()),
    }
}

/// The values of an enum in a message.
pub(crate) fn listed<T: std::fmt::Display>(values: &[T]) -> String {
    let values: Vec<String> = values.iter().take(20).map(|value| format!("`{value}`")).collect();
    values.join(", ")
}
