//! One operation: what it takes, where each value goes, and what comes back.

use openapiv3::{self as oa, MediaType, ReferenceOr, StatusCode};

use super::compose::{Merged, Object};
use super::doc::doc;
use super::place::At;
use super::resource::Raw;
use super::shape::{Node, Shape, view};
use super::types::{Context, Described, Direction, Types, is_free};
use super::{parameter, reference, security};
use crate::ir::{Body, Doc, Facts, Input, Location, Method, Name, Output, PathParam, Security, Type};
use crate::name;

/// An operation, lowered but for the names of its types.
#[derive(Debug)]
pub(crate) struct Lowered {
    pub(crate) id: String,
    pub(crate) verb: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) doc: Doc,
    /// In the order of the path.
    pub(crate) path_params: Vec<PathParam>,
    pub(crate) required: Vec<Input>,
    pub(crate) optional: Vec<Input>,
    pub(crate) body: Body,
    pub(crate) security: Security,
    pub(crate) output: Output,
    pub(crate) facts: Facts,
}

/// Names that every request has of its own, some also with `_blocking` behind them; a setter of
/// that name gets a trailing `_`.
const OWN_METHODS: &[&str] =
    &["send", "response", "limit", "page_size", "pages", "stream", "iter", "clone", "into", "fmt"];

const FORM: &str = "application/x-www-form-urlencoded";

pub(crate) fn lower<'a>(raw: &Raw<'a>, types: &mut Types<'a>) -> Lowered {
    let oa::Operation {
        tags: _, // only for documents without an operationId, see `resource`
        summary,
        description,
        external_docs: _,
        operation_id: _, // taken apart in `resource`
        parameters: _,   // below, merged with those of the path item
        request_body,
        responses,
        callbacks,
        deprecated,
        security,
        servers: _, // checked with the document's
        extensions: _,
    } = raw.operation;
    if !callbacks.is_empty() {
        types.faults.add(
            &raw.at.key("callbacks"),
            "callbacks are not supported",
            "remove them: a client does not serve them",
        );
    }
    let mut inputs = Inputs::default();
    for (at, parameter) in parameter::all(raw, types) {
        parameter::lower(raw, parameter, &at, types, &mut inputs);
    }
    let body = match request_body {
        Some(body) => body_inputs(raw, body, types, &mut inputs),
        None => Body::Form,
    };
    let security = security::lower(types.openapi, security.as_deref(), &raw.at, types.faults);
    let mut path_params = in_path_order(raw, std::mem::take(&mut inputs.path), types);
    let output = output(raw, responses, &inputs, types);
    if matches!(output, Output::Page { .. }) {
        // `limit` and `page_size` of every list say it.
        let size = inputs.page_size.take().map(|(name, _)| name);
        let kept =
            |input: &Input| input.location != Location::Query || Some(&input.name.wire) != size.as_ref();
        inputs.optional.retain(kept);
        inputs.required.retain(kept);
    }
    let text = told(raw, summary.as_deref(), description.as_deref(), *deprecated);
    parameter::name_arguments(&mut path_params, &mut inputs);
    Lowered {
        id: raw.id.clone(),
        verb: raw.verb.clone(),
        method: raw.method,
        path: raw.path.to_owned(),
        doc: text,
        path_params,
        required: inputs.required,
        optional: inputs.optional,
        body,
        security,
        output,
        facts: Facts { at: raw.at.pointer().to_owned(), deprecated: *deprecated, ..Facts::default() },
    }
}

/// What a reader is told of the operation.
fn told(raw: &Raw<'_>, summary: Option<&str>, description: Option<&str>, deprecated: bool) -> Doc {
    let mut text = doc(summary);
    text.0.extend(doc(description).0);
    if deprecated && text.0.is_empty() {
        text.0.push(format!("Calls `{}`.", raw.id));
    }
    text.0.extend(deprecation(deprecated));
    text
}

/// What a reader is told of a thing that is on its way out.
pub(crate) fn deprecation(deprecated: bool) -> Option<String> {
    deprecated.then(|| "Deprecated: it may be taken away.".to_owned())
}

/// What the parameters and the body of an operation come to.
#[derive(Default)]
pub(crate) struct Inputs {
    pub(crate) path: Vec<PathParam>,
    pub(crate) required: Vec<Input>,
    pub(crate) optional: Vec<Input>,
    /// The query parameter that takes the number of items of a page, and its upper bound.
    pub(crate) page_size: Option<(String, u32)>,
}

impl Inputs {
    pub(crate) fn add(&mut self, required: bool, input: Input) {
        if required { self.required.push(input) } else { self.optional.push(input) }
    }
}

/// A value of a request: what an inline type there would be named after.
pub(crate) fn context<'c>(raw: &'c Raw<'_>, at: &'c At, wire: &'c str) -> Context<'c> {
    let wish = name::join(&name::pascal(&raw.noun), &name::pascal(wire));
    Context { at, wish, noun: &raw.noun, wire, direction: Direction::Request }
}

/// A form, a query and a header cannot say null: absent is not sent.
pub(crate) fn sendable(ty: Type) -> Type {
    match ty {
        Type::Nullable(inner) => sendable(*inner),
        Type::List(inner) => Type::List(Box::new(sendable(*inner))),
        other => other,
    }
}

/// The media types that a body can be written in.
pub(crate) fn is_json(media_type: &str) -> bool {
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    media_type == "application/json" || media_type.ends_with("+json")
}

fn body_inputs<'a>(
    raw: &Raw<'_>,
    body: &'a ReferenceOr<oa::RequestBody>,
    types: &mut Types<'a>,
    inputs: &mut Inputs,
) -> Body {
    let at = raw.at.key("requestBody");
    let table = types.openapi.components.as_ref().map(|components| &components.request_bodies);
    let Some((body, at)) = reference::component(table, "requestBodies", body, &at, types.faults) else {
        return Body::Form;
    };
    let oa::RequestBody { description, content, required, extensions: _ } = body;
    let at = at.key("content");
    // Of several types the first one that can be written: they hold the same values.
    let Some((media_type, media)) = content.iter().find(|(name, _)| *name == FORM || is_json(name)) else {
        let found = content.keys().map(|media| format!("`{media}`")).collect::<Vec<_>>().join(", ");
        types.faults.add(
            &at,
            format!("request bodies of type {found} are not supported"),
            format!("use `{FORM}` or `application/json`"),
        );
        return Body::Form;
    };
    let at = at.key(media_type);
    if media_type == FORM {
        form_inputs(raw, media, &at, types, inputs);
        return Body::Form;
    }
    json_inputs(raw, media, *required, description.as_deref(), &at, types, inputs);
    Body::Json(media_type.clone())
}

/// A JSON object is written property by property; anything else is one value.
fn json_inputs<'a>(
    raw: &Raw<'_>,
    media: &'a MediaType,
    required: bool,
    description: Option<&str>,
    at: &At,
    types: &mut Types<'a>,
    inputs: &mut Inputs,
) {
    let MediaType { schema, example: _, examples: _, encoding: _, extensions: _ } = media;
    let at = at.key("schema");
    let object = schema.as_ref().and_then(|schema| object(schema.into(), &at, types));
    if let Some(object) = object.filter(|object| object.rest.is_none()) {
        object.check_required(types.faults);
        for property in &object.properties {
            let mut context = context(raw, &property.at, property.wire);
            context.direction = Direction::Response;
            let Described { doc, pii, facts } = types.described(property.node, &property.at);
            let ty = types.lower(property.node, &context);
            let name = Name { wire: property.wire.to_owned(), rust: name::snake(property.wire) };
            let input = Input { name, doc, location: Location::JsonField, ty, pii, facts };
            inputs.add(object.required.contains(property.wire), input);
        }
        return;
    }
    let wish = name::join(&name::pascal(&raw.noun), "Body");
    let context = Context { at: &at, wish, noun: &raw.noun, wire: "", direction: Direction::Response };
    let ty = match schema {
        Some(schema) => super::types::bare(&types.lower(schema, &context)).clone(),
        None => Type::Json,
    };
    let name = Name { wire: "body".to_owned(), rust: "body".to_owned() };
    let facts = Facts { at: at.pointer().to_owned(), ..Facts::default() };
    let doc = doc(description);
    inputs.add(required, Input { name, doc, location: Location::Json, ty, pii: false, facts });
}

/// The properties of a schema, if it is an object with some.
pub(super) fn object<'a>(node: Node<'a>, at: &At, types: &Types<'a>) -> Option<Object<'a>> {
    let met = types.resolve(node, at)?;
    match view(met.schema).shape {
        Shape::Object { properties, required, rest } => {
            Some(Object::new(properties, required, rest, &met.at))
        }
        Shape::All { members, properties, required } => {
            let own = properties.map(|own| Object::new(own, required, None, &met.at));
            match types.merge(members, own, &met.at) {
                Merged::Object(object) => Some(object),
                Merged::One(node, at) => object_of_one(node, &at, types),
                Merged::Any => None,
            }
        }
        _ => None,
    }
}

/// One step down an `allOf` of one; a longer circle ends in the fault that resolving it gives.
fn object_of_one<'a>(node: Node<'a>, at: &At, types: &Types<'a>) -> Option<Object<'a>> {
    let met = types.resolve(node, at)?;
    match view(met.schema).shape {
        Shape::Object { properties, required, rest } => {
            Some(Object::new(properties, required, rest, &met.at))
        }
        _ => None,
    }
}

fn form_inputs<'a>(raw: &Raw<'_>, media: &'a MediaType, at: &At, types: &mut Types<'a>, inputs: &mut Inputs) {
    let MediaType { schema, example: _, examples: _, encoding, extensions: _ } = media;
    if !encoding.is_empty() {
        types.faults.add(
            &at.key("encoding"),
            "`encoding` is not supported",
            "remove it: arrays repeat the key, objects are JSON text",
        );
    }
    let Some(schema) = schema else { return };
    let at = at.key("schema");
    let Some(object) = object(schema.into(), &at, types) else {
        let free = types.resolve(schema, &at).is_none_or(|met| is_free(met.schema));
        if !free {
            types.faults.add(&at, "a form must be an object", "give it `type: object` and `properties`");
        }
        return;
    };
    object.check_required(types.faults);
    for property in &object.properties {
        let context = context(raw, &property.at, property.wire);
        let Described { doc, pii, facts } = types.described(property.node, &property.at);
        let ty = types.lower(property.node, &context);
        let input = Input {
            name: Name { wire: property.wire.to_owned(), rust: name::snake(property.wire) },
            doc,
            location: Location::Form,
            ty: form_type(ty, types),
            pii,
            facts,
        };
        inputs.add(object.required.contains(property.wire), input);
    }
}

/// A form value that is an object or a map goes as JSON text.
fn form_type(ty: Type, types: &Types<'_>) -> Type {
    match sendable(ty) {
        Type::Map(_) => Type::Json,
        named @ Type::Named(_) if !types.is_enum(&named) => Type::Json,
        Type::List(inner) => match *inner {
            Type::Map(_) | Type::List(_) => Type::List(Box::new(Type::Json)),
            named @ Type::Named(_) if !types.is_enum(&named) => Type::List(Box::new(Type::Json)),
            other => Type::List(Box::new(other)),
        },
        other => other,
    }
}

/// Path values in the order of the template; every placeholder declared, none to spare.
fn in_path_order(raw: &Raw<'_>, mut declared: Vec<PathParam>, types: &Types<'_>) -> Vec<PathParam> {
    let mut ordered = Vec::new();
    for placeholder in super::resource::placeholders(raw.path) {
        match declared.iter().position(|param| param.name.wire == placeholder) {
            Some(index) => ordered.push(declared.remove(index)),
            None => types.faults.add(
                &raw.at,
                format!("path parameter `{placeholder}` is not declared"),
                format!("add `{placeholder}` to `parameters` with `in: path` and `required: true`"),
            ),
        }
    }
    for surplus in declared {
        let message = format!("path parameter `{}` does not occur in `{}`", surplus.name.wire, raw.path);
        types.faults.add(&raw.at.key("parameters"), message, "remove it, or add it to the path");
    }
    ordered
}

fn output<'a>(raw: &Raw<'a>, responses: &'a oa::Responses, inputs: &Inputs, types: &mut Types<'a>) -> Output {
    let oa::Responses { default, responses, extensions: _ } = responses;
    let at = raw.at.key("responses");
    let table = types.openapi.components.as_ref().map(|components| &components.responses);
    let mut answers = Vec::new();
    for (status, response) in responses.iter().filter(|(status, _)| is_good(status)) {
        let at = at.key(&status.to_string());
        let found = reference::component(table, "responses", response, &at, types.faults);
        answers.extend(found.map(|(response, at)| (status, response, at)));
    }
    if answers.is_empty() {
        let found = default.as_ref().and_then(|response| {
            reference::component(table, "responses", response, &at.key("default"), types.faults)
        });
        answers.extend(found.map(|(response, at)| (&StatusCode::Range(2), response, at)));
    }
    let success = |status: &StatusCode| matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2));
    let successes: Vec<_> = answers.iter().filter(|(status, ..)| success(status)).collect();
    let Some((_, first, first_at)) = successes.first() else {
        if answers.is_empty() {
            let help = "add a response with a 2xx status";
            types.faults.add(&at, "no successful answer is described", help);
            return Output::Nothing;
        }
        return Output::Location;
    };
    // Several successes say the same, or say nothing: the first one with a body counts.
    let with_body = successes.iter().find(|(_, response, _)| !response.content.is_empty());
    let (response, at) = with_body.map_or((first, first_at), |(_, response, at)| (response, at));
    let output = content(raw, response, at, inputs, types);
    match output {
        Output::Value(ty) if successes.iter().any(|(_, response, _)| response.content.is_empty()) => {
            Output::Value(super::types::nullable_once(ty))
        }
        output => output,
    }
}

/// A success, or a redirect, which is one where there is no other.
fn is_good(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(200..=299 | 301 | 302 | 303 | 307 | 308) | StatusCode::Range(2 | 3))
}

fn content<'a>(
    raw: &Raw<'a>,
    response: &'a oa::Response,
    at: &At,
    inputs: &Inputs,
    types: &mut Types<'a>,
) -> Output {
    // Headers of every answer can be read by name; links have no effect on the client.
    let oa::Response { description: _, headers: _, content, links: _, extensions: _ } = response;
    let Some((first, _)) = content.first() else { return Output::Nothing };
    let json = content.iter().find(|(media_type, _)| is_json(media_type) || *media_type == "*/*");
    let Some((media_type, media)) = json else {
        return if first.starts_with("text/") { Output::Text } else { Output::Bytes };
    };
    let at = at.key("content").key(media_type).key("schema");
    let Some(schema) = &media.schema else { return Output::Value(Type::Json) };
    let wish = name::pascal(&raw.noun);
    let context = Context { at: &at, wish, noun: &raw.noun, wire: "", direction: Direction::Response };
    super::page::detect(raw, schema, inputs, &context, types)
        .unwrap_or_else(|| Output::Value(super::types::bare(&types.lower(schema, &context)).clone()))
}

/// Gives a setter that clashes with a method of every request a trailing `_`.
pub(crate) fn avoid_own_methods(inputs: &mut [Input]) {
    for input in inputs {
        let name = input.name.rust.as_str();
        let plain = name.strip_suffix("_blocking").unwrap_or(name);
        if OWN_METHODS.contains(&plain) || name.starts_with("with_") {
            input.name.rust.push('_');
        }
    }
}
