//! Omits operations before every check: those that the settings `keep` and `drop` exclude, and those that an earlier
//! attempt found unsupported. Removes them from the document, and the components that only they need.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::moves::Moves;
use super::reach::{Graph, Reach};
use super::spelling;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::omitted::{OmissionReason, OmittedOperation, Rejection, Rejections};
use crate::operation_id::operation_id;
use crate::pointer::escape;
use crate::settings::{DocumentSettings, Entry, matches_glob};

/// The operations of a document that a run omits, and the name of the module.
#[derive(Clone, Debug)]
pub(crate) struct Scope<'s> {
    pub(crate) module: String,
    pub(crate) settings: Option<&'s DocumentSettings>,
    /// The operations that the generator does not support, if the run omits them.
    pub(crate) unsupported: Option<&'s Rejections>,
}

/// The parts of a document that a run omits.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    /// In the order of the document.
    pub(crate) operations: Vec<OmittedOperation>,
    /// The names of the components that only omitted operations need, by section: `(schemas, thing)`.
    pub(crate) components: BTreeSet<(String, String)>,
    /// The paths without operations that the run omits, in the order of the document.
    pub(crate) empty_paths: Vec<String>,
    /// The pointers of the patterns that match an operation.
    pub(crate) used: BTreeSet<String>,
    /// All strings that a pattern could match.
    pub(crate) names: BTreeSet<String>,
}

impl Selection {
    /// The schemas that only omitted operations need, sorted.
    pub(crate) fn schemas(&self) -> Vec<String> {
        let schemas = self.components.iter().filter(|(section, _)| section == "schemas");
        schemas.map(|(_, name)| name.clone()).collect()
    }

    /// Removes the diagnostics of the parts that the run omits. The diagnostics have the pointers of the author's text.
    pub(super) fn retain(&self, document: &Value, moves: &Moves, diagnostics: &mut Vec<Diagnostic>) {
        if diagnostics.is_empty() || (self.operations.is_empty() && self.empty_paths.is_empty()) {
            return;
        }
        let operations = self.operations.iter().map(|operation| operation.pointer().to_string());
        let components =
            self.components.iter().map(|(section, name)| format!("/components/{section}/{}", escape(name)));
        // The parts of a path that all its operations share.
        let is_removed =
            |path: &&String| document.get("paths").is_some_and(|paths| paths.get(*path).is_none());
        let paths = self.operations.iter().map(|operation| &operation.path).filter(is_removed);
        let paths = paths.chain(&self.empty_paths).map(|path| format!("/paths/{}", escape(path)));
        let omitted: BTreeSet<String> =
            operations.chain(components).chain(paths).map(|pointer| moves.origin(&pointer)).collect();
        diagnostics.retain(|diagnostic| {
            let pointer = &diagnostic.place.pointer;
            let ends = pointer.match_indices('/').map(|(at, _)| at).skip(1).chain([pointer.len()]);
            !ends.filter_map(|end| pointer.get(..end)).any(|part| omitted.contains(part))
        });
    }

    /// Whether a setting concerns an unsupported operation, or a schema that only omitted operations need.
    pub(crate) fn is_of_unsupported(&self, setting: &str) -> bool {
        let (first, _) = setting.split_once('.').unwrap_or((setting, ""));
        let mut unsupported = self.unsupported().peekable();
        let is_schema = || self.components.contains(&("schemas".to_owned(), first.to_owned()));
        unsupported.peek().is_some()
            && (is_schema()
                || unsupported.any(|(operation, _)| [first, setting].contains(&operation.id.as_str())))
    }

    fn unsupported(&self) -> impl Iterator<Item = (&OmittedOperation, &Rejection)> {
        self.operations.iter().filter_map(|operation| Some((operation, operation.rejection()?)))
    }

    /// One warning for each unsupported operation. The place of the operation is not yet that of the author's text.
    pub(super) fn warnings(&self, source: &str) -> Vec<Diagnostic> {
        let warning = |(operation, rejection): (&OmittedOperation, &Rejection)| {
            let Rejection { code, message, place } = rejection;
            let pointer = operation.pointer();
            let message = format!("the client does not contain `{}`: {message}", operation.id);
            Diagnostic::new(Code::UnsupportedOperation, Place::new(source, pointer.to_string()), message)
                .with_help(format!("`explain {code}` describes the limitation"))
                .with_related(place.clone(), "the error")
        };
        self.unsupported().map(warning).collect()
    }
}

/// The keys of operations in a path item.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

pub(super) fn is_method(key: &str) -> bool {
    METHODS.contains(&key)
}

/// Whether the client may have operations with this method.
pub(super) fn is_client_method(key: &str) -> bool {
    is_method(key) && !matches!(key, "options" | "trace")
}

/// One operation, or a path without operations: the smallest part that the settings can omit.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) path: String,
    /// `None` for a path without operations.
    pub(super) method: Option<&'static str>,
    /// The string that a pattern matches. The id of a path without operations is the path.
    pub(super) id: String,
    tags: Vec<String>,
}

/// Removes the omitted operations and the components that only they need. Returns them, and the parts of the
/// document that each other operation reaches. `moves` contains the moves of earlier stages.
pub(super) fn apply(document: &mut Value, scope: &Scope<'_>, moves: &Moves) -> (Selection, Reach) {
    let units = units(document);
    let graph = Graph::of(document, &units, moves);
    let mut selection = Selection::default();
    let kept: Vec<bool> = units.iter().map(|unit| selection.keeps(scope, document, unit)).collect();
    if kept.contains(&false) {
        selection.components = graph.only_needed_by_omitted(&kept);
        remove_operations(document, &units, &kept);
        remove_components(document, &selection.components);
    }
    (selection, graph.into_reach(&scope.module, &units, &kept))
}

impl Selection {
    /// Whether the run keeps a part of the document. Records the part and the patterns that match it.
    fn keeps(&mut self, scope: &Scope<'_>, document: &Value, unit: &Unit) -> bool {
        let by_settings = scope.settings.and_then(|settings| self.excluded(settings, unit));
        let rejection = || scope.unsupported?.get(unit.id.as_str()).cloned();
        let Some(reason) = by_settings.or_else(|| rejection().map(OmissionReason::Unsupported)) else {
            return true;
        };
        let (id, path) = (unit.id.clone(), unit.path.clone());
        let reference = document.get("paths").and_then(|paths| paths.get(&path)?.get("$ref"));
        let method = unit.method.or(reference.map(|_| "$ref"));
        let is_empty = method.is_none() && !matches!(reason, OmissionReason::Unsupported(_));
        if is_empty {
            self.empty_paths.push(path);
        } else {
            self.operations.push(OmittedOperation { id, method, path, reason });
        }
        false
    }

    /// The reason why the settings exclude a part of the document. Records the patterns that match it.
    fn excluded(&mut self, settings: &DocumentSettings, unit: &Unit) -> Option<OmissionReason> {
        let tags = unit.tags.iter().map(|tag| format!("tag:{tag}"));
        self.names.extend(tags.chain([unit.id.clone(), unit.path.clone()]));
        let is_in_keep =
            settings.keep.as_ref().is_none_or(|patterns| self.first_match(patterns, unit).is_some());
        let dropped = self.first_match(&settings.drop, unit);
        if is_in_keep { dropped.map(OmissionReason::Dropped) } else { Some(OmissionReason::NotInKeep) }
    }

    /// The first pattern that matches a part of the document. All patterns that match it have an effect.
    fn first_match(&mut self, patterns: &[Entry], unit: &Unit) -> Option<String> {
        let matching: Vec<&Entry> = patterns.iter().filter(|pattern| matches(&pattern.text, unit)).collect();
        self.used.extend(matching.iter().map(|pattern| pattern.place.pointer.clone()));
        matching.first().map(|pattern| pattern.text.clone())
    }
}

/// Whether a pattern matches the id, the path or a tag.
fn matches(pattern: &str, unit: &Unit) -> bool {
    match pattern.strip_prefix("tag:") {
        Some(tag) => unit.tags.iter().any(|own| matches_glob(tag, own)),
        None => matches_glob(pattern, &unit.id) || matches_glob(pattern, &unit.path),
    }
}

fn units(document: &Value) -> Vec<Unit> {
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    let paths = paths.filter(|(path, _)| !path.starts_with("x-") && *path != spelling::MERGE);
    paths.flat_map(|(path, item)| of_path(path, item)).collect()
}

fn of_path(path: &str, item: &Value) -> Vec<Unit> {
    let operations = METHODS.iter().filter_map(|method| Some((*method, item.get(method)?)));
    let mut units: Vec<Unit> = operations
        .map(|(method, operation)| {
            let given = operation.get("operationId").and_then(Value::as_str);
            let tags = operation.get("tags").and_then(Value::as_array).into_iter().flatten();
            let tags = tags.filter_map(Value::as_str).map(ToOwned::to_owned).collect();
            let id = operation_id(given, method, path);
            Unit { path: path.to_owned(), method: Some(method), id, tags }
        })
        .collect();
    if units.is_empty() {
        units.push(Unit { path: path.to_owned(), method: None, id: path.to_owned(), tags: Vec::new() });
    }
    units
}

fn remove_operations(document: &mut Value, units: &[Unit], kept: &[bool]) {
    let Some(Value::Object(paths)) = document.get_mut("paths") else { return };
    let all = || units.iter().zip(kept);
    let remaining: BTreeSet<&str> =
        all().filter(|(_, kept)| **kept).map(|(unit, _)| unit.path.as_str()).collect();
    let mut removed = BTreeSet::new();
    for (unit, _) in all().filter(|(_, kept)| !**kept) {
        if !remaining.contains(unit.path.as_str()) {
            removed.insert(unit.path.as_str());
        } else if let (Some(Value::Object(item)), Some(method)) = (paths.get_mut(&unit.path), unit.method) {
            item.shift_remove(method);
        }
    }
    paths.retain(|path, _| !removed.contains(path.as_str()));
}

fn remove_components(document: &mut Value, removed: &BTreeSet<(String, String)>) {
    let sections = document.get_mut("components").and_then(Value::as_object_mut).into_iter().flatten();
    for (section, components) in sections {
        let Value::Object(components) = components else { continue };
        let names: BTreeSet<&str> =
            removed.iter().filter(|(of, _)| of == section).map(|(_, name)| name.as_str()).collect();
        retain(components, &names);
    }
}

fn retain(components: &mut Map<String, Value>, removed: &BTreeSet<&str>) {
    if !removed.is_empty() {
        components.retain(|name, _| !removed.contains(name.as_str()));
    }
}
