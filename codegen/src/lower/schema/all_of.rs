//! Joins the schemas of an `allOf`.

mod narrow;
mod object;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Code;
use crate::document::place::{At, Collector};
use crate::lower::document::reader::Reader;
use crate::lower::document::shape::{Choice, Node, Parts, Shape, View, view};

pub(crate) use object::{Object, Property, Required};

/// The reason for a choice that is joined with another choice.
const COMBINED: &str = "a value must match another schema as well; the client accepts any JSON value";

/// The maximum nesting of `allOf` in `allOf`.
const LIMIT: usize = 64;

/// The result of joining schemas.
pub(crate) enum Merged<'a> {
    Object(Object<'a>),
    /// A choice among the schemas below the position. Each of them is joined with the object.
    Choice(Choice<'a>, At, Option<Object<'a>>),
    /// The only schema that constrains the value, or the narrowest one.
    One(Node<'a>, At),
    /// A list whose items must match all of these schemas.
    List(Vec<(Node<'a>, At)>),
    Any,
    /// No value matches the schemas at both positions.
    Contradiction(At, At),
}

/// The result of joining schemas, with the keywords beside the type.
pub(crate) struct Merge<'a> {
    pub(crate) merged: Merged<'a>,
    /// Whether one of the schemas allows null.
    pub(crate) nullable: bool,
}

/// One of the schemas that `allOf` joins.
#[derive(Debug)]
enum Part<'a> {
    Object(Object<'a>, At),
    /// A schema that is not an object, or the only schema that constrains the value.
    Other(Node<'a>, At),
}

/// How `allOf` treats a reference to a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum References {
    /// The only member stays a reference, so that its type keeps its name.
    Kept,
    /// Several members are joined to a new type.
    Resolved,
}

/// The schemas of an `allOf`, while they are collected.
#[derive(Default)]
struct Joined<'a> {
    parts: Vec<Part<'a>>,
    /// Each choice with the position of its schema.
    choices: Vec<(Choice<'a>, At)>,
    /// The components that were resolved.
    done: BTreeSet<&'a str>,
    /// The components whose `allOf` is being visited, outermost first.
    open: Vec<&'a str>,
    nullable: bool,
}

impl<'a> Joined<'a> {
    /// Whether a component is new and can be visited.
    fn enter(&mut self, component: &'a str, at: &At, diagnostics: &Collector<'_>) -> bool {
        if self.open.contains(&component) {
            diagnostics.add(
                Code::AllOfCycle,
                at,
                "`allOf` contains itself",
                "remove one reference of the cycle",
            );
        } else if self.open.len() >= LIMIT {
            let message = format!("`allOf` is nested more than {LIMIT} times");
            diagnostics.add(Code::TypesTooDeep, at, message, "join the schemas in fewer steps");
        } else {
            return self.done.insert(component);
        }
        false
    }
}

impl<'a> Reader<'a> {
    /// Joins the parts of one schema.
    pub(crate) fn merge(&self, parts: &Parts<'a>, at: &At) -> Merge<'a> {
        let mut joined = Joined::default();
        if self.is_exhausted() {
            return self.together(joined);
        }
        self.collect_all(parts, at, References::Kept, &mut joined);
        self.together(joined)
    }

    /// Joins several schemas of one value.
    pub(super) fn merge_nodes(&self, nodes: Vec<(Node<'a>, At)>) -> Merge<'a> {
        let mut joined = Joined::default();
        self.collect(nodes, References::Kept, &mut joined);
        self.together(joined)
    }

    /// The component that contains all other schemas through its `allOf`, if one does. Only the first and the last
    /// schema are compared with the others.
    pub(super) fn derived(&self, nodes: &[(Node<'a>, At)]) -> Option<(Node<'a>, At)> {
        let component = |(node, at): &(Node<'a>, At)| self.resolve(*node, at)?.component;
        let components: Vec<&str> = nodes.iter().map(component).collect::<Option<_>>()?;
        [nodes.last(), nodes.first()].into_iter().flatten().find_map(|(node, at)| {
            let mut joined = Joined::default();
            self.collect(vec![(*node, at.clone())], References::Resolved, &mut joined);
            let is_inside = |component: &&str| joined.done.contains(component);
            components.iter().all(is_inside).then(|| (*node, at.clone()))
        })
    }

    /// Joins an object with another schema. Returns `None` if the result is not an object.
    pub(crate) fn merge_with(&self, object: &Object<'a>, node: Node<'a>, at: &At) -> Option<Object<'a>> {
        let parts = vec![Part::Object(object.clone(), at.clone())];
        let mut joined = Joined { parts, ..Joined::default() };
        self.collect(vec![(node, at.clone())], References::Resolved, &mut joined);
        match self.together(joined).merged {
            Merged::Object(object) => Some(object),
            Merged::Choice(choice, at, _) => {
                self.ignore(choice.keyword, "schema", COMBINED, &at.key(choice.keyword));
                None
            }
            Merged::Contradiction(at, other) => {
                self.contradiction(&at, &other);
                None
            }
            Merged::One(..) | Merged::List(_) | Merged::Any => None,
        }
    }

    /// Reports that no value matches the schemas at both positions.
    pub(super) fn contradiction(&self, at: &At, other: &At) {
        let message = "no value matches both this schema and another schema of `allOf`";
        let help = "make the types equal; the client accepts any JSON value";
        self.diagnostics.add_with(Code::AllOfConflict, at, message, help, (other, "the other schema"));
    }

    fn together(&self, joined: Joined<'a>) -> Merge<'a> {
        let Joined { mut parts, mut choices, nullable, .. } = joined;
        parts.retain(|part| !matches!(part, Part::Object(object, _) if object.is_empty()));
        let mut object: Option<(Object<'a>, At)> = None;
        let mut others = Vec::new();
        let mut places = BTreeMap::new();
        for part in parts {
            match part {
                Part::Object(other, at) => {
                    object.get_or_insert_with(|| (Object::default(), at)).0.absorb(other, &mut places);
                }
                Part::Other(node, at) => others.push((node, at)),
            }
        }
        if let Some((object, at)) = &object {
            self.count(object.properties.len(), at);
        }
        // The same schema may be reached by several references.
        choices.dedup_by(|(one, _), (other, _)| one.members == other.members);
        let merged = match (choices.as_slice(), object) {
            // A type beside a choice adds nothing to the types of the members.
            ([(choice, at)], object) => Merged::Choice(*choice, at.clone(), object.map(|(object, _)| object)),
            ([], None) => self.narrowest(others),
            // A list of required properties does not constrain values of other types.
            ([], Some((object, _))) if object.is_open() && !others.is_empty() => self.narrowest(others),
            ([], Some((object, at))) => match others.into_iter().find(|(node, at)| !self.is_map(*node, at)) {
                Some((_, other)) => Merged::Contradiction(other, at),
                None => Merged::Object(object),
            },
            (several, _) => {
                for (choice, at) in several {
                    self.ignore(choice.keyword, "schema", COMBINED, &at.key(choice.keyword));
                }
                Merged::Any
            }
        };
        Merge { merged, nullable }
    }

    /// Collects the parts of one schema. A member keeps its name only if it is the only part.
    fn collect_all(&self, parts: &Parts<'a>, at: &At, references: References, joined: &mut Joined<'a>) {
        let Parts { members, properties, required, additional_properties, ref choices } = *parts;
        let own = properties.map(|properties| Object::new(properties, required, additional_properties, at));
        let own = own.filter(|own| !own.is_empty());
        let parent = at.key("allOf");
        let places = members.iter().enumerate();
        let members = places.map(|(index, member)| (Node::from(member), parent.index(index))).collect();
        let choices: Vec<_> = choices.iter().filter(|choice| self.constrains(choice, at)).collect();
        let references = if own.is_none() && choices.is_empty() { references } else { References::Resolved };
        self.collect(members, references, joined);
        joined.parts.extend(own.map(|own| Part::Object(own, at.clone())));
        joined.choices.extend(choices.into_iter().map(|choice| (*choice, at.clone())));
    }

    /// Collects the members that constrain the value, including those of an inner `allOf`. A component is
    /// joined once, even if several references lead to it.
    fn collect(&self, mut members: Vec<(Node<'a>, At)>, references: References, joined: &mut Joined<'a>) {
        members.retain(|(node, at)| {
            let Some(resolved) = self.resolve(*node, at) else { return true };
            let View { shape, nullable, .. } = view(resolved.schema);
            let is_open = matches!(shape, Shape::Any);
            joined.nullable |= is_open && nullable;
            !is_open
        });
        let references = if members.len() == 1 { references } else { References::Resolved };
        for (node, at) in members {
            let Some(resolved) = self.resolve(node, &at) else { continue };
            let keeps_name = references == References::Kept && resolved.component.is_some();
            if let Some(component) = resolved.component
                && !joined.enter(component, &at, self.diagnostics)
            {
                continue;
            }
            let View { shape, nullable, .. } = view(resolved.schema);
            joined.nullable |= nullable;
            match shape {
                _ if keeps_name => joined.parts.push(Part::Other(node, at)),
                Shape::Object { properties, required, additional_properties } => {
                    let object = Object::new(properties, required, additional_properties, &resolved.at);
                    joined.parts.push(Part::Object(object, at));
                }
                Shape::Map(Some(values)) => {
                    joined.parts.push(Part::Object(Object::map(values, &resolved.at), at));
                }
                Shape::All(parts) => {
                    joined.open.extend(resolved.component);
                    self.collect_all(&parts, &resolved.at, references, joined);
                    joined.open.truncate(joined.open.len() - usize::from(resolved.component.is_some()));
                }
                Shape::One(choice) => {
                    let choice = Some(choice).filter(|choice| self.constrains(choice, &resolved.at));
                    joined.choices.extend(choice.map(|choice| (choice, resolved.at)));
                }
                _ => joined.parts.push(Part::Other(node, at)),
            }
        }
    }
}

/// The properties of a schema, if it is an object with properties.
pub(crate) fn object<'a>(node: Node<'a>, at: &At, reader: &Reader<'a>) -> Option<Object<'a>> {
    if reader.is_exhausted() {
        return None;
    }
    let resolved = reader.resolve(node, at)?;
    match view(resolved.schema).shape {
        Shape::Object { properties, required, additional_properties } => {
            Some(Object::new(properties, required, additional_properties, &resolved.at))
        }
        Shape::All(parts) => match reader.merge(&parts, &resolved.at).merged {
            Merged::Object(object) => Some(object),
            Merged::One(node, at) => object_of_one(node, &at, reader),
            Merged::Choice(..) | Merged::List(_) | Merged::Any | Merged::Contradiction(..) => None,
        },
        _ => None,
    }
}

/// Resolves an `allOf` with one member. Resolving a cycle produces a diagnostic elsewhere.
fn object_of_one<'a>(node: Node<'a>, at: &At, reader: &Reader<'a>) -> Option<Object<'a>> {
    let resolved = reader.resolve(node, at)?;
    match view(resolved.schema).shape {
        Shape::Object { properties, required, additional_properties } => {
            Some(Object::new(properties, required, additional_properties, &resolved.at))
        }
        _ => None,
    }
}
