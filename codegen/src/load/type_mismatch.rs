//! Values whose type does not match their keyword.

use serde_json::{Map, Value};

use super::keywords::ValueType;
use crate::diagnostic::Code;
use crate::nearest::nearest;

/// A value whose type does not match its keyword.
#[derive(Debug)]
pub(super) struct TypeMismatch {
    pub(super) code: Code,
    /// The path from the value of the keyword to the invalid value.
    pub(super) steps: Vec<String>,
    pub(super) message: String,
    pub(super) help: String,
}

impl TypeMismatch {
    /// The mismatch for a keyword that the client does not need.
    pub(super) fn of_an_unneeded_value(self) -> Self {
        Self { code: Code::UnneededValue, ..self }
    }
}

/// The value that replaces the invalid value of a keyword that the client does not need, if there is one.
pub(super) fn replacement(value_type: ValueType, value: &Value, is_required: bool) -> Option<Value> {
    match (value_type, value) {
        (ValueType::Str, Value::Number(_) | Value::Bool(_)) => Some(Value::String(value.to_string())),
        (ValueType::Str, _) if is_required => Some(Value::String(String::new())),
        _ => None,
    }
}

/// Checks a value, but not the OpenAPI objects inside it: the checker visits these.
pub(super) fn check(value_type: ValueType, key: &str, value: &Value) -> Option<TypeMismatch> {
    let is_valid = match value_type {
        ValueType::Any => true,
        // YAML reads `description:` without a value as null.
        ValueType::Str => value.is_string() || value.is_null(),
        ValueType::Boolean => value.is_boolean(),
        ValueType::Number => value.is_number(),
        ValueType::Count => value.is_u64(),
        ValueType::Values | ValueType::List(_) => value.is_array(),
        ValueType::Object | ValueType::One(_) | ValueType::Map(_) => value.is_object(),
        ValueType::SchemaOrBoolean => value.is_object() || value.is_boolean(),
        ValueType::OneOf(words) => return choice(words.known, key, value),
        ValueType::Strings => return strings(key, value),
        ValueType::StringMap => return string_map(key, value),
        ValueType::Security => return security(key, value),
    };
    if is_valid {
        None
    } else {
        Some(mismatch(key, expected(value_type), value, help(value_type, key, value)))
    }
}

/// The mismatch for a value that must be an object.
pub(super) fn not_an_object(key: &str, value: &Value) -> TypeMismatch {
    mismatch(key, "an object", value, HELP.to_owned())
}

/// The mismatch for a value that must be a string and not null.
pub(super) fn not_a_string(key: &str, value: &Value) -> TypeMismatch {
    mismatch(key, "a string", value, help(ValueType::Str, key, value))
}

/// The next step for a number that no 64-bit float can represent. YAML reads it as a string.
pub(super) const OUT_OF_RANGE_HELP: &str = "write a number between -1.7e308 and 1.7e308, or remove it";

const HELP: &str = "use a value of the type that OpenAPI requires";

fn mismatch(key: &str, expected: &str, value: &Value, help: String) -> TypeMismatch {
    let message = format!("`{}` must be {expected}, not {}", key.escape_debug(), noun(value));
    TypeMismatch { code: Code::WrongType, steps: Vec::new(), message, help }
}

pub(super) fn expected(value_type: ValueType) -> &'static str {
    match value_type {
        ValueType::Any => "anything",
        ValueType::Str | ValueType::OneOf(_) => "a string",
        ValueType::Boolean => "`true` or `false`",
        ValueType::Number => "a number",
        ValueType::Count => "a non-negative integer",
        ValueType::Strings => "an array of strings",
        ValueType::Values | ValueType::List(_) | ValueType::Security => "an array",
        ValueType::Object | ValueType::StringMap | ValueType::One(_) | ValueType::Map(_) => "an object",
        ValueType::SchemaOrBoolean => "a schema, `true` or `false`",
    }
}

pub(super) fn noun(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => format!("`{value}`"),
        Value::Number(_) => format!("the number {value}"),
        Value::String(_) => "a string".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

fn help(value_type: ValueType, key: &str, value: &Value) -> String {
    match (value_type, value) {
        (ValueType::Str, Value::Number(_) | Value::Bool(_)) => "put the value in quotes".to_owned(),
        (ValueType::Boolean, Value::String(text)) if matches!(text.as_str(), "true" | "false") => {
            "remove the quotes".to_owned()
        }
        (ValueType::Number | ValueType::Count, Value::String(text)) => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => "remove the quotes".to_owned(),
            Ok(_) => OUT_OF_RANGE_HELP.to_owned(),
            Err(_) => HELP.to_owned(),
        },
        (ValueType::Boolean, Value::Number(_)) if key.starts_with("exclusive") => {
            "OpenAPI 3.0 requires `true` or `false` beside `minimum` or `maximum`; use `true`, and move the number there"
                .to_owned()
        }
        _ => HELP.to_owned(),
    }
}

fn choice(known: &[&str], key: &str, value: &Value) -> Option<TypeMismatch> {
    let Value::String(text) = value else {
        let mut mismatch = mismatch(key, "a string", value, HELP.to_owned());
        if key == "type" && value.is_array() {
            "use `nullable: true` or `oneOf`; lists of types require OpenAPI 3.1"
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
            "use `nullable: true`; the type `null` requires OpenAPI 3.1".to_owned()
        }
        None => format!("use {}", alternatives(known)),
    };
    let message = format!("`{key}` must not be `{}`", text.escape_debug());
    Some(TypeMismatch { code: Code::UnknownValue, steps: Vec::new(), message, help })
}

/// `a`, `b` or `c`.
pub(super) fn alternatives(known: &[&str]) -> String {
    let shown: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
    match shown.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

fn strings(key: &str, value: &Value) -> Option<TypeMismatch> {
    let Value::Array(items) = value else {
        return Some(mismatch(key, expected(ValueType::Strings), value, HELP.to_owned()));
    };
    let found = items.iter().enumerate().find(|(_, item)| !item.is_string());
    found.map(|(index, item)| {
        let mut mismatch = mismatch(key, expected(ValueType::Strings), item, help(ValueType::Str, key, item));
        mismatch.message = format!("`{key}` must contain only strings, not {}", noun(item));
        mismatch.steps.push(index.to_string());
        mismatch
    })
}

fn string_map(key: &str, value: &Value) -> Option<TypeMismatch> {
    let Value::Object(entries) = value else {
        return Some(mismatch(key, "an object of strings", value, HELP.to_owned()));
    };
    let found = entries.iter().find(|(_, value)| !value.is_string());
    found.map(|(name, value)| {
        let mut mismatch = mismatch(name, "a string", value, help(ValueType::Str, key, value));
        mismatch.steps.push(name.clone());
        mismatch
    })
}

/// Security requirements: `[{basic: []}]`.
fn security(key: &str, value: &Value) -> Option<TypeMismatch> {
    let Value::Array(requirements) = value else {
        return Some(mismatch(key, "an array", value, HELP.to_owned()));
    };
    requirements.iter().enumerate().find_map(|(index, requirement)| {
        let mut mismatch = match requirement.as_object() {
            None => mismatch(
                key,
                "an array of objects",
                requirement,
                "write an object such as `- basic: []`".to_owned(),
            ),
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
    schemes.iter().find_map(|(name, scopes)| Some((name.clone(), strings(name, scopes)?)))
}
