//! A walk over a whole document by the table of keywords.

mod rules;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::keywords::{Effect, Holds, Kind};
use super::reference::Targets;
use super::spelling;
use super::type_mismatch::{self, TypeMismatch};
use crate::diagnostic::{BoundedDiagnostics, Code, Diagnostic, Place};
use crate::ignored::Ignored;

/// What a walk found.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) diagnostics: BoundedDiagnostics,
    /// How often each keyword without an effect stands in the document.
    pub(crate) ignored: BTreeMap<Ignored, usize>,
    /// Whether an object is missing or is none, so that nothing can be said of what it would hold.
    pub(crate) is_broken: bool,
}

/// Walks a document. A reference to a schema with something beside it becomes an `allOf` of the
/// reference, which means the same and keeps both: the standard ignores what stands beside `$ref`,
/// Twilio's documents mean it.
///
/// A value of the wrong type is taken out, so that the rest can be read, and its diagnostics be found.
pub(crate) fn check(source: &str, document: &mut Value, examples: Examples) -> Findings {
    let targets = Targets::of(document);
    let found = Findings::default();
    let mut checker = Checker { source, examples, targets, pointer: String::new(), ignored_above: 0, found };
    checker.object(Kind::OpenApi, document);
    checker.found
}

/// What becomes of the examples of a document. Half of a published document are examples and the
/// headers of answers; generating looks at neither, and reading them takes most of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Examples {
    Dropped,
    Kept,
}

struct Checker<'s> {
    source: &'s str,
    examples: Examples,
    targets: Targets,
    /// Where the walk is.
    pointer: String,
    /// How many of the keywords above have no effect: nothing below has one, which needs no saying.
    ignored_above: usize,
    found: Findings,
}

/// Whether a value can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    Kept,
    /// It is of the wrong type.
    Removed,
}

impl Checker<'_> {
    fn below<T>(&mut self, step: &str, go: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
        let result = go(self);
        self.pointer.truncate(length);
        result
    }

    fn object(&mut self, kind: Kind, value: &mut Value) {
        let Value::Object(entries) = value else {
            let key = self.pointer.rsplit('/').next().unwrap_or_default();
            let mismatch = type_mismatch::not_an_object(&key.replace("~1", "/").replace("~0", "~"), value);
            self.mismatch(mismatch);
            self.found.is_broken = true;
            return;
        };
        if kind.may_be_reference() && entries.contains_key("$ref") {
            self.reference(kind, value);
            return;
        }
        if matches!(kind, Kind::Paths | Kind::Responses) {
            self.named_by_rule(kind, entries);
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
        if self.examples == Examples::Dropped || !removed.is_empty() {
            let dropped = |key: &String| self.examples == Examples::Dropped && is_droppable(kind, key);
            entries.retain(|key, _| !dropped(key) && !removed.contains(key));
        }
    }

    fn entry(&mut self, kind: Kind, key: &str, value: &mut Value) -> Entry {
        if key == "x-twilio" {
            self.twilio(kind, value);
            return Entry::Kept;
        }
        if key.starts_with("x-") {
            self.ignore(kind, key, UNKNOWN_EXTENSION);
            return Entry::Kept;
        }
        let Some((_, holds, effect)) = kind.keyword(key) else {
            self.unknown(kind, key);
            return Entry::Kept;
        };
        if let Some(mismatch) = type_mismatch::check(*holds, key, value) {
            self.mismatch(mismatch);
            let is_part = matches!(holds, Holds::One(_) | Holds::List(_) | Holds::Map(_) | Holds::OneOf(_));
            self.found.is_broken |= is_part || kind.required().contains(&key);
            return Entry::Removed;
        }
        self.about(kind, key, value);
        if let Effect::Ignored(reason) = effect {
            self.ignore(kind, key, reason);
            self.ignored_above += 1;
        }
        self.inside(*holds, value);
        if matches!(effect, Effect::Ignored(_)) {
            self.ignored_above -= 1;
        }
        Entry::Kept
    }

    fn inside(&mut self, holds: Holds, value: &mut Value) {
        match (holds, value) {
            (Holds::One(kind), value) => self.object(kind, value),
            (Holds::SchemaOrFlag, value @ Value::Object(_)) => self.object(Kind::Schema, value),
            (Holds::List(kind), Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.below(&index.to_string(), |checker| checker.object(kind, item));
                }
            }
            (Holds::Map(kind), Value::Object(entries)) => {
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

    /// Objects whose keys follow a rule: paths begin with `/`, answers have a status.
    fn named_by_rule(&mut self, kind: Kind, entries: &mut Map<String, Value>) {
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
        // An answer whose status is misspelt is an answer: that there is none need not be said too.
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
        const IGNORED: &str = "the standard ignores what stands beside `$ref`";
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
            None => self.unknown(kind, key),
            Some((_, holds, _)) => {
                if let Some(mismatch) = type_mismatch::check(*holds, key, value) {
                    self.mismatch(mismatch);
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

    fn unknown(&mut self, kind: Kind, key: &str) {
        if self.found.diagnostics.is_full() {
            return;
        }
        if key == spelling::MERGE {
            self.merge_key();
            return;
        }
        let message =
            format!("unknown keyword `{}` in {}", key.escape_debug(), spelling::article(kind.noun()));
        self.report(Code::UnknownKeyword, message, spelling::help(kind, key));
    }

    fn merge_key(&mut self) {
        let message = "`<<` is not supported: JSON, and so OpenAPI, does not have it".to_owned();
        let help = "write out what it stands for, or use `$ref`";
        self.report(Code::MergeKey, message, help.to_owned());
    }

    fn misnamed(&mut self, kind: Kind, key: &str) {
        let shown = key.escape_debug();
        let (code, what, help) = if kind == Kind::Paths {
            (Code::NotAPath, "path", "begin it with `/`")
        } else {
            (Code::NotAStatus, "status", "use a status such as '200', '4XX' or `default`")
        };
        self.report(code, format!("`{shown}` is not a {what}"), help.to_owned());
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

    /// A place below the one where the walk is.
    fn place_below(&self, steps: &[String]) -> Place {
        let below = steps.iter().map(|step| step.replace('~', "~0").replace('/', "~1"));
        let pointer = below.fold(self.pointer.clone(), |pointer, step| format!("{pointer}/{step}"));
        Place::new(self.source, pointer)
    }
}

const UNKNOWN_EXTENSION: &str = "an extension that the generator does not know";

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

/// Whether a text is a token of HTTP, as the name of a header has to be.
pub(crate) fn is_token(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(is_part)
}

fn is_status(key: &str) -> bool {
    let mut characters = key.chars();
    let first = characters.next().is_some_and(|c| ('1'..='5').contains(&c));
    let rest = characters.as_str();
    first && (rest == "XX" || (rest.len() == 2 && rest.chars().all(|c| c.is_ascii_digit())))
}
