//! Compares two IRs and reports the changes on the wire, in the Rust API and of the crate's version.
//!
//! `compare` pairs the items before and after (`pairs`), compares each pair (`operation`, `input`, `model`), and
//! records each difference with a rule of one table (`rules`). `text` and `markdown` format the report.

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

/// The effect of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No effect.
    Unchanged,
    /// Only the documentation changed.
    Documentation,
    /// Existing requests or code still work.
    Compatible,
    /// Existing requests, responses or code may no longer work.
    Breaking,
}

/// The direction of the changed value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Response,
    /// Both directions.
    Both,
    /// The change does not concern a value.
    None,
}

impl Direction {
    /// The suffix after the name of a value.
    fn name(self) -> &'static str {
        match self {
            Self::Request => " (request)",
            Self::Response => " (response)",
            Self::Both => " (request and response)",
            Self::None => "",
        }
    }
}

/// The kind of item that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// The package.
    Package,
    /// The module of a document.
    Module,
    /// The handle of a resource.
    Resource,
    /// An operation.
    Operation,
    /// A path value, a query parameter or a header.
    Parameter,
    /// A field of a request body.
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
    /// The kind of the changed item.
    pub subject: Subject,
    /// The name in the OpenAPI document, as in `codegen.toml`: `CreateInvite.RoleSid`.
    pub wire: String,
    /// The name in Rust, without the crate: `chat_v2::CreateInvite::role_sid`.
    pub rust: String,
    /// The previous state. `None` if the item is new.
    pub before: Option<String>,
    /// The new state. `None` if the item was removed.
    pub after: Option<String>,
    /// The direction of the value.
    pub direction: Direction,
    /// The rule, its verdicts and its reason.
    pub rule: Row,
    /// Twelve hexadecimal digits that identify the change, independently of other changes.
    pub fingerprint: String,
    /// The document, from [`Source::name`](crate::Source::name). `None` for the package.
    pub document: Option<String>,
    /// JSON pointer to the item in the document, or to its previous location if it was removed.
    pub pointer: String,
    /// The line of the item in the document, or of its nearest existing parent.
    pub line: Option<usize>,
    /// The reason of the approval.
    pub approved: Option<String>,
}

impl Change {
    /// The more serious of the two verdicts.
    pub fn severity(&self) -> Verdict {
        self.rule.wire.max(self.rule.rust)
    }

    /// Whether the change is breaking and not approved.
    pub fn is_open(&self) -> bool {
        self.severity() == Verdict::Breaking && self.approved.is_none()
    }
}

/// All changes between two inputs.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The changes, by descending severity, and then in the order of the modules and their items.
    pub changes: Vec<Change>,
    /// The previous version in the settings.
    pub version_before: Version,
    /// The current version in the settings.
    pub version_after: Version,
    /// The required version step.
    pub step: Step,
    /// The lowest version that satisfies the step.
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

    /// Determines the lines in the current documents.
    pub(crate) fn locate(&mut self, documents: &[Source]) {
        let place =
            |change: &Change| Place::new(change.document.clone().unwrap_or_default(), &change.pointer);
        let mut places: Vec<Place> = self.changes.iter().map(place).collect();
        locate::fill(places.iter_mut(), documents);
        for (change, place) in self.changes.iter_mut().zip(places) {
            change.line = place.position.map(|position| position.line);
        }
    }

    /// The report as JSON.
    pub fn json(&self) -> String {
        // Serializing strings, numbers and unit variants cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The number of changes whose severity is `verdict`.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.changes.iter().filter(|change| change.severity() == verdict).count()
    }

    /// Whether the current version satisfies the step.
    pub fn version_is_enough(&self) -> bool {
        self.version_after >= self.version_needed
    }

    /// Whether the report contains a breaking change that is not approved.
    pub fn is_breaking(&self) -> bool {
        self.changes.iter().any(Change::is_open)
    }
}

/// The item of a change.
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
    /// Whether the document is unchanged. Then only the settings changed, and the wire format is the same.
    same_document: bool,
    changes: Vec<Change>,
}

impl Log {
    /// Records a change. The previous and the new state distinguish it from other changes of the same item.
    fn add(&mut self, rule: Rule, thing: &Thing, before: Option<String>, after: Option<String>) {
        let essence = [&before, &after].map(|text| text.clone().unwrap_or_default()).join("\0");
        self.add_as(rule, thing, &essence, before, after);
    }

    /// Records a change whose states contain more than the change, such as a whole signature. The fingerprint
    /// depends only on `essence`.
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

    /// Records a change if two texts differ.
    fn differ(&mut self, rule: Rule, thing: &Thing, before: &str, after: &str) {
        if before != after {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            self.add(rule, thing, some(before), some(after));
        }
    }

    /// Records changes of the documentation and of the deprecation.
    fn told(&mut self, thing: &Thing, before: (&crate::ir::Doc, bool), after: (&crate::ir::Doc, bool)) {
        let deprecated = |is: bool| Some(if is { "deprecated" } else { "not deprecated" }.to_owned());
        match (before.1, after.1) {
            (false, true) => self.add(Rule::Deprecated, thing, deprecated(false), deprecated(true)),
            (true, false) => self.add(Rule::Revived, thing, deprecated(true), deprecated(false)),
            _ => self.differ(Rule::Documentation, thing, &before.0.0.join(" "), &after.0.0.join(" ")),
        }
    }
}

/// The first twelve hexadecimal digits of a hash.
fn fingerprint(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digits: Vec<String> = hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

/// All rules, in the order of the table.
pub fn rules() -> &'static [Row] {
    rules::all()
}
