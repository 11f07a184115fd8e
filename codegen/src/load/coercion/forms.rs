//! The other forms that a value of each type may have.

use serde_json::{Map, Value, json};

use super::super::keywords::{Kind, Meaning, TYPES, ValueType, Words, boolean};
use super::super::type_mismatch;
use super::super::version::Version;
use super::{Changes, Coercion, ONE_ITEM};
use crate::load::converter::below;
use crate::load::cursor::Cursor;

/// The maximum number of characters of a value in a message.
const MAX_SHOWN: usize = 60;

impl Coercion<'_> {
    /// Reports that the current value has another form than its meaning.
    pub(super) fn read_as(&mut self, expected: &str, value: &Value, meaning: &str) {
        self.read_as_with(expected, value, meaning, format!("replace it with {meaning}"));
    }

    fn read_as_with(&mut self, expected: &str, value: &Value, meaning: &str, help: String) {
        let message = format!("{} must be {expected}; {} is read as {meaning}", self.name(), shown(value));
        self.report(message, help);
    }

    /// Replaces the current value by a list that contains it.
    pub(super) fn wrap(&mut self, value: &mut Value) {
        self.moved("/0", self.converter.pointer.clone());
        *value = Value::Array(vec![value.take()]);
    }

    pub(super) fn empty_object(&mut self, value: &mut Value) {
        self.read_as("an object", value, "an empty object");
        *value = json!({});
    }

    /// Converts a list in place of an object: to its only item, or to an empty object.
    pub(super) fn only_item(&mut self, kind: Kind, value: &mut Value) {
        let Value::Array(items) = value else { return };
        if items.is_empty() {
            self.empty_object(value);
            return;
        }
        let [item] = items.as_mut_slice() else { return };
        if !item.is_object() {
            return;
        }
        let mut item = item.take();
        self.read_as("an object", value, "its only item");
        self.below("0", |coercion| coercion.object(kind, &mut item));
        let pointer = below(&self.converter.pointer, "0");
        self.moved("", pointer);
        *value = item;
    }

    /// Converts the schemas of the items of a tuple, as JSON Schema defined them before OpenAPI 3.1, to any value.
    pub(super) fn tuple(&mut self, value: &mut Value) {
        if value.as_array().is_some_and(|items| items.len() > 1) {
            self.read_as("an object", value, "the schema of any JSON value");
            *value = json!({});
        }
    }

    /// Converts a string in place of an object: the URL of a server, the name of a tag, a reference, or the type of a
    /// schema. Converts a schema that is a boolean, as OpenAPI 3.1 defines it.
    pub(super) fn short_form(&mut self, kind: Kind, value: &mut Value) {
        let keyword = match value {
            Value::Null | Value::Object(_) => return,
            _ if kind == Kind::Example => "value",
            Value::String(text) if kind.may_be_reference() && text.starts_with("#/") => "$ref",
            Value::String(text) if kind == Kind::Schema => {
                // `properties: {type: object, …}` is not a property with the name `type`.
                let is_type = !text.trim().is_empty() && TYPES.meaning(text).is_some();
                if is_type && !self.is_word_of_a_schema() { "type" } else { return }
            }
            Value::String(_) => match kind.essential() {
                Some(keyword) => keyword,
                None => return,
            },
            Value::Bool(_) if kind == Kind::Schema && self.version == Version::V30 => {
                self.read_as("an object", value, "the schema of any JSON value");
                *value = json!({});
                return;
            }
            _ => return,
        };
        let help = format!("write an object with `{keyword}`");
        self.read_as_with("an object", value, &format!("the `{keyword}` of an object"), help);
        *value = json!({ keyword: value.take() });
        self.moved(&below("", keyword), self.converter.pointer.clone());
    }

    /// Whether the key of the current value is a keyword of a schema whose value is not a schema.
    fn is_word_of_a_schema(&self) -> bool {
        let key = self.converter.pointer.rsplit('/').next().unwrap_or_default();
        let keyword = Kind::Schema.keyword(key);
        keyword.is_some_and(|(_, value_type, _)| {
            !matches!(value_type, ValueType::One(_) | ValueType::SchemaOrBoolean)
        })
    }

    /// Converts a word to the word of OpenAPI with the same meaning.
    pub(super) fn word(&mut self, (key, words): (&str, &Words), value: &mut Value, changes: &mut Changes) {
        let Value::String(text) = value else { return };
        if words.known.contains(&text.as_str()) {
            return;
        }
        let Some(Meaning { word, implied }) = words.meaning(text) else { return };
        let others: Vec<String> =
            implied.iter().map(|(keyword, value)| format!("`{keyword}: {}`", plain(value))).collect();
        let others = others.join(" and ");
        let (meaning, help) = match word {
            Some(word) if others.is_empty() => (format!("`{word}`"), format!("write `{word}`")),
            Some(word) => (format!("`{word}` with {others}"), format!("write `{word}` with {others}")),
            None if others.is_empty() => (format!("no `{key}`"), format!("remove `{key}`")),
            None => (others.clone(), format!("write {others}, without `{key}`")),
        };
        self.read_as_with(&type_mismatch::alternatives(words.known), value, &meaning, help);
        match word {
            Some(word) => *value = json!(word),
            None => changes.removed.push(key.to_owned()),
        }
        changes.implied.extend(implied);
    }

    pub(super) fn boolean_word(&mut self, value: &mut Value) {
        if value.is_string()
            && let Some(meaning) = boolean(value)
        {
            self.read_as("a schema, `true` or `false`", value, &format!("`{meaning}`"));
            *value = Value::Bool(meaning);
        }
    }

    /// Converts a value that is not an object of OpenAPI.
    pub(super) fn scalar(&mut self, (kind, key): (Kind, &str), value_type: ValueType, value: &mut Value) {
        match value_type {
            ValueType::Str if (kind, key) == (Kind::OpenApi, "openapi") => self.declared_version(value),
            ValueType::Str => self.string(value),
            ValueType::Boolean if !value.is_boolean() => {
                if let Some(meaning) = boolean(value) {
                    self.read_as(type_mismatch::expected(value_type), value, &format!("`{meaning}`"));
                    *value = Value::Bool(meaning);
                }
            }
            ValueType::Strings => self.strings(value),
            ValueType::Values => self.values(value),
            ValueType::StringMap => self.string_map(kind, value),
            ValueType::Security => self.security(value),
            _ => {}
        }
    }

    /// Converts a number or a boolean in place of a string.
    fn string(&mut self, value: &mut Value) {
        if matches!(value, Value::Number(_) | Value::Bool(_)) {
            self.read_as("a string", value, &format!("`\"{value}\"`"));
            *value = Value::String(value.to_string());
        }
    }

    /// Removes the `v` before a version.
    fn declared_version(&mut self, value: &mut Value) {
        self.string(value);
        let Value::String(text) = value else { return };
        let version = Version::digits(text);
        if version != text {
            let version = version.to_owned();
            self.read_as("a version such as `3.0.3`", value, &format!("`\"{version}\"`"));
            *value = Value::String(version);
        }
    }

    fn strings(&mut self, value: &mut Value) {
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.item(index, |coercion| coercion.string(item));
                }
            }
            Value::Object(entries) if !entries.is_empty() => {}
            Value::Null => {}
            _ => self.values(value),
        }
    }

    /// Converts a value in place of a list of values. A string with a separator may be a list.
    fn values(&mut self, value: &mut Value) {
        match value {
            Value::String(text) if text.contains([',', '|']) => {}
            Value::String(_) | Value::Number(_) | Value::Bool(_) => {
                self.read_as("an array", value, ONE_ITEM);
                self.wrap(value);
            }
            Value::Object(entries) if entries.is_empty() => {
                self.read_as("an array", value, "an empty array");
                *value = json!([]);
            }
            _ => {}
        }
    }

    fn string_map(&mut self, kind: Kind, value: &mut Value) {
        match value {
            Value::Array(items) if items.is_empty() => self.empty_object(value),
            // The descriptions of scopes have no effect.
            Value::Array(items) if kind == Kind::OAuthFlow && items.iter().all(Value::is_string) => {
                let names = items.iter().filter_map(Value::as_str);
                let scopes: Map<String, Value> = names.map(|name| (name.to_owned(), json!(""))).collect();
                self.read_as("an object of strings", value, "an object without descriptions");
                *value = Value::Object(scopes);
            }
            Value::Object(entries) => {
                for (name, value) in entries.iter_mut() {
                    self.below(name, |coercion| {
                        coercion.string(value);
                        if kind == Kind::OAuthFlow && value.is_null() {
                            coercion.read_as("a string", value, "an empty string");
                            *value = json!("");
                        }
                    });
                }
            }
            _ => {}
        }
    }

    /// Converts security requirements: the name of a scheme, or one alternative in place of the list.
    fn security(&mut self, value: &mut Value) {
        match value {
            Value::Array(alternatives) => {
                for (index, alternative) in alternatives.iter_mut().enumerate() {
                    self.item(index, |coercion| coercion.requirement(alternative));
                }
            }
            Value::String(_) | Value::Object(_) => {
                self.read_as("an array", value, ONE_ITEM);
                self.requirement(value);
                self.wrap(value);
            }
            _ => {}
        }
    }

    fn requirement(&mut self, value: &mut Value) {
        match value {
            Value::String(name) => {
                let name = name.clone();
                self.read_as("an object", value, "a security scheme without scopes");
                *value = json!({ name: [] });
            }
            Value::Object(schemes) => {
                for (name, scopes) in schemes.iter_mut() {
                    self.below(name, |coercion| {
                        coercion.strings(scopes);
                        if scopes.is_null() {
                            coercion.read_as("an array", scopes, "an empty array");
                            *scopes = json!([]);
                        }
                    });
                }
            }
            _ => {}
        }
    }
}

/// A value without quotes.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

/// A value for a message.
fn shown(value: &Value) -> String {
    let Value::String(text) = value else { return type_mismatch::noun(value) };
    let shortened: String = text.chars().take(MAX_SHOWN).collect();
    let end = if shortened.len() < text.len() { "…" } else { "" };
    format!("the string `\"{}{end}\"`", shortened.escape_debug())
}
