//! Schemas that combine other schemas: the siblings of `$ref`, and `null` as one of several schemas.

use serde_json::{Map, Value, json};

use super::super::converter::{Converter, below};

/// The positions of the `null` schemas in `oneOf` and `anyOf`.
#[derive(Debug, Default)]
pub(in crate::load) struct Nulls(Vec<(&'static str, Vec<usize>)>);

impl Nulls {
    /// Finds them before the conversion, because `{type: null}` then becomes the schema of any value.
    pub(in crate::load) fn of(schema: &Map<String, Value>) -> Self {
        let nulls = ["oneOf", "anyOf"].into_iter().filter_map(|keyword| {
            let members = schema.get(keyword)?.as_array()?;
            let nulls = members.iter().enumerate().filter(|(_, member)| is_null(member));
            let nulls: Vec<usize> = nulls.map(|(index, _)| index).collect();
            (!nulls.is_empty()).then_some((keyword, nulls))
        });
        Self(nulls.collect())
    }
}

/// Whether a schema accepts only `null`.
fn is_null(schema: &Value) -> bool {
    let is_null = |values: &Value| values.as_array().is_some_and(|values| *values == [Value::Null]);
    schema.get("type").is_some_and(|types| *types == "null" || *types == json!(["null"]))
        || schema.get("const").is_some_and(Value::is_null)
        || schema.get("enum").is_some_and(is_null)
}

/// Keywords that describe a schema. Those of the outer schema have precedence.
fn is_annotation(keyword: &str) -> bool {
    const ANNOTATIONS: &[&str] =
        &["title", "description", "default", "example", "deprecated", "externalDocs", "nullable"];
    ANNOTATIONS.contains(&keyword) || keyword.starts_with("x-")
}

/// Converts a `$ref` with siblings to an `allOf` of the reference.
pub(super) fn merge_reference(converter: &mut Converter<'_>, schema: &mut Map<String, Value>) {
    if schema.len() < 2 {
        return;
    }
    if let Some(reference) = schema.shift_remove("$ref") {
        let pointer = converter.pointer.clone();
        push_all_of(converter, schema, json!({ "$ref": reference }), pointer);
    }
}

/// Adds a schema to `allOf`. It was at `pointer`.
fn push_all_of(
    converter: &mut Converter<'_>,
    schema: &mut Map<String, Value>,
    member: Value,
    pointer: String,
) {
    let all_of = schema.entry("allOf").or_insert_with(|| json!([]));
    // The checker reports an `allOf` of another type.
    let Value::Array(members) = all_of else { return };
    converter.layer.value(&converter.pointer, format!("/allOf/{}", members.len()), pointer);
    members.push(member);
}

/// Converts a choice that includes `null` to a nullable choice of the other schemas, or to the only other
/// schema.
pub(in crate::load) fn remove_nulls(
    converter: &mut Converter<'_>,
    schema: &mut Map<String, Value>,
    nulls: &Nulls,
) {
    for (keyword, nulls) in &nulls.0 {
        let Some(Value::Array(members)) = schema.get_mut(*keyword).map(Value::take) else { continue };
        let mut kept: Vec<(usize, Value)> = members.into_iter().enumerate().collect();
        kept.retain(|(index, _)| !nulls.contains(index));
        schema.insert("nullable".to_owned(), Value::Bool(true));
        if kept.len() < 2 {
            schema.shift_remove(*keyword);
            if let Some((index, member)) = kept.pop() {
                let pointer = below(&below(&converter.pointer, keyword), &index.to_string());
                merge(converter, schema, member, pointer);
            }
            continue;
        }
        for (new, (old, _)) in kept.iter().enumerate().filter(|(new, (old, _))| new != old) {
            let pointer = below(&below(&converter.pointer, keyword), &old.to_string());
            converter.layer.value(&converter.pointer, format!("/{keyword}/{new}"), pointer);
        }
        schema.insert((*keyword).to_owned(), kept.into_iter().map(|(_, member)| member).collect());
    }
}

/// Merges the only schema of a choice into the schema that contains the choice.
fn merge(converter: &mut Converter<'_>, schema: &mut Map<String, Value>, member: Value, pointer: String) {
    let conflicts = |member: &Map<String, Value>| {
        let mut keys = member.keys();
        keys.any(|key| key == "$ref" || (!is_annotation(key) && schema.contains_key(key)))
    };
    let entries = match member {
        Value::Object(entries) if !conflicts(&entries) => entries,
        member => return push_all_of(converter, schema, member, pointer),
    };
    for (key, value) in entries {
        if !schema.contains_key(&key) {
            converter.layer.member(&converter.pointer, below("", &key), pointer.clone());
            schema.insert(key, value);
        }
    }
}
