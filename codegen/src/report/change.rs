//! A report and its changes, as plain data.

use serde::Serialize;

use super::rules::Row;
use super::setting::{Names, Setting};
use super::verdict::{Direction, Subject, Verdict};
use super::version::{Step, Version};
use crate::diagnostic::Place;
use crate::locate;
use crate::output::Source;

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
    /// The setting that keeps the previous Rust name. `None` if the name did not change, or if no setting
    /// keeps it.
    pub setting: Option<Setting>,
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
    /// The names of the command line and of the files in the printed report.
    #[serde(skip)]
    pub names: Names,
}

impl Report {
    pub(super) fn new(mut changes: Vec<Change>, before: Version, after: Version) -> Self {
        changes.sort_by_key(|change| std::cmp::Reverse(change.severity()));
        let verdict = changes.iter().map(|change| change.rule.rust).max().unwrap_or(Verdict::Unchanged);
        let step = if changes.is_empty() { Step::None } else { Step::of(verdict) };
        let version_needed = before.moved(step);
        Self {
            changes,
            version_before: before,
            version_after: after,
            step,
            version_needed,
            names: Names::default(),
        }
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
