//! A walk over a whole document by the table of keywords.

mod rules;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::form::{self, Misfit};
use super::keywords::{Effect, Holds, Kind};
use super::target::Targets;
use super::unknown;
use crate::diagnostic::{Code, Diagnostic, Gathered, Place};

/// A keyword that has no effect: what it stands in, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Idle {
    pub(crate) keyword: String,
    /// The kind of object that it stands in: `schema`.
    pub(crate) object: &'static str,
    pub(crate) reason: &'static str,
}

/// What a walk found.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) faults: Gathered,
    /// How often each keyword without an effect stands in the document.
    pub(crate) idle: BTreeMap<Idle, usize>,
    /// Whether an object is missing or is none, so that nothing can be said of what it would hold.
    pub(crate) is_broken: bool,
}

/// Walks a document. A reference to a schema with something beside it becomes an `allOf` of the
/// reference, which means the same and keeps both: the standard ignores what stands beside `$ref`,
/// Twilio's documents mean it.
///
/// A value of the wrong type is taken out, so that the rest can be read, and its faults be found.
pub(crate) fn walk(source: &str, document: &mut Value, samples: Samples) -> Findings {
    let targets = Targets::of(document);
    let found = Findings::default();
    let mut walk = Walk { source, samples, targets, pointer: String::new(), idle_above: 0, found };
    walk.object(Kind::OpenApi, document);
    walk.found
}

/// What becomes of the samples of a document. Half of a published document are samples and the
/// headers of answers; generating looks at neither, and reading them takes most of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Samples {
    Dropped,
    Kept,
}

struct Walk<'s> {
    source: &'s str,
    samples: Samples,
    targets: Targets,
    /// Where the walk is.
    pointer: String,
    /// How many of the keywords above have no effect: nothing below has one, which needs no saying.
    idle_above: usize,
    found: Findings,
}

/// Whether a value can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Kept,
    /// It is of the wrong type.
    TakenOut,
}

impl Walk<'_> {
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
            let misfit = form::no_object(&key.replace("~1", "/").replace("~0", "~"), value);
            self.misfit(misfit);
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
        let mut taken_out = Vec::new();
        for (key, value) in entries.iter_mut() {
            if self.below(key, |walk| walk.entry(kind, key, value)) == Verdict::TakenOut {
                taken_out.push(key.clone());
            }
        }
        if self.samples == Samples::Dropped || !taken_out.is_empty() {
            let dropped = |key: &String| self.samples == Samples::Dropped && is_ballast(kind, key);
            entries.retain(|key, _| !dropped(key) && !taken_out.contains(key));
        }
    }

    fn entry(&mut self, kind: Kind, key: &str, value: &mut Value) -> Verdict {
        if key == "x-twilio" {
            self.twilio(kind, value);
            return Verdict::Kept;
        }
        if key.starts_with("x-") {
            self.idle(kind, key, UNKNOWN_EXTENSION);
            return Verdict::Kept;
        }
        let Some((_, holds, effect)) = kind.keyword(key) else {
            self.unknown(kind, key);
            return Verdict::Kept;
        };
        if let Some(misfit) = form::check(*holds, key, value) {
            self.misfit(misfit);
            let is_part = matches!(holds, Holds::One(_) | Holds::List(_) | Holds::Map(_) | Holds::OneOf(_));
            self.found.is_broken |= is_part || kind.required().contains(&key);
            return Verdict::TakenOut;
        }
        self.about(kind, key, value);
        if let Effect::Idle(reason) = effect {
            self.idle(kind, key, reason);
            self.idle_above += 1;
        }
        self.inside(*holds, value);
        if matches!(effect, Effect::Idle(_)) {
            self.idle_above -= 1;
        }
        Verdict::Kept
    }

    fn inside(&mut self, holds: Holds, value: &mut Value) {
        match (holds, value) {
            (Holds::One(kind), value) => self.object(kind, value),
            (Holds::SchemaOrFlag, value @ Value::Object(_)) => self.object(Kind::Schema, value),
            (Holds::List(kind), Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.below(&index.to_string(), |walk| walk.object(kind, item));
                }
            }
            (Holds::Map(kind), Value::Object(entries)) => {
                for (name, value) in entries.iter_mut() {
                    self.below(name, |walk| match name.as_str() {
                        unknown::MERGE => walk.merge_key(),
                        _ => walk.object(kind, value),
                    });
                }
            }
            _ => {}
        }
    }

    /// Objects whose keys follow a rule: paths begin with `/`, answers have a status.
    fn named_by_rule(&mut self, kind: Kind, entries: &mut Map<String, Value>) {
        let inside = if kind == Kind::Paths { Kind::PathItem } else { Kind::Response };
        let is_good = |key: &str| match kind {
            Kind::Paths => key.starts_with('/'),
            _ => key == "default" || is_status(key),
        };
        for (key, value) in entries.iter_mut() {
            self.below(key, |walk| {
                if is_good(key) {
                    walk.object(inside, value);
                } else if key.starts_with("x-") {
                    walk.idle(kind, key, UNKNOWN_EXTENSION);
                } else if key == unknown::MERGE {
                    walk.merge_key();
                } else {
                    walk.misnamed(kind, key);
                }
            });
        }
        // An answer whose status is misspelt is an answer: that there is none need not be said too.
        let is_misnamed = |key: &String| !is_good(key) && !key.starts_with("x-");
        if kind == Kind::Responses && entries.keys().any(is_misnamed) && !entries.contains_key("default") {
            entries.insert("default".to_owned(), json!({ "description": "" }));
        }
    }

    fn reference(&mut self, kind: Kind, value: &mut Value) {
        let Value::Object(entries) = value else { return };
        let mut kept = Map::new();
        for (key, value) in entries.iter() {
            let verdict = self.below(key, |walk| walk.beside_reference(kind, key, value));
            if kind == Kind::Schema
                && verdict == Verdict::Kept
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

    fn beside_reference(&mut self, kind: Kind, key: &str, value: &Value) -> Verdict {
        const IGNORED: &str = "the standard ignores what stands beside `$ref`";
        if key == "$ref" {
            let Value::String(reference) = value else {
                self.found.is_broken = true;
                self.misfit(form::no_text(key, value));
                return Verdict::TakenOut;
            };
            let checked = self.targets.check(kind, reference);
            self.target(checked);
            return Verdict::Kept;
        }
        let is_kept = kind == Kind::Schema && matches!(key, "nullable" | "description");
        match kind.keyword(key) {
            _ if key == "x-twilio" && kind == Kind::Schema => self.twilio(kind, value),
            _ if key.starts_with("x-") => self.idle(kind, key, IGNORED),
            None => self.unknown(kind, key),
            Some((_, holds, _)) => {
                if let Some(misfit) = form::check(*holds, key, value) {
                    self.misfit(misfit);
                    return Verdict::TakenOut;
                }
                if !is_kept {
                    self.idle(kind, key, IGNORED);
                }
            }
        }
        Verdict::Kept
    }

    fn idle(&mut self, kind: Kind, keyword: &str, reason: &'static str) {
        if self.idle_above == 0 {
            let idle = Idle { keyword: keyword.to_owned(), object: kind.noun(), reason };
            *self.found.idle.entry(idle).or_default() += 1;
        }
    }

    fn unknown(&mut self, kind: Kind, key: &str) {
        if self.found.faults.is_full() {
            return;
        }
        if key == unknown::MERGE {
            self.merge_key();
            return;
        }
        let message =
            format!("unknown keyword `{}` in {}", key.escape_debug(), unknown::article(kind.noun()));
        self.fault(Code::UnknownKeyword, message, unknown::help(kind, key));
    }

    fn merge_key(&mut self) {
        let message = "`<<` is not supported: JSON, and so OpenAPI, does not have it".to_owned();
        let help = "write out what it stands for, or use `$ref`";
        self.fault(Code::MergeKey, message, help.to_owned());
    }

    fn misnamed(&mut self, kind: Kind, key: &str) {
        let shown = key.escape_debug();
        let (code, what, help) = if kind == Kind::Paths {
            (Code::NotAPath, "path", "begin it with `/`")
        } else {
            (Code::NotAStatus, "status", "use a status such as '200', '4XX' or `default`")
        };
        self.fault(code, format!("`{shown}` is not a {what}"), help.to_owned());
    }

    fn misfit(&mut self, misfit: Misfit) {
        let Misfit { code, steps, message, help } = misfit;
        let place = self.place(&steps);
        self.found.faults.push(Diagnostic::new(code, place, message).with_help(help));
    }

    fn fault(&mut self, code: Code, message: String, help: String) {
        let place = Place::new(self.source, &self.pointer);
        self.found.faults.push(Diagnostic::new(code, place, message).with_help(help));
    }

    /// A place below the one where the walk is.
    fn place(&self, steps: &[String]) -> Place {
        let below = steps.iter().map(|step| step.replace('~', "~0").replace('/', "~1"));
        let pointer = below.fold(self.pointer.clone(), |pointer, step| format!("{pointer}/{step}"));
        Place::new(self.source, pointer)
    }
}

const UNKNOWN_EXTENSION: &str = "an extension that the generator does not know";

fn is_ballast(kind: Kind, key: &str) -> bool {
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
