//! Schemas made of all of several schemas: `allOf`.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, Schema};

use super::place::{At, Faults};
use super::shape::{Node, Properties, Shape, view};
use super::types::Types;
use crate::diagnostic::Code;
use crate::nearest::nearest;

/// How deep `allOf` may stand in `allOf`.
const LIMIT: usize = 64;

/// An object's properties, from one schema or from several.
#[derive(Debug)]
pub(crate) struct Object<'a> {
    pub(crate) properties: Vec<Property<'a>>,
    required: IndexMap<&'a str, At>,
    /// What every other property is, where the document says it.
    pub(crate) rest: Option<(Node<'a>, At)>,
}

/// One property.
#[derive(Debug)]
pub(crate) struct Property<'a> {
    pub(crate) wire: &'a str,
    pub(crate) node: Node<'a>,
    pub(crate) at: At,
}

/// What `allOf` comes to.
pub(crate) enum Merged<'a> {
    Object(Object<'a>),
    /// All but one of the schemas say nothing: it is that one.
    One(Node<'a>, At),
    Any,
}

/// One of the schemas that `allOf` joins.
#[derive(Debug)]
enum Part<'a> {
    Object(Object<'a>),
    /// Something that is no object, or the only one that says anything.
    Other(Node<'a>, At),
}

/// The schemas that an `allOf` joins, while they are looked for.
#[derive(Default)]
struct Joined<'a> {
    parts: Vec<Part<'a>>,
    /// The components that were met.
    done: BTreeSet<&'a str>,
    /// Those whose own `allOf` is being looked through, outermost first.
    open: Vec<&'a str>,
}

impl<'a> Joined<'a> {
    /// Whether a component is new, and can be looked into.
    fn enter(&mut self, component: &'a str, at: &At, faults: &Faults<'_>) -> bool {
        if self.open.contains(&component) {
            faults.add(Code::AllOfCircle, at, "`allOf` leads back to itself", "take the circle out");
        } else if self.open.len() >= LIMIT {
            let message = format!("`allOf` stands in `allOf` more than {LIMIT} times");
            faults.add(Code::TypesTooDeep, at, message, "join the schemas in fewer steps");
        } else {
            return self.done.insert(component);
        }
        false
    }
}

impl<'a> Object<'a> {
    fn is_empty(&self) -> bool {
        self.properties.is_empty() && self.required.is_empty() && self.rest.is_none()
    }

    pub(crate) fn new(
        properties: &'a Properties,
        required: &'a [String],
        rest: Option<Node<'a>>,
        at: &At,
    ) -> Self {
        let parent = at.key("properties");
        let properties = properties
            .iter()
            .map(|(wire, schema)| Property { wire, node: schema.into(), at: parent.key(wire) })
            .collect();
        let parent = at.key("required");
        let required = required.iter().enumerate();
        Self {
            properties,
            required: required.map(|(index, name)| (name.as_str(), parent.index(index))).collect(),
            rest: rest.map(|rest| (rest, at.key("additionalProperties"))),
        }
    }

    /// Whether a property must be there.
    pub(crate) fn requires(&self, wire: &str) -> bool {
        self.required.contains_key(wire)
    }

    /// Adds what another schema says of the same object.
    /// `places` says where each property stands.
    fn absorb(&mut self, other: Self, places: &mut BTreeMap<&'a str, usize>, faults: &Faults<'_>) {
        for property in other.properties {
            let place = places.entry(property.wire).or_insert(self.properties.len());
            match self.properties.get_mut(*place) {
                None => self.properties.push(property),
                Some(own) if same(own.node, property.node) => {}
                // The more special schema of the two comes last, by custom.
                Some(own) if is_refinement(own.node, property.node) => own.node = property.node,
                Some(own) => {
                    let message = format!("`{}` is described in two ways", property.wire);
                    let help = "let both say the same";
                    let other = (&own.at, "it is described otherwise here");
                    faults.add_with(Code::PropertyInTwoWays, &property.at, message, help, other);
                }
            }
        }
        self.required.extend(other.required);
        self.rest = self.rest.take().or(other.rest);
    }

    /// Every required name must be a property.
    pub(crate) fn check_required(&self, faults: &Faults<'_>) {
        let known: BTreeSet<&str> = self.properties.iter().map(|property| property.wire).collect();
        for (name, at) in self.required.iter().filter(|(name, _)| !known.contains(*name)) {
            let message = format!("`required` names `{name}`, which is not a property");
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("add `{name}` to `properties`, or take it out of `required`"),
            };
            faults.add(Code::RequiredIsNoProperty, at, message, help);
        }
    }
}

/// Whether two schemas say the same of a value; what they tell the reader does not count.
fn same(one: Node<'_>, other: Node<'_>) -> bool {
    match (one, other) {
        (Node::Reference(one), Node::Reference(other)) => one == other,
        (Node::Item(one), Node::Item(other)) => one.schema_kind == other.schema_kind,
        _ => false,
    }
}

/// Whether the second schema only narrows the first: the same type, with values listed or a format
/// given.
fn is_refinement(one: Node<'_>, other: Node<'_>) -> bool {
    let (Node::Item(one), Node::Item(other)) = (one, other) else { return false };
    matches!(
        (view(one).shape, view(other).shape),
        (Shape::Text { .. }, Shape::Text { .. } | Shape::Enum { .. })
            | (Shape::Integer { .. } | Shape::Number, Shape::Integer { .. })
            | (Shape::Any, _)
    )
}

impl<'a> Types<'a> {
    /// Puts the members of an `allOf` together.
    pub(super) fn merge(
        &self,
        members: &'a [ReferenceOr<Schema>],
        own: Option<Object<'a>>,
        at: &At,
    ) -> Merged<'a> {
        let own = own.filter(|own| !own.is_empty());
        let mut joined = Joined::default();
        self.collect(members, at, own.is_none(), &mut joined);
        let mut parts = joined.parts;
        parts.extend(own.map(Part::Object));
        parts.retain(|part| !matches!(part, Part::Object(object) if object.is_empty()));
        if let [Part::Other(node, at)] = parts.as_slice() {
            return Merged::One(*node, at.clone());
        }
        let mut parts = parts.into_iter();
        let mut object = match parts.next() {
            None => return Merged::Any,
            Some(Part::Object(first)) => first,
            Some(Part::Other(_, at)) => {
                self.no_object(&at);
                return Merged::Any;
            }
        };
        let mut places = object.properties.iter().enumerate().map(|(index, own)| (own.wire, index)).collect();
        for part in parts {
            match part {
                Part::Object(other) => object.absorb(other, &mut places, self.faults),
                Part::Other(_, at) => self.no_object(&at),
            }
        }
        Merged::Object(object)
    }

    fn no_object(&self, at: &At) {
        let message = "a value cannot be this and the other schemas of `allOf` at once";
        self.faults.add(Code::AllOfNotTogether, at, message, "join objects only");
    }

    /// The members that say something, those of an `allOf` inside included. A reference that
    /// stands `alone` stays one, so that its type keeps its name; a component that was joined
    /// already adds nothing, however many ways lead to it.
    fn collect(&self, members: &'a [ReferenceOr<Schema>], at: &At, alone: bool, joined: &mut Joined<'a>) {
        let speaking = self.speaking(members, at);
        let alone = alone && speaking.len() == 1;
        for (node, at) in speaking {
            let Some(met) = self.resolve(node, &at) else { continue };
            let keeps_name = alone && met.component.is_some();
            if let Some(component) = met.component
                && !joined.enter(component, &at, self.faults)
            {
                continue;
            }
            match view(met.schema).shape {
                _ if keeps_name => joined.parts.push(Part::Other(node, at)),
                Shape::Object { properties, required, rest } => {
                    joined.parts.push(Part::Object(Object::new(properties, required, rest, &met.at)));
                }
                Shape::Map(Some(rest)) => {
                    let rest = Some((rest, met.at.key("additionalProperties")));
                    let (properties, required) = (Vec::new(), IndexMap::new());
                    joined.parts.push(Part::Object(Object { properties, required, rest }));
                }
                Shape::All { members: inner, properties, required } => {
                    let own = properties.map(|own| Object::new(own, required, None, &met.at));
                    joined.open.extend(met.component);
                    self.collect(inner, &met.at, alone && own.is_none(), joined);
                    joined.open.truncate(joined.open.len() - usize::from(met.component.is_some()));
                    joined.parts.extend(own.map(Part::Object));
                }
                _ => joined.parts.push(Part::Other(node, at)),
            }
        }
    }

    /// The members that are more than a description.
    fn speaking(&self, members: &'a [ReferenceOr<Schema>], at: &At) -> Vec<(Node<'a>, At)> {
        let places = members
            .iter()
            .enumerate()
            .map(|(index, member)| (Node::from(member), at.key("allOf").index(index)));
        let speaking = places.filter(|(node, at)| {
            self.resolve(*node, at).is_none_or(|met| !matches!(view(met.schema).shape, Shape::Any))
        });
        speaking.collect()
    }
}
