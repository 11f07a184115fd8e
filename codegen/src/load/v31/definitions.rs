//! References to values that are not components: moves each of these values to the components.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::keywords::{Holds, Kind};
use super::super::moves::Layer;
use super::converter::below;
use super::keywords;
use crate::pointer::unescape;

/// The references of a document to values that are not components, by their text.
#[derive(Default)]
struct References {
    /// The kind of the object that each reference replaces.
    kinds: BTreeMap<String, Kind>,
    /// The pointers of the schemas with `$anchor`.
    anchors: BTreeMap<String, String>,
}

/// Moves the values to the components, and changes the references. The checker reports the references whose
/// value does not exist.
pub(super) fn move_to_components(document: &mut Value) -> Layer {
    let mut layer = Layer::default();
    let mut references = References::default();
    references.collect(Kind::OpenApi, document, &mut String::new());
    let mut targets: BTreeMap<String, (Kind, Vec<String>)> = BTreeMap::new();
    let mut changed: BTreeMap<String, String> = BTreeMap::new();
    for (reference, kind) in references.kinds {
        let anchor = reference.strip_prefix('#').and_then(|name| references.anchors.get(name));
        let Some(pointer) = anchor.cloned().or_else(|| pointer(&reference)) else { continue };
        if !document.pointer(&pointer).is_some_and(Value::is_object) {
            continue;
        }
        match component(kind, &pointer) {
            Some(target) => {
                changed.insert(reference, target);
            }
            None => targets.entry(pointer).or_insert_with(|| (kind, Vec::new())).1.push(reference),
        }
    }
    if targets.is_empty() && changed.is_empty() {
        return layer;
    }
    // An inner value moves before the value that contains it.
    let mut targets: Vec<_> = targets.into_iter().collect();
    targets.sort_by_key(|(pointer, _)| std::cmp::Reverse(pointer.matches('/').count()));
    let mut names = Names::default();
    for (pointer, (kind, texts)) in targets {
        let Some(section) = kind.section() else { continue };
        let name = names.choose(document, section, &pointer);
        let target = format!("#/components/{section}/{name}");
        let Some(place) = document.pointer_mut(&pointer) else { continue };
        let value = std::mem::replace(place, json!({ "$ref": target }));
        if !insert(document, section, &name, value) {
            continue;
        }
        layer.value(&format!("/components/{section}"), below("", &name), pointer);
        changed.extend(texts.into_iter().map(|text| (text, target.clone())));
    }
    change(Kind::OpenApi, document, &changed);
    layer
}

/// The JSON pointer of a reference into the same document.
pub(super) fn pointer(reference: &str) -> Option<String> {
    let pointer = decode(reference.strip_prefix('#')?);
    pointer.starts_with('/').then_some(pointer)
}

/// Decodes the percent-encoding of a fragment.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match (first, tail) {
            (b'%', [high, low, tail @ ..]) if digit(high).is_some() && digit(low).is_some() => {
                bytes.push(digit(high).unwrap_or_default() * 16 + digit(low).unwrap_or_default());
                rest = tail;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The reference to a component, in the form that the checker reads.
fn component(kind: Kind, pointer: &str) -> Option<String> {
    let section = kind.section()?;
    let name = pointer.strip_prefix(&format!("/components/{section}/"))?;
    let name = (!name.contains('/')).then(|| unescape(name))?;
    Some(format!("#/components/{section}/{name}"))
}

fn insert(document: &mut Value, section: &str, name: &str, value: Value) -> bool {
    let Value::Object(document) = document else { return false };
    let Value::Object(components) = document.entry("components").or_insert_with(|| json!({})) else {
        return false;
    };
    let Value::Object(section) = components.entry(section).or_insert_with(|| json!({})) else {
        return false;
    };
    section.insert(name.to_owned(), value);
    true
}

/// Chooses the names of new components.
#[derive(Default)]
struct Names(BTreeMap<(String, String), usize>);

impl Names {
    /// The name of the definition, with the names around it if another component has the same name.
    fn choose(&mut self, document: &Value, section: &str, pointer: &str) -> String {
        let steps: Vec<String> = pointer.split('/').skip(1).map(clean).collect();
        let definition = steps.iter().rposition(|step| matches!(step.as_str(), "$defs" | "definitions"));
        let last = definition.map(|at| at + 1).filter(|at| at + 1 == steps.len());
        let short = last.and_then(|at| steps.get(at)).filter(|name| !name.is_empty());
        let is_name = |step: &&String| !STRUCTURE.contains(&step.as_str()) && !step.is_empty();
        let long: Vec<&str> = steps.iter().filter(is_name).map(String::as_str).collect();
        let long = if long.is_empty() { "value".to_owned() } else { long.join("_") };
        let taken = document.get("components").and_then(|components| components.get(section));
        let is_free = |name: &str| taken.is_none_or(|section| section.get(name).is_none());
        if let Some(name) = short.filter(|name| is_free(name)) {
            return name.clone();
        }
        if is_free(&long) {
            return long;
        }
        let count = self.0.entry((section.to_owned(), long.clone())).or_insert(1);
        loop {
            *count += 1;
            let name = format!("{long}_{count}");
            if is_free(&name) {
                return name;
            }
        }
    }
}

/// The keywords that do not become part of a name.
const STRUCTURE: &[&str] = &[
    "components",
    "schemas",
    "parameters",
    "responses",
    "requestBodies",
    "headers",
    "paths",
    "properties",
    "patternProperties",
    "additionalProperties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "$defs",
    "definitions",
    "content",
    "schema",
];

/// A key without the characters that the name of a component cannot contain.
fn clean(step: &str) -> String {
    let step = unescape(step);
    if step.starts_with('$') {
        return step;
    }
    let is_valid = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let parts: Vec<&str> = step.split(|c| !is_valid(c)).filter(|part| !part.is_empty()).collect();
    parts.join("_").chars().take(64).collect()
}

impl References {
    fn collect(&mut self, kind: Kind, value: &Value, pointer: &mut String) {
        let Value::Object(entries) = value else { return };
        if kind.may_be_reference()
            && let Some(Value::String(reference)) = entries.get("$ref")
            && reference.starts_with('#')
            && component(kind, reference.trim_start_matches('#')).as_ref() != Some(reference)
        {
            self.kinds.entry(reference.clone()).or_insert(kind);
        }
        if kind == Kind::Schema
            && let Some(Value::String(anchor)) = entries.get("$anchor")
        {
            self.anchors.entry(anchor.clone()).or_insert_with(|| pointer.clone());
        }
        let length = pointer.len();
        for (key, value) in entries {
            *pointer = below(pointer, key);
            match (inside(kind, key), value) {
                (Some(Inside::One(kind)), value) => self.collect(kind, value, pointer),
                (Some(Inside::Many(kind)), Value::Object(entries)) => {
                    let length = pointer.len();
                    for (key, value) in entries {
                        *pointer = below(pointer, key);
                        self.collect(kind, value, pointer);
                        pointer.truncate(length);
                    }
                }
                (Some(Inside::Many(kind)), Value::Array(items)) => {
                    let length = pointer.len();
                    for (index, value) in items.iter().enumerate() {
                        *pointer = below(pointer, &index.to_string());
                        self.collect(kind, value, pointer);
                        pointer.truncate(length);
                    }
                }
                _ => {}
            }
            pointer.truncate(length);
        }
    }
}

/// The objects inside the value of a keyword.
enum Inside {
    One(Kind),
    Many(Kind),
}

fn inside(kind: Kind, key: &str) -> Option<Inside> {
    match (kind, keywords::holds(kind, key)) {
        (Kind::Paths, _) => key.starts_with('/').then_some(Inside::One(Kind::PathItem)),
        (Kind::Responses, _) => (!key.starts_with("x-")).then_some(Inside::One(Kind::Response)),
        (_, Some(Holds::One(kind))) => Some(Inside::One(kind)),
        (_, Some(Holds::SchemaOrBoolean)) => Some(Inside::One(Kind::Schema)),
        (_, Some(Holds::List(kind) | Holds::Map(kind))) => Some(Inside::Many(kind)),
        _ => None,
    }
}

/// Changes the text of references.
fn change(kind: Kind, value: &mut Value, changed: &BTreeMap<String, String>) {
    let Value::Object(entries) = value else { return };
    if kind.may_be_reference()
        && let Some(Value::String(reference)) = entries.get_mut("$ref")
        && let Some(target) = changed.get(reference)
    {
        reference.clone_from(target);
    }
    if kind == Kind::Discriminator
        && let Some(mapping) = entries.get_mut("mapping").and_then(Value::as_object_mut)
    {
        for target in mapping.values_mut() {
            if let Some(new) = target.as_str().and_then(|target| changed.get(target)) {
                *target = Value::String(new.clone());
            }
        }
    }
    for (key, value) in entries.iter_mut() {
        match (inside(kind, key), value) {
            (Some(Inside::One(kind)), value) => change(kind, value, changed),
            (Some(Inside::Many(kind)), Value::Object(entries)) => {
                for value in entries.values_mut() {
                    change(kind, value, changed);
                }
            }
            (Some(Inside::Many(kind)), Value::Array(items)) => {
                for value in items {
                    change(kind, value, changed);
                }
            }
            _ => {}
        }
    }
}
