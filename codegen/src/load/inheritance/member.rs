//! The schemas that extend a base schema, and the values of the discriminator that select them.

use serde_json::{Map, Value};

use super::refs::PREFIX;
use crate::load::version::Version;

/// Keywords that do not change which values match a schema.
const ANNOTATIONS: &[&str] = &[
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "externalDocs",
    "nullable",
    "readOnly",
    "writeOnly",
    "xml",
    "$comment",
];

/// Whether a schema has more than a reference to another schema. A schema without additions is only another name.
pub(super) fn has_additions(schema: &Value, version: Version) -> bool {
    let Value::Object(entries) = schema else { return false };
    if entries.contains_key("$ref") && version == Version::V30 {
        return false; // OpenAPI 3.0 ignores the keywords beside a reference
    }
    let members = entries.get("allOf").and_then(Value::as_array);
    let count = members.map_or(0, Vec::len) + usize::from(entries.contains_key("$ref"));
    let is_addition = |key: &str| !matches!(key, "$ref" | "allOf" | "type") && !is_annotation(key);
    let constrains = |member: &Value| match member {
        Value::Object(entries) if entries.contains_key("$ref") => count > 1,
        Value::Object(entries) if entries.contains_key("allOf") => has_additions(member, version),
        Value::Object(entries) => entries.keys().any(|key| !is_annotation(key)),
        _ => false,
    };
    let others = || members.into_iter().flatten().filter(|member| constrains(member));
    entries.keys().any(|key| is_addition(key)) || others().next().is_some()
}

fn is_annotation(keyword: &str) -> bool {
    ANNOTATIONS.contains(&keyword) || keyword.starts_with("x-")
}

/// A discriminator, with the inline members of `allOf` that lead to it.
pub(super) fn discriminator(schema: &Value) -> Option<(&Map<String, Value>, Vec<usize>)> {
    if let Some(Value::Object(discriminator)) = schema.get("discriminator") {
        return Some((discriminator, Vec::new()));
    }
    let members = schema.get("allOf")?.as_array()?.iter().enumerate();
    let inline = members.filter(|(_, member)| member.get("$ref").is_none());
    inline.into_iter().find_map(|(index, member)| {
        let (found, mut steps) = discriminator(member)?;
        steps.insert(0, index);
        Some((found, steps))
    })
}

/// A property that a schema itself describes, also in an inline member of `allOf`.
pub(super) fn property<'d>(schema: &'d Value, name: &str) -> Option<&'d Value> {
    let own = schema.get("properties").and_then(|properties| properties.get(name));
    let members = || schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    own.or_else(|| members().find_map(|member| property(member, name)))
}

/// The strings that a schema allows, if it lists them.
pub(super) fn values<'d>(schemas: &'d Map<String, Value>, schema: &'d Value) -> Vec<&'d str> {
    let target = schema.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix(PREFIX));
    let schema = target.map_or(Some(schema), |name| schemas.get(name));
    let constant = schema.and_then(|schema| schema.get("const")?.as_str());
    let listed = schema.and_then(|schema| schema.get("enum")?.as_array());
    constant.into_iter().chain(listed.into_iter().flatten().filter_map(Value::as_str)).collect()
}

/// The letters and digits of a name in lower case.
pub(super) fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
