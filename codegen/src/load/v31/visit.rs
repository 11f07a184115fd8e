//! Visits a document, and converts every object after the objects inside it.

use serde_json::{Map, Value, json};

use super::super::converter::{Converter, below};
use super::super::cursor::Cursor;
use super::super::keywords::{Kind, ValueType};
use super::super::{spelling, type_mismatch};
use super::composition::{self, Nulls};
use super::keywords::{self, Use};
use super::{document, types, values};
use crate::diagnostic::Code;

impl Converter<'_> {
    /// Converts one object, and everything inside it. The checker reports values of another type.
    pub(super) fn value(&mut self, kind: Kind, value: &mut Value) {
        if kind == Kind::Schema
            && let Value::Bool(accepts) = *value
        {
            if !accepts {
                self.ignore(kind, "false", "the client accepts any JSON value");
            }
            *value = json!({});
        }
        let Value::Object(entries) = value else { return };
        match kind {
            Kind::Paths => self.each(entries, |key| key.starts_with('/').then_some(Kind::PathItem)),
            Kind::Responses => self.each(entries, |key| (!key.starts_with("x-")).then_some(Kind::Response)),
            Kind::Schema => self.schema(entries),
            _ if kind.may_be_reference() && entries.contains_key("$ref") => self.reference(kind, entries),
            _ => {
                self.entries(kind, entries);
                document::convert(self, kind, entries);
            }
        }
    }

    fn schema(&mut self, entries: &mut Map<String, Value>) {
        // The keyword keeps its effect: authors of OpenAPI 3.1 documents that contain it expect `null`.
        if entries.contains_key("nullable") {
            let pointer = below(&self.pointer, "nullable");
            let message = "OpenAPI 3.1 does not define `nullable`".to_owned();
            let help = "add `null` to `type`; the client accepts `null` where `nullable` is `true`";
            self.diagnose(Code::OutdatedKeyword, &pointer, message, help.to_owned());
        }
        let nulls = Nulls::of(entries);
        values::sample(self, entries);
        self.entries(Kind::Schema, entries);
        composition::merge_reference(self, entries);
        composition::remove_nulls(self, entries, &nulls);
        values::convert(self, entries);
        types::convert(self, entries);
    }

    /// Removes the summary and the description that a Reference Object may have.
    fn reference(&mut self, kind: Kind, entries: &mut Map<String, Value>) {
        for key in ["summary", "description"] {
            if entries.shift_remove(key).is_some() {
                self.ignore(kind, key, "no page of the client shows the text of a reference");
            }
        }
    }

    fn each(&mut self, entries: &mut Map<String, Value>, kind: impl Fn(&str) -> Option<Kind>) {
        for (key, value) in entries.iter_mut() {
            if let Some(kind) = kind(key) {
                self.below(key, |converter| converter.value(kind, value));
            }
        }
    }

    fn entries(&mut self, kind: Kind, entries: &mut Map<String, Value>) {
        let mut removed = Vec::new();
        for (key, value) in entries.iter_mut() {
            if !self.below(key, |converter| converter.entry(kind, key, value)) {
                removed.push(key.clone());
            }
        }
        if !removed.is_empty() {
            entries.retain(|key, _| !removed.contains(key));
        }
    }

    /// Converts the value of one keyword. Returns whether the keyword remains.
    fn entry(&mut self, kind: Kind, key: &str, value: &mut Value) -> bool {
        if key == spelling::MERGE || key.starts_with("x-") {
            return true;
        }
        if let Some((_, value_type, _)) = kind.keyword(key) {
            self.inside(*value_type, value);
            return true;
        }
        let Some((value_type, usage)) = keywords::find(kind, key) else { return self.unknown(kind, key) };
        if let Some(mismatch) = type_mismatch::check(value_type, key, value) {
            let is_needed = usage == Use::Converted;
            let mismatch = if is_needed { mismatch } else { mismatch.of_an_unneeded_value() };
            let pointer = mismatch.steps.iter().fold(self.pointer.clone(), |at, step| below(&at, step));
            self.diagnose(mismatch.code, &pointer, mismatch.message, mismatch.help);
            return false;
        }
        if let Use::Ignored(reason) = usage {
            self.ignore(kind, key, reason);
            return false;
        }
        self.inside(value_type, value);
        true
    }

    fn inside(&mut self, value_type: ValueType, value: &mut Value) {
        match (value_type, value) {
            (ValueType::One(kind), value) => self.value(kind, value),
            (ValueType::SchemaOrBoolean, value @ Value::Object(_)) => self.value(Kind::Schema, value),
            (ValueType::List(kind), Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.below(&index.to_string(), |converter| converter.value(kind, item));
                }
            }
            (ValueType::Map(kind), Value::Object(entries)) => self.each(entries, |_| Some(kind)),
            _ => {}
        }
    }

    fn unknown(&mut self, kind: Kind, key: &str) -> bool {
        let Some((code, help)) = keywords::help(kind, key) else { return true };
        let noun = spelling::article(kind.noun());
        let message = format!("unknown keyword `{}` in {noun}", key.escape_debug());
        self.diagnose(code, &self.pointer.clone(), message, help);
        false
    }
}
