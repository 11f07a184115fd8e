//! Lowers `oneOf` and `anyOf` to union types.

use std::collections::BTreeSet;

use openapiv3::{Discriminator, ReferenceOr, Schema};

use crate::document::place::At;
use crate::ir::scalar::Scalar;
use crate::ir::{Doc, Origin, Type, TypeKind, UnionVariant};
use crate::lower::document::reader::Resolved;
use crate::lower::document::shape::{Choice, Shape, view};
use crate::lower::names::candidates::component_candidates;
use crate::lower::schema::all_of::{Object, object};
use crate::lower::schema::types::{Context, Direction, Types, bare};
use crate::name;

const NO_SELECTORS: &str =
    "not every variant has a distinct value; the client selects the variant that preserves most of a value";

/// A choice among schemas.
pub(super) struct Union<'a, 'd> {
    pub(super) choice: Choice<'a>,
    /// The position of the schema with the choice.
    pub(super) at: At,
    /// The properties that all members have.
    pub(super) common: Option<Object<'a>>,
    pub(super) description: Option<&'d str>,
}

impl<'a> Types<'a> {
    /// The type of a choice.
    pub(super) fn union(
        &mut self,
        union: Union<'a, '_>,
        resolved: &Resolved<'a>,
        context: &Context<'_>,
    ) -> Type {
        let Union { choice, at: parent, common, description } = union;
        let Choice { keyword, members, discriminator } = choice;
        let members = distinct(members);
        let is_text = members.len() > 1
            && members.iter().all(|(_, member)| self.is_text(member, &resolved.at, context.direction));
        if is_text && common.is_none() {
            return Type::TEXT; // all members are strings
        }
        let (origin, known) = self.known(resolved);
        if let Some(known) = known {
            return known;
        }
        if common.is_none() && !self.reader.constrains(&choice, &parent) {
            return Type::JSON;
        }
        let parent = parent.key(keyword);
        let selectors =
            discriminator.and_then(|discriminator| self.selectors(&members, discriminator, &parent));
        if discriminator.is_some() && selectors.is_none() {
            self.reader.ignore("discriminator", "schema", NO_SELECTORS, &parent);
        }
        if let [(index, only)] = members.as_slice() {
            let at = parent.index(*index);
            return match common.map(|common| self.reader.merge_with(&common, (*only).into(), &at)) {
                Some(Some(object)) => self.model(object, description, resolved, context),
                Some(None) => Type::JSON,
                None => self.lower(*only, &Context { at: &at, ..context.clone() }),
            };
        }
        let (candidates, noun) = Self::candidates(resolved, context);
        let candidate = candidates.first().cloned().unwrap_or_default();
        let empty = TypeKind::Union { discriminator: None, variants: Vec::new() };
        let ty = self.enter(
            origin,
            candidates,
            noun,
            crate::lower::document::doc::doc(description),
            empty,
            &resolved.at,
        );
        let discriminator =
            discriminator.filter(|_| selectors.is_some()).map(|property| property.property_name.clone());
        let mut selectors = selectors.into_iter().flatten();
        let mut variants: Vec<UnionVariant> = Vec::new();
        for (index, member) in members {
            // A member that is joined with common properties becomes a new type of this position.
            let inline = parent.index(index);
            let (at, component) = match common {
                Some(_) => (resolved.at.key(keyword).index(index).with_target(&inline), component(member)),
                None => (inline, None),
            };
            let candidate = name::join(&candidate, &component.unwrap_or_else(|| (index + 1).to_string()));
            let context = Context { at: &at, candidate, ..context.clone() };
            let inner = self.member(member, common.as_ref(), &context);
            let rust = variant(member, &inner);
            let selectors = selectors.next().unwrap_or_default();
            variants.push(UnionVariant { rust, ty: self.boxed(inner), selectors });
        }
        name::distinct(variants.iter_mut().map(|variant| &mut variant.rust), "");
        self.fill(&ty, TypeKind::Union { discriminator, variants });
        ty
    }

    /// The response type of an operation with a different type for each status.
    pub(crate) fn responses(&mut self, types: Vec<(String, Type)>, at: &At, noun: &str) -> Type {
        let variants = types.into_iter().map(|(rust, ty)| UnionVariant {
            rust,
            ty: self.boxed(ty),
            selectors: Vec::new(),
        });
        let kind = TypeKind::Union { discriminator: None, variants: variants.collect() };
        let candidate = name::join(&name::pascal(noun), "Response");
        let candidates = vec![candidate.clone(), name::join(&candidate, "Value")];
        self.enter(
            Origin::Inline(at.pointer().clone()),
            candidates,
            noun.to_owned(),
            Doc::default(),
            kind,
            at,
        )
    }

    /// Stores a model on the heap, because the sizes of models differ much.
    fn boxed(&self, ty: Type) -> Type {
        let is_model = matches!(ty, Type::Named(_)) && !self.is_enum(&ty);
        if is_model { Type::Boxed(Box::new(ty)) } else { ty }
    }

    /// The type of a member, joined with the common properties if there are any.
    fn member(
        &mut self,
        member: &'a ReferenceOr<Schema>,
        common: Option<&Object<'a>>,
        context: &Context<'_>,
    ) -> Type {
        let Some(common) = common else {
            let is_open = !self.reader.schema_constrains(member, context.at);
            return if is_open { Type::JSON } else { bare(&self.lower(member, context)).clone() };
        };
        let Some(Resolved { schema, .. }) = self.reader.resolve(member, context.at) else {
            return Type::JSON;
        };
        let resolved = Resolved { component: None, schema, at: context.at.clone() };
        match self.reader.merge_with(common, member.into(), context.at) {
            Some(object) => self.model(object, view(schema).description, &resolved, context),
            None => Type::JSON,
        }
    }

    /// The values of the discriminator that select each member: the values in its `mapping`, the only value of the
    /// property in the member, or the name of the component. Returns `None` if a member has no value, or shares one
    /// with another member.
    fn selectors(
        &self,
        members: &[(usize, &'a ReferenceOr<Schema>)],
        discriminator: &Discriminator,
        parent: &At,
    ) -> Option<Vec<Vec<String>>> {
        let Discriminator { property_name, mapping, extensions: _ } = discriminator;
        // A value that is mapped to a missing schema may select any member without a value.
        let is_known = mapping.values().all(|target| {
            let names = members.iter().filter_map(|(_, member)| match member {
                ReferenceOr::Reference { reference } => reference.rsplit('/').next(),
                ReferenceOr::Item(_) => None,
            });
            self.is_schema(target) || names.into_iter().any(|name| name == last_part(target))
        });
        let selectors = members.iter().map(|(index, member)| {
            let name = match member {
                ReferenceOr::Reference { reference } => reference.rsplit('/').next(),
                ReferenceOr::Item(_) => None,
            };
            let is_it = |target: &String| match member {
                ReferenceOr::Reference { reference } => {
                    target == reference
                        || Some(target.as_str()) == name
                        || (!self.is_schema(target) && name == Some(last_part(target)))
                }
                ReferenceOr::Item(_) => false,
            };
            let mapped = mapping.iter().filter(|(_, target)| is_it(target)).map(|(value, _)| value.clone());
            let mapped: Vec<String> = mapped.collect();
            if !mapped.is_empty() {
                return Some(mapped);
            }
            let only = self.only_value(member, &parent.index(*index), property_name);
            only.or_else(|| name.filter(|_| is_known).map(ToOwned::to_owned)).map(|value| vec![value])
        });
        let selectors = selectors.collect::<Option<Vec<_>>>()?;
        let mut seen = BTreeSet::new();
        (members.len() > 1 && selectors.iter().flatten().all(|value| seen.insert(value))).then_some(selectors)
    }

    /// Whether the target of a mapping is a schema of the document.
    fn is_schema(&self, target: &str) -> bool {
        let name = target.strip_prefix("#/components/schemas/").unwrap_or(target);
        self.reader.openapi.components.iter().any(|components| components.schemas.contains_key(name))
    }

    /// The value of a property whose enum has only one value.
    fn only_value(&self, member: &'a ReferenceOr<Schema>, at: &At, wire: &str) -> Option<String> {
        let object = object(member.into(), at, &self.reader)?;
        let property = object.properties.iter().find(|property| property.wire == wire)?;
        let resolved = self.reader.resolve(property.node, &property.at)?;
        match view(resolved.schema).shape {
            Shape::Enum { values, .. } => match values.as_slice() {
                [only] => Some((*only).to_owned()),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a value is a string. In a form, a query, a header and a path, every scalar is one.
    fn is_text(&self, member: &'a ReferenceOr<Schema>, at: &At, direction: Direction) -> bool {
        self.reader.resolve(member, at).is_some_and(|resolved| match view(resolved.schema).shape {
            Shape::Text { .. } | Shape::Enum { .. } => true,
            Shape::Integer { .. } | Shape::Number | Shape::Bool => direction == Direction::Request,
            _ => false,
        })
    }
}

/// The last part of the target of a mapping, without the extension of a file: `models/cat.yaml` → `cat`.
fn last_part(target: &str) -> &str {
    let part = target.rsplit(['/', '#']).next().unwrap_or_default();
    let extensions = [".yaml", ".yml", ".json"];
    extensions.iter().find_map(|extension| part.strip_suffix(extension)).unwrap_or(part)
}

/// The members with their positions. Several references to one component count as one member.
fn distinct(members: &[ReferenceOr<Schema>]) -> Vec<(usize, &ReferenceOr<Schema>)> {
    let mut seen = BTreeSet::new();
    let mut is_new = |member: &ReferenceOr<Schema>| match member {
        ReferenceOr::Reference { reference } => seen.insert(reference.clone()),
        ReferenceOr::Item(_) => true,
    };
    members.iter().enumerate().filter(|(_, member)| is_new(member)).collect()
}

/// The name of a variant: the name of its component or of its type.
fn variant(member: &ReferenceOr<Schema>, ty: &Type) -> String {
    let kind = match ty {
        Type::Scalar(scalar) => scalar.row().variant,
        Type::Sid(_) => Scalar::Text.row().variant,
        Type::List(_) => "List",
        Type::Map(_) => "Map",
        Type::Named(_) | Type::Nullable(_) | Type::Boxed(_) => "Object",
    };
    let component = component(member).filter(|_| matches!(ty, Type::Named(_)));
    let rust = component.unwrap_or_else(|| kind.to_owned());
    if rust == crate::lower::names::UNRECOGNIZED { format!("{rust}_") } else { rust }
}

/// The candidate for the name of a member that is a component.
fn component(member: &ReferenceOr<Schema>) -> Option<String> {
    let ReferenceOr::Reference { reference } = member else { return None };
    let component = reference.rsplit('/').next().unwrap_or_default();
    Some(component_candidates(component).0.first().cloned().unwrap_or_default())
}
