//! Compares two APIs: the package, the modules, the handles and the SIDs. Calls the other comparisons.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Report};
use super::log::{ChangedItem, Entry, Log};
use super::matching::{self, Matched, Side};
use super::pairs::{self, Pair};
use super::rules::Rule;
use super::setting::Setting;
use super::verdict::{Direction, Subject};
use super::version::Version;
use super::{model, operation, path};
use crate::emit::signature;
use crate::ir::{Api, Module, Operation, Package, Resource, Sid, product};
use crate::path_template::placeholders;

/// Information about the document of a module that the IR does not contain.
pub(crate) struct About {
    /// The name of the document.
    pub(crate) name: Option<String>,
    /// Whether the document is unchanged.
    pub(crate) is_same: bool,
}

/// Compares two APIs. `about` returns information about the document with a file name.
pub(crate) fn compare(before: &Api, after: &Api, about: impl Fn(&str) -> About) -> Report {
    let mut changes = package(&before.package, &after.package);
    let sids = pairs::by_key(&before.sids, &after.sids, |sid| sid.rust.clone());
    let sids = pairs::by_second_key(sids, |sid| sid.prefix.clone());
    let renamed: BTreeMap<String, String> = sids
        .iter()
        .filter_map(|(before, after)| Some(((*before)?.rust.clone(), (*after)?.rust.clone())))
        .collect();
    for pair in pairs::by_key(&before.modules, &after.modules, |module| module.name.clone()) {
        let about = pair.1.or(pair.0).map(|module| about(&module.source));
        let (document, same_document) =
            about.map_or((None, false), |About { name, is_same }| (name, is_same));
        let mut log = Log { document, same_document, changes: Vec::new() };
        modules(&mut log, pair, &renamed);
        changes.extend(log.changes);
    }
    for pair in &sids {
        let mut log = Log::default();
        let users = [(pair.1, &after.modules), (pair.0, &before.modules)];
        let place = users.into_iter().find_map(|(sid, modules)| first_module(sid?, modules));
        log.document = place.as_ref().and_then(|(module, _)| about(&module.source).name);
        let pointer = place.map(|(_, pointer)| pointer).unwrap_or_default();
        self::sid(&mut log, *pair, &pointer, &after.modules);
        changes.extend(log.changes);
    }
    let version = |api: &Api| Version::read(&api.package.version);
    Report::new(changes, version(before), version(after))
}

fn package(before: &Package, after: &Package) -> Vec<Change> {
    let mut log = Log::default();
    let changed = |rust: &str| ChangedItem {
        subject: Subject::Package,
        wire: String::new(),
        rust: rust.to_owned(),
        direction: Direction::None,
        value: None,
        pointer: String::new(),
    };
    log.differ(Rule::PackageRenamed, &changed("Cargo.toml: name"), &before.name, &after.name);
    let rule = match Version::read(&before.rust_version).cmp(&Version::read(&after.rust_version)) {
        std::cmp::Ordering::Greater => Rule::RustVersionLowered,
        _ => Rule::RustVersionRaised,
    };
    log.differ(rule, &changed("Cargo.toml: rust-version"), &before.rust_version, &after.rust_version);
    log.differ(
        Rule::Documentation,
        &changed("Cargo.toml: description"),
        &before.description,
        &after.description,
    );
    log.changes
}

/// The first module that uses a SID, and the position of the use.
fn first_module<'m>(sid: &Sid, modules: &'m [Module]) -> Option<(&'m Module, String)> {
    modules.iter().find_map(|module| {
        let at = module.first_use_of_sid(sid)?;
        Some((module, at.to_string()))
    })
}

fn sid(log: &mut Log, pair: Pair<'_, Sid>, pointer: &str, modules: &[Module]) {
    let shown = |sid: &Sid| format!("pub struct {}", sid.rust);
    let changed = |sid: &Sid| ChangedItem {
        subject: Subject::Sid,
        wire: format!("{}…", sid.prefix),
        rust: format!("sid::{}", sid.rust),
        direction: Direction::Both,
        value: None,
        pointer: pointer.to_owned(),
    };
    match pair {
        (None, Some(new)) => log.add(Rule::SidAdded, &changed(new), None, Some(shown(new))),
        (Some(old), None) => log.add(Rule::SidRemoved, &changed(old), Some(shown(old)), None),
        (Some(old), Some(new)) if old.rust != new.rust => {
            let setting = Setting::sid(&products(new, modules), new.prefix.as_str(), &old.rust);
            let entry = Entry::new(Rule::SidRenamed, Some(shown(old)), Some(shown(new)));
            log.push(&changed(new), entry.keep_name(&new.why, setting));
        }
        (Some(old), Some(new)) => {
            log.differ(Rule::SidPrefixChanged, &changed(new), old.prefix.as_str(), new.prefix.as_str());
        }
        (None, None) => {}
    }
}

/// The products that use a SID, sorted.
fn products<'m>(sid: &Sid, modules: &'m [Module]) -> Vec<&'m str> {
    let uses = |module: &&Module| module.sids.values().any(|used| used.rust == sid.rust);
    let products: BTreeSet<&str> = modules.iter().filter(uses).map(|module| product(&module.name)).collect();
    products.into_iter().collect()
}

/// The item for a module.
fn module_thing(module: &Module) -> ChangedItem {
    ChangedItem {
        subject: Subject::Module,
        wire: module.name.clone(),
        rust: module.name.clone(),
        direction: Direction::None,
        value: None,
        pointer: "/info".to_owned(),
    }
}

fn modules(log: &mut Log, pair: Pair<'_, Module>, sids: &BTreeMap<String, String>) {
    let shown = |module: &Module| Some(format!("pub fn {}(&self) -> {}", module.name, module.handle));
    let (old, new) = match pair {
        (Some(old), Some(new)) => (old, new),
        (None, Some(new)) => return log.add(Rule::ModuleAdded, &module_thing(new), None, shown(new)),
        (Some(old), None) => return log.add(Rule::ModuleRemoved, &module_thing(old), shown(old), None),
        (None, None) => return,
    };
    let changed = module_thing(new);
    let server = ChangedItem { pointer: "/servers/0/url".to_owned(), ..changed.clone() };
    log.differ(Rule::HostChanged, &server, &old.host, &new.host);
    let with_account = Some("pub fn with_account(&self, account_sid: impl Into<String>) -> Self".to_owned());
    match (old.has_account, new.has_account) {
        (false, true) => log.add(Rule::AccountAdded, &changed, None, with_account),
        (true, false) => log.add(Rule::AccountRemoved, &changed, with_account, None),
        _ => {}
    }
    let words = |module: &Module| {
        let resources = module.resources.iter().map(|resource| resource.notice.line());
        let notices = std::iter::once(module.notice.line()).chain(resources).filter(|line| !line.is_empty());
        std::iter::once(module.title.clone()).chain(notices).collect::<Vec<_>>().join(" ")
    };
    log.differ(Rule::Documentation, &changed, &words(old), &words(new));

    let (before, after) = (Side::new(old), Side::new(new));
    let (owned, new_owned) = (pairs::operations(old), pairs::operations(new));
    let operations = matching::operations(&owned, &new_owned);
    let matched = Matched::new((&before, &after), &operations, sids);
    for pair in resources(old, new) {
        if let (Some(old), Some(new)) = pair {
            resource(log, &matched, old, new);
        }
    }
    operation::compare(log, &matched, operations);
    model::compare(log, &matched);
}

/// Pairs the resources by their handles, or else by their files or by a common operation.
fn resources<'m>(old: &'m Module, new: &'m Module) -> Vec<Pair<'m, Resource>> {
    let found = pairs::by_key(&old.resources, &new.resources, |resource| resource.handle.clone());
    let found = pairs::by_second_key(found, |resource| resource.file.clone());
    pairs::renamed(found, |old, new| {
        let has = |id: &String| new.operations.iter().any(|operation| operation.id == *id);
        old.operations.iter().any(|operation| has(&operation.id))
    })
}

/// Compares a resource of both sides. The changes of its operations report a new or removed resource.
fn resource(log: &mut Log, matched: &Matched<'_>, old: &Resource, new: &Resource) {
    let (before, after) = (matched.before.module, matched.after.module);
    let first = new.operations.first().map(|operation| operation.facts.at.parent()).unwrap_or_default();
    let changed = ChangedItem {
        subject: Subject::Resource,
        wire: new.noun.clone(),
        rust: format!("{}::{}", after.name, new.handle),
        direction: Direction::Request,
        value: None,
        pointer: first.to_string(),
    };
    let names = |resource: &Resource| (resource.accessor.clone(), resource.handle.clone());
    let (was, is) = (signature::accessor(before, old), signature::accessor(after, new));
    let states = || (Some(was.clone()), Some(is.clone()));
    if names(old) != names(new) {
        let essence = [&old.accessor, &old.handle, &new.accessor, &new.handle].map(String::as_str).join(" ");
        let (was, is) = states();
        let entry = Entry::new(Rule::HandleRenamed, was, is).essence(essence);
        log.push(&changed, entry.renamed_from(&old.noun, &new.noun));
    }
    let values = || {
        let (before, after) = (matched.before, matched.after);
        format!("{} → {}", path::described(before, &old.parents), path::described(after, &new.parents))
    };
    let is_moved = old.parents.len() != new.parents.len();
    // The operations report the changed values of their paths, together with the accessor.
    if is_moved {
        if is_only_moved(old, new) {
            let (was, is) = (methods(matched, old, new, was), methods(matched, new, old, is));
            let entry = Entry::new(Rule::AccessorChanged, Some(was), Some(is)).essence(values());
            log.push(&changed, entry);
        }
    } else if path::fit(matched, &old.parents, &new.parents) {
        path::names_and_types(log, matched, &changed, (&old.parents, &new.parents), (&was, &is));
    } else {
        let (was, is) = states();
        log.push(&changed, Entry::new(Rule::ParentsChanged, was, is).essence(values()));
    }
    log.differ(Rule::Documentation, &changed, &old.doc.line(), &new.doc.line());
}

/// Whether a path of both sides contains the same number of values.
fn is_only_moved(old: &Resource, new: &Resource) -> bool {
    let count = |operation: &Operation| placeholders(&operation.path).len();
    old.operations.iter().any(|operation| {
        let twin = new.operations.iter().find(|twin| twin.id == operation.id);
        twin.is_some_and(|twin| count(twin) == count(operation))
    })
}

/// The signatures of a handle: of its accessor, and of the methods that it has on both sides.
fn methods(matched: &Matched<'_>, own: &Resource, other: &Resource, accessor: String) -> String {
    let is_old = |resource: &Resource| {
        matched.before.module.resources.iter().any(|known| std::ptr::eq(known, resource))
    };
    let module = if is_old(own) { matched.before.module } else { matched.after.module };
    let common =
        own.operations.iter().filter(|operation| other.operations.iter().any(|twin| twin.id == operation.id));
    let methods = common.map(|operation| signature::method(module, operation));
    std::iter::once(accessor).chain(methods).collect::<Vec<_>>().join("; ")
}
