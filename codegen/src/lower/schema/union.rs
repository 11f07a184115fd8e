//! Lowers `oneOf` and `anyOf` to union types.

use std::collections::BTreeSet;

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaKind};

use crate::document::place::At;
use crate::ir::scalar::Scalar;
use crate::ir::{Doc, Encoding, Origin, Type, TypeKind, UnionVariant};
use crate::lower::document::doc::doc;
use crate::lower::document::reader::Resolved;
use crate::lower::document::shape::{Choice, Shape, View, view};
use crate::lower::names::candidates::component_candidates;
use crate::lower::schema::all_of::Object;
use crate::lower::schema::constants;
use crate::lower::schema::types::{Context, Types, bare, nullable_once};
use crate::name;

/// A choice among schemas.
pub(super) struct Union<'a, 'd> {
    pub(super) choice: Choice<'a>,
    /// The position of the schema with the choice.
    pub(super) at: At,
    /// The properties that all members have.
    pub(super) common: Option<Object<'a>>,
    pub(super) description: Option<&'d str>,
}

/// A member of a choice, or of a choice inside it.
struct Member<'a> {
    schema: &'a ReferenceOr<Schema>,
    /// The keywords and the indexes that lead to it from the schema with the outer choice.
    steps: Vec<(&'static str, usize)>,
    /// The number of the member among all members.
    number: usize,
}

impl Member<'_> {
    /// The position of the member of a choice at a position.
    fn at(&self, parent: &At) -> At {
        self.steps.iter().fold(parent.clone(), |at, (keyword, index)| at.key(keyword).index(*index))
    }
}

/// The members of a choice.
struct Members<'a> {
    /// The members that are not only null.
    values: Vec<Member<'a>>,
    /// Whether one of the members allows null.
    nullable: bool,
}

impl Members<'_> {
    fn wrap(&self, ty: Type) -> Type {
        if self.nullable { nullable_once(ty) } else { ty }
    }
}

impl<'a> Types<'a> {
    /// The type of a choice. It is nullable if a member is.
    pub(super) fn union(
        &mut self,
        union: Union<'a, '_>,
        resolved: &Resolved<'a>,
        context: &Context<'_>,
    ) -> Type {
        // Many references may lead to a large choice, so its members are read once.
        let key = resolved.component.map(|component| (component, context.encoding));
        if let Some(known) = key.and_then(|key| self.unions.get(&key)) {
            return known.clone();
        }
        let mut members = self.members(&union, resolved);
        let ty = self.without_variants(&union, &members, resolved, context).unwrap_or_else(|| {
            let (candidates, noun) = Self::candidates(resolved, context);
            let candidate = candidates.first().cloned().unwrap_or_default();
            let empty = TypeKind::Union { discriminator: None, variants: Vec::new() };
            let (origin, _) = self.known(resolved);
            let ty = self.enter(origin, candidates, noun, doc(union.description), empty, &resolved.at);
            // A member may refer to the choice.
            self.unions.extend(key.map(|key| (key, members.wrap(ty.clone()))));
            let kind =
                self.variants(union, &mut members, resolved, &Context { candidate, ..context.clone() });
            self.fill(&ty, kind);
            ty
        });
        let ty = members.wrap(ty);
        self.unions.extend(key.map(|key| (key, ty.clone())));
        ty
    }

    fn members(&self, union: &Union<'a, '_>, resolved: &Resolved<'a>) -> Members<'a> {
        let mut members = Members { values: Vec::new(), nullable: false };
        self.collect(&union.choice, &union.at, &[], &mut members);
        let is_nullable = |member: &Member<'a>| {
            let found = self.reader.peek(member.schema, &resolved.at);
            found.is_some_and(|found| found.schema.schema_data.nullable || is_null(found.schema))
        };
        // With common properties, a value is an object.
        members.nullable |= members.values.iter().any(is_nullable);
        members.nullable &= union.common.is_none();
        let is_only_null = |member: &'a ReferenceOr<Schema>| {
            self.reader.peek(member, &resolved.at).is_some_and(|found| is_null(found.schema))
        };
        retain_values(&mut members.values, is_only_null);
        members
    }

    /// Adds the members of a choice, and instead of an inline choice its members. The values of a discriminator
    /// select whole members.
    fn collect(
        &self,
        choice: &Choice<'a>,
        at: &At,
        steps: &[(&'static str, usize)],
        members: &mut Members<'a>,
    ) {
        for (index, schema) in choice.members.iter().enumerate() {
            let steps = [steps, &[(choice.keyword, index)]].concat();
            let at = at.key(choice.keyword).index(index);
            if let ReferenceOr::Item(inner) = schema
                && choice.discriminator.is_none()
                && let View { shape: Shape::One(inner), nullable, .. } = view(inner)
                && inner.discriminator.is_none()
                && self.reader.constrains(&inner, &at)
            {
                members.nullable |= nullable;
                self.collect(&inner, &at, &steps, members);
                continue;
            }
            let number = members.values.len() + 1;
            members.values.push(Member { schema, steps, number });
        }
    }

    /// The type of a choice that needs no variants, or that has them already.
    fn without_variants(
        &mut self,
        union: &Union<'a, '_>,
        members: &Members<'a>,
        resolved: &Resolved<'a>,
        context: &Context<'_>,
    ) -> Option<Type> {
        let Union { choice, at: parent, common, description } = union;
        let is_several = members.values.len() > 1 && common.is_none();
        if is_several && let Some(ty) = self.scalar_of_all(members, *description, resolved, context) {
            return Some(ty);
        }
        if let (_, Some(known)) = self.known(resolved) {
            // The other encoding may have found more nullable members.
            let encodings = [Encoding::Text, Encoding::Json].into_iter();
            let mut keys = encodings.filter_map(|encoding| Some((resolved.component?, encoding)));
            return keys.find_map(|key| self.unions.get(&key).cloned()).or(Some(known));
        }
        if common.is_none() && !self.reader.constrains(choice, parent) {
            return Some(Type::JSON);
        }
        let [only] = members.values.as_slice() else { return None };
        let at = only.at(parent);
        Some(match common.as_ref().map(|common| self.reader.merge_with(common, only.schema.into(), &at)) {
            Some(Some(object)) => self.model(object, *description, resolved, context),
            Some(None) => Type::JSON,
            None => self.lower(only.schema, &Context { at: &at, ..context.clone() }),
        })
    }

    /// The type of a choice among constants, among strings, or among members of one scalar type.
    fn scalar_of_all(
        &mut self,
        members: &Members<'a>,
        description: Option<&str>,
        resolved: &Resolved<'a>,
        context: &Context<'_>,
    ) -> Option<Type> {
        let all = || members.values.iter().map(|member| (member.schema, member.at(&resolved.at)));
        let schemas: Option<Vec<&Schema>> =
            all().map(|(member, at)| Some(self.reader.resolve(member, &at)?.schema)).collect();
        let schemas = schemas?;
        if let Some(variants) = constants::of_constants(&schemas) {
            return Some(self.enumeration(variants, None, description, resolved, context));
        }
        if schemas.iter().all(|schema| is_text(schema, context.encoding)) {
            return Some(Type::TEXT);
        }
        let is_number = |schema: &&Schema| match view(schema).shape {
            Shape::Integer { values, .. } => values.is_empty(),
            Shape::Number | Shape::Bool => true,
            _ => false,
        };
        if !schemas.iter().all(is_number) {
            return None;
        }
        let mut types = all()
            .map(|(member, at)| bare(&self.lower(member, &Context { at: &at, ..context.clone() })).clone());
        let first = types.next()?;
        types.all(|other| other == first).then_some(first)
    }

    /// The variants of a choice. Records whether one of them allows null.
    fn variants(
        &mut self,
        union: Union<'a, '_>,
        members: &mut Members<'a>,
        resolved: &Resolved<'a>,
        context: &Context<'_>,
    ) -> TypeKind {
        let Union { choice: Choice { keyword, members: _, discriminator }, at: parent, common, .. } = union;
        let selectors = discriminator.and_then(|found| {
            let members: Vec<_> =
                members.values.iter().map(|member| (member.at(&parent), member.schema)).collect();
            self.selectors_or_ignore(&members, found, &parent.key(keyword))
        });
        let discriminator =
            discriminator.filter(|_| selectors.is_some()).map(|property| property.property_name.clone());
        let mut selectors = selectors.into_iter().flatten();
        let mut variants: Vec<UnionVariant> = Vec::new();
        for found in &members.values {
            let member = found.schema;
            // A member that is joined with common properties becomes a new type of this position.
            let inline = found.at(&parent);
            let (at, component) = match common {
                Some(_) => (found.at(&resolved.at).with_target(&inline), component(member)),
                None => (inline, None),
            };
            let number = || found.number.to_string();
            let candidate = name::join(&context.candidate, &component.unwrap_or_else(number));
            let inner =
                self.member(member, common.as_ref(), &Context { at: &at, candidate, ..context.clone() });
            members.nullable |= matches!(inner, Type::Nullable(_));
            let inner = bare(&inner).clone();
            // A choice inside the choice may repeat a scalar.
            let is_scalar = matches!(inner, Type::Scalar(_) | Type::Sid(_)) && discriminator.is_none();
            if is_scalar && variants.iter().any(|variant| variant.ty == inner) {
                continue;
            }
            let rust = variant(member, &inner, self.is_enum(&inner));
            let selectors = selectors.next().unwrap_or_default();
            variants.push(UnionVariant { rust, ty: self.boxed(inner), selectors });
        }
        // The variant for all other values is the last one.
        variants.sort_by_key(|variant| discriminator.is_some() && variant.selectors.is_empty());
        name::distinct(variants.iter_mut().map(|variant| &mut variant.rust), "");
        TypeKind::Union { discriminator, variants }
    }

    /// The response type of an operation with a different type for each status.
    pub(crate) fn responses(
        &mut self,
        types: Vec<(Vec<String>, Type)>,
        candidate: String,
        at: &At,
        noun: &str,
    ) -> Type {
        let variants = types.into_iter().map(|(statuses, ty)| UnionVariant {
            rust: format!("Status{}", statuses.first().map(String::as_str).unwrap_or_default()),
            ty: self.boxed(ty),
            selectors: statuses,
        });
        let kind = TypeKind::Union { discriminator: None, variants: variants.collect() };
        self.enter(
            Origin::Inline(at.pointer().clone()),
            vec![candidate],
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
            return if is_open { Type::JSON } else { self.lower(member, context) };
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
}

/// Whether a value is a string. In a form, a query, a header and a path, every scalar is one.
fn is_text(schema: &Schema, encoding: Encoding) -> bool {
    match view(schema).shape {
        Shape::Text { .. } | Shape::Enum { .. } => true,
        Shape::Integer { .. } | Shape::Number | Shape::Bool => encoding == Encoding::Text,
        _ => false,
    }
}

/// Whether the only value of a schema is null.
fn is_null(Schema { schema_data, schema_kind }: &Schema) -> bool {
    match schema_kind {
        SchemaKind::Any(any) if any.enumeration.is_empty() => {
            schema_data.nullable && *any == AnySchema::default()
        }
        SchemaKind::Any(any) => any.enumeration.iter().all(serde_json::Value::is_null),
        SchemaKind::Type(openapiv3::Type::String(text)) => {
            !text.enumeration.is_empty() && text.enumeration.iter().all(Option::is_none)
        }
        _ => false,
    }
}

/// Removes the members that are only null. Several references to one component count as one member.
fn retain_values<'a>(members: &mut Vec<Member<'a>>, is_null: impl Fn(&'a ReferenceOr<Schema>) -> bool) {
    let mut seen = BTreeSet::new();
    members.retain(|Member { schema, .. }| {
        let is_new = match schema {
            ReferenceOr::Reference { reference } => seen.insert(reference.as_str()),
            ReferenceOr::Item(_) => true,
        };
        is_new && !is_null(schema)
    });
}

/// The name of a variant: the name of its component or of its type.
fn variant(member: &ReferenceOr<Schema>, ty: &Type, is_enum: bool) -> String {
    let kind = match ty {
        Type::Named(_) if is_enum => "Enum",
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
