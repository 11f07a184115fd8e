//! A report and its changes, as plain data.

use std::fmt;

use serde::Serialize;

use super::rules::Row;
use super::setting::{Names, Setting};
use super::verdict::{Affected, Direction, Subject, Verdict};
use super::version::{Step, Version};
use crate::diagnostic::Place;
use crate::invisible::plain;
use crate::locate;
use crate::output::Source;

/// The version of the report in JSON.
const SCHEMA_VERSION: u32 = 1;

/// One change.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// The kind of the changed item.
    pub subject: Subject,
    /// The name in the OpenAPI document, as in `codegen.toml`: `CreateInvite.RoleSid`.
    pub wire: String,
    /// The name in Rust, without the crate: `shop_v2::CreateOrder::coupon`.
    pub rust: String,
    /// The previous state. `None` if the item is new.
    pub before: Option<String>,
    /// The new state. `None` if the item was removed.
    pub after: Option<String>,
    /// The direction of the value.
    pub direction: Direction,
    /// The parts that the change breaks.
    pub breaks: Vec<Affected>,
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
    /// The value, for a value of an enum.
    #[serde(skip)]
    pub(super) value: Option<String>,
    /// The setting that keeps the previous Rust name. `None` if the name did not change, or if no setting
    /// keeps it.
    pub setting: Option<Setting>,
}

impl Change {
    /// The more serious of the two verdicts.
    pub fn severity(&self) -> Verdict {
        self.rule.wire.max(self.rule.rust)
    }

    /// The value of an enum that the change concerns.
    pub(super) fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }

    /// Whether the change is breaking and not approved.
    pub fn is_open(&self) -> bool {
        self.severity() == Verdict::Breaking && self.approved.is_none()
    }
}

/// A part of an input that could not be compared, because it contains errors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotCompared {
    /// The document, from [`Source::name`](crate::Source::name).
    pub document: String,
    /// The operations that contain an error. Empty for the whole document.
    pub operations: Vec<String>,
    /// The number of errors.
    pub errors: usize,
}

impl fmt::Display for NotCompared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { document, operations, errors } = self;
        let errors = if *errors == 1 { "1 error".to_owned() } else { format!("{errors} errors") };
        match operations.as_slice() {
            [] => write!(f, "{} ({errors})", plain(document)),
            operations => write!(f, "{} in {} ({errors})", plain(&operations.join(", ")), plain(document)),
        }
    }
}

/// All changes between two inputs.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The version of this form. A field is added without a new version; a changed or removed field has one.
    pub schema_version: u32,
    /// The parts that could not be compared.
    pub not_compared: Vec<NotCompared>,
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
    /// The names of the command line and of the files in the printed report.
    #[serde(skip)]
    pub names: Names,
}

impl Report {
    pub(super) fn new(mut changes: Vec<Change>, before: Version, after: Version) -> Self {
        // New operations are the most important ones among the changes that break nothing.
        let is_new = |change: &Change| {
            change.before.is_none() && matches!(change.subject, Subject::Module | Subject::Operation)
        };
        changes.sort_by_key(|change| (std::cmp::Reverse(change.severity()), !is_new(change)));
        let verdict = changes.iter().map(|change| change.rule.rust).max().unwrap_or(Verdict::Unchanged);
        let step = if changes.is_empty() { Step::None } else { Step::of(verdict) };
        let version_needed = before.moved(step);
        Self {
            schema_version: SCHEMA_VERSION,
            not_compared: Vec::new(),
            changes,
            version_before: before,
            version_after: after,
            step,
            version_needed,
            names: Names::default(),
        }
    }

    /// Determines the original pointers, and the lines: in the documents after the change, or else in those before it.
    pub(crate) fn locate(&mut self, origin: impl Fn(&Change) -> Option<String>, sides: [&[Source]; 2]) {
        for change in &mut self.changes {
            if let Some(pointer) = origin(change) {
                change.pointer = pointer;
            }
        }
        for sources in sides {
            let mut open: Vec<&mut Change> =
                self.changes.iter_mut().filter(|change| change.line.is_none()).collect();
            let place = |change: &&mut Change| {
                Place::new(change.document.clone().unwrap_or_default(), &change.pointer)
            };
            let mut places: Vec<Place> = open.iter().map(place).collect();
            locate::fill(places.iter_mut(), sources);
            for (change, place) in open.iter_mut().zip(places) {
                change.line = place.position.map(|position| position.line);
            }
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
