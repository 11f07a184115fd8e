//! The candidates for the names of types, and the choice among them.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::place::At;
use crate::ir::{Doc, Origin, TypeKind};
use crate::name;
use crate::pointer::Pointer;

/// A type without a name.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) origin: Origin,
    /// The candidates for its name, the preferred one first.
    pub(crate) candidates: Vec<String>,
    /// The noun in its name, in snake case: the resource that it belongs to, if there is one.
    pub(crate) noun: String,
    pub(crate) doc: Doc,
    pub(crate) kind: TypeKind,
    /// The position of its schema.
    pub(crate) at: At,
    /// The positions of all schemas that an inline type consists of.
    pub(crate) places: Vec<Pointer>,
    /// The index of an equal type that replaces it.
    pub(crate) replaced_by: Option<usize>,
    /// The resources that use it, by their index.
    pub(crate) users: Vec<usize>,
    /// Whether requests contain it.
    pub(crate) sent: bool,
    /// Whether responses contain it.
    pub(crate) read: bool,
    /// Whether an object of it has no other properties than those of its fields.
    pub(crate) is_closed: bool,
}

/// The candidates for the name of a component, and its noun. `shop.v2.store.order.invite` → `Invite`,
/// then `ChannelInvite`, …; `user_channel_enum_channel_status` → `UserChannelStatus`, then
/// `UserChannelChannelStatus`.
pub(crate) fn component_candidates(component: &str) -> (Vec<String>, String) {
    if let Some((resource, value)) = component.split_once(ENUM) {
        let (resource, value) = (name::words(resource), name::words(value));
        let shared = (1..=resource.len().min(value.len()))
            .rev()
            .find(|&count| resource.ends_with(value.get(..count).unwrap_or_default()))
            .unwrap_or(0);
        let merged: Vec<String> = resource.iter().chain(value.iter().skip(shared)).cloned().collect();
        let whole: Vec<String> = resource.iter().chain(&value).cloned().collect();
        let candidates = vec![name::pascal(&merged.join("_")), name::pascal(&whole.join("_"))];
        return (candidates, resource.join("_"));
    }
    let segments: Vec<&str> = component.split('.').collect();
    let noun = segments.last().copied().unwrap_or(component);
    let noun = noun.strip_suffix("-instance").unwrap_or(noun);
    let mut candidates: Vec<String> = Vec::new();
    for start in (0..segments.len()).rev() {
        let tail = segments.get(start..).unwrap_or_default().join("_");
        candidates.push(name::pascal(tail.strip_suffix("-instance").unwrap_or(&tail)));
    }
    (candidates, name::words(noun).join("_"))
}

/// Whether a component's name consists of a resource and the value that it enumerates.
pub(crate) fn is_enum_of_resource(component: &str) -> bool {
    component.contains(ENUM)
}

/// The separator between the resource and the value in the name of an enum's component.
const ENUM: &str = "_enum_";

/// Resolves name collisions. In each round, all types that share a candidate move to their next candidate,
/// until no collisions or no further candidates are left.
pub(crate) fn settle<'d>(drafts: &[&'d Draft], taken: &BTreeSet<String>) -> Vec<&'d str> {
    let mut left: Vec<&[String]> = drafts.iter().map(|draft| draft.candidates.as_slice()).collect();
    loop {
        let mut rivals: BTreeMap<&str, usize> = BTreeMap::new();
        for candidate in left.iter().filter_map(|candidates| candidates.first()) {
            *rivals.entry(candidate).or_default() += 1;
        }
        let mut is_settled = true;
        for candidates in &mut left {
            if let [candidate, next @ ..] = *candidates
                && !next.is_empty()
                && (taken.contains(candidate)
                    || rivals.get(candidate.as_str()).is_some_and(|rivals| *rivals > 1))
            {
                *candidates = next;
                is_settled = false;
            }
        }
        if is_settled {
            return left.iter().map(|candidates| candidates.first().map_or("", String::as_str)).collect();
        }
    }
}
