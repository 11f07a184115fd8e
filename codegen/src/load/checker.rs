//! Checks a whole document against the table of keywords.

mod rules;

pub(crate) use rules::is_media_type;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::cursor::Cursor;
use super::example_values::{self, ExampleValues};
use super::inheritance::DEFAULT_MAPPING;
use super::keywords::{ENUM_DESCRIPTIONS, ENUM_NAMES, Effect, Kind, ValueType};
use super::misplaced;
use super::reference::Targets;
use super::spelling::{self, is_status};
use super::type_mismatch::{self, TypeMismatch};
use crate::diagnostic::bounded::BoundedDiagnostics;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ignored::Ignored;
use rules::{remove_invalid_media_types, set_explode};

/// The results for a document.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) diagnostics: BoundedDiagnostics,
    /// The number of occurrences of each keyword without effect.
    pub(crate) ignored: BTreeMap<Ignored, usize>,
    /// Whether a required value is missing or has the wrong type, so that `openapiv3` cannot read the
    /// document.
    pub(crate) is_broken: bool,
    /// The examples, if they are kept.
    pub(crate) examples: ExampleValues,
}

/// Checks a document. If a schema reference has sibling keywords, it becomes an `allOf` of the reference and
/// keeps them. OpenAPI ignores the siblings of `$ref`, but Twilio's documents rely on them.
///
/// The checker removes values of the wrong type, so that the rest of the document can be read and checked.
/// `stem` is the title of a document without a title.
pub(crate) fn check(
    source: &str,
    stem: &str,
    document: &mut Value,
    targets: Targets,
    examples: Examples,
) -> Findings {
    let found = Findings::default();
    let (pointer, formats) = (String::new(), BTreeMap::new());
    let mut checker = Checker { source, stem, examples, targets, pointer, formats, ignored_above: 0, found };
    checker.object(Kind::OpenApi, document);
    checker.found
}

/// The parts of a document without effect on the client that a run uses. Half of a published document consists of
/// examples and response headers. As parts of `openapiv3`, they would take most of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Examples {
    Dropped,
    /// The response headers are read, for the report.
    HeadersKept,
    /// The examples of responses are taken out of the document. Schemas keep their small examples.
    Kept,
}

struct Checker<'s> {
    source: &'s str,
    stem: &'s str,
    examples: Examples,
    targets: Targets,
    /// The pointer of the current value.
    pointer: String,
    /// The similar supported format of each format, because a document repeats its formats.
    formats: BTreeMap<String, Option<&'static str>>,
    /// The number of enclosing keywords without effect. The keywords inside them are not counted separately.
    ignored_above: usize,
    found: Findings,
}

/// Whether an entry of an object is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    Kept,
    /// Its value has the wrong type, or the keyword has no effect.
    Removed,
}

impl Cursor for Checker<'_> {
    fn pointer(&mut self) -> &mut String {
        &mut self.pointer
    }
}

impl Checker<'_> {
    /// The last step of the current path, without escapes.
    fn last_step(&self) -> String {
        crate::pointer::unescape(self.pointer.rsplit('/').next().unwrap_or_default())
    }

    fn object(&mut self, kind: Kind, value: &mut Value) {
        if value.is_null() {
            self.without_value("give it a value, such as `{}`");
            *value = json!({});
        }
        let Value::Object(entries) = value else {
            let mismatch = type_mismatch::not_an_object(&self.last_step(), value);
            self.mismatch(mismatch);
            self.found.is_broken = true;
            return;
        };
        if kind.may_be_reference() && entries.contains_key("$ref") {
            self.reference(kind, value);
            return;
        }
        if matches!(kind, Kind::Paths | Kind::Responses) {
            self.entries_by_rule(kind, entries);
            return;
        }
        self.missing(kind, entries);
        match kind {
            Kind::Schema => self.schema(entries),
            Kind::Parameter => self.parameter(entries),
            _ => {}
        }
        let mut removed = Vec::new();
        for (key, value) in entries.iter_mut() {
            if self.below(key, |checker| checker.entry(kind, key, value)) == Entry::Removed {
                removed.push(key.clone());
            }
        }
        remove_invalid_media_types(kind, entries);
        set_explode(kind, entries);
        let Self { examples, pointer, found, .. } = self;
        entries.retain(|key, value| {
            let is_dropped = is_droppable(kind, key)
                && match examples {
                    Examples::Dropped => true,
                    Examples::HeadersKept => key != "headers",
                    Examples::Kept => kind != Kind::Schema || !example_values::is_small(value),
                };
            if is_dropped && *examples == Examples::Kept {
                found.examples.take(kind, key, pointer, value);
            }
            !is_dropped && !removed.contains(key)
        });
    }

    fn entry(&mut self, kind: Kind, key: &str, value: &mut Value) -> Entry {
        if key == "x-twilio" {
            self.twilio(kind, value);
            return Entry::Kept;
        }
        if key.starts_with("x-") {
            let is_of_enum =
                kind == Kind::Schema && (ENUM_NAMES.contains(&key) || ENUM_DESCRIPTIONS.contains(&key));
            if !is_of_enum && (kind, key) != (Kind::Discriminator, DEFAULT_MAPPING) {
                self.ignore(kind, key, UNKNOWN_EXTENSION);
            }
            return Entry::Kept;
        }
        let Some((_, value_type, effect)) = kind.keyword(key) else {
            self.unknown(kind, key, value);
            return Entry::Removed;
        };
        if value.is_null() && !matches!(value_type, ValueType::Any | ValueType::Str) {
            self.without_value("remove the keyword, or add its value");
            return Entry::Removed;
        }
        if let Some(mismatch) = type_mismatch::check(*value_type, key, value) {
            if !kind.needs(key) {
                self.mismatch(mismatch.of_an_unneeded_value());
                let valid = type_mismatch::replacement(*value_type, value, kind.required().contains(&key));
                let Some(valid) = valid else { return Entry::Removed };
                *value = valid;
                return Entry::Kept;
            }
            self.mismatch(mismatch);
            let is_part = matches!(
                value_type,
                ValueType::One(_) | ValueType::List(_) | ValueType::Map(_) | ValueType::OneOf(_)
            );
            self.found.is_broken |= is_part || kind.required().contains(&key);
            return Entry::Removed;
        }
        self.value(kind, key, value);
        if let Effect::Ignored(reason) = effect {
            self.ignore(kind, key, reason);
            self.ignored_above += 1;
        }
        self.inside(*value_type, value);
        if matches!(effect, Effect::Ignored(_)) {
            self.ignored_above -= 1;
        }
        if (kind, key) == (Kind::Schema, "not") { Entry::Removed } else { Entry::Kept }
    }

    fn inside(&mut self, value_type: ValueType, value: &mut Value) {
        match (value_type, value) {
            (ValueType::One(kind), value) => self.object(kind, value),
            (ValueType::SchemaOrBoolean, value @ Value::Object(_)) => self.object(Kind::Schema, value),
            (ValueType::List(kind), Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.below(&index.to_string(), |checker| checker.object(kind, item));
                }
            }
            (ValueType::Map(kind), Value::Object(entries)) => {
                for (name, value) in entries.iter_mut() {
                    self.below(name, |checker| match name.as_str() {
                        spelling::MERGE => checker.merge_key(),
                        _ => checker.object(kind, value),
                    });
                }
            }
            _ => {}
        }
    }

    /// Checks an object whose keys follow a rule: paths begin with `/`, and responses have a status.
    fn entries_by_rule(&mut self, kind: Kind, entries: &mut Map<String, Value>) {
        let inside = if kind == Kind::Paths { Kind::PathItem } else { Kind::Response };
        let is_valid = |key: &str| match kind {
            Kind::Paths => key.starts_with('/'),
            _ => key == "default" || is_status(key),
        };
        for (key, value) in entries.iter_mut() {
            self.below(key, |checker| {
                if is_valid(key) {
                    checker.object(inside, value);
                } else if key.starts_with("x-") {
                    checker.ignore(kind, key, UNKNOWN_EXTENSION);
                } else if key == spelling::MERGE {
                    checker.merge_key();
                } else {
                    checker.misnamed(kind, key);
                }
            });
        }
        // A response with an invalid status is already reported; do not also report a missing response.
        let is_misnamed = |key: &String| !is_valid(key) && !key.starts_with("x-");
        if kind == Kind::Responses && entries.keys().any(is_misnamed) && !entries.contains_key("default") {
            entries.insert("default".to_owned(), json!({ "description": "" }));
        }
    }

    fn reference(&mut self, kind: Kind, value: &mut Value) {
        let Value::Object(entries) = value else { return };
        let mut kept = Map::new();
        for (key, value) in entries.iter() {
            let entry = self.below(key, |checker| checker.beside_reference(kind, key, value));
            if kind == Kind::Schema
                && entry == Entry::Kept
                && matches!(key.as_str(), "nullable" | "description" | "x-twilio")
            {
                kept.insert(key.clone(), value.clone());
            }
        }
        if !kept.is_empty()
            && let Some(reference) = entries.get("$ref").cloned()
        {
            kept.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
            *value = Value::Object(kept);
        }
    }

    fn beside_reference(&mut self, kind: Kind, key: &str, value: &Value) -> Entry {
        const IGNORED: &str = "OpenAPI ignores keywords beside `$ref`";
        if key == "$ref" {
            let Value::String(reference) = value else {
                self.found.is_broken = true;
                self.mismatch(type_mismatch::not_a_string(key, value));
                return Entry::Removed;
            };
            let checked = self.targets.check(kind, reference);
            self.target(checked);
            return Entry::Kept;
        }
        let is_kept = kind == Kind::Schema && matches!(key, "nullable" | "description");
        match kind.keyword(key) {
            _ if key == "x-twilio" && kind == Kind::Schema => self.twilio(kind, value),
            _ if key.starts_with("x-") => self.ignore(kind, key, IGNORED),
            None => self.unknown(kind, key, value),
            Some((_, value_type, _)) => {
                if let Some(mismatch) = type_mismatch::check(*value_type, key, value) {
                    let is_needed = is_kept && kind.needs(key);
                    self.mismatch(if is_needed { mismatch } else { mismatch.of_an_unneeded_value() });
                    return Entry::Removed;
                }
                if !is_kept {
                    self.ignore(kind, key, IGNORED);
                }
            }
        }
        Entry::Kept
    }

    fn ignore(&mut self, kind: Kind, keyword: &str, reason: &'static str) {
        if self.ignored_above == 0 {
            let ignored = Ignored { keyword: keyword.to_owned(), object: kind.noun(), reason };
            *self.found.ignored.entry(ignored).or_default() += 1;
        }
    }

    /// Reports that the current keyword or entry has no value: YAML reads `parameters:` as null.
    fn without_value(&mut self, help: &str) {
        let message = format!("`{}` has no value", self.last_step().escape_debug());
        self.report(Code::AssumedKeyword, message, help.to_owned());
    }

    fn unknown(&mut self, kind: Kind, key: &str, value: &Value) {
        if key == spelling::MERGE {
            self.merge_key();
            return;
        }
        let misplaced = misplaced::help(kind, key);
        let is_needed = match misplaced {
            Some(_) => misplaced::is_needed(kind, key),
            None => spelling::meant(kind, key).is_some_and(|meant| kind.needs(meant)),
        };
        // The client lacks nothing if the value is null.
        let is_needed = is_needed && !value.is_null();
        let code = if is_needed { Code::UnknownKeyword } else { Code::UnrecognizedKeyword };
        if self.found.diagnostics.is_full(code) {
            return;
        }
        let message =
            format!("unknown keyword `{}` in {}", key.escape_debug(), spelling::article(kind.noun()));
        self.report(code, message, misplaced.unwrap_or_else(|| spelling::help(kind, key)));
    }

    fn merge_key(&mut self) {
        let message = "merge keys (`<<`) are not supported".to_owned();
        let help = "write out the merged entries, or use `$ref`";
        self.report(Code::MergeKey, message, help.to_owned());
    }

    fn misnamed(&mut self, kind: Kind, key: &str) {
        let shown = key.escape_debug();
        let (code, rule, help) = if kind == Kind::Paths {
            (Code::InvalidPathKey, "a path must begin with `/`", "add the slash")
        } else {
            (
                Code::InvalidStatus,
                "the key of a response must be a status",
                "use a status such as '200', '4XX' or `default`",
            )
        };
        let help = misplaced::help(kind, key).unwrap_or_else(|| help.to_owned());
        self.report(code, format!("{rule}, not `{shown}`"), help);
    }

    fn mismatch(&mut self, mismatch: TypeMismatch) {
        let TypeMismatch { code, steps, message, help } = mismatch;
        let place = self.place_below(&steps);
        self.found.diagnostics.push(Diagnostic::new(code, place, message).with_help(help));
    }

    fn report(&mut self, code: Code, message: String, help: String) {
        let place = Place::new(self.source, &self.pointer);
        self.found.diagnostics.push(Diagnostic::new(code, place, message).with_help(help));
    }

    /// A place below the current value.
    fn place_below(&self, steps: &[String]) -> Place {
        let below = steps.iter().map(|step| crate::pointer::escape(step));
        let pointer = below.fold(self.pointer.clone(), |pointer, step| format!("{pointer}/{step}"));
        Place::new(self.source, pointer)
    }
}

const UNKNOWN_EXTENSION: &str = "the generator does not support this extension";

fn is_droppable(kind: Kind, key: &str) -> bool {
    match kind {
        Kind::Parameter | Kind::MediaType => matches!(key, "example" | "examples"),
        Kind::Schema => key == "example",
        Kind::Components => matches!(key, "examples" | "headers" | "links" | "callbacks"),
        Kind::Operation => key == "callbacks",
        Kind::Response | Kind::Encoding => matches!(key, "headers" | "links"),
        _ => false,
    }
}
