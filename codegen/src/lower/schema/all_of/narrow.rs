//! The narrowest of several schemas that are not objects.

use std::cmp::Reverse;

use super::Merged;
use crate::document::place::At;
use crate::lower::document::reader::Reader;
use crate::lower::document::shape::{Node, Shape, view};

/// The JSON types that a schema allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Text,
    Number,
    Bool,
    List,
    /// An object without declared properties.
    Map,
    /// A schema that has a name or is not supported.
    Other,
}

/// The narrowness of a schema among those of the same form. A greater rank allows fewer values.
type Rank = (u8, Reverse<usize>);

const OPEN: Rank = (0, Reverse(0));
const FORMATTED: Rank = (1, Reverse(0));

/// A schema with its form and its narrowness.
struct Candidate<'a> {
    node: Node<'a>,
    at: At,
    form: Form,
    rank: Rank,
}

impl Candidate<'_> {
    /// Whether the schema precedes another one of the same form that comes after it.
    fn precedes(&self, next: &Self) -> bool {
        self.rank > next.rank || (self.rank == next.rank && is_named(self.node) && !is_named(next.node))
    }
}

impl<'a> Reader<'a> {
    /// The narrowest of the schemas. By convention, the last of several equal ones is the most specific one. A
    /// reference precedes an inline schema, so that its type keeps its name.
    pub(super) fn narrowest(&self, nodes: Vec<(Node<'a>, At)>) -> Merged<'a> {
        let mut items = Vec::new();
        let mut best: Option<Candidate<'a>> = None;
        for (node, at) in nodes {
            let Some(next) = self.candidate(node, at, &mut items) else { continue };
            best = Some(match best {
                Some(best) if best.form != next.form => return Merged::Contradiction(next.at, best.at),
                Some(best) if best.precedes(&next) => best,
                _ => next,
            });
        }
        match best {
            None => Merged::Any,
            Some(Candidate { form: Form::List, .. }) if items.len() > 1 => Merged::List(items),
            Some(Candidate { node, at, .. }) => Merged::One(node, at),
        }
    }

    /// Whether a schema is an object without declared properties.
    pub(super) fn is_map(&self, node: Node<'a>, at: &At) -> bool {
        self.candidate(node, at.clone(), &mut Vec::new()).is_none_or(|candidate| candidate.form == Form::Map)
    }

    fn candidate(&self, node: Node<'a>, at: At, items: &mut Vec<(Node<'a>, At)>) -> Option<Candidate<'a>> {
        let resolved = self.resolve(node, &at)?;
        let (form, rank) = match view(resolved.schema).shape {
            Shape::Text { format: None, pattern: None } => (Form::Text, OPEN),
            Shape::Text { .. } => (Form::Text, FORMATTED),
            Shape::Enum { values, .. } => (Form::Text, (2, Reverse(values.len()))),
            Shape::Number => (Form::Number, OPEN),
            Shape::Integer { values, .. } if !values.is_empty() => (Form::Number, (3, Reverse(values.len()))),
            Shape::Integer { format: None, .. } => (Form::Number, FORMATTED),
            Shape::Integer { .. } => (Form::Number, (2, Reverse(0))),
            Shape::Bool => (Form::Bool, OPEN),
            Shape::Array(inner) => {
                let at = resolved.at.key("items");
                let is_open = self
                    .resolve(inner, &at)
                    .is_none_or(|resolved| matches!(view(resolved.schema).shape, Shape::Any));
                if !is_open {
                    items.push((inner, at));
                }
                (Form::List, if is_open { OPEN } else { FORMATTED })
            }
            Shape::Map(_) | Shape::Prefixed(_) => (Form::Map, OPEN),
            Shape::Any => return None,
            Shape::Object { .. } | Shape::All(_) | Shape::One(_) => (Form::Other, OPEN),
        };
        Some(Candidate { node, at, form, rank })
    }
}

fn is_named(node: Node<'_>) -> bool {
    matches!(node, Node::Reference(_))
}
