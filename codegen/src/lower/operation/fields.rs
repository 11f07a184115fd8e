//! The properties of a form or a `multipart` body.

use crate::document::place::At;
use crate::lower::document::shape::{Node, Shape, view};
use crate::lower::schema::all_of::{Merged, Object, object};
use crate::lower::schema::types::Types;

/// The maximum nesting of choices.
const DEPTH: usize = 8;

/// The properties of a schema, if every value is an object with properties.
///
/// A form and its parts cannot express a union. If the schema is a choice among objects, each property of one of
/// them is a field, and only the properties beside the choice can be required.
pub(super) fn fields<'a>(node: Node<'a>, at: &At, types: &Types<'a>) -> Option<Object<'a>> {
    nested_fields(node, at, types, DEPTH)
}

fn nested_fields<'a>(node: Node<'a>, at: &At, types: &Types<'a>, depth: usize) -> Option<Object<'a>> {
    let depth = depth.checked_sub(1)?;
    if let Some(object) = object(node, at, &types.reader) {
        return Some(object);
    }
    let resolved = types.reader.resolve(node, at)?;
    let (choice, choice_at, common) = match view(resolved.schema).shape {
        Shape::One(choice) => (choice, resolved.at, None),
        Shape::All(parts) => match types.reader.merge(&parts, &resolved.at).merged {
            Merged::Choice(choice, at, common) => (choice, at, common),
            Merged::Object(_)
            | Merged::One(..)
            | Merged::List(_)
            | Merged::Any
            | Merged::Contradiction(..) => return None,
        },
        _ => return None,
    };
    let mut fields = common.unwrap_or_default();
    for (index, member) in choice.members.iter().enumerate() {
        let at = choice_at.key(choice.keyword).index(index);
        for property in nested_fields(member.into(), &at, types, depth)?.properties {
            if !fields.properties.iter().any(|other| other.wire == property.wire) {
                fields.properties.push(property);
            }
        }
    }
    Some(fields)
}
