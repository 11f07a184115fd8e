//! The text of a value in a path, a query, a header or a form, converted to JSON.

use serde_json::Value;

use crate::json_check::{self, listed};
use crate::sid;
use crate::table::{Bounds, Definition, Document, Type};
use crate::{clock, table};

/// Converts the texts of one input. A list has one text for each item.
pub(crate) fn values(
    document: &Document,
    ty: &Type,
    bounds: &Bounds,
    texts: &[&str],
) -> Result<Value, String> {
    if let Type::List(item) = ty.bare() {
        let items: Result<Vec<Value>, String> =
            texts.iter().map(|text| value(document, item, &Bounds::default(), text)).collect();
        let items = Value::Array(items?);
        json_check::bounds(bounds, &items)?;
        return Ok(items);
    }
    match texts {
        [text] => value(document, ty, bounds, text),
        _ => Err("must not be repeated".to_owned()),
    }
}

/// Converts one text.
fn value(document: &Document, ty: &Type, bounds: &Bounds, text: &str) -> Result<Value, String> {
    // In a form, null is an empty value.
    if text.is_empty() && matches!(ty, Type::Nullable(_)) {
        return Ok(Value::Null);
    }
    let value = scalar(document, ty.bare(), text)?;
    json_check::bounds(bounds, &value)?;
    Ok(value)
}

fn scalar(document: &Document, ty: &Type, text: &str) -> Result<Value, String> {
    let string = || Ok(Value::from(text));
    let keep = |is_valid: bool, kind: &str| if is_valid { string() } else { Err(format!("must be {kind}")) };
    match ty {
        Type::Text | Type::Bytes => string(),
        Type::Bool => match text {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err("must be `true` or `false`".to_owned()),
        },
        Type::Int32 => text.parse::<i32>().map(Value::from).map_err(|_| "must be an integer".to_owned()),
        Type::Int64 => text.parse::<i64>().map(Value::from).map_err(|_| "must be an integer".to_owned()),
        Type::Unsigned => text.parse::<u64>().map(Value::from).map_err(|_| "must be an integer".to_owned()),
        Type::Number => number(text).ok_or_else(|| "must be a number".to_owned()),
        Type::Timestamp | Type::Rfc2822 => keep(clock::parse(text).is_some(), "a time"),
        Type::Date => keep(text.parse::<jiff::civil::Date>().is_ok(), "a date"),
        Type::Duration => keep(text.parse::<jiff::Span>().is_ok(), "a duration"),
        Type::Sid(prefix) => {
            keep(sid::is_sid(text, prefix), &format!("a SID: `{prefix}` and 32 hexadecimal digits"))
        }
        Type::Named(_) => match document.definition(ty) {
            Some(Definition::Enum(values)) => {
                keep(values.iter().any(|value| value == text), &format!("one of {}", listed(values)))
            }
            Some(Definition::Integers(values)) => {
                let value = text.parse::<i64>().ok().filter(|value| values.contains(value));
                value.map(Value::from).ok_or_else(|| format!("must be one of {}", listed(values)))
            }
            _ => json(document, ty, text),
        },
        Type::Json | Type::Map(_) | Type::List(_) => json(document, ty, text),
        Type::Nullable(inner) => scalar(document, inner, text),
    }
}

/// The finite number in a string.
pub(crate) fn number(text: &str) -> Option<Value> {
    let integer = text.parse::<i64>().ok().map(Value::from);
    integer.or_else(|| text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Value::from))
}

fn json(document: &Document, ty: &table::Type, text: &str) -> Result<Value, String> {
    let value: Value = serde_json::from_str(text).map_err(|_| "must be JSON".to_owned())?;
    json_check::value(document, ty, &value)?;
    Ok(value)
}

/// The text of a JSON value in a comparison.
pub(crate) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
