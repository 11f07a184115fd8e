//! References that name a component in another form than its pointer, or an object that contains a schema.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::super::hoist::{self, Inside, Location, References, TargetEnds};
use super::super::keywords::Kind;
use super::{Coercion, Doubtful};
use crate::pointer::escape;

impl Coercion<'_> {
    /// Records a reference in another form than the pointer of a component.
    pub(super) fn reference(&mut self, kind: Kind, value: &Value) {
        if let Value::String(reference) = value
            && !hoist::is_canonical(kind, reference)
        {
            let pointer = format!("{}/$ref", self.converter.pointer);
            self.doubtful.push(Doubtful { kind, reference: reference.clone(), pointer });
        }
    }

    /// Converts the recorded references that lead to no object of their kind.
    pub(super) fn references(&mut self, document: &mut Value) {
        let doubtful = std::mem::take(&mut self.doubtful);
        if doubtful.is_empty() {
            return;
        }
        let known = References::of(document);
        let mut meanings = Meanings::new();
        let distinct: BTreeSet<(Kind, &String)> =
            doubtful.iter().map(|doubtful| (doubtful.kind, &doubtful.reference)).collect();
        let mut ends = TargetEnds::new();
        for (kind, text) in distinct {
            if known.leads_to(document, text, kind, &mut ends) {
                continue;
            }
            if let Some(meaning) = meaning(document, &known, kind, text) {
                meanings.insert((kind, text.clone()), meaning);
            }
        }
        for Doubtful { kind, reference, pointer } in doubtful {
            let Some(meaning) = meanings.get(&(kind, reference.clone())) else { continue };
            let (text, noun) = (reference.escape_debug(), kind.noun());
            let (meaning, help) = match meaning {
                Meaning::Reference(meaning) => {
                    let meaning = meaning.escape_debug();
                    (format!("`{text}` is read as `{meaning}`"), format!("write `{meaning}`"))
                }
                Meaning::Any => (
                    format!("`{text}` has no schema, so its value is any JSON"),
                    "refer to a schema under `components.schemas`".to_owned(),
                ),
            };
            self.report_at(&pointer, format!("`$ref` must point to a {noun}; {meaning}"), help);
        }
        if !meanings.is_empty() {
            replace(Kind::OpenApi, document, &meanings);
        }
    }
}

/// The meaning of a reference that leads to no object of its kind.
enum Meaning {
    /// That of another reference.
    Reference(String),
    /// A schema that describes nothing.
    Any,
}

/// The meanings of references, each with the kind of the object that it replaces.
type Meanings = BTreeMap<(Kind, String), Meaning>;

fn meaning(document: &Value, known: &References, kind: Kind, reference: &str) -> Option<Meaning> {
    let section = kind.section()?;
    let components = document.get("components")?.get(section);
    let contains = |name: &str| components.is_some_and(|components| components.get(name).is_some());
    // The checker also reads the name of a component without escapes.
    if reference.strip_prefix(&format!("#/components/{section}/")).is_some_and(contains) {
        return None;
    }
    let path = reference.trim_start_matches(['#', '/']);
    let prefixes = [format!("components/{section}/"), format!("{section}/"), "definitions/".to_owned()];
    let name = prefixes.iter().find_map(|prefix| path.strip_prefix(prefix.as_str())).unwrap_or(path);
    if contains(name) {
        return Some(Meaning::Reference(format!("#/components/{section}/{}", escape(name))));
    }
    let pointer = known.pointer(document, reference).filter(|_| kind == Kind::Schema)?;
    let Location::Object(found) = Location::of(&pointer) else { return None };
    let object = document.pointer(&pointer)?.as_object()?;
    let describes_value = ["schema", "content", "$ref"].iter().any(|key| object.contains_key(*key));
    match only_schema(found, object) {
        Some(schema) => {
            reference.starts_with("#/").then(|| Meaning::Reference(format!("{reference}{schema}")))
        }
        None => (is_body_or_input(found) && !describes_value).then_some(Meaning::Any),
    }
}

fn is_body_or_input(kind: Kind) -> bool {
    matches!(kind, Kind::Parameter | Kind::Header | Kind::RequestBody | Kind::Response)
}

/// The path to the only schema of a parameter, a header, a body or a response.
fn only_schema(kind: Kind, object: &Map<String, Value>) -> Option<String> {
    let has_schema = |object: &Map<String, Value>| object.get("schema").is_some_and(Value::is_object);
    match kind {
        Kind::Parameter | Kind::Header | Kind::MediaType if has_schema(object) => Some("/schema".to_owned()),
        kind if is_body_or_input(kind) => {
            let mut content = object.get("content")?.as_object()?.iter();
            let (Some((name, media)), None) = (content.next(), content.next()) else { return None };
            has_schema(media.as_object()?).then(|| format!("/content/{}/schema", escape(name)))
        }
        _ => None,
    }
}

/// Changes the text of references by the kind of the object that they replace.
fn replace(kind: Kind, value: &mut Value, meanings: &Meanings) {
    let Value::Object(entries) = value else { return };
    if kind.may_be_reference()
        && let Some(Value::String(reference)) = entries.get_mut("$ref")
        && let Some(meaning) = meanings.get(&(kind, reference.clone()))
    {
        match meaning {
            Meaning::Reference(meaning) => reference.clone_from(meaning),
            Meaning::Any => drop(entries.shift_remove("$ref")),
        }
    }
    for (key, value) in entries.iter_mut() {
        match (hoist::inside(kind, key), value) {
            (Some(Inside::One(kind)), value) => replace(kind, value, meanings),
            (Some(Inside::Many(kind)), Value::Object(entries)) => {
                for value in entries.values_mut() {
                    replace(kind, value, meanings);
                }
            }
            (Some(Inside::Many(kind)), Value::Array(items)) => {
                for value in items.iter_mut() {
                    replace(kind, value, meanings);
                }
            }
            _ => {}
        }
    }
}
