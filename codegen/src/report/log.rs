//! Collects the changes of one module.

use sha2::{Digest as _, Sha256};

use super::change::Change;
use super::rules::Rule;
use super::setting::Setting;
use super::verdict::{Direction, Subject, Verdict};
use crate::ir::{Doc, Reason};

/// The item of a change.
#[derive(Clone, Debug)]
pub(super) struct Thing {
    pub(super) subject: Subject,
    pub(super) wire: String,
    pub(super) rust: String,
    pub(super) direction: Direction,
    pub(super) pointer: String,
}

/// Collects the changes of one module.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) document: Option<String>,
    /// Whether the document is unchanged. Then only the settings changed, and the wire format is the same.
    pub(super) same_document: bool,
    pub(super) changes: Vec<Change>,
}

impl Log {
    /// Records a change. The previous and the new state distinguish it from other changes of the same item.
    pub(super) fn add(&mut self, rule: Rule, thing: &Thing, before: Option<String>, after: Option<String>) {
        let essence = [&before, &after].map(|text| text.clone().unwrap_or_default()).join("\0");
        self.add_as(rule, thing, &essence, before, after);
    }

    /// Records a change whose states contain more than the change, such as a whole signature. The fingerprint
    /// depends only on `essence`.
    pub(super) fn add_as(
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
            setting: None,
        };
        self.changes.push(change);
    }

    /// Adds the setting that keeps the previous name to the last change. If the new name is from the settings,
    /// a maintainer has chosen it, and the change has no setting.
    pub(super) fn keep_name(&mut self, new: &Reason, setting: Setting) {
        if let Some(change) = self.changes.last_mut().filter(|_| !matches!(new, Reason::Setting(_))) {
            change.setting = Some(setting);
        }
    }

    /// Records a change if two texts differ.
    pub(super) fn differ(&mut self, rule: Rule, thing: &Thing, before: &str, after: &str) {
        if before != after {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            self.add(rule, thing, some(before), some(after));
        }
    }

    /// Records changes of the documentation and of the deprecation.
    pub(super) fn documentation(&mut self, thing: &Thing, before: (&Doc, bool), after: (&Doc, bool)) {
        let deprecated = |is: bool| Some(if is { "deprecated" } else { "not deprecated" }.to_owned());
        match (before.1, after.1) {
            (false, true) => self.add(Rule::Deprecated, thing, deprecated(false), deprecated(true)),
            (true, false) => self.add(Rule::Revived, thing, deprecated(true), deprecated(false)),
            _ => self.differ(Rule::Documentation, thing, &before.0.line(), &after.0.line()),
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
