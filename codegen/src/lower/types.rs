//! Schemas → [`Type`]s, and the table of a document's own types.
//!
//! Only what an operation reaches is lowered. A named type is found by its key: the component's
//! name, or the place where it stands inline. Its Rust name is decided later, when all are known.

use indexmap::IndexMap;
use openapiv3::{OpenAPI, ReferenceOr, Schema};

use super::doc::doc;
use super::place::{At, Faults};
use super::shape::{Properties, Shape, View, view};
use super::sid::{self, Evidence};
use super::wishes::{component_wishes, variants};
use crate::ir::{Doc, Field, Name, Type, TypeId, TypeKind};
use crate::name;

const LIMIT: usize = 64;

/// A type whose name is not decided yet.
#[derive(Debug)]
pub(crate) struct Draft {
    /// What the type would like to be called, best first.
    pub(crate) wishes: Vec<String>,
    /// The noun it is named after in snake case: the resource it belongs to, if there is one.
    pub(crate) noun: String,
    pub(crate) doc: Doc,
    pub(crate) kind: TypeKind,
    /// The resources that use it, by their index.
    pub(crate) users: Vec<usize>,
}

/// Which way a value goes: it decides how `"true"` and `"false"` are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Request,
    Response,
}

/// The schemas of one document, being lowered.
pub(crate) struct Types<'a> {
    pub(crate) openapi: &'a OpenAPI,
    pub(crate) faults: &'a Faults<'a>,
    pub(crate) evidence: Evidence,
    drafts: IndexMap<String, Draft>,
    /// The components that are being lowered right now, outermost first.
    open: Vec<String>,
}

/// Where a schema is met: what an inline type there would be named after.
#[derive(Clone, Debug)]
pub(crate) struct Context<'c> {
    pub(crate) at: &'c At,
    /// Words for an inline type, in Pascal case.
    pub(crate) wish: String,
    /// The noun of the resource in snake case.
    pub(crate) noun: &'c str,
    /// The wire name of the value, for the naming of SIDs.
    pub(crate) wire: &'c str,
    pub(crate) direction: Direction,
}

impl<'a> Types<'a> {
    pub(crate) fn new(openapi: &'a OpenAPI, faults: &'a Faults<'a>) -> Self {
        Self { openapi, faults, evidence: Evidence::default(), drafts: IndexMap::new(), open: Vec::new() }
    }

    pub(crate) fn into_parts(self) -> (Vec<Draft>, Evidence) {
        (self.drafts.into_values().collect(), self.evidence)
    }

    /// Follows a reference to a component schema, through any number of them.
    pub(crate) fn resolve(
        &self,
        schema: &'a ReferenceOr<Schema>,
        at: &At,
    ) -> Option<(Option<&'a str>, &'a Schema)> {
        let mut schema = schema;
        let mut component = None;
        for _ in 0..LIMIT {
            match schema {
                ReferenceOr::Item(item) => return Some((component, item)),
                ReferenceOr::Reference { reference } => {
                    let name = self.component(reference, at)?;
                    component = Some(name);
                    schema = self.openapi.components.as_ref()?.schemas.get(name)?;
                }
            }
        }
        self.faults.add(
            at,
            "this reference leads back to itself",
            "let the chain of references end in a schema",
        );
        None
    }

    /// The component that a reference names, if there is such a one.
    fn component(&self, reference: &'a str, at: &At) -> Option<&'a str> {
        let Some(name) = reference.strip_prefix("#/components/schemas/") else {
            let help = "refer to `#/components/schemas/…`; other files and addresses are never read";
            self.faults.add(at, format!("cannot follow the reference `{reference}`"), help);
            return None;
        };
        let known =
            self.openapi.components.as_ref().is_some_and(|components| components.schemas.contains_key(name));
        if !known {
            let message = format!("`{reference}` refers to nothing");
            self.faults.add(
                at,
                message,
                format!("add `{name}` under `components.schemas`, or correct the reference"),
            );
        }
        known.then_some(name)
    }

    /// The type of a schema.
    pub(crate) fn lower(&mut self, schema: &'a ReferenceOr<Schema>, context: &Context<'_>) -> Type {
        let Some((component, item)) = self.resolve(schema, context.at) else { return Type::Json };
        let reduced = view(item);
        let nullable = reduced.nullable;
        let ty = self.lower_view(reduced, component, context);
        if nullable { Type::Nullable(Box::new(ty)) } else { ty }
    }

    fn lower_view(&mut self, reduced: View<'a>, component: Option<&'a str>, context: &Context<'_>) -> Type {
        match reduced.shape {
            Shape::Text { format, pattern } => self.text(format, pattern, context),
            Shape::Enum { ref values, .. }
                if context.direction == Direction::Request && is_boolean(values) =>
            {
                Type::Bool
            }
            Shape::Enum { format, ref values } => {
                let values = values.clone();
                self.enumeration(&values, format, &reduced, component, context)
            }
            Shape::Integer { wide: true, .. } => Type::Int64,
            Shape::Integer { wide: false, .. } => Type::Int32,
            Shape::Number => Type::Float,
            Shape::Bool => Type::Bool,
            Shape::Array(items) => self.list(items, context),
            Shape::Object { properties, required } => {
                self.model(properties, required, reduced.description, component, context)
            }
            // Twilio's own examples hold nulls among the addresses of a `uri-map`.
            Shape::Map(None) => Type::Map(Box::new(Type::Nullable(Box::new(Type::Text)))),
            Shape::Map(Some(schema)) => {
                let at = context.at.key("additionalProperties");
                let inner = Context { at: &at, wish: format!("{}Value", context.wish), ..context.clone() };
                Type::Map(Box::new(self.lower(schema, &inner)))
            }
            Shape::Any => Type::Json,
            Shape::Unsupported { what, help } => {
                self.faults.add(context.at, format!("{what} is not supported"), help);
                Type::Json
            }
        }
    }

    fn text(&mut self, format: Option<&str>, pattern: Option<&str>, context: &Context<'_>) -> Type {
        if let Some(prefix) = pattern.and_then(sid::prefix) {
            self.evidence.name(prefix, context.wire);
            return Type::Sid(prefix.to_owned());
        }
        match format {
            Some("date-time" | "date-time-rfc-2822") => Type::Timestamp,
            Some("date") => Type::Date,
            // Addresses, phone numbers, currencies: Twilio's own examples break their formats.
            _ => Type::Text,
        }
    }

    fn list(&mut self, items: &'a ReferenceOr<Box<Schema>>, context: &Context<'_>) -> Type {
        let at = context.at.key("items");
        let wish = name::pascal(&name::singular(&name::snake(&context.wish)));
        let inner = Context { at: &at, wish, ..context.clone() };
        Type::List(Box::new(self.lower_boxed(items, &inner)))
    }

    /// The type of one property.
    pub(crate) fn lower_property(
        &mut self,
        properties: &'a Properties,
        wire: &str,
        context: &Context<'_>,
    ) -> Type {
        properties.get(wire).map_or(Type::Json, |schema| self.lower_boxed(schema, context))
    }

    /// `openapiv3` boxes the schemas of properties and items.
    fn lower_boxed(&mut self, schema: &'a ReferenceOr<Box<Schema>>, context: &Context<'_>) -> Type {
        match schema {
            ReferenceOr::Item(item) => {
                let reduced = view(item);
                let nullable = reduced.nullable;
                let ty = self.lower_view(reduced, None, context);
                if nullable { Type::Nullable(Box::new(ty)) } else { ty }
            }
            ReferenceOr::Reference { reference } => {
                let Some(component) = self.component(reference, context.at) else { return Type::Json };
                let schema = self.openapi.components.as_ref().and_then(|all| all.schemas.get(component));
                let Some(schema) = schema else { return Type::Json };
                match schema {
                    ReferenceOr::Reference { .. } => self.lower(schema, context),
                    ReferenceOr::Item(item) => {
                        let reduced = view(item);
                        let nullable = reduced.nullable;
                        let ty = self.lower_view(reduced, Some(component), context);
                        if nullable { Type::Nullable(Box::new(ty)) } else { ty }
                    }
                }
            }
        }
    }

    fn enumeration(
        &mut self,
        values: &[&str],
        format: Option<&str>,
        reduced: &View<'_>,
        component: Option<&str>,
        context: &Context<'_>,
    ) -> Type {
        // The same two values stand inline hundreds of times; one type serves them all.
        let key = match (component, format) {
            (Some(component), _) => component.to_owned(),
            (None, Some("http-method")) => format!("http-method {}", values.join(" ")),
            (None, _) => context.at.pointer().to_owned(),
        };
        if let Some(index) = self.drafts.get_index_of(&key) {
            return Type::Named(TypeId(index));
        }
        let (wishes, noun) = match (component, format) {
            (Some(component), _) => component_wishes(component),
            (None, Some("http-method")) => (vec!["HttpMethod".to_owned()], String::new()),
            (None, _) => (vec![context.wish.clone()], context.noun.to_owned()),
        };
        let variants = variants(values, context.at, self.faults);
        let draft = Draft {
            wishes,
            noun,
            doc: doc(reduced.description),
            kind: TypeKind::Enum(variants),
            users: Vec::new(),
        };
        self.drafts.insert(key, draft);
        Type::Named(TypeId(self.drafts.len() - 1))
    }

    fn model(
        &mut self,
        properties: &'a Properties,
        required: &'a [String],
        description: Option<&str>,
        component: Option<&'a str>,
        context: &Context<'_>,
    ) -> Type {
        let key = component.map_or_else(|| context.at.pointer().to_owned(), ToOwned::to_owned);
        if let Some(index) = self.drafts.get_index_of(&key) {
            if self.open.contains(&key) {
                self.faults.add(
                    context.at,
                    format!("`{key}` contains itself"),
                    "recursive schemas are not supported yet",
                );
            }
            return Type::Named(TypeId(index));
        }
        let at = component.map_or_else(|| context.at.clone(), component_pointer);
        let (wishes, noun) = component.map_or_else(
            || (vec![context.wish.clone(), format!("{}Value", context.wish)], context.noun.to_owned()),
            component_wishes,
        );
        check_required(required, properties, &at, self.faults);
        let best = wishes.first().cloned().unwrap_or_default();
        let draft = Draft {
            wishes,
            noun: noun.clone(),
            doc: doc(description),
            kind: TypeKind::Model(Vec::new()),
            users: Vec::new(),
        };
        let (index, _) = self.drafts.insert_full(key.clone(), draft);
        self.open.push(key);
        let inner = Context { at: &at, wish: best, noun: &noun, ..context.clone() };
        let fields = self.fields(properties, required, component, &inner);
        self.open.pop();
        if let Some((_, draft)) = self.drafts.get_index_mut(index) {
            draft.kind = TypeKind::Model(fields);
        }
        Type::Named(TypeId(index))
    }

    fn fields(
        &mut self,
        properties: &'a Properties,
        required: &[String],
        component: Option<&str>,
        model: &Context<'_>,
    ) -> Vec<Field> {
        let parent = model.at.key("properties");
        let mut fields: Vec<Field> = Vec::new();
        for (wire, schema) in properties {
            let at = parent.key(wire);
            let wish = format!("{}{}", model.wish, name::pascal(wire));
            let context = Context { at: &at, wish, wire, direction: Direction::Response, ..model.clone() };
            let ty = self.lower_boxed(schema, &context);
            if let (Type::Sid(prefix), "sid", Some(component)) = (bare(&ty), wire.as_str(), component) {
                self.evidence.owner(prefix, component);
            }
            let (text, pii) = self.described(schema);
            let name = Name { wire: wire.clone(), rust: name::snake(wire) };
            if let Some(twin) = fields.iter().find(|field| field.name.rust == name.rust) {
                let message =
                    format!("`{wire}` and `{}` have the same Rust name, `{}`", twin.name.wire, name.rust);
                self.faults.add(&at, message, "rename one of them in the document");
            }
            let optional = !required.contains(wire) && !matches!(ty, Type::Nullable(_));
            let ty = if optional { Type::Nullable(Box::new(ty)) } else { ty };
            fields.push(Field { name, doc: doc(text), ty, pii });
        }
        fields
    }

    /// The text of a property, for a reference that of the schema it leads to, and whether the
    /// value is personal data.
    pub(crate) fn described(&self, schema: &'a ReferenceOr<Box<Schema>>) -> (Option<&'a str>, bool) {
        let reduced = match schema {
            ReferenceOr::Item(item) => view(item),
            ReferenceOr::Reference { reference } => {
                let component = reference.strip_prefix("#/components/schemas/");
                let schemas = self.openapi.components.as_ref().map(|components| &components.schemas);
                let found = component.and_then(|component| schemas?.get(component));
                let Some(ReferenceOr::Item(item)) = found else { return (None, false) };
                view(item)
            }
        };
        (reduced.description, reduced.pii)
    }

    /// Notes that a resource uses a type, and everything inside it.
    pub(crate) fn mark(&mut self, ty: &Type, resource: usize) {
        match ty {
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => self.mark(inner, resource),
            Type::Named(TypeId(index)) => {
                let Some((_, draft)) = self.drafts.get_index_mut(*index) else { return };
                if draft.users.contains(&resource) {
                    return;
                }
                draft.users.push(resource);
                if let TypeKind::Model(fields) = &draft.kind {
                    let inside: Vec<Type> = fields.iter().map(|field| field.ty.clone()).collect();
                    for ty in &inside {
                        self.mark(ty, resource);
                    }
                }
            }
            _ => {}
        }
    }
}

/// A type without `Nullable`.
pub(crate) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Nullable(inner) => bare(inner),
        other => other,
    }
}

fn is_boolean(values: &[&str]) -> bool {
    values.len() == 2 && values.contains(&"true") && values.contains(&"false")
}

fn component_pointer(component: &str) -> At {
    At::root().key("components").key("schemas").key(component)
}

fn check_required(required: &[String], properties: &Properties, at: &At, faults: &Faults<'_>) {
    for name in required {
        if !properties.contains_key(name) {
            let message = format!("`required` names `{name}`, which is not a property");
            faults.add(
                &at.key("required"),
                message,
                format!("add `{name}` to `properties`, or take it out of `required`"),
            );
        }
    }
}
