//! Two IRs in, what changed out: for the wire, for callers in Rust, and for the crate's version.
//!
//! `compare` pairs what is the same thing before and after (`pairs`), looks at each pair
//! (`operation`, `input`, `model`), and notes what differs by a rule of one table (`rules`). How a
//! report reads is decided in `text` and `markdown`.

mod approval;
mod compare;
mod input;
mod markdown;
mod model;
mod operation;
mod pairs;
mod path;
mod rules;
mod text;
mod version;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::diagnostic::Place;
use crate::locate;
use crate::output::Source;

pub use approval::{Approvals, Unused};
pub use rules::Row;
pub use version::{Step, Version};

pub(crate) use compare::{About, compare};
use rules::Rule;
pub(crate) use text::plain;

/// What a change means for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing.
    Unchanged,
    /// Other words about the same thing.
    Documentation,
    /// More than before; what worked still works.
    Compatible,
    /// What worked may no longer work.
    Breaking,
}

/// Which way the value goes that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Response,
    /// Both.
    Both,
    /// It is no value.
    None,
}

impl Direction {
    /// Behind the name of a value.
    fn name(self) -> &'static str {
        match self {
            Self::Request => " (request)",
            Self::Response => " (answer)",
            Self::Both => " (request and answer)",
            Self::None => "",
        }
    }
}

/// What kind of thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// The package itself.
    Package,
    /// One document.
    Module,
    /// What is done with one noun.
    Resource,
    /// One operation.
    Operation,
    /// A path value, a query parameter or a header.
    Parameter,
    /// A field of a request's body.
    Body,
    /// A type of the document.
    Type,
    /// A property of a type.
    Property,
    /// A value of an enum.
    Value,
    /// A kind of SID.
    Sid,
}

/// One change.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// What changed.
    pub subject: Subject,
    /// The name in the document, as `codegen.toml` would write it: `CreateInvite.RoleSid`.
    pub wire: String,
    /// The name in Rust, without the crate: `chat_v2::CreateInvite::role_sid`.
    pub rust: String,
    /// What it was, if it was there.
    pub before: Option<String>,
    /// What it is, if it is there.
    pub after: Option<String>,
    /// Which way the value goes.
    pub direction: Direction,
    /// The rule, its verdicts and its reason.
    pub rule: Row,
    /// Twelve digits that stay the same whatever else changes.
    pub fingerprint: String,
    /// The document, as named in [`Source::name`](crate::Source::name); none for the package.
    pub document: Option<String>,
    /// JSON pointer to where it stands in the document; to where it stood, if it is gone.
    pub pointer: String,
    /// The line of the document where that is, or where the nearest thing around it is.
    pub line: Option<usize>,
    /// Why somebody said that it is all right.
    pub approved: Option<String>,
}

impl Change {
    /// The more serious of the two verdicts.
    pub fn severity(&self) -> Verdict {
        self.rule.wire.max(self.rule.rust)
    }

    /// Whether it breaks something and nobody approved of it.
    pub fn is_open(&self) -> bool {
        self.severity() == Verdict::Breaking && self.approved.is_none()
    }
}

/// All changes between two states of the documents and the settings.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The serious ones first, within one verdict as the modules and their contents stand.
    pub changes: Vec<Change>,
    /// The version that the settings said before.
    pub version_before: Version,
    /// The version that they say now.
    pub version_after: Version,
    /// How far the version has to move.
    pub step: Step,
    /// The least version that moves so far.
    pub version_needed: Version,
}

impl Report {
    fn new(mut changes: Vec<Change>, before: Version, after: Version) -> Self {
        changes.sort_by_key(|change| std::cmp::Reverse(change.severity()));
        let verdict = changes.iter().map(|change| change.rule.rust).max().unwrap_or(Verdict::Unchanged);
        let step = if changes.is_empty() { Step::None } else { Step::of(verdict) };
        let version_needed = before.moved(step);
        Self { changes, version_before: before, version_after: after, step, version_needed }
    }

    /// Finds the lines of the documents, as they are now.
    pub(crate) fn locate(&mut self, documents: &[Source]) {
        let place =
            |change: &Change| Place::new(change.document.clone().unwrap_or_default(), &change.pointer);
        let mut places: Vec<Place> = self.changes.iter().map(place).collect();
        locate::fill(places.iter_mut(), documents);
        for (change, place) in self.changes.iter_mut().zip(places) {
            change.line = place.position.map(|position| position.line);
        }
    }

    /// The report for programs.
    pub fn json(&self) -> String {
        // Texts, numbers and names of variants can always be written.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// How many changes have a verdict as their more serious one.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.changes.iter().filter(|change| change.severity() == verdict).count()
    }

    /// Whether the version has moved as far as it must.
    pub fn version_is_enough(&self) -> bool {
        self.version_after >= self.version_needed
    }

    /// Whether anything breaks that nobody approved of.
    pub fn is_breaking(&self) -> bool {
        self.changes.iter().any(Change::is_open)
    }
}

/// The thing that a change is about.
#[derive(Clone, Debug)]
struct Thing {
    subject: Subject,
    wire: String,
    rust: String,
    direction: Direction,
    pointer: String,
}

/// Collects the changes of one module.
#[derive(Debug, Default)]
struct Log {
    document: Option<String>,
    /// Whether the document is what it was: nothing on the wire is another then, whatever the settings
    /// make of it.
    same_document: bool,
    changes: Vec<Change>,
}

impl Log {
    /// Notes a change; what it was and what it is tell it from others of the same thing.
    fn add(&mut self, rule: Rule, thing: &Thing, before: Option<String>, after: Option<String>) {
        let essence = [&before, &after].map(|text| text.clone().unwrap_or_default()).join("\0");
        self.add_as(rule, thing, &essence, before, after);
    }

    /// Notes a change that is shown with more than belongs to it, such as a whole signature: the
    /// fingerprint is made of its essence.
    fn add_as(
        &mut self,
        rule: Rule,
        thing: &Thing,
        essence: &str,
        before: Option<String>,
        after: Option<String>,
    ) {
        let Thing { subject, wire, rust, direction, pointer } = thing.clone();
        let mut row = rule.row();
        if self.same_document && row.wire != Verdict::Documentation {
            row.wire = Verdict::Unchanged;
        }
        let module = rust.split("::").next().unwrap_or_default();
        let fingerprint = fingerprint(&[row.id, module, &wire, essence]);
        let document = self.document.clone();
        let change = Change {
            subject,
            wire,
            rust,
            before,
            after,
            direction,
            rule: row,
            fingerprint,
            document,
            pointer,
            line: None,
            approved: None,
        };
        self.changes.push(change);
    }

    /// Notes two texts, if they differ.
    fn differ(&mut self, rule: Rule, thing: &Thing, before: &str, after: &str) {
        if before != after {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            self.add(rule, thing, some(before), some(after));
        }
    }

    /// Notes other words about the same thing, and whether it goes away.
    fn told(&mut self, thing: &Thing, before: (&crate::ir::Doc, bool), after: (&crate::ir::Doc, bool)) {
        let deprecated = |is: bool| Some(if is { "deprecated" } else { "not deprecated" }.to_owned());
        match (before.1, after.1) {
            (false, true) => self.add(Rule::Deprecated, thing, deprecated(false), deprecated(true)),
            (true, false) => self.add(Rule::Revived, thing, deprecated(true), deprecated(false)),
            _ => self.differ(Rule::Documentation, thing, &before.0.0.join(" "), &after.0.0.join(" ")),
        }
    }
}

/// Twelve hexadecimal digits.
fn fingerprint(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digits: Vec<String> = hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

/// The rules that every report goes by, in the order in which they are documented.
pub fn rules() -> &'static [Row] {
    rules::all()
}
