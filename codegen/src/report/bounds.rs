//! Compares the constraints on the values of an item.

use super::log::{ChangedItem, Log};
use super::rules::Rule;
use super::verdict::Direction;
use crate::ir::{Bound, Bounds, Limit, Type};

/// Whether a change allows fewer values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    Tightened,
    Loosened,
}

/// Compares the bounds of a value. The length of a SID is part of its type.
pub(super) fn compare(
    log: &mut Log,
    changed: &ChangedItem,
    (old, was): (&Bounds, &Type),
    (new, is): (&Bounds, &Type),
) {
    let is_sid = |ty: &Type| matches!(super::wire::bare(ty), Type::Sid(_));
    if is_sid(was) == is_sid(is) {
        return nested(log, changed, old, new, "");
    }
    let without_length = |bounds: &Bounds| {
        let mut bounds = bounds.clone();
        bounds.limits.retain(|limit, _| !matches!(limit, Limit::MinLength | Limit::MaxLength));
        bounds
    };
    nested(log, changed, &without_length(old), &without_length(new), "");
}

/// Compares the bounds of a value, and then those of the values inside it. `inside` describes the value: `items of `.
pub(super) fn nested(log: &mut Log, changed: &ChangedItem, old: &Bounds, new: &Bounds, inside: &str) {
    if old == new {
        return;
    }
    limits(log, changed, old, new, inside);
    let shown = |name: &str, value: Option<String>| value.map(|value| format!("{inside}{name}: {value}"));
    if old.pattern != new.pattern {
        let rule =
            if new.pattern.is_some() { Rule::RequestPatternChanged } else { Rule::RequestPatternRemoved };
        let (was, is) = (old.pattern.clone(), new.pattern.clone());
        log.add(of_direction(changed, rule), changed, shown("pattern", was), shown("pattern", is));
    }
    if let Some(effect) = multiple(old.multiple_of, new.multiple_of) {
        let rule = match effect {
            Effect::Tightened => Rule::MultipleOfTightened,
            Effect::Loosened => Rule::MultipleOfLoosened,
        };
        let number = |number: Option<f64>| shown("multipleOf", number.map(|number| number.to_string()));
        log.add(of_direction(changed, rule), changed, number(old.multiple_of), number(new.multiple_of));
    }
    if old.unique_items != new.unique_items {
        let rule = if new.unique_items { Rule::UniqueItemsRequired } else { Rule::UniqueItemsOptional };
        let unique = |is: bool| shown("uniqueItems", Some(is.to_string()));
        log.add(of_direction(changed, rule), changed, unique(old.unique_items), unique(new.unique_items));
    }
    if old.default != new.default {
        let (was, is) = (old.default.clone(), new.default.clone());
        log.add(Rule::DefaultChanged, changed, shown("default", was), shown("default", is));
    }
    if old.inner.is_some() || new.inner.is_some() {
        let none = Bounds::default();
        let inner = |bounds: &Bounds| bounds.inner.as_deref().unwrap_or(&none).clone();
        nested(log, changed, &inner(old), &inner(new), &format!("{inside}items: "));
    }
}

fn limits(log: &mut Log, changed: &ChangedItem, old: &Bounds, new: &Bounds, inside: &str) {
    let mut limits: Vec<_> = old.limits.keys().chain(new.limits.keys()).collect();
    limits.sort_unstable();
    limits.dedup();
    for limit in limits {
        let (was, is) = (old.limits.get(limit), new.limits.get(limit));
        let Some(effect) = moved(*limit, was, is) else { continue };
        let rule = match effect {
            Effect::Tightened => Rule::RequestBoundTightened,
            Effect::Loosened => Rule::RequestBoundLoosened,
        };
        let shown = |bound: Option<&Bound>| {
            bound.map(|Bound { value, is_exclusive }| {
                let exclusive = if *is_exclusive { " (exclusive)" } else { "" };
                format!("{inside}{}: {value}{exclusive}", limit.name())
            })
        };
        log.add(of_direction(changed, rule), changed, shown(was), shown(is));
    }
}

/// The rule for a value of a direction. The client accepts every value in a response.
fn of_direction(changed: &ChangedItem, rule: Rule) -> Rule {
    if changed.direction == Direction::Response { Rule::ResponseBoundChanged } else { rule }
}

/// How a bound moved. A missing bound allows every value.
fn moved(limit: Limit, old: Option<&Bound>, new: Option<&Bound>) -> Option<Effect> {
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (None, Some(_)) => return Some(Effect::Tightened),
        (Some(_), None) => return Some(Effect::Loosened),
        (None, None) => return None,
    };
    let order = match new.value.total_cmp(&old.value) {
        std::cmp::Ordering::Equal if limit.is_lower() => new.is_exclusive.cmp(&old.is_exclusive),
        std::cmp::Ordering::Equal => old.is_exclusive.cmp(&new.is_exclusive),
        order => order,
    };
    match (order, limit.is_lower()) {
        (std::cmp::Ordering::Equal, _) => None,
        (std::cmp::Ordering::Greater, true) | (std::cmp::Ordering::Less, false) => Some(Effect::Tightened),
        _ => Some(Effect::Loosened),
    }
}

/// How the allowed multiples changed. If no number fits into the other one, fewer values are allowed.
fn multiple(old: Option<f64>, new: Option<f64>) -> Option<Effect> {
    match (old, new) {
        (None, None) => None,
        (Some(_), None) => Some(Effect::Loosened),
        (None, Some(_)) => Some(Effect::Tightened),
        (Some(old), Some(new)) if old.total_cmp(&new).is_eq() => None,
        (Some(old), Some(new)) => {
            let times = old / new;
            let is_multiple = times.is_finite() && times.fract().abs() < f64::EPSILON;
            Some(if is_multiple { Effect::Loosened } else { Effect::Tightened })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_tightened_or_loosened() {
        let bound = |value, is_exclusive| Bound { value, is_exclusive };
        let (two, five) = (bound(2.0, false), bound(5.0, false));
        let exclusive = bound(5.0, true);
        for (limit, old, new, expected) in [
            (Limit::Maximum, Some(&five), Some(&two), Some(Effect::Tightened)),
            (Limit::Maximum, Some(&two), Some(&five), Some(Effect::Loosened)),
            (Limit::Minimum, Some(&two), Some(&five), Some(Effect::Tightened)),
            (Limit::Minimum, Some(&five), Some(&two), Some(Effect::Loosened)),
            (Limit::Maximum, Some(&five), Some(&exclusive), Some(Effect::Tightened)),
            (Limit::Minimum, Some(&five), Some(&exclusive), Some(Effect::Tightened)),
            (Limit::Minimum, Some(&exclusive), Some(&five), Some(Effect::Loosened)),
            (Limit::MinItems, None, Some(&five), Some(Effect::Tightened)),
            (Limit::MaxItems, Some(&five), None, Some(Effect::Loosened)),
            (Limit::MaxItems, Some(&five), Some(&five), None),
        ] {
            assert_eq!(moved(limit, old, new), expected, "{limit:?} {old:?} {new:?}");
        }
    }

    #[test]
    fn a_multiple_of_a_multiple_allows_fewer_numbers() {
        for (old, new, expected) in [
            (None, Some(2.0), Some(Effect::Tightened)),
            (Some(2.0), None, Some(Effect::Loosened)),
            (Some(2.0), Some(4.0), Some(Effect::Tightened)),
            (Some(4.0), Some(2.0), Some(Effect::Loosened)),
            (Some(2.0), Some(3.0), Some(Effect::Tightened)),
            (Some(2.0), Some(2.0), None),
        ] {
            assert_eq!(multiple(old, new), expected, "{old:?} {new:?}");
        }
    }
}
