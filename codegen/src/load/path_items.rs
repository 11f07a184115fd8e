//! References in place of path items: replaces each with the path item.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::chains::{self, Ends, Step};
use super::hoist;
use super::moves::Layer;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::escape;

/// The maximum number of values that are copied. A document may refer to one large path item many times.
const MAX_VALUES: usize = 1_000_000;

/// Replaces the references. The checker reports those that remain. Returns also the error of references that copy too many
/// values; the paths after the first of them remain empty.
pub(super) fn inline(source: &str, document: &mut Value) -> (Layer, Option<Diagnostic>) {
    let mut layer = Layer::default();
    let mut too_many = None;
    let mut budget = MAX_VALUES;
    let mut ids = operation_ids(document);
    let paths = document.get("paths").and_then(Value::as_object);
    let references: Vec<String> = paths
        .into_iter()
        .flatten()
        .filter(|(_, item)| item.get("$ref").is_some())
        .map(|(path, _)| path.clone())
        .collect();
    let mut resolved = Vec::new();
    let mut ends = Ends::new();
    for path in references {
        let Some(pointer) = resolve(document, &path, &mut ends) else { continue };
        let Some(item) = document.pointer(&pointer) else { continue };
        let Some(left) = budget.checked_sub(size(item)) else {
            let place = Place::new(source, format!("/paths/{}", escape(&path)));
            let message = format!("the references to path items copy more than {MAX_VALUES} values");
            let diagnostic = Diagnostic::new(Code::TooManyValues, place, message);
            too_many = too_many.or(Some(diagnostic.with_help("divide the document")));
            resolved.push((path, Value::Object(Map::new())));
            continue;
        };
        budget = left;
        let mut item = item.clone();
        remove_used_ids(&mut item, &mut ids);
        layer.value("/paths", format!("/{}", escape(&path)), pointer);
        resolved.push((path, item));
    }
    let Some(Value::Object(paths)) = document.get_mut("paths") else { return (layer, too_many) };
    for (path, item) in resolved {
        if let (Some(Value::Object(entries)), Value::Object(item)) = (paths.get_mut(&path), item) {
            entries.shift_remove("$ref");
            for (key, value) in item {
                entries.entry(key).or_insert(value);
            }
        }
    }
    (layer, too_many)
}

/// The pointer of the path item at the end of a chain of references.
fn resolve(document: &Value, path: &str, ends: &mut Ends<String, Option<String>>) -> Option<String> {
    let first = format!("/paths/{}", escape(path));
    chains::end(ends, first, |pointer| {
        let item = document.pointer(pointer).filter(|item| item.is_object());
        let is_path_item = pointer.starts_with("/paths/") || pointer.starts_with("/components/pathItems/");
        match item.filter(|_| is_path_item).map(|item| item.get("$ref")) {
            Some(Some(reference)) => match reference.as_str().and_then(hoist::pointer) {
                Some(next) => Step::Link(next),
                None => Step::End(None),
            },
            Some(None) => Step::End(Some(pointer.clone())),
            None => Step::End(None),
        }
    })?
}

fn operations(item: &mut Value) -> impl Iterator<Item = &mut Map<String, Value>> {
    let entries = item.as_object_mut().into_iter().flat_map(Map::values_mut);
    entries.filter_map(Value::as_object_mut)
}

/// The operationIds under `paths`.
fn operation_ids(document: &Value) -> BTreeSet<String> {
    let items = document.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::values);
    let operations = items.filter_map(Value::as_object).flat_map(Map::values);
    operations.filter_map(|operation| operation.get("operationId")?.as_str().map(ToOwned::to_owned)).collect()
}

/// Only one copy of an operation can have its operationId.
fn remove_used_ids(item: &mut Value, used: &mut BTreeSet<String>) {
    for operation in operations(item) {
        let id = operation.get("operationId").and_then(Value::as_str);
        if id.is_some_and(|id| !used.insert(id.to_owned())) {
            operation.shift_remove("operationId");
        }
    }
}

/// The number of values inside a value.
fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(entries) => 1 + entries.values().map(size).sum::<usize>(),
        _ => 1,
    }
}
