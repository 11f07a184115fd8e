//! Equal inline schemas, which are one type: two operations may describe the same object in place.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::ir::{Access, Field, Origin, Type, TypeId, TypeKind};
use crate::lower::document::doc::share;
use crate::lower::names::candidates::Draft;
use crate::lower::schema::types::Types;

/// The type that replaces each type that is equal to it.
#[derive(Debug, Default)]
pub(crate) struct Replacements(BTreeMap<TypeId, TypeId>);

impl Replacements {
    /// Replaces the named types inside a type.
    pub(crate) fn apply(&self, ty: &mut Type) {
        if self.0.is_empty() {
            return;
        }
        ty.visit(&mut |ty| {
            if let Type::Named(id) = ty
                && let Some(replacement) = self.0.get(id)
            {
                *id = *replacement;
            }
        });
    }
}

impl Types<'_> {
    /// Finds equal types among the inline models and unions with the same candidate, and replaces all but the first
    /// of them in the other types. Types with different candidates stay, because an additional property would
    /// separate them and rename one. `is_separate` returns whether a setting names the type.
    pub(crate) fn merge_equal(&mut self, is_separate: impl Fn(&Origin) -> bool) -> Replacements {
        let classes = self.classes(is_separate);
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, class) in classes.into_iter().enumerate() {
            members.entry(class).or_default().push(index);
        }
        let mut replacements = Replacements::default();
        for mut equal in members.into_values().filter(|members| members.len() > 1) {
            equal.sort_by_key(|index| self.drafts.get_index(*index).map(|(_, draft)| draft.origin.clone()));
            let Some((first, others)) = equal.split_first() else { continue };
            for other in others {
                self.merge(*first, *other);
                replacements.0.insert(TypeId(*other), TypeId(*first));
            }
        }
        for draft in self.drafts.values_mut() {
            draft.kind.inside_mut().into_iter().for_each(|ty| replacements.apply(ty));
        }
        replacements
    }

    /// Adds the positions and the users of a type to those of an equal one.
    fn merge(&mut self, first: usize, other: usize) {
        let Some((_, draft)) = self.drafts.get_index_mut(other) else { return };
        draft.replaced_by = Some(first);
        let (users, doc, kind, pointer) =
            (std::mem::take(&mut draft.users), draft.doc.clone(), draft.kind.clone(), draft.origin.pointer());
        let (sent, read) = (draft.sent, draft.read);
        let Some((_, draft)) = self.drafts.get_index_mut(first) else { return };
        draft.places.push(pointer);
        draft.users.extend(users);
        draft.users.sort_unstable();
        draft.users.dedup();
        draft.sent |= sent;
        draft.read |= read;
        share(&mut draft.doc, &doc);
        if let (TypeKind::Model(fields), TypeKind::Model(others)) = (&mut draft.kind, kind) {
            for (field, other) in fields.iter_mut().zip(others) {
                share(&mut field.doc, &other.doc);
                field.example = field.example.take().or(other.example);
            }
        }
    }

    /// The class of each type. Types of one class are equal: they begin in one class, and each round separates those
    /// whose parts are in different classes.
    fn classes(&self, is_separate: impl Fn(&Origin) -> bool) -> Vec<usize> {
        let kinds = self.drafts.values().map(|draft| &draft.kind);
        let variants = kinds.filter(|kind| matches!(kind, TypeKind::Union { .. })).flat_map(TypeKind::inside);
        // The variants of a union are different types.
        let variants: BTreeSet<TypeId> = variants.filter_map(Type::named).collect();
        let is_mergeable = |index: usize, draft: &Draft| {
            matches!(draft.origin, Origin::Inline(_))
                && !matches!(draft.kind, TypeKind::Enum(_)) // see `inline_enum`
                && !has_one_way(&draft.kind)
                && !draft.users.is_empty()
                && !variants.contains(&TypeId(index))
                && !is_separate(&draft.origin)
        };
        let fixed = self.drafts.values().enumerate().map(|(index, draft)| !is_mergeable(index, draft));
        let fixed: Vec<bool> = fixed.collect();
        let count = self.drafts.len();
        let mut classes = vec![0; count];
        let mut classes_before = 0;
        loop {
            let mut known: BTreeMap<String, usize> = BTreeMap::new();
            let next = self.drafts.values().zip(&fixed).enumerate().map(|(index, (draft, fixed))| {
                if *fixed {
                    return count + index;
                }
                let signature = signature(draft, &classes);
                let class = known.len();
                *known.entry(signature).or_insert(class)
            });
            let next: Vec<usize> = next.collect();
            let found = known.len();
            classes = next;
            if found == classes_before {
                return classes;
            }
            classes_before = found;
        }
    }
}

/// Whether requests or responses lack a property. The type of such a property depends on the operations.
fn has_one_way(kind: &TypeKind) -> bool {
    let TypeKind::Model(fields) = kind else { return false };
    fields.iter().any(|field| field.access != Access::ReadWrite)
}

/// The properties of a type that must be equal.
fn signature(draft: &Draft, classes: &[usize]) -> String {
    let candidate = draft.candidates.first().map_or("", String::as_str);
    let mut text = format!("{candidate} {} ", draft.is_closed);
    match &draft.kind {
        TypeKind::Model(fields) => {
            for Field { name, doc: _, ty, pii, role, access, facts, example: _ } in fields {
                let _ = write!(text, "{:?} {pii} {role:?} {access:?} ", name.wire);
                let _ = write!(text, "{} {} {:?} ", facts.deprecated, facts.nullable, facts.bounds);
                write_type(&mut text, ty, classes);
            }
        }
        TypeKind::Union { discriminator, variants } => {
            let _ = write!(text, "{discriminator:?} ");
            for variant in variants {
                let _ = write!(text, "{} {:?} ", variant.rust, variant.selectors);
                write_type(&mut text, &variant.ty, classes);
            }
        }
        TypeKind::Enum(_) => {}
    }
    text
}

fn write_type(text: &mut String, ty: &Type, classes: &[usize]) {
    let mut ty = ty.clone();
    ty.visit(&mut |ty| {
        if let Type::Named(TypeId(index)) = ty
            && let Some(class) = classes.get(*index)
        {
            *index = *class;
        }
    });
    let _ = write!(text, "{ty:?}; ");
}
