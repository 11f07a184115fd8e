//! The parameters of an operation, and the part of the request that contains each.

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
use crate::lower::operation::security;
use crate::lower::resource::Raw;
use crate::lower::schema::types::Types;

/// The parameters of an operation. They override the parameters of its path item.
pub(crate) fn all<'a>(raw: &Raw<'a>, types: &Types<'a>) -> Vec<(At, &'a oa::Parameter)> {
    let direct =
        raw.operation.parameters.iter().enumerate().map(|(i, p)| (raw.at.key("parameters").index(i), p));
    let shared =
        raw.item.parameters.iter().enumerate().map(|(i, p)| (raw.item_at.key("parameters").index(i), p));
    let mut found: Vec<(At, &oa::Parameter)> = Vec::new();
    let table = types.reader.openapi.components.as_ref().map(|components| &components.parameters);
    for (at, parameter) in direct.chain(shared) {
        let resolved = reference::component(table, "parameters", parameter, &at, types.reader.diagnostics);
        let Some((parameter, _)) = resolved else { continue };
        let duplicate = found.iter().find(|(_, other)| key(other) == key(parameter));
        match duplicate {
            None => found.push((at, parameter)),
            Some((first, _)) if at.pointer().is_within(raw.at.pointer()) => {
                let message =
                    format!("parameter `{}` is declared twice", parameter.parameter_data_ref().name);
                let other = (&first.key("name"), "first declared here");
                types.reader.diagnostics.add_with(
                    Code::DuplicateParameter,
                    &at.key("name"),
                    message,
                    "remove one of the two",
                    other,
                );
            }
            Some(_) => {} // the operation overrides the path item
        }
    }
    found
}

/// The identity of a parameter: two parameters of an operation must not have the same name and location.
#[derive(PartialEq, Eq)]
struct ParameterKey<'a> {
    name: &'a str,
    location: std::mem::Discriminant<oa::Parameter>,
}

fn key(parameter: &oa::Parameter) -> ParameterKey<'_> {
    ParameterKey { name: &parameter.parameter_data_ref().name, location: std::mem::discriminant(parameter) }
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
    if location == Some(Location::Query)
        && let Some(resolved) = types.reader.resolve(schema, &at.key("schema"))
        && let Shape::Integer { maximum, .. } = view(resolved.schema).shape
    {
        inputs.integers.insert(wire.clone(), maximum);
    }
    if location == Some(Location::Header) && !is_header_sent(raw, wire, at, types) {
        return;
    }
    let schema_at = at.key("schema");
    let mut doc = doc(description.as_deref());
    doc.push(deprecation(deprecated.unwrap_or_default()));
    let described = types.reader.described(schema, at);
    let pii = is_pii(extensions) || described.pii;
    let facts = Facts { deprecated: deprecated.unwrap_or_default(), ..described.facts };
    if let Some(prefix) = prefix(schema) {
        let name = Name { wire: prefix.to_owned(), ..values::snake(wire) };
        let input =
            Input { name, doc, location: Location::Prefixed, ty: Type::JSON, pii, facts, numbered: None };
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
    inputs.group(Presence::of(*required)).push(Input { name, doc, location, ty, pii, facts, numbered: None });
}

/// Whether a path value is the account that contains all other resources of the path. Its default is the
/// account of the credentials.
fn is_account(path: &str, wire: &str, ty: &Type) -> bool {
    let first = path.split_once('{').and_then(|(_, rest)| rest.split_once('}'));
    let is_parent = first.is_some_and(|(name, rest)| name == wire && rest.starts_with('/'));
    is_parent && wire == "AccountSid" && matches!(ty, Type::Sid(prefix) if prefix.as_str() == "AC")
}

/// The prefix of a map whose entries are separate query parameters.
fn prefix(schema: &ReferenceOr<Schema>) -> Option<&str> {
    let ReferenceOr::Item(schema) = schema else { return None };
    match view(schema).shape {
        Shape::Prefixed(prefix) => Some(prefix),
        _ => None,
    }
}

/// The location of a parameter, `None` for a path value. Rejects locations that no published document uses.
fn located<'a>(
    parameter: &'a oa::Parameter,
    at: &At,
    types: &Types<'_>,
) -> Option<(&'a ParameterData, Option<Location>)> {
    match parameter {
        // With `allowReserved`, the server could misread characters that are not escaped.
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

/// The headers that OpenAPI ignores as parameters, and those that belong to the connection.
const IGNORED_HEADERS: &[&str] =
    &["accept", "connection", "content-length", "content-type", "host", "transfer-encoding"];

/// Whether a header parameter has no effect. `Authorization` has one if the operation has no security scheme:
/// then it is the only description of the credentials.
fn is_ignored_header(raw: &Raw<'_>, name: &str, types: &Types<'_>) -> bool {
    let name = name.to_ascii_lowercase();
    let has_credentials = || security::is_required(types.reader.openapi, raw.operation.security.as_deref());
    IGNORED_HEADERS.contains(&name.as_str()) || (name == "authorization" && has_credentials())
}

/// Checks a header parameter. Returns false, and reports the parameter, if the client ignores it.
fn is_header_sent(raw: &Raw<'_>, wire: &str, at: &At, types: &Types<'_>) -> bool {
    check_header_name(wire, at, types);
    let is_ignored = is_ignored_header(raw, wire, types);
    if is_ignored {
        let message = format!("the client sets the header `{wire}` itself");
        let help = "remove the parameter: OpenAPI or HTTP determines the value of this header";
        types.reader.diagnostics.add(Code::IgnoredHeaderParameter, &at.key("name"), message, help);
    }
    !is_ignored
}

/// The name of a header must be an HTTP token.
fn check_header_name(name: &str, at: &At, types: &Types<'_>) {
    if !is_token(name) {
        let message = format!("`{}` is not a valid header name", name.escape_debug());
        types.reader.diagnostics.add(
            Code::InvalidHeaderName,
            &at.key("name"),
            message,
            "use letters, digits and `-`",
        );
    }
}

/// The serialization of a query parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// A list repeats its key.
    Repeated,
    /// A list is one string with this separator.
    Joined(&'static str),
    /// The names of an object's properties are in brackets.
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

/// The location and the type of a value that is serialized in this style.
fn written(
    ty: Type,
    location: Option<Location>,
    style: Style,
    at: &At,
    types: &Types<'_>,
) -> (Option<Location>, Type) {
    let is_object = matches!(ty, Type::Map(_) | Type::Named(_)) && !types.is_enum(&ty);
    let reject = |code, key, message, help| types.reader.diagnostics.add(code, &at.key(key), message, help);
    match (&ty, location, style) {
        (Type::List(_), None, _) => {
            let help = "give the parameter a single value";
            reject(Code::ParameterArray, "schema", "a path parameter must not be an array", help);
        }
        (Type::List(_), _, Style::Joined(separator)) => return (Some(Location::Joined(separator)), ty),
        (Type::List(_), ..) => {}
        (_, _, Style::Deep) if is_object || ty == Type::JSON => return (Some(Location::Deep), Type::JSON),
        _ if is_object => {
            let help = "use one parameter for each property, or add `style: deepObject`";
            reject(Code::ParameterObject, "schema", "the serialization of this object is ambiguous", help);
        }
        (_, _, Style::Deep | Style::Joined(" " | "|")) => {
            let message = "this style requires a list or an object";
            reject(Code::ParameterStyle, "style", message, "remove `style`");
        }
        _ => {}
    }
    (location, ty)
}
