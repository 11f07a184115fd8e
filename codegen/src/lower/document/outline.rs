//! Describes a schema in one line, for the report.

use super::reader::Reader;
use super::shape::{Node, Shape, view};
use crate::document::place::At;

/// The maximum nesting of a description.
const MAX_DEPTH: usize = 3;

/// The type of a schema and of the values inside it, in one line: `array of {code: integer}`.
pub(crate) fn outline<'a>(reader: &Reader<'a>, node: Node<'a>) -> String {
    at_depth(reader, node, 0)
}

fn at_depth<'a>(reader: &Reader<'a>, node: Node<'a>, depth: usize) -> String {
    let Some(resolved) = reader.peek(node, &At::root()).filter(|_| depth <= MAX_DEPTH) else {
        return "…".to_owned();
    };
    let inside = |node| at_depth(reader, node, depth + 1);
    let formatted = |ty: &str, format: Option<&str>| match format {
        Some(format) => format!("{ty} ({format})"),
        None => ty.to_owned(),
    };
    let view = view(resolved.schema);
    let ty = match view.shape {
        Shape::Text { format, .. } => formatted("string", format),
        Shape::Integer { format, .. } => formatted("integer", format),
        Shape::Enum { values, .. } => format!("one of {}", values.join(", ")),
        Shape::Number => "number".to_owned(),
        Shape::Bool => "boolean".to_owned(),
        Shape::Array(items) => format!("array of {}", inside(items)),
        Shape::Map(values) => format!("map of {}", values.map_or_else(|| "any".to_owned(), inside)),
        Shape::Prefixed(_) => "map of any".to_owned(),
        Shape::Object { properties, .. } => {
            let properties: Vec<String> = properties
                .iter()
                .map(|(name, schema)| format!("{name}: {}", inside(schema.into())))
                .collect();
            format!("{{{}}}", properties.join(", "))
        }
        Shape::All(parts) => joined(parts.members.iter().map(|member| inside(member.into())), " and "),
        Shape::One(choice) => joined(choice.members.iter().map(|member| inside(member.into())), " or "),
        Shape::Any | Shape::Unsupported { .. } => "any".to_owned(),
    };
    if view.nullable { format!("{ty} or null") } else { ty }
}

fn joined(parts: impl Iterator<Item = String>, word: &str) -> String {
    parts.collect::<Vec<_>>().join(word)
}
