//! The types of properties, which may have several schemas.

use super::all_of::{Merge, Merged, Property};
use super::types::{Context, MAX_DEPTH, Types, item_candidate, nullable_once};
use super::union::Union;
use crate::diagnostic::Code;
use crate::document::place::At;
use crate::ir::Type;
use crate::lower::document::reader::Resolved;
use crate::lower::document::shape::Node;

impl<'a> Types<'a> {
    /// The type of a property.
    pub(crate) fn property(&mut self, property: &Property<'a>, context: &Context<'_>) -> Type {
        let Property { wire: _, node, at: _, joined } = property;
        if joined.is_empty() { self.lower(*node, context) } else { self.joined(joined, context) }
    }

    /// The type of the values that match all schemas.
    fn joined(&mut self, nodes: &[(Node<'a>, At)], context: &Context<'_>) -> Type {
        let resolved: Vec<Resolved<'a>> =
            nodes.iter().filter_map(|(node, at)| self.reader.resolve(*node, at)).collect();
        let Some(last) = resolved.last() else { return Type::JSON };
        let places = resolved.iter().map(|resolved| resolved.at.place().clone()).collect();
        let key = (context.encoding, places);
        if let Some(known) = self.joined.get(&key) {
            return known.clone();
        }
        if self.depth >= MAX_DEPTH || self.joined.is_full() {
            let message = "too many schemas describe the same property";
            let help = "describe the property in one schema";
            self.reader.diagnostics.add(Code::TypesTooDeep, context.at, message, help);
            return Type::JSON;
        }
        if let Some((node, at)) = self.reader.derived(nodes) {
            return self.lower(node, &Context { at: &at, ..context.clone() });
        }
        let at = self.joined.position(&last.at);
        let resolved = Resolved { component: None, schema: last.schema, at };
        let Merge { merged, nullable } = self.reader.merge_nodes(nodes.to_vec());
        self.depth += 1;
        let ty = match merged {
            Merged::Contradiction(at, other) => {
                let name = name_of(context);
                let message = format!("{name} has two schemas that exclude each other");
                let help = "use the same type in both places; the client accepts any JSON value";
                let other = (&other, "the other schema");
                self.reader.diagnostics.add_with(Code::PropertyConflict, &at, message, help, other);
                Type::JSON
            }
            merged => self.merged(merged, None, &resolved, context),
        };
        self.depth -= 1;
        let ty = if nullable { nullable_once(ty) } else { ty };
        self.joined.insert(key, ty.clone());
        ty
    }

    /// The type of joined schemas.
    pub(super) fn merged(
        &mut self,
        merged: Merged<'a>,
        description: Option<&str>,
        resolved: &Resolved<'a>,
        context: &Context<'_>,
    ) -> Type {
        match merged {
            Merged::Object(object) if object.is_map() => {
                let values =
                    object.additional_properties.map(|(values, at)| self.values(values, &at, context));
                Type::Map(Box::new(values.unwrap_or(Type::JSON)))
            }
            Merged::Object(object) => self.model(object, description, resolved, context),
            Merged::Choice(choice, at, common) => {
                self.union(Union { choice, at, common, description }, resolved, context)
            }
            Merged::One(node, at) => self.lower(node, &Context { at: &at, ..context.clone() }),
            Merged::List(items) => {
                let inner = Context { candidate: item_candidate(context), ..context.clone() };
                Type::List(Box::new(self.joined(&items, &inner)))
            }
            Merged::Any => Type::JSON,
            Merged::Contradiction(at, other) => {
                self.reader.contradiction(&at, &other);
                Type::JSON
            }
        }
    }
}

/// The value as a subject of a message.
fn name_of(context: &Context<'_>) -> String {
    if context.wire.is_empty() { "the value".to_owned() } else { format!("`{}`", context.wire) }
}
