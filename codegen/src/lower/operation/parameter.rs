//! The parameters of an operation, and the part of the request that contains each.

use openapiv3::{self as oa, ParameterData, ParameterSchemaOrContent, ReferenceOr, Schema};

use crate::diagnostic::Code;
use crate::document::media_type::Kind;
use crate::document::place::At;
use crate::document::reference;
use crate::ir::{Encoding, Facts, Input, Location, Name, PathParam, Type};
use crate::load::is_token;
use crate::lower::document::doc::{deprecation, doc};
use crate::lower::document::shape::{Shape, is_pii, view};
use crate::lower::names::values;
use crate::lower::operation::inputs::{Inputs, Presence, context, sendable_items};
use crate::lower::operation::security;
use crate::lower::operation::style::{self, Placement};
use crate::lower::resource::RawOperation;
use crate::lower::schema::types::{Types, bare};

/// The parameters of an operation. They override the parameters of its path item.
pub(crate) fn all<'a>(raw: &RawOperation<'a>, types: &Types<'a>) -> Vec<(At, &'a oa::Parameter)> {
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
    raw: &RawOperation<'_>,
    parameter: &'a oa::Parameter,
    at: &At,
    types: &mut Types<'a>,
    inputs: &mut Inputs,
) {
    let ParameterData {
        name: wire,
        description,
        required,
        deprecated,
        format,
        example: _,  // request examples break their own schemas
        examples: _, // likewise
        explode: _,  // `of_schema` reads it
        extensions,
    } = parameter.parameter_data_ref();
    if matches!(parameter, oa::Parameter::Header { .. }) && !is_header_sent(raw, wire, at, types) {
        return;
    }
    let mut doc = doc(description.as_deref());
    doc.push(deprecation(deprecated.unwrap_or_default()));
    let (schema, at_schema) = match format {
        ParameterSchemaOrContent::Schema(schema) => (Some(schema), at.clone()),
        ParameterSchemaOrContent::Content(content) => match content.first() {
            Some((media_type, media)) => (media.schema.as_ref(), at.key("content").key(media_type)),
            None => (None, at.clone()),
        },
    };
    let described = schema.map(|schema| types.reader.described(schema, &at_schema)).unwrap_or_default();
    let pii = is_pii(extensions) || described.pii;
    let facts =
        Facts { deprecated: deprecated.unwrap_or_default(), at: at.pointer().clone(), ..described.facts };
    if let (oa::Parameter::Query { .. }, Some(prefix)) = (parameter, schema.and_then(prefix)) {
        let name = Name { wire: prefix.to_owned(), ..values::snake(wire) };
        let input =
            Input { name, doc, location: Location::Prefixed, ty: Type::JSON, pii, facts, numbered: None };
        inputs.group(Presence::of(*required)).push(input);
        return;
    }
    let placed = match format {
        ParameterSchemaOrContent::Schema(_) => {
            schema.map(|schema| of_schema(raw, (parameter, schema), at, types, inputs))
        }
        ParameterSchemaOrContent::Content(content) => {
            let media_type = content.keys().next();
            Some(of_content(raw, (parameter, media_type, schema), &at_schema, types))
        }
    };
    let Some((placement, ty)) = placed else { return };
    let facts = Facts { json: schema.and_then(|schema| types.unread(&ty, schema.into())), ..facts };
    let name = values::snake(wire);
    match placement {
        Placement::Path(style) => {
            if let (Type::Sid(prefix), "Sid") = (&ty, wire.as_str()) {
                types.evidence.operation(prefix, &raw.noun);
            }
            let account = is_account(&raw.template.path, wire, &ty);
            inputs.path.push(PathParam { name, doc, ty, style, account, facts });
        }
        Placement::Input(location) => {
            let input = Input { name, doc, location, ty, pii, facts, numbered: None };
            inputs.group(Presence::of(*required)).push(input);
        }
    }
}

/// The placement and the type of a parameter with a schema.
fn of_schema<'a>(
    raw: &RawOperation<'_>,
    (parameter, schema): (&'a oa::Parameter, &'a ReferenceOr<Schema>),
    at: &At,
    types: &mut Types<'a>,
    inputs: &mut Inputs,
) -> (Placement, Type) {
    let ParameterData { name, explode, .. } = parameter.parameter_data_ref();
    record_integer(parameter, schema, at, types, inputs);
    let at_schema = at.key("schema");
    let context = context(raw, &at_schema, name);
    let ty = sendable_items(types.lower(schema, &context), types);
    (style::placement(parameter, (schema, &ty), *explode, at, types), ty)
}

/// The placement and the type of a parameter with a media type. A value that is not JSON is a string, which the
/// caller writes in the media type.
fn of_content<'a>(
    raw: &RawOperation<'_>,
    (parameter, media_type, schema): (&oa::Parameter, Option<&String>, Option<&'a ReferenceOr<Schema>>),
    at: &At,
    types: &mut Types<'a>,
) -> (Placement, Type) {
    if media_type.is_none_or(|name| Kind::of(name) != Kind::Json) {
        return (style::single(parameter), Type::TEXT);
    }
    let Some(schema) = schema else { return (style::json(parameter), Type::JSON) };
    let at_schema = at.key("schema");
    let mut of_value = context(raw, &at_schema, &parameter.parameter_data_ref().name);
    of_value.encoding = Encoding::Json;
    (style::json(parameter), bare(&types.lower(schema, &of_value)).clone())
}

/// Records a query parameter whose value is an integer, for pages.
fn record_integer<'a>(
    parameter: &oa::Parameter,
    schema: &'a ReferenceOr<Schema>,
    at: &At,
    types: &Types<'a>,
    inputs: &mut Inputs,
) {
    if let oa::Parameter::Query { parameter_data, .. } = parameter
        && let Some(resolved) = types.reader.resolve(schema, &at.key("schema"))
        && let Shape::Integer { maximum, .. } = view(resolved.schema).shape
    {
        inputs.integers.insert(parameter_data.name.clone(), maximum);
    }
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

/// The headers that OpenAPI ignores as parameters, and those that belong to the connection.
const IGNORED_HEADERS: &[&str] =
    &["accept", "connection", "content-length", "content-type", "host", "transfer-encoding"];

/// Whether a header parameter has no effect. `Authorization` has one if the operation has no security scheme:
/// then it is the only description of the credentials.
fn is_ignored_header(raw: &RawOperation<'_>, name: &str, types: &Types<'_>) -> bool {
    let name = name.to_ascii_lowercase();
    let has_credentials = || security::is_required(types.reader.openapi, raw.operation.security.as_deref());
    IGNORED_HEADERS.contains(&name.as_str()) || (name == "authorization" && has_credentials())
}

/// Checks a header parameter. Returns false, and reports the parameter, if the client ignores it.
fn is_header_sent(raw: &RawOperation<'_>, wire: &str, at: &At, types: &Types<'_>) -> bool {
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
