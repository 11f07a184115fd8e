//! Lowers the body of a request: its media type and its inputs.

use openapiv3::{self as oa, MediaType, ReferenceOr};

use crate::diagnostic::Code;
use crate::document::media_type::is_json;
use crate::document::place::At;
use crate::document::reference;
use crate::ir::{Access, Body, Facts, Input, Location, Type};
use crate::lower::document::doc::doc;
use crate::lower::document::reader::{Described, is_free};
use crate::lower::names::values;
use crate::lower::operation::inputs::{Inputs, Presence, context, is_written_as_json, sendable_items};
use crate::lower::resource::Raw;
use crate::lower::schema::all_of::object;
use crate::lower::schema::types::{Context, Direction, Types};
use crate::name;

const FORM: &str = "application/x-www-form-urlencoded";

/// Adds the inputs of a body.
pub(super) fn lower<'a>(
    raw: &Raw<'_>,
    body: &'a ReferenceOr<oa::RequestBody>,
    types: &mut Types<'a>,
    inputs: &mut Inputs,
) -> Body {
    let at = raw.at.key("requestBody");
    let table = types.reader.openapi.components.as_ref().map(|components| &components.request_bodies);
    let Some((body, at)) = reference::component(table, "requestBodies", body, &at, types.reader.diagnostics)
    else {
        return Body::Form;
    };
    let oa::RequestBody { description, content, required, extensions: _ } = body;
    let at = at.key("content");
    // All media types contain the same values, so the client uses the first one that it can write itself.
    let written = content.iter().find(|(name, _)| *name == FORM || is_json(name));
    let Some((media_type, media)) = written.or_else(|| content.first()) else {
        types.reader.ignore("requestBody", "operation", NO_MEDIA_TYPE, &at);
        return Body::Form;
    };
    if media_type.starts_with("multipart/") || media_type.contains("form-data") {
        let help = format!("use `{FORM}` or `application/json`");
        let message = format!("request bodies of type `{media_type}` are not supported");
        types.reader.diagnostics.add(Code::BodyType, &at, message, help);
        return Body::Form;
    }
    types.reader.ignore_media("request body", content, media_type, &at);
    let at = at.key(media_type);
    if media_type == FORM {
        form_inputs(raw, media, &at, types, inputs);
        return Body::Form;
    }
    if !is_json(media_type) {
        let mut input = body_input(description.as_deref(), Location::Raw, Type::BYTES, &at);
        input.doc.push(Some(format!("The bytes of the body: `{}`.", name::shown(media_type))));
        inputs.group(Presence::of(*required)).push(input);
        return Body::Raw(concrete(media_type));
    }
    json_inputs(raw, media, *required, description.as_deref(), &at, types, inputs);
    Body::Json(media_type.clone())
}

const NO_MEDIA_TYPE: &str = "it has no media type, so the request has no body";

/// The media type of a body whose media type in the document can be a range, such as `image/*`.
fn concrete(media_type: &str) -> String {
    match media_type {
        "text/*" => "text/plain".to_owned(),
        range if range.contains('*') => "application/octet-stream".to_owned(),
        media_type => media_type.to_owned(),
    }
}

/// The input that is the whole body.
fn body_input(description: Option<&str>, location: Location, ty: Type, at: &At) -> Input {
    let facts = Facts { at: at.pointer().clone(), ..Facts::default() };
    let (name, doc) = (values::snake("body"), doc(description));
    Input { name, doc, location, ty, pii: false, facts, numbered: None }
}

/// The properties of a JSON object are separate inputs. Any other JSON body is one input.
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
    let object = schema.as_ref().and_then(|schema| object(schema.into(), &at, &types.reader));
    if let Some(object) = object.filter(|object| object.additional_properties.is_none()) {
        object.check_required(types.reader.diagnostics);
        for property in &object.properties {
            let mut context = context(raw, &property.at, property.wire);
            context.direction = Direction::Response;
            let Described { doc, pii, facts, access } = types.reader.described(property.node, &property.at);
            if access == Access::ReadOnly {
                continue; // a request cannot contain it
            }
            let ty = types.lower(property.node, &context);
            let name = values::snake(property.wire);
            let input = Input { name, doc, location: Location::JsonField, ty, pii, facts, numbered: None };
            inputs.group(Presence::of(object.requires(property.wire))).push(input);
        }
        return;
    }
    let candidate = name::join(&name::pascal(&raw.noun), "Body");
    let context = Context { at: &at, candidate, noun: &raw.noun, wire: "", direction: Direction::Response };
    let ty = match schema {
        Some(schema) => crate::lower::schema::types::bare(&types.lower(schema, &context)).clone(),
        None => Type::JSON,
    };
    inputs.group(Presence::of(required)).push(body_input(description, Location::Json, ty, &at));
}

fn form_inputs<'a>(raw: &Raw<'_>, media: &'a MediaType, at: &At, types: &mut Types<'a>, inputs: &mut Inputs) {
    let MediaType { schema, example: _, examples: _, encoding, extensions: _ } = media;
    if !encoding.is_empty() {
        types.reader.diagnostics.add(
            Code::BodyEncoding,
            &at.key("encoding"),
            "`encoding` is not supported",
            "remove it: an array repeats its key, and an object is a JSON string",
        );
    }
    let Some(schema) = schema else { return };
    let at = at.key("schema");
    let Some(object) = object(schema.into(), &at, &types.reader) else {
        let free = types.reader.resolve(schema, &at).is_none_or(|resolved| is_free(resolved.schema));
        if !free {
            types.reader.diagnostics.add(
                Code::FormNotAnObject,
                &at,
                "a form must be an object",
                "add `type: object` and `properties`",
            );
        }
        return;
    };
    object.check_required(types.reader.diagnostics);
    for property in &object.properties {
        let context = context(raw, &property.at, property.wire);
        let Described { doc, pii, facts, access } = types.reader.described(property.node, &property.at);
        if access == Access::ReadOnly {
            continue; // a request cannot contain it
        }
        let ty = types.lower(property.node, &context);
        let input = Input {
            name: values::snake(property.wire),
            doc,
            location: Location::Form,
            ty: form_type(ty, types),
            pii,
            facts,
            numbered: None,
        };
        inputs.group(Presence::of(object.requires(property.wire))).push(input);
    }
}

/// A form contains an object or a map as a JSON string.
fn form_type(ty: Type, types: &Types<'_>) -> Type {
    let ty = sendable_items(ty, types);
    if is_written_as_json(&ty, types) { Type::JSON } else { ty }
}
