//! Compares the values that two types allow on the wire, independently of Rust.

use std::collections::BTreeMap;

use super::matching::{Matched, Side};
use crate::ir::scalar::{Scalar, SchemaType};
use crate::ir::{Encoding, Field, FieldRole, Type, TypeDef, TypeId, TypeKind, Variant, is_of_integers};

/// How the values that a type allows changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Same,
    /// Some previous values are no longer allowed.
    Narrowed,
    /// Values that were not allowed before are allowed.
    Widened,
    /// Both.
    Changed,
}

impl Relation {
    pub(super) fn new(is_narrowed: bool, is_widened: bool) -> Self {
        match (is_narrowed, is_widened) {
            (false, false) => Self::Same,
            (true, false) => Self::Narrowed,
            (false, true) => Self::Widened,
            (true, true) => Self::Changed,
        }
    }
}

impl Matched<'_> {
    /// Compares the values of two types. Matching named types count as equal, because their parts are compared
    /// separately.
    pub(super) fn relation(&self, old: &Type, new: &Type, encoding: Encoding) -> Relation {
        let narrowed = !Subset::of(self, encoding, Order::BeforeInAfter).fits(old, new);
        let widened = !Subset::of(self, encoding, Order::AfterInBefore).fits(new, old);
        Relation::new(narrowed, widened)
    }

    /// Compares the values of two named types by their definitions.
    pub(super) fn relation_of_definitions(&self, old: &TypeDef, new: &TypeDef) -> Relation {
        let narrowed = !Subset::of(self, Encoding::Json, Order::BeforeInAfter).definition_fits(old, new);
        let widened = !Subset::of(self, Encoding::Json, Order::AfterInBefore).definition_fits(new, old);
        Relation::new(narrowed, widened)
    }
}

/// Which side contains the smaller type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    BeforeInAfter,
    AfterInBefore,
}

/// Decides whether every value of a type of one side is a value of a type of the other side.
struct Subset<'m, 'a> {
    matched: &'m Matched<'a>,
    encoding: Encoding,
    order: Order,
    /// The results of the compared pairs. A pair that is being compared fits if the rest does, because a type can
    /// contain itself.
    known: BTreeMap<(TypeId, TypeId), bool>,
}

impl<'m, 'a> Subset<'m, 'a> {
    fn of(matched: &'m Matched<'a>, encoding: Encoding, order: Order) -> Self {
        Self { matched, encoding, order, known: BTreeMap::new() }
    }

    /// The sides of the smaller and of the greater type.
    fn sides(&self) -> (&'a Side<'a>, &'a Side<'a>) {
        match self.order {
            Order::BeforeInAfter => (self.matched.before, self.matched.after),
            Order::AfterInBefore => (self.matched.after, self.matched.before),
        }
    }

    fn are_twins(&self, small: TypeId, great: TypeId) -> bool {
        match self.order {
            Order::BeforeInAfter => self.matched.are_twins(small, great),
            Order::AfterInBefore => self.matched.are_twins(great, small),
        }
    }

    fn fits(&mut self, small: &Type, great: &Type) -> bool {
        let (small_side, great_side) = self.sides();
        match (small, great) {
            (_, &Type::JSON) | (Type::Sid(_), &Type::TEXT) => true,
            (Type::Boxed(small), great) => self.fits(small, great),
            (small, Type::Boxed(great)) => self.fits(small, great),
            (Type::Nullable(small), Type::Nullable(great)) => self.fits(small, great),
            (Type::Nullable(_), _) => false,
            (small, Type::Nullable(great)) => self.fits(small, great),
            (Type::Scalar(small), Type::Scalar(great)) => self.scalar_fits(*small, *great),
            (Type::Sid(small), Type::Sid(great)) => {
                let (one, other) = (small_side.module.sid(small), great_side.module.sid(great));
                let (before, after) = match self.order {
                    Order::BeforeInAfter => (one, other),
                    Order::AfterInBefore => (other, one),
                };
                small == great || self.matched.sids.get(before).is_some_and(|twin| twin == after)
            }
            (Type::List(small), Type::List(great)) | (Type::Map(small), Type::Map(great)) => {
                self.fits(small, great)
            }
            (Type::Named(small), Type::Named(great)) if self.are_twins(*small, *great) => true,
            (Type::Named(small), Type::Named(great)) => {
                let Some((one, other)) = small_side.def(*small).zip(great_side.def(*great)) else {
                    return false;
                };
                let pair = (*small, *great);
                if let Some(known) = self.known.get(&pair) {
                    return *known;
                }
                self.known.insert(pair, true);
                let fits = self.definition_fits(one, other);
                self.known.insert(pair, fits);
                fits
            }
            // A single value is written like a list of one value.
            (small, Type::List(great)) if self.encoding == Encoding::Text && !is_list(small) => {
                self.fits(small, great)
            }
            (Type::Named(small), great) => {
                small_side.def(*small).is_some_and(|small| self.named_fits(small, great))
            }
            (small, Type::Named(great)) => {
                let great = great_side.def(*great).map(|def| &def.kind);
                matches!(great, Some(TypeKind::Union { variants, .. })
                    if variants.iter().any(|variant| self.fits(small, &variant.ty)))
            }
            _ => false,
        }
    }

    fn scalar_fits(&self, small: Scalar, great: Scalar) -> bool {
        let is_text = great == Scalar::Text && small != Scalar::Bytes;
        let is_string = matches!(small.row().schema.0, SchemaType::String);
        small == great
            || small.row().widens_to.contains(&great)
            || (is_text && (is_string || self.encoding == Encoding::Text))
    }

    /// Whether the values of a definition fit a type without a name.
    fn named_fits(&mut self, small: &TypeDef, great: &Type) -> bool {
        match (&small.kind, great) {
            (TypeKind::Enum(values), Type::Scalar(great)) => {
                values.iter().all(|value| self.scalar_fits(value.scalar(), *great))
            }
            (TypeKind::Model(fields), Type::Map(value)) => {
                fields.iter().all(|field| match (field.role, &field.ty) {
                    (FieldRole::Additional, Type::Map(inner)) => self.fits(inner, value),
                    _ => self.fits(bare(&field.ty), value),
                })
            }
            (TypeKind::Union { variants, .. }, great) => {
                variants.iter().all(|variant| self.fits(&variant.ty, great))
            }
            _ => false,
        }
    }

    fn definition_fits(&mut self, small: &TypeDef, great: &TypeDef) -> bool {
        match (&small.kind, &great.kind) {
            (TypeKind::Enum(small), TypeKind::Enum(great)) => {
                // Without JSON, an integer is the string of its digits.
                if self.encoding != Encoding::Text && is_of_integers(small) != is_of_integers(great) {
                    return false;
                }
                let has_all = |some: &[Variant], others: &[Variant]| {
                    let has = |value: &Variant| some.iter().any(|other| other.name.wire == value.name.wire);
                    others.iter().all(has)
                };
                // A client decodes every further value of a response.
                has_all(great, small) || (self.order == Order::AfterInBefore && has_all(small, great))
            }
            (TypeKind::Model(small), TypeKind::Model(fields)) => {
                let has = |fields: &[Field], field: &Field| {
                    fields.iter().any(|other| other.name.wire == field.name.wire)
                };
                // A property that is gone is no longer read or sent, whether it was required or not.
                let is_kept = match self.order {
                    Order::BeforeInAfter => small.iter().all(|field| has(fields, field)),
                    Order::AfterInBefore => fields.iter().all(|field| has(small, field)),
                };
                let is_listed = !great.is_closed || small.iter().all(|field| has(fields, field));
                is_kept && is_listed && fields.iter().all(|field| self.field_fits(small, field))
            }
            (TypeKind::Union { variants: small, .. }, TypeKind::Union { variants: great, .. }) => {
                small.iter().all(|variant| great.iter().any(|other| self.fits(&variant.ty, &other.ty)))
            }
            (TypeKind::Union { variants, .. }, _) => {
                let small_side = self.sides().0;
                let id = |ty: &Type| ty.named().and_then(|id| small_side.def(id));
                variants
                    .iter()
                    .all(|variant| id(&variant.ty).is_some_and(|def| self.definition_fits(def, great)))
            }
            (_, TypeKind::Union { variants, .. }) => {
                variants.iter().any(|variant| self.definition_fits_type(small, &variant.ty))
            }
            _ => false,
        }
    }

    /// Whether the values of a definition fit the type of a variant.
    fn definition_fits_type(&mut self, small: &TypeDef, great: &Type) -> bool {
        match great {
            Type::Boxed(inner) => self.definition_fits_type(small, inner),
            Type::Named(id) => {
                let great = self.sides().1.def(*id);
                great.is_some_and(|great| self.definition_fits(small, great))
            }
            great => self.named_fits(small, great),
        }
    }

    /// Whether the objects with these fields have a property that fits a field.
    fn field_fits(&mut self, small: &[Field], great: &Field) -> bool {
        let own = small
            .iter()
            .find(|field| field.name.wire == great.name.wire && field.role != FieldRole::Additional);
        match own {
            Some(own) => {
                (own.is_required() || !great.is_required())
                    && (great.facts.nullable || !own.facts.nullable)
                    && self.fits(bare(&own.ty), bare(&great.ty))
            }
            None => !great.is_required(),
        }
    }
}

fn is_list(ty: &Type) -> bool {
    matches!(ty, Type::List(_))
}

/// The type of a field if the property is there and not null.
pub(super) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Nullable(inner) => bare(inner),
        other => other,
    }
}

impl Side<'_> {
    /// A type by its names in the document. It depends neither on Rust names nor on the content of named types.
    pub(super) fn describe(&self, ty: &Type) -> String {
        match ty {
            Type::Scalar(scalar) => format!("{scalar:?}").to_lowercase(),
            Type::Sid(prefix) => format!("SID {prefix}"),
            Type::Named(id) => self.name(*id),
            Type::List(inner) => format!("array of {}", self.describe(inner)),
            Type::Map(inner) => format!("map of {}", self.describe(inner)),
            Type::Nullable(inner) => format!("{} or null", self.describe(inner)),
            Type::Boxed(inner) => self.describe(inner),
        }
    }
}
