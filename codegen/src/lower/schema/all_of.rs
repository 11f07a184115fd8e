//! Joins the schemas of an `allOf`.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::diagnostic::Code;
use crate::document::place::{At, Collector};
use crate::lower::document::reader::Reader;
use crate::lower::document::shape::{Choice, Node, Parts, Properties, Shape, view};

/// The maximum nesting of `allOf` in `allOf`.
const LIMIT: usize = 64;

/// The properties of an object, from one schema or several.
#[derive(Clone, Debug, Default)]
pub(crate) struct Object<'a> {
    pub(crate) properties: Vec<Property<'a>>,
    required: IndexMap<&'a str, At>,
    /// The schema of all other properties.
    pub(crate) additional_properties: Option<(Node<'a>, At)>,
}

/// One property.
#[derive(Clone, Debug)]
pub(crate) struct Property<'a> {
    pub(crate) wire: &'a str,
    pub(crate) node: Node<'a>,
    pub(crate) at: At,
}

/// The result of joining schemas.
pub(crate) enum Merged<'a> {
    Object(Object<'a>),
    /// A choice among the schemas below the position. Each of them is joined with the object.
    Choice(Choice<'a>, At, Option<Object<'a>>),
    /// The only schema that constrains the value.
    One(Node<'a>, At),
    Any,
}

/// One of the schemas that `allOf` joins.
#[derive(Debug)]
enum Part<'a> {
    Object(Object<'a>),
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

impl<'a> Object<'a> {
    fn is_empty(&self) -> bool {
        self.properties.is_empty() && self.required.is_empty() && self.additional_properties.is_none()
    }

    pub(crate) fn new(
        properties: &'a Properties,
        required: &'a [String],
        additional_properties: Option<Node<'a>>,
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
            additional_properties: additional_properties
                .map(|additional_properties| (additional_properties, at.key("additionalProperties"))),
        }
    }

    /// Whether a property is required.
    pub(crate) fn requires(&self, wire: &str) -> bool {
        self.required.contains_key(wire)
    }

    /// Adds the properties of another schema of the same object. `places` contains the index of each
    /// property.
    fn absorb(&mut self, other: Self, places: &mut BTreeMap<&'a str, usize>, diagnostics: &Collector<'_>) {
        for property in other.properties {
            let place = places.entry(property.wire).or_insert(self.properties.len());
            match self.properties.get_mut(*place) {
                None => self.properties.push(property),
                Some(own) if same(own.node, property.node) => {}
                // By convention, the more specific schema is the last one.
                Some(own) if is_refinement(own.node, property.node) => own.node = property.node,
                Some(own) => {
                    let message = format!("`{}` has two different schemas", property.wire);
                    let help = "use the same schema in both places";
                    let other = (&own.at, "the other schema");
                    diagnostics.add_with(Code::PropertyConflict, &property.at, message, help, other);
                }
            }
        }
        self.required.extend(other.required);
        self.additional_properties = self.additional_properties.take().or(other.additional_properties);
    }

    /// Reports required names that are not properties, unless a schema describes all other properties.
    pub(crate) fn check_required(&self, diagnostics: &Collector<'_>) {
        if self.additional_properties.is_some() {
            return;
        }
        let known: BTreeSet<&str> = self.properties.iter().map(|property| property.wire).collect();
        for (name, at) in self.required.iter().filter(|(name, _)| !known.contains(*name)) {
            let message = format!("`required` lists `{name}`, which is not a property");
            let help = match diagnostics.suggestions.nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("add `{name}` to `properties`, or remove it from `required`"),
            };
            diagnostics.add(Code::RequiredNotAProperty, at, message, help);
        }
    }
}

/// Whether two schemas allow the same values. Documentation does not count.
fn same(one: Node<'_>, other: Node<'_>) -> bool {
    match (one, other) {
        (Node::Reference(one), Node::Reference(other)) => one == other,
        (Node::Item(one), Node::Item(other)) => one.schema_kind == other.schema_kind,
        _ => false,
    }
}

/// Whether the second schema only narrows the first: it has the same type, and adds values or a format.
fn is_refinement(one: Node<'_>, other: Node<'_>) -> bool {
    let (Node::Item(one), Node::Item(other)) = (one, other) else { return false };
    matches!(
        (view(one).shape, view(other).shape),
        (Shape::Text { .. }, Shape::Text { .. } | Shape::Enum { .. })
            | (Shape::Integer { .. } | Shape::Number, Shape::Integer { .. })
            | (Shape::Any, _)
    )
}

impl<'a> Reader<'a> {
    /// Joins the parts of one schema.
    pub(crate) fn merge(&self, parts: &Parts<'a>, at: &At) -> Merged<'a> {
        let mut joined = Joined::default();
        self.collect_all(parts, at, References::Kept, &mut joined);
        self.together(joined)
    }

    /// Joins an object with another schema.
    pub(crate) fn merge_with(&self, object: &Object<'a>, node: Node<'a>, at: &At) -> Option<Object<'a>> {
        let parts = vec![Part::Object(object.clone())];
        let mut joined = Joined { parts, ..Joined::default() };
        self.collect(vec![(node, at.clone())], References::Resolved, &mut joined);
        match self.together(joined) {
            Merged::Object(object) => Some(object),
            Merged::Choice(choice, at, _) => {
                self.no_object(&at.key(choice.keyword));
                None
            }
            Merged::One(..) | Merged::Any => None,
        }
    }

    fn together(&self, joined: Joined<'a>) -> Merged<'a> {
        let Joined { mut parts, choices, .. } = joined;
        parts.retain(|part| !matches!(part, Part::Object(object) if object.is_empty()));
        if let ([Part::Other(node, at)], []) = (parts.as_slice(), choices.as_slice()) {
            return Merged::One(*node, at.clone());
        }
        let mut object: Option<Object<'a>> = None;
        let mut places = BTreeMap::new();
        for part in parts {
            match part {
                Part::Object(other) => {
                    object.get_or_insert_default().absorb(other, &mut places, self.diagnostics);
                }
                Part::Other(_, at) => self.no_object(&at),
            }
        }
        let mut choices = choices.into_iter();
        let first = choices.next();
        for (choice, at) in choices {
            self.no_object(&at.key(choice.keyword));
        }
        match (first, object) {
            (Some((choice, at)), object) => Merged::Choice(choice, at, object),
            (None, Some(object)) => Merged::Object(object),
            (None, None) => Merged::Any,
        }
    }

    fn no_object(&self, at: &At) {
        let message = "no value matches both this schema and the other schemas of `allOf`";
        self.diagnostics.add(Code::AllOfConflict, at, message, "join objects only");
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
        joined.parts.extend(own.map(Part::Object));
        joined.choices.extend(choices.into_iter().map(|choice| (*choice, at.clone())));
    }

    /// Collects the members that constrain the value, including those of an inner `allOf`. A component is
    /// joined once, even if several references lead to it.
    fn collect(&self, mut members: Vec<(Node<'a>, At)>, references: References, joined: &mut Joined<'a>) {
        members.retain(|(node, at)| {
            self.resolve(*node, at).is_none_or(|resolved| !matches!(view(resolved.schema).shape, Shape::Any))
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
            match view(resolved.schema).shape {
                _ if keeps_name => joined.parts.push(Part::Other(node, at)),
                Shape::Object { properties, required, additional_properties } => {
                    joined.parts.push(Part::Object(Object::new(
                        properties,
                        required,
                        additional_properties,
                        &resolved.at,
                    )));
                }
                Shape::Map(Some(additional_properties)) => {
                    let additional_properties =
                        Some((additional_properties, resolved.at.key("additionalProperties")));
                    let (properties, required) = (Vec::new(), IndexMap::new());
                    joined.parts.push(Part::Object(Object { properties, required, additional_properties }));
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
    let resolved = reader.resolve(node, at)?;
    match view(resolved.schema).shape {
        Shape::Object { properties, required, additional_properties } => {
            Some(Object::new(properties, required, additional_properties, &resolved.at))
        }
        Shape::All(parts) => match reader.merge(&parts, &resolved.at) {
            Merged::Object(object) => Some(object),
            Merged::One(node, at) => object_of_one(node, &at, reader),
            Merged::Choice(..) | Merged::Any => None,
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
