//! One operation: what it takes, where each value goes, and what comes back.

use openapiv3::{self as oa, MediaType, ReferenceOr, Schema, StatusCode};

use super::doc::doc;
use super::parameter;
use super::place::At;
use super::resource::Raw;
use super::shape::{Shape, view};
use super::types::{Context, Direction, Types};
use crate::ir::{Doc, Input, Location, Method, Name, Output, PathParam, Type};
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
    pub(crate) output: Output,
}

/// Names that every request has of its own; a setter of that name gets a trailing `_`.
const OWN_METHODS: &[&str] =
    &["send", "response", "limit", "page_size", "pages", "stream", "clone", "into", "fmt"];

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
        deprecated: _,
        security: _, // basic auth is sent with every request so far
        servers: _,  // checked with the document's
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
    if let Some(body) = request_body {
        body_inputs(raw, body, types, &mut inputs);
    }
    let path_params = in_path_order(raw, inputs.path, types);
    let output = output(raw, responses, inputs.max_page_size, types);
    let mut text = doc(summary.as_deref());
    text.0.extend(doc(description.as_deref()).0);
    check_names(raw, &inputs.required, &inputs.optional, types);
    Lowered {
        id: raw.id.clone(),
        verb: raw.verb.clone(),
        method: raw.method,
        path: raw.path.to_owned(),
        doc: text,
        path_params,
        required: inputs.required,
        optional: inputs.optional,
        output,
    }
}

/// What the parameters and the body of an operation come to.
#[derive(Default)]
pub(crate) struct Inputs {
    pub(crate) path: Vec<PathParam>,
    required: Vec<Input>,
    optional: Vec<Input>,
    pub(crate) max_page_size: Option<u32>,
}

impl Inputs {
    pub(crate) fn add(&mut self, required: bool, input: Input) {
        if required { self.required.push(input) } else { self.optional.push(input) }
    }
}

/// A value of a request: what an inline type there would be named after.
pub(crate) fn context<'c>(raw: &'c Raw<'_>, at: &'c At, wire: &'c str) -> Context<'c> {
    let wish = format!("{}{}", name::pascal(&raw.noun), name::pascal(wire));
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

fn body_inputs<'a>(
    raw: &Raw<'_>,
    body: &'a ReferenceOr<oa::RequestBody>,
    types: &mut Types<'a>,
    inputs: &mut Inputs,
) {
    let at = raw.at.key("requestBody");
    let ReferenceOr::Item(oa::RequestBody { description, content, required, extensions: _ }) = body else {
        types.faults.add(
            &at,
            "a reference to a request body is not supported yet",
            "write the body in place",
        );
        return;
    };
    let at = at.key("content");
    if let Some(media) = content.get(FORM) {
        form_inputs(raw, media, &at.key(FORM), types, inputs);
    } else if let Some(media) = content.get("application/json") {
        let at = at.key("application/json").key("schema");
        let free = media.schema.as_ref().is_none_or(is_free);
        if !free {
            let help = "describe the body as a form, or as an object without properties for any JSON";
            types.faults.add(&at, "a JSON body with a schema is not supported yet", help);
        }
        let name = Name { wire: "body".to_owned(), rust: "body".to_owned() };
        let input = Input {
            name,
            doc: doc(description.as_deref()),
            location: Location::Json,
            ty: Type::Json,
            pii: false,
        };
        inputs.add(*required, input);
    } else {
        let found = content.keys().map(|media| format!("`{media}`")).collect::<Vec<_>>().join(", ");
        types.faults.add(
            &at,
            format!("request bodies of type {found} are not supported"),
            format!("use `{FORM}` or `application/json`"),
        );
    }
}

fn is_free(schema: &ReferenceOr<Schema>) -> bool {
    matches!(schema, ReferenceOr::Item(schema) if matches!(view(schema).shape, Shape::Any))
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
    let Some((_, item)) = types.resolve(schema, &at.key("schema")) else { return };
    let at = at.key("schema");
    let (properties, required) = match view(item).shape {
        Shape::Object { properties, required } => (properties, required),
        Shape::Any => return,
        _ => {
            types.faults.add(&at, "a form must be an object", "give it `type: object` and `properties`");
            return;
        }
    };
    for name in required.iter().filter(|name| !properties.contains_key(*name)) {
        let message = format!("`required` names `{name}`, which is not a property");
        types.faults.add(
            &at.key("required"),
            message,
            format!("add `{name}` to `properties`, or take it out of `required`"),
        );
    }
    for (wire, schema) in properties {
        let schema_at = at.key("properties").key(wire);
        let context = context(raw, &schema_at, wire);
        let (text, pii) = types.described(schema);
        let ty = types.lower_property(properties, wire, &context);
        let input = Input {
            name: Name { wire: wire.clone(), rust: name::snake(wire) },
            doc: doc(text),
            location: Location::Form,
            ty: form_type(ty),
            pii,
        };
        inputs.add(required.contains(wire), input);
    }
}

/// A form value that is an object or a map goes as JSON text.
fn form_type(ty: Type) -> Type {
    match sendable(ty) {
        Type::Map(_) => Type::Json,
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

fn output<'a>(
    raw: &Raw<'a>,
    responses: &'a oa::Responses,
    max_page_size: Option<u32>,
    types: &mut Types<'a>,
) -> Output {
    let oa::Responses { default: _, responses, extensions: _ } = responses;
    let at = raw.at.key("responses");
    let success = responses
        .iter()
        .find(|(status, _)| matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2)));
    let Some((status, response)) = success else {
        types.faults.add(&at, "no successful answer is described", "add a response with a 2xx status");
        return Output::Nothing;
    };
    let at = at.key(&status.to_string());
    let ReferenceOr::Item(response) = response else {
        types.faults.add(
            &at,
            "a reference to a response is not supported yet",
            "write the response in place",
        );
        return Output::Nothing;
    };
    // Headers of every answer can be read by name; links and examples have no effect on the client.
    let oa::Response { description: _, headers: _, content, links: _, extensions: _ } = response;
    let Some((media_type, media)) = content.first() else { return Output::Nothing };
    let at = at.key("content").key(media_type);
    if !media_type.ends_with("json") {
        types.faults.add(
            &at,
            format!("answers of type `{media_type}` are not supported"),
            "use `application/json`",
        );
        return Output::Nothing;
    }
    let Some(schema) = &media.schema else { return Output::Value(Type::Json) };
    let at = at.key("schema");
    let wish = name::pascal(&raw.noun);
    let context = Context { at: &at, wish, noun: &raw.noun, wire: "", direction: Direction::Response };
    super::page::detect(raw, schema, max_page_size, &context, types)
        .unwrap_or_else(|| Output::Value(super::types::bare(&types.lower(schema, &context)).clone()))
}

/// Setters and arguments must differ from one another and from what every request has.
fn check_names(raw: &Raw<'_>, required: &[Input], optional: &[Input], types: &Types<'_>) {
    let mut seen: Vec<&Input> = Vec::new();
    for input in required.iter().chain(optional) {
        match seen.iter().find(|other| other.name.rust == input.name.rust) {
            Some(twin) => {
                let message = format!(
                    "`{}` and `{}` have the same Rust name, `{}`",
                    input.name.wire, twin.name.wire, input.name.rust
                );
                types.faults.add(&raw.at, message, "rename one of them in the document");
            }
            None => seen.push(input),
        }
    }
}

/// Gives a setter that clashes with a method of every request a trailing `_`.
pub(crate) fn avoid_own_methods(inputs: &mut [Input]) {
    for input in inputs {
        if OWN_METHODS.contains(&input.name.rust.as_str()) || input.name.rust.starts_with("with_") {
            input.name.rust.push('_');
        }
    }
}
