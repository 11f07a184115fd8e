//! Duplicate operationIds: the first operation keeps its operationId, and the others are named by method and path.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::selection::is_client_method;
use crate::diagnostic::bounded::BoundedDiagnostics;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::operation_id::{is_name, operation_id};
use crate::pointer::escape;

/// Removes the operationIds that an earlier operation has, and those that are the id of an operation without an
/// operationId. Returns a warning for each of them.
pub(super) fn remove(source: &str, document: &mut Value) -> Vec<Diagnostic> {
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else { return Vec::new() };
    let of_path = |(path, item): (&String, &Value)| -> Vec<String> {
        let methods = item.as_object().into_iter().flatten().map(|(method, _)| method);
        methods
            .filter(|method| is_client_method(method))
            .map(|method| operation_id(None, method, path))
            .collect()
    };
    let by_path: BTreeSet<String> = paths.iter().flat_map(of_path).collect();
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let mut found = BoundedDiagnostics::default();
    for (path, item) in paths.iter_mut() {
        let operations = item.as_object_mut().into_iter().flatten();
        for (method, operation) in operations.filter(|(method, _)| is_client_method(method)) {
            let Some(entries) = operation.as_object_mut() else { continue };
            let Some(id) = entries.get("operationId").and_then(Value::as_str).filter(|id| is_name(id)) else {
                continue;
            };
            let pointer = format!("/paths/{}/{method}/operationId", escape(path));
            let earlier = first.get(id);
            if earlier.is_none() && !by_path.contains(id) {
                first.insert(id.to_owned(), pointer);
                continue;
            }
            let message = format!("duplicate operationId `{}`", id.escape_debug());
            let mut diagnostic =
                Diagnostic::new(Code::DuplicateOperationId, Place::new(source, pointer), message).with_help(
                    "rename one of the two; the client names this operation after its method and path",
                );
            if let Some(earlier) = earlier {
                diagnostic = diagnostic.with_related(Place::new(source, earlier), "first used here");
            }
            found.push(diagnostic);
            entries.shift_remove("operationId");
        }
    }
    found.into_vec()
}
