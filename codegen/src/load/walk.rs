//! A walk over a whole document by the table of keywords.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::keywords::{Effect, Holds, Kind, NEWER, TWILIO};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::nearest::nearest;

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
    pub(crate) faults: Vec<Diagnostic>,
    /// How often each keyword without an effect stands in the document.
    pub(crate) idle: BTreeMap<Idle, usize>,
}

/// Walks a document. A reference to a schema with something beside it becomes an `allOf` of the
/// reference, which means the same and keeps both: the standard ignores what stands beside `$ref`,
/// Twilio's documents mean it.
pub(crate) fn walk(source: &str, document: &mut Value, samples: Samples) -> Findings {
    let mut walk = Walk { source, samples, pointer: String::new(), found: Findings::default() };
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
    /// Where the walk is.
    pointer: String,
    found: Findings,
}

impl Walk<'_> {
    fn below(&mut self, step: &str, go: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
        go(self);
        self.pointer.truncate(length);
    }

    fn object(&mut self, kind: Kind, value: &mut Value) {
        let Value::Object(entries) = value else { return }; // of the wrong type: reading it says so
        if kind.may_be_reference() && entries.contains_key("$ref") {
            self.reference(kind, value);
            return;
        }
        if matches!(kind, Kind::Paths | Kind::Responses) {
            self.named_by_rule(kind, entries);
            return;
        }
        for (key, value) in entries.iter_mut() {
            self.below(key, |walk| walk.entry(kind, key, value));
        }
        if self.samples == Samples::Dropped {
            entries.retain(|key, _| !is_ballast(kind, key));
        }
    }

    fn entry(&mut self, kind: Kind, key: &str, value: &mut Value) {
        if key == "x-twilio" {
            self.twilio(kind, value);
            return;
        }
        if key.starts_with("x-") {
            self.idle(kind, key, "an extension that the generator does not know");
            return;
        }
        let Some((_, holds, effect)) = kind.keywords().iter().find(|(known, ..)| *known == key) else {
            self.unknown(kind, key);
            return;
        };
        if let Effect::Idle(reason) = effect {
            self.idle(kind, key, reason);
        }
        if let (Kind::OpenApi, "servers", Value::Array(servers)) = (kind, key, &*value)
            && servers.len() > 1
        {
            self.idle(kind, "servers[1..]", "the first server is taken; a base URL leads to others");
        }
        match (holds, value) {
            (Holds::One(kind), value) => self.object(*kind, value),
            (Holds::List(kind), Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.below(&index.to_string(), |walk| walk.object(*kind, item));
                }
            }
            (Holds::Map(kind), Value::Object(entries)) => {
                for (name, value) in entries.iter_mut() {
                    self.below(name, |walk| walk.object(*kind, value));
                }
            }
            _ => {}
        }
    }

    /// Objects whose keys follow a rule: paths begin with `/`, answers have a status.
    fn named_by_rule(&mut self, kind: Kind, entries: &mut Map<String, Value>) {
        let inside = if kind == Kind::Paths { Kind::PathItem } else { Kind::Response };
        for (key, value) in entries.iter_mut() {
            let good = match kind {
                Kind::Paths => key.starts_with('/'),
                _ => key == "default" || is_status(key),
            };
            self.below(key, |walk| {
                if good {
                    walk.object(inside, value);
                } else if key.starts_with("x-") {
                    walk.idle(kind, key, "an extension that the generator does not know");
                } else {
                    walk.misnamed(kind, key);
                }
            });
        }
    }

    fn twilio(&mut self, kind: Kind, value: &Value) {
        for key in value.as_object().into_iter().flat_map(Map::keys) {
            let known = TWILIO.iter().find(|(known, _)| known == key);
            let reason = match known {
                Some((_, Effect::Used)) => continue,
                Some((_, Effect::Idle(reason))) => reason,
                None => "an extension that the generator does not know",
            };
            self.idle(kind, &format!("x-twilio.{key}"), reason);
        }
    }

    fn reference(&mut self, kind: Kind, value: &mut Value) {
        let Value::Object(entries) = value else { return };
        let mut kept = Map::new();
        for (key, value) in entries.iter() {
            match key.as_str() {
                "$ref" => {}
                "nullable" | "description" | "x-twilio" if kind == Kind::Schema => {
                    kept.insert(key.clone(), value.clone());
                }
                _ => self.idle(kind, key, "the standard ignores what stands beside `$ref`"),
            }
        }
        if !kept.is_empty()
            && let Some(reference) = entries.get("$ref").cloned()
        {
            kept.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
            *value = Value::Object(kept);
        }
    }

    fn idle(&mut self, kind: Kind, keyword: &str, reason: &'static str) {
        let idle = Idle { keyword: keyword.to_owned(), object: kind.noun(), reason };
        *self.found.idle.entry(idle).or_default() += 1;
    }

    fn unknown(&mut self, kind: Kind, key: &str) {
        let known = kind.keywords().iter().map(|(known, ..)| *known);
        let help = if let Some(near) = nearest(key, known) {
            format!("did you mean `{near}`?")
        } else if NEWER.contains(&key) {
            "OpenAPI 3.0 does not have it, 3.1 does; say it in the words of 3.0".to_owned()
        } else {
            "remove it, or begin its name with `x-` if it is an extension".to_owned()
        };
        let shown = key.escape_debug();
        let message = format!("unknown keyword `{shown}` in {} object", article(kind.noun()));
        self.fault(Code::UnknownKeyword, message, help);
    }

    fn misnamed(&mut self, kind: Kind, key: &str) {
        let shown = key.escape_debug();
        let (code, what, help) = if kind == Kind::Paths {
            (Code::NotAPath, "path", "begin it with `/`")
        } else {
            (Code::NotAStatus, "status", "use a status such as '200', '4XX' or `default`")
        };
        let message = format!("`{shown}` is not a {what}");
        self.fault(code, message, help.to_owned());
    }

    fn fault(&mut self, code: Code, message: String, help: String) {
        let place = Place::new(self.source, &self.pointer);
        self.found.faults.push(Diagnostic::new(code, place, message).with_help(help));
    }
}

fn article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'O']) { "an" } else { "a" };
    format!("{article} {noun}")
}

fn is_ballast(kind: Kind, key: &str) -> bool {
    match kind {
        Kind::Parameter | Kind::MediaType => matches!(key, "example" | "examples"),
        Kind::Schema => key == "example",
        Kind::Components => matches!(key, "examples" | "headers"),
        Kind::Response => key == "headers",
        _ => false,
    }
}

fn is_status(key: &str) -> bool {
    let mut characters = key.chars();
    let first = characters.next().is_some_and(|c| ('1'..='5').contains(&c));
    let rest = characters.as_str();
    first && (rest == "XX" || (rest.len() == 2 && rest.chars().all(|c| c.is_ascii_digit())))
}
