//! Values in paths: arguments of a method, or of the one that makes a handle. They are given by
//! their places, so that what the document calls them is nobody's matter.

use super::pairs::Twins;
use super::rules::Rule;
use super::{Log, Subject, Thing};
use crate::ir::PathParam;

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

/// Whether the values are what they were, names aside.
pub(super) fn same(twins: &Twins<'_>, before: &[PathParam], after: &[PathParam]) -> bool {
    let same =
        |(old, new): (&PathParam, &PathParam)| old.account == new.account && twins.same(&old.ty, &new.ty);
    before.len() == after.len() && before.iter().zip(after).all(same)
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

/// Tells other names of the same values; `was` and `is` are the method.
pub(super) fn renamed(
    log: &mut Log,
    method: &Thing,
    (before, after): (&[PathParam], &[PathParam]),
    (was, is): (&str, &str),
) {
    for (old, new) in before.iter().zip(after).filter(|(old, _)| !old.account) {
        if old.name.wire != new.name.wire {
            let essence = format!("{} {}", old.name.wire, new.name.wire);
            let (was, is) = (Some(was.to_owned()), Some(is.to_owned()));
            log.add_as(Rule::ArgumentRenamed, &value(method, new), &essence, was, is);
        }
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
