//! Compares the values in paths, which are arguments of a method or of the method that creates a handle.
//! Callers pass them by position, so their names in the document are irrelevant.

use super::input;
use super::log::{Log, Thing};
use super::pairs::{MatchedTypes, Side};
use super::rules::Rule;
use super::verdict::Subject;
use crate::emit::signature;
use crate::ir::PathParam;

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

/// Whether two values were swapped. The compiler would not detect this in existing code.
pub(super) fn swapped(before: &[&str], after: &[&str]) -> bool {
    let mut places = before.iter().zip(after);
    places.any(|(old, new)| old != new && before.contains(new) && after.contains(old))
}

/// Whether the values have the same or wider types, except for names.
pub(super) fn fit(matched: &MatchedTypes<'_>, before: &[PathParam], after: &[PathParam]) -> bool {
    let fits = |(old, new): (&PathParam, &PathParam)| {
        old.account == new.account && (matched.same(&old.ty, &new.ty) || widened(matched, old, new))
    };
    before.len() == after.len() && before.iter().zip(after).all(fits)
}

/// Whether the new type accepts all previous values but differs.
fn widened(matched: &MatchedTypes<'_>, old: &PathParam, new: &PathParam) -> bool {
    !matched.same(&old.ty, &new.ty)
        && input::retyped(matched, &old.ty, &new.ty, input::Passed::Argument) == Rule::ParameterTypeWidened
}

/// The item for a value.
pub(super) fn value(method: &Thing, param: &PathParam) -> Thing {
    Thing {
        subject: Subject::Parameter,
        wire: format!("{}.{}", method.wire, param.name.wire),
        rust: format!("{}({})", method.rust, param.name.rust),
        pointer: param.facts.at.to_string(),
        ..method.clone()
    }
}

/// Reports wider types and other names. `was` and `is` are the signatures of the method.
pub(super) fn names_and_types(
    log: &mut Log,
    matched: &MatchedTypes<'_>,
    method: &Thing,
    (before, after): (&[PathParam], &[PathParam]),
    (was, is): (&str, &str),
) {
    for (old, new) in before.iter().zip(after).filter(|(old, _)| !old.account) {
        let rule = if widened(matched, old, new) {
            Rule::ParameterTypeWidened
        } else if old.name.wire != new.name.wire {
            Rule::ArgumentRenamed
        } else {
            continue;
        };
        let held = |side: &Side<'_>, param: &PathParam| signature::held(side.module, &param.ty);
        let (from, to) = (held(matched.before, old), held(matched.after, new));
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
        assert_eq!(unnamed("/v1/{A}/b/{C}.json"), "/v1/{}/b/{}.json");
        assert_eq!(unnamed("/v1/b"), "/v1/b");
        assert!(swapped(&["A", "B"], &["B", "A"]));
        assert!(!swapped(&["A", "B"], &["B", "C"]));
        assert!(!swapped(&["A", "B"], &["A", "C"]));
    }
}
