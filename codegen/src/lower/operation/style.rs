//! The style of a parameter, and the part of the request that it selects.

use openapiv3::{self as oa, PathStyle, QueryStyle, ReferenceOr, Schema};

use crate::diagnostic::Code;
use crate::document::place::At;
use crate::ir::{Location, Style, Type};
use crate::lower::document::reader::Reader;
use crate::lower::document::shape::{Node, Shape, view};
use crate::lower::operation::inputs::is_written_as_json;
use crate::lower::schema::all_of::object;
use crate::lower::schema::types::Types;

/// The part of a request that contains a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placement {
    /// A value in the path. One that is not a single value has a style.
    Path(Option<Style>),
    Input(Location),
}

/// The style that a parameter declares, with the defaults of its location.
fn declared(parameter: &oa::Parameter, explode: Option<bool>) -> Style {
    let is_exploded = explode == Some(true);
    match parameter {
        // With `allowReserved`, the server could misread characters that are not escaped.
        oa::Parameter::Query { parameter_data: _, style, allow_reserved: _, allow_empty_value: _ } => {
            match style {
                QueryStyle::Form if explode == Some(false) => Style::Form,
                QueryStyle::SpaceDelimited if !is_exploded => Style::SpaceDelimited,
                QueryStyle::PipeDelimited if !is_exploded => Style::PipeDelimited,
                QueryStyle::DeepObject => Style::DeepObject,
                QueryStyle::Form | QueryStyle::SpaceDelimited | QueryStyle::PipeDelimited => {
                    Style::FormExploded
                }
            }
        }
        oa::Parameter::Cookie { parameter_data: _, style: oa::CookieStyle::Form } => {
            if explode == Some(false) { Style::Form } else { Style::FormExploded }
        }
        oa::Parameter::Header { parameter_data: _, style: oa::HeaderStyle::Simple } => {
            if is_exploded {
                Style::SimpleExploded
            } else {
                Style::Simple
            }
        }
        oa::Parameter::Path { parameter_data: _, style } => match (style, is_exploded) {
            (PathStyle::Simple, false) => Style::Simple,
            (PathStyle::Simple, true) => Style::SimpleExploded,
            (PathStyle::Label, false) => Style::Label,
            (PathStyle::Label, true) => Style::LabelExploded,
            (PathStyle::Matrix, false) => Style::Matrix,
            (PathStyle::Matrix, true) => Style::MatrixExploded,
        },
    }
}

/// The placement of a parameter whose `content` is JSON.
pub(super) fn json(parameter: &oa::Parameter) -> Placement {
    styled(parameter, Style::Json)
}

/// The placement of a parameter with one value, which needs no style.
pub(super) fn single(parameter: &oa::Parameter) -> Placement {
    match parameter {
        oa::Parameter::Query { .. } => Placement::Input(Location::Query),
        oa::Parameter::Header { .. } => Placement::Input(Location::Header),
        oa::Parameter::Cookie { .. } => Placement::Input(Location::Cookie(Style::Form)),
        oa::Parameter::Path { .. } => Placement::Path(None),
    }
}

fn styled(parameter: &oa::Parameter, style: Style) -> Placement {
    match parameter {
        oa::Parameter::Query { .. } => Placement::Input(Location::QueryStyled(style)),
        oa::Parameter::Header { .. } => Placement::Input(Location::HeaderStyled(style)),
        oa::Parameter::Cookie { .. } => Placement::Input(Location::Cookie(style)),
        oa::Parameter::Path { .. } => Placement::Path(Some(style)),
    }
}

/// The placement of a parameter with a schema. It depends on whether the value is a list or an object.
pub(super) fn placement<'a>(
    parameter: &oa::Parameter,
    (schema, ty): (&'a ReferenceOr<Schema>, &Type),
    explode: Option<bool>,
    at: &At,
    types: &Types<'a>,
) -> Placement {
    let style = declared(parameter, explode);
    match (ty, style) {
        (Type::List(_), Style::FormExploded | Style::DeepObject) if is_query(parameter) => single(parameter),
        (Type::List(_), Style::Form) if is_query(parameter) => Placement::Input(Location::Joined(",")),
        (Type::List(_), Style::SpaceDelimited) => Placement::Input(Location::Joined(" ")),
        (Type::List(_), Style::PipeDelimited) => Placement::Input(Location::Joined("|")),
        (Type::List(_), Style::Simple | Style::SimpleExploded) if !is_path(parameter) => single(parameter),
        (Type::List(_), _) => styled(parameter, style),
        _ if is_written_as_json(ty, types) => {
            check_nested(schema, style, at, &types.reader);
            styled(parameter, style)
        }
        (&Type::JSON, Style::DeepObject) => styled(parameter, style),
        (_, Style::Label | Style::LabelExploded | Style::Matrix | Style::MatrixExploded) => {
            styled(parameter, style)
        }
        (_, Style::DeepObject | Style::SpaceDelimited | Style::PipeDelimited) => {
            let message = "this style applies to a list or an object, and the schema is a single value";
            let help = "remove `style`: it has no effect";
            types.reader.diagnostics.add(Code::ParameterStyle, &at.key("style"), message, help);
            single(parameter)
        }
        _ => single(parameter),
    }
}

fn is_query(parameter: &oa::Parameter) -> bool {
    matches!(parameter, oa::Parameter::Query { .. })
}

fn is_path(parameter: &oa::Parameter) -> bool {
    matches!(parameter, oa::Parameter::Path { .. })
}

/// Reports an object that contains lists or objects.
fn check_nested<'a>(schema: &'a ReferenceOr<Schema>, style: Style, at: &At, reader: &Reader<'a>) {
    let at = at.key("schema");
    let Some(part) = nested(schema, &at, reader) else { return };
    let message = format!("OpenAPI does not define how a parameter contains {part}");
    let help = if style == Style::DeepObject {
        "the client sends `name[key][key]=value`, and repeats the key of a list; declare another parameter if the \
         server expects another form"
    } else {
        "the client sends nested objects as JSON; declare another parameter if the server expects another form"
    };
    reader.diagnostics.add(Code::ParameterObject, &at, message, help);
}

/// The first list or object inside of an object, for a message.
fn nested<'a>(schema: &'a ReferenceOr<Schema>, at: &At, reader: &Reader<'a>) -> Option<String> {
    if let Some(object) = object(schema.into(), at, reader) {
        let property =
            object.properties.iter().find(|property| has_parts(property.node, &property.at, reader))?;
        return Some(format!(
            "the property `{}`, which is a list or an object",
            property.wire.escape_debug()
        ));
    }
    let resolved = reader.resolve(schema, at)?;
    match view(resolved.schema).shape {
        Shape::Map(Some(node)) if has_parts(node, &resolved.at, reader) => {
            Some("lists or objects in an object".to_owned())
        }
        _ => None,
    }
}

/// Whether a value is a list or an object.
fn has_parts<'a>(node: Node<'a>, at: &At, reader: &Reader<'a>) -> bool {
    let Some(resolved) = reader.resolve(node, at) else { return false };
    match view(resolved.schema).shape {
        Shape::Array(_) | Shape::Object { .. } | Shape::Map(_) => true,
        Shape::All(_) => object(node, at, reader).is_some(),
        _ => false,
    }
}
