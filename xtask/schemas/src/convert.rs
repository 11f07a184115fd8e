//! Converts schemas of OpenAPI to JSON Schema.
//!
//! Draft 4 of JSON Schema has the keywords of OpenAPI 3.0 except `nullable` and `writeOnly`, and ignores unknown
//! keywords such as `discriminator`. OpenAPI 3.1 has the schemas of JSON Schema 2020-12.

use std::error::Error;

use serde_json::{Map, Value, json};

use super::patterns::Patterns;
use super::{Version, url};

/// Converts schemas of one version of OpenAPI.
pub(super) struct Converter {
    version: Version,
    patterns: Patterns,
}

/// The keywords whose value is a schema, or a list of schemas.
const SCHEMAS: &[&str] = &[
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "contains",
    "else",
    "if",
    "items",
    "not",
    "oneOf",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// The keywords whose value is an object of schemas.
const MAPS: &[&str] = &["$defs", "definitions", "dependentSchemas", "patternProperties", "properties"];

/// The keywords that can determine the type of a schema with properties.
const TYPED: &[&str] = &["type", "$ref", "allOf", "anyOf", "oneOf"];

/// The keywords that would change the meaning of references. OpenAPI 3.0 has none of them.
const IDENTIFIERS: &[&str] = &["$id", "$schema", "id"];

impl Converter {
    pub(super) fn new(version: Version) -> Self {
        Self { version, patterns: Patterns::default() }
    }

    /// A schema as JSON Schema. References become URLs.
    pub(super) fn schema(&self, schema: &Value) -> Value {
        let Value::Object(object) = schema else { return schema.clone() };
        let mut converted = Map::new();
        for (key, value) in object {
            if let Some(value) = self.keyword(key, value) {
                converted.insert(key.clone(), value);
            }
        }
        // The generator reads properties as those of an object. JSON Schema also allows any other value.
        if object.contains_key("properties") && !TYPED.iter().any(|key| object.contains_key(*key)) {
            converted.insert("type".to_owned(), json!("object"));
        }
        if self.version == Version::V31 {
            return Value::Object(converted);
        }
        remove_sent(&mut converted, object.get("properties"));
        // The other keywords beside a reference have no effect in draft 4.
        let is_nullable = object.get("nullable") == Some(&Value::Bool(true));
        if is_nullable { json!({"anyOf": [converted, {"enum": [null]}]}) } else { Value::Object(converted) }
    }

    /// The value of a keyword, or `None` if the keyword cannot be checked.
    fn keyword(&self, key: &str, value: &Value) -> Option<Value> {
        let schemas = |value: &Value| match value {
            Value::Array(items) => Value::Array(items.iter().map(|item| self.schema(item)).collect()),
            other => self.schema(other),
        };
        match (key, value) {
            ("$ref", Value::String(reference)) => Some(json!(target(reference))),
            ("pattern", Value::String(pattern)) if !self.patterns.is_supported(pattern) => None,
            // Many documents describe relative references with this format.
            ("format", Value::String(format)) if format == "uri" => Some(json!("uri-reference")),
            (_, Value::String(_)) if IDENTIFIERS.contains(&key) => None,
            (_, Value::Object(entries)) if MAPS.contains(&key) => {
                let entries = entries.iter().map(|(name, schema)| (name.clone(), self.schema(schema)));
                Some(Value::Object(entries.collect()))
            }
            _ if SCHEMAS.contains(&key) => Some(schemas(value)),
            _ => Some(value.clone()),
        }
    }
}

/// The URL of the schema that a reference within the document means.
fn target(reference: &str) -> String {
    let Some(fragment) = reference.strip_prefix('#') else { return reference.to_owned() };
    let pointer = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy();
    url(&pointer)
}

/// Removes the properties that only requests contain from `required`.
fn remove_sent(schema: &mut Map<String, Value>, properties: Option<&Value>) {
    let is_sent = |name: &Value| {
        let property = name.as_str().and_then(|name| properties?.get(name));
        property.and_then(|property| property.get("writeOnly")) == Some(&Value::Bool(true))
    };
    let Some(Value::Array(names)) = schema.get_mut("required") else { return };
    names.retain(|name| !is_sent(name));
    // Draft 4 allows no empty list.
    if names.is_empty() {
        schema.remove("required");
    }
}

type Check = fn(&Value) -> Result<(), Box<dyn Error>>;

/// The formats of numbers, which JSON Schema does not define.
pub(super) const NUMBER_FORMATS: [(&str, Check); 2] = [("int32", int32), ("int64", int64)];

fn int32(value: &Value) -> Result<(), Box<dyn Error>> {
    integer(value, f64::from(i32::MIN), f64::from(i32::MAX))
}

#[allow(clippy::cast_precision_loss, reason = "the bounds are powers of two, except the upper one by 1")]
fn int64(value: &Value) -> Result<(), Box<dyn Error>> {
    integer(value, i64::MIN as f64, i64::MAX as f64)
}

fn integer(value: &Value, least: f64, most: f64) -> Result<(), Box<dyn Error>> {
    let Some(number) = value.as_f64() else { return Ok(()) };
    if (least..=most).contains(&number) { Ok(()) } else { Err("out of range".into()) }
}
