//! Types that contain themselves: where a circle needs the heap, and circles that never end.

use indexmap::IndexMap;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use crate::diagnostic::Code;
use crate::document::place::{At, Collector};
use crate::ir::{Type, TypeDef, TypeId, TypeKind};

/// Puts on the heap what a type holds of itself, and refuses a circle of required values. The
/// places are those of the types' schemas.
pub(crate) fn break_cycles(types: &mut [TypeDef], places: &[&At], diagnostics: &Collector<'_>) {
    refuse(types, places, diagnostics);
    let held = Circles::of(types, direct_or_null);
    for (start, def) in types.iter_mut().enumerate() {
        for ty in def.kind.inside_mut() {
            if let Some(TypeId(target)) = direct_or_null(ty)
                && held.joins(start, target)
            {
                put_on_heap(ty);
            }
        }
    }
}

/// Refuses each circle of required values once, with all that it consists of.
fn refuse(types: &[TypeDef], places: &[&At], diagnostics: &Collector<'_>) {
    for circle in Circles::of(types, direct).all() {
        let places: Vec<At> =
            circle.iter().filter_map(|at| way_on(types.get(*at)?, places.get(*at)?, &circle)).collect();
        let Some((first, others)) = places.split_first() else { continue };
        let others: Vec<(&At, &str)> = others.iter().map(|at| (at, "and so does this")).collect();
        diagnostics.add_with_all(
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
    let leads = |ty: &Type| direct(ty).is_some_and(|TypeId(target)| circle.contains(&target));
    match &def.kind {
        TypeKind::Model(fields) => {
            let field = fields.iter().find(|field| leads(&field.ty))?;
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

/// Which types lead back to themselves.
struct Circles(Vec<Option<usize>>);

impl Circles {
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
        let mut circles = vec![None; types.len()];
        for (number, component) in kosaraju_scc(&graph).into_iter().enumerate() {
            let is_circle = |node| component.len() > 1 || graph.contains_edge(node, node);
            for node in component.iter().copied().filter(|node| is_circle(*node)) {
                if let Some(circle) = circles.get_mut(node.index()) {
                    *circle = Some(number);
                }
            }
        }
        Self(circles)
    }

    /// Whether a type leads back to itself.
    fn holds(&self, index: usize) -> bool {
        self.circle(index).is_some()
    }

    /// Whether two types lead to one another.
    fn joins(&self, one: usize, other: usize) -> bool {
        self.holds(one) && self.circle(one) == self.circle(other)
    }

    /// The members of each circle: the circles in the order of their first members.
    fn all(&self) -> Vec<Vec<usize>> {
        let mut circles: IndexMap<usize, Vec<usize>> = IndexMap::new();
        for (index, circle) in self.0.iter().enumerate() {
            if let Some(circle) = circle {
                circles.entry(*circle).or_default().push(index);
            }
        }
        circles.into_values().collect()
    }

    fn circle(&self, index: usize) -> Option<usize> {
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
