//! What a document may refer to: its own components and operations, by their names.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::keywords::Kind;
use crate::diagnostic::Code;
use crate::nearest::nearest;

/// The names that a document gives.
#[derive(Debug, Default)]
pub(super) struct Targets {
    components: BTreeMap<String, Vec<String>>,
    operations: Vec<String>,
    servers: Vec<String>,
}

/// A reference that leads nowhere: the rule, what is wrong, what to do.
pub(super) type Broken = (Code, String, String);

impl Targets {
    pub(super) fn of(document: &Value) -> Self {
        let object = |value: &Value, key: &str| value.get(key).and_then(Value::as_object).cloned();
        let sections = object(document, "components").unwrap_or_default();
        let names = |section: &Value| section.as_object().into_iter().flat_map(Map::keys).cloned().collect();
        let paths = document.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::values);
        let operations = paths.filter_map(Value::as_object).flat_map(Map::values);
        let ids = operations.filter_map(|operation| operation.get("operationId")?.as_str());
        Self {
            components: sections.iter().map(|(section, held)| (section.clone(), names(held))).collect(),
            operations: ids.map(ToOwned::to_owned).collect(),
            servers: addresses(document.get("servers")),
        }
    }

    /// A reference to an object of some kind must lead to a component of that kind.
    pub(super) fn check(&self, kind: Kind, reference: &str) -> Result<(), Broken> {
        let Some(section) = kind.section() else { return Ok(()) };
        let prefix = format!("#/components/{section}/");
        let shown = reference.escape_debug();
        let Some(name) = reference.strip_prefix(&prefix) else {
            let message = format!("cannot follow the reference `{shown}`");
            return Err((Code::ReferenceElsewhere, message, self.elsewhere(kind, section, reference)));
        };
        let names = self.components.get(section).map(Vec::as_slice).unwrap_or_default();
        if names.iter().any(|known| known == name) {
            return Ok(());
        }
        let near = nearest(name, names.iter().map(String::as_str));
        let add = || {
            let name = name.escape_debug();
            format!("add `{name}` under `components.{section}`, or correct the reference")
        };
        let help = near.map_or_else(add, |near| format!("did you mean `{prefix}{near}`?"));
        Err((Code::ReferenceToNothing, format!("`{shown}` refers to nothing"), help))
    }

    /// What is said of a reference that does not lead to a component of the right kind.
    fn elsewhere(&self, kind: Kind, section: &str, reference: &str) -> String {
        let name = reference.rsplit('/').next().unwrap_or_default();
        let other = self.components.iter().find(|(other, names)| {
            reference.strip_prefix("#/components/") == Some(format!("{other}/{name}").as_str())
                && names.iter().any(|known| known == name)
        });
        if let Some((other, _)) = other {
            return format!("it leads to `{other}`; here a {} is due", kind.noun());
        }
        let names = self.components.get(section).into_iter().flatten();
        if reference.starts_with('#') && names.into_iter().any(|known| known == name) {
            return format!("did you mean `#/components/{section}/{}`?", name.escape_debug());
        }
        format!("refer to `#/components/{section}/…`; other files and addresses are never read")
    }

    /// A discriminator may name a schema, or refer to it.
    pub(super) fn check_mapping(&self, target: &str) -> Result<(), Broken> {
        let schemas = self.components.get("schemas").map(Vec::as_slice).unwrap_or_default();
        if schemas.iter().any(|known| known == target) { Ok(()) } else { self.check(Kind::Schema, target) }
    }

    /// A link names an operation of the document.
    pub(super) fn check_operation(&self, id: &str) -> Result<(), Broken> {
        if self.operations.iter().any(|known| known == id) {
            return Ok(());
        }
        let help = match nearest(id, self.operations.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "give the `operationId` of an operation of this document".to_owned(),
        };
        Err((Code::OperationMissing, format!("there is no operation `{}`", id.escape_debug()), help))
    }

    /// A path or an operation may repeat the servers of the document, but has none of its own.
    pub(super) fn has_servers(&self, servers: &Value) -> bool {
        addresses(Some(servers)).iter().all(|address| self.servers.contains(address))
    }
}

fn addresses(servers: Option<&Value>) -> Vec<String> {
    let servers = servers.and_then(Value::as_array).into_iter().flatten();
    let trimmed = |url: &str| url.trim_end_matches('/').to_owned();
    servers.filter_map(|server| server.get("url")?.as_str()).map(trimmed).collect()
}
