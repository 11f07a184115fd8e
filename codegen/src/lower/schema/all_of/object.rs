//! Objects: the properties of one schema, or of several that a value must match together.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::diagnostic::Code;
use crate::document::place::{At, Collector};
use crate::ir::Access;
use crate::lower::document::reader::{Described, Reader};
use crate::lower::document::shape::{Node, Properties};

/// The properties of an object, from one schema or several.
#[derive(Clone, Debug, Default)]
pub(crate) struct Object<'a> {
    pub(crate) properties: Vec<Property<'a>>,
    required: Required<'a>,
    /// The schema of all other properties.
    pub(crate) additional_properties: Option<(Node<'a>, At)>,
}

/// The names of the required properties, with their positions.
pub(crate) type Required<'a> = IndexMap<&'a str, At>;

/// One property.
#[derive(Clone, Debug)]
pub(crate) struct Property<'a> {
    pub(crate) wire: &'a str,
    /// The schema. If there are several, the last one: by convention, it is the most specific one.
    pub(crate) node: Node<'a>,
    pub(crate) at: At,
    /// All schemas, if there are several. A value must match all of them.
    pub(in crate::lower::schema) joined: Vec<(Node<'a>, At)>,
}

impl Property<'_> {
    /// Adds the schemas of another declaration of the same property.
    fn join(&mut self, other: Self) {
        let added = if other.joined.is_empty() { vec![(other.node, other.at)] } else { other.joined };
        for (node, at) in added {
            if same(self.node, node) {
                continue;
            }
            if self.joined.is_empty() {
                self.joined.push((self.node, self.at.clone()));
            }
            self.node = node;
            self.joined.push((node, at));
        }
    }
}

impl<'a> Object<'a> {
    /// Adds the properties of an alternative object, except those with the same name as an earlier one. Returns the
    /// properties that the alternative requires.
    pub(crate) fn add_alternative(&mut self, other: Self, names: &mut BTreeSet<&'a str>) -> Required<'a> {
        self.properties.extend(other.properties.into_iter().filter(|property| names.insert(property.wire)));
        self.additional_properties = self.additional_properties.take().or(other.additional_properties);
        other.required
    }

    /// Makes properties required.
    pub(crate) fn require(&mut self, required: Required<'a>) {
        self.required.extend(required);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.is_open() && self.required.is_empty()
    }

    /// Whether the object only describes the values of a map.
    pub(in crate::lower::schema) fn is_map(&self) -> bool {
        self.properties.is_empty() && self.required.is_empty() && self.additional_properties.is_some()
    }

    /// Whether the object describes no property. It may require some.
    pub(super) fn is_open(&self) -> bool {
        self.properties.is_empty() && self.additional_properties.is_none()
    }

    /// The object without properties that describes all values of a map.
    pub(super) fn map(values: Node<'a>, at: &At) -> Self {
        let additional_properties = Some((values, at.key("additionalProperties")));
        Self { additional_properties, ..Self::default() }
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
            .map(|(wire, schema)| Property {
                wire,
                node: schema.into(),
                at: parent.key(wire),
                joined: Vec::new(),
            })
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
    pub(super) fn absorb(&mut self, other: Self, places: &mut BTreeMap<&'a str, usize>) {
        for property in other.properties {
            let place = places.entry(property.wire).or_insert(self.properties.len());
            match self.properties.get_mut(*place) {
                None => self.properties.push(property),
                Some(own) => own.join(property),
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

impl<'a> Reader<'a> {
    /// The keywords beside the type of a property, from all its schemas.
    pub(crate) fn described_property(&self, property: &Property<'a>) -> Described {
        let Property { wire: _, node, at, joined } = property;
        let Some(((first, at_first), others)) = joined.split_first() else {
            return self.described(*node, at);
        };
        let mut all = self.described(*first, at_first);
        for (node, at) in others {
            let Described { doc, pii, access, facts, example } = self.described(*node, at);
            if !doc.is_empty() {
                all.doc = doc;
            }
            if access != Access::ReadWrite {
                all.access = access;
            }
            all.pii |= pii;
            all.example = example.or(all.example);
            all.facts.deprecated |= facts.deprecated;
            all.facts.nullable |= facts.nullable;
            all.facts.bounds.limits.extend(facts.bounds.limits);
            all.facts.bounds.pattern = facts.bounds.pattern.or(all.facts.bounds.pattern);
        }
        all
    }
}
