//! Names the SID newtypes.
//!
//! Within one product (all its versions), the prefix identifies a newtype. The first applicable rule
//! determines the name:
//!
//! - A: the only owner. An owner is a component whose property `sid` has the prefix. Owners that only extend
//!   another owner by words before or after it do not count.
//! - B: the only owner that also occurs as `<noun>_sid`.
//! - C: the longest common word suffix of the owners.
//! - D: without an owner, the noun of the operationId of an operation with `{Sid}` in its path.
//! - E: the only `<noun>_sid` name. Extensions do not count, as in A.
//! - F: the longest common word suffix of the `<noun>_sid` names.
//! - G: the only other name, without `_id`.
//! - H: the prefix itself (`KqSid`). It is also the name if another prefix has the same noun, unless exactly
//!   one of the two nouns results from rule A.
//!
//! The result does not depend on the order of the documents, because all evidence is in sorted sets.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Prefix, Reason, Sid};
use crate::name;

/// The occurrences of each prefix in the documents of one product.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence(BTreeMap<Prefix, Occurrences>);

#[derive(Clone, Debug, Default)]
struct Occurrences {
    /// The nouns of components whose own `sid` has the prefix, each with the first such component.
    owners: BTreeMap<Words, String>,
    /// Names of values with the prefix, other than `sid`.
    names: BTreeSet<Words>,
    /// Nouns of operations that take `{Sid}` with the prefix.
    operations: BTreeSet<Words>,
}

type Words = Vec<String>;

impl Evidence {
    /// Records that the value `wire` has the prefix.
    pub(crate) fn name(&mut self, prefix: &Prefix, wire: &str) {
        let last = wire.rsplit('.').next().unwrap_or(wire);
        let mut words = name::words(last);
        if words.last().is_some_and(|word| word == "sids") {
            words.pop();
            words.push("sid".to_owned());
        }
        let clues = self.0.entry(prefix.clone()).or_default();
        if words != ["sid"] {
            clues.names.insert(words);
        }
    }

    /// Records that the property `sid` of the component has the prefix.
    pub(crate) fn owner(&mut self, prefix: &Prefix, component: &str) {
        let noun = component.rsplit('.').next().unwrap_or(component);
        let noun = noun.strip_suffix("-instance").unwrap_or(noun);
        self.0.entry(prefix.clone()).or_default().add_owner(name::words(noun), component);
    }

    /// Records that the path of an operation on `noun` contains `{Sid}` with the prefix.
    pub(crate) fn operation(&mut self, prefix: &Prefix, noun: &str) {
        self.0.entry(prefix.clone()).or_default().operations.insert(name::words(noun));
    }

    /// Adds the occurrences in another document of the same product.
    pub(crate) fn merge(&mut self, other: Self) {
        for (prefix, clues) in other.0 {
            let mine = self.0.entry(prefix).or_default();
            clues.owners.into_iter().for_each(|(noun, component)| mine.add_owner(noun, &component));
            mine.names.extend(clues.names);
            mine.operations.extend(clues.operations);
        }
    }

    /// The newtype of each prefix.
    pub(crate) fn decide(&self) -> BTreeMap<Prefix, Sid> {
        let candidates: BTreeMap<&Prefix, Option<(Words, bool)>> =
            self.0.iter().map(|(prefix, clues)| (prefix, clues.noun())).collect();
        let mut sids = BTreeMap::new();
        for (&prefix, candidate) in &candidates {
            let kept = candidate.as_ref().filter(|candidate| keeps_noun(candidate, prefix, &candidates));
            let noun = kept.map(|(noun, _)| noun);
            let sid = match noun {
                Some(noun) => Sid {
                    why: self.why(prefix, noun),
                    prefix: prefix.clone(),
                    rust: name::pascal(&format!("{}_sid", noun.join("_"))),
                    noun: noun.join(" "),
                },
                None => Sid {
                    why: Reason::SidValues,
                    prefix: prefix.clone(),
                    rust: name::pascal(&format!("{}_sid", prefix.as_str().to_ascii_lowercase())),
                    noun: String::new(),
                },
            };
            sids.insert(prefix.clone(), sid);
        }
        sids
    }
}

impl Evidence {
    /// The reason for a noun.
    fn why(&self, prefix: &Prefix, noun: &Words) -> Reason {
        let owner = self.0.get(prefix).and_then(|clues| clues.owners.get(noun));
        owner.map_or(Reason::SidValues, |component| Reason::Owner(component.clone()))
    }
}

/// Whether a prefix keeps its noun: no other prefix has it, or only this one is an owner.
fn keeps_noun(
    candidate: &(Words, bool),
    prefix: &Prefix,
    all: &BTreeMap<&Prefix, Option<(Words, bool)>>,
) -> bool {
    let (noun, owned) = candidate;
    let rivals: Vec<bool> = all
        .iter()
        .filter(|(other, _)| **other != prefix)
        .filter_map(|(_, candidate)| candidate.as_ref())
        .filter(|(other, _)| other == noun)
        .map(|(_, owned)| *owned)
        .collect();
    rivals.is_empty() || (*owned && !rivals.contains(&true))
}

impl Occurrences {
    fn add_owner(&mut self, noun: Words, component: &str) {
        let first = self.owners.entry(noun).or_insert_with(|| component.to_owned());
        if component < first.as_str() {
            component.clone_into(first);
        }
    }

    /// The noun by the rules A to G, and whether it results from A.
    fn noun(&self) -> Option<(Words, bool)> {
        let owners = without_extensions(&self.owners.keys().cloned().collect());
        let sid_names: BTreeSet<Words> = self.names.iter().filter_map(|words| stem(words, "sid")).collect();
        match owners.as_slice() {
            [owner] => return Some((owner.clone(), true)),
            [] => {}
            several => {
                let mut used = several.iter().filter(|owner| sid_names.contains(*owner));
                if let (Some(owner), None) = (used.next(), used.next()) {
                    return Some((owner.clone(), false));
                }
                return common_suffix(several).map(|noun| (noun, false));
            }
        }
        let noun = only(&without_extensions(&self.operations))
            .or_else(|| only(&without_extensions(&sid_names)))
            .or_else(|| common_suffix(&sid_names.iter().cloned().collect::<Vec<_>>()))
            .or_else(|| sid_names.is_empty().then(|| self.other_name()).flatten());
        noun.map(|noun| (noun, false))
    }

    fn other_name(&self) -> Option<Words> {
        let [name] = self.names.iter().collect::<Vec<_>>()[..] else { return None };
        Some(stem(name, "id").unwrap_or_else(|| name.clone()))
    }
}

/// The words before the last word, if the last word is `end`.
fn stem(words: &[String], end: &str) -> Option<Words> {
    match words.split_last() {
        Some((last, stem)) if last == end && !stem.is_empty() => Some(stem.to_vec()),
        _ => None,
    }
}

fn only(nouns: &[Words]) -> Option<Words> {
    match nouns {
        [noun] => Some(noun.clone()),
        _ => None,
    }
}

/// Removes every noun that only extends another by words before or after it.
fn without_extensions(nouns: &BTreeSet<Words>) -> Vec<Words> {
    let extends = |noun: &Words| {
        nouns.iter().any(|other| other != noun && (noun.starts_with(other) || noun.ends_with(other)))
    };
    nouns.iter().filter(|noun| !extends(noun)).cloned().collect()
}

fn common_suffix(nouns: &[Words]) -> Option<Words> {
    let (first, others) = nouns.split_first()?;
    (0..first.len()).find_map(|start| {
        let suffix = first.get(start..)?;
        others.iter().all(|other| other.ends_with(suffix)).then(|| suffix.to_vec())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each row: owners, names, operations, the other prefix's owners → the newtype.
    #[test]
    fn rules() {
        type Row<'a> = (&'a str, &'a [&'a str], &'a [&'a str], &'a [&'a str], &'a str);
        let table: &[Row<'_>] = &[
            ("A", &["x.invite"], &["Sid"], &["invite"], "InviteSid"),
            ("A, extension removed", &["x.binding", "x.user_binding"], &[], &[], "BindingSid"),
            ("B", &["x.asset", "x.trunk"], &["trunk_sid"], &[], "TrunkSid"),
            ("C", &["x.conversation_webhook", "x.channel_webhook"], &[], &[], "WebhookSid"),
            ("D", &[], &["call_sid", "leg_sid"], &["Recording"], "RecordingSid"),
            ("E", &[], &["ServiceSid", "default_service_sid"], &[], "ServiceSid"),
            ("E, form name", &[], &["Integration.FlowSid"], &[], "FlowSid"),
            ("F", &[], &["chat_service_sid", "flex_service_sid"], &[], "ServiceSid"),
            ("G", &[], &["ReservationId"], &[], "ReservationSid"),
            ("H", &[], &["note_sid", "summary_sid"], &[], "KqSid"),
        ];
        for (rule, owners, names, operations, wanted) in table {
            let kq = Prefix::new("KQ").unwrap();
            let mut evidence = Evidence::default();
            evidence.name(&kq, "sid");
            owners.iter().for_each(|owner| evidence.owner(&kq, owner));
            names.iter().for_each(|name| evidence.name(&kq, name));
            operations.iter().for_each(|noun| evidence.operation(&kq, noun));
            assert_eq!(evidence.decide()[&kq].rust, *wanted, "{rule}");
        }
    }

    #[test]
    fn rivals() {
        let (aa, bb) = (Prefix::new("AA").unwrap(), Prefix::new("BB").unwrap());
        let mut evidence = Evidence::default();
        evidence.owner(&aa, "x.note");
        evidence.name(&bb, "note_sid");
        let sids = evidence.decide();
        assert_eq!((sids[&aa].rust.as_str(), sids[&bb].rust.as_str()), ("NoteSid", "BbSid"));
        evidence.owner(&bb, "y.note");
        let sids = evidence.decide();
        assert_eq!((sids[&aa].rust.as_str(), sids[&bb].rust.as_str()), ("AaSid", "BbSid"));
    }
}
