//! `approved.toml`: the approved breaking changes, identified by their fingerprints.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::change::Report;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::output::Source;
use crate::{locate, settings};

/// The approvals of a file.
#[derive(Clone, Debug, Default)]
pub struct Approvals(Vec<Approval>);

#[derive(Clone, Debug)]
struct Approval {
    fingerprint: String,
    reason: String,
    place: Place,
}

/// An approval without a matching change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    /// The fingerprint of the missing change.
    pub fingerprint: String,
    /// The location of the approval.
    pub place: Place,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApprovalsFile {
    #[serde(default)]
    approved: Vec<ApprovalEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApprovalEntry {
    fingerprint: Spanned<String>,
    reason: String,
}

impl Approvals {
    /// Reads a file of approvals.
    ///
    /// # Errors
    ///
    /// Diagnostics for entries without a reason and for duplicate entries.
    pub fn read(source: &Source) -> Result<Self, Diagnostics> {
        let place = |span: Option<Range<usize>>| {
            let mut place = Place::new(&source.name, "");
            settings::set_span(&mut place, &source.text, span);
            place
        };
        let rejected = |diagnostics| locate::finish(Diagnostics(diagnostics), &[], &[source]);
        let ApprovalsFile { approved } = toml::from_str(&source.text).map_err(|error| {
            let diagnostic = Diagnostic::new(Code::InvalidApproval, place(error.span()), error.message());
            let help = "write `[[approved]]`, `fingerprint = \"…\"` and `reason = \"…\"`";
            rejected(vec![diagnostic.with_help(help)])
        })?;
        let mut found: Vec<Approval> = Vec::new();
        let mut diagnostics = Vec::new();
        for ApprovalEntry { fingerprint, reason } in approved {
            let place = place(Some(fingerprint.span()));
            let fingerprint = fingerprint.into_inner();
            let shown = fingerprint.escape_debug();
            let diagnostic = if reason.trim().is_empty() {
                Some((
                    format!("the approval of `{shown}` must have a reason"),
                    "explain why the change is acceptable",
                ))
            } else if found.iter().any(|other| other.fingerprint == fingerprint) {
                Some((format!("`{shown}` must not be approved twice"), "remove one of the two approvals"))
            } else {
                None
            };
            match diagnostic {
                Some((message, help)) => {
                    diagnostics.push(Diagnostic::new(Code::InvalidApproval, place, message).with_help(help));
                }
                None => found.push(Approval { fingerprint, reason, place }),
            }
        }
        if diagnostics.is_empty() { Ok(Self(found)) } else { Err(rejected(diagnostics)) }
    }
}

impl Report {
    /// Records the reason on each approved change, and returns the approvals without a matching change.
    pub fn approve(&mut self, approvals: &Approvals) -> Vec<Unused> {
        let mut unused = Vec::new();
        for Approval { fingerprint, reason, place } in &approvals.0 {
            match self.changes.iter_mut().find(|change| change.fingerprint == *fingerprint) {
                Some(change) => change.approved = Some(reason.clone()),
                None => unused.push(Unused { fingerprint: fingerprint.clone(), place: place.clone() }),
            }
        }
        unused
    }
}
