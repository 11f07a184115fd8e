//! Compares the values in paths, which are arguments of a method or of the method that creates a handle.
//! Callers pass them by position, so their names in the document are irrelevant.

use super::log::{ChangedItem, Entry, Log};
use super::matching::Matched;
use super::rules::Rule;
use super::verdict::{Subject, Verdict};
use super::wire::Relation;
use crate::emit::signature;
use crate::ir::{Encoding, PathParam};

/// Whether two values were swapped. The compiler would not detect this in existing code.
pub(super) fn swapped(before: &[&str], after: &[&str]) -> bool {
    let mut places = before.iter().zip(after);
    places.any(|(old, new)| old != new && before.contains(new) && after.contains(old))
}

/// How the values that a path accepts changed.
fn relation(matched: &Matched<'_>, old: &PathParam, new: &PathParam) -> Relation {
    matched.relation(&old.ty, &new.ty, Encoding::Text)
}

/// Whether the server accepts every value that it accepted before.
pub(super) fn fit(matched: &Matched<'_>, before: &[PathParam], after: &[PathParam]) -> bool {
    let fits = |(old, new): (&PathParam, &PathParam)| {
        matches!(relation(matched, old, new), Relation::Same | Relation::Widened)
    };
    before.len() == after.len() && before.iter().zip(after).all(fits)
}

/// The types and the wire names of values, for a fingerprint.
pub(super) fn described(side: &super::matching::Side<'_>, params: &[PathParam]) -> String {
    let one = |param: &PathParam| format!("{} {}", param.name.wire, side.describe(&param.ty));
    params.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The item for a value.
pub(super) fn value(method: &ChangedItem, param: &PathParam) -> ChangedItem {
    ChangedItem {
        subject: Subject::Parameter,
        wire: format!("{}.{}", method.wire, param.name.wire),
        rust: format!("{}({})", method.rust, param.name.rust),
        pointer: param.facts.at.to_string(),
        ..method.clone()
    }
}

/// Reports wider types, other Rust types and other names. `was` and `is` are the signatures of the method.
pub(super) fn names_and_types(
    log: &mut Log,
    matched: &Matched<'_>,
    method: &ChangedItem,
    (before, after): (&[PathParam], &[PathParam]),
    (was, is): (&str, &str),
) {
    for (old, new) in before.iter().zip(after).filter(|(old, new)| !old.account || !new.account) {
        let argument = (
            signature::argument(matched.before.module, &old.ty),
            signature::argument(&matched.aligned, &new.ty),
        );
        let is_same_argument = argument.0 == argument.1 && old.account == new.account;
        let (rule, rust) = match relation(matched, old, new) {
            Relation::Widened => (Rule::ParameterTypeWidened, !is_same_argument),
            _ if !is_same_argument => (Rule::RustTypeChanged, true),
            _ if old.name.wire != new.name.wire => (Rule::ArgumentRenamed, false),
            _ => continue,
        };
        let essence = format!(
            "{} {}",
            described(matched.before, std::slice::from_ref(old)),
            described(matched.after, std::slice::from_ref(new))
        );
        let entry = Entry::new(rule, Some(was.to_owned()), Some(is.to_owned())).essence(essence);
        let changed = value(method, new);
        let name = value(method, old).wire;
        let entry = entry.renamed_from(&name, &changed.wire);
        log.push(&changed, if rust { entry.rust(Verdict::Breaking) } else { entry });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_values_have_the_names_of_each_other() {
        assert!(swapped(&["A", "B"], &["B", "A"]));
        assert!(!swapped(&["A", "B"], &["B", "C"]));
        assert!(!swapped(&["A", "B"], &["A", "C"]));
    }
}
