//! Matches the items of two APIs, even if they were renamed.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Module, Operation, Output, Resource, Type, TypeDef, TypeId};

/// An item before and after. One of the two may be missing.
pub(super) type Pair<'a, T> = (Option<&'a T>, Option<&'a T>);

/// Pairs items with the same key: first in the order after, then the removed items in the order before.
pub(super) fn by_key<'a, T, K: Ord>(
    before: impl IntoIterator<Item = &'a T>,
    after: impl IntoIterator<Item = &'a T>,
    key: impl Fn(&T) -> K,
) -> Vec<Pair<'a, T>> {
    let before: Vec<&T> = before.into_iter().collect();
    let mut known: BTreeMap<K, &T> = before.iter().map(|thing| (key(thing), *thing)).collect();
    let mut pairs: Vec<Pair<'a, T>> =
        after.into_iter().map(|thing| (known.remove(&key(thing)), Some(thing))).collect();
    let gone = before.into_iter().filter(|thing| known.contains_key(&key(thing)));
    pairs.extend(gone.map(|thing| (Some(thing), None)));
    pairs
}

/// Pairs the unmatched items of a first key by a second key.
pub(super) fn by_second_key<T, K: Ord>(pairs: Vec<Pair<'_, T>>, key: impl Fn(&T) -> K) -> Vec<Pair<'_, T>> {
    let (mut done, single): (Vec<_>, Vec<_>) =
        pairs.into_iter().partition(|(before, after)| before.is_some() && after.is_some());
    let (before, after): (Vec<_>, Vec<_>) = single.into_iter().unzip();
    done.extend(by_key(before.into_iter().flatten(), after.into_iter().flatten(), key));
    done
}

/// Whether the common items have another order. Each item is its index after and its index before.
pub(super) fn reordered(places: impl IntoIterator<Item = (usize, usize)>) -> bool {
    let mut places: Vec<(usize, usize)> = places.into_iter().collect();
    places.sort_unstable();
    !places.is_sorted_by_key(|(_, before)| *before)
}

/// An operation and its resource.
#[derive(Debug)]
pub(super) struct Owned<'a> {
    pub(super) resource: &'a Resource,
    pub(super) operation: &'a Operation,
}

/// All operations of a module.
pub(super) fn operations(module: &Module) -> Vec<Owned<'_>> {
    module.operations().map(|(resource, operation)| Owned { resource, operation }).collect()
}

/// A module of one side, and its types.
#[derive(Debug)]
pub(super) struct Side<'a> {
    pub(super) module: &'a Module,
    /// The public types, in the order of the files.
    pub(super) public: Vec<TypeId>,
    /// The types that responses contain.
    pub(super) received: BTreeSet<TypeId>,
}

impl<'a> Side<'a> {
    pub(super) fn new(module: &'a Module) -> Self {
        let public = module.public_types().collect();
        let mut received = BTreeSet::new();
        for (_, operation) in module.operations() {
            operation.output.ty().into_iter().for_each(|ty| reach(module, ty, &mut received));
        }
        Self { module, public, received }
    }

    pub(super) fn def(&self, TypeId(index): TypeId) -> Option<&'a TypeDef> {
        self.module.types.get(index)
    }
}

fn reach(module: &Module, ty: &Type, reached: &mut BTreeSet<TypeId>) {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
            reach(module, inner, reached);
        }
        Type::Named(id) if reached.insert(*id) => {
            let def = module.types.get(id.0);
            def.into_iter().flat_map(|def| def.kind.inside()).for_each(|ty| reach(module, ty, reached));
        }
        _ => {}
    }
}

/// The matching types of two modules: those with the same origin in the document, or else with the same name.
#[derive(Debug)]
pub(super) struct MatchedTypes<'a> {
    pub(super) before: &'a Side<'a>,
    pub(super) after: &'a Side<'a>,
    /// The SID types with the same prefix: the name before and the name after.
    pub(super) sids: &'a BTreeMap<String, String>,
    pairs: Vec<(Option<TypeId>, Option<TypeId>)>,
}

impl<'a> MatchedTypes<'a> {
    pub(super) fn new(before: &'a Side<'a>, after: &'a Side<'a>, sids: &'a BTreeMap<String, String>) -> Self {
        let keys: [fn(&TypeDef) -> String; 2] = [|def| def.origin.to_string(), |def| def.rust.clone()];
        let mut pairs: Vec<(Option<TypeId>, Option<TypeId>)> = Vec::new();
        let (mut left, mut right) = (before.public.clone(), after.public.clone());
        for key in keys {
            let key_of = |side: &Side<'_>, id: TypeId| side.def(id).map(key).unwrap_or_default();
            let known: BTreeMap<String, TypeId> = left.iter().map(|id| (key_of(before, *id), *id)).collect();
            let matched =
                right.iter().filter_map(|id| known.get(&key_of(after, *id)).map(|twin| (*twin, *id)));
            let found: Vec<(TypeId, TypeId)> = matched.collect();
            left.retain(|id| found.iter().all(|(twin, _)| twin != id));
            right.retain(|id| found.iter().all(|(_, twin)| twin != id));
            pairs.extend(found.into_iter().map(|(before, after)| (Some(before), Some(after))));
        }
        pairs.extend(right.into_iter().map(|id| (None, Some(id))));
        pairs.extend(left.into_iter().map(|id| (Some(id), None)));
        Self { before, after, sids, pairs }
    }

    /// The pairs of types.
    pub(super) fn pairs(&self) -> &[(Option<TypeId>, Option<TypeId>)] {
        &self.pairs
    }

    /// Whether two types are equal except for names.
    pub(super) fn same(&self, before: &Type, after: &Type) -> bool {
        match (before, after) {
            (Type::Boxed(before), after) => self.same(before, after),
            (before, Type::Boxed(after)) => self.same(before, after),
            (Type::List(before), Type::List(after))
            | (Type::Map(before), Type::Map(after))
            | (Type::Nullable(before), Type::Nullable(after)) => self.same(before, after),
            (Type::Sid(before), Type::Sid(after)) => {
                let (before, after) = (self.before.module.sid(before), self.after.module.sid(after));
                self.sids.get(before).is_some_and(|twin| twin == after) || before == after
            }
            (Type::Named(before), Type::Named(after)) => self.pairs.contains(&(Some(*before), Some(*after))),
            _ => before == after,
        }
    }

    /// Whether the outputs have the same type. Page requests are compared separately.
    pub(super) fn same_output(&self, before: &Output, after: &Output) -> bool {
        match (before, after) {
            (Output::Value(before), Output::Value(after))
            | (Output::Page { item: before, .. }, Output::Page { item: after, .. }) => {
                self.same(before, after)
            }
            _ => before == after,
        }
    }
}
