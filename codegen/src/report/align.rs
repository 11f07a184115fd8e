//! Gives the items of a module the names that they had before a change. The signatures of the result differ from the
//! previous ones only if more than names changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::pairs::{self, Owned, Pair, TypePair};
use crate::ir::{Module, Operation, PathParam, Resource, TypeId, TypeKind};

/// The module after a change, with the names of the module before.
pub(super) fn align(
    (before, after): (&Module, &Module),
    operations: &[Pair<'_, Owned<'_>>],
    types: &[TypePair],
    sids: &BTreeMap<String, String>,
) -> Module {
    let mut aligned = after.clone();
    name_sids(&mut aligned, sids);
    name_types(before, &mut aligned, types);
    let olds: BTreeMap<&str, (&Resource, &Operation)> = operations
        .iter()
        .filter_map(|(old, new)| {
            let (old, new) = old.zip(*new)?;
            Some((new.operation.id.as_str(), (old.resource, old.operation)))
        })
        .collect();
    for resource in &mut aligned.resources {
        let first = resource.operations.iter().find_map(|operation| olds.get(operation.id.as_str()));
        if let Some((old, _)) = first {
            resource.handle.clone_from(&old.handle);
            resource.accessor.clone_from(&old.accessor);
            name_params(&old.parents, &mut resource.parents);
        }
        for operation in &mut resource.operations {
            if let Some((_, old)) = olds.get(operation.id.as_str()) {
                name_operation(old, operation);
            }
        }
    }
    aligned
}

fn name_sids(aligned: &mut Module, sids: &BTreeMap<String, String>) {
    let mut table = (*aligned.sids).clone();
    for sid in table.values_mut() {
        if let Some((old, _)) = sids.iter().find(|(_, new)| **new == sid.rust) {
            sid.rust.clone_from(old);
        }
    }
    aligned.sids = Arc::new(table);
}

fn name_types(before: &Module, aligned: &mut Module, types: &[TypePair]) {
    let twins: BTreeMap<TypeId, TypeId> =
        types.iter().filter_map(|(old, new)| Some(((*new)?, (*old)?))).collect();
    let taken: BTreeSet<&str> = before.types.iter().map(|def| def.rust.as_str()).collect();
    for (index, def) in aligned.types.iter_mut().enumerate() {
        let old = twins.get(&TypeId(index)).and_then(|id| before.types.get(id.0));
        let Some(old) = old else {
            // The name of a new type must not be equal to that of an old one.
            while taken.contains(def.rust.as_str()) {
                def.rust.push('_');
            }
            continue;
        };
        def.rust.clone_from(&old.rust);
        if let (TypeKind::Model(old), TypeKind::Model(new)) = (&old.kind, &mut def.kind) {
            for field in new {
                if let Some(old) = old.iter().find(|old| old.name.wire == field.name.wire) {
                    field.name.rust.clone_from(&old.name.rust);
                }
            }
        }
    }
}

fn name_operation(old: &Operation, aligned: &mut Operation) {
    aligned.verb.clone_from(&old.verb);
    aligned.request.clone_from(&old.request);
    if aligned.arguments.is_some() && old.arguments.is_some() {
        aligned.arguments.clone_from(&old.arguments);
    }
    let snapshot = aligned.clone();
    let (before, after) = (pairs::inputs(old), pairs::inputs(&snapshot));
    for (left, right) in pairs::input_pairs(&before, &after) {
        let Some((left, right)) = left.zip(right) else { continue };
        let inputs = aligned.required.iter_mut().chain(&mut aligned.optional);
        let is_it = |input: &&mut crate::ir::Input| {
            input.name == right.input.name && input.location == right.input.location
        };
        if let Some(input) = inputs.into_iter().find(is_it) {
            input.name.rust.clone_from(&left.input.name.rust);
        }
    }
    name_params(&old.path_params, &mut aligned.path_params);
}

/// Callers pass the values of a path by position, so their names have no effect.
fn name_params(old: &[PathParam], aligned: &mut [PathParam]) {
    for (old, new) in old.iter().zip(aligned) {
        new.name.rust.clone_from(&old.name.rust);
    }
}
