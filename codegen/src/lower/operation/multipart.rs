//! Lowers `multipart` bodies: each property is a part.

use openapiv3::MediaType;

use crate::document::media_type::{Kind, essence};
use crate::document::place::At;
use crate::ir::{Access, Body, Doc, Encoding, Input, Location, Multipart, Type};
use crate::lower::document::reader::Described;
use crate::lower::document::shape::{Shape, view};
use crate::lower::names::values;
use crate::lower::operation::body::body_input;
use crate::lower::operation::content::{Files, files};
use crate::lower::operation::encoding::{PropertyEncoding, ignore_unknown};
use crate::lower::operation::fields::fields;
use crate::lower::operation::inputs::{Inputs, Presence, context, is_written_as_json, sendable};
use crate::lower::resource::RawOperation;
use crate::lower::schema::all_of::Property;
use crate::lower::schema::types::Types;
use crate::name;

/// The part of a property.
struct Part {
    location: Location,
    ty: Type,
    /// Its media type, if the document defines one.
    media_type: Option<String>,
    /// A sentence about the media types that a file may have.
    note: Option<String>,
}

/// Adds an input for each part.
pub(super) fn lower<'a>(
    raw: &RawOperation<'_>,
    (media_type, media): (&str, &'a MediaType),
    presence: Presence,
    at: &At,
    types: &mut Types<'a>,
    inputs: &mut Inputs,
) -> Body {
    let MediaType { schema, example: _, examples: _, encoding, extensions: _ } = media;
    let mut multipart = Multipart { media_type: concrete(media_type), part_types: Vec::new() };
    let schema_at = at.key("schema");
    let object = schema.as_ref().and_then(|schema| fields(schema.into(), &schema_at, types));
    let Some(object) = object.filter(|object| !object.properties.is_empty()) else {
        inputs.optional.push(unnamed(&schema_at));
        return Body::Multipart(multipart, presence);
    };
    object.check_required(types.reader.diagnostics);
    ignore_unknown(encoding, &object, at, types);
    for property in &object.properties {
        let Described { mut doc, pii, facts, access, example: _ } = types.reader.described_property(property);
        if access == Access::ReadOnly {
            continue; // a request cannot contain it
        }
        let encoding = PropertyEncoding::of(encoding, property.wire, at, types);
        let Part { location, ty, media_type, note } = part(raw, property, &encoding, types);
        doc.push(note);
        multipart.part_types.extend(media_type.map(|media_type| (property.wire.to_owned(), media_type)));
        let name = values::snake(property.wire);
        let input = Input { name, doc, location, ty, pii, facts, numbered: None };
        inputs.group(Presence::of(object.requires(property.wire))).push(input);
    }
    Body::Multipart(multipart, inputs.body_presence(presence))
}

/// The parts of a body whose schema names none: the caller names them.
fn unnamed(at: &At) -> Input {
    let mut input = body_input(None, Location::Files, Type::Map(Box::new(Type::FILE)), at);
    input.name = values::snake("files");
    input.doc = Doc::default();
    input.doc.push(Some("The files, by the names of their parts.".to_owned()));
    input
}

fn part<'a>(
    raw: &RawOperation<'_>,
    property: &Property<'a>,
    encoding: &PropertyEncoding<'_>,
    types: &mut Types<'a>,
) -> Part {
    let media_types = encoding.media_types.as_slice();
    if let Some(files) = files_of(property, media_types, types) {
        let ty = match files {
            Files::One => Type::FILE,
            Files::Several => Type::List(Box::new(Type::FILE)),
        };
        let media_type = match media_types {
            [media_type] => Some(*media_type).filter(|media_type| !media_type.contains('*')),
            _ => None,
        };
        let is_choice = media_type.is_none() && !media_types.is_empty();
        let shown = |media_type: &&str| format!("`{}`", name::shown(media_type));
        let note = is_choice.then(|| {
            let choices: Vec<String> = media_types.iter().map(shown).collect();
            format!("The server accepts files of the type {}.", choices.join(" or "))
        });
        return Part { location: Location::File, ty, media_type: media_type.map(str::to_owned), note };
    }
    let mut context = context(raw, &property.at, property.wire);
    let ty = sendable(types.property(property, &context));
    let is_json = is_json_part(&ty, types);
    if encoding.is_deep() && is_json {
        let (location, ty) = encoding.field(ty, types);
        return Part { location, ty, media_type: None, note: None };
    }
    let first = media_types.iter().copied().find(|media_type| !media_type.contains('*'));
    if !is_json {
        let (location, ty) = encoding.field(ty, types);
        let location = if ty == Type::JSON { Location::JsonPart } else { location };
        return Part { location, ty, media_type: first.map(str::to_owned), note: None };
    }
    let Some(media_type) = encoding.json().or(first) else {
        context.encoding = Encoding::Json;
        let ty = sendable(types.property(property, &context));
        return Part { location: Location::JsonPart, ty, media_type: None, note: None };
    };
    if Kind::of(media_type) != Kind::Json {
        // The client cannot write the object in this media type, so the caller does.
        let (location, ty, media_type) = (Location::Form, Type::TEXT, Some(media_type.to_owned()));
        return Part { location, ty, media_type, note: None };
    }
    context.encoding = Encoding::Json;
    let ty = sendable(types.property(property, &context));
    let media_type = Some(media_type.to_owned()).filter(|media_type| media_type != "application/json");
    Part { location: Location::JsonPart, ty, media_type, note: None }
}

/// The number of files that a property is. A string without a format is a file if its media type is not text.
fn files_of<'a>(property: &Property<'a>, media_types: &[&str], types: &Types<'a>) -> Option<Files> {
    let found = files(property.node, &property.at, types);
    let is_bytes = !media_types.is_empty()
        && media_types.iter().all(|media_type| matches!(Kind::of(media_type), Kind::Bytes | Kind::Any));
    if found.is_some() || !is_bytes {
        return found;
    }
    let resolved = types.reader.resolve(property.node, &property.at)?;
    let is_plain = matches!(view(resolved.schema).shape, Shape::Text { format: None, .. } | Shape::Any);
    is_plain.then_some(Files::One)
}

/// Whether a part contains a value of this type as JSON.
fn is_json_part(ty: &Type, types: &Types<'_>) -> bool {
    match ty {
        Type::List(item) => matches!(**item, Type::List(_)) || is_json_part(item, types),
        ty => *ty == Type::JSON || is_written_as_json(ty, types),
    }
}

/// The media type of a request. The document can contain a range or a boundary, which the client replaces.
fn concrete(media_type: &str) -> String {
    match essence(media_type).as_str() {
        essence if essence.starts_with("multipart/") && !essence.contains('*') => essence.to_owned(),
        _ => "multipart/form-data".to_owned(),
    }
}
