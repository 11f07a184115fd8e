//! The outline of a schema, for the report.

use openapiv3::{Schema, SchemaKind, Type};

use super::reader::Reader;
use super::shape::{Node, Shape, view};
use crate::document::place::At;
use crate::ir::{Outline, OutlineProperty};

/// The maximum nesting of an outline.
const MAX_DEPTH: usize = 3;

/// The outline of a schema and of the schemas inside it.
pub(crate) fn outline<'a>(reader: &Reader<'a>, node: Node<'a>) -> Outline {
    at_depth(reader, node, 0)
}

fn at_depth<'a>(reader: &Reader<'a>, node: Node<'a>, depth: usize) -> Outline {
    let Some(resolved) = reader.peek(node, &At::root()).filter(|_| depth <= MAX_DEPTH) else {
        return Outline::Deep;
    };
    let inside = |node| at_depth(reader, node, depth + 1);
    let owned = |format: Option<&str>| format.map(ToOwned::to_owned);
    let view = view(resolved.schema);
    let outline = match view.shape {
        Shape::Text { format, .. } => Outline::Text(owned(format)),
        Shape::Integer { format, .. } => Outline::Integer(owned(format)),
        Shape::Enum { values, .. } => Outline::Enum(values.into_iter().map(ToOwned::to_owned).collect()),
        Shape::Number => Outline::Number,
        Shape::Bool => Outline::Bool,
        Shape::Array(items) => Outline::Array(Box::new(inside(items))),
        Shape::Map(values) => Outline::Map(Box::new(values.map_or(Outline::Any, inside))),
        Shape::Prefixed(_) => Outline::Map(Box::new(Outline::Any)),
        Shape::Object { properties, required, .. } => {
            let property = |(name, schema): (&String, &'a _)| OutlineProperty {
                name: name.clone(),
                is_required: required.contains(name),
                value: inside(Node::from(schema)),
            };
            Outline::Object(properties.iter().map(property).collect())
        }
        Shape::All(parts) => Outline::All(parts.members.iter().map(|member| inside(member.into())).collect()),
        Shape::One(choice) => {
            Outline::One(choice.members.iter().map(|member| inside(member.into())).collect())
        }
        Shape::Any if is_object(resolved.schema) => Outline::Map(Box::new(Outline::Any)),
        Shape::Any => Outline::Any,
    };
    if view.nullable { Outline::Nullable(Box::new(outline)) } else { outline }
}

/// Whether a schema without properties accepts only objects.
fn is_object(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(Type::Object(_)) => true,
        SchemaKind::Any(any) => any.typ.as_deref() == Some("object"),
        _ => false,
    }
}
