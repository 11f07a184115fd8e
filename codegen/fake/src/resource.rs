//! Creates and changes the bodies of resources.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::json_check;
use crate::links::Links;
use crate::model::{self, Fill};
use crate::sid::Counter;
use crate::table::{Document, Property, Type};

/// The values of a new resource, from the highest precedence to the lowest: `given`, `path`, and the rules.
pub(crate) struct Sources<'a> {
    /// The values of the request or of the seed by their names.
    pub(crate) given: &'a [(String, Value)],
    /// The values of the path by the names of the placeholders.
    pub(crate) path: &'a [(String, String)],
    pub(crate) account_sid: &'a str,
    pub(crate) fill: Fill,
}

/// The property that contains the key of a resource.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key<'a> {
    pub(crate) property: &'a Property,
    /// The type of the placeholder in the path of the resource.
    pub(crate) placeholder: &'a Type,
}

impl Key<'_> {
    /// A new key, if the fake assigns the keys of this type.
    pub(crate) fn next(&self, counter: &mut Counter) -> Option<Value> {
        match (self.property.ty.bare(), self.placeholder) {
            (Type::Sid(prefix), _) | (Type::Text, Type::Sid(prefix)) => {
                Some(Value::from(counter.next(prefix)))
            }
            (Type::Text, _) => Some(Value::from(counter.next(""))),
            (Type::Int32 | Type::Int64 | Type::Unsigned, _) => {
                let number = i64::from_str_radix(&counter.next(""), 16);
                Some(Value::from(number.unwrap_or_default()))
            }
            _ => None,
        }
    }

    /// Whether the request contains the key.
    pub(crate) fn is_given(&self, document: &Document, sources: &Sources<'_>) -> bool {
        given(document, self.property, sources.given)
            .or_else(|| from_path(document, self.property, sources.path))
            .is_some()
    }
}

/// The properties of a new resource, without its URLs.
pub(crate) fn create(
    document: &Document,
    properties: &[Property],
    key: Option<&Key<'_>>,
    sources: &Sources<'_>,
    counter: &mut Counter,
) -> Map<String, Value> {
    let mut object = Map::new();
    for property in properties.iter().filter(|property| !property.write_only && !property.name.is_empty()) {
        let is_key = key.is_some_and(|key| key.property.name == property.name);
        let fill = if is_key { sources.fill.without_examples() } else { sources.fill };
        let value = given(document, property, sources.given)
            .or_else(|| from_path(document, property, sources.path))
            .or_else(|| by_rule(property, key, sources, counter))
            .or_else(|| model::absent(document, property, fill));
        object.extend(value.map(|value| (property.name.clone(), value)));
    }
    object
}

/// The value of the request for a property.
fn given(document: &Document, property: &Property, given: &[(String, Value)]) -> Option<Value> {
    let properties = std::slice::from_ref(property);
    let (_, value) = given.iter().rev().find(|(name, _)| model::property(properties, name).is_some())?;
    model::fit(document, property, value)
}

/// The value of the placeholder with the name of a property.
fn from_path(document: &Document, property: &Property, path: &[(String, String)]) -> Option<Value> {
    let properties = std::slice::from_ref(property);
    let (_, value) = path.iter().find(|(name, _)| model::property(properties, name).is_some())?;
    model::fit(document, property, &Value::from(value.as_str()))
}

fn by_rule(
    property: &Property,
    key: Option<&Key<'_>>,
    sources: &Sources<'_>,
    counter: &mut Counter,
) -> Option<Value> {
    if model::is_created(&property.name) || model::is_updated(&property.name) {
        return model::time(&property.ty, sources.fill.now);
    }
    if let Some(key) = key.filter(|key| key.property.name == property.name) {
        return key.next(counter);
    }
    match property.ty.bare() {
        Type::Sid(prefix) if property.name == "sid" => Some(Value::from(counter.next(prefix))),
        Type::Sid(prefix) if prefix == "AC" && property.name == "account_sid" => {
            Some(Value::from(sources.account_sid))
        }
        _ => None,
    }
}

/// Sets the URLs of a resource, unless the request contains them.
pub(crate) fn link(
    object: &mut Map<String, Value>,
    properties: &[Property],
    given: &[(String, Value)],
    links: &Links<'_>,
) {
    for property in properties {
        let is_given = given.iter().any(|(name, _)| *name == property.name);
        if let Some(value) = links.value(property).filter(|_| !is_given) {
            object.insert(property.name.clone(), value);
        }
    }
}

/// Changes the properties that a request contains, and the time of the last change.
pub(crate) fn update(
    document: &Document,
    properties: &[Property],
    object: &mut Map<String, Value>,
    given: &[(String, Value)],
    now: Timestamp,
) {
    for property in properties.iter().filter(|property| !property.write_only) {
        if let Some(value) = self::given(document, property, given) {
            object.insert(property.name.clone(), value);
        } else if model::is_updated(&property.name) {
            object.extend(model::time(&property.ty, now).map(|value| (property.name.clone(), value)));
        }
    }
}

/// The body of a resource as JSON.
pub(crate) fn text(object: &Map<String, Value>) -> String {
    serde_json::to_string(object).unwrap_or_default()
}

/// Reads the body of a resource.
pub(crate) fn parse(body: &str) -> Map<String, Value> {
    serde_json::from_str(body).unwrap_or_default()
}

/// The body of a resource in the type of another operation: the properties that both types have, and those
/// that every object must have.
pub(crate) fn project(
    document: &Document,
    properties: &[Property],
    object: &Map<String, Value>,
    fill: Fill,
) -> Map<String, Value> {
    let project = |property: &Property| {
        let known = object.get(&property.name);
        let fitting = known.and_then(|value| model::fit(document, property, value));
        let value = fitting.or_else(|| model::absent(document, property, fill))?;
        Some((property.name.clone(), value))
    };
    properties.iter().filter_map(project).collect()
}

/// The value of a type that contains a resource: its properties, or a value of the type.
pub(crate) fn conform(document: &Document, ty: &Type, object: Map<String, Value>, fill: Fill) -> Value {
    let properties = model::properties(document, ty, &model::names(&object));
    if !properties.is_empty() {
        return Value::Object(project(document, properties, &object, fill));
    }
    let object = Value::Object(object);
    if json_check::value(document, ty, &object).is_ok() {
        return object;
    }
    model::smallest(document, ty.bare(), fill)
}
