//! What the settings change about a document: which operations there are, and what things are
//! called. Every setting notes that it had an effect; one that has none is a fault.

mod address;
mod pattern;
mod retype;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use self::pattern::{matches_glob, means};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::place::Collector;
use crate::ir::{Coverage, Doc, LeftOut, Module, Prefix, Reason, Sid, TypeDef, TypeKind};
use crate::load::Document;
use crate::lower::document::doc::doc;
use crate::lower::names::module_name;
use crate::lower::names::values::{Case, Renames};
use crate::lower::operation::{self, Lowered};
use crate::lower::resource::{self, Raw};
use crate::lower::schema::types::{Types, bare};
use crate::name;
use crate::nearest::nearest;
use crate::settings::{DocumentSettings, Entry, Settings};

/// The settings of one document while it is lowered.
#[derive(Debug)]
pub(crate) struct Overrides<'s> {
    settings: Option<&'s DocumentSettings>,
    module: String,
    /// The settings that had an effect, by their pointers.
    used: RefCell<BTreeSet<&'s str>>,
    /// Everything that a setting could have named.
    seen: RefCell<BTreeSet<String>>,
    left_out: RefCell<Vec<LeftOut>>,
    diagnostics: RefCell<Vec<Diagnostic>>,
}

const ELSEWHERE: &str = "remove it: this setting does nothing there, or it is left out by another one";

impl<'s> Overrides<'s> {
    pub(crate) fn new(settings: &'s Settings, module: &str) -> Self {
        let own = settings.documents.iter().find(|(name, _)| name.text == module);
        Self {
            settings: own.map(|(_, settings)| settings),
            module: module.to_owned(),
            used: RefCell::default(),
            seen: RefCell::default(),
            left_out: RefCell::default(),
            diagnostics: RefCell::default(),
        }
    }

    /// Whether an operation is generated. One that is not is noted.
    pub(crate) fn wants(&self, raw: &Raw<'_>) -> bool {
        let Some(settings) = self.settings else { return true };
        self.see(raw);
        let kept = settings.keep.as_ref().is_none_or(|patterns| self.first_match(patterns, raw).is_some());
        let dropped = self.first_match(&settings.drop, raw);
        let wanted = kept && dropped.is_none();
        if !wanted {
            self.left_out.borrow_mut().push(LeftOut {
                id: raw.id.clone(),
                method: raw.method,
                path: raw.path.to_owned(),
                dropped: dropped.filter(|_| kept),
            });
        }
        wanted
    }

    /// Notes what a pattern could have meant.
    fn see(&self, raw: &Raw<'_>) {
        let tags = raw.operation.tags.iter().map(|tag| format!("tag:{tag}"));
        self.seen.borrow_mut().extend(tags.chain([raw.id.clone(), raw.path.to_owned()]));
    }

    /// The first pattern that an operation is meant by; all that mean it have had an effect.
    fn first_match(&self, patterns: &'s [Entry], raw: &Raw<'_>) -> Option<String> {
        let matching: Vec<&Entry> = patterns.iter().filter(|pattern| means(&pattern.text, raw)).collect();
        self.used.borrow_mut().extend(matching.iter().map(|pattern| pattern.place.pointer.as_str()));
        matching.first().map(|pattern| pattern.text.clone())
    }

    /// The parts of an OpenAPI document that the client omits. Schemas that only omitted operations need are
    /// listed separately from schemas that no operation needs.
    pub(crate) fn coverage(&self, document: &Document, types: &Types<'_>) -> Coverage {
        let openapi = &document.openapi;
        let coverage = Coverage {
            ignored: types.reader.all_ignored(document),
            empty_paths: resource::empty_paths(openapi),
            unused_schemas: types.reader.unused(),
            left_out: self.left_out.borrow().clone(),
            left_out_schemas: Vec::new(),
        };
        if coverage.left_out.is_empty() {
            return coverage;
        }
        // Errors in omitted operations have no effect on the client.
        let quiet = Collector::new("");
        let mut types = Types::new(openapi, &quiet);
        for raw in resource::group(openapi, &quiet, |_| true).values().flatten() {
            operation::lower(raw, &mut types);
        }
        types.finish();
        let unused: BTreeSet<String> = types.reader.unused().into_iter().collect();
        let (unused_schemas, left_out_schemas) =
            coverage.unused_schemas.into_iter().partition(|schema| unused.contains(schema));
        Coverage { unused_schemas, left_out_schemas, ..coverage }
    }

    /// Moves inputs that the settings require to the required ones.
    pub(crate) fn require_inputs(&self, lowered: &mut Lowered) {
        if self.settings.is_none() {
            return;
        }
        let Lowered { id, required, optional, .. } = lowered;
        for input in required.iter() {
            self.refuse_required(&format!("{id}.{}", input.name.wire));
        }
        let moved = optional.extract_if(.., |input| self.is_required(&format!("{id}.{}", input.name.wire)));
        required.extend(moved);
    }

    /// Makes fields that the settings require neither optional nor nullable.
    pub(crate) fn require_fields(&self, types: &mut [TypeDef]) {
        if self.settings.is_none() {
            return;
        }
        for TypeDef { origin, kind, .. } in types {
            let TypeKind::Model(fields) = kind else { continue };
            for field in fields.iter_mut().filter(|field| !field.additional) {
                let path = format!("{origin}.{}", field.name.wire);
                let plain = bare(&field.ty).clone();
                if !field.optional && plain == field.ty {
                    self.refuse_required(&path);
                } else if self.is_required(&path) {
                    field.optional = false;
                    field.ty = plain;
                }
            }
        }
    }

    /// Adds the notices of the settings to the documentation of operations.
    pub(crate) fn notices(&self, module: &mut Module) {
        let Some(settings) = self.settings else { return };
        let operations = module.resources.iter_mut().flat_map(|resource| &mut resource.operations);
        for operation in operations {
            for (pattern, notice) in &settings.notices {
                if !matches_glob(&pattern.text, &operation.id)
                    && !matches_glob(&pattern.text, &operation.path)
                {
                    continue;
                }
                self.used.borrow_mut().insert(&pattern.place.pointer);
                if operation.doc.0.is_empty() {
                    operation.doc.0.push(format!("Calls `{}`.", operation.id));
                }
                operation.doc.0.extend(doc(Some(&notice.text)).0);
            }
        }
    }

    /// What is said of the whole module.
    pub(crate) fn notice(&self) -> Doc {
        let notices = self.settings.iter().flat_map(|settings| &settings.notices);
        let Some((key, notice)) = notices.into_iter().find(|(key, _)| key.text == "module") else {
            return Doc::default();
        };
        self.used.borrow_mut().insert(&key.place.pointer);
        doc(Some(&notice.text))
    }

    /// The diagnostics of the settings, when the document is lowered.
    pub(crate) fn finish(self) -> Vec<Diagnostic> {
        let Self { settings, module, used, seen, left_out: _, diagnostics } = self;
        let Some(settings) = settings else { return Vec::new() };
        let (used, seen) = (used.into_inner(), seen.into_inner());
        let all = settings.keep.iter().flatten().chain(&settings.drop).chain(&settings.required);
        let all = all.chain(
            settings.rename.iter().chain(&settings.retype).chain(&settings.notices).map(|(key, _)| key),
        );
        let unused = all.filter(|entry| !used.contains(entry.place.pointer.as_str()));
        let mut found = diagnostics.into_inner();
        found.extend(unused.map(|entry| {
            let help = match nearest(&entry.text, seen.iter().map(String::as_str)) {
                Some(known) if known == entry.text => ELSEWHERE.to_owned(),
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("remove it, or name something that `{module}` has"),
            };
            let message = format!("`{}` means nothing in `{module}`", entry.text.escape_debug());
            at(Code::SettingWithoutEffect, entry, message, help)
        }));
        found.sort_by_key(|fault| fault.place.position.map(|position| (position.line, position.column)));
        found
    }

    fn is_required(&self, path: &str) -> bool {
        let Some(settings) = self.settings else { return false };
        self.seen.borrow_mut().insert(path.to_owned());
        let Some(entry) = settings.required.iter().find(|entry| entry.text == path) else { return false };
        self.used.borrow_mut().insert(&entry.place.pointer);
        true
    }

    fn refuse_required(&self, path: &str) {
        let found =
            self.settings.and_then(|settings| settings.required.iter().find(|entry| entry.text == path));
        if let Some(entry) = found {
            self.used.borrow_mut().insert(&entry.place.pointer);
            self.fault(
                Code::SettingWithoutEffect,
                entry,
                format!("`{path}` is required without this setting"),
                "remove it",
            );
        }
    }

    fn fault(&self, code: Code, entry: &Entry, message: String, help: &str) {
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
        if let Some(good) = misspelt(new, case) {
            let message = format!("`{}` does not follow the naming convention of Rust", new.escape_debug());
            self.fault(Code::SettingName, value, message, &format!("write `{good}`"));
            return None;
        }
        if new == old {
            self.fault(
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
}

fn at(code: Code, entry: &Entry, message: String, help: String) -> Diagnostic {
    Diagnostic::new(code, entry.place.clone(), message).with_help(help)
}

/// How a name has to be written, if it is not written so.
fn misspelt(name: &str, case: Case) -> Option<String> {
    let good = match case {
        Case::Snake => name::snake(name),
        Case::Pascal => name::pascal(name),
    };
    (good != name).then_some(good)
}

/// Settings for documents that there are not.
pub(crate) fn unknown_documents(documents: &[Document], settings: &Settings) -> Vec<Diagnostic> {
    let modules: Vec<String> = documents.iter().map(|document| module_name(&document.stem)).collect();
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

/// Gives newtypes the names that the settings say.
pub(crate) fn sids(
    decided: &mut BTreeMap<String, BTreeMap<Prefix, Sid>>,
    settings: &Settings,
) -> Result<(), Diagnostics> {
    let mut diagnostics = Vec::new();
    for setting in &settings.sids {
        let (product, prefix, rust) = (&setting.product, &setting.prefix, &setting.rust);
        let known = Prefix::new(&prefix.text);
        let found = decided.get_mut(product).zip(known).and_then(|(sids, known)| sids.get_mut(&known));
        let Some(sid) = found else {
            let message = format!("`{product}` has no SID that begins with `{}`", prefix.text.escape_debug());
            diagnostics.push(at(
                Code::SettingWithoutEffect,
                prefix,
                message,
                "correct product or prefix, or remove it".to_owned(),
            ));
            continue;
        };
        if let Some(good) = misspelt(&rust.text, Case::Pascal) {
            let message = format!("`{}` is not how a type is written in Rust", rust.text.escape_debug());
            diagnostics.push(at(Code::SettingName, rust, message, format!("write `{good}`")));
        } else if !rust.text.ends_with("Sid") {
            let message = format!("`{}` does not end like the name of a SID", rust.text);
            diagnostics.push(at(Code::SettingName, rust, message, format!("write `{}Sid`", rust.text)));
        } else if sid.rust == rust.text {
            let message = format!("`{}` is called `{}` without this setting", prefix.text, rust.text);
            diagnostics.push(at(Code::SettingWithoutEffect, prefix, message, "remove it".to_owned()));
        } else {
            let words = name::words(&rust.text);
            let noun = words.strip_suffix(&["sid".to_owned()]).unwrap_or(&words).join(" ");
            let why = Reason::Setting(rust.place.clone());
            *sid = Sid { rust: rust.text.clone(), noun, prefix: sid.prefix.clone(), why };
        }
    }
    for setting in &settings.sids {
        let all = decided.values().flat_map(BTreeMap::values);
        let rival = all
            .into_iter()
            .find(|sid| sid.rust == setting.rust.text && sid.prefix.as_str() != setting.prefix.text);
        if let Some(rival) = rival {
            let message =
                format!("`{}` is what SIDs that begin with `{}` are called", rival.rust, rival.prefix);
            diagnostics.push(at(Code::SettingName, &setting.rust, message, "choose another name".to_owned()));
        }
    }
    if diagnostics.is_empty() { Ok(()) } else { Err(Diagnostics(diagnostics)) }
}
