//! Keywords of a schema other than `type`: constants, bounds, encodings, tuples and patterns of names.

use serde_json::{Map, Value, json};

use super::super::converter::{Converter, below};
use super::super::example_values::is_small;
use super::super::keywords::Kind;

/// Converts the keywords of a schema that have another form in OpenAPI 3.0.
pub(super) fn convert(converter: &mut Converter<'_>, schema: &mut Map<String, Value>) {
    constant(converter, schema);
    bound(converter, schema, ("minimum", "exclusiveMinimum"), |exclusive, inclusive| exclusive >= inclusive);
    bound(converter, schema, ("maximum", "exclusiveMaximum"), |exclusive, inclusive| exclusive <= inclusive);
    content(converter, schema);
    tuple(converter, schema);
    pattern_properties(converter, schema);
    // Referenced definitions are components by now.
    for keyword in ["$defs", "definitions", "$anchor"] {
        schema.shift_remove(keyword);
    }
}

/// Converts `examples` to `example`: the first example that a schema keeps. `example` has precedence.
pub(super) fn sample(converter: &mut Converter<'_>, schema: &mut Map<String, Value>) {
    let is_kept = |example: &Value| !example.is_null() && is_small(example);
    if schema.get("example").is_some_and(is_kept) {
        return;
    }
    let mut examples = schema.get("examples").and_then(Value::as_array).into_iter().flatten().enumerate();
    let Some((index, example)) = examples.find(|(_, example)| is_kept(example)) else { return };
    let (example, pointer) =
        (example.clone(), below(&below(&converter.pointer, "examples"), &index.to_string()));
    converter.layer.value(&converter.pointer, "/example".to_owned(), pointer);
    schema.shift_remove("examples");
    schema.insert("example".to_owned(), example);
}

/// Converts `const` to an `enum` with one value.
fn constant(converter: &mut Converter<'_>, schema: &mut Map<String, Value>) {
    let Some(value) = schema.shift_remove("const") else { return };
    let name = match &value {
        Value::Null => {
            schema.insert("nullable".to_owned(), Value::Bool(true));
            return;
        }
        Value::Array(_) | Value::Object(_) => {
            converter.ignore(Kind::Schema, "const", "only strings and integers become an enum");
            return;
        }
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
    };
    schema.entry("type").or_insert_with(|| json!(name));
    schema.insert("enum".to_owned(), json!([value]));
    let pointer = below(&converter.pointer, "const");
    converter.layer.value(&converter.pointer, "/enum/0".to_owned(), pointer);
}

/// Converts a numeric exclusive bound to a bound with a flag. Of two bounds, the stricter one remains.
fn bound(
    converter: &mut Converter<'_>,
    schema: &mut Map<String, Value>,
    (inclusive, exclusive): (&str, &str),
    is_stricter: fn(f64, f64) -> bool,
) {
    let Some(Value::Number(number)) = schema.get(exclusive).cloned() else { return };
    let other = schema.get(inclusive).and_then(Value::as_f64);
    if other.zip(number.as_f64()).is_some_and(|(other, number)| !is_stricter(number, other)) {
        schema.shift_remove(exclusive);
        return;
    }
    schema.insert(exclusive.to_owned(), Value::Bool(true));
    schema.insert(inclusive.to_owned(), Value::Number(number));
    let pointer = below(&converter.pointer, exclusive);
    converter.layer.value(&converter.pointer, below("", inclusive), pointer);
}

/// Converts the encoding and the media type of a string to a `format`.
fn content(converter: &mut Converter<'_>, schema: &mut Map<String, Value>) {
    let mut take = |keyword| match schema.shift_remove(keyword) {
        Some(Value::String(value)) => Some(value),
        _ => None,
    };
    let (encoding, media) = (take("contentEncoding"), take("contentMediaType"));
    let (format, keyword) = match (encoding.as_deref(), media.as_deref()) {
        (Some(encoding), _) if encoding.eq_ignore_ascii_case("base64") => ("byte", "contentEncoding"),
        (None | Some("binary"), Some(media)) if !is_text(media) => ("binary", "contentMediaType"),
        (None, None) => return,
        (encoding, _) => {
            let keyword = if encoding.is_some() { "contentEncoding" } else { "contentMediaType" };
            converter.ignore(Kind::Schema, keyword, "the string is passed on as it is");
            return;
        }
    };
    if schema.contains_key("format") || schema.get("type").is_some_and(|name| name == "object") {
        converter.ignore(Kind::Schema, keyword, "`format` and `type` determine the value");
        return;
    }
    schema.entry("type").or_insert_with(|| json!("string"));
    schema.insert("format".to_owned(), json!(format));
    let pointer = below(&converter.pointer, keyword);
    converter.layer.value(&converter.pointer, "/format".to_owned(), pointer);
}

/// Whether the content of a media type is text.
fn is_text(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_structured = |name: &str| matches!(name, "json" | "xml" | "yaml" | "x-www-form-urlencoded");
    essence.starts_with("text/")
        || essence.strip_prefix("application/").is_some_and(is_structured)
        || essence.rsplit_once('+').is_some_and(|(_, suffix)| is_structured(suffix))
}

/// Converts a tuple to an array of any JSON values.
fn tuple(converter: &mut Converter<'_>, schema: &mut Map<String, Value>) {
    if schema.shift_remove("prefixItems").is_some() {
        converter.ignore(Kind::Schema, "prefixItems", "a tuple becomes a list of JSON values");
        schema.entry("type").or_insert_with(|| json!("array"));
        schema.insert("items".to_owned(), json!({}));
    }
}

/// Converts `patternProperties` to `additionalProperties`: the schema of the only pattern, or any value.
fn pattern_properties(converter: &mut Converter<'_>, schema: &mut Map<String, Value>) {
    let Some(Value::Object(patterns)) = schema.shift_remove("patternProperties") else { return };
    converter.ignore(Kind::Schema, "patternProperties", "the server checks the names of properties");
    let other = schema.get("additionalProperties").is_some_and(Value::is_object);
    let mut patterns = patterns.into_iter();
    let value = match (patterns.next(), patterns.next()) {
        (None, _) => return,
        (Some((pattern, value)), None) if !other => {
            let pointer = below(&below(&converter.pointer, "patternProperties"), &pattern);
            converter.layer.value(&converter.pointer, "/additionalProperties".to_owned(), pointer);
            value
        }
        _ => json!({}),
    };
    schema.insert("additionalProperties".to_owned(), value);
}
