//! The nesting of types, which the compiler limits.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use crate::ir::{Api, Module, Type, TypeDef};

/// The limit of the compiler.
const DEFAULT_LIMIT: usize = 128;

/// The types of futures and pages around a type of the OpenAPI document.
const AROUND: usize = 64;

/// The limit that a crate sets, because the compiler visits all types inside a type to determine whether threads can
/// share it. `None` if the default is enough.
///
/// The limit is a power of two, so that a new type rarely changes it.
pub(super) fn recursion_limit(api: &Api) -> Option<usize> {
    let deepest = api.modules.iter().map(depth).max()?;
    let needed = deepest.saturating_add(AROUND);
    (needed > DEFAULT_LIMIT).then(|| needed.next_power_of_two())
}

/// An upper bound of the types that contain each other. A path through a cycle visits each of its types at most once.
fn depth(module: &Module) -> usize {
    let mut graph = DiGraph::<usize, ()>::new();
    let nodes: Vec<_> = module.types.iter().map(|def| graph.add_node(own_levels(def))).collect();
    for (def, from) in module.types.iter().zip(&nodes) {
        for target in def.kind.inside().into_iter().filter_map(Type::named) {
            if let Some(to) = nodes.get(target.0) {
                graph.update_edge(*from, *to, ());
            }
        }
    }
    let mut depths = vec![0; nodes.len()];
    // A cycle comes after the types that it contains.
    for cycle in kosaraju_scc(&graph) {
        let own: usize = cycle.iter().filter_map(|node| graph.node_weight(*node)).sum();
        let others = cycle.iter().flat_map(|node| graph.neighbors(*node));
        let below = others.filter_map(|node| depths.get(node.index())).max().copied().unwrap_or(0);
        for node in cycle {
            if let Some(depth) = depths.get_mut(node.index()) {
                *depth = own + below;
            }
        }
    }
    depths.into_iter().max().unwrap_or(0)
}

/// The levels of a type, and those between it and a type inside it.
fn own_levels(def: &TypeDef) -> usize {
    1 + def.kind.inside().into_iter().map(levels_around).max().unwrap_or(0)
}

/// The types of the standard library around the named type of a value.
fn levels_around(ty: &Type) -> usize {
    match ty {
        Type::Nullable(inner) => 1 + levels_around(inner),
        Type::Boxed(inner) => 3 + levels_around(inner), // Box, Unique, PhantomData
        Type::List(inner) => 4 + levels_around(inner),  // Vec, RawVec, PhantomData
        Type::Map(inner) => 6 + levels_around(inner), // BTreeMap, PhantomData, Box, Unique, PhantomData, a tuple
        Type::Scalar(_) | Type::Sid(_) | Type::Named(_) => 0,
    }
}
