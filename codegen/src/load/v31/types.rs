//! The `type` keyword: lists of types, and `null`.

use serde_json::{Map, Value, json};

use super::super::converter::{Converter, below};
use super::super::keywords::Kind;
use crate::diagnostic::Code;
use crate::ir::scalar::Scalar;
use crate::nearest::nearest;

const TYPES: &[&str] = &["string", "integer", "number", "boolean", "array", "object", "null"];

/// Converts the types of a schema, and adds the `items` that OpenAPI 3.0 requires of an array.
pub(in crate::load) fn convert(converter: &mut Converter<'_>, schema: &mut Map<String, Value>) {
    match schema.get("type") {
        Some(Value::String(name)) if name == "null" => {
            schema.shift_remove("type");
            schema.insert("nullable".to_owned(), Value::Bool(true));
        }
        Some(Value::Array(types)) => {
            let types = types.clone();
            list(converter, schema, &types);
        }
        _ => {}
    }
    if schema.get("type").is_some_and(|name| name == "array") {
        schema.entry("items").or_insert_with(|| json!({}));
    }
}

fn list(converter: &mut Converter<'_>, schema: &mut Map<String, Value>, types: &[Value]) {
    let mut names: Vec<&str> = Vec::new();
    for (index, value) in types.iter().enumerate() {
        match value.as_str().and_then(|name| TYPES.iter().find(|known| **known == name)) {
            Some(name) if names.contains(name) => {}
            Some(name) => names.push(name),
            None => unknown(converter, index, value),
        }
    }
    if names.contains(&"null") {
        names.retain(|name| *name != "null");
        schema.insert("nullable".to_owned(), Value::Bool(true));
    }
    // Every integer is a number.
    if names.contains(&"number") {
        names.retain(|name| *name != "integer");
    }
    let is_composed = ["allOf", "oneOf", "anyOf"].iter().any(|keyword| schema.contains_key(*keyword));
    let accepts_all = TYPES.iter().all(|name| matches!(*name, "null" | "integer") || names.contains(name));
    match names.as_slice() {
        [name] => {
            schema.insert("type".to_owned(), json!(name));
        }
        [] => {
            schema.shift_remove("type");
        }
        _ if is_composed || accepts_all => {
            schema.shift_remove("type");
            if is_composed {
                converter.ignore(Kind::Schema, "type", "the composed schemas determine the type");
            }
        }
        names => choice(converter, schema, names),
    }
}

fn unknown(converter: &mut Converter<'_>, index: usize, value: &Value) {
    let pointer = below(&below(&converter.pointer, "type"), &index.to_string());
    let near = value.as_str().and_then(|name| nearest(name, TYPES.iter().copied()));
    let help = near.map_or_else(
        || "use `string`, `integer`, `number`, `boolean`, `array`, `object` or `null`".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    let shown: String = value.to_string().trim_matches('"').chars().take(60).collect();
    let message = format!("`{}` is not a value of `type`", shown.escape_debug());
    converter.diagnose(Code::UnknownValue, &pointer, message, help);
}

/// Converts a schema of several types to an `anyOf` with one schema for each type.
fn choice(converter: &mut Converter<'_>, schema: &mut Map<String, Value>, names: &[&'static str]) {
    schema.shift_remove("type");
    let mut members: Vec<Map<String, Value>> = Vec::new();
    let values = match schema.shift_remove("enum") {
        Some(Value::Array(values)) => Some(values),
        _ => None,
    };
    for name in names {
        let mut member = Map::new();
        member.insert("type".to_owned(), json!(name));
        if let Some(values) = &values {
            let values: Vec<Value> = values.iter().filter(|value| is_of(name, value)).cloned().collect();
            if values.is_empty() {
                continue;
            }
            if *name == "string" {
                member.insert("enum".to_owned(), Value::Array(values));
            }
        }
        members.push(member);
    }
    let keywords: Vec<String> = schema.keys().cloned().collect();
    for keyword in keywords {
        let format = schema.get("format").and_then(Value::as_str);
        let owner = owner(&keyword, format);
        let is_owner = |member: &&mut Map<String, Value>| {
            let name = member.get("type").and_then(Value::as_str);
            name.is_some_and(|name| owner.contains(&name))
        };
        if owner.is_empty() {
            continue;
        }
        if let Some(value) = schema.shift_remove(&keyword)
            && let Some(member) = members.iter_mut().find(is_owner)
        {
            member.insert(keyword, value);
        }
    }
    for index in 0..members.len() {
        let pointer = converter.pointer.clone();
        converter.layer.value(&converter.pointer, format!("/anyOf/{index}"), pointer);
    }
    let array = members.iter_mut().find(|member| member.get("type").is_some_and(|name| name == "array"));
    if let Some(array) = array {
        array.entry("items").or_insert_with(|| json!({}));
    }
    schema.insert("anyOf".to_owned(), members.into_iter().map(Value::Object).collect());
}

/// The types that a keyword restricts. Empty for a keyword that applies to any type.
fn owner(keyword: &str, format: Option<&str>) -> &'static [&'static str] {
    match keyword {
        "properties" | "required" | "additionalProperties" | "minProperties" | "maxProperties" => &["object"],
        "items" | "minItems" | "maxItems" | "uniqueItems" => &["array"],
        "format" if format.is_some_and(Scalar::is_format_of_numbers) => &["integer", "number"],
        "format" | "pattern" | "minLength" | "maxLength" => &["string"],
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            &["integer", "number"]
        }
        _ => &[],
    }
}

fn is_of(name: &str, value: &Value) -> bool {
    match name {
        "string" => value.is_string(),
        "integer" | "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        _ => value.is_object(),
    }
}
