//! The operations that reach each part of a document, through any number of references.
//!
//! An error can be avoided by omitting all operations that reach it. An error in a part that the document needs
//! without operations, for example in the security scheme of all operations, cannot.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::moves::Moves;
use super::selection::Unit;
use crate::diagnostic::{Code, Diagnostic, Omission};
use crate::pointer::{escape, unescape};

/// The references of a document. A component is a node; operations and the rest of the document refer to it.
pub(super) struct Graph {
    /// Each component by its pointer.
    components: BTreeMap<String, usize>,
    /// The components that each component refers to.
    edges: Vec<Vec<usize>>,
    /// The components that each operation refers to, itself or in its path item.
    operations: Vec<Vec<usize>>,
    /// The components that other parts of the document refer to.
    root: Vec<usize>,
    /// The original pointers of components, operations and paths that earlier stages moved.
    moved: BTreeMap<String, String>,
}

impl Graph {
    pub(super) fn of(document: &Value, units: &[Unit], moves: &Moves) -> Self {
        let sections = document.get("components").and_then(Value::as_object).into_iter().flatten();
        let all = sections.flat_map(|(section, components)| {
            let components = components.as_object().into_iter().flatten();
            components.map(move |(name, value)| (pointer(section, name), value))
        });
        let (pointers, values): (Vec<String>, Vec<&Value>) = all.unzip();
        let components: BTreeMap<String, usize> =
            pointers.iter().cloned().enumerate().map(|(index, pointer)| (pointer, index)).collect();
        let mut graph = Self {
            edges: values.iter().map(|value| references(value, &components)).collect(),
            operations: units.iter().map(|unit| of_unit(document, unit, &components, moves)).collect(),
            root: of_root(document, &components),
            components,
            moved: BTreeMap::new(),
        };
        let paths = units.iter().flat_map(|unit| [path_pointer(unit), own_pointer(unit)]);
        for pointer in pointers.into_iter().chain(paths) {
            let origin = moves.origin(&pointer);
            if origin != pointer {
                graph.moved.insert(pointer, origin);
            }
        }
        graph
    }

    /// The components that omitted operations reach and that nothing else needs.
    pub(super) fn only_needed_by_omitted(&self, kept: &[bool]) -> BTreeSet<(String, String)> {
        let of = |is_kept: bool| {
            let matching = self.operations.iter().zip(kept).filter(move |(_, kept)| **kept == is_kept);
            matching.flat_map(|(edges, _)| edges)
        };
        let needed = self.reached(of(true).chain(&self.root));
        let omitted = self.reached(of(false));
        let gone = self.components.iter().filter(|(_, node)| {
            let is_in = |set: &[bool]| set.get(**node).copied().unwrap_or_default();
            is_in(&omitted) && !is_in(&needed)
        });
        gone.filter_map(|(pointer, _)| names(pointer)).collect()
    }

    /// The nodes that a reference from `start` leads to.
    fn reached<'g>(&'g self, start: impl Iterator<Item = &'g usize>) -> Vec<bool> {
        let mut reached = vec![false; self.edges.len()];
        let mut waiting: Vec<usize> = start.copied().collect();
        while let Some(node) = waiting.pop() {
            if let Some(is_reached) = reached.get_mut(node)
                && !std::mem::replace(is_reached, true)
            {
                waiting.extend(self.edges.get(node).into_iter().flatten());
            }
        }
        reached
    }

    /// The parts of the document that each kept operation reaches.
    pub(super) fn into_reach(self, module: &str, units: &[Unit], kept: &[bool]) -> Reach {
        let is_shared = self.reached(self.root.iter());
        let mut users: Vec<Users> = self.edges.iter().map(|_| Users::default()).collect();
        for (node, edges) in self.edges.iter().enumerate() {
            for edge in edges {
                users.get_mut(*edge).into_iter().for_each(|users| users.components.push(node));
            }
        }
        let mut reach = Reach { module: module.to_owned(), is_shared, ..Reach::default() };
        let mut operations = Vec::new();
        let kept = units.iter().zip(kept).zip(&self.operations).filter(|((_, kept), _)| **kept);
        for ((unit, _), edges) in kept {
            let index = operations.len();
            operations.push(unit.id.as_str().into());
            for edge in edges {
                users.get_mut(*edge).into_iter().for_each(|users| users.operations.push(index));
            }
            for pointer in BTreeSet::from([path_pointer(unit), own_pointer(unit)]) {
                let pointer = self.moved.get(&pointer).cloned().unwrap_or(pointer);
                if let Part::Operations(inside) =
                    reach.parts.entry(pointer).or_insert_with(|| Part::Operations(Vec::new()))
                {
                    inside.push(index);
                }
            }
        }
        // A component that an earlier stage split has the users of the part that moved.
        let (moved, own): (Vec<_>, Vec<_>) =
            self.components.into_iter().partition(|(pointer, _)| self.moved.contains_key(pointer));
        for (pointer, node) in moved.into_iter().chain(own) {
            let pointer = self.moved.get(&pointer).cloned().unwrap_or(pointer);
            reach.parts.entry(pointer).or_insert(Part::Component(node));
        }
        Reach { operations: operations.into(), users, ..reach }
    }
}

fn pointer(section: &str, name: &str) -> String {
    format!("/components/{}/{}", escape(section), escape(name))
}

/// The section and the name of a component.
fn names(pointer: &str) -> Option<(String, String)> {
    let (section, name) = pointer.strip_prefix("/components/")?.split_once('/')?;
    Some((unescape(section), unescape(name)))
}

fn path_pointer(unit: &Unit) -> String {
    format!("/paths/{}", escape(&unit.path))
}

fn own_pointer(unit: &Unit) -> String {
    let path = path_pointer(unit);
    unit.method.map_or_else(|| path.clone(), |method| format!("{path}/{method}"))
}

/// The components that a part of the document refers to.
fn references(value: &Value, components: &BTreeMap<String, usize>) -> Vec<usize> {
    let mut found = BTreeSet::new();
    collect(value, components, &mut found);
    found.into_iter().collect()
}

/// The references of an operation: its own, those of the other keys of its path item, and the component that
/// an earlier stage copied the path item from.
fn of_unit(document: &Value, unit: &Unit, components: &BTreeMap<String, usize>, moves: &Moves) -> Vec<usize> {
    let item = document.get("paths").and_then(|paths| paths.get(&unit.path));
    let mut found = BTreeSet::new();
    if let Some(Value::Object(entries)) = item {
        let is_other = |key: &str| unit.method != Some(key) && super::selection::is_method(key);
        for (_, value) in entries.iter().filter(|(key, _)| !is_other(key)) {
            collect(value, components, &mut found);
        }
    }
    let origin = moves.origin(&path_pointer(unit));
    found.extend(components.get(&origin));
    found.into_iter().collect()
}

/// The references of the document outside of paths and components.
fn of_root(document: &Value, components: &BTreeMap<String, usize>) -> Vec<usize> {
    let mut found = BTreeSet::new();
    let entries = document.as_object().into_iter().flatten();
    for (key, value) in
        entries.filter(|(key, _)| !matches!(key.as_str(), "paths" | "components" | "webhooks"))
    {
        if key == "security" {
            schemes(value, components, &mut found);
        }
        collect(value, components, &mut found);
    }
    found.into_iter().collect()
}

/// Collects all references inside a value, also in examples: too many references only keep a component.
fn collect(value: &Value, components: &BTreeMap<String, usize>, found: &mut BTreeSet<usize>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, components, found)),
        Value::Object(entries) => {
            for (key, value) in entries {
                match (key.as_str(), value) {
                    ("$ref", Value::String(reference)) => found.extend(target(reference, components)),
                    ("mapping", Value::Object(mapping)) => {
                        for name in mapping.values().filter_map(Value::as_str) {
                            found.extend(components.get(&pointer("schemas", name)));
                            found.extend(target(name, components));
                        }
                    }
                    ("security", value) => schemes(value, components, found),
                    _ => {}
                }
                collect(value, components, found);
            }
        }
        _ => {}
    }
}

/// Collects the schemes of a list of security requirements.
fn schemes(value: &Value, components: &BTreeMap<String, usize>, found: &mut BTreeSet<usize>) {
    let requirements = value.as_array().into_iter().flatten().filter_map(Value::as_object);
    for name in requirements.flat_map(serde_json::Map::keys) {
        found.extend(components.get(&pointer("securitySchemes", name)));
    }
}

/// The component that a reference leads to, or leads into.
fn target(reference: &str, components: &BTreeMap<String, usize>) -> Option<usize> {
    let (section, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
    let first = name.split('/').next().unwrap_or_default();
    let exact = components.get(&pointer(section, name));
    exact.or_else(|| components.get(&pointer(section, &unescape(first)))).copied()
}

/// The users of a component.
#[derive(Debug, Default)]
struct Users {
    components: Vec<usize>,
    operations: Vec<usize>,
}

/// A part of a document, by its pointer in the author's text.
#[derive(Debug)]
enum Part {
    /// An operation, or a path with its operations.
    Operations(Vec<usize>),
    Component(usize),
}

/// The parts of a document that each operation reaches.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    module: String,
    /// The ids of the operations, in the order of the document.
    operations: Arc<[Arc<str>]>,
    parts: BTreeMap<String, Part>,
    users: Vec<Users>,
    /// Whether the document needs a component without any operation.
    is_shared: Vec<bool>,
}

/// The maximum number of references that are followed for the diagnostics of a document. Beyond it, a
/// diagnostic concerns all operations.
const MAX_STEPS: usize = 1_000_000;

impl Reach {
    /// Adds to each diagnostic the operations whose omission avoids it.
    pub(crate) fn attribute(&self, diagnostics: &mut [Diagnostic]) {
        let mut known: BTreeMap<&str, Arc<[Arc<str>]>> = BTreeMap::new();
        let mut steps = MAX_STEPS;
        // The operation of such a warning is already omitted.
        let is_open = |diagnostic: &&mut Diagnostic| {
            diagnostic.omission.is_none() && diagnostic.code != Code::UnsupportedOperation
        };
        for diagnostic in diagnostics.iter_mut().filter(is_open) {
            let Some((place, part)) = self.part_of(diagnostic) else { continue };
            let operations =
                known.entry(place).or_insert_with(|| self.operations_of(part, &mut steps)).clone();
            if !operations.is_empty() {
                diagnostic.omission = Some(Omission { module: self.module.clone(), operations });
            }
        }
    }

    /// The part that a diagnostic concerns. A diagnostic at a path may concern one of its operations.
    fn part_of(&self, diagnostic: &Diagnostic) -> Option<(&str, &Part)> {
        let (place, part) = self.part(&diagnostic.place.pointer)?;
        let related = diagnostic.related.iter().filter_map(|(place, _)| self.part(&place.pointer));
        let narrower = related.into_iter().find(|(_, related)| match (part, related) {
            (Part::Operations(all), Part::Operations(own)) => {
                own.len() < all.len() && own.iter().all(|operation| all.contains(operation))
            }
            _ => false,
        });
        Some(narrower.unwrap_or((place, part)))
    }

    /// The part that contains a pointer.
    fn part(&self, pointer: &str) -> Option<(&str, &Part)> {
        let mut pointer = pointer;
        loop {
            if let Some((place, part)) = self.parts.get_key_value(pointer) {
                return Some((place, part));
            }
            pointer = pointer.rsplit_once('/')?.0;
        }
    }

    /// The operations that reach a part. None, if the document needs it without operations.
    fn operations_of(&self, part: &Part, steps: &mut usize) -> Arc<[Arc<str>]> {
        let start = match part {
            Part::Operations(operations) => return self.ids(operations.iter()),
            Part::Component(node) => *node,
        };
        if self.is_shared.get(start).copied().unwrap_or_default() {
            return Arc::default();
        }
        let (mut seen, mut found) = (BTreeSet::from([start]), BTreeSet::new());
        let mut waiting = vec![start];
        while let Some(Users { components, operations }) = waiting.pop().and_then(|node| self.users.get(node))
        {
            let count = components.len() + operations.len();
            let Some(left) = steps.checked_sub(count) else {
                return self.operations.clone();
            };
            *steps = left;
            found.extend(operations);
            waiting.extend(components.iter().filter(|node| seen.insert(**node)));
        }
        self.ids(found.into_iter())
    }

    fn ids<'r>(&'r self, operations: impl Iterator<Item = &'r usize>) -> Arc<[Arc<str>]> {
        let ids: BTreeSet<usize> = operations.copied().collect();
        ids.iter().filter_map(|index| self.operations.get(*index)).cloned().collect()
    }
}
