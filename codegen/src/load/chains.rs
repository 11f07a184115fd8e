//! Chains of references: the end of each chain, in time proportional to the number of references.

use std::collections::BTreeMap;

use serde_json::Value;

/// The step after a link of a chain.
pub(super) enum Step<L, E> {
    Link(L),
    End(E),
}

/// The ends that were found. `None` is a chain that contains itself.
pub(super) type Ends<L, E> = BTreeMap<L, Option<E>>;

/// The end of the chain that begins at a link. `None` if the chain contains itself. Each link is visited once, also if
/// many chains contain it.
pub(super) fn end<L: Ord + Clone, E: Clone>(
    ends: &mut Ends<L, E>,
    first: L,
    step: impl Fn(&L) -> Step<L, E>,
) -> Option<E> {
    let mut visited = Vec::new();
    let mut link = first;
    let end = loop {
        if let Some(end) = ends.get(&link) {
            break end.clone();
        }
        // A link without an end is on the way: a chain that comes back to it contains itself.
        ends.insert(link.clone(), None);
        let next = step(&link);
        visited.push(link);
        match next {
            Step::Link(next) => link = next,
            Step::End(end) => break Some(end),
        }
    };
    for link in visited {
        ends.insert(link, end.clone());
    }
    end
}

/// Points each component that is only a reference at the end of its chain, so that the later stages follow at most
/// one reference. A chain that contains itself remains: the stage that reads it reports the cycle.
pub(super) fn shorten(document: &mut Value) {
    let Some(Value::Object(sections)) = document.get_mut("components") else { return };
    for (section, components) in sections {
        let Value::Object(components) = components else { continue };
        let prefix = format!("#/components/{section}/");
        let next = |name: &str| -> Option<&str> {
            components.get(name)?.get("$ref")?.as_str()?.strip_prefix(&prefix)
        };
        let mut ends = Ends::new();
        let mut changed = Vec::new();
        for name in components.keys() {
            let Some(target) = next(name) else { continue };
            // The checker reports a reference to a missing component where it is.
            let end = end(&mut ends, target, |name| {
                match next(name).filter(|next| components.contains_key(*next)) {
                    Some(next) => Step::Link(next),
                    None => Step::End(*name),
                }
            });
            if let Some(end) = end.filter(|end| *end != target) {
                changed.push((name.clone(), format!("{prefix}{end}")));
            }
        }
        for (name, end) in changed {
            if let Some(reference) = components.get_mut(&name).and_then(|component| component.get_mut("$ref"))
            {
                *reference = Value::String(end);
            }
        }
    }
}
