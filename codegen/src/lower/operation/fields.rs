//! The properties of a form or a `multipart` body.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::place::At;
use crate::lower::document::shape::{Node, Shape, view};
use crate::lower::schema::all_of::{Merged, Object, Required, object};
use crate::lower::schema::types::Types;

/// The maximum nesting of choices.
const DEPTH: usize = 8;

/// The properties of a schema, if every value is an object with properties.
///
/// A form and its parts cannot express a union. If the schema is a choice among objects, each property of one of
/// them is a field. A field is required if each of the objects requires it.
pub(super) fn fields<'a>(node: Node<'a>, at: &At, types: &Types<'a>) -> Option<Object<'a>> {
    if let Some(object) = object(node, at, &types.reader) {
        return Some(object);
    }
    let mut fields = Fields::default();
    let required = fields.collect(node, at, types, DEPTH)?;
    fields.object.require(required);
    Some(fields.object)
}

/// The properties of the objects of a choice.
#[derive(Default)]
struct Fields<'a> {
    object: Object<'a>,
    names: BTreeSet<&'a str>,
    /// The required properties of each component that was visited.
    visited: BTreeMap<&'a str, Required<'a>>,
}

impl<'a> Fields<'a> {
    /// Adds the properties of a schema. Returns those that every value has.
    fn collect(&mut self, node: Node<'a>, at: &At, types: &Types<'a>, depth: usize) -> Option<Required<'a>> {
        let depth = depth.checked_sub(1)?;
        let resolved = types.reader.resolve(node, at)?;
        if let Some(known) = resolved.component.and_then(|component| self.visited.get(component)) {
            return Some(known.clone());
        }
        let required = if let Some(object) = object(node, at, &types.reader) {
            self.object.add_alternative(object, &mut self.names)
        } else {
            let (choice, at, common) = match view(resolved.schema).shape {
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
            let common = common.unwrap_or_default();
            let mut required = self.object.add_alternative(common, &mut self.names);
            let at = at.key(choice.keyword);
            let mut in_all: Option<Required<'a>> = None;
            for (index, member) in choice.members.iter().enumerate() {
                let member = self.collect(member.into(), &at.index(index), types, depth)?;
                match &mut in_all {
                    None => in_all = Some(member),
                    Some(in_all) => in_all.retain(|name, _| member.contains_key(name)),
                }
            }
            required.extend(in_all.unwrap_or_default());
            required
        };
        self.visited.extend(resolved.component.map(|component| (component, required.clone())));
        Some(required)
    }
}
