//! Valid values of each type, for requests.

use serde_json::{Value, json};
use twilio_client_fake::table::{Bounds, Definition, Document, Type};

/// A value of a type. Values with different numbers differ, if the type allows it.
pub(super) fn value(document: &Document, ty: &Type, bounds: &Bounds, number: usize) -> Value {
    let inner = |ty: &Type| value(document, ty, &Bounds::default(), number);
    match ty {
        Type::Text | Type::Bytes => json!(text(bounds, number)),
        Type::Bool => json!(true),
        Type::Int32 | Type::Int64 | Type::Unsigned | Type::Number => {
            let number = bounds.min.unwrap_or(1.0).min(bounds.max.unwrap_or(f64::MAX));
            serde_json::from_str(&format!("{number:.0}")).unwrap()
        }
        Type::Timestamp => json!("2024-05-01T10:20:30Z"),
        Type::Rfc2822 => json!("Wed, 01 May 2024 10:20:30 +0000"),
        Type::Date => json!("2024-05-01"),
        Type::Duration => json!("PT1H"),
        Type::Json => json!({}),
        Type::Sid(prefixes) => {
            let prefix = prefixes.split('|').next().unwrap().replace('*', "XX");
            json!(format!("{prefix}{number:032x}"))
        }
        Type::List(item) => json!([inner(item)]),
        Type::Map(item) => json!({"key": inner(item)}),
        Type::Nullable(ty) => inner(ty),
        Type::Named(index) => match &document.types[*index] {
            Definition::Enum(values) => json!(values[0]),
            Definition::Integers(values) => json!(values[0]),
            Definition::Union(types) => inner(&types[0]),
            Definition::Object(properties) => {
                let required = properties.iter().filter(|property| property.required);
                let value = |ty, bounds| value(document, ty, bounds, number);
                required
                    .map(|property| (property.name.clone(), value(&property.ty, &property.bounds)))
                    .collect()
            }
        },
    }
}

fn text(bounds: &Bounds, number: usize) -> String {
    let length = |bound: Option<f64>| bound.map(|bound| format!("{bound:.0}").parse::<usize>().unwrap());
    let (min, max) = (length(bounds.min_length).unwrap_or(0), length(bounds.max_length).unwrap_or(64));
    let text: String = format!("name{number}").chars().take(max).collect();
    format!("{text:x<min$}")
}

/// The texts of a value in a form, a query or a path.
pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}
