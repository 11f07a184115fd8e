//! References to components. References to other documents or to other values are not followed.

use indexmap::IndexMap;
use openapiv3::ReferenceOr;
use serde_json::Value;

use crate::diagnostic::Code;
use crate::document::place::{At, Collector};

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

/// A reference that leads to a cycle of references. `load` points every other component that is only a reference at
/// the end of its chain.
pub(crate) struct ReferenceCycle;

/// Reports a reference that leads to a cycle.
pub(crate) fn report_cycle(at: &At, diagnostics: &Collector<'_>) {
    diagnostics.add(
        Code::ReferenceCycle,
        &at.key("$ref"),
        "this reference leads to a cycle of references",
        "replace one reference of the cycle with its target",
    );
}

/// The component that a reference refers to, also through another reference. Returns `None` for a reference
/// that `load` has reported: to a missing component or to another place.
pub(crate) fn follow<'a, T>(
    table: Option<&'a IndexMap<String, ReferenceOr<T>>>,
    kind: &str,
    reference: &'a str,
) -> Result<Option<(&'a str, &'a T)>, ReferenceCycle> {
    let prefix = format!("#/components/{kind}/");
    let find = |reference: &'a str| {
        let name = reference.strip_prefix(&prefix)?;
        Some((name, table?.get(name)?))
    };
    let Some((name, component)) = find(reference) else { return Ok(None) };
    match component {
        ReferenceOr::Item(item) => Ok(Some((name, item))),
        ReferenceOr::Reference { reference } => match find(reference) {
            None => Ok(None),
            Some((name, ReferenceOr::Item(item))) => Ok(Some((name, item))),
            Some((_, ReferenceOr::Reference { .. })) => Err(ReferenceCycle),
        },
    }
}

/// The value, or the component of this kind that it refers to, as [`follow`] does for typed components.
pub(crate) fn value<'a>(
    table: Option<&'a Value>,
    kind: &str,
    value: &'a Value,
) -> Result<Option<&'a Value>, ReferenceCycle> {
    let prefix = format!("#/components/{kind}/");
    let next = |value: &'a Value| value.get("$ref").and_then(Value::as_str);
    let find = |reference: &str| table?.get(reference.strip_prefix(&prefix)?);
    let Some(reference) = next(value) else { return Ok(Some(value)) };
    let Some(component) = find(reference) else { return Ok(None) };
    match next(component) {
        None => Ok(Some(component)),
        Some(reference) => match find(reference) {
            Some(end) if next(end).is_some() => Err(ReferenceCycle),
            found => Ok(found),
        },
    }
}
