//! Types that contain themselves: where a circle needs the heap, and circles that never end.

use super::place::{At, Faults};
use crate::diagnostic::Code;
use crate::ir::{Type, TypeDef, TypeId, TypeKind};

/// Puts on the heap what a type holds of itself, and refuses a circle of required values. The
/// places are those of the types' schemas.
pub(crate) fn break_cycles(types: &mut [TypeDef], places: &[&At], faults: &Faults<'_>) {
    let held = edges(types, &|ty| direct(ty, true));
    refuse(types, places, faults);
    for start in 0..types.len() {
        if !reaches(&held, start, start) {
            continue;
        }
        let Some(def) = types.get_mut(start) else { continue };
        for ty in def.kind.inside_mut() {
            if let Some(TypeId(target)) = direct(ty, true)
                && reaches(&held, target, start)
            {
                put_on_heap(ty);
            }
        }
    }
}

/// Refuses each circle of required values once, with all that it consists of.
fn refuse(types: &[TypeDef], places: &[&At], faults: &Faults<'_>) {
    let required = edges(types, &|ty| direct(ty, false));
    let mut told = vec![false; types.len()];
    for start in 0..types.len() {
        let is_told = told.get(start).copied().unwrap_or(true);
        if is_told || !reaches(&required, start, start) {
            continue;
        }
        let joins = |at: &usize| reaches(&required, start, *at) && reaches(&required, *at, start);
        let circle: Vec<usize> = (start..types.len()).filter(joins).collect();
        for at in &circle {
            told.get_mut(*at).into_iter().for_each(|told| *told = true);
        }
        let places: Vec<At> =
            circle.iter().filter_map(|at| way_on(types.get(*at)?, places.get(*at)?, &circle)).collect();
        let Some((first, others)) = places.split_first() else { continue };
        let others: Vec<(&At, &str)> = others.iter().map(|at| (at, "and so does this")).collect();
        faults.add_with_all(
            Code::RequiredCircle,
            first,
            "this requires another object of its own kind inside, without end",
            "make one of the properties on the way optional or nullable",
            &others,
        );
    }
}

/// The property by which a type holds one of a circle.
fn way_on(def: &TypeDef, at: &At, circle: &[usize]) -> Option<At> {
    let leads = |ty: &Type| direct(ty, false).is_some_and(|TypeId(target)| circle.contains(&target));
    match &def.kind {
        TypeKind::Model(fields) => {
            let field = fields.iter().find(|field| leads(&field.ty))?;
            Some(at.key("properties").key(&field.name.wire))
        }
        TypeKind::Union { .. } | TypeKind::Enum(_) => Some(at.clone()),
    }
}

/// The type that a value holds in itself: not behind a list or a map, which are on the heap already.
fn direct(ty: &Type, through_null: bool) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) if through_null => direct(inner, through_null),
        _ => None,
    }
}

fn edges(types: &[TypeDef], follow: &impl Fn(&Type) -> Option<TypeId>) -> Vec<Vec<usize>> {
    let targets =
        |def: &TypeDef| def.kind.inside().into_iter().filter_map(follow).map(|TypeId(index)| index).collect();
    types.iter().map(targets).collect()
}

/// Whether a walk of at least one step, or none at all for the same type, leads to the target.
fn reaches(edges: &[Vec<usize>], start: usize, target: usize) -> bool {
    let mut seen = vec![false; edges.len()];
    let mut waiting = edges.get(start).cloned().unwrap_or_default();
    if start != target {
        waiting.push(start);
    }
    while let Some(at) = waiting.pop() {
        if at == target {
            return true;
        }
        if seen.get_mut(at).is_some_and(|seen| !std::mem::replace(seen, true)) {
            waiting.extend(edges.get(at).into_iter().flatten());
        }
    }
    false
}

fn put_on_heap(ty: &mut Type) {
    match ty {
        Type::Nullable(inner) => put_on_heap(inner),
        other => {
            let inner = std::mem::replace(other, Type::Json);
            *other = Type::Boxed(Box::new(inner));
        }
    }
}
