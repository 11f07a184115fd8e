//! The names of SID types that earlier runs have assigned, and names that several products decide.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Prefix, Reason, Sid};
use crate::name;
use crate::names_lock::{LockedName, NamesLock};

/// The SID types of each product.
pub(crate) type SidTables = BTreeMap<String, BTreeMap<Prefix, Sid>>;

/// Replaces the decided names by the assigned ones. A prefix without an assigned name whose name another prefix has
/// is named after its (first) product.
///
/// # Errors
///
/// The assigned names that another prefix has, or that are not valid.
pub(crate) fn apply(decided: &mut SidTables, lock: &NamesLock<LockedName>) -> Result<(), Vec<LockedName>> {
    let mut owners: BTreeMap<String, Prefix> = BTreeMap::new();
    let mut assigned: BTreeSet<(String, Prefix)> = BTreeSet::new();
    let mut conflicts = Vec::new();
    for (product, sids) in decided.iter_mut() {
        for sid in sids.values_mut() {
            let locked = lock.sids.get(product).and_then(|names| names.get(sid.prefix.as_str()));
            let Some(locked) = locked else { continue };
            let owner = owners.entry(locked.name.clone()).or_insert_with(|| sid.prefix.clone());
            if *owner != sid.prefix || !name::is_pascal(&locked.name) {
                conflicts.push(locked.clone());
                continue;
            }
            assigned.insert((product.clone(), sid.prefix.clone()));
            if sid.rust != locked.name {
                *sid = renamed(sid, &locked.name, Reason::Locked(locked.place.clone()));
            }
        }
    }
    if !conflicts.is_empty() {
        return Err(conflicts);
    }
    separate(decided, &assigned, &owners);
    Ok(())
}

/// The SID type with another name.
pub(crate) fn renamed(sid: &Sid, rust: &str, why: Reason) -> Sid {
    let words = name::words(rust);
    let noun = words.strip_suffix(&["sid".to_owned()]).unwrap_or(&words).join(" ");
    Sid { rust: rust.to_owned(), noun, prefix: sid.prefix.clone(), why }
}

/// Separates the names that several prefixes have. Assigned names stay.
fn separate(
    decided: &mut SidTables,
    assigned: &BTreeSet<(String, Prefix)>,
    owners: &BTreeMap<String, Prefix>,
) {
    let is_assigned = |product: &String, sid: &Sid| assigned.contains(&(product.clone(), sid.prefix.clone()));
    let mut rivals: BTreeMap<String, BTreeMap<Prefix, String>> = BTreeMap::new();
    for (product, sids) in decided.iter() {
        for sid in sids.values() {
            let first = rivals.entry(sid.rust.clone()).or_default();
            first.entry(sid.prefix.clone()).or_insert_with(|| product.clone());
        }
    }
    // A new name must not be the name of another prefix.
    let mut taken: BTreeMap<String, Prefix> = owners.clone();
    for (name, prefixes) in &rivals {
        if let (1, Some(prefix)) = (prefixes.len(), prefixes.keys().next()) {
            taken.entry(name.clone()).or_insert_with(|| prefix.clone());
        }
    }
    for (product, sids) in decided.iter_mut() {
        for sid in sids.values_mut() {
            if is_assigned(product, sid) {
                continue;
            }
            let Some(rivals) = rivals.get(&sid.rust).filter(|rivals| rivals.len() > 1) else { continue };
            // The same prefix has the assigned name in another product.
            if taken.get(&sid.rust) == Some(&sid.prefix) {
                continue;
            }
            let Some(first) = rivals.get(&sid.prefix) else { continue };
            let base = name::join(&name::pascal(first), &sid.rust);
            let numbered = (2_u32..).map(|number| format!("{base}{number}"));
            let mut names = std::iter::once(base.clone()).chain(numbered);
            let free = |name: &String| taken.get(name).is_none_or(|owner| *owner == sid.prefix);
            if let Some(name) = names.find(free) {
                taken.insert(name.clone(), sid.prefix.clone());
                *sid = renamed(sid, &name, sid.why.clone());
            }
        }
    }
}
