//! Matches the operations and types of two modules, even if they were renamed.

use std::collections::{BTreeMap, BTreeSet};

use super::align::align;
use super::pairs::{self, Owned, Pair, TypePair, unnamed};
use super::wire_names::WireNames;
use crate::ir::{Module, Operation, Output, Type, TypeDef, TypeId, TypeKind, UnionVariant};
use crate::pointer::Pointer;

/// A module of one side, and its types.
#[derive(Debug)]
pub(super) struct Side<'a> {
    pub(super) module: &'a Module,
    pub(super) names: WireNames,
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
        Self { module, names: WireNames::new(module), public, received }
    }

    pub(super) fn def(&self, TypeId(index): TypeId) -> Option<&'a TypeDef> {
        self.module.types.get(index)
    }

    /// The name of a type in the document.
    pub(super) fn name(&self, id: TypeId) -> String {
        self.def(id).map_or_else(String::new, |def| self.names.of(&def.origin))
    }

    /// The names inside a type, which identify it if its own name changed.
    fn content(&self, ty: &Type) -> String {
        let names: Vec<&str> = match ty.named().and_then(|id| self.def(id)).map(|def| &def.kind) {
            Some(TypeKind::Model(fields)) => fields.iter().map(|field| field.name.wire.as_str()).collect(),
            Some(TypeKind::Enum(values)) => values.iter().map(|value| value.name.wire.as_str()).collect(),
            Some(TypeKind::Union { variants, .. }) => {
                variants.iter().map(|variant| variant.rust.as_str()).collect()
            }
            None => return self.describe(ty),
        };
        names.join(" ")
    }

    /// The position of the schema of a type. A type of many schemas has the position of its first use.
    pub(super) fn pointer(&self, id: TypeId) -> Pointer {
        let own = self.def(id).map(|def| def.origin.pointer()).unwrap_or_default();
        if own != Pointer::default() {
            return own;
        }
        self.module.first_use(|ty| ty.named() == Some(id)).unwrap_or_default()
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

/// The matching operations and types of two modules.
#[derive(Debug)]
pub(super) struct Matched<'a> {
    pub(super) before: &'a Side<'a>,
    pub(super) after: &'a Side<'a>,
    /// The SID types with the same prefix: the name before and the name after.
    pub(super) sids: &'a BTreeMap<String, String>,
    /// The module after the change, in which every matching item has its name from before. A signature of it differs
    /// only if more than names changed.
    pub(super) aligned: Module,
    types: Vec<TypePair>,
    twins: BTreeSet<(TypeId, TypeId)>,
}

impl<'a> Matched<'a> {
    pub(super) fn new(
        (before, after): (&'a Side<'a>, &'a Side<'a>),
        operations: &[Pair<'_, Owned<'_>>],
        sids: &'a BTreeMap<String, String>,
    ) -> Self {
        let types = Types::default().by_names(before, after).by_use(before, after, operations);
        let mut pairs: Vec<TypePair> =
            types.pairs.iter().map(|(before, after)| (Some(*before), Some(*after))).collect();
        let is_new = |id: &&TypeId| types.pairs.iter().all(|(_, twin)| twin != *id);
        let is_gone = |id: &&TypeId| types.pairs.iter().all(|(twin, _)| twin != *id);
        pairs.extend(after.public.iter().filter(is_new).map(|id| (None, Some(*id))));
        pairs.extend(before.public.iter().filter(is_gone).map(|id| (Some(*id), None)));
        let aligned = align((before.module, after.module), operations, &pairs, sids);
        let twins = types.pairs.into_iter().collect();
        Self { before, after, sids, aligned, types: pairs, twins }
    }

    /// The pairs of types.
    pub(super) fn types(&self) -> &[TypePair] {
        &self.types
    }

    /// Whether two types match.
    pub(super) fn are_twins(&self, before: TypeId, after: TypeId) -> bool {
        self.twins.contains(&(before, after))
    }

    /// Whether two values have matching types with different Rust names.
    pub(super) fn is_renamed(&self, before: &Type, after: &Type) -> bool {
        before.named().zip(after.named()).is_some_and(|(old, new)| {
            let names = (self.before.def(old).map(|def| &def.rust), self.after.def(new).map(|def| &def.rust));
            self.are_twins(old, new) && names.0 != names.1
        })
    }

    /// The operation after the change, with the names from before.
    pub(super) fn aligned_operation(&self, id: &str) -> Option<&Operation> {
        self.aligned.operations().map(|(_, operation)| operation).find(|operation| operation.id == id)
    }
}

/// Pairs the operations of two modules: by operationId, or else by method and path.
pub(super) fn operations<'p>(before: &'p [Owned<'p>], after: &'p [Owned<'p>]) -> Vec<Pair<'p, Owned<'p>>> {
    let found = pairs::by_key(before, after, |owned| owned.operation.id.clone());
    pairs::by_second_key(found, |owned| (owned.operation.method.name(), unnamed(&owned.operation.path)))
}

/// The pairs of types, while they are found.
#[derive(Default)]
struct Types {
    pairs: Vec<(TypeId, TypeId)>,
}

impl Types {
    /// Pairs the types with the same name in the document, or else with the same name in Rust.
    fn by_names(mut self, before: &Side<'_>, after: &Side<'_>) -> Self {
        let keys: [fn(&Side<'_>, TypeId) -> String; 2] = [
            |side, id| side.name(id),
            |side, id| side.def(id).map(|def| def.rust.clone()).unwrap_or_default(),
        ];
        let (mut left, mut right) = (before.public.clone(), after.public.clone());
        for key in keys {
            let of_left: BTreeMap<TypeId, String> = left.iter().map(|id| (*id, key(before, *id))).collect();
            let mut known: BTreeMap<&str, Vec<TypeId>> = BTreeMap::new();
            for id in left.iter().rev() {
                known.entry(of_left.get(id).map_or("", String::as_str)).or_default().push(*id);
            }
            let twin = |id: &TypeId| known.get_mut(key(after, *id).as_str()).and_then(Vec::pop);
            let found: Vec<(TypeId, TypeId)> =
                right.iter().map(twin).zip(&right).filter_map(|(old, new)| Some((old?, *new))).collect();
            left.retain(|id| found.iter().all(|(twin, _)| twin != id));
            right.retain(|id| found.iter().all(|(_, twin)| twin != id));
            self.pairs.extend(found);
        }
        self
    }

    /// Pairs the other types by their use: the type of the same parameter, property or output.
    fn by_use(mut self, before: &Side<'_>, after: &Side<'_>, operations: &[Pair<'_, Owned<'_>>]) -> Self {
        let mut open: Vec<(Type, Type)> = Vec::new();
        for (old, new) in operations {
            let Some((old, new)) = old.zip(*new) else { continue };
            uses(old.operation, new.operation, &mut open);
        }
        for pair in &self.pairs {
            insides(before, after, *pair, &mut open);
        }
        open.reverse();
        while let Some((old, new)) = open.pop() {
            let Some((old, new)) = same_place(&old, &new) else { continue };
            let is_free = self.pairs.iter().all(|(left, right)| *left != old && *right != new);
            let kind = |side: &Side<'_>, id| side.def(id).map(|def| std::mem::discriminant(&def.kind));
            let is_public = before.public.contains(&old) && after.public.contains(&new);
            if is_free && is_public && kind(before, old) == kind(after, new) {
                self.pairs.push((old, new));
                insides(before, after, (old, new), &mut open);
            }
        }
        self
    }
}

/// The types of the values that two operations have in common.
fn uses(old: &Operation, new: &Operation, found: &mut Vec<(Type, Type)>) {
    let (before, after) = (pairs::inputs(old), pairs::inputs(new));
    for (left, right) in pairs::input_pairs(&before, &after) {
        let Some((left, right)) = left.zip(right) else { continue };
        found.push((left.input.ty.clone(), right.input.ty.clone()));
    }
    if let (Output::Value(old), Output::Value(new))
    | (Output::Page { item: old, .. }, Output::Page { item: new, .. }) = (&old.output, &new.output)
    {
        found.push((old.clone(), new.clone()));
    }
}

/// The types of the fields or variants that two types have in common.
fn insides(before: &Side<'_>, after: &Side<'_>, (old, new): (TypeId, TypeId), found: &mut Vec<(Type, Type)>) {
    match (before.def(old).map(|def| &def.kind), after.def(new).map(|def| &def.kind)) {
        (Some(TypeKind::Model(old)), Some(TypeKind::Model(new))) => {
            for (old, new) in pairs::by_key(old, new, |field| field.name.wire.clone()) {
                found.extend(old.zip(new).map(|(old, new)| (old.ty.clone(), new.ty.clone())));
            }
        }
        (Some(TypeKind::Union { variants: old, .. }), Some(TypeKind::Union { variants: new, .. })) => {
            for (old, new) in variants((before, after), old, new) {
                found.extend(old.zip(new).map(|(old, new)| (old.ty.clone(), new.ty.clone())));
            }
        }
        _ => {}
    }
}

/// Pairs the variants of two unions: by their names, or else by the content of their types.
pub(super) fn variants<'v>(
    (before, after): (&Side<'_>, &Side<'_>),
    old: &'v [UnionVariant],
    new: &'v [UnionVariant],
) -> Vec<Pair<'v, UnionVariant>> {
    let found = pairs::by_key(old, new, |variant| variant.rust.clone());
    pairs::renamed(found, |left, right| before.content(&left.ty) == after.content(&right.ty))
}

/// The named types at the same place inside two types.
fn same_place(old: &Type, new: &Type) -> Option<(TypeId, TypeId)> {
    match (old, new) {
        (Type::Boxed(old) | Type::Nullable(old), new) => same_place(old, new),
        (old, Type::Boxed(new) | Type::Nullable(new)) => same_place(old, new),
        (Type::List(old), Type::List(new)) | (Type::Map(old), Type::Map(new)) => same_place(old, new),
        (Type::Named(old), Type::Named(new)) => Some((*old, *new)),
        _ => None,
    }
}
