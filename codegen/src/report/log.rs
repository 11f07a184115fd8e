//! Collects the changes of one module.

use sha2::{Digest as _, Sha256};

use super::change::Change;
use super::rules::Rule;
use super::setting::Setting;
use super::verdict::{Affected, Direction, Subject, Verdict};
use super::wire::Relation;
use crate::ir::{Doc, Reason};

/// The item of a change.
#[derive(Clone, Debug)]
pub(super) struct ChangedItem {
    pub(super) subject: Subject,
    /// The name in the document.
    pub(super) wire: String,
    pub(super) rust: String,
    pub(super) direction: Direction,
    pub(super) pointer: String,
    /// The value, for a value of an enum.
    pub(super) value: Option<String>,
}

/// One change of an item. The rule determines every verdict that is `None`.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) rule: Rule,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    /// The part of the two states that belongs to the change. The fingerprint contains it.
    pub(super) essence: String,
    pub(super) wire: Option<Verdict>,
    pub(super) rust: Option<Verdict>,
    /// The only direction that the change affects.
    pub(super) side: Option<Direction>,
    /// The name of the item before, if it was renamed.
    pub(super) wire_before: Option<String>,
    pub(super) setting: Option<Setting>,
}

impl Entry {
    /// A change whose states contain nothing but the change.
    pub(super) fn new(rule: Rule, before: Option<String>, after: Option<String>) -> Self {
        let essence = [&before, &after].map(|text| text.clone().unwrap_or_default()).join("\0");
        Self {
            rule,
            before,
            after,
            essence,
            wire: None,
            rust: None,
            side: None,
            wire_before: None,
            setting: None,
        }
    }

    /// Replaces the essence, for states that contain more than the change, such as a whole signature.
    pub(super) fn essence(self, essence: impl Into<String>) -> Self {
        Self { essence: essence.into(), ..self }
    }

    /// Sets the verdict for callers.
    pub(super) fn rust(self, rust: Verdict) -> Self {
        Self { rust: Some(rust), ..self }
    }

    /// Sets the effect of other values on requests and responses.
    pub(super) fn relation(self, relation: Relation) -> Self {
        let (wire, side) = match relation {
            Relation::Same => (Verdict::Unchanged, None),
            Relation::Narrowed => (Verdict::Breaking, Some(Direction::Request)),
            Relation::Widened => (Verdict::Breaking, Some(Direction::Response)),
            Relation::Changed => (Verdict::Breaking, None),
        };
        Self { wire: Some(wire), side, ..self }
    }

    /// Sets the previous name of the item, if it is another one.
    pub(super) fn renamed_from(self, name: &str, now: &str) -> Self {
        Self { wire_before: (name != now).then(|| name.to_owned()), ..self }
    }

    /// Sets the setting that keeps the previous Rust name. If the new name is from the settings, a maintainer has
    /// chosen it, and the change has no setting.
    pub(super) fn keep_name(self, new: &Reason, setting: Setting) -> Self {
        Self { setting: Some(setting).filter(|_| !matches!(new, Reason::Setting(_))), ..self }
    }
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
    pub(super) fn add(
        &mut self,
        rule: Rule,
        changed: &ChangedItem,
        before: Option<String>,
        after: Option<String>,
    ) {
        self.push(changed, Entry::new(rule, before, after));
    }

    /// Records a change.
    pub(super) fn push(&mut self, changed: &ChangedItem, entry: Entry) {
        let ChangedItem { subject, wire, rust, direction, pointer, value } = changed.clone();
        let Entry { rule, before, after, essence, wire: on_wire, rust: in_rust, side, wire_before, setting } =
            entry;
        let mut row = rule.row();
        row.wire = on_wire.unwrap_or(row.wire);
        row.rust = in_rust.unwrap_or(row.rust);
        let is_affected = side.or(row.side).is_none_or(|side| direction.includes(side));
        if row.wire == Verdict::Breaking && !is_affected {
            row.wire = Verdict::Compatible;
        }
        if self.same_document && row.wire != Verdict::Documentation {
            row.wire = Verdict::Unchanged;
        }
        let breaks = Affected::by(row.wire, row.rust, side.or(row.side), direction);
        let module = rust.split("::").next().unwrap_or_default();
        let name = wire_before.as_deref().unwrap_or(&wire);
        let fingerprint = fingerprint(&[row.id, module, name, &essence]);
        let wire = match &wire_before {
            Some(before) => format!("{before} → {wire}"),
            None => wire,
        };
        self.changes.push(Change {
            subject,
            wire,
            rust,
            before,
            after,
            direction,
            breaks,
            rule: row,
            fingerprint,
            document: self.document.clone(),
            pointer,
            line: None,
            approved: None,
            value,
            setting,
        });
    }

    /// Records a change if two texts differ.
    pub(super) fn differ(&mut self, rule: Rule, changed: &ChangedItem, before: &str, after: &str) {
        if before != after {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            self.add(rule, changed, some(before), some(after));
        }
    }

    /// Records changes of the documentation and of the deprecation.
    pub(super) fn documentation(&mut self, changed: &ChangedItem, before: (&Doc, bool), after: (&Doc, bool)) {
        let deprecated = |is: bool| Some(if is { "deprecated" } else { "not deprecated" }.to_owned());
        match (before.1, after.1) {
            (false, true) => self.add(Rule::Deprecated, changed, deprecated(false), deprecated(true)),
            (true, false) => self.add(Rule::Revived, changed, deprecated(true), deprecated(false)),
            _ => self.differ(Rule::Documentation, changed, &before.0.line(), &after.0.line()),
        }
    }

    /// Whether a change after the first `start` ones explains why a signature differs: it breaks callers, or it adds
    /// null to an argument.
    pub(super) fn explains_signature_since(&self, start: usize) -> bool {
        let explains = |change: &Change| {
            change.rule.rust == Verdict::Breaking || change.rule.id == Rule::ParameterNullable.row().id
        };
        self.changes.iter().skip(start).any(explains)
    }
}

/// The verdict for callers of an item with these signatures before and after. A call remains valid if each previous
/// signature remains.
pub(super) fn compare_signatures(before: &[String], after: &[String]) -> Verdict {
    let remains = |signature: &String| after.contains(signature);
    match before.iter().all(remains) {
        false => Verdict::Breaking,
        true if before.len() < after.len() => Verdict::Compatible,
        true => Verdict::Unchanged,
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
