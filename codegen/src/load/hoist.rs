//! References to values that are not components: moves each of these values to the components.
//!
//! The other stages read only references to components. A value keeps its position in the author's text
//! ([`Moves`](super::moves::Moves)).

mod names;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::chains::{self, Ends, Step};
use super::cursor::Cursor;
use super::keywords::{Kind, ValueType};
use super::moves::Layer;
use super::v31::keywords;
use crate::pointer::{escape, unescape};
use names::Names;

/// The references of a document to values that are not components, by their text.
#[derive(Default)]
pub(super) struct References {
    /// The kind of the object that each reference replaces.
    kinds: BTreeMap<String, Kind>,
    /// The pointers of the schemas with `$anchor`.
    anchors: BTreeMap<String, String>,
    /// The pointers of the schemas with `$id`.
    ids: BTreeMap<String, String>,
}

/// The target of a reference.
#[derive(Clone)]
pub(super) enum Target {
    /// A component, by its reference.
    Component(String),
    /// Another value, by its pointer.
    Value(String),
}

/// The targets that were found, by the kind and the pointer of each link.
pub(super) type TargetEnds = Ends<(Kind, String), Option<Target>>;

/// Moves the values to the components, and changes the references. The checker reports the references whose
/// value does not exist.
pub(super) fn move_to_components(document: &mut Value) -> Layer {
    let mut layer = Layer::default();
    let references = References::of(document);
    let mut targets: BTreeMap<String, (Kind, Vec<String>)> = BTreeMap::new();
    let mut changed: BTreeMap<String, String> = BTreeMap::new();
    let mut ends = TargetEnds::new();
    for (reference, kind) in &references.kinds {
        match references.target(document, reference, *kind, &mut ends) {
            Some(Target::Component(component)) => {
                changed.insert(reference.clone(), component);
            }
            Some(Target::Value(pointer)) => {
                targets.entry(pointer).or_insert_with(|| (*kind, Vec::new())).1.push(reference.clone());
            }
            None => {}
        }
    }
    if targets.is_empty() && changed.is_empty() {
        return layer;
    }
    // The names depend on the values around a target, so they are chosen before any value moves.
    let mut names = Names::of(document);
    let moving = targets.into_iter().filter_map(|(pointer, (kind, texts))| {
        let section = kind.section()?;
        let name = names.choose(document, section, &pointer);
        Some((pointer, section, name, texts))
    });
    let mut moving: Vec<_> = moving.collect();
    // An inner value moves before the value that contains it.
    moving.sort_by_key(|(pointer, ..)| std::cmp::Reverse(pointer.matches('/').count()));
    for (pointer, section, name, texts) in moving {
        let target = format!("#/components/{section}/{name}");
        let Some(place) = document.pointer_mut(&pointer) else { continue };
        let value = std::mem::replace(place, json!({ "$ref": target }));
        if !insert(document, section, &name, value) {
            continue;
        }
        layer.value(&format!("/components/{section}"), format!("/{}", escape(&name)), pointer);
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
    let name = pointer.strip_prefix("/components/")?.strip_prefix(section)?.strip_prefix('/')?;
    let name = (!name.contains('/')).then(|| unescape(name))?;
    Some(format!("#/components/{section}/{name}"))
}

/// Whether the checker can read a reference without a change.
pub(super) fn is_canonical(kind: Kind, reference: &str) -> bool {
    let name = kind.section().and_then(|section| {
        reference.strip_prefix("#/components/")?.strip_prefix(section)?.strip_prefix('/')
    });
    name.is_some_and(|name| !name.contains(['/', '~', '%']))
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

impl References {
    /// Collects the references of a document. A target may be the value of an unknown keyword, such as
    /// `definitions` of the document. It is not part of the document's objects, so its references are collected
    /// separately.
    pub(super) fn of(document: &Value) -> Self {
        let mut references = Self::default();
        references.collect(Kind::OpenApi, document);
        if references.kinds.keys().any(|reference| pointer(reference).is_none()) {
            references.collect_anchors(Kind::OpenApi, document, &mut String::new());
        }
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<(String, Kind)> =
            references.kinds.iter().map(|(reference, kind)| (reference.clone(), *kind)).collect();
        while let Some((reference, kind)) = waiting.pop() {
            let Some(pointer) = references.pointer(document, &reference) else { continue };
            let Some(value) = document.pointer(&pointer) else { continue };
            if !matches!(Location::of(&pointer), Location::Unknown) || !seen.insert(pointer) {
                continue;
            }
            let mut inner = Self::default();
            inner.collect(kind, value);
            for (reference, kind) in inner.kinds {
                if !references.kinds.contains_key(&reference) {
                    references.kinds.insert(reference.clone(), kind);
                    waiting.push((reference, kind));
                }
            }
        }
        references
    }

    /// The pointer of a reference. Some authors do not percent-encode a key that contains `%`.
    pub(super) fn pointer(&self, document: &Value, reference: &str) -> Option<String> {
        let (id, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if !id.is_empty() {
            let is_pointer = fragment.is_empty() || fragment.starts_with('/');
            return self.ids.get(id).filter(|_| is_pointer).map(|root| root.clone() + &decode(fragment));
        }
        if let Some(pointer) = self.anchors.get(fragment) {
            return Some(pointer.clone());
        }
        let decoded = pointer(reference)?;
        let is_literal = document.pointer(&decoded).is_none() && document.pointer(fragment).is_some();
        Some(if is_literal { fragment.to_owned() } else { decoded })
    }

    /// The target of a reference, through any number of other references. `None` if no object of the kind is
    /// there.
    fn target(&self, document: &Value, reference: &str, kind: Kind, ends: &mut TargetEnds) -> Option<Target> {
        let first = self.pointer(document, reference)?;
        let end =
            chains::end(ends, (kind, first.clone()), |(kind, pointer)| self.step(document, *kind, pointer));
        // The stage that reads the references reports a cycle.
        end.unwrap_or(Some(Target::Value(first)))
    }

    fn step(&self, document: &Value, kind: Kind, pointer: &str) -> Step<(Kind, String), Option<Target>> {
        let Some(value) = document.pointer(pointer) else { return Step::End(None) };
        if let Some(component) = component(kind, pointer) {
            return Step::End(Some(Target::Component(component)));
        }
        let is_of_kind = match Location::of(pointer) {
            Location::Object(found) => found == kind,
            Location::Objects => false,
            Location::Unknown => true,
        };
        if !is_of_kind || !(value.is_object() || (kind == Kind::Schema && value.is_boolean())) {
            return Step::End(None);
        }
        // A reference to a reference needs no component between them.
        let next = value.get("$ref").and_then(Value::as_str);
        let is_alone = value.as_object().is_some_and(|entries| entries.len() == 1);
        match next.filter(|_| is_alone) {
            Some(next) if is_canonical(kind, next) => Step::End(Some(Target::Component(next.to_owned()))),
            Some(next) => match self.pointer(document, next) {
                Some(next) => Step::Link((kind, next)),
                None => Step::End(Some(Target::Value(pointer.to_owned()))),
            },
            None => Step::End(Some(Target::Value(pointer.to_owned()))),
        }
    }

    /// Whether a reference leads to an object of the kind.
    pub(super) fn leads_to(
        &self,
        document: &Value,
        reference: &str,
        kind: Kind,
        ends: &mut TargetEnds,
    ) -> bool {
        self.target(document, reference, kind, ends).is_some()
    }

    fn collect(&mut self, kind: Kind, value: &Value) {
        let Value::Object(entries) = value else { return };
        if kind.may_be_reference()
            && let Some(Value::String(reference)) = entries.get("$ref")
        {
            self.add(kind, reference);
        }
        if kind == Kind::Discriminator {
            let mapping = entries.get("mapping").and_then(Value::as_object).into_iter().flatten();
            mapping
                .filter_map(|(_, target)| target.as_str())
                .for_each(|target| self.add(Kind::Schema, target));
        }
        for (key, value) in entries {
            match (inside(kind, key), value) {
                (Some(Inside::One(kind)), value) => self.collect(kind, value),
                (Some(Inside::Many(kind)), Value::Object(entries)) => {
                    for value in entries.values() {
                        self.collect(kind, value);
                    }
                }
                (Some(Inside::Many(kind)), Value::Array(items)) => {
                    for value in items {
                        self.collect(kind, value);
                    }
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, kind: Kind, reference: &str) {
        if !is_canonical(kind, reference) && !self.kinds.contains_key(reference) {
            self.kinds.insert(reference.to_owned(), kind);
        }
    }

    fn collect_anchors(&mut self, kind: Kind, value: &Value, pointer: &mut String) {
        let Value::Object(entries) = value else { return };
        if kind == Kind::Schema
            && let Some(Value::String(anchor)) = entries.get("$anchor")
        {
            self.anchors.entry(anchor.clone()).or_insert_with(|| pointer.clone());
        }
        if kind == Kind::Schema
            && let Some(Value::String(id)) = entries.get("$id")
        {
            self.ids.entry(id.trim_end_matches('#').to_owned()).or_insert_with(|| pointer.clone());
        }
        for (key, value) in entries {
            match (inside(kind, key), value) {
                (Some(Inside::One(kind)), value) => {
                    pointer.below(key, |pointer| self.collect_anchors(kind, value, pointer));
                }
                (Some(Inside::Many(kind)), Value::Object(entries)) => pointer.below(key, |pointer| {
                    for (key, value) in entries {
                        pointer.below(key, |pointer| self.collect_anchors(kind, value, pointer));
                    }
                }),
                (Some(Inside::Many(kind)), Value::Array(items)) => pointer.below(key, |pointer| {
                    for (index, value) in items.iter().enumerate() {
                        let index = index.to_string();
                        pointer.below(&index, |pointer| self.collect_anchors(kind, value, pointer));
                    }
                }),
                _ => {}
            }
        }
    }
}

/// The meaning of a pointer by the keywords that it contains.
pub(super) enum Location {
    /// An object of a kind, or a reference in its place.
    Object(Kind),
    /// A collection of objects.
    Objects,
    /// A value below an unknown keyword.
    Unknown,
}

impl Location {
    pub(super) fn of(pointer: &str) -> Self {
        let mut current = Inside::One(Kind::OpenApi);
        for step in pointer.split('/').skip(1) {
            current = match current {
                Inside::One(kind) => match inside(kind, &unescape(step)) {
                    Some(next) => next,
                    None => return Self::Unknown,
                },
                Inside::Many(kind) => Inside::One(kind),
            };
        }
        match current {
            Inside::One(kind) => Self::Object(kind),
            Inside::Many(_) => Self::Objects,
        }
    }
}

/// The objects inside the value of a keyword.
pub(super) enum Inside {
    One(Kind),
    Many(Kind),
}

pub(super) fn inside(kind: Kind, key: &str) -> Option<Inside> {
    match (kind, keywords::value_type(kind, key)) {
        (Kind::Paths, _) => key.starts_with('/').then_some(Inside::One(Kind::PathItem)),
        (Kind::Responses, _) => (!key.starts_with("x-")).then_some(Inside::One(Kind::Response)),
        (_, Some(ValueType::One(kind))) => Some(Inside::One(kind)),
        (_, Some(ValueType::SchemaOrBoolean)) => Some(Inside::One(Kind::Schema)),
        (_, Some(ValueType::List(kind) | ValueType::Map(kind))) => Some(Inside::Many(kind)),
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
