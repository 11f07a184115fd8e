//! Schemas that no value can fulfil, or that say two things of one value.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::diagnostic::Code;

/// What is wrong with a schema.
#[derive(Debug)]
pub(super) struct Contradiction {
    pub(super) code: Code,
    /// Where: the keyword, and what is below it.
    pub(super) steps: Vec<String>,
    pub(super) message: String,
    pub(super) help: String,
    /// Another keyword that has to do with it.
    pub(super) related: Option<(Vec<String>, &'static str)>,
}

/// What a look at one schema gives.
#[derive(Debug, Default)]
pub(super) struct SchemaFindings {
    pub(super) contradictions: Vec<Contradiction>,
    /// Keywords whose value is contradictory, but does no harm.
    pub(super) ignored: Vec<(&'static str, &'static str)>,
}

/// Looks at one schema, not into those that it holds.
pub(super) fn check(schema: &Map<String, Value>) -> SchemaFindings {
    let mut found = SchemaFindings::default();
    bounds(schema, &mut found.contradictions);
    if schema.get("type").and_then(Value::as_str) == Some("array") && !schema.contains_key("items") {
        found.contradictions.push(Contradiction {
            code: Code::UnsupportedSchema,
            steps: vec!["type".to_owned()],
            message: "an array without `items` is not supported".to_owned(),
            help: "say what the items are; `items: {}` is any JSON value".to_owned(),
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
        // Of equal bounds that are excluded themselves, nothing is left.
        let touching = low.total_cmp(&high).is_eq() && excluded;
        if low > high || touching {
            let verb = if touching { "excludes all that" } else { "is more than" };
            let (low, high) = (shown(schema, lower), shown(schema, upper));
            contradictions.push(Contradiction {
                code: Code::BoundsContradict,
                steps: vec![(*lower).to_owned()],
                message: format!(
                    "`{lower}: {low}` {verb} `{upper}: {high}`{}",
                    if touching { " allows" } else { "" }
                ),
                help: "exchange or correct the two: no value is within both".to_owned(),
                related: Some((vec![(*upper).to_owned()], "the other bound")),
            });
        }
    }
}

fn shown(schema: &Map<String, Value>, key: &str) -> String {
    schema.get(key).map(Value::to_string).unwrap_or_default()
}

/// Values of an `enum` that the schema's own type forbids, and those that stand twice.
fn values(schema: &Map<String, Value>, found: &mut SchemaFindings) {
    let Some(values) = schema.get("enum").and_then(Value::as_array) else { return };
    let kind = schema.get("type").and_then(Value::as_str);
    let mut seen = HashMap::new();
    for (index, value) in values.iter().enumerate() {
        let steps = || vec!["enum".to_owned(), index.to_string()];
        let first = *seen.entry(value.to_string()).or_insert(index);
        if first != index {
            found.contradictions.push(Contradiction {
                code: Code::EnumValueTwice,
                steps: steps(),
                message: format!("`{}` stands twice in `enum`", plain(value)),
                help: "remove one of them".to_owned(),
                related: Some((vec!["enum".to_owned(), first.to_string()], "first here")),
            });
        }
        // A null among the values says only that the value may be null.
        let Some(kind) = kind.filter(|kind| !value.is_null() && !is_of(kind, value)) else { continue };
        found.contradictions.push(Contradiction {
            code: Code::EnumValueOfOtherType,
            steps: steps(),
            message: format!("`{}` in `enum` is not of `type: {kind}`", plain(value)),
            help: in_other_words(kind, value),
            related: Some((vec!["type".to_owned()], "the type of the schema")),
        });
    }
}

/// Keywords that have an effect in other schemas, and none in this one.
fn without_effect(schema: &Map<String, Value>, found: &mut SchemaFindings) {
    let values = schema.get("enum").and_then(Value::as_array);
    let are_texts =
        || values.is_none_or(|values| values.iter().all(|value| value.is_string() || value.is_null()));
    let is_of_texts = schema.get("type").map_or_else(are_texts, |kind| kind == "string");
    if values.is_some() && !is_of_texts {
        found.ignored.push(("enum", "only texts become an enum: every value of the type is taken"));
    }
    let is_choice = schema.contains_key("oneOf") || schema.contains_key("anyOf");
    if schema.contains_key("discriminator") && !is_choice {
        let reason = "types are told apart where `oneOf` or `anyOf` names them, not by those that extend one";
        found.ignored.push(("discriminator", reason));
    }
}

/// A default of another type. One that only lacks or has quotes is taken as it is meant, since it
/// has no effect.
fn default(schema: &Map<String, Value>, found: &mut SchemaFindings) {
    let (Some(kind), Some(value)) = (schema.get("type").and_then(Value::as_str), schema.get("default"))
    else {
        return;
    };
    if is_of(kind, value) {
        return;
    }
    if value.is_null() || means(kind, value) {
        found.ignored.push(("default", "it is of another type than the schema says; it is never sent"));
        return;
    }
    found.contradictions.push(Contradiction {
        code: Code::DefaultOfOtherType,
        steps: vec!["default".to_owned()],
        message: format!("the default `{}` is not of `type: {kind}`", plain(value)),
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
        _ => true, // that the type is unknown is said elsewhere
    }
}

/// Whether the value would be of that type if it had quotes, or had none.
fn means(kind: &str, value: &Value) -> bool {
    match (kind, value) {
        ("string", Value::Number(_) | Value::Bool(_)) => true,
        ("integer", Value::String(text)) => text.parse::<i64>().is_ok(),
        ("number", Value::String(text)) => text.parse::<f64>().is_ok(),
        ("boolean", Value::String(text)) => matches!(text.as_str(), "true" | "false"),
        _ => false,
    }
}

fn in_other_words(kind: &str, value: &Value) -> String {
    match (kind, means(kind, value)) {
        ("string", true) => format!("put it in quotes: \"{value}\""),
        (_, true) => "write it without quotes".to_owned(),
        (_, false) => "correct the value or the type".to_owned(),
    }
}

/// A value as people write it: a text without quotes. A long one is cut.
fn plain(value: &Value) -> String {
    const LONGEST: usize = 60;
    let text = value.as_str().map_or_else(|| value.to_string(), |text| text.escape_debug().to_string());
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
