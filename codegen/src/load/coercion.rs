//! Values in another form than OpenAPI requires: converts those whose meaning is unambiguous, with a warning.
//!
//! The type of a keyword in the table of keywords determines the other forms that it may have: a boolean may be the
//! string `"true"`, a list may be its only item, and a word may have capital letters or be an alias. This stage runs
//! before all others, because each of them reads values of the types that OpenAPI requires. It never reads examples,
//! defaults, the values of an `enum` and extensions, which may contain any JSON. A value that the client does not need
//! keeps its form: the checker removes it.

mod bodies;
mod content;
mod forms;
mod paths;
mod references;
mod responses;
mod schemas;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::converter::{Conversion, Converter, below};
use super::cursor::Cursor;
use super::keywords::{Kind, ValueType};
use super::moves::Moves;
use super::v31::keywords;
use super::version::Version;
use super::{spelling, type_mismatch};
use crate::diagnostic::Code;

/// Converts the values of a document in place.
pub(super) fn apply(source: &str, document: &mut Value, version: Version) -> Conversion {
    let (moves, path_parameters) = (Moves::default(), paths::path_parameters(document));
    let converter = Converter::new(source, &moves);
    let mut coercion = Coercion { converter, version, path_parameters, doubtful: Vec::new(), item: None };
    coercion.object(Kind::OpenApi, document);
    coercion.bodies(document);
    coercion.references(document);
    coercion.converter.finish()
}

struct Coercion<'c> {
    /// The state. Its pointer is that of the author's text.
    converter: Converter<'c>,
    version: Version,
    /// The names of the path parameters among the components, by the name of the component.
    path_parameters: BTreeMap<String, String>,
    /// The references that may not lead to an object of their kind.
    doubtful: Vec<Doubtful>,
    /// The length of the pointer of the innermost item of a list that contains the current value.
    item: Option<usize>,
}

/// A reference that may not lead to an object of its kind.
struct Doubtful {
    kind: Kind,
    reference: String,
    /// The pointer of the reference.
    pointer: String,
}

/// The changes of an object that the value of one of its keywords implies.
#[derive(Debug, Default)]
struct Changes {
    removed: Vec<String>,
    /// Keywords that the object has afterwards, unless it has them already.
    implied: Vec<(&'static str, Value)>,
}

impl Cursor for Coercion<'_> {
    fn pointer(&mut self) -> &mut String {
        &mut self.converter.pointer
    }
}

impl Coercion<'_> {
    /// Visits an item of the list at the current pointer.
    fn item<T>(&mut self, index: usize, go: impl FnOnce(&mut Self) -> T) -> T {
        self.below(&index.to_string(), |coercion| {
            let outer = coercion.item.replace(coercion.converter.pointer.len());
            let result = go(coercion);
            coercion.item = outer;
            result
        })
    }

    /// The name of the current value in messages: its key, or the key of the list that contains it.
    fn name(&self) -> String {
        let mut steps = self.converter.pointer.rsplit('/');
        let is_item = self.item == Some(self.converter.pointer.len());
        let step = if is_item { steps.nth(1) } else { steps.next() };
        let key = crate::pointer::unescape(step.unwrap_or_default());
        let prefix = if is_item { "an item of " } else { "" };
        format!("{prefix}`{}`", key.escape_debug())
    }

    /// Reports a value at the current pointer.
    fn report(&mut self, message: String, help: String) {
        let pointer = self.converter.pointer.clone();
        self.report_at(&pointer, message, help);
    }

    fn report_at(&mut self, pointer: &str, message: String, help: String) {
        self.converter.diagnose(Code::CoercedValue, pointer, message, help);
    }

    /// Records that the value at `path`, in the place of the current value, was at `pointer`.
    fn moved(&mut self, path: &str, pointer: String) {
        if let Some((parent, last)) = self.converter.pointer.rsplit_once('/') {
            self.converter.layer.value(parent, format!("/{last}{path}"), pointer);
        }
    }

    /// Converts one object, and everything inside it.
    fn object(&mut self, kind: Kind, value: &mut Value) {
        if value.is_array() && kind != Kind::Example {
            self.only_item(kind, value);
            return;
        }
        self.short_form(kind, value);
        self.schema_in_place_of_a_body(kind, value);
        let Value::Object(entries) = value else { return };
        if kind.may_be_reference()
            && let Some(reference) = entries.get("$ref")
        {
            self.reference(kind, reference);
            if !matches!(kind, Kind::Schema | Kind::PathItem) {
                return;
            }
        }
        match kind {
            Kind::Paths => self.paths(entries),
            Kind::Responses => self.responses(entries),
            Kind::Schema => self.schema(entries),
            Kind::RequestBody | Kind::Response => {
                self.keywords(kind, entries);
                self.schema_without_content(kind, entries);
                self.media_types(kind, entries);
            }
            _ => self.keywords(kind, entries),
        }
    }

    /// Converts the values of the keywords of an object, and corrects the case of the keywords.
    fn keywords(&mut self, kind: Kind, entries: &mut Map<String, Value>) {
        let renamed = self.other_case(kind, entries);
        let mut changes = Changes::default();
        for (key, value) in entries.iter_mut() {
            if key.starts_with("x-") || key == spelling::MERGE || value.is_null() {
                continue;
            }
            let keyword = renamed.iter().find(|(written, _)| written == key).map(|(_, keyword)| keyword);
            let keyword = keyword.unwrap_or(key);
            if let Some(value_type) = keywords::value_type(kind, keyword) {
                self.below(key, |coercion| coercion.value((kind, keyword), value_type, value, &mut changes));
            }
        }
        self.rename(entries, &renamed);
        entries.retain(|key, _| !changes.removed.contains(key));
        for (keyword, value) in changes.implied {
            entries.entry(keyword).or_insert(value);
        }
    }

    /// Converts the value of one keyword, and everything inside it.
    fn value(
        &mut self,
        (kind, key): (Kind, &str),
        value_type: ValueType,
        value: &mut Value,
        changes: &mut Changes,
    ) {
        let is_needed = kind.needs(key);
        match value_type {
            ValueType::One(inside) if is_needed || value.is_object() => {
                if (kind, key) == (Kind::Schema, "items") {
                    self.tuple(value);
                }
                self.object(inside, value);
            }
            ValueType::SchemaOrBoolean => {
                self.boolean_word(value);
                if !value.is_boolean() {
                    self.object(Kind::Schema, value);
                }
            }
            ValueType::List(inside) => self.list(inside, value, is_needed),
            ValueType::Map(inside) => self.map(inside, value, is_needed),
            ValueType::OneOf(words) if is_needed => match (kind, key) {
                (Kind::Schema, "type") => self.types(value, changes),
                _ => self.word((key, words), value, changes),
            },
            _ if is_needed => self.scalar((kind, key), value_type, value),
            _ => {}
        }
    }

    fn list(&mut self, kind: Kind, value: &mut Value, is_needed: bool) {
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.item(index, |coercion| coercion.object(kind, item));
                }
            }
            Value::String(_) if is_needed => {
                self.object(kind, value);
                if value.is_object() {
                    self.wrap(value);
                }
            }
            Value::Object(entries) if is_needed && entries.is_empty() => {
                self.read_as("an array", value, "an empty array");
                *value = Value::Array(Vec::new());
            }
            Value::Object(entries) if is_needed && looks_like(kind, entries) => {
                self.read_as("an array", value, ONE_ITEM);
                self.object(kind, value);
                self.wrap(value);
            }
            _ => {}
        }
    }

    fn map(&mut self, kind: Kind, value: &mut Value, is_needed: bool) {
        match value {
            Value::Array(items) if is_needed && items.is_empty() => self.empty_object(value),
            Value::Object(entries) => {
                for (name, value) in entries.iter_mut().filter(|(name, _)| *name != spelling::MERGE) {
                    self.below(name, |coercion| coercion.object(kind, value));
                }
            }
            _ => {}
        }
    }

    /// The keywords of an object that differ from a keyword of OpenAPI only by the case of their letters, each with
    /// that keyword.
    fn other_case(&mut self, kind: Kind, entries: &Map<String, Value>) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        let unknown = entries.keys().filter(|key| {
            !key.starts_with("x-") && *key != spelling::MERGE && keywords::value_type(kind, key).is_none()
        });
        for key in unknown {
            let mut keywords = kind.keywords().iter().map(|(keyword, ..)| *keyword);
            let keyword = keywords.find(|keyword| keyword.eq_ignore_ascii_case(key) && *keyword != key);
            let is_free = |keyword: &str| {
                kind.needs(keyword)
                    && !entries.contains_key(keyword)
                    && found.iter().all(|(_, taken)| taken != keyword)
            };
            if let Some(keyword) = keyword.filter(|keyword| is_free(keyword)) {
                found.push((key.clone(), keyword.to_owned()));
            }
        }
        for (key, keyword) in &found {
            let (noun, key_shown) = (spelling::article(kind.noun()), key.escape_debug());
            let message = format!("unknown keyword `{key_shown}` in {noun}; it is read as `{keyword}`");
            self.below(key, |coercion| coercion.report(message, format!("write `{keyword}`")));
        }
        found
    }

    /// Renames keys of the object at the current pointer.
    fn rename(&mut self, entries: &mut Map<String, Value>, renamed: &[(String, String)]) {
        if renamed.is_empty() {
            return;
        }
        let pointer = self.converter.pointer.clone();
        for (old, new) in renamed {
            self.converter.layer.value(&pointer, below("", new), below(&pointer, old));
        }
        let renamed: BTreeMap<&str, &str> =
            renamed.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        let all = std::mem::take(entries).into_iter();
        entries.extend(all.map(|(key, value)| match renamed.get(key.as_str()) {
            Some(new) => ((*new).to_owned(), value),
            None => (key, value),
        }));
    }
}

/// The meaning of a value in place of a list.
const ONE_ITEM: &str = "an array with one item";

/// Whether an object contains a keyword of a kind with a value of its type, so that it is not an object of objects.
fn looks_like(kind: Kind, entries: &Map<String, Value>) -> bool {
    entries.iter().any(|(key, value)| {
        let is_reference = key == "$ref" && kind.may_be_reference() && value.is_string();
        let fits = |value_type| match value_type {
            ValueType::OneOf(_) => value.is_string(),
            value_type => type_mismatch::check(value_type, key, value).is_none(),
        };
        is_reference || keywords::value_type(kind, key).is_some_and(fits)
    })
}
