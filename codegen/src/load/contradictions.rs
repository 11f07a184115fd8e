//! Schemas that no value matches, or whose keywords contradict each other.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use crate::diagnostic::Code;

/// Two keywords of a schema that contradict each other.
#[derive(Debug)]
pub(super) struct Contradiction {
    pub(super) code: Code,
    /// The path to the value: the keyword, and the steps below it.
    pub(super) steps: Vec<String>,
    pub(super) message: String,
    pub(super) help: String,
    /// The path to the other keyword, and a label.
    pub(super) related: Option<(Vec<String>, &'static str)>,
}

/// The results for one schema.
#[derive(Debug, Default)]
pub(super) struct SchemaFindings {
    pub(super) contradictions: Vec<Contradiction>,
    /// Keywords that contradict others but have no effect on the client, each with the reason.
    pub(super) ignored: Vec<(&'static str, &'static str)>,
}

/// Checks one schema, but not the schemas inside it.
pub(super) fn check(schema: &Map<String, Value>) -> SchemaFindings {
    let mut found = SchemaFindings::default();
    bounds(schema, &mut found.contradictions);
    if schema.get("type").and_then(Value::as_str) == Some("array") && !schema.contains_key("items") {
        found.contradictions.push(Contradiction {
            code: Code::AssumedKeyword,
            steps: vec!["type".to_owned()],
            message: "an array schema must have `items`".to_owned(),
            help: "add `items`; without them, an item is any JSON value".to_owned(),
            related: None,
        });
    }
    values(schema, &mut found);
    without_effect(schema, &mut found);
    default(schema, &mut found);
    found
}

/// Each row: the lower bound, the upper one, and the keywords that exclude the bounds themselves.
const BOUNDS: &[(&str, &str, &[&str])] = &[
    ("minimum", "maximum", &["exclusiveMinimum", "exclusiveMaximum"]),
    ("minLength", "maxLength", &[]),
    ("minItems", "maxItems", &[]),
    ("minProperties", "maxProperties", &[]),
];

fn bounds(schema: &Map<String, Value>, contradictions: &mut Vec<Contradiction>) {
    for (lower, upper, exclusive) in BOUNDS {
        let number = |key: &str| schema.get(key).and_then(Value::as_f64);
        let (Some(low), Some(high)) = (number(lower), number(upper)) else { continue };
        let flag = |key: &str| schema.get(key).and_then(Value::as_bool) == Some(true);
        let excluded = exclusive.iter().any(|keyword| flag(keyword));
        // Equal bounds leave no value if one of them is exclusive.
        let touching = low.total_cmp(&high).is_eq() && excluded;
        if low > high || touching {
            let (low, high) = (shown(schema, lower), shown(schema, upper));
            contradictions.push(Contradiction {
                code: Code::ContradictoryBounds,
                steps: vec![(*lower).to_owned()],
                message: if touching {
                    format!("`{lower}: {low}` and `{upper}: {high}` must not be equal if one is exclusive")
                } else {
                    format!("`{lower}: {low}` must not be greater than `{upper}: {high}`")
                },
                help: "swap or correct the two bounds".to_owned(),
                related: Some((vec![(*upper).to_owned()], "the other bound")),
            });
        }
    }
}

fn shown(schema: &Map<String, Value>, key: &str) -> String {
    schema.get(key).map(Value::to_string).unwrap_or_default()
}

/// Values of an `enum` that the type of the schema excludes, and duplicate values.
fn values(schema: &Map<String, Value>, found: &mut SchemaFindings) {
    let Some(values) = schema.get("enum").and_then(Value::as_array) else { return };
    let kind = schema.get("type").and_then(Value::as_str);
    let mut seen = HashMap::new();
    for (index, value) in values.iter().enumerate() {
        let steps = || vec!["enum".to_owned(), index.to_string()];
        let first = *seen.entry(value.to_string()).or_insert(index);
        if first != index {
            found.contradictions.push(Contradiction {
                code: Code::DuplicateEnumValue,
                steps: steps(),
                message: format!("`enum` must not contain `{}` twice", plain(value)),
                help: "remove one of the two values".to_owned(),
                related: Some((vec!["enum".to_owned(), first.to_string()], "first occurrence of the value")),
            });
        }
        // A null value only marks the schema as nullable.
        let Some(kind) = kind.filter(|kind| !value.is_null() && !is_of(kind, value)) else { continue };
        found.contradictions.push(Contradiction {
            code: Code::EnumValueType,
            steps: steps(),
            message: format!("`enum` value `{}` does not match `type: {kind}`", plain(value)),
            help: correction(kind, value),
            related: Some((vec!["type".to_owned()], "the type of the schema")),
        });
    }
}

/// Corrects the values of an `enum`: a number or boolean among strings becomes a string. Other values that do not
/// match the type, and duplicates, are removed. The items of an array without `items` are any values.
pub(super) fn correct_values(schema: &mut Map<String, Value>) {
    let kind = schema.get("type").and_then(Value::as_str).map(ToOwned::to_owned);
    if kind.as_deref() == Some("array") && !schema.contains_key("items") {
        schema.insert("items".to_owned(), Value::Object(Map::new()));
    }
    let Some(Value::Array(values)) = schema.get_mut("enum") else { return };
    let mut seen = HashSet::new();
    let corrected = values.drain(..).filter_map(|value| corrected(kind.as_deref(), value));
    *values = corrected.filter(|value| seen.insert(value.to_string())).collect();
    if values.is_empty() {
        schema.shift_remove("enum");
    }
}

fn corrected(kind: Option<&str>, value: Value) -> Option<Value> {
    match (kind, &value) {
        (None, _) | (_, Value::Null) => Some(value),
        (Some(kind), _) if is_of(kind, &value) => Some(value),
        (Some("string"), Value::Number(_) | Value::Bool(_)) => Some(Value::String(value.to_string())),
        _ => None,
    }
}

/// Keywords that affect other schemas, but not this one.
fn without_effect(schema: &Map<String, Value>, found: &mut SchemaFindings) {
    let values = schema.get("enum").and_then(Value::as_array);
    let are_strings =
        || values.is_none_or(|values| values.iter().all(|value| value.is_string() || value.is_null()));
    let is_of_strings = schema.get("type").map_or_else(are_strings, |kind| kind == "string");
    if values.is_some() && !is_of_strings {
        found
            .ignored
            .push(("enum", "only strings become a Rust enum; the client accepts every value of the type"));
    }
    let is_choice = schema.contains_key("oneOf") || schema.contains_key("anyOf");
    if schema.contains_key("discriminator") && !is_choice {
        let reason = "it has an effect beside `oneOf` or `anyOf`, or if an operation uses this schema and others extend it";
        found.ignored.push(("discriminator", reason));
    }
}

/// A default of another type. A default that differs only in its quotes is accepted, because the client
/// never sends it.
fn default(schema: &Map<String, Value>, found: &mut SchemaFindings) {
    let (Some(kind), Some(value)) = (schema.get("type").and_then(Value::as_str), schema.get("default"))
    else {
        return;
    };
    if is_of(kind, value) {
        return;
    }
    if value.is_null() || matches_unquoted(kind, value) {
        found
            .ignored
            .push(("default", "its type differs from the type of the schema; the client never sends it"));
        return;
    }
    found.contradictions.push(Contradiction {
        code: Code::DefaultType,
        steps: vec!["default".to_owned()],
        message: format!("default `{}` does not match `type: {kind}`", plain(value)),
        help: "correct the default or the type".to_owned(),
        related: Some((vec!["type".to_owned()], "the type of the schema")),
    });
}

fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => {
            value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0)
        }
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true, // the checker reports unknown types
    }
}

/// Whether the value would match the type with quotes added or removed.
fn matches_unquoted(kind: &str, value: &Value) -> bool {
    match (kind, value) {
        ("string", Value::Number(_) | Value::Bool(_)) => true,
        ("integer", Value::String(text)) => text.parse::<i64>().is_ok(),
        ("number", Value::String(text)) => text.parse::<f64>().is_ok(),
        ("boolean", Value::String(text)) => matches!(text.as_str(), "true" | "false"),
        _ => false,
    }
}

fn correction(kind: &str, value: &Value) -> String {
    match (kind, matches_unquoted(kind, value)) {
        ("string", true) => format!("put the value in quotes: \"{value}\""),
        (_, true) => "remove the quotes".to_owned(),
        (_, false) => "correct the value or the type".to_owned(),
    }
}

/// A value for a message: strings without quotes, at most 60 characters.
fn plain(value: &Value) -> String {
    const LONGEST: usize = 60;
    let text = value.as_str().map_or_else(|| value.to_string(), |text| text.escape_debug().to_string());
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
