//! `approved.toml`: the changes that somebody looked at, by their fingerprints.

use serde::Deserialize;
use toml::Spanned;

use super::Report;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::output::Source;
use crate::settings::position;

/// What a file of approvals says.
#[derive(Clone, Debug, Default)]
pub struct Approvals(Vec<Approval>);

#[derive(Clone, Debug)]
struct Approval {
    fingerprint: String,
    reason: String,
    place: Place,
}

/// An approval that belongs to no change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    /// Of the change that is not there.
    pub fingerprint: String,
    /// Where the approval stands.
    pub place: Place,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(default)]
    approved: Vec<RawApproval>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawApproval {
    fingerprint: Spanned<String>,
    reason: String,
}

impl Approvals {
    /// Reads a file of approvals.
    ///
    /// # Errors
    ///
    /// Every entry that is no approval: without a reason, or for a second time.
    pub fn read(source: &Source) -> Result<Self, Diagnostics> {
        let place = |offset: Option<usize>| Place {
            source: source.name.clone(),
            pointer: String::new(),
            position: offset.map(|offset| position(&source.text, offset)),
        };
        let Raw { approved } = toml::from_str(&source.text).map_err(|error| {
            let place = place(error.span().map(|span| span.start));
            let help = Some("write `[[approved]]`, `fingerprint = \"…\"` and `reason = \"…\"`".to_owned());
            Diagnostics(vec![Diagnostic { place, message: error.message().to_owned(), help }])
        })?;
        let mut found: Vec<Approval> = Vec::new();
        let mut faults = Vec::new();
        for RawApproval { fingerprint, reason } in approved {
            let place = place(Some(fingerprint.span().start));
            let fingerprint = fingerprint.into_inner();
            let shown = fingerprint.escape_debug();
            let fault = if reason.trim().is_empty() {
                Some((format!("`{shown}` is approved without a reason"), "say why the change is all right"))
            } else if found.iter().any(|other| other.fingerprint == fingerprint) {
                Some((format!("`{shown}` is approved twice"), "remove one of the two"))
            } else {
                None
            };
            match fault {
                Some((message, help)) => {
                    faults.push(Diagnostic { place, message, help: Some(help.to_owned()) });
                }
                None => found.push(Approval { fingerprint, reason, place }),
            }
        }
        if faults.is_empty() { Ok(Self(found)) } else { Err(Diagnostics(faults)) }
    }
}

impl Report {
    /// Notes on each change why it was approved, and gives the approvals that belong to none.
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
