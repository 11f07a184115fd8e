//! Compares two APIs: the package, the modules, the handles and the SIDs. Calls the other comparisons.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Report};
use super::log::{Log, Thing};
use super::pairs::{self, MatchedTypes, Pair, Side};
use super::rules::Rule;
use super::setting::Setting;
use super::verdict::{Direction, Subject};
use super::version::Version;
use super::{model, operation, path};
use crate::emit::signature;
use crate::ir::{Api, Module, Package, Resource, Sid, product};

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
    changes.extend(self::sids(&sids, &after.modules));
    let version = |api: &Api| Version::read(&api.package.version);
    Report::new(changes, version(before), version(after))
}

fn package(before: &Package, after: &Package) -> Vec<Change> {
    let mut log = Log::default();
    let thing = |rust: &str| Thing {
        subject: Subject::Package,
        wire: String::new(),
        rust: rust.to_owned(),
        direction: Direction::None,
        pointer: String::new(),
    };
    log.differ(Rule::PackageRenamed, &thing("Cargo.toml: name"), &before.name, &after.name);
    let rule = match Version::read(&before.rust_version).cmp(&Version::read(&after.rust_version)) {
        std::cmp::Ordering::Greater => Rule::RustVersionLowered,
        _ => Rule::RustVersionRaised,
    };
    log.differ(rule, &thing("Cargo.toml: rust-version"), &before.rust_version, &after.rust_version);
    log.differ(
        Rule::Documentation,
        &thing("Cargo.toml: description"),
        &before.description,
        &after.description,
    );
    log.changes
}

fn sids(pairs: &[Pair<'_, Sid>], modules: &[Module]) -> Vec<Change> {
    let mut log = Log::default();
    let path = |sid: &Sid| format!("sid::{}", sid.rust);
    let shown = |sid: &Sid| format!("pub struct {}", sid.rust);
    let thing = |sid: &Sid| Thing {
        subject: Subject::Sid,
        wire: format!("{}…", sid.prefix),
        rust: path(sid),
        direction: Direction::Both,
        pointer: String::new(),
    };
    for pair in pairs {
        match *pair {
            (None, Some(new)) => log.add(Rule::SidAdded, &thing(new), None, Some(shown(new))),
            (Some(old), None) => log.add(Rule::SidRemoved, &thing(old), Some(shown(old)), None),
            (Some(old), Some(new)) if old.rust != new.rust => {
                log.differ(Rule::SidRenamed, &thing(new), &shown(old), &shown(new));
                let setting = Setting::sid(&products(new, modules), new.prefix.as_str(), &old.rust);
                log.keep_name(&new.why, setting);
            }
            (Some(old), Some(new)) => {
                log.differ(Rule::SidPrefixChanged, &thing(new), old.prefix.as_str(), new.prefix.as_str());
            }
            (None, None) => {}
        }
    }
    log.changes
}

/// The products that use a SID, sorted.
fn products<'m>(sid: &Sid, modules: &'m [Module]) -> Vec<&'m str> {
    let uses = |module: &&Module| module.sids.values().any(|used| used.rust == sid.rust);
    let products: BTreeSet<&str> = modules.iter().filter(uses).map(|module| product(&module.name)).collect();
    products.into_iter().collect()
}

/// The item for a module.
fn module_thing(module: &Module) -> Thing {
    Thing {
        subject: Subject::Module,
        wire: module.title.clone(),
        rust: module.name.clone(),
        direction: Direction::None,
        pointer: String::new(),
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
    let thing = module_thing(new);
    let server = Thing { pointer: "/servers/0/url".to_owned(), ..thing.clone() };
    log.differ(Rule::HostChanged, &server, &old.host, &new.host);
    let with_account = Some("pub fn with_account(&self, account_sid: impl Into<String>) -> Self".to_owned());
    match (old.has_account, new.has_account) {
        (false, true) => log.add(Rule::AccountAdded, &thing, None, with_account),
        (true, false) => log.add(Rule::AccountRemoved, &thing, with_account, None),
        _ => {}
    }
    let words = |module: &Module| format!("{} {}", module.title, module.notice.line());
    log.differ(Rule::Documentation, &thing, words(old).trim_end(), words(new).trim_end());

    let (before, after) = (Side::new(old), Side::new(new));
    let matched = MatchedTypes::new(&before, &after, sids);
    for pair in pairs::by_key(&old.resources, &new.resources, |resource| resource.file.clone()) {
        if let (Some(old), Some(new)) = pair {
            resource(log, &matched, old, new);
        }
    }
    operation::compare(log, &matched);
    model::compare(log, &matched);
}

/// Compares a resource of both sides. The changes of its operations report a new or removed resource.
fn resource(log: &mut Log, matched: &MatchedTypes<'_>, old: &Resource, new: &Resource) {
    let (before, after) = (matched.before.module, matched.after.module);
    let thing = Thing {
        subject: Subject::Resource,
        wire: new.noun.clone(),
        rust: format!("{}::{}", after.name, new.handle),
        direction: Direction::Request,
        pointer: String::new(),
    };
    let names = |resource: &Resource| (resource.accessor.clone(), resource.handle.clone());
    let (was, is) = (signature::accessor(before, old), signature::accessor(after, new));
    if names(old) != names(new) {
        return log.differ(Rule::HandleRenamed, &thing, &was, &is);
    }
    if path::fit(matched, &old.parents, &new.parents) {
        path::names_and_types(log, matched, &thing, (&old.parents, &new.parents), (&was, &is));
    } else {
        log.add(Rule::ParentsChanged, &thing, Some(was), Some(is));
    }
    log.differ(Rule::Documentation, &thing, &old.doc.line(), &new.doc.line());
}
