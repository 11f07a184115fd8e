//! Joins changes that are printed as one entry: the values of one enum.

use super::change::Change;
use super::verdict::{Subject, Verdict};

/// Changes that are printed as one entry: one change, or the new or removed values of one enum.
#[derive(Debug)]
pub(super) struct Group<'c> {
    pub(super) first: &'c Change,
    pub(super) others: Vec<&'c Change>,
}

impl Group<'_> {
    /// The Rust path: that of the enum, if the group contains several values.
    pub(super) fn rust(&self) -> &str {
        if self.others.is_empty() { &self.first.rust } else { owner(&self.first.rust, "::") }
    }

    /// The name in the document: that of the enum, if the group contains several values.
    pub(super) fn wire(&self) -> &str {
        if self.others.is_empty() {
            return &self.first.wire;
        }
        // The name of a value can contain any character, so it is removed by its length.
        let value = self.first.value().unwrap_or_default();
        self.first.wire.strip_suffix(value).map_or(&self.first.wire, |owner| owner.trim_end_matches('.'))
    }

    /// The previous and the new state, each with its sign.
    pub(super) fn states(&self) -> Vec<(char, String)> {
        let joined = |of: fn(&Change) -> Option<&String>| {
            let states: Vec<&str> = self.all().filter_map(|change| of(change).map(String::as_str)).collect();
            (!states.is_empty()).then(|| states.join(", "))
        };
        let before = joined(|change| change.before.as_ref()).map(|before| ('-', before));
        let after = joined(|change| change.after.as_ref()).map(|after| ('+', after));
        before.into_iter().chain(after).collect()
    }

    /// The fingerprints of all changes, separated by spaces.
    pub(super) fn fingerprints(&self) -> String {
        self.all().map(|change| change.fingerprint.as_str()).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Change> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }
}

/// The part of a name before its last separator.
fn owner<'n>(name: &'n str, separator: &str) -> &'n str {
    name.rsplit_once(separator).map_or(name, |(owner, _)| owner)
}

/// The changes with a severity, in their order. Each value joins the first one of its enum with the same rule.
pub(super) fn groups(changes: &[Change], severity: Verdict) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for change in changes.iter().filter(|change| change.severity() == severity) {
        let is_one_of = |group: &&mut Group<'_>| {
            let first = group.first;
            let is_one_sided = |change: &Change| change.before.is_some() != change.after.is_some();
            first.subject == Subject::Value
                && change.subject == Subject::Value
                && change.value().is_some()
                && first.rule == change.rule
                && first.approved == change.approved
                && is_one_sided(first)
                && owner(&first.rust, "::") == owner(&change.rust, "::")
        };
        match groups.iter_mut().rev().find(is_one_of) {
            Some(group) => group.others.push(change),
            None => groups.push(Group { first: change, others: Vec::new() }),
        }
    }
    groups
}
