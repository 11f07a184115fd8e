//! Values in paths: arguments of a method, or of the one that makes a handle. They are given by
//! their places, so that what the document calls them is nobody's matter.

use super::pairs::{Side, Twins};
use super::rules::Rule;
use super::{Log, Subject, Thing, input};
use crate::ir::PathParam;
use crate::signature;

/// A path, whatever its placeholders are called.
pub(super) fn address(path: &str) -> String {
    let mut parts = path.split('{');
    let mut address = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        address.push_str("{}");
        address.push_str(part.split_once('}').map_or(part, |(_, text)| text));
    }
    address
}

/// Whether two values changed places: callers would swap them in silence.
pub(super) fn swapped(before: &[&str], after: &[&str]) -> bool {
    let mut places = before.iter().zip(after);
    places.any(|(old, new)| old != new && before.contains(new) && after.contains(old))
}

/// Whether the values are what they were, or take more than that; names aside.
pub(super) fn fit(twins: &Twins<'_>, before: &[PathParam], after: &[PathParam]) -> bool {
    let fits = |(old, new): (&PathParam, &PathParam)| {
        old.account == new.account && (twins.same(&old.ty, &new.ty) || widened(twins, old, new))
    };
    before.len() == after.len() && before.iter().zip(after).all(fits)
}

/// Whether every former value is still taken, as another type.
fn widened(twins: &Twins<'_>, old: &PathParam, new: &PathParam) -> bool {
    !twins.same(&old.ty, &new.ty)
        && input::retyped(twins, &old.ty, &new.ty, false) == Rule::ParameterTypeWidened
}

/// One value of a method.
pub(super) fn value(method: &Thing, param: &PathParam) -> Thing {
    Thing {
        subject: Subject::Parameter,
        wire: format!("{}.{}", method.wire, param.name.wire),
        rust: format!("{}({})", method.rust, param.name.rust),
        pointer: param.facts.at.clone(),
        ..method.clone()
    }
}

/// Tells wider types and other names of values that fit; `was` and `is` are the method.
pub(super) fn told(
    log: &mut Log,
    twins: &Twins<'_>,
    method: &Thing,
    (before, after): (&[PathParam], &[PathParam]),
    (was, is): (&str, &str),
) {
    for (old, new) in before.iter().zip(after).filter(|(old, _)| !old.account) {
        let rule = if widened(twins, old, new) {
            Rule::ParameterTypeWidened
        } else if old.name.wire != new.name.wire {
            Rule::ArgumentRenamed
        } else {
            continue;
        };
        let held = |side: &Side<'_>, param: &PathParam| signature::held(side.module, &param.ty);
        let (from, to) = (held(twins.before, old), held(twins.after, new));
        let essence = format!("{from} {} {to} {}", old.name.wire, new.name.wire);
        let (was, is) = (Some(was.to_owned()), Some(is.to_owned()));
        log.add_as(rule, &value(method, new), &essence, was, is);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_placeholders_do_not_count() {
        assert_eq!(address("/v1/{A}/b/{C}.json"), "/v1/{}/b/{}.json");
        assert_eq!(address("/v1/b"), "/v1/b");
        assert!(swapped(&["A", "B"], &["B", "A"]));
        assert!(!swapped(&["A", "B"], &["B", "C"]));
        assert!(!swapped(&["A", "B"], &["A", "C"]));
    }
}
