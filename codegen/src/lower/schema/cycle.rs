//! Types that contain themselves. Boxes the values that make such a type infinitely large, and rejects cycles
//! of required properties.

use indexmap::IndexMap;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use crate::diagnostic::Code;
use crate::document::place::{At, Collector};
use crate::ir::{Type, TypeDef, TypeId, TypeKind};

/// Boxes the values of a type that contain the type, and rejects cycles of required values. `places` contains
/// the positions of the schemas.
pub(crate) fn break_cycles(types: &mut [TypeDef], places: &[&At], diagnostics: &Collector<'_>) {
    refuse(types, places, diagnostics);
    let boxed = Cycles::of(types, direct_or_null);
    for (start, def) in types.iter_mut().enumerate() {
        for ty in def.kind.inside_mut() {
            if let Some(TypeId(target)) = direct_or_null(ty)
                && boxed.joins(start, target)
            {
                put_on_heap(ty);
            }
        }
    }
}

/// Rejects each cycle of required values once, with all its types.
fn refuse(types: &[TypeDef], places: &[&At], diagnostics: &Collector<'_>) {
    for cycle in Cycles::of(types, direct).all() {
        let places: Vec<At> =
            cycle.iter().filter_map(|at| next_in_cycle(types.get(*at)?, places.get(*at)?, &cycle)).collect();
        let Some((first, others)) = places.split_first() else { continue };
        let others: Vec<(&At, &str)> = others.iter().map(|at| (at, "part of the cycle")).collect();
        diagnostics.add_with_all(
            Code::RequiredCycle,
            first,
            "this type requires itself, so every value would be infinite",
            "make one of the properties in the cycle optional or nullable",
            &others,
        );
    }
}

/// The property of a type that contains another type of the cycle.
fn next_in_cycle(def: &TypeDef, at: &At, cycle: &[usize]) -> Option<At> {
    let continues = |ty: &Type| direct(ty).is_some_and(|TypeId(target)| cycle.contains(&target));
    match &def.kind {
        TypeKind::Model(fields) => {
            let field = fields.iter().find(|field| continues(&field.ty))?;
            Some(at.key("properties").key(&field.name.wire))
        }
        TypeKind::Union { .. } | TypeKind::Enum(_) => Some(at.clone()),
    }
}

/// The named type that every value of a type contains, and that is not on the heap like the items of a
/// list or a map.
fn direct(ty: &Type) -> Option<TypeId> {
    if let Type::Named(id) = ty { Some(*id) } else { None }
}

/// The named type that a value of a type contains unless it is null.
fn direct_or_null(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Nullable(inner) => direct_or_null(inner),
        other => direct(other),
    }
}

/// The types that contain themselves, each with the number of its cycle.
struct Cycles(Vec<Option<usize>>);

impl Cycles {
    fn of(types: &[TypeDef], contained: fn(&Type) -> Option<TypeId>) -> Self {
        let mut graph = DiGraph::<(), ()>::new();
        let nodes: Vec<_> = types.iter().map(|_| graph.add_node(())).collect();
        for (def, from) in types.iter().zip(&nodes) {
            for TypeId(target) in def.kind.inside().into_iter().filter_map(contained) {
                if let Some(to) = nodes.get(target) {
                    graph.add_edge(*from, *to, ());
                }
            }
        }
        let mut cycles = vec![None; types.len()];
        for (number, component) in kosaraju_scc(&graph).into_iter().enumerate() {
            let is_cycle = |node| component.len() > 1 || graph.contains_edge(node, node);
            for node in component.iter().copied().filter(|node| is_cycle(*node)) {
                if let Some(cycle) = cycles.get_mut(node.index()) {
                    *cycle = Some(number);
                }
            }
        }
        Self(cycles)
    }

    /// Whether a type contains itself.
    fn contains(&self, index: usize) -> bool {
        self.cycle(index).is_some()
    }

    /// Whether two types contain each other.
    fn joins(&self, one: usize, other: usize) -> bool {
        self.contains(one) && self.cycle(one) == self.cycle(other)
    }

    /// The types of each cycle. The cycles are sorted by their first types.
    fn all(&self) -> Vec<Vec<usize>> {
        let mut cycles: IndexMap<usize, Vec<usize>> = IndexMap::new();
        for (index, cycle) in self.0.iter().enumerate() {
            if let Some(cycle) = cycle {
                cycles.entry(*cycle).or_default().push(index);
            }
        }
        cycles.into_values().collect()
    }

    fn cycle(&self, index: usize) -> Option<usize> {
        self.0.get(index).copied().flatten()
    }
}

fn put_on_heap(ty: &mut Type) {
    match ty {
        Type::Nullable(inner) => put_on_heap(inner),
        other => {
            let inner = std::mem::replace(other, Type::JSON);
            *other = Type::Boxed(Box::new(inner));
        }
    }
}
