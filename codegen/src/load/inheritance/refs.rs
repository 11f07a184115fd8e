//! The references of a schema: those through which it extends other schemas, and all others.

use std::collections::BTreeMap;

use serde_json::Value;

/// The beginning of a reference to a schema.
pub(super) const PREFIX: &str = "#/components/schemas/";

/// The names of the schemas that a schema refers to.
#[derive(Debug, Default)]
pub(super) struct Refs<'d> {
    /// The references in `allOf`, also of inline members, and the reference in place of the schema.
    pub(super) extends: Vec<&'d str>,
    /// All other references.
    pub(super) uses: Vec<&'d str>,
}

/// The position of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    /// The schema, or an inline member of its `allOf`.
    Schema,
    Inside,
}

impl<'d> Refs<'d> {
    /// The references of a schema.
    pub(super) fn of(schema: &'d Value) -> Self {
        let mut refs = Self::default();
        refs.collect(schema, Position::Schema);
        refs
    }

    /// Adds the references inside a value that is not a schema.
    pub(super) fn add(&mut self, value: &'d Value) {
        self.collect(value, Position::Inside);
    }

    fn collect(&mut self, value: &'d Value, position: Position) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.collect(item, Position::Inside)),
            Value::Object(entries) => {
                for (key, value) in entries {
                    match (key.as_str(), value, position) {
                        ("$ref", Value::String(reference), _) => {
                            let found = match position {
                                Position::Schema => &mut self.extends,
                                Position::Inside => &mut self.uses,
                            };
                            found.extend(reference.strip_prefix(PREFIX));
                        }
                        ("allOf", Value::Array(members), Position::Schema) => {
                            for member in members {
                                self.collect(member, Position::Schema);
                            }
                        }
                        (_, value, _) => self.collect(value, Position::Inside),
                    }
                }
            }
            _ => {}
        }
    }
}

/// Changes the names of the schemas that a schema extends.
pub(super) fn rename(schema: &mut Value, names: &BTreeMap<String, String>) {
    let Value::Object(entries) = schema else { return };
    if let Some(Value::String(reference)) = entries.get_mut("$ref")
        && let Some(name) = reference.strip_prefix(PREFIX).and_then(|name| names.get(name))
    {
        *reference = format!("{PREFIX}{name}");
    }
    if let Some(Value::Array(members)) = entries.get_mut("allOf") {
        for member in members {
            rename(member, names);
        }
    }
}
