//! Applies the settings of a document: names, types, media types, notices and servers. `load::selection` has already omitted
//! operations. Records the settings that had an effect; a setting without effect produces a diagnostic.

mod media_type;
mod retype;
mod server;

pub(crate) use server::Servers;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::{Doc, FieldRole, Module, Operation, Origin, Prefix, Reason, Sid, TypeDef, TypeKind};
use crate::load::{Document, Selection};
use crate::lower::document::doc::doc;
use crate::lower::names::locked_sids::renamed;
use crate::lower::names::module_name;
use crate::lower::names::values::{Case, Renames};
use crate::lower::schema::types::bare;
use crate::name;
use crate::names_lock::{Kind, LockedName, ModuleNames, NamesLock};
use crate::nearest::nearest;
use crate::settings::{DocumentSettings, Entry, Settings, matches_glob};

/// The settings of one document while it is lowered.
#[derive(Debug)]
pub(crate) struct Overrides<'s> {
    settings: Option<&'s DocumentSettings>,
    /// The operations that the settings omit.
    selection: &'s Selection,
    module: String,
    /// The settings that had an effect, by their pointers.
    used: RefCell<BTreeSet<&'s str>>,
    /// The names that a setting could refer to.
    seen: RefCell<BTreeSet<String>>,
    /// The names that earlier runs have assigned.
    locked: Option<&'s ModuleNames<LockedName>>,
    /// The names of this run.
    assigned: RefCell<ModuleNames>,
    diagnostics: RefCell<Vec<Diagnostic>>,
}

/// The beginning of the key of a notice about resources, before a pattern of their names.
const RESOURCE: &str = "resource:";

const ELSEWHERE: &str = "remove it: the setting does not apply there, or another setting leaves this out";

impl<'s> Overrides<'s> {
    pub(crate) fn new(
        settings: &'s Settings,
        lock: &'s NamesLock<LockedName>,
        document: &'s Document,
        module: &str,
    ) -> Self {
        Self {
            settings: settings.document(module),
            selection: &document.selection,
            module: module.to_owned(),
            used: RefCell::default(),
            seen: RefCell::default(),
            locked: lock.documents.get(module),
            assigned: RefCell::default(),
            diagnostics: RefCell::default(),
        }
    }

    /// Makes the inputs that `required` lists required.
    pub(crate) fn require_inputs(&self, operation: &mut Operation) {
        if self.settings.is_none() {
            return;
        }
        let Operation { id, required, optional, .. } = operation;
        for input in required.iter() {
            self.reject_required(&format!("{id}.{}", input.name.wire));
        }
        let moved = optional.extract_if(.., |input| self.is_required(&format!("{id}.{}", input.name.wire)));
        required.extend(moved);
    }

    /// Makes the fields that `required` lists neither optional nor nullable.
    pub(crate) fn require_fields(&self, types: &mut [TypeDef]) {
        if self.settings.is_none() {
            return;
        }
        for TypeDef { origin, kind, .. } in types {
            let TypeKind::Model(fields) = kind else { continue };
            for field in fields.iter_mut().filter(|field| field.role != FieldRole::Additional) {
                let path = format!("{origin}.{}", field.name.wire);
                let plain = bare(&field.ty).clone();
                if field.is_required() && plain == field.ty {
                    self.reject_required(&path);
                } else if self.is_required(&path) {
                    field.role = FieldRole::Required;
                    field.ty = plain;
                }
            }
        }
    }

    /// Adds the notices of the settings to the documentation of resources and operations.
    pub(crate) fn notices(&self, module: &mut Module) {
        let Some(settings) = self.settings else { return };
        for (pattern, notice) in &settings.notices {
            let Some(name) = pattern.text.strip_prefix(RESOURCE) else { continue };
            for resource in module.resources.iter_mut().filter(|own| matches_glob(name, &own.accessor)) {
                self.used.borrow_mut().insert(&pattern.place.pointer);
                resource.notice.0.extend(doc(Some(&notice.text)).0);
            }
        }
        let operations = module.resources.iter_mut().flat_map(|resource| &mut resource.operations);
        for operation in operations {
            for (pattern, notice) in &settings.notices {
                if !matches_glob(&pattern.text, &operation.id)
                    && !matches_glob(&pattern.text, &operation.path)
                {
                    continue;
                }
                self.used.borrow_mut().insert(&pattern.place.pointer);
                if operation.doc.is_empty() {
                    operation.doc.push(Some(format!("Calls `{}`.", operation.id)));
                }
                operation.doc.0.extend(doc(Some(&notice.text)).0);
            }
        }
    }

    /// The notice about the whole module.
    pub(crate) fn notice(&self) -> Doc {
        let notices = self.settings.iter().flat_map(|settings| &settings.notices);
        let Some((key, notice)) = notices.into_iter().find(|(key, _)| key.text == "module") else {
            return Doc::default();
        };
        self.used.borrow_mut().insert(&key.place.pointer);
        doc(Some(&notice.text))
    }

    /// The diagnostics of the settings and the names of this run, after the document was lowered.
    pub(crate) fn finish(self) -> (Vec<Diagnostic>, ModuleNames) {
        let Self { settings, selection, module, used, seen, locked: _, assigned, diagnostics } = self;
        let (mut found, assigned) = (diagnostics.into_inner(), assigned.into_inner());
        let Some(settings) = settings else { return (found, assigned) };
        let (mut used, mut seen) = (used.into_inner(), seen.into_inner());
        used.extend(selection.used.iter().map(String::as_str));
        seen.extend(selection.names.iter().cloned());
        let all = settings.keep.iter().flatten().chain(&settings.drop).chain(&settings.required);
        let tables = [&settings.rename, &settings.retype, &settings.media_types, &settings.notices];
        let all = all.chain(tables.into_iter().flatten().map(|(key, _)| key));
        let is_unused = |entry: &&Entry| {
            !used.contains(entry.place.pointer.as_str()) && !selection.is_of_unsupported(&entry.text)
        };
        let unused = all.filter(is_unused);
        found.extend(unused.map(|entry| {
            let help = match nearest(&entry.text, seen.iter().map(String::as_str)) {
                Some(known) if known == entry.text => ELSEWHERE.to_owned(),
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("remove it, or use a name that occurs in `{module}`"),
            };
            let message = format!("`{}` has no effect in `{module}`", entry.text.escape_debug());
            at(Code::SettingWithoutEffect, entry, message, help)
        }));
        found.sort_by_key(|diagnostic| {
            diagnostic.place.position.map(|position| (position.line, position.column))
        });
        (found, assigned)
    }

    /// Whether a setting names a type or a part of it.
    pub(crate) fn contain(&self, origin: &Origin) -> bool {
        let Some(settings) = self.settings else { return false };
        let origin = origin.to_string();
        let renamed = settings.rename.iter().map(|(key, _)| key);
        settings.required.iter().chain(renamed).any(|entry| {
            entry.text.strip_prefix(&origin).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }

    fn is_required(&self, path: &str) -> bool {
        let Some(settings) = self.settings else { return false };
        self.seen.borrow_mut().insert(path.to_owned());
        let Some(entry) = settings.required.iter().find(|entry| entry.text == path) else { return false };
        self.used.borrow_mut().insert(&entry.place.pointer);
        true
    }

    fn reject_required(&self, path: &str) {
        let found =
            self.settings.and_then(|settings| settings.required.iter().find(|entry| entry.text == path));
        if let Some(entry) = found {
            self.used.borrow_mut().insert(&entry.place.pointer);
            self.report(
                Code::SettingWithoutEffect,
                entry,
                format!("`{path}` is required without this setting"),
                "remove it",
            );
        }
    }

    fn report(&self, code: Code, entry: &Entry, message: String, help: &str) {
        self.diagnostics.borrow_mut().push(at(code, entry, message, help.to_owned()));
    }
}

impl Renames for Overrides<'_> {
    fn rename(&self, path: &str, old: &str, case: Case) -> Option<(Place, String)> {
        let settings = self.settings?;
        self.seen.borrow_mut().insert(path.to_owned());
        let (key, value) = settings.rename.iter().find(|(key, _)| key.text == path)?;
        self.used.borrow_mut().insert(&key.place.pointer);
        let new = value.text.as_str();
        if let Some(correct) = convention(new, case) {
            let message = format!("`{}` does not follow the naming convention of Rust", new.escape_debug());
            self.report(Code::InvalidSettingName, value, message, &format!("write `{correct}`"));
            return None;
        }
        if new == old {
            self.report(
                Code::SettingWithoutEffect,
                key,
                format!("`{path}` is called `{new}` without this setting"),
                "remove it",
            );
            return None;
        }
        Some((value.place.clone(), new.to_owned()))
    }

    fn clash(&self, setting: Place, name: &str, user: &str) {
        let message = format!("the name `{name}` is in use: {user}");
        let diagnostic = Diagnostic::new(Code::SettingNameInUse, setting, message);
        self.diagnostics.borrow_mut().push(diagnostic.with_help("choose another name"));
    }

    fn locked(&self, kind: Kind, key: &str) -> Option<&LockedName> {
        self.locked?.get(&kind)?.get(key)
    }

    fn assign(&self, kind: Kind, key: &str, name: &str) {
        self.assigned.borrow_mut().entry(kind).or_default().insert(key.to_owned(), name.to_owned());
    }

    fn conflict(&self, locked: &LockedName) {
        let setting = format!("`rename` in `[documents.{}]`", self.module);
        self.diagnostics.borrow_mut().push(conflict(locked, &setting));
    }
}

/// The diagnostic of an assigned name that its item cannot have. `setting` would choose another name.
pub(crate) fn conflict(locked: &LockedName, setting: &str) -> Diagnostic {
    let LockedName { name, place } = locked;
    let message = format!("the name `{}` is in use or not valid", name.escape_debug());
    let help = format!("remove this line or the other one with the name; to choose a name, use {setting}");
    Diagnostic::new(Code::NamesLockConflict, place.clone(), message).with_help(help)
}

fn at(code: Code, entry: &Entry, message: String, help: String) -> Diagnostic {
    Diagnostic::new(code, entry.place.clone(), message).with_help(help)
}

/// The correct form of a name that does not follow Rust's naming convention.
fn convention(name: &str, case: Case) -> Option<String> {
    let correct = match case {
        Case::Snake => name::snake(name),
        Case::Pascal => name::pascal(name),
    };
    (correct != name).then_some(correct)
}

/// Reports settings of documents that do not exist.
pub(crate) fn unknown_documents(
    documents: &[Document],
    settings: &Settings,
    beside: &[String],
) -> Vec<Diagnostic> {
    let modules = documents.iter().map(|document| module_name(&document.stem));
    let modules: Vec<String> = modules.chain(beside.iter().cloned()).collect();
    let unknown = settings.documents.iter().filter(|(name, _)| !modules.contains(&name.text));
    let diagnostics = unknown.map(|(name, _)| {
        let help = match nearest(&name.text, modules.iter().map(String::as_str)) {
            Some(known) => format!("did you mean `{known}`?"),
            None => "remove the table, or add the document".to_owned(),
        };
        at(
            Code::SettingWithoutEffect,
            name,
            format!("there is no document `{}`", name.text.escape_debug()),
            help,
        )
    });
    diagnostics.collect()
}

/// Applies the names of SID types in the settings. A setting for one of the `partial` products may have its effect
/// in a document that is not part of the run.
pub(crate) fn sids(
    decided: &mut BTreeMap<String, BTreeMap<Prefix, Sid>>,
    settings: &Settings,
    partial: &BTreeSet<&str>,
) -> Result<(), Diagnostics> {
    let mut diagnostics = Vec::new();
    for setting in &settings.sids {
        let (product, prefix, rust) = (&setting.product, &setting.prefix, &setting.rust);
        let known = Prefix::new(&prefix.text);
        let found = decided.get_mut(product).zip(known).and_then(|(sids, known)| sids.get_mut(&known));
        let is_partial = partial.contains(product.as_str());
        let Some(sid) = found else {
            if is_partial {
                continue;
            }
            let message = format!("`{product}` has no SID that begins with `{}`", prefix.text.escape_debug());
            diagnostics.push(at(
                Code::SettingWithoutEffect,
                prefix,
                message,
                "correct the product or the prefix, or remove the setting".to_owned(),
            ));
            continue;
        };
        if let Some(correct) = convention(&rust.text, Case::Pascal) {
            let message =
                format!("`{}` does not follow the naming convention of Rust", rust.text.escape_debug());
            diagnostics.push(at(Code::InvalidSettingName, rust, message, format!("write `{correct}`")));
        } else if !rust.text.ends_with("Sid") {
            let message = format!("the name `{}` does not end with `Sid`", rust.text);
            diagnostics.push(at(
                Code::InvalidSettingName,
                rust,
                message,
                format!("write `{}Sid`", rust.text),
            ));
        } else if sid.rust == rust.text {
            let message = format!("`{}` is called `{}` without this setting", prefix.text, rust.text);
            let diagnostic = at(Code::SettingWithoutEffect, prefix, message, "remove it".to_owned());
            diagnostics.extend(Some(diagnostic).filter(|_| !is_partial));
        } else {
            *sid = renamed(sid, &rust.text, Reason::Setting(rust.place.clone()));
        }
    }
    for setting in &settings.sids {
        let all = decided.values().flat_map(BTreeMap::values);
        let rival = all
            .into_iter()
            .find(|sid| sid.rust == setting.rust.text && sid.prefix.as_str() != setting.prefix.text);
        if let Some(rival) = rival {
            let message = format!("`{}` is the name of SIDs that begin with `{}`", rival.rust, rival.prefix);
            diagnostics.push(at(
                Code::InvalidSettingName,
                &setting.rust,
                message,
                "choose another name".to_owned(),
            ));
        }
    }
    if diagnostics.is_empty() { Ok(()) } else { Err(Diagnostics(diagnostics)) }
}
