//! The kind of a body, by its media type and its schema.

use std::collections::BTreeMap;

use openapiv3::MediaType;

use crate::document::media_type::Kind;
use crate::document::place::At;
use crate::lower::document::file::is_binary;
use crate::lower::document::shape::{Node, Shape, view};
use crate::lower::schema::types::Types;

/// The kind of a body with this media type. It is never [`Kind::Any`].
pub(super) fn kind<'a>(media_type: &str, media: &'a MediaType, at: &At, types: &Types<'a>) -> Kind {
    let kind = Kind::of(media_type);
    if !matches!(kind, Kind::Json | Kind::Any) {
        return kind;
    }
    let schema = media.schema.as_ref().map(Node::from);
    let at = at.key(media_type).key("schema");
    let is_file = schema.is_some_and(|schema| files(schema, &at, types) == Some(Files::One));
    match (kind, schema) {
        // JSON cannot contain the bytes of a file.
        _ if is_file => Kind::Bytes,
        (Kind::Any, None) => Kind::Bytes,
        (Kind::Any, Some(schema)) if is_string(schema, &at, types) => Kind::Text,
        _ => Kind::Json,
    }
}

/// Whether a schema is a string. A server that sends a string in any media type does not send JSON.
fn is_string<'a>(schema: Node<'a>, at: &At, types: &Types<'a>) -> bool {
    let resolved = types.reader.resolve(schema, at);
    resolved.is_some_and(|resolved| {
        matches!(view(resolved.schema).shape, Shape::Text { .. } | Shape::Enum { .. })
    })
}

/// The number of files in a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Files {
    One,
    Several,
}

/// The maximum nesting of schemas around a file.
const DEPTH: usize = 8;

/// The number of files of each component that was visited, with the nesting that was allowed inside it.
type Visited<'a> = BTreeMap<(&'a str, usize), Option<Files>>;

/// The number of files that a value is. A choice between one file and several is several.
pub(super) fn files<'a>(node: Node<'a>, at: &At, types: &Types<'a>) -> Option<Files> {
    nested_files(node, at, types, DEPTH, &mut Visited::new())
}

fn nested_files<'a>(
    node: Node<'a>,
    at: &At,
    types: &Types<'a>,
    depth: usize,
    visited: &mut Visited<'a>,
) -> Option<Files> {
    let depth = depth.checked_sub(1)?;
    let resolved = types.reader.resolve(node, at)?;
    if is_binary(resolved.schema) {
        return Some(Files::One);
    }
    let key = resolved.component.map(|component| (component, depth));
    if let Some(known) = key.and_then(|key| visited.get(&key)) {
        return *known;
    }
    let mut inside = |node: Node<'a>| nested_files(node, &resolved.at, types, depth, visited);
    let found = match view(resolved.schema).shape {
        Shape::Array(items) => inside(items).map(|_| Files::Several),
        Shape::One(choice) => choice.members.iter().filter_map(|member| inside(member.into())).max(),
        Shape::All(parts) => parts.members.iter().filter_map(|member| inside(member.into())).max(),
        _ => None,
    };
    visited.extend(key.map(|key| (key, found)));
    found
}
