//! Parameters: which there are, and where each goes.

use openapiv3::{self as oa, ParameterData, ParameterSchemaOrContent, QueryStyle, ReferenceOr, Schema};

use crate::diagnostic::Code;
use crate::document::place::At;
use crate::document::reference;
use crate::ir::{Facts, Input, Location, Name, PathParam, Type};
use crate::load::is_token;
use crate::lower::document::doc::{deprecation, doc};
use crate::lower::document::shape::{Shape, is_pii, view};
use crate::lower::names::values;
use crate::lower::operation::inputs::{Inputs, Presence, context, sendable_items};
use crate::lower::operation::page::SIZE_PARAMETERS;
use crate::lower::resource::Raw;
use crate::lower::schema::types::Types;

/// The operation's own parameters and those of its path item, which it may override.
pub(crate) fn all<'a>(raw: &Raw<'a>, types: &Types<'a>) -> Vec<(At, &'a oa::Parameter)> {
    let own =
        raw.operation.parameters.iter().enumerate().map(|(i, p)| (raw.at.key("parameters").index(i), p));
    let shared =
        raw.item.parameters.iter().enumerate().map(|(i, p)| (raw.item_at.key("parameters").index(i), p));
    let mut found: Vec<(At, &oa::Parameter)> = Vec::new();
    let table = types.reader.openapi.components.as_ref().map(|components| &components.parameters);
    for (at, parameter) in own.chain(shared) {
        let resolved = reference::component(table, "parameters", parameter, &at, types.reader.diagnostics);
        let Some((parameter, _)) = resolved else { continue };
        let twin = found.iter().find(|(_, other)| key(other) == key(parameter));
        match twin {
            None => found.push((at, parameter)),
            Some((first, _)) if at.pointer().is_within(raw.at.pointer()) => {
                let message =
                    format!("parameter `{}` is declared twice", parameter.parameter_data_ref().name);
                let other = (&first.key("name"), "first declared here");
                types.reader.diagnostics.add_with(
                    Code::ParameterTwice,
                    &at.key("name"),
                    message,
                    "remove one of the two",
                    other,
                );
            }
            Some(_) => {} // the operation's own one counts
        }
    }
    found
}

fn key(parameter: &oa::Parameter) -> (&str, u8) {
    let place = match parameter {
        oa::Parameter::Query { .. } => 0,
        oa::Parameter::Header { .. } => 1,
        oa::Parameter::Path { .. } => 2,
        oa::Parameter::Cookie { .. } => 3,
    };
    (parameter.parameter_data_ref().name.as_str(), place)
}

/// One parameter: a path value, or an input.
pub(crate) fn lower<'a>(
    raw: &Raw<'_>,
    parameter: &'a oa::Parameter,
    at: &At,
    types: &mut Types<'a>,
    inputs: &mut Inputs,
) {
    let Some((data, location)) = located(parameter, at, types) else { return };
    let ParameterData {
        name: wire,
        description,
        required,
        deprecated,
        format,
        example: _,  // request examples break their own schemas
        examples: _, // likewise
        explode,
        extensions,
    } = data;
    let ParameterSchemaOrContent::Schema(schema) = format else {
        let message = "a parameter with `content` is not supported";
        types.reader.diagnostics.add(
            Code::ParameterContent,
            &at.key("content"),
            message,
            "give it a `schema`",
        );
        return;
    };
    if location == Some(Location::Query) && SIZE_PARAMETERS.contains(&wire.as_str()) {
        inputs.page_size = maximum(schema).map(|maximum| (wire.clone(), maximum));
    }
    if location == Some(Location::Header) {
        check_header_name(wire, at, types);
    }
    let schema_at = at.key("schema");
    let mut doc = doc(description.as_deref());
    doc.0.extend(deprecation(deprecated.unwrap_or_default()));
    let pii = is_pii(extensions);
    let facts =
        Facts { deprecated: deprecated.unwrap_or_default(), ..types.reader.described(schema, at).facts };
    if let Some(prefix) = prefix(schema) {
        let name = Name { wire: prefix.to_owned(), ..values::snake(wire) };
        let input = Input { name, doc, location: Location::Prefixed, ty: Type::JSON, pii, facts };
        inputs.group(Presence::of(*required)).push(input);
        return;
    }
    let ty = sendable_items(types.lower(schema, &context(raw, &schema_at, wire)), types);
    let (location, ty) = written(ty, location, style(parameter, *explode), at, types);
    let name = values::snake(wire);
    let Some(location) = location else {
        if let (Type::Sid(prefix), "Sid") = (&ty, wire.as_str()) {
            types.evidence.operation(prefix, &raw.noun);
        }
        let account = is_account(raw.path, wire, &ty);
        inputs.path.push(PathParam { name, doc, ty, account, facts });
        return;
    };
    inputs.group(Presence::of(*required)).push(Input { name, doc, location, ty, pii, facts });
}

/// Whether a path value is the account that everything else in the path belongs to: the credentials
/// name it already.
fn is_account(path: &str, wire: &str, ty: &Type) -> bool {
    let first = path.split_once('{').and_then(|(_, rest)| rest.split_once('}'));
    let is_parent = first.is_some_and(|(name, rest)| name == wire && rest.starts_with('/'));
    is_parent && wire == "AccountSid" && matches!(ty, Type::Sid(prefix) if prefix.as_str() == "AC")
}

/// The prefix of a map whose entries are parameters of their own.
fn prefix(schema: &ReferenceOr<Schema>) -> Option<&str> {
    let ReferenceOr::Item(schema) = schema else { return None };
    match view(schema).shape {
        Shape::Prefixed(prefix) => Some(prefix),
        _ => None,
    }
}

/// Where a parameter goes; nowhere for a path value. Refuses what no published document uses.
fn located<'a>(
    parameter: &'a oa::Parameter,
    at: &At,
    types: &Types<'_>,
) -> Option<(&'a ParameterData, Option<Location>)> {
    match parameter {
        // `allowReserved` would send characters raw that the server may read otherwise.
        oa::Parameter::Query { parameter_data, allow_reserved: _, style: _, allow_empty_value: _ } => {
            Some((parameter_data, Some(Location::Query)))
        }
        oa::Parameter::Header { parameter_data, style: _ } => Some((parameter_data, Some(Location::Header))),
        oa::Parameter::Path { parameter_data, style } => {
            if *style != oa::PathStyle::Simple {
                let message = "only `style: simple` is supported in a path";
                types.reader.diagnostics.add(
                    Code::ParameterStyle,
                    &at.key("style"),
                    message,
                    "remove `style`",
                );
            }
            Some((parameter_data, None))
        }
        oa::Parameter::Cookie { parameter_data: _, style: _ } => {
            let help = "use a query or header parameter";
            types.reader.diagnostics.add(
                Code::CookieParameter,
                &at.key("in"),
                "parameters in cookies are not supported",
                help,
            );
            None
        }
    }
}

/// A header's name is a token of HTTP.
fn check_header_name(name: &str, at: &At, types: &Types<'_>) {
    if !is_token(name) {
        let message = format!("`{}` cannot be the name of a header", name.escape_debug());
        types.reader.diagnostics.add(
            Code::HeaderName,
            &at.key("name"),
            message,
            "use letters, digits and `-`",
        );
    }
}

/// How a query is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// A list repeats its key.
    Repeated,
    /// A list is one text, with this between its values.
    Joined(&'static str),
    /// The names of an object's properties stand in brackets.
    Deep,
}

fn style(parameter: &oa::Parameter, explode: Option<bool>) -> Style {
    let oa::Parameter::Query { style, .. } = parameter else { return Style::Repeated };
    match style {
        QueryStyle::Form if explode == Some(false) => Style::Joined(","),
        QueryStyle::Form => Style::Repeated,
        QueryStyle::SpaceDelimited => Style::Joined(" "),
        QueryStyle::PipeDelimited => Style::Joined("|"),
        QueryStyle::DeepObject => Style::Deep,
    }
}

/// Where a value goes that is written in this style, and what it is then.
fn written(
    ty: Type,
    location: Option<Location>,
    style: Style,
    at: &At,
    types: &Types<'_>,
) -> (Option<Location>, Type) {
    let is_object = matches!(ty, Type::Map(_) | Type::Named(_)) && !types.is_enum(&ty);
    let refuse = |code, key, message, help| types.reader.diagnostics.add(code, &at.key(key), message, help);
    match (&ty, location, style) {
        (Type::List(_), None, _) => {
            let help = "give the parameter a single value";
            refuse(Code::ParameterArray, "schema", "an array has no place in a path", help);
        }
        (Type::List(_), _, Style::Joined(separator)) => return (Some(Location::Joined(separator)), ty),
        (Type::List(_), ..) => {}
        (_, _, Style::Deep) if is_object || ty == Type::JSON => return (Some(Location::Deep), Type::JSON),
        _ if is_object => {
            let help = "give each of its properties a parameter of its own, or say `style: deepObject`";
            refuse(Code::ParameterObject, "schema", "an object has no single form here", help);
        }
        (_, _, Style::Deep | Style::Joined(" " | "|")) => {
            let message = "only a list or an object can be written in this style";
            refuse(Code::ParameterStyle, "style", message, "remove `style`");
        }
        _ => {}
    }
    (location, ty)
}

/// The upper bound of `PageSize`.
fn maximum(schema: &ReferenceOr<Schema>) -> Option<u32> {
    let ReferenceOr::Item(schema) = schema else { return None };
    match view(schema).shape {
        // Twilio's own bound, where a document gives none.
        Shape::Integer { maximum, .. } => u32::try_from(maximum.unwrap_or(1000)).ok().filter(|max| *max > 0),
        _ => None,
    }
}
