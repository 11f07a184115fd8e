//! References in place of path items: replaces each with the path item.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::hoist;
use super::moves::Layer;
use crate::pointer::escape;

/// The maximum number of references in a chain.
const MAX_CHAIN: usize = 64;

/// The maximum number of values that are copied. A document may refer to one large path item many times.
const MAX_VALUES: usize = 1_000_000;

/// Replaces the references. The checker reports those that remain.
pub(super) fn inline(document: &mut Value) -> Layer {
    let mut layer = Layer::default();
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
    for path in references {
        let Some((item, pointer)) = resolve(document, &path) else { continue };
        let Some(left) = budget.checked_sub(size(item)) else { break };
        budget = left;
        let mut item = item.clone();
        remove_used_ids(&mut item, &mut ids);
        layer.value("/paths", format!("/{}", escape(&path)), pointer);
        resolved.push((path, item));
    }
    let Some(Value::Object(paths)) = document.get_mut("paths") else { return layer };
    for (path, item) in resolved {
        if let (Some(Value::Object(entries)), Value::Object(item)) = (paths.get_mut(&path), item) {
            entries.shift_remove("$ref");
            for (key, value) in item {
                entries.entry(key).or_insert(value);
            }
        }
    }
    layer
}

/// The path item at the end of a chain of references, and its pointer.
fn resolve<'d>(document: &'d Value, path: &str) -> Option<(&'d Value, String)> {
    let mut item = document.get("paths")?.get(path)?;
    let mut pointer = String::new();
    for _ in 0..MAX_CHAIN {
        let Some(reference) = item.get("$ref") else {
            return item.is_object().then_some((item, pointer));
        };
        pointer = hoist::pointer(reference.as_str()?)?;
        let is_path_item = pointer.starts_with("/paths/") || pointer.starts_with("/components/pathItems/");
        item = document.pointer(&pointer).filter(|_| is_path_item)?;
    }
    None
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
