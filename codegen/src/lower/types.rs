//! Schemas → [`Type`]s, and the table of a document's own types.
//!
//! Only what an operation reaches is lowered. A model is entered into the table when it is met and
//! its fields are lowered afterwards, so that types may refer to one another in circles, however
//! long. A named type is found by its key: the component's
//! name, or the place where it stands inline. Its Rust name is decided later, when all are known.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use indexmap::IndexMap;
use openapiv3::{OpenAPI, Schema};

use super::bounds::bounds;
use super::compose::{Merged, Object};
use super::doc::{deprecation, doc, share};
use super::list::Items;
use super::model::Pending;
use super::names::candidates::{Draft, component_candidates, variants};
use super::names::sid::{self, Evidence};
use super::place::{At, Faults};
use super::reference::{self, Met};
use super::shape::{Node, Shape, View, view};
use super::union::Union;
use crate::diagnostic::Code;
use crate::ignored::Ignored;
use crate::ir::{Access, Doc, Facts, Origin, Type, TypeId, TypeKind};
use crate::name;
use crate::pointer::Pointer;

/// Which way a value goes: it decides how `"true"` and `"false"` are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// As text, in a query, a header or a form.
    Request,
    /// As JSON.
    Response,
}

/// What a document says of a value beside its type.
#[derive(Debug, Default)]
pub(crate) struct Described {
    pub(crate) doc: Doc,
    /// Whether it is personal data.
    pub(crate) pii: bool,
    pub(crate) access: Access,
    pub(crate) facts: Facts,
}

/// The maximum nesting of lists, maps, unions and references. Published documents nest three levels. Each
/// level costs compile time in the client and stack in the generator.
const MAX_DEPTH: usize = 32;

/// The schemas of one document, being lowered.
pub(crate) struct Types<'a> {
    pub(crate) openapi: &'a OpenAPI,
    pub(crate) faults: &'a Faults<'a>,
    pub(crate) evidence: Evidence,
    pub(super) drafts: IndexMap<Origin, Draft>,
    /// The inline enums, by their positions.
    enums: BTreeMap<Pointer, TypeId>,
    /// The inline enums, by their first candidates and their values.
    alike: BTreeMap<(String, Vec<String>), TypeId>,
    pub(super) pending: VecDeque<Pending<'a>>,
    pub(super) items: Items,
    /// The components that are being lowered right now, outermost first.
    open: Vec<&'a str>,
    /// How many types stand around the one that is being lowered, up to the next object.
    depth: usize,
    /// The components that an operation reaches.
    pub(super) reached: RefCell<BTreeSet<&'a str>>,
    /// What turned out to have no effect, and where it stands.
    pub(super) ignored: RefCell<BTreeSet<(Ignored, Pointer)>>,
}

/// Where a schema is met: what an inline type there would be named after.
#[derive(Clone, Debug)]
pub(crate) struct Context<'c> {
    pub(crate) at: &'c At,
    /// Words for an inline type, in Pascal case.
    pub(crate) candidate: String,
    /// The noun of the resource in snake case.
    pub(crate) noun: &'c str,
    /// The wire name of the value, for the naming of SIDs.
    pub(crate) wire: &'c str,
    pub(crate) direction: Direction,
}

impl<'a> Types<'a> {
    pub(crate) fn new(openapi: &'a OpenAPI, faults: &'a Faults<'a>) -> Self {
        Self {
            openapi,
            faults,
            evidence: Evidence::default(),
            drafts: IndexMap::new(),
            enums: BTreeMap::new(),
            alike: BTreeMap::new(),
            pending: VecDeque::new(),
            items: Items::default(),
            open: Vec::new(),
            depth: 0,
            reached: RefCell::default(),
            ignored: RefCell::default(),
        }
    }

    pub(crate) fn into_parts(self) -> (Vec<Draft>, Evidence) {
        (self.drafts.into_values().collect(), self.evidence)
    }

    /// Follows a node to the schema that it means, through any number of references.
    pub(crate) fn resolve(&self, node: impl Into<Node<'a>>, at: &At) -> Option<Met<'a>> {
        let met = reference::schema(self.openapi, self.faults, node.into(), at)?;
        self.reached.borrow_mut().extend(met.component);
        Some(met)
    }

    /// The type of a schema.
    pub(crate) fn lower(&mut self, node: impl Into<Node<'a>>, context: &Context<'_>) -> Type {
        let Some(met) = self.resolve(node, context.at) else { return Type::Json };
        if self.depth >= MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} types stand inside one another here");
            self.faults.add(
                Code::TypesTooDeep,
                context.at,
                message,
                "put an object with properties in between, or nest less",
            );
            return Type::Json;
        }
        let known =
            met.component.is_some_and(|name| self.drafts.contains_key(&Origin::Component(name.to_owned())));
        if let Some(component) = met.component
            && !known
        {
            if self.open.contains(&component) {
                let message = format!("`{component}` consists of nothing but itself");
                self.faults.add(
                    Code::OnlyItself,
                    context.at,
                    message,
                    "put an object with properties in between",
                );
                return Type::Json;
            }
            self.open.push(component);
        }
        self.depth += 1;
        let reduced = view(met.schema);
        let nullable = reduced.nullable;
        let ty = self.lower_view(reduced, &met, context);
        self.depth -= 1;
        if met.component.is_some() && !known {
            self.open.pop();
        }
        if nullable { nullable_once(ty) } else { ty }
    }

    fn lower_view(&mut self, reduced: View<'a>, met: &Met<'a>, context: &Context<'_>) -> Type {
        match reduced.shape {
            Shape::Text { format, pattern } => self.text(format, pattern, context),
            Shape::Enum { ref values, .. }
                if context.direction == Direction::Request && is_boolean(values) =>
            {
                Type::Bool
            }
            Shape::Enum { format, ref values } => {
                let values = values.clone();
                self.enumeration(&values, format, &reduced, met, context)
            }
            Shape::Integer { wide: true, .. } => Type::Int64,
            Shape::Integer { wide: false, .. } => Type::Int32,
            Shape::Number => Type::Number,
            Shape::Bool => Type::Bool,
            Shape::Array(items) => self.list(items, met, context),
            // Before its properties are looked at: a large object may be referred to often.
            Shape::Object { .. } | Shape::All(_) if self.known(met).1.is_some() => {
                self.known(met).1.unwrap_or(Type::Json)
            }
            Shape::Object { properties, required, rest } => {
                let object = Object::new(properties, required, rest, &met.at);
                self.model(object, reduced.description, met, context)
            }
            Shape::All(parts) => match self.merge(&parts, &met.at) {
                Merged::Object(object) => self.model(object, reduced.description, met, context),
                Merged::Choice(choice, at, common) => {
                    self.union(Union { choice, at, common, description: reduced.description }, met, context)
                }
                Merged::One(node, at) => self.lower(node, &Context { at: &at, ..context.clone() }),
                Merged::Any => Type::Json,
            },
            Shape::One(choice) => {
                let at = met.at.clone();
                self.union(Union { choice, at, common: None, description: reduced.description }, met, context)
            }
            // Twilio's own examples hold nulls among the addresses of a `uri-map`.
            Shape::Map(None) => Type::Map(Box::new(Type::Nullable(Box::new(Type::Text)))),
            Shape::Map(Some(schema)) => {
                let at = met.at.key("additionalProperties");
                let inner = Context {
                    at: &at,
                    candidate: name::join(&context.candidate, "Value"),
                    ..context.clone()
                };
                Type::Map(Box::new(self.lower(schema, &inner)))
            }
            Shape::Any | Shape::Prefixed(_) => Type::Json,
            Shape::Unsupported { what, help } => {
                self.faults.add(Code::UnsupportedSchema, &met.at, format!("{what} is not supported"), help);
                Type::Json
            }
        }
    }

    fn text(&mut self, format: Option<&str>, pattern: Option<&str>, context: &Context<'_>) -> Type {
        if let Some(prefix) = pattern.and_then(sid::prefix) {
            self.evidence.name(&prefix, context.wire);
            return Type::Sid(prefix);
        }
        match format {
            Some("date-time-rfc-2822") if context.direction == Direction::Request => Type::MailTimestamp,
            Some("date-time" | "date-time-rfc-2822") => Type::Timestamp,
            Some("date") => Type::Date,
            // Addresses, phone numbers, currencies: Twilio's own examples break their formats.
            _ => Type::Text,
        }
    }

    fn list(&mut self, items: Node<'a>, met: &Met<'_>, context: &Context<'_>) -> Type {
        let at = match met.component {
            Some(_) => self.items.at(&met.at, context.at),
            None => context.at.key("items").with_target(&met.at.key("items")),
        };
        let candidate = name::pascal(&name::singular(&name::snake(&context.candidate)));
        let inner = Context { at: &at, candidate, ..context.clone() };
        Type::List(Box::new(self.lower(items, &inner)))
    }

    fn enumeration(
        &mut self,
        values: &[&str],
        format: Option<&str>,
        reduced: &View<'_>,
        met: &Met<'_>,
        context: &Context<'_>,
    ) -> Type {
        let doc = doc(reduced.description);
        let kind = TypeKind::Enum(variants(values));
        // Published documents repeat the same two methods inline hundreds of times.
        let (origin, (candidates, noun)) = match (met.component, format) {
            (Some(component), _) => {
                (Origin::Component(component.to_owned()), component_candidates(component))
            }
            (None, Some("http-method")) => {
                let values = values.iter().map(ToString::to_string).collect();
                let origin = Origin::Alike { format: "http-method".to_owned(), values };
                (origin, (vec!["HttpMethod".to_owned()], String::new()))
            }
            (None, _) => {
                let values = values.iter().map(ToString::to_string).collect();
                let alike = (context.candidate.clone(), values);
                return self.inline_enum(alike, doc, kind, &met.at, context);
            }
        };
        if let Some((index, _, draft)) = self.drafts.get_full_mut(&origin) {
            share(&mut draft.doc, &doc);
            return Type::Named(TypeId(index));
        }
        self.enter(origin, candidates, noun, doc, kind, &met.at)
    }

    /// Lists of equal values with the same candidate are one type, wherever it stands: a parameter that
    /// filters by a field has the field's.
    fn inline_enum(
        &mut self,
        alike: (String, Vec<String>),
        doc: Doc,
        kind: TypeKind,
        at: &At,
        context: &Context<'_>,
    ) -> Type {
        let place = at.pointer();
        let known = self.enums.get(place).or_else(|| self.alike.get(&alike)).copied();
        let Some(id) = known else {
            let (candidates, noun) = (vec![context.candidate.clone()], context.noun.to_owned());
            let ty = self.enter(Origin::Inline(place.clone()), candidates, noun, doc, kind, at);
            if let Type::Named(id) = ty {
                self.enums.insert(place.clone(), id);
                self.alike.insert(alike, id);
            }
            return ty;
        };
        self.enums.insert(place.clone(), id);
        if let Some((_, draft)) = self.drafts.get_index_mut(id.0) {
            share(&mut draft.doc, &doc);
            if Origin::Inline(place.clone()) < draft.origin {
                draft.origin = Origin::Inline(place.clone());
                context.noun.clone_into(&mut draft.noun);
                draft.at = at.clone();
            }
        }
        Type::Named(id)
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
        let draft =
            Draft { origin, candidates, noun, doc, kind, at, users: Vec::new(), sent: false, read: false };
        let (index, _) = self.drafts.insert_full(key, draft);
        Type::Named(TypeId(index))
    }

    /// The type that stands at a place already, if there is one.
    pub(super) fn known(&self, met: &Met<'_>) -> (Origin, Option<Type>) {
        let origin = match met.component {
            Some(component) => Origin::Component(component.to_owned()),
            None => Origin::Inline(met.at.pointer().clone()),
        };
        let known = self.drafts.get_index_of(&origin).map(|index| Type::Named(TypeId(index)));
        (origin, known)
    }

    /// The candidates for the name of a type at this position, and its noun.
    pub(super) fn candidates(met: &Met<'_>, context: &Context<'_>) -> (Vec<String>, String) {
        met.component.map_or_else(
            || {
                (
                    vec![context.candidate.clone(), name::join(&context.candidate, "Value")],
                    context.noun.to_owned(),
                )
            },
            component_candidates,
        )
    }

    /// Gives an entered type its content.
    pub(super) fn fill(&mut self, ty: &Type, kind: TypeKind) {
        if let Type::Named(TypeId(index)) = ty
            && let Some((_, draft)) = self.drafts.get_index_mut(*index)
        {
            draft.kind = kind;
        }
    }

    /// What is said of a value that stands at `at`; of a reference, what is said of the schema that
    /// it leads to.
    pub(crate) fn described(&self, node: impl Into<Node<'a>>, at: &At) -> Described {
        let quiet = Faults::new("");
        let found = reference::schema(self.openapi, &quiet, node.into(), &At::root());
        let at = at.pointer().clone();
        let Some(met) = found else {
            return Described { facts: Facts { at, ..Facts::default() }, ..Described::default() };
        };
        let View { description, pii, deprecated, nullable, access, shape: _ } = view(met.schema);
        let mut text = doc(description);
        text.0.extend(deprecation(deprecated));
        let facts = Facts { at, deprecated, nullable, bounds: bounds(met.schema) };
        Described { doc: text, pii, access, facts }
    }
}

/// A type without `Nullable`.
pub(crate) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Nullable(inner) => bare(inner),
        other => other,
    }
}

/// The type or null; what may be null already stays.
pub(crate) fn nullable_once(ty: Type) -> Type {
    match ty {
        Type::Nullable(_) => ty,
        other => Type::Nullable(Box::new(other)),
    }
}

fn is_boolean(values: &[&str]) -> bool {
    values.len() == 2 && values.contains(&"true") && values.contains(&"false")
}

/// Whether a schema is any JSON.
pub(crate) fn is_free(schema: &Schema) -> bool {
    matches!(view(schema).shape, Shape::Any)
}
