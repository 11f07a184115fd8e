//! What types and variants would like to be called, before rivals are known, and which of its wishes
//! a type is left with among them.

use std::collections::{BTreeMap, BTreeSet};

use super::types::Draft;
use crate::ir::{Name, Variant};
use crate::name;

/// `chat.v2.service.channel.invite` → `Invite`, or with more of the path in front;
/// `user_channel_enum_channel_status` → `UserChannelStatus`, or with the shared word twice.
pub(crate) fn component_wishes(component: &str) -> (Vec<String>, String) {
    if let Some((resource, value)) = component.split_once("_enum_") {
        let (resource, value) = (name::words(resource), name::words(value));
        let shared = (1..=resource.len().min(value.len()))
            .rev()
            .find(|&count| resource.ends_with(value.get(..count).unwrap_or_default()))
            .unwrap_or(0);
        let merged: Vec<String> = resource.iter().chain(value.iter().skip(shared)).cloned().collect();
        let whole: Vec<String> = resource.iter().chain(&value).cloned().collect();
        let wishes = vec![name::pascal(&merged.join("_")), name::pascal(&whole.join("_"))];
        return (wishes, resource.join("_"));
    }
    let segments: Vec<&str> = component.split('.').collect();
    let noun = segments.last().copied().unwrap_or(component);
    let noun = noun.strip_suffix("-instance").unwrap_or(noun);
    let mut wishes: Vec<String> = Vec::new();
    for start in (0..segments.len()).rev() {
        let tail = segments.get(start..).unwrap_or_default().join("_");
        wishes.push(name::pascal(tail.strip_suffix("-instance").unwrap_or(&tail)));
    }
    (wishes, name::words(noun).join("_"))
}

/// The variants of an enum. Two values with one Rust name are numbered in the order of the document.
pub(crate) fn variants(values: &[&str]) -> Vec<Variant> {
    let mut variants: Vec<Variant> = Vec::new();
    for &value in values {
        let mut rust = name::pascal(value);
        if rust == super::UNRECOGNIZED {
            rust.push('_');
        }
        variants.push(Variant { name: Name { wire: value.to_owned(), rust } });
    }
    name::distinct(variants.iter_mut().map(|variant| &mut variant.name.rust), "");
    variants
}

/// The wish that each type is left with. Every round sends all rivals for a name to their next wish,
/// until no wish is left.
pub(crate) fn settle<'d>(drafts: &'d [Draft], taken: &BTreeSet<String>) -> Vec<&'d str> {
    let mut left: Vec<&[String]> = drafts.iter().map(|draft| draft.wishes.as_slice()).collect();
    loop {
        let mut rivals: BTreeMap<&str, usize> = BTreeMap::new();
        for wish in left.iter().filter_map(|wishes| wishes.first()) {
            *rivals.entry(wish).or_default() += 1;
        }
        let mut is_settled = true;
        for wishes in &mut left {
            if let [wish, next @ ..] = *wishes
                && !next.is_empty()
                && (taken.contains(wish) || rivals.get(wish.as_str()).is_some_and(|rivals| *rivals > 1))
            {
                *wishes = next;
                is_settled = false;
            }
        }
        if is_settled {
            return left.iter().map(|wishes| wishes.first().map_or("", String::as_str)).collect();
        }
    }
}
