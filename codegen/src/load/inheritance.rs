//! Inheritance: a schema with a `discriminator` that other schemas extend through `allOf`.
//!
//! Where an operation uses such a base schema, a value may match any schema that extends it. This stage splits the
//! base schema `Pet`: the new component `PetBase` has its properties, and the schemas that extend `Pet` extend
//! `PetBase` instead. `Pet` becomes a `oneOf` of all of them, with the discriminator. `PetBase` is the member for the
//! values that the discriminator does not map. A base schema that no operation uses itself is not split.

mod hierarchy;
mod member;
mod refs;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use self::hierarchy::{Base, Hierarchy};
use super::moves::Layer;
use super::version::Version;
use crate::pointer::escape;

/// The extension of a discriminator that names the member for all other values, like the keyword `defaultMapping` of
/// OpenAPI 3.2.
pub(crate) const DEFAULT_MAPPING: &str = "x-default-mapping";

/// The keywords that describe the values of the base schema wherever an operation uses it.
const OUTER: &[&str] = &[
    "nullable",
    "title",
    "default",
    "example",
    "examples",
    "externalDocs",
    "deprecated",
    "readOnly",
    "writeOnly",
];

/// The changes for one base schema.
#[derive(Debug)]
struct Split {
    name: String,
    /// The name of the new component with the properties.
    base: String,
    /// The names of the schemas that a value may match.
    members: Vec<String>,
    /// The values of the discriminator that the document does not map, with the names of their schemas.
    mapping: Vec<(String, String)>,
    /// The inline members of `allOf` that lead to the discriminator.
    steps: Vec<usize>,
    /// The discriminator property, if the base schema does not describe it.
    missing: Option<String>,
    /// Whether the document lists the members of the base schema itself.
    is_listed: bool,
    /// Whether all listed members extend the base schema.
    all_extend: bool,
}

/// The names of the schemas that were split, by the names of the new components with their properties.
pub(crate) type Bases = BTreeMap<String, String>;

/// Splits the base schemas. The references of the document lead to components.
pub(super) fn split(document: &mut Value, version: Version) -> (Layer, Bases) {
    let (mut layer, mut bases) = (Layer::default(), Bases::new());
    let (splits, renamed) = plan(document, version);
    let schemas = document.get_mut("components").and_then(|components| components.get_mut("schemas"));
    let Some(Value::Object(schemas)) = schemas else { return (layer, bases) };
    for (schema, names) in &renamed {
        if let Some(schema) = schemas.get_mut(schema) {
            refs::rename(schema, names);
        }
    }
    for split in splits {
        let Some(Value::Object(schema)) = schemas.get_mut(&split.name).map(Value::take) else { continue };
        let (outer, base) = split.apply(schema, version, &mut layer);
        schemas.insert(split.name.clone(), Value::Object(outer));
        schemas.insert(split.base.clone(), Value::Object(base));
        bases.insert(split.base, split.name);
    }
    (layer, bases)
}

/// The base schemas to split, and the new targets of references: by schema, and by the name in the reference.
type Plan = (Vec<Split>, BTreeMap<String, BTreeMap<String, String>>);

fn plan(document: &Value, version: Version) -> Plan {
    let mut renamed: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let Some(hierarchy) = Hierarchy::of(document, version) else { return (Vec::new(), renamed) };
    let mut names = Names::of(&hierarchy);
    let mut splits = Vec::new();
    for base in hierarchy.used_bases() {
        let split = hierarchy.split(base, names.choose(hierarchy.name(base.node)));
        for (schema, written) in hierarchy.extending(base.node) {
            let names = renamed.entry(schema.to_owned()).or_default();
            names.insert(written.to_owned(), split.base.clone());
        }
        splits.push(split);
    }
    (splits, renamed)
}

/// Chooses the names of new components.
struct Names(BTreeSet<String>);

impl Names {
    fn of(hierarchy: &Hierarchy<'_>) -> Self {
        Self(hierarchy.names().map(member::letters).collect())
    }

    /// The name of a schema and `Base`, in the case of the name. No other name has the same letters.
    fn choose(&mut self, name: &str) -> String {
        let suffix = if name.contains(char::is_uppercase) { "Base" } else { "_base" };
        let long = format!("{name}{suffix}");
        if self.0.insert(member::letters(&long)) {
            return long;
        }
        let numbered = (2_usize..).map(|number| format!("{long}{number}"));
        numbered.into_iter().find(|name| self.0.insert(member::letters(name))).unwrap_or(long)
    }
}

impl Hierarchy<'_> {
    fn split(&self, base: &Base<'_>, name: String) -> Split {
        let members = base.members.iter().map(|(member, _)| self.name(*member).to_owned());
        let mapping = base
            .members
            .iter()
            .filter_map(|(member, value)| Some((value.clone()?, self.name(*member).to_owned())));
        Split {
            name: self.name(base.node).to_owned(),
            base: name,
            members: members.collect(),
            mapping: mapping.collect(),
            steps: base.steps.clone(),
            missing: self.missing_property(base).map(ToOwned::to_owned),
            is_listed: base.is_listed,
            all_extend: base.all_extend,
        }
    }
}

impl Split {
    /// Divides the keywords of the base schema between the choice and the new component.
    fn apply(
        &self,
        mut base: Map<String, Value>,
        version: Version,
        layer: &mut Layer,
    ) -> (Map<String, Value>, Map<String, Value>) {
        let own = format!("/components/schemas/{}", escape(&self.name));
        layer.value("/components/schemas", format!("/{}", escape(&self.base)), own.clone());
        let mut outer = Map::new();
        if let Some(description) = base.get("description") {
            outer.insert("description".to_owned(), description.clone());
        }
        for keyword in OUTER {
            outer.extend(base.shift_remove_entry(*keyword));
        }
        if self.is_listed {
            for keyword in ["oneOf", "anyOf", "discriminator"] {
                outer.extend(base.shift_remove_entry(keyword));
            }
            if !self.all_extend {
                outer.insert("allOf".to_owned(), json!([{ "$ref": reference(&self.base) }]));
            }
            return (outer, base);
        }
        let is_nullable = version == Version::V31 && remove_null(&mut base);
        // The names of the base schema's enums result from its first use.
        let members = [&self.base].into_iter().chain(&self.members);
        let members = members.map(|name| json!({ "$ref": reference(name) }));
        let null = is_nullable.then(|| json!({ "type": "null" }));
        let members: Vec<Value> = members.chain(null).collect();
        for index in 0..members.len() {
            layer.value(&own, format!("/oneOf/{index}"), own.clone());
        }
        outer.insert("oneOf".to_owned(), Value::Array(members));
        if let Some(discriminator) = self.discriminator(&mut base) {
            let inner =
                self.steps.iter().fold(own.clone(), |pointer, index| format!("{pointer}/allOf/{index}"));
            let pointer = format!("{inner}/discriminator");
            layer.value(&own, "/discriminator".to_owned(), pointer);
            outer.insert("discriminator".to_owned(), discriminator);
        }
        if let Some(name) = &self.missing
            && let Value::Object(properties) = base.entry("properties").or_insert_with(|| json!({}))
        {
            properties.insert(name.clone(), json!({ "type": "string" }));
        }
        (outer, base)
    }

    /// Removes the discriminator from the base schema. Adds the values that the document does not map.
    fn discriminator(&self, base: &mut Map<String, Value>) -> Option<Value> {
        let inner = self
            .steps
            .iter()
            .try_fold(base, |schema, index| schema.get_mut("allOf")?.get_mut(*index)?.as_object_mut());
        let Value::Object(mut discriminator) = inner?.shift_remove("discriminator")? else { return None };
        if !self.mapping.is_empty()
            && let Value::Object(mapping) = discriminator.entry("mapping").or_insert_with(|| json!({}))
        {
            for (value, member) in &self.mapping {
                mapping.insert(value.clone(), Value::String(reference(member)));
            }
        }
        discriminator.insert(DEFAULT_MAPPING.to_owned(), Value::String(reference(&self.base)));
        Some(Value::Object(discriminator))
    }
}

fn reference(name: &str) -> String {
    format!("{}{name}", refs::PREFIX)
}

/// Removes `null` from the types of a schema of OpenAPI 3.1.
fn remove_null(schema: &mut Map<String, Value>) -> bool {
    let Some(Value::Array(types)) = schema.get_mut("type") else { return false };
    let count = types.len();
    types.retain(|name| name != "null");
    types.len() < count
}
