//! The values of a discriminator that select the members of a choice.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Discriminator, ReferenceOr, Schema};

use crate::document::place::At;
use crate::load::DEFAULT_MAPPING;
use crate::lower::document::shape::{Shape, view};
use crate::lower::schema::all_of::object;
use crate::lower::schema::types::Types;

const NO_SELECTORS: &str =
    "not every variant has a distinct value; the client selects the variant that fits a value best";

impl<'a> Types<'a> {
    /// The values of the discriminator that select each member. Records a discriminator without effect.
    pub(super) fn selectors_or_ignore(
        &mut self,
        members: &[(At, &'a ReferenceOr<Schema>)],
        discriminator: &Discriminator,
        parent: &At,
    ) -> Option<Vec<Vec<String>>> {
        let selectors = self.selectors(members, discriminator);
        if selectors.is_none() {
            self.reader.ignore("discriminator", "schema", NO_SELECTORS, parent);
        }
        selectors
    }

    /// The values of the discriminator that select each member: the values in its `mapping`, the only value of the
    /// property in the member, or the name of the component. The member for all other values has none. Returns `None`
    /// if a member has no value, or shares one with another member.
    fn selectors(
        &mut self,
        members: &[(At, &'a ReferenceOr<Schema>)],
        discriminator: &Discriminator,
    ) -> Option<Vec<Vec<String>>> {
        let Discriminator { property_name, mapping, extensions } = discriminator;
        let default = extensions.get(DEFAULT_MAPPING).and_then(|reference| reference.as_str()).map(component);
        let mut mapped: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (value, target) in mapping {
            mapped.entry(self.target(target)).or_default().push(value.clone());
        }
        // A value that is mapped to a missing schema may select any member without a value.
        let is_known = mapped.keys().all(|name| self.is_schema(name));
        let mut selectors = Vec::new();
        for (at, member) in members {
            let name = match member {
                ReferenceOr::Reference { reference } => Some(component(reference)),
                ReferenceOr::Item(_) => None,
            };
            let values = if name.is_some() && name == default {
                Vec::new()
            } else if let Some(values) = name.and_then(|name| mapped.remove(name)) {
                values
            } else {
                let only = self.only_value(member, at, property_name);
                vec![only.or_else(|| name.filter(|_| is_known).map(ToOwned::to_owned))?]
            };
            selectors.push(values);
        }
        let mut seen = BTreeSet::new();
        (members.len() > 1 && selectors.iter().flatten().all(|value| seen.insert(value))).then_some(selectors)
    }

    /// The name of the schema that a value is mapped to. Some documents name a file instead of a schema.
    fn target<'t>(&self, target: &'t str) -> &'t str {
        let name = component(target);
        if self.is_schema(name) { name } else { last_part(target) }
    }

    fn is_schema(&self, name: &str) -> bool {
        self.reader.openapi.components.iter().any(|components| components.schemas.contains_key(name))
    }

    /// The value of a property whose enum has only one value. Many choices may have the same member.
    fn only_value(&mut self, member: &'a ReferenceOr<Schema>, at: &At, wire: &str) -> Option<String> {
        let component = self.reader.resolve(member, at)?.component;
        let key = component.map(|component| (component, wire.to_owned()));
        if let Some(known) = key.as_ref().and_then(|key| self.only_values.get(key)) {
            return known.clone();
        }
        let value = self.read_only_value(member, at, wire);
        self.only_values.extend(key.map(|key| (key, value.clone())));
        value
    }

    fn read_only_value(&self, member: &'a ReferenceOr<Schema>, at: &At, wire: &str) -> Option<String> {
        let object = object(member.into(), at, &self.reader)?;
        let property = object.properties.iter().find(|property| property.wire == wire)?;
        let resolved = self.reader.resolve(property.node, &property.at)?;
        match view(resolved.schema).shape {
            Shape::Enum { values, .. } => match values.as_slice() {
                [only] => Some((*only).to_owned()),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The name of a component in a reference or a mapping.
fn component(target: &str) -> &str {
    target.strip_prefix("#/components/schemas/").unwrap_or(target)
}

/// The last part of the target of a mapping, without the extension of a file: `models/cat.yaml` → `cat`.
fn last_part(target: &str) -> &str {
    let part = target.rsplit(['/', '#']).next().unwrap_or_default();
    let extensions = [".yaml", ".yml", ".json"];
    extensions.iter().find_map(|extension| part.strip_suffix(extension)).unwrap_or(part)
}
