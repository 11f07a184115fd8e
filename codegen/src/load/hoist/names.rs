//! The names of the components that contain moved values.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::load::selection::is_method;
use crate::pointer::unescape;

/// Chooses the names of new components.
pub(super) struct Names {
    /// The names of all components, by section.
    taken: BTreeMap<String, BTreeSet<String>>,
    /// The last number of each name that several values have.
    numbers: BTreeMap<(String, String), usize>,
}

impl Names {
    pub(super) fn of(document: &Value) -> Self {
        let sections = document.get("components").and_then(Value::as_object).into_iter().flatten();
        let taken = sections.map(|(section, components)| {
            let names = components.as_object().into_iter().flatten().map(|(name, _)| name.clone());
            (section.clone(), names.collect())
        });
        Self { taken: taken.collect(), numbers: BTreeMap::new() }
    }

    /// The name of a value at a pointer: the name of a definition, or the names around the value.
    pub(super) fn choose(&mut self, document: &Value, section: &str, pointer: &str) -> String {
        let steps: Vec<String> = pointer.split('/').skip(1).map(unescape).collect();
        let long = long(document, &steps, Parts::Numbered);
        let short = self::long(document, &steps, Parts::Merged);
        let candidates = definition(&steps).into_iter().chain([short, long.clone()]);
        let taken = self.taken.entry(section.to_owned()).or_default();
        for name in candidates {
            if taken.insert(name.clone()) {
                return name;
            }
        }
        let number = self.numbers.entry((section.to_owned(), long.clone())).or_insert(1);
        loop {
            *number += 1;
            let name = format!("{long}_{number}");
            if taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

/// The name of a definition in a schema or in the document.
fn definition(steps: &[String]) -> Option<String> {
    match steps {
        [.., keyword, name] if matches!(keyword.as_str(), "$defs" | "definitions") => {
            Some(clean(name)).filter(|name| !name.is_empty())
        }
        _ => None,
    }
}

/// Whether the number of a schema in `allOf` is part of a name. Without it, properties have the name of the object.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parts {
    Merged,
    Numbered,
}

/// The names around a value, from the outermost one.
fn long(document: &Value, steps: &[String], parts: Parts) -> String {
    let mut words: Vec<String> = Vec::new();
    let (mut value, mut rest) = (Some(document), steps);
    if let [paths, path, method, inner @ ..] = steps
        && paths == "paths"
        && is_method(method)
    {
        value = document.get(paths).and_then(|paths| paths.get(path)?.get(method));
        let id = value.and_then(|operation| operation.get("operationId")?.as_str());
        words.push(id.map_or_else(|| clean(&format!("{method}/{path}")), clean));
        rest = inner;
    } else if let [components, section, name, inner @ ..] = steps
        && components == "components"
    {
        value = document.get(components).and_then(|components| components.get(section)?.get(name));
        words.push(clean(name));
        rest = inner;
    }
    while let [step, inner @ ..] = rest {
        let key = inner.first().map(String::as_str).unwrap_or_default();
        let below = value.and_then(|value| child(value, step));
        let (word, length) = word(step, key, below.and_then(|below| child(below, key)));
        let is_merged = parts == Parts::Merged && step == "allOf" && rest.len() > length;
        words.extend(word.filter(|_| !is_merged));
        for step in rest.iter().take(length) {
            value = value.and_then(|value| child(value, step));
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    words.retain(|word| !word.is_empty());
    if words.is_empty() { "value".to_owned() } else { words.join("_") }
}

/// The word for a keyword and the key after it, and the number of these steps. `value` is the value at the key.
fn word(keyword: &str, key: &str, value: Option<&Value>) -> (Option<String>, usize) {
    match keyword {
        "content" => (None, 2),
        "paths" | "requestBodies" | "headers" | "properties" | "patternProperties" | "$defs"
        | "definitions" => (Some(clean(key)), 2),
        "parameters" => {
            let name = value.and_then(|parameter| parameter.get("name")?.as_str());
            (Some(clean(name.unwrap_or(key))), 2)
        }
        "responses" if key.starts_with('2') => (Some("response".to_owned()), 2),
        "responses" => (Some(format!("response_{}", clean(key))), 2),
        "allOf" | "oneOf" | "anyOf" | "prefixItems" => {
            let number = key.parse::<usize>().map_or_else(|_| clean(key), |index| (index + 1).to_string());
            (Some(number), 2)
        }
        "requestBody" => (Some("request".to_owned()), 1),
        "items" => (Some("item".to_owned()), 1),
        "additionalProperties" => (Some("value".to_owned()), 1),
        "schema" => (None, 1),
        other => (Some(clean(other)), 1),
    }
}

fn child<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    match value {
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        other => other.get(key),
    }
}

/// A key without the characters that the name of a component cannot contain.
fn clean(step: &str) -> String {
    let is_valid = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let parts: Vec<&str> = step.split(|c| !is_valid(c)).filter(|part| !part.is_empty()).collect();
    parts.join("_").chars().take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_the_location() {
        let document = serde_json::json!({
            "components": {"schemas": {"Taken": {}, "Pet_tag": {}}},
            "paths": {
                "/pets": {"get": {"operationId": "listPets", "parameters": [{"name": "sort-by"}]}},
                "/pets/{id}": {"parameters": [{"name": "id"}], "get": {}},
            },
        });
        let mut names = Names::of(&document);
        for (pointer, name) in [
            ("/components/schemas/Pet/properties/id", "Pet_id"),
            ("/components/schemas/Pet/properties/tag", "Pet_tag_2"),
            ("/components/schemas/Pet/properties/tags/items", "Pet_tags_item"),
            ("/components/schemas/items/properties/id", "items_id"),
            ("/components/schemas/Pet/additionalProperties", "Pet_value"),
            ("/components/schemas/Pet/allOf/0", "Pet_1"),
            ("/components/schemas/Pet/allOf/0/properties/age", "Pet_age"),
            ("/components/schemas/Pet/allOf/1/properties/age", "Pet_2_age"),
            ("/components/schemas/Pet/$defs/Owner", "Owner"),
            ("/components/schemas/Pet/$defs/Taken", "Pet_Taken"),
            ("/components/responses/Ok/content/application~1json/schema", "Ok"),
            ("/definitions/Dog", "Dog"),
            ("/x-schemas/Cat", "x-schemas_Cat"),
            ("/paths/~1pets/get/responses/200", "listPets_response"),
            ("/paths/~1pets/get/responses/404/content/a~1b/schema", "listPets_response_404"),
            ("/paths/~1pets/get/responses/2XX/headers/X-A", "listPets_response_X-A"),
            ("/paths/~1pets/get/parameters/0/schema", "listPets_sort-by"),
            ("/paths/~1pets/get/requestBody", "listPets_request"),
            ("/paths/~1pets~1{id}/get/responses/200", "get_pets_id_response"),
            ("/paths/~1pets~1{id}/parameters/0", "pets_id_id"),
            ("/", "value"),
        ] {
            assert_eq!(names.choose(&document, "schemas", pointer), name, "{pointer}");
        }
    }
}
