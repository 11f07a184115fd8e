//! The schemas of a document that extend each other, and the schemas that operations use.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::member::{discriminator, has_additions, letters, property, values};
use super::refs::{PREFIX, Refs};
use crate::load::chains::{self, Ends, Step};
use crate::load::version::Version;

/// The maximum mean number of base schemas that a schema extends. Beyond it, further base schemas are not split.
const MAX_BASES: usize = 64;

/// The schemas of a document, in its order.
pub(super) struct Hierarchy<'d> {
    schemas: &'d Map<String, Value>,
    nodes: Vec<Node<'d>>,
    bases: BTreeMap<usize, Base<'d>>,
    /// Whether an operation, or a schema that it reaches, uses each schema itself.
    is_used: Vec<bool>,
}

#[derive(Debug, Default)]
struct Node<'d> {
    name: &'d str,
    /// The schemas that this one extends, with their names in the references.
    extends: Vec<(usize, &'d str)>,
    /// The schemas that it refers to otherwise.
    uses: Vec<usize>,
    /// The schemas that extend it, with the names in their references.
    children: Vec<(usize, &'d str)>,
}

/// A schema with a discriminator or a choice, and the schemas that its values may match.
#[derive(Debug)]
pub(super) struct Base<'d> {
    pub(super) node: usize,
    /// In the order of the document, each with the value of the discriminator if the document does not map it.
    pub(super) members: Vec<(usize, Option<String>)>,
    pub(super) steps: Vec<usize>,
    property: &'d str,
    /// Whether the document lists the members.
    pub(super) is_listed: bool,
    /// Whether all listed members extend the base schema.
    pub(super) all_extend: bool,
}

impl<'d> Hierarchy<'d> {
    /// Returns `None` if the document contains no base schema.
    pub(super) fn of(document: &'d Value, version: Version) -> Option<Self> {
        let schemas = document.get("components")?.get("schemas")?.as_object()?;
        let (nodes, is_used) = (Vec::new(), vec![false; schemas.len()]);
        let mut hierarchy = Self { schemas, nodes, bases: BTreeMap::new(), is_used };
        let is_candidate = |schema: &Value| {
            discriminator(schema).is_some() || ["oneOf", "anyOf"].iter().any(|key| schema.get(key).is_some())
        };
        if !schemas.values().any(is_candidate) {
            return None;
        }
        hierarchy.connect(version);
        hierarchy.find_bases();
        hierarchy.mark_used(document);
        Some(hierarchy)
    }

    pub(super) fn name(&self, node: usize) -> &'d str {
        self.nodes.get(node).map_or("", |node| node.name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'d str> {
        self.nodes.iter().map(|node| node.name)
    }

    /// The base schemas with members that an operation uses itself.
    pub(super) fn used_bases(&self) -> impl Iterator<Item = &Base<'d>> {
        let is_used = |base: &&Base<'_>| self.is_used.get(base.node).copied().unwrap_or_default();
        self.bases.values().filter(|base| !base.members.is_empty()).filter(is_used)
    }

    /// The names of the schemas that extend a schema, each with the name in its reference.
    pub(super) fn extending(&self, node: usize) -> impl Iterator<Item = (&'d str, &'d str)> {
        let children = self.nodes.get(node).into_iter().flat_map(|node| &node.children);
        children.map(|(child, written)| (self.name(*child), *written))
    }

    fn schema(&self, node: usize) -> Option<&'d Value> {
        self.schemas.get(self.name(node))
    }

    fn connect(&mut self, version: Version) {
        let index: BTreeMap<&str, usize> =
            self.schemas.keys().enumerate().map(|(node, name)| (name.as_str(), node)).collect();
        let mapped: BTreeSet<usize> =
            self.schemas.values().flat_map(|schema| targets(schema, &index)).map(|(_, node)| node).collect();
        let mut ends = Ends::new();
        for (node, (name, schema)) in self.schemas.iter().enumerate() {
            let Refs { extends, uses } = Refs::of(schema);
            let is_child = mapped.contains(&node) || has_additions(schema, version);
            let mut found = |name: &&'d str| Some((self.resolve(name, &index, &mut ends)?, *name));
            let (extends, others): (Vec<_>, Vec<_>) = if is_child {
                (extends.iter().filter_map(&mut found).collect(), Vec::new())
            } else {
                (Vec::new(), extends)
            };
            let uses = uses.iter().chain(&others).filter_map(|name| index.get(name).copied()).collect();
            self.nodes.push(Node { name, extends, uses, children: Vec::new() });
        }
        for child in 0..self.nodes.len() {
            let extends = self.nodes.get(child).map(|node| node.extends.clone()).unwrap_or_default();
            for (parent, written) in extends {
                if let Some(parent) = self.nodes.get_mut(parent) {
                    parent.children.push((child, written));
                }
            }
        }
    }

    /// The schema with a name, through schemas that are only references.
    fn resolve(
        &self,
        name: &'d str,
        index: &BTreeMap<&str, usize>,
        ends: &mut Ends<&'d str, Option<usize>>,
    ) -> Option<usize> {
        chains::end(ends, name, |name| {
            let reference = self.schemas.get(*name).and_then(|schema| schema.get("$ref")?.as_str());
            match reference.and_then(|text| text.strip_prefix(PREFIX)) {
                Some(next) => Step::Link(next),
                None => Step::End(index.get(name).copied()),
            }
        })?
    }

    fn find_bases(&mut self) {
        let index: BTreeMap<&str, usize> =
            self.nodes.iter().enumerate().map(|(node, found)| (found.name, node)).collect();
        let edges: usize = self.nodes.iter().map(|node| 1 + node.children.len()).sum();
        let mut steps = MAX_BASES.saturating_mul(edges);
        for (node, schema) in self.schemas.values().enumerate() {
            let found = discriminator(schema);
            let is_choice = ["oneOf", "anyOf"].iter().any(|key| schema.get(key).is_some());
            if found.is_none() && !is_choice {
                continue;
            }
            let property = found.as_ref().and_then(|(found, _)| found.get("propertyName")?.as_str());
            let descendants = self.descendants(node, &mut steps);
            let mut base = Base {
                node,
                members: Vec::new(),
                steps: found.map(|(_, steps)| steps).unwrap_or_default(),
                property: property.unwrap_or_default(),
                is_listed: is_choice,
                all_extend: true,
            };
            if is_choice {
                // A member that extends the choice would contain itself.
                let members = listed(schema, &index);
                if members.iter().any(|member| descendants.contains(member)) {
                    base.all_extend = members.iter().all(|member| descendants.contains(member));
                    base.members = members.into_iter().map(|member| (member, None)).collect();
                }
            } else if let Some(property) = property {
                base.members = self.members(node, property, descendants, &index);
            }
            self.bases.insert(node, base);
        }
    }

    /// The schemas that extend a schema, directly or through other schemas. Empty if no steps are left.
    fn descendants(&self, node: usize, steps: &mut usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut waiting = vec![node];
        while let Some(Node { children, .. }) = waiting.pop().and_then(|node| self.nodes.get(node)) {
            let Some(left) = steps.checked_sub(children.len() + 1) else { return BTreeSet::new() };
            *steps = left;
            let children = children.iter().map(|(child, _)| *child);
            waiting.extend(children.filter(|child| *child != node && found.insert(*child)));
        }
        found
    }

    /// The schemas that the values of a base schema may match: those that extend it or that its discriminator maps,
    /// except schemas that no value of the discriminator selects.
    fn members(
        &self,
        node: usize,
        property: &str,
        mut all: BTreeSet<usize>,
        index: &BTreeMap<&str, usize>,
    ) -> Vec<(usize, Option<String>)> {
        let Some(schema) = self.schema(node) else { return Vec::new() };
        let (mapped_values, mapped): (BTreeSet<&str>, BTreeSet<usize>) =
            targets(schema, index).into_iter().unzip();
        all.extend(mapped.iter().filter(|target| **target != node));
        let allowed = super::member::property(schema, property)
            .map_or_else(BTreeSet::new, |property| values(self.schemas, property).into_iter().collect());
        let mut by_letters: BTreeMap<String, Option<&str>> = BTreeMap::new();
        for value in &allowed {
            by_letters.entry(letters(value)).and_modify(|value| *value = None).or_insert(Some(value));
        }
        let member = |member: usize| {
            let name = self.name(member);
            let is_named = allowed.is_empty() || allowed.contains(&name);
            if is_named || mapped.contains(&member) || self.only_value(member, property) {
                return Some((member, None));
            }
            let value = by_letters.get(&letters(name)).copied().flatten()?;
            (!mapped_values.contains(value)).then(|| (member, Some(value.to_owned())))
        };
        all.into_iter().filter_map(member).collect()
    }

    /// Whether a schema allows only one value of a property.
    fn only_value(&self, node: usize, name: &str) -> bool {
        let found = self.schema(node).and_then(|schema| property(schema, name));
        found.is_some_and(|found| values(self.schemas, found).len() == 1)
    }

    /// The discriminator property, if neither the base schema nor a schema that it extends describes it.
    pub(super) fn missing_property(&self, base: &Base<'d>) -> Option<&'d str> {
        let mut seen = BTreeSet::from([base.node]);
        let mut waiting = vec![base.node];
        while let Some(node) = waiting.pop() {
            if self.schema(node).is_some_and(|schema| property(schema, base.property).is_some()) {
                return None;
            }
            let extends = self.nodes.get(node).into_iter().flat_map(|node| &node.extends);
            waiting.extend(extends.map(|(parent, _)| *parent).filter(|parent| seen.insert(*parent)));
        }
        (!base.is_listed && !base.property.is_empty()).then_some(base.property)
    }

    /// Follows the references of the document. A schema that a used schema extends is not used itself.
    fn mark_used(&mut self, document: &'d Value) {
        let mut refs = Refs::default();
        for (key, value) in document.as_object().into_iter().flatten() {
            match (key.as_str(), value) {
                ("components", Value::Object(sections)) => {
                    let others = sections.iter().filter(|(section, _)| *section != "schemas");
                    others.for_each(|(_, section)| refs.add(section));
                }
                _ => refs.add(value),
            }
        }
        let names: BTreeSet<&str> = refs.uses.into_iter().collect();
        let used = self.nodes.iter().enumerate().filter(|(_, node)| names.contains(node.name));
        let mut waiting: Vec<(usize, bool)> = used.map(|(node, _)| (node, true)).collect();
        let mut is_extended = vec![false; self.nodes.len()];
        while let Some((node, is_use)) = waiting.pop() {
            let seen = if is_use { &mut self.is_used } else { &mut is_extended };
            let Some(seen) = seen.get_mut(node).filter(|seen| !**seen) else { continue };
            *seen = true;
            let Some(Node { extends, uses, .. }) = self.nodes.get(node) else { continue };
            waiting.extend(uses.iter().map(|used| (*used, true)));
            waiting.extend(extends.iter().map(|(parent, _)| (*parent, false)));
            if is_use {
                let members = self.bases.get(&node).into_iter().flat_map(|base| &base.members);
                waiting.extend(members.map(|(member, _)| (*member, true)));
            }
        }
    }
}

/// The values that a discriminator maps to schemas of the document.
fn targets<'d>(schema: &'d Value, index: &BTreeMap<&str, usize>) -> Vec<(&'d str, usize)> {
    let mapping = discriminator(schema).and_then(|(found, _)| found.get("mapping")?.as_object());
    let targets = mapping.into_iter().flatten().filter_map(|(value, target)| {
        let target = target.as_str()?;
        let name = target.strip_prefix(PREFIX).unwrap_or(target);
        Some((value.as_str(), *index.get(name)?))
    });
    targets.collect()
}

/// The schemas that a choice lists.
fn listed(schema: &Value, index: &BTreeMap<&str, usize>) -> Vec<usize> {
    let members = ["oneOf", "anyOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    let names = members.filter_map(|member| member.get("$ref")?.as_str()?.strip_prefix(PREFIX));
    names.filter_map(|name| index.get(name).copied()).collect()
}
