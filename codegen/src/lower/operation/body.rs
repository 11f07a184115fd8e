//! Lowers the body of a request: its media type and its inputs.

use indexmap::IndexMap;
use openapiv3::{self as oa, MediaType, ReferenceOr};

use crate::diagnostic::Code;
use crate::document::media_type::Kind;
use crate::document::place::At;
use crate::document::reference;
use crate::ir::{Access, Body, Encoding, Facts, Input, Location, Type};
use crate::load::is_media_type;
use crate::lower::document::doc::doc;
use crate::lower::document::reader::{Described, is_free};
use crate::lower::document::shape::{Shape, view};
use crate::lower::names::values;
use crate::lower::operation::content::kind;
use crate::lower::operation::encoding::{PropertyEncoding, ignore_unknown};
use crate::lower::operation::fields::fields;
use crate::lower::operation::inputs::{Inputs, Presence, context};
use crate::lower::operation::multipart;
use crate::lower::overrides::Overrides;
use crate::lower::resource::RawOperation;
use crate::lower::schema::all_of::{Object, object};
use crate::lower::schema::types::{Context, Types};
use crate::name;

/// Adds the inputs of a body.
pub(super) fn lower<'a>(
    raw: &RawOperation<'_>,
    body: &'a ReferenceOr<oa::RequestBody>,
    overrides: &Overrides<'_>,
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
    // Usually, all media types contain the same values, so the client uses the one that it writes best.
    let valid = content.iter().filter(|(name, _)| is_media_type(name));
    let ranked = valid.map(|(name, media)| (kind(name, media, &at, types), name, media));
    let Some((best, media_type, media)) = ranked.min_by_key(|(kind, ..)| *kind) else {
        reject(content.is_empty(), &at, types);
        return Body::Form;
    };
    let selected = overrides.body_media_type(&raw.id, content, media_type, is_media_type);
    let (kind, media_type, media) = match selected {
        Some((media_type, media)) => (kind(media_type, media, &at, types), media_type, media),
        None => (best, media_type, media),
    };
    let others = alternatives(kind, content, media_type, &at, types);
    let at = at.key(media_type);
    let (description, presence) = (description.as_deref(), Presence::of(*required));
    match kind {
        Kind::Form => match form(media, &at, types) {
            Form::Encoded => raw_body((media_type, others), presence, description, &at, inputs),
            Form::Empty => Body::Form,
            Form::Fields(object) => {
                form_inputs(raw, &object, media, &at, types, inputs);
                Body::Form
            }
        },
        Kind::Json => {
            json_inputs(raw, media, presence, description, &at, types, inputs);
            Body::Json(concrete(media_type, "application/json"), inputs.body_presence(presence))
        }
        Kind::Multipart => multipart::lower(raw, (media_type, media), presence, &at, types, inputs),
        Kind::Text | Kind::Bytes | Kind::Any => {
            raw_body((media_type, others), presence, description, &at, inputs)
        }
    }
}

/// The other media types of bytes, if the body is bytes: a caller can send them too. Records all others, which have
/// no effect.
fn alternatives<'a>(
    used: Kind,
    content: &'a IndexMap<String, MediaType>,
    media_type: &str,
    at: &At,
    types: &Types<'a>,
) -> Vec<String> {
    let is_raw = |kind| matches!(kind, Kind::Text | Kind::Bytes);
    let others = content.iter().filter(|(name, _)| *name != media_type);
    let (same, ignored): (Vec<_>, Vec<_>) = others.partition(|(name, media)| {
        is_raw(used) && is_media_type(name) && is_raw(kind(name, media, at, types))
    });
    for (name, _) in ignored {
        types.reader.ignore(name, "request body", NOT_SENT, &at.key(name));
    }
    same.into_iter().map(|(name, _)| name.clone()).collect()
}

const NOT_SENT: &str = "the client sends another media type; `media-types` in `codegen.toml` selects it";

/// Adds the input of a body that the client does not interpret. `others` are its other media types.
fn raw_body(
    (media_type, others): (&str, Vec<String>),
    presence: Presence,
    description: Option<&str>,
    at: &At,
    inputs: &mut Inputs,
) -> Body {
    let mut input = body_input(description, Location::Raw, Type::BYTES, at);
    let is_text = Kind::of(media_type) == Kind::Text;
    let sent = concrete(media_type, if is_text { "text/plain" } else { "application/octet-stream" });
    input.doc.push(Some(format!("The bytes of the body: `{}`.", name::shown(media_type))));
    let mut selectable: Vec<&str> = others.iter().map(String::as_str).collect();
    selectable.extend(Some(media_type).filter(|_| sent != media_type));
    if !selectable.is_empty() {
        let listed = selectable.iter().map(|name| format!("`{}`", name::shown(name)));
        let listed = listed.collect::<Vec<_>>().join(", ");
        input.doc.push(Some(format!(
            "The header `Content-Type` is `{}`. `with_header(\"Content-Type\", …)` sets another one, which the \
             document also allows: {listed}.",
            name::shown(&sent)
        )));
    }
    inputs.group(presence).push(input);
    Body::Raw { media_type: sent, others }
}

/// The parts of a form that the client writes.
enum Form<'a> {
    /// The properties of an object.
    Fields(Object<'a>),
    /// Nothing, because the schema describes no value.
    Empty,
    /// The form in its encoded form.
    Encoded,
}

/// The form of a schema. Only a string and a value that is not an object are already encoded.
fn form<'a>(media: &'a MediaType, at: &At, types: &Types<'a>) -> Form<'a> {
    let at = at.key("schema");
    let Some(schema) = &media.schema else { return Form::Empty };
    let resolved = types.reader.resolve(schema, &at);
    if resolved.as_ref().is_some_and(|resolved| matches!(view(resolved.schema).shape, Shape::Text { .. })) {
        return Form::Encoded;
    }
    if let Some(object) = fields(schema.into(), &at, types) {
        return Form::Fields(object);
    }
    if resolved.is_none_or(|resolved| is_free(resolved.schema)) {
        return Form::Empty;
    }
    types.reader.diagnostics.add(
        Code::FormNotAnObject,
        &at,
        "a form must be an object; the client sends bytes that the caller encodes",
        "add `type: object` and `properties`",
    );
    Form::Encoded
}

/// Reports a body without a valid media type.
fn reject(is_empty: bool, at: &At, types: &Types<'_>) {
    let (code, message, help) = if is_empty {
        (Code::NoMediaType, "the request body has no media type", "add a media type, or remove `requestBody`")
    } else {
        let help = "use a media type such as `application/json` or `multipart/form-data`";
        (Code::BodyType, "no media type of the request body is valid", help)
    };
    types.reader.diagnostics.add(code, at, message, help);
}

/// The media type of a request. The media type in the document can be a range, such as `image/*`.
fn concrete(media_type: &str, default: &str) -> String {
    if media_type.contains('*') { default.to_owned() } else { media_type.to_owned() }
}

/// The input that is the whole body.
pub(super) fn body_input(description: Option<&str>, location: Location, ty: Type, at: &At) -> Input {
    let facts = Facts { at: at.pointer().clone(), ..Facts::default() };
    let (name, doc) = (values::snake("body"), doc(description));
    Input { name, doc, location, ty, pii: false, facts, numbered: None }
}

/// The properties of a JSON object are separate inputs. Any other JSON body is one input.
fn json_inputs<'a>(
    raw: &RawOperation<'_>,
    media: &'a MediaType,
    presence: Presence,
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
            context.encoding = Encoding::Json;
            let Described { doc, pii, facts, access, example: _ } = types.reader.described_property(property);
            if access == Access::ReadOnly {
                continue; // a request cannot contain it
            }
            let ty = types.property(property, &context);
            let facts = Facts { json: types.unread(&ty, property.node), ..facts };
            let name = values::snake(property.wire);
            let input = Input { name, doc, location: Location::JsonField, ty, pii, facts, numbered: None };
            inputs.group(Presence::of(object.requires(property.wire))).push(input);
        }
        return;
    }
    let candidate = name::join(&name::pascal(&raw.noun), "Body");
    let context = Context { at: &at, candidate, noun: &raw.noun, wire: "", encoding: Encoding::Json };
    let ty = match schema {
        Some(schema) => crate::lower::schema::types::bare(&types.lower(schema, &context)).clone(),
        None => Type::JSON,
    };
    inputs.group(presence).push(body_input(description, Location::Json, ty, &at));
}

fn form_inputs<'a>(
    raw: &RawOperation<'_>,
    object: &Object<'a>,
    media: &'a MediaType,
    media_at: &At,
    types: &mut Types<'a>,
    inputs: &mut Inputs,
) {
    let MediaType { schema: _, example: _, examples: _, encoding, extensions: _ } = media;
    object.check_required(types.reader.diagnostics);
    ignore_unknown(encoding, object, media_at, types);
    for property in &object.properties {
        let mut context = context(raw, &property.at, property.wire);
        let Described { doc, pii, facts, access, example: _ } = types.reader.described_property(property);
        if access == Access::ReadOnly {
            continue; // a request cannot contain it
        }
        let encoding = PropertyEncoding::of(encoding, property.wire, media_at, types);
        if encoding.is_deep() {
            context.encoding = Encoding::Json;
        }
        let ty = types.property(property, &context);
        let (location, ty) = encoding.field(ty, types);
        let facts = Facts { json: types.unread(&ty, property.node), ..facts };
        let name = values::snake(property.wire);
        let input = Input { name, doc, location, ty, pii, facts, numbered: None };
        inputs.group(Presence::of(object.requires(property.wire))).push(input);
    }
}
