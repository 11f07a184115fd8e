//! The properties of resources: which input has which property, and the values of properties without an input.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::table::{Bounds, Definition, Document, Operation, Output, Property, Rule, Type};
use crate::{clock, convert, json_check, sid};

impl Document {
    /// The definition of a named type.
    pub(crate) fn definition(&self, ty: &Type) -> Option<&Definition> {
        match ty.bare() {
            Type::Named(index) => self.types.get(*index),
            _ => None,
        }
    }

    /// The properties of an object type. A union has those of its first object.
    pub(crate) fn properties(&self, ty: &Type) -> &[Property] {
        match self.definition(ty) {
            Some(Definition::Object(properties)) => properties,
            Some(Definition::Union(types)) => {
                let objects = types.iter().filter_map(|ty| match self.definition(ty) {
                    Some(Definition::Object(properties)) => Some(properties.as_slice()),
                    _ => None,
                });
                objects.into_iter().next().unwrap_or_default()
            }
            _ => &[],
        }
    }

    /// The properties of the rules, by whose values a request finds resources.
    pub(crate) fn indexed(&self) -> impl Iterator<Item = String> {
        self.rules.iter().filter_map(|rule| match rule {
            Rule::Unique { property, .. } | Rule::Alias { property, .. } => Some(property.clone()),
            Rule::Cascade { .. } => None,
        })
    }

    /// Whether the value of a property identifies a resource, so that two resources must not have the same example.
    fn is_indexed(&self, property: &Property) -> bool {
        self.indexed().any(|indexed| indexed == property.name)
    }
}

/// The values of the properties that neither the request nor a rule determines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fill {
    pub(crate) now: Timestamp,
    pub(crate) documented: Documented,
}

/// The values of a document that a new resource can have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Documented {
    /// The default of the property.
    #[default]
    Defaults,
    /// The default of the property, or else its example.
    DefaultsAndExamples,
}

impl Fill {
    /// The same for a property that identifies the resource.
    pub(crate) fn without_examples(self) -> Self {
        Self { documented: Documented::Defaults, ..self }
    }

    /// The default or the example of a property, unless its schema does not allow it.
    fn documented(&self, document: &Document, property: &Property) -> Option<Value> {
        let default = property.default.as_ref().and_then(|value| fit(document, property, value));
        let has_example =
            self.documented == Documented::DefaultsAndExamples && !document.is_indexed(property);
        let example = property.example.as_ref().filter(|_| has_example);
        default.or_else(|| example.and_then(|example| fitting(document, property, example)))
    }
}

/// The type of the resource that an operation returns.
pub(crate) fn of(operation: &Operation) -> Option<&Type> {
    match &operation.output {
        Output::Page(page) => Some(page.item.bare()),
        Output::Value(ty) => match ty.bare() {
            Type::List(item) => Some(item.bare()),
            other => Some(other),
        },
        _ => None,
    }
}

/// The properties of a resource that has values with these names. Of a union, they are those of the object that has
/// most of the names.
pub(crate) fn properties<'d>(document: &'d Document, ty: &Type, names: &[&str]) -> &'d [Property] {
    let mut objects = Vec::new();
    collect_objects(document, ty, DEPTH, &mut objects);
    let known =
        |properties: &[Property]| names.iter().filter(|name| property(properties, name).is_some()).count();
    let best = objects.into_iter().rev().max_by_key(|properties| known(properties));
    best.unwrap_or_else(|| document.properties(ty))
}

/// The names of the properties of an object.
pub(crate) fn names(object: &Map<String, Value>) -> Vec<&str> {
    object.keys().map(String::as_str).collect()
}

/// The names of the values of a request.
pub(crate) fn given_names(given: &[(String, Value)]) -> Vec<&str> {
    given.iter().map(|(name, _)| name.as_str()).collect()
}

/// Adds the objects of a union, also those of the unions inside it.
fn collect_objects<'d>(document: &'d Document, ty: &Type, depth: usize, found: &mut Vec<&'d [Property]>) {
    match document.definition(ty) {
        Some(Definition::Object(properties)) => found.push(properties),
        Some(Definition::Union(types)) if depth > 0 => {
            for ty in types {
                collect_objects(document, ty, depth - 1, found);
            }
        }
        _ => {}
    }
}

/// The property of an input: their names differ at most in their case and in the characters between words.
pub(crate) fn property<'a>(properties: &'a [Property], name: &str) -> Option<&'a Property> {
    properties.iter().find(|property| !property.name.is_empty() && is_same(&property.name, name))
}

fn is_same(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> Vec<u8> {
        text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).collect()
    };
    letters(one) == letters(other)
}

/// The property that contains the key of a resource: the one with the name of the placeholder, or else `sid`.
pub(crate) fn key_property<'a>(properties: &'a [Property], placeholder: &str) -> Option<&'a Property> {
    ["sid", "id"]
        .iter()
        .fold(property(properties, placeholder), |found, name| found.or_else(|| property(properties, name)))
}

/// Whether a property is the time of the creation.
pub(crate) fn is_created(name: &str) -> bool {
    is_time(name, "created")
}

/// Whether a property is the time of the last change.
pub(crate) fn is_updated(name: &str) -> bool {
    is_time(name, "updated")
}

fn is_time(name: &str, event: &str) -> bool {
    ["date_", "time_", ""].iter().any(|before| is_same(name, &format!("{before}{event}")))
        || ["_at", "_on", "_time", "_date"].iter().any(|after| is_same(name, &format!("{event}{after}")))
}

/// A time in the format of a property.
pub(crate) fn time(ty: &Type, now: Timestamp) -> Option<Value> {
    match ty.bare() {
        Type::Timestamp => Some(Value::from(clock::rfc3339(now))),
        Type::Rfc2822 => Some(Value::from(clock::rfc2822(now))),
        _ => None,
    }
}

/// The value of a property without an input: a value of the document, null, or else a value of the type if every object
/// has the property.
pub(crate) fn absent(document: &Document, property: &Property, fill: Fill) -> Option<Value> {
    if property.write_only || property.name.is_empty() {
        return None;
    }
    if let Some(value) = fill.documented(document, property) {
        Some(value)
    } else if property.nullable {
        Some(Value::Null)
    } else if property.required {
        Some(minimal(document, &property.ty, &property.bounds, fill, DEPTH))
    } else {
        None
    }
}

/// The depth of the objects in a value that the fake invents.
const DEPTH: usize = 8;

/// The smallest value of a type.
pub(crate) fn smallest(document: &Document, ty: &Type, fill: Fill) -> Value {
    minimal(document, ty, &Bounds::default(), fill, DEPTH)
}

fn minimal(document: &Document, ty: &Type, bounds: &Bounds, fill: Fill, depth: usize) -> Value {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the length of an invented value"
    )]
    let length = |min: Option<f64>| min.unwrap_or(0.0).clamp(0.0, 1000.0) as usize;
    let inner = |ty: &Type| minimal(document, ty, &Bounds::default(), fill, depth.saturating_sub(1));
    match ty {
        Type::Text => Value::from("a".repeat(length(bounds.min_length))),
        Type::Bytes => Value::from(""),
        Type::Bool => Value::Bool(false),
        Type::Int32 | Type::Int64 | Type::Unsigned | Type::Number => number(bounds),
        Type::Timestamp | Type::Rfc2822 => time(ty, fill.now).unwrap_or_default(),
        Type::Date => Value::from(fill.now.strftime("%Y-%m-%d").to_string()),
        Type::Duration => Value::from("PT0S"),
        Type::Sid(prefix) => Value::from(sid::of_name(prefix, "")),
        Type::Nullable(_) => Value::Null,
        Type::List(_) | Type::Map(_) | Type::Json | Type::Named(_) if depth == 0 => Value::Null,
        Type::List(item) => Value::Array(vec![inner(item); length(bounds.min_items)]),
        Type::Map(_) | Type::Json => Value::Object(Map::new()),
        Type::Named(_) => match document.definition(ty) {
            Some(Definition::Object(properties)) => {
                let readable = properties.iter().filter(|property| !property.write_only);
                let entries = readable.filter_map(|property| {
                    let required =
                        || minimal(document, &property.ty, &property.bounds, fill, depth.saturating_sub(1));
                    let documented = fill.documented(document, property);
                    let value = documented.or_else(|| property.required.then(required))?;
                    Some((property.name.clone(), value))
                });
                Value::Object(entries.collect())
            }
            Some(Definition::Enum(values)) => {
                values.first().map_or(Value::Null, |value| Value::from(value.as_str()))
            }
            Some(Definition::Integers(values)) => values.first().copied().map_or(Value::Null, Value::from),
            Some(Definition::Union(types)) => types.first().map_or(Value::Null, inner),
            None => Value::Null,
        },
    }
}

/// The number within the bounds that is nearest to zero.
fn number(bounds: &Bounds) -> Value {
    let number = 0.0_f64.max(bounds.min.unwrap_or(0.0)).min(bounds.max.unwrap_or(f64::MAX));
    #[expect(clippy::cast_possible_truncation, reason = "the bounds of an integer are integers")]
    let integer = number.ceil() as i64;
    Value::from(integer)
}

/// Converts a value of a request to the type of a property, if that is possible.
pub(crate) fn fit(document: &Document, property: &Property, value: &Value) -> Option<Value> {
    if let Some(value) = fitting(document, property, value) {
        return Some(value);
    }
    let converted = match (value, property.ty.bare()) {
        (Value::String(text), ty) => {
            convert::values(document, ty, &property.bounds, &[text.as_str()]).ok()?
        }
        (other, Type::Text) => Value::from(other.to_string()),
        (other, Type::List(_)) => Value::Array(vec![other.clone()]),
        _ => return None,
    };
    fitting(document, property, &converted)
}

/// A value that the schema of a property allows, in the formats of the schema.
fn fitting(document: &Document, property: &Property, value: &Value) -> Option<Value> {
    if value.is_null() && property.nullable {
        return Some(Value::Null);
    }
    json_check::value(document, &property.ty, value).ok()?;
    let value = in_format(document, &property.ty, value);
    json_check::bounds(&property.bounds, &value).is_ok().then_some(value)
}

/// A value in the formats of its type: clients send times in several formats, and numbers as strings, too.
fn in_format(document: &Document, ty: &Type, value: &Value) -> Value {
    let converted = match (ty, value) {
        (Type::Nullable(inner), _) => Some(in_format(document, inner, value)),
        (Type::Timestamp | Type::Rfc2822, Value::String(text)) => {
            clock::parse(text).and_then(|parsed| time(ty, parsed))
        }
        (Type::Number, Value::String(text)) => convert::number(text),
        (Type::List(item), Value::Array(items)) => {
            Some(items.iter().map(|found| in_format(document, item, found)).collect())
        }
        (Type::Map(inner), Value::Object(entries)) => {
            Some(entries_in_format(document, entries, |_| Some(inner)))
        }
        (Type::Named(_), Value::Object(entries)) => match document.definition(ty) {
            Some(Definition::Object(properties)) => {
                let named = |name: &str| properties.iter().find(|property| property.name == name);
                let ty = |key: &str| named(key).or_else(|| named("")).map(|property| &property.ty);
                Some(entries_in_format(document, entries, ty))
            }
            Some(Definition::Union(types)) => {
                let ty = types.iter().find(|ty| json_check::value(document, ty, value).is_ok());
                ty.map(|ty| in_format(document, ty, value))
            }
            _ => None,
        },
        _ => None,
    };
    converted.unwrap_or_else(|| value.clone())
}

fn entries_in_format<'a>(
    document: &Document,
    entries: &Map<String, Value>,
    ty: impl Fn(&str) -> Option<&'a Type>,
) -> Value {
    let entry = |(key, value): (&String, &Value)| {
        let value = ty(key).map_or_else(|| value.clone(), |ty| in_format(document, ty, value));
        (key.clone(), value)
    };
    Value::Object(entries.iter().map(entry).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_select_the_object_of_a_union() {
        let property = |name: &str| format!(r#"{{"name":"{name}","type":"text"}}"#);
        let object = |names: &[&str]| {
            let properties: Vec<String> = names.iter().map(|name| property(name)).collect();
            format!(r#"{{"object":[{}]}}"#, properties.join(","))
        };
        let types = [
            r#"{"union":[{"named":1},{"named":2}]}"#.to_owned(),
            object(&["kind", "bark"]),
            r#"{"union":[{"named":3},{"named":4}]}"#.to_owned(),
            object(&["kind", "claws"]),
            object(&["kind"]),
        ];
        let types = types.join(",");
        let text = format!(r#"{{"module":"m","title":"t","server":"","operations":[],"types":[{types}]}}"#);
        let document = Document::read(&text).unwrap();
        for (names, selected) in [
            (&["kind", "bark"][..], &["kind", "bark"][..]),
            (&["claws"], &["kind", "claws"]),
            (&["kind"], &["kind", "bark"]),
            (&[], &["kind", "bark"]),
        ] {
            let found = properties(&document, &Type::Named(0), names);
            let found: Vec<&str> = found.iter().map(|property| property.name.as_str()).collect();
            assert_eq!(found, selected, "{names:?}");
        }
    }
}
