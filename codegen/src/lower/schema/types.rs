//! Schemas → [`Type`]s, and the table of a document's named types.
//!
//! Only schemas that an operation reaches are lowered. A model is entered into the table first and its
//! fields are lowered later, so that types can refer to each other in cycles of any length. `names` decides
//! the Rust names when all types are known.

use std::collections::{BTreeMap, VecDeque};

use indexmap::IndexMap;

use crate::diagnostic::Code;
use crate::document::place::{At, Collector};
use crate::ir::scalar::{Scalar, SchemaType};
use crate::ir::{Doc, Encoding, Origin, Outline, Type, TypeId, TypeKind};
use crate::load::{Bases, Document};
use crate::lower::document::outline::outline;
use crate::lower::document::reader::{Reader, Resolved};
use crate::lower::document::shape::{Node, Shape, View, view};
use crate::lower::document::sid_pattern;
use crate::lower::names::candidates::{Draft, component_candidates};
use crate::lower::names::sid::Evidence;
use crate::lower::schema::all_of::{Merge, Object};
use crate::lower::schema::constants;
use crate::lower::schema::joined::JoinedTypes;
use crate::lower::schema::list::Items;
use crate::lower::schema::model::Pending;
use crate::lower::schema::union::Union;
use crate::name;
use crate::pointer::Pointer;

/// The maximum nesting of lists, maps, unions and references. Published documents nest three levels. Each
/// level costs compile time in the client and stack in the generator.
pub(super) const MAX_DEPTH: usize = 32;

/// The schemas of one document, being lowered.
pub(crate) struct Types<'a> {
    pub(crate) reader: Reader<'a>,
    pub(super) bases: &'a Bases,
    pub(crate) evidence: Evidence,
    pub(crate) drafts: IndexMap<Origin, Draft>,
    /// The inline enums, by their positions.
    pub(super) enums: BTreeMap<Pointer, TypeId>,
    /// The inline enums, by their first candidates and their values in JSON.
    pub(super) alike: BTreeMap<(String, Vec<String>), TypeId>,
    pub(super) pending: VecDeque<Pending<'a>>,
    pub(super) items: Items,
    /// The components that are being lowered, outermost first.
    open: Vec<&'a str>,
    /// The number of types around the type that is being lowered, up to the next object.
    pub(super) depth: usize,
    pub(super) joined: JoinedTypes,
    /// The types of the components that are choices.
    pub(super) unions: BTreeMap<(&'a str, Encoding), Type>,
    /// The properties of components that have only one value. Those with several values have none.
    pub(super) only_values: BTreeMap<(&'a str, String), Option<String>>,
}

/// The context of a schema, from which an inline type gets its name.
#[derive(Clone, Debug)]
pub(crate) struct Context<'c> {
    pub(crate) at: &'c At,
    /// Words for an inline type, in Pascal case.
    pub(crate) candidate: String,
    /// The noun of the resource in snake case.
    pub(crate) noun: &'c str,
    /// The wire name of the value, for the naming of SIDs.
    pub(crate) wire: &'c str,
    /// It decides the type of a timestamp, and of an enum of `"true"` and `"false"`.
    pub(crate) encoding: Encoding,
}

impl<'a> Types<'a> {
    pub(crate) fn new(document: &'a Document, diagnostics: &'a Collector<'a>) -> Self {
        Self {
            reader: Reader::new(&document.openapi, diagnostics),
            bases: &document.bases,
            evidence: Evidence::default(),
            drafts: IndexMap::new(),
            enums: BTreeMap::new(),
            alike: BTreeMap::new(),
            pending: VecDeque::new(),
            items: Items::default(),
            open: Vec::new(),
            depth: 0,
            joined: JoinedTypes::default(),
            unions: BTreeMap::new(),
            only_values: BTreeMap::new(),
        }
    }

    pub(crate) fn into_parts(self) -> (Vec<Draft>, Evidence) {
        let mut drafts: Vec<Draft> = self.drafts.into_values().collect();
        for (place, TypeId(index)) in self.enums {
            drafts.get_mut(index).into_iter().for_each(|draft| draft.places.push(place.clone()));
        }
        (drafts, self.evidence)
    }

    /// The type of a schema.
    pub(crate) fn lower(&mut self, node: impl Into<Node<'a>>, context: &Context<'_>) -> Type {
        let Some(resolved) = self.reader.resolve(node, context.at) else { return Type::JSON };
        let known = resolved
            .component
            .is_some_and(|name| self.drafts.contains_key(&Origin::Component(name.to_owned())));
        if self.depth >= MAX_DEPTH && !known {
            let message = format!("types must not be nested more than {MAX_DEPTH} times");
            self.reader.diagnostics.add(
                Code::TypesTooDeep,
                context.at,
                message,
                "insert an object with properties, or reduce the nesting",
            );
            return Type::JSON;
        }
        if let Some(component) = resolved.component
            && !known
        {
            if self.open.contains(&component) {
                let message = format!("`{component}` contains only itself");
                self.reader.diagnostics.add(
                    Code::EndlessType,
                    context.at,
                    message,
                    "insert an object with properties",
                );
                return Type::JSON;
            }
            self.open.push(component);
        }
        self.depth += 1;
        let reduced = view(resolved.schema);
        let nullable = reduced.nullable;
        let ty = self.lower_view(reduced, &resolved, context);
        self.depth -= 1;
        if resolved.component.is_some() && !known {
            self.open.pop();
        }
        if nullable { nullable_once(ty) } else { ty }
    }

    /// The outline of a schema whose type contains any JSON.
    pub(crate) fn unread(&self, ty: &Type, node: Node<'a>) -> Option<Outline> {
        ty.contains_json().then(|| outline(&self.reader, node).not_null())
    }

    fn lower_view(&mut self, reduced: View<'a>, resolved: &Resolved<'a>, context: &Context<'_>) -> Type {
        match reduced.shape {
            Shape::Text { format, pattern } => self.text(format, pattern, context),
            Shape::Enum { format, .. } => {
                let variants = constants::listed(resolved.schema);
                self.enumeration(variants, format, reduced.description, resolved, context)
            }
            Shape::Integer { values, .. } if !values.is_empty() => {
                let variants = constants::listed(resolved.schema);
                self.enumeration(variants, None, reduced.description, resolved, context)
            }
            Shape::Integer { format, .. } => scalar(SchemaType::Integer, format, context),
            Shape::Number => scalar(SchemaType::Number, None, context),
            Shape::Bool => scalar(SchemaType::Boolean, None, context),
            Shape::Array(items) => self.list(items, resolved, context),
            // Many references may lead to a large object, so its properties are read once.
            Shape::Object { .. } | Shape::All(_) if self.known(resolved).1.is_some() => {
                self.known(resolved).1.unwrap_or(Type::JSON)
            }
            Shape::Object { properties, required, additional_properties } => {
                let object = Object::new(properties, required, additional_properties, &resolved.at);
                self.model(object, reduced.description, resolved, context)
            }
            Shape::All(parts) => {
                let Merge { merged, nullable } = self.reader.merge(&parts, &resolved.at);
                let ty = self.merged(merged, reduced.description, resolved, context);
                if nullable { nullable_once(ty) } else { ty }
            }
            Shape::One(choice) => {
                let at = resolved.at.clone();
                self.union(
                    Union { choice, at, common: None, description: reduced.description },
                    resolved,
                    context,
                )
            }
            // Twilio's examples contain nulls among the URLs of a `uri-map`.
            Shape::Map(None) => Type::Map(Box::new(Type::Nullable(Box::new(Type::TEXT)))),
            Shape::Map(Some(values)) => self.map(values, resolved, context),
            Shape::Any | Shape::Prefixed(_) => Type::JSON,
        }
    }

    fn map(&mut self, values: Node<'a>, resolved: &Resolved<'a>, context: &Context<'_>) -> Type {
        let at = resolved.at.key("additionalProperties");
        Type::Map(Box::new(self.values(values, &at, context)))
    }

    /// The type of the values of a map.
    pub(super) fn values(&mut self, values: Node<'a>, at: &At, context: &Context<'_>) -> Type {
        let one = item_candidate(context);
        let candidate = if one == context.candidate { name::join(&context.candidate, "Value") } else { one };
        self.lower(values, &Context { at, candidate, ..context.clone() })
    }

    fn text(&mut self, format: Option<&str>, pattern: Option<&str>, context: &Context<'_>) -> Type {
        if let Some(prefix) = pattern.and_then(sid_pattern::prefix) {
            self.evidence.name(&prefix, context.wire);
            return Type::Sid(prefix);
        }
        scalar(SchemaType::String, format, context)
    }

    fn list(&mut self, items: Node<'a>, resolved: &Resolved<'_>, context: &Context<'_>) -> Type {
        let at = match resolved.component {
            Some(_) => self.items.at(&resolved.at, context.at),
            None => context.at.key("items").with_target(&resolved.at.key("items")),
        };
        let inner = Context { at: &at, candidate: item_candidate(context), ..context.clone() };
        Type::List(Box::new(self.lower(items, &inner)))
    }

    /// Enters a type into the table.
    pub(super) fn enter(
        &mut self,
        origin: Origin,
        candidates: Vec<String>,
        noun: String,
        doc: Doc,
        kind: TypeKind,
        at: &At,
    ) -> Type {
        let (key, at) = (origin.clone(), at.clone());
        let draft = Draft {
            origin,
            candidates,
            noun,
            doc,
            kind,
            at,
            places: Vec::new(),
            replaced_by: None,
            users: Vec::new(),
            sent: false,
            read: false,
            is_closed: false,
        };
        let (index, _) = self.drafts.insert_full(key, draft);
        Type::Named(TypeId(index))
    }

    /// The origin of a type at a position, and the type if it is already in the table.
    pub(super) fn known(&self, resolved: &Resolved<'_>) -> (Origin, Option<Type>) {
        let origin = match resolved.component {
            Some(component) => Origin::Component(component.to_owned()),
            None => Origin::Inline(resolved.at.pointer().clone()),
        };
        let known = self.drafts.get_index_of(&origin).map(|index| Type::Named(TypeId(index)));
        (origin, known)
    }

    /// The candidates for the name of a type at this position, and its noun.
    pub(super) fn candidates(resolved: &Resolved<'_>, context: &Context<'_>) -> (Vec<String>, String) {
        resolved.component.map_or_else(
            || {
                (
                    vec![context.candidate.clone(), name::join(&context.candidate, "Value")],
                    context.noun.to_owned(),
                )
            },
            component_candidates,
        )
    }

    /// Sets the content of an entered type.
    pub(super) fn fill(&mut self, ty: &Type, kind: TypeKind) {
        if let Type::Named(TypeId(index)) = ty
            && let Some((_, draft)) = self.drafts.get_index_mut(*index)
        {
            draft.kind = kind;
        }
    }
}

/// The candidate for the name of one item of a list, or of one value of a map: `Addresses` → `Address`.
pub(super) fn item_candidate(context: &Context<'_>) -> String {
    name::pascal(&name::singular(&name::snake(&context.candidate)))
}

/// The scalar type of a schema.
fn scalar(ty: SchemaType, format: Option<&str>, context: &Context<'_>) -> Type {
    let scalar = Scalar::of_schema(ty, format);
    Type::Scalar(match context.encoding {
        Encoding::Text => scalar,
        Encoding::Json => scalar.in_json(),
    })
}

/// A type without `Nullable`.
pub(crate) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Nullable(inner) => bare(inner),
        other => other,
    }
}

/// Makes a type nullable, unless it already is.
pub(crate) fn nullable_once(ty: Type) -> Type {
    match ty {
        Type::Nullable(_) => ty,
        other => Type::Nullable(Box::new(other)),
    }
}
