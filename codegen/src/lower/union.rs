//! Schemas that are one of several: `oneOf` and `anyOf`.

use std::collections::BTreeSet;

use openapiv3::{Discriminator, ReferenceOr, Schema};

use super::reference::Met;
use super::shape::{Shape, view};
use super::types::{Context, Types, bare};
use super::wishes::component_wishes;
use crate::ir::{Member, Type, TypeKind};
use crate::name;

const NO_TAGS: &str = "not every type has a value of it alone: the type that keeps most of a value is taken";

impl<'a> Types<'a> {
    /// One of several types.
    pub(super) fn union(
        &mut self,
        members: &'a [ReferenceOr<Schema>],
        tag: Option<&'a Discriminator>,
        description: Option<&str>,
        met: &Met<'a>,
        context: &Context<'_>,
    ) -> Type {
        let (key, known) = self.known(met);
        if let Some(known) = known {
            return known;
        }
        let members = distinct(members);
        let tags = tag.and_then(|tag| tags(&members, tag));
        if tag.is_some() && tags.is_none() {
            self.idle("discriminator", "schema", NO_TAGS, &met.at);
        }
        if let [(index, only)] = members.as_slice() {
            let at = met.at.key("oneOf").index(*index);
            return self.lower(*only, &Context { at: &at, ..context.clone() });
        }
        let texts = members.iter().all(|(_, member)| {
            let met = self.resolve(*member, &met.at);
            met.is_some_and(|met| matches!(view(met.schema).shape, Shape::Text { .. } | Shape::Enum { .. }))
        });
        if texts {
            return Type::Text; // a text is a text, whichever of them it is
        }
        let (wishes, noun) = Self::wishes(met, context);
        let wish = wishes.first().cloned().unwrap_or_default();
        let empty = TypeKind::Union { tag: None, members: Vec::new() };
        let ty = self.enter(key, wishes, noun, super::doc::doc(description), empty, &met.at);
        let tag = tag.filter(|_| tags.is_some()).map(|tag| tag.property_name.clone());
        let mut tags = tags.into_iter().flatten();
        let mut lowered: Vec<Member> = Vec::new();
        for (index, member) in members {
            let at = met.at.key("oneOf").index(index);
            let wish = name::join(&wish, &(index + 1).to_string());
            let inner = self.lower(member, &Context { at: &at, wish, ..context.clone() });
            let inner = bare(&inner).clone();
            let rust = variant(member, &inner);
            // Models differ much in size; on the heap all variants are alike.
            let boxed = matches!(inner, Type::Named(_)) && !self.is_enum(&inner);
            let inner = if boxed { Type::Boxed(Box::new(inner)) } else { inner };
            lowered.push(Member { rust, ty: inner, tags: tags.next().unwrap_or_default() });
        }
        name::distinct(lowered.iter_mut().map(|member| &mut member.rust), "");
        self.fill(&ty, TypeKind::Union { tag, members: lowered });
        ty
    }
}

/// The members, each with its place: one that is referred to twice is one member.
fn distinct(members: &[ReferenceOr<Schema>]) -> Vec<(usize, &ReferenceOr<Schema>)> {
    let mut seen = BTreeSet::new();
    let mut is_new = |member: &ReferenceOr<Schema>| match member {
        ReferenceOr::Reference { reference } => seen.insert(reference.clone()),
        ReferenceOr::Item(_) => true,
    };
    members.iter().enumerate().filter(|(_, member)| is_new(member)).collect()
}

/// What a member of a union is called: after its component, or after what it is.
fn variant(member: &ReferenceOr<Schema>, ty: &Type) -> String {
    let kind = match ty {
        Type::Text | Type::Sid(_) => "Text",
        Type::Bool => "Bool",
        Type::Int32 | Type::Int64 => "Integer",
        Type::Number => "Number",
        Type::Timestamp | Type::MailTimestamp => "Timestamp",
        Type::Date => "Date",
        Type::List(_) => "List",
        Type::Map(_) => "Map",
        Type::Json => "Any",
        Type::Named(_) | Type::Nullable(_) | Type::Boxed(_) => "Object",
    };
    let rust = match (member, ty) {
        (ReferenceOr::Reference { reference }, Type::Named(_)) => {
            let component = reference.rsplit('/').next().unwrap_or_default();
            component_wishes(component).0.first().cloned().unwrap_or_default()
        }
        _ => kind.to_owned(),
    };
    if rust == super::UNRECOGNIZED { format!("{rust}_") } else { rust }
}

/// The values of the tag that mean each member: those mapped to it, or its component's name. None
/// if a member has none, or not for itself alone.
fn tags(members: &[(usize, &ReferenceOr<Schema>)], tag: &Discriminator) -> Option<Vec<Vec<String>>> {
    let Discriminator { property_name: _, mapping, extensions: _ } = tag;
    let tags = members.iter().map(|(_, member)| {
        let ReferenceOr::Reference { reference } = member else { return None };
        let name = reference.rsplit('/').next().unwrap_or_default();
        let is_it = |target: &String| target == reference || target == name;
        let mapped = mapping.iter().filter(|(_, target)| is_it(target)).map(|(value, _)| value.clone());
        let mapped: Vec<String> = mapped.collect();
        Some(if mapped.is_empty() { vec![name.to_owned()] } else { mapped })
    });
    let tags = tags.collect::<Option<Vec<_>>>()?;
    let mut seen = BTreeSet::new();
    (members.len() > 1 && tags.iter().flatten().all(|tag| seen.insert(tag))).then_some(tags)
}
