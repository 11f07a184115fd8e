//! What a keyword holds, and what it should hold.

use serde_json::{Map, Value};

use super::keywords::Holds;
use crate::diagnostic::Code;
use crate::nearest::nearest;

/// A value that is not of the form that its keyword wants.
#[derive(Debug)]
pub(super) struct TypeMismatch {
    pub(super) code: Code,
    /// The way from the keyword's value to what is wrong.
    pub(super) steps: Vec<String>,
    pub(super) message: String,
    pub(super) help: String,
}

/// Looks at a value, but not into the objects that it holds: those are walked.
pub(super) fn check(holds: Holds, key: &str, value: &Value) -> Option<TypeMismatch> {
    let good = match holds {
        Holds::Any => true,
        // YAML reads `description:` with nothing behind it as null, which says as much.
        Holds::Text => value.is_string() || value.is_null(),
        Holds::Flag => value.is_boolean(),
        Holds::Number => value.is_number(),
        Holds::Count => value.is_u64(),
        Holds::Values | Holds::List(_) => value.is_array(),
        Holds::Object | Holds::One(_) | Holds::Map(_) => value.is_object(),
        Holds::SchemaOrFlag => value.is_object() || value.is_boolean(),
        Holds::OneOf(known) => return choice(known, key, value),
        Holds::Texts => return texts(key, value),
        Holds::TextMap => return text_map(key, value),
        Holds::Security => return security(key, value),
    };
    if good { None } else { Some(wrong(key, wanted(holds), value, help(holds, key, value))) }
}

/// A value that is no object where one is due.
pub(super) fn not_an_object(key: &str, value: &Value) -> TypeMismatch {
    wrong(key, "an object", value, HELP.to_owned())
}

/// A value that is no text where one is due, and null neither.
pub(super) fn not_a_string(key: &str, value: &Value) -> TypeMismatch {
    wrong(key, "a text", value, help(Holds::Text, key, value))
}

const HELP: &str = "give it the form that OpenAPI 3.0 wants there";

fn wrong(key: &str, wanted: &str, value: &Value, help: String) -> TypeMismatch {
    let message = format!("`{}` must be {wanted}, not {}", key.escape_debug(), noun(value));
    TypeMismatch { code: Code::WrongForm, steps: Vec::new(), message, help }
}

fn wanted(holds: Holds) -> &'static str {
    match holds {
        Holds::Any => "anything",
        Holds::Text | Holds::OneOf(_) => "a text",
        Holds::Flag => "`true` or `false`",
        Holds::Number => "a number",
        Holds::Count => "a whole number from 0",
        Holds::Texts => "a list of texts",
        Holds::Values | Holds::List(_) | Holds::Security => "a list",
        Holds::Object | Holds::TextMap | Holds::One(_) | Holds::Map(_) => "an object",
        Holds::SchemaOrFlag => "a schema, `true` or `false`",
    }
}

fn noun(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => format!("`{value}`"),
        Value::Number(_) => format!("the number {value}"),
        Value::String(_) => "a text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

fn help(holds: Holds, key: &str, value: &Value) -> String {
    match (holds, value) {
        (Holds::Text, Value::Number(_) | Value::Bool(_)) => "put it in quotes".to_owned(),
        (Holds::Flag, Value::String(text)) if matches!(text.as_str(), "true" | "false") => {
            "write it without quotes".to_owned()
        }
        (Holds::Number | Holds::Count, Value::String(text)) if text.parse::<f64>().is_ok() => {
            "write it without quotes".to_owned()
        }
        (Holds::Flag, Value::Number(_)) if key.starts_with("exclusive") => {
            "OpenAPI 3.0 wants `true` or `false` beside `minimum` or `maximum`; the number is of 3.1"
                .to_owned()
        }
        _ => HELP.to_owned(),
    }
}

fn choice(known: &[&str], key: &str, value: &Value) -> Option<TypeMismatch> {
    let Value::String(text) = value else {
        let mut mismatch = wrong(key, "a text", value, HELP.to_owned());
        if key == "type" && value.is_array() {
            "OpenAPI 3.0 has no lists of types, 3.1 has: say `nullable: true`, or use `oneOf`"
                .clone_into(&mut mismatch.help);
        }
        return Some(mismatch);
    };
    if known.contains(&text.as_str()) {
        return None;
    }
    let help = match nearest(text, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if key == "type" && text == "null" => {
            "OpenAPI 3.0 does not have it, 3.1 does: say `nullable: true`".to_owned()
        }
        None => format!("use {}", alternatives(known)),
    };
    let message = format!("`{}` is not a value of `{key}`", text.escape_debug());
    Some(TypeMismatch { code: Code::UnknownValue, steps: Vec::new(), message, help })
}

/// `a`, `b` or `c`.
fn alternatives(known: &[&str]) -> String {
    let shown: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
    match shown.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

fn texts(key: &str, value: &Value) -> Option<TypeMismatch> {
    let Value::Array(items) = value else {
        return Some(wrong(key, wanted(Holds::Texts), value, HELP.to_owned()));
    };
    let found = items.iter().enumerate().find(|(_, item)| !item.is_string());
    found.map(|(index, item)| {
        let mut mismatch = wrong(key, wanted(Holds::Texts), item, help(Holds::Text, key, item));
        mismatch.message = format!("`{key}` must hold texts only, not {}", noun(item));
        mismatch.steps.push(index.to_string());
        mismatch
    })
}

fn text_map(key: &str, value: &Value) -> Option<TypeMismatch> {
    let Value::Object(entries) = value else {
        return Some(wrong(key, "an object of texts", value, HELP.to_owned()));
    };
    let found = entries.iter().find(|(_, value)| !value.is_string());
    found.map(|(name, value)| {
        let mut mismatch = wrong(name, "a text", value, help(Holds::Text, key, value));
        mismatch.steps.push(name.clone());
        mismatch
    })
}

/// Ways to say who a request is from: `[{basic: []}]`.
fn security(key: &str, value: &Value) -> Option<TypeMismatch> {
    let Value::Array(ways) = value else {
        return Some(wrong(key, "a list", value, HELP.to_owned()));
    };
    ways.iter().enumerate().find_map(|(index, way)| {
        let mut mismatch = match way.as_object() {
            None => wrong(key, "a list of objects", way, "write it as in `- basic: []`".to_owned()),
            Some(schemes) => {
                let (name, mut mismatch) = first_of_scopes(schemes)?;
                mismatch.steps.insert(0, name);
                mismatch
            }
        };
        mismatch.steps.insert(0, index.to_string());
        Some(mismatch)
    })
}

fn first_of_scopes(schemes: &Map<String, Value>) -> Option<(String, TypeMismatch)> {
    schemes.iter().find_map(|(name, scopes)| Some((name.clone(), texts(name, scopes)?)))
}
