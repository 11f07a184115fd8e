//! Pairs the items of two APIs.

use std::collections::{BTreeMap, VecDeque};

use crate::ir::{Doc, Input, Location, Module, Operation, RequestPart, Resource, TypeId};

/// An item before and after. One of the two may be missing.
pub(super) type Pair<'a, T> = (Option<&'a T>, Option<&'a T>);

/// A type before and after. One of the two may be missing.
pub(super) type TypePair = (Option<TypeId>, Option<TypeId>);

/// Pairs items with the same key: first in the order after, then the removed items in the order before. Several items
/// with the same key are paired in their order.
pub(super) fn by_key<'a, T, K: Ord>(
    before: impl IntoIterator<Item = &'a T>,
    after: impl IntoIterator<Item = &'a T>,
    key: impl Fn(&T) -> K,
) -> Vec<Pair<'a, T>> {
    let before: Vec<&T> = before.into_iter().collect();
    let mut known: BTreeMap<K, VecDeque<&T>> = BTreeMap::new();
    for changed in &before {
        known.entry(key(changed)).or_default().push_back(changed);
    }
    let mut pairs: Vec<Pair<'a, T>> = after
        .into_iter()
        .map(|changed| (known.get_mut(&key(changed)).and_then(VecDeque::pop_front), Some(changed)))
        .collect();
    let remains = |changed: &&T| {
        known.get(&key(changed)).is_some_and(|left| left.iter().any(|other| std::ptr::eq(*other, *changed)))
    };
    let gone: Vec<&T> = before.into_iter().filter(remains).collect();
    pairs.extend(gone.into_iter().map(|changed| (Some(changed), None)));
    pairs
}

/// Pairs the unmatched items of a first key by a second key. Items without a second key stay unmatched.
pub(super) fn by_second_key<T, K: Ord>(pairs: Vec<Pair<'_, T>>, key: impl Fn(&T) -> K) -> Vec<Pair<'_, T>> {
    let (mut done, single): (Vec<_>, Vec<_>) =
        pairs.into_iter().partition(|(before, after)| before.is_some() && after.is_some());
    let (before, after): (Vec<_>, Vec<_>) = single.into_iter().unzip();
    done.extend(by_key(before.into_iter().flatten(), after.into_iter().flatten(), key));
    done
}

/// Pairs an item that was removed with a new one that only differs in its name, so that both are one change. `alike`
/// decides whether two items are equal except for the name.
pub(super) fn renamed<'a, T>(
    pairs: Vec<Pair<'a, T>>,
    mut alike: impl FnMut(&T, &T) -> bool,
) -> Vec<Pair<'a, T>> {
    let mut gone: Vec<&'a T> =
        pairs.iter().filter_map(|(before, after)| (*before).filter(|_| after.is_none())).collect();
    let mut found: Vec<Pair<'a, T>> = Vec::new();
    for (before, after) in pairs {
        match (before, after) {
            (None, Some(new)) => {
                let twin = gone.iter().position(|old| alike(old, new));
                found.push((twin.map(|twin| gone.remove(twin)), Some(new)));
            }
            (Some(_), None) => {}
            pair => found.push(pair),
        }
    }
    found.extend(gone.into_iter().map(|changed| (Some(changed), None)));
    found
}

/// Whether the common items have another order. Each item is its index after and its index before.
pub(super) fn reordered(places: impl IntoIterator<Item = (usize, usize)>) -> bool {
    let mut places: Vec<(usize, usize)> = places.into_iter().collect();
    places.sort_unstable();
    !places.is_sorted_by_key(|(_, before)| *before)
}

/// A path without the names of its placeholders.
pub(super) fn unnamed(path: &str) -> String {
    let mut parts = path.split('{');
    let mut unnamed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        unnamed.push_str("{}");
        unnamed.push_str(part.split_once('}').map_or(part, |(_, text)| text));
    }
    unnamed
}

/// An operation and its resource.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owned<'a> {
    pub(super) resource: &'a Resource,
    pub(super) operation: &'a Operation,
}

/// All operations of a module.
pub(super) fn operations(module: &Module) -> Vec<Owned<'_>> {
    module.operations().map(|(resource, operation)| Owned { resource, operation }).collect()
}

/// An input, and whether it is required.
#[derive(Clone, Copy, Debug)]
pub(super) struct RequestInput<'a> {
    pub(super) input: &'a Input,
    pub(super) required: bool,
}

/// The inputs of an operation.
pub(super) fn inputs(operation: &Operation) -> Vec<RequestInput<'_>> {
    let required = operation.required.iter().map(|input| RequestInput { input, required: true });
    required.chain(operation.optional.iter().map(|input| RequestInput { input, required: false })).collect()
}

/// Pairs the inputs of an operation by their wire names, first within the same part of the request.
pub(super) fn input_pairs<'p>(
    before: &'p [RequestInput<'p>],
    after: &'p [RequestInput<'p>],
) -> Vec<Pair<'p, RequestInput<'p>>> {
    let wire = |given: &RequestInput<'_>| given.input.name.wire.clone();
    let part = |given: &RequestInput<'_>| part_name(given.input.location);
    let found = by_key(before, after, |given| (sent_name(given.input), part(given)));
    let found = by_second_key(found, |given| (wire(given), given.input.location.is_body()));
    let found = by_second_key(found, wire);
    by_second_key(found, |given| given.input.name.rust.clone())
}

/// The name of an input in requests. The case of a header's name has no meaning.
fn sent_name(input: &Input) -> String {
    match input.location.part() {
        RequestPart::Header => input.name.wire.to_ascii_lowercase(),
        _ => input.name.wire.clone(),
    }
}

/// Whether two inputs have the same name in requests.
pub(super) fn is_same_name(old: &Input, new: &Input) -> bool {
    old.name.wire == new.name.wire || sent_name(old) == sent_name(new)
}

/// Whether a removed item and a new one with the same type are one item with another name: they have the same
/// description, or the same place and similar names. Without descriptions, the same place is sufficient.
pub(super) fn is_renaming((old, was): (&str, &Doc), (new, is): (&str, &Doc), same_place: bool) -> bool {
    let no_doc = Doc::default();
    match (*was == no_doc, *is == no_doc) {
        (true, true) => same_place,
        (false, false) if was == is => true,
        _ => same_place && are_similar(old, new),
    }
}

/// Whether all words of a name are part of the other one, or more than half of the words of the longer one.
fn are_similar(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let common = one.iter().filter(|word| other.contains(word)).count();
    let (shorter, longer) = (one.len().min(other.len()), one.len().max(other.len()));
    common > 0 && (common == shorter || common * 2 > longer)
}

/// The words of a name, in lower case: `RoomSid` and `room_sid` have the same ones.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        let is_start = !c.is_alphanumeric() || (c.is_uppercase() && was_lower);
        if is_start {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase() || c.is_numeric();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The part of the request that contains an input.
pub(super) fn part_name(location: Location) -> String {
    match location {
        // The comparison of the operation reports a change of the encoding.
        Location::Form | Location::JsonField => "in the body".to_owned(),
        location => location.words(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similar_names_have_common_words() {
        for (one, other, expected) in [
            ("status", "campaign_status", true),
            ("gd_base_url", "base_url", true),
            ("address_line_match", "address_lines_match", true),
            ("VerifyServiceSid", "ServiceSid", true),
            ("CallScore", "CallScoreAnnotation", true),
            ("live_activity", "line_status", false),
            ("phone_risk_level", "phone_quality_score", false),
            ("", "_", false),
        ] {
            assert_eq!(are_similar(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn names_of_placeholders_do_not_count() {
        assert_eq!(unnamed("/v1/{A}/b/{C}.json"), "/v1/{}/b/{}.json");
        assert_eq!(unnamed("/v1/b"), "/v1/b");
    }

    #[test]
    fn items_with_the_same_key_are_paired_in_their_order() {
        let (before, after) = ([("a", 1), ("a", 2), ("b", 3)], [("a", 1), ("a", 2), ("a", 4)]);
        let pairs = by_key(&before, &after, |changed| changed.0);
        let shown: Vec<_> = pairs.iter().map(|(a, b)| (a.map(|a| a.1), b.map(|b| b.1))).collect();
        assert_eq!(shown, [(Some(1), Some(1)), (Some(2), Some(2)), (None, Some(4)), (Some(3), None)]);
    }
}
