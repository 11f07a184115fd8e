//! The types of schemas: words, lists of types in OpenAPI 3.0, and a schema in place of a type.

use serde_json::{Map, Value, json};

use super::super::keywords::{Kind, Meaning, TYPES};
use super::super::v31::{composition, types};
use super::super::version::Version;
use super::{Changes, Coercion, looks_like};
use crate::load::converter::below;
use crate::load::cursor::Cursor;

impl Coercion<'_> {
    pub(super) fn schema(&mut self, entries: &mut Map<String, Value>) {
        let is_older = self.version == Version::V30;
        let nulls = (is_older && has_null_member(entries)).then(|| composition::Nulls::of(entries));
        self.keywords(Kind::Schema, entries);
        self.schema_in_place_of_a_type(entries);
        if is_older {
            self.types_of_a_newer_version(entries);
        }
        if let Some(nulls) = nulls {
            composition::remove_nulls(&mut self.converter, entries, &nulls);
        }
    }

    /// Converts the words of a type, and the schema in place of a type.
    pub(super) fn types(&mut self, value: &mut Value, changes: &mut Changes) {
        match value {
            Value::String(text) if text == NULL => {}
            Value::String(text) if is_null(text) => self.null(value),
            Value::String(_) => self.word(("type", TYPES), value, changes),
            Value::Array(words) => {
                for (index, word) in words.iter_mut().enumerate() {
                    self.item(index, |coercion| coercion.member(word, changes));
                }
            }
            Value::Object(_) => self.object(Kind::Schema, value),
            _ => {}
        }
    }

    /// Converts a word in a list of types. If it accepts any value, so does the list.
    fn member(&mut self, value: &mut Value, changes: &mut Changes) {
        let Value::String(text) = value else { return };
        if TYPES.known.contains(&text.as_str()) || text == NULL {
            return;
        }
        if is_null(text) {
            self.null(value);
            return;
        }
        let Some(Meaning { word, implied }) = TYPES.meaning(text) else { return };
        if let Some(word) = word {
            self.read_as("a type of OpenAPI", value, &format!("`{word}`"));
            *value = json!(word);
            changes.implied.extend(implied);
        } else {
            self.read_as("a type of OpenAPI", value, "any type");
            changes.removed.push("type".to_owned());
        }
    }

    fn null(&mut self, value: &mut Value) {
        self.read_as("a type of OpenAPI", value, "`null`");
        *value = json!(NULL);
    }

    /// Converts the types of OpenAPI 3.1 in a document of OpenAPI 3.0.
    fn types_of_a_newer_version(&mut self, entries: &mut Map<String, Value>) {
        let help = "use `nullable: true` or `oneOf`";
        let message = match entries.get("type") {
            Some(Value::Array(_)) => {
                "`type` must be a string in OpenAPI 3.0; an array is read as OpenAPI 3.1 defines it"
            }
            Some(Value::String(word)) if word == NULL => {
                "OpenAPI 3.0 has no type `null`; it is read as `nullable: true`"
            }
            _ => return,
        };
        self.below("type", |coercion| coercion.report(message.to_owned(), help.to_owned()));
        types::convert(&mut self.converter, entries);
    }

    /// Moves the keywords of a schema in place of a type to the schema that contains it, if they differ from its own.
    fn schema_in_place_of_a_type(&mut self, entries: &mut Map<String, Value>) {
        let Some(Value::Object(inner)) = entries.get("type") else { return };
        let differ = inner.keys().all(|key| key == "type" || !entries.contains_key(key));
        let is_reference = inner.contains_key("$ref");
        if !looks_like(Kind::Schema, inner) || !differ || (is_reference && entries.len() > 1) {
            return;
        }
        let pointer = below(&self.converter.pointer, "type");
        self.below("type", |coercion| {
            let message = "`type` must be a string; a schema in its place is read as the schema itself";
            coercion.report(message.to_owned(), "move its keywords out of `type`".to_owned());
        });
        let Some(Value::Object(inner)) = entries.shift_remove("type") else { return };
        for (key, value) in inner {
            self.converter.layer.member(&self.converter.pointer, below("", &key), pointer.clone());
            entries.insert(key, value);
        }
    }
}

const NULL: &str = "null";

fn is_null(word: &str) -> bool {
    word.trim().eq_ignore_ascii_case(NULL)
}

/// Whether a choice has a member of the type `null`, which OpenAPI 3.0 does not have.
fn has_null_member(schema: &Map<String, Value>) -> bool {
    let is_null = |types: &Value| types == NULL || *types == json!([NULL]);
    let members =
        ["oneOf", "anyOf"].into_iter().filter_map(|keyword| schema.get(keyword)?.as_array()).flatten();
    members.filter_map(|member| member.get("type")).any(is_null)
}
