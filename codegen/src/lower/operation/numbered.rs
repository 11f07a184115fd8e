//! Families of inputs whose names differ only in a number: `Parameter1.Name`, `Parameter2.Name`, and so on.
//!
//! A family becomes one input with one setter. Its inputs have consecutive numbers and are equal in all but their
//! number and their description. They are optional, and each is one value of a query or a form. Two families with
//! the same beginning, numbers and type (`Parameter1.Name` and `Parameter1.Value`) become one input of pairs.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Doc, Input, Location, Name, Numbered, Type};
use crate::lower::names::values;
use crate::name;

/// The maximum length of a name in bytes. Each number in a name adds a candidate that compares the whole name, so
/// the time for a name is quadratic in its length.
const MAX_NAME: usize = 512;

/// The fewest inputs of a family. Fewer, such as two lines of a postal address, keep their own setters.
const FEWEST: usize = 4;

/// The inputs of a family, by their positions.
struct Family<'a> {
    before: &'a str,
    after: &'a str,
    first: u32,
    positions: Vec<usize>,
}

impl Family<'_> {
    fn last(&self) -> u32 {
        let count = u32::try_from(self.positions.len()).unwrap_or(u32::MAX);
        self.first.saturating_add(count.saturating_sub(1))
    }

    /// The position of the input with the first number, at which the family is inserted.
    fn position(&self) -> usize {
        self.positions.first().copied().unwrap_or_default()
    }
}

/// Replaces each family of optional inputs by one input.
pub(crate) fn group(inputs: &mut Vec<Input>) {
    let families = pairs(inputs, families(inputs));
    let mut grouped: BTreeMap<usize, Input> =
        families.iter().filter_map(|pair| Some((pair.first()?.position(), one(inputs, pair)?))).collect();
    let members: BTreeSet<usize> =
        families.iter().flatten().flat_map(|family| &family.positions).copied().collect();
    if members.is_empty() {
        return;
    }
    let kept = std::mem::take(inputs).into_iter().enumerate().filter_map(|(position, input)| {
        let family = grouped.remove(&position);
        family.or_else(|| (!members.contains(&position)).then_some(input))
    });
    *inputs = kept.collect();
}

/// The families, in the order of their first inputs. An input whose name contains several numbers belongs to the
/// largest of its possible families.
fn families(inputs: &[Input]) -> Vec<Family<'_>> {
    let mut candidates: BTreeMap<(&str, &str), BTreeMap<u32, usize>> = BTreeMap::new();
    for (position, input) in inputs.iter().enumerate().filter(|(_, input)| can_be_numbered(input)) {
        for (before, number, after) in numbers(&input.name.wire) {
            candidates.entry((before, after)).or_default().insert(number, position);
        }
    }
    let mut found: Vec<Family<'_>> = candidates
        .into_iter()
        .flat_map(|((before, after), members)| {
            let runs = runs(inputs, members).into_iter();
            runs.map(move |(first, positions)| Family { before, after, first, positions })
        })
        .collect();
    found.sort_by_key(|family| (std::cmp::Reverse(family.positions.len()), family.position()));
    let mut used: BTreeSet<usize> = BTreeSet::new();
    found.retain(|family| {
        let is_free = family.positions.iter().all(|position| !used.contains(position));
        used.extend(family.positions.iter().filter(|_| is_free));
        is_free
    });
    found.sort_by_key(Family::position);
    found
}

fn can_be_numbered(input: &Input) -> bool {
    let is_short = input.name.wire.len() <= MAX_NAME;
    let is_value = !matches!(input.ty, Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Boxed(_));
    is_short && is_value && matches!(input.location, Location::Query | Location::Form)
}

/// The numbers in a name, each with the text before and after it. A number with leading zeros is none, because the
/// number alone does not determine the name.
fn numbers(wire: &str) -> impl Iterator<Item = (&str, u32, &str)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let starts = wire.char_indices().filter(move |(at, c)| {
        is_digit(*c) && !wire.get(..*at).is_some_and(|before| before.ends_with(is_digit))
    });
    starts.filter_map(move |(start, _)| {
        let (before, rest) = wire.split_at_checked(start)?;
        let (digits, after) = rest.split_at_checked(rest.find(|c| !is_digit(c)).unwrap_or(rest.len()))?;
        let number: u32 = digits.parse().ok()?;
        (digits == "0" || !digits.starts_with('0')).then_some((before, number, after))
    })
}

/// The runs of consecutive numbers whose inputs are equal: the first number of each, and the positions.
fn runs(inputs: &[Input], members: BTreeMap<u32, usize>) -> Vec<(u32, Vec<usize>)> {
    let mut runs: Vec<(u32, u32, Vec<usize>)> = Vec::new();
    for (number, position) in members {
        match runs.last_mut() {
            Some((_, last, positions))
                if last.checked_add(1) == Some(number)
                    && positions.first().is_some_and(|first| are_alike(inputs, *first, position)) =>
            {
                *last = number;
                positions.push(position);
            }
            _ => runs.push((number, number, vec![position])),
        }
    }
    let runs = runs.into_iter().filter(|(_, _, positions)| positions.len() >= FEWEST);
    runs.map(|(first, _, positions)| (first, positions)).collect()
}

/// Whether two inputs are equal in all but their names, positions and descriptions.
fn are_alike(inputs: &[Input], first: usize, second: usize) -> bool {
    let (Some(first), Some(second)) = (inputs.get(first), inputs.get(second)) else { return false };
    let Input { name: _, doc: _, location, ty, pii, facts, numbered: _ } = first;
    *location == second.location
        && *ty == second.ty
        && *pii == second.pii
        && facts.deprecated == second.facts.deprecated
        && facts.bounds == second.facts.bounds
}

/// Joins two families that have the same beginning and numbers, and equal inputs.
fn pairs<'a>(inputs: &[Input], families: Vec<Family<'a>>) -> Vec<Vec<Family<'a>>> {
    let mut joined: Vec<Vec<Family<'a>>> = Vec::new();
    let mut known: BTreeMap<(&str, u32, u32), Vec<usize>> = BTreeMap::new();
    for family in families {
        let same_numbers = known.entry((family.before, family.first, family.last())).or_default();
        let is_alike = |group: &&usize| {
            let first = joined.get(**group).and_then(|group| group.first());
            first.is_some_and(|first| are_alike(inputs, first.position(), family.position()))
        };
        let group = same_numbers.iter().find(is_alike).copied();
        if let Some(group) = group.and_then(|group| joined.get_mut(group)) {
            group.push(family);
        } else {
            same_numbers.push(joined.len());
            joined.push(vec![family]);
        }
    }
    // The order of more than two values is not obvious, so each of them is set on its own.
    let is_pair = |group: &Vec<Family<'_>>| group.len() == 2;
    let (mut groups, others): (Vec<_>, Vec<_>) = joined.into_iter().partition(is_pair);
    groups.extend(others.into_iter().flatten().map(|family| vec![family]));
    groups
}

/// The input that replaces a family, or two that are joined.
fn one(inputs: &[Input], families: &[Family<'_>]) -> Option<Input> {
    let family = families.first()?;
    let Input { name: _, doc, location, ty, pii, facts, numbered: _ } = inputs.get(family.position())?;
    let Family { before, after, first, positions: _ } = family;
    let (wire, name) = match families {
        [_] => (format!("{before}{{n}}{after}"), values::snake(format!("{before} {after}").trim())),
        _ => (format!("{before}{{n}}"), values::snake(&name::plural(&name::snake(before)))),
    };
    let numbered = Numbered {
        before: (*before).to_owned(),
        after: families.iter().map(|family| family.after.to_owned()).collect(),
        first: *first,
        last: family.last(),
    };
    // A description of only one of the inputs does not apply to the others.
    let is_common = families.len() == 1
        && family.positions.iter().all(|position| inputs.get(*position).is_some_and(|own| own.doc == *doc));
    let doc = if is_common { doc.clone() } else { Doc::default() };
    Some(Input {
        name: Name { wire, ..name },
        doc,
        location: *location,
        ty: ty.clone(),
        pii: *pii,
        facts: facts.clone(),
        numbered: Some(numbered),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Facts;

    fn input(wire: &str, ty: Type) -> Input {
        let name = values::snake(wire);
        let (doc, facts) = (Doc::default(), Facts::default());
        Input { name, doc, location: Location::Form, ty, pii: false, facts, numbered: None }
    }

    fn grouped(names: &str) -> String {
        let expand = |name: &str| match name.split_once('#') {
            Some((before, after)) => (1..=4).map(|number| format!("{before}{number}{after}")).collect(),
            None => vec![name.to_owned()],
        };
        let mut inputs: Vec<Input> = names
            .split_whitespace()
            .flat_map(expand)
            .map(|wire| input(&wire, if wire.ends_with("Id") { Type::JSON } else { Type::TEXT }))
            .collect();
        group(&mut inputs);
        let shown = inputs.iter().map(|input| match &input.numbered {
            Some(Numbered { first, last, .. }) => {
                format!("{}[{first}-{last}]={}", input.name.wire, input.name.rust)
            }
            None => input.name.wire.clone(),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_name_of_many_bytes_is_not_numbered() {
        let names = |length: usize| format!("{}#", "x".repeat(length));
        assert!(grouped(&names(MAX_NAME - 1)).contains("{n}"));
        assert!(!grouped(&names(MAX_NAME)).contains("{n}"));
    }

    #[test]
    fn families() {
        let table = [
            ("Line1 Line2 Line3", "Line1 Line2 Line3"),
            ("A Line# Z", "A Line{n}[1-4]=line Z"),
            ("Line4 Line2 A Line1 Line3", "A Line{n}[1-4]=line"),
            ("Line0 Line#", "Line{n}[0-4]=line"),
            ("Line7 Line8 Line9 Line10", "Line{n}[7-10]=line"),
            ("Line# Line6 Line7", "Line{n}[1-4]=line Line6 Line7"),
            ("Line01 Line02 Line03 Line04", "Line01 Line02 Line03 Line04"),
            ("Line#.Text", "Line{n}.Text[1-4]=line_text"),
            ("V2Line#", "V2Line{n}[1-4]=v2_line"),
            ("# A", "{n}[1-4]=value A"),
            ("Type#", "Type{n}[1-4]=type_"),
            ("P#.Name P#.Value", "P{n}[1-4]=ps"),
            ("P1.Name P1.Value P2.Name P2.Value P3.Name P3.Value P4.Name P4.Value A", "P{n}[1-4]=ps A"),
            ("P#.Name P#.Value P5.Value", "P{n}.Name[1-4]=p_name P{n}.Value[1-5]=p_value"),
            ("P#.Name P#.Id", "P{n}.Name[1-4]=p_name P{n}.Id[1-4]=p_id"),
            ("P#.A P#.B P#.C", "P{n}.A[1-4]=p_a P{n}.B[1-4]=p_b P{n}.C[1-4]=p_c"),
            ("Line1 Line2 Line3 Line4Id", "Line1 Line2 Line3 Line4Id"),
            ("Line4294967294 Line4294967295 Line4294967296", "Line4294967294 Line4294967295 Line4294967296"),
        ];
        for (names, wanted) in table {
            assert_eq!(grouped(names), wanted, "{names}");
        }
    }
}
