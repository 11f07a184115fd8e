//! Types that contain themselves: where a circle needs the heap, and circles that never end.

use super::place::{At, Faults};
use crate::diagnostic::Code;
use crate::ir::{Type, TypeDef, TypeId};

/// Puts on the heap what a type holds of itself, and refuses a circle of required values.
pub(crate) fn break_cycles(types: &mut [TypeDef], faults: &Faults<'_>) {
    let held = edges(types, &|ty| direct(ty, true));
    let required = edges(types, &|ty| direct(ty, false));
    for start in 0..types.len() {
        if !reaches(&held, start, start) {
            continue;
        }
        let Some(def) = types.get_mut(start) else { continue };
        if reaches(&required, start, start) {
            let message = format!("a `{}` requires another one inside, without end", def.rust);
            faults.add(
                Code::RequiredCircle,
                &At::root().key("components").key("schemas"),
                message,
                "make one of the properties on the way optional or nullable",
            );
        }
        for ty in def.kind.inside_mut() {
            if let Some(TypeId(target)) = direct(ty, true)
                && reaches(&held, target, start)
            {
                put_on_heap(ty);
            }
        }
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
