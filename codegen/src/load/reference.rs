//! The components and operations that a document may refer to.

use std::collections::BTreeMap;

use indexmap::IndexSet;
use serde_json::{Map, Value};

use super::keywords::Kind;
use super::selection::Selection;
use crate::diagnostic::Code;
use crate::nearest::Suggestions;

/// The names that a document defines, also those of omitted parts.
#[derive(Debug, Default)]
pub(super) struct Targets {
    components: BTreeMap<String, IndexSet<String>>,
    operations: IndexSet<String>,
    suggestions: Suggestions,
}

/// The diagnostic for a reference that leads to nothing, without its place.
pub(super) struct BrokenReference {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: String,
}

impl Targets {
    pub(super) fn of(document: &Value, omitted: &Selection) -> Self {
        let sections = document.get("components").and_then(Value::as_object);
        let names = |section: &Value| section.as_object().into_iter().flat_map(Map::keys).cloned().collect();
        let paths = document.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::values);
        let operations = paths.filter_map(Value::as_object).flat_map(Map::values);
        let ids = operations.filter_map(|operation| operation.get("operationId")?.as_str());
        let omitted_ids = omitted.operations.iter().map(|operation| operation.id.clone());
        let mut components: BTreeMap<String, IndexSet<String>> =
            sections.into_iter().flatten().map(|(section, held)| (section.clone(), names(held))).collect();
        for (section, name) in &omitted.components {
            components.entry(section.clone()).or_default().insert(name.clone());
        }
        Self {
            components,
            operations: ids.map(ToOwned::to_owned).chain(omitted_ids).collect(),
            suggestions: Suggestions::default(),
        }
    }

    /// A reference to an object of some kind must point to a component of that kind.
    pub(super) fn check(&self, kind: Kind, reference: &str) -> Result<(), BrokenReference> {
        let Some(section) = kind.section() else { return Ok(()) };
        let prefix = format!("#/components/{section}/");
        let shown = reference.escape_debug();
        let Some(name) = reference.strip_prefix(&prefix) else {
            let message = format!("`{shown}` does not point to a {} of this document", kind.noun());
            let (code, help) = (Code::ReferenceOutsideComponents, self.elsewhere(kind, section, reference));
            return Err(BrokenReference { code, message, help });
        };
        let names = self.components.get(section);
        if names.is_some_and(|names| names.contains(name)) {
            return Ok(());
        }
        let near = self.suggestions.nearest(name, names.into_iter().flatten().map(String::as_str));
        let add = || {
            let name = name.escape_debug();
            format!("add `{name}` under `components.{section}`, or correct the reference")
        };
        let help = near.map_or_else(add, |near| format!("did you mean `{prefix}{near}`?"));
        let target = if name.contains('/') { "value" } else { "component" };
        let message = format!("`{shown}` points to a missing {target}");
        Err(BrokenReference { code: Code::MissingComponent, message, help })
    }

    /// The help text for a reference that does not point to a component of the required kind.
    fn elsewhere(&self, kind: Kind, section: &str, reference: &str) -> String {
        let name = reference.rsplit('/').next().unwrap_or_default();
        let other = self.components.iter().find(|(other, names)| {
            reference.strip_prefix("#/components/") == Some(format!("{other}/{name}").as_str())
                && names.contains(name)
        });
        if let Some((other, _)) = other {
            return format!(
                "refer to a {} under `components.{section}`, not to `components.{other}`",
                kind.noun()
            );
        }
        let is_known = self.components.get(section).is_some_and(|names| names.contains(name));
        if reference.starts_with('#') && is_known {
            return format!("did you mean `#/components/{section}/{}`?", name.escape_debug());
        }
        format!("refer to `#/components/{section}/…`; the generator never reads other files or URLs")
    }

    /// A discriminator may contain the name of a schema or a reference to it.
    pub(super) fn check_mapping(&self, target: &str) -> Result<(), BrokenReference> {
        let is_name = self.components.get("schemas").is_some_and(|schemas| schemas.contains(target));
        if is_name { Ok(()) } else { self.check(Kind::Schema, target) }
    }

    /// A link must name an operation of the document.
    pub(super) fn check_operation(&self, id: &str) -> Result<(), BrokenReference> {
        if self.operations.contains(id) {
            return Ok(());
        }
        let help = match self.suggestions.nearest(id, self.operations.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "use the `operationId` of an operation of this document".to_owned(),
        };
        let message = format!("the document has no operation `{}`", id.escape_debug());
        Err(BrokenReference { code: Code::MissingOperation, message, help })
    }
}
