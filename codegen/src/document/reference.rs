//! References to components. References to other documents or to other values are not followed.

use indexmap::IndexMap;
use openapiv3::ReferenceOr;
use serde_json::Value;

use crate::diagnostic::Code;
use crate::document::place::{At, Collector};

/// The upper bound for a chain of references.
const LIMIT: usize = 64;

/// The value at a position, or the component of this kind that a reference there refers to.
pub(crate) fn component<'a, T>(
    table: Option<&'a IndexMap<String, ReferenceOr<T>>>,
    kind: &'static str,
    item: &'a ReferenceOr<T>,
    at: &At,
    diagnostics: &Collector<'_>,
) -> Option<(&'a T, At)> {
    match item {
        ReferenceOr::Item(item) => Some((item, at.clone())),
        ReferenceOr::Reference { reference } => {
            let found = follow(table, kind, reference).unwrap_or_else(|ReferenceCycle| {
                report_cycle(at, diagnostics);
                None
            });
            found.map(|(name, item)| (item, At::component(kind, name)))
        }
    }
}

/// A chain of references that contains itself.
pub(crate) struct ReferenceCycle;

/// Reports the cycle that begins at a reference.
pub(crate) fn report_cycle(at: &At, diagnostics: &Collector<'_>) {
    diagnostics.add(
        Code::ReferenceCycle,
        &at.key("$ref"),
        "this reference refers to itself",
        "replace one reference of the cycle with its target",
    );
}

/// The component that a reference refers to, through any number of references. Returns `None` for a reference
/// that `load` has reported: to a missing component or to another place.
pub(crate) fn follow<'a, T>(
    table: Option<&'a IndexMap<String, ReferenceOr<T>>>,
    kind: &str,
    reference: &'a str,
) -> Result<Option<(&'a str, &'a T)>, ReferenceCycle> {
    let prefix = format!("#/components/{kind}/");
    let mut reference = reference;
    for _ in 0..LIMIT {
        let Some(name) = reference.strip_prefix(&prefix) else { return Ok(None) };
        match table.and_then(|table| table.get(name)) {
            None => return Ok(None),
            Some(ReferenceOr::Item(item)) => return Ok(Some((name, item))),
            Some(ReferenceOr::Reference { reference: next }) => reference = next,
        }
    }
    Err(ReferenceCycle)
}

/// The value, or the component of this kind that it refers to, as [`follow`] does for typed components.
pub(crate) fn value<'a>(
    table: Option<&'a Value>,
    kind: &str,
    value: &'a Value,
) -> Result<Option<&'a Value>, ReferenceCycle> {
    let prefix = format!("#/components/{kind}/");
    let mut value = value;
    for _ in 0..LIMIT {
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else { return Ok(Some(value)) };
        let name = reference.strip_prefix(&prefix);
        match name.and_then(|name| table?.get(name)) {
            None => return Ok(None),
            Some(next) => value = next,
        }
    }
    Err(ReferenceCycle)
}
