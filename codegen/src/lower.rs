//! OpenAPI → IR. Makes all decisions: names, references, SIDs, pages, nullability and supported constructs.
//! Builds no tokens.

mod coverage;
mod document;
mod fake_rules;
mod module;
mod names;
mod operation;
mod overrides;
mod resource;
mod schema;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::{Api, Module, Prefix, Sid, product};
use crate::load::Document;
use crate::names_lock::{LockedName, NamesLock};
use crate::settings::Settings;
use names::locked_sids::SidTables;
use overrides::Overrides;

pub(crate) use names::module_name;

/// The input of lowering beside the documents.
#[derive(Debug, Default)]
pub(crate) struct Context {
    pub(crate) settings: Settings,
    /// The modules of further documents, which the settings and the assigned names also apply to.
    pub(crate) beside: Vec<String>,
    /// The names that earlier runs have assigned.
    pub(crate) lock: NamesLock<LockedName>,
}

/// The lowered documents of a crate, whose SIDs have no names yet.
pub(crate) struct Lowering {
    pub(crate) drafts: Vec<module::Draft>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The names of all other items.
    assigned: NamesLock,
}

impl Lowering {
    /// Names the SIDs. The caller has checked that no diagnostic is an error.
    ///
    /// # Errors
    ///
    /// The conflicts between SIDs and the assigned names or the settings.
    pub(crate) fn into_api(self, context: &Context) -> Result<(Api, NamesLock), Diagnostics> {
        let Self { drafts, diagnostics: _, mut assigned } = self;
        let (modules, sids) = name_sids(drafts, context, &mut assigned)?;
        Ok((Api { package: context.settings.package(), modules, sids, guide: Vec::new() }, assigned))
    }
}

/// Lowers all documents of a crate.
pub(crate) fn lower(documents: &[Document], context: &Context) -> Lowering {
    let Context { settings, beside, lock } = context;
    let mut diagnostics = check_stems(documents);
    diagnostics.extend(overrides::unknown_documents(documents, settings, beside));
    let mut sorted: Vec<&Document> = documents.iter().collect();
    sorted.sort_by(|a, b| a.stem.cmp(&b.stem));
    let mut drafts = Vec::new();
    let mut assigned = kept(lock, beside);
    for document in sorted {
        let module = names::module_name(&document.stem);
        let overrides = Overrides::new(settings, lock, document, &module);
        let (draft, found) = module::lower(document, &overrides);
        diagnostics.extend(found);
        let (found, names) = overrides.finish();
        diagnostics.extend(found);
        assigned.documents.insert(module, names);
        drafts.push(draft);
    }
    let mut modules: Vec<&mut Module> = drafts.iter_mut().map(|draft| &mut draft.module).collect();
    diagnostics.extend(fake_rules::apply(&mut modules, &settings.fake, beside.is_empty()));
    Lowering { drafts, diagnostics, assigned }
}

/// The assigned names of the documents that are not part of the run.
fn kept(lock: &NamesLock<LockedName>, beside: &[String]) -> NamesLock {
    let strings = |names: &BTreeMap<String, LockedName>| {
        names.iter().map(|(key, locked)| (key.clone(), locked.name.clone())).collect()
    };
    let documents = lock.documents.iter().filter(|(module, _)| beside.contains(module));
    let sids = lock.sids.iter().filter(|(name, _)| beside.iter().any(|module| product(module) == *name));
    NamesLock {
        sids: sids.map(|(product, names)| (product.clone(), strings(names))).collect(),
        documents: documents
            .map(|(module, names)| {
                (module.clone(), names.iter().map(|(kind, names)| (*kind, strings(names))).collect())
            })
            .collect(),
    }
}

/// The names of modules, files and features that every crate has, or that Cargo treats specially.
const RESERVED: &[&str] = &[
    "twilio_client_runtime",
    "sid",
    "fake",
    "codes",
    "all",
    "default",
    "rustls",
    "blocking",
    "brotli",
    "chrono",
    "jiff",
    "time",
    "tracing",
    "zstd",
    "lib",
    "main",
    "bin",
];

/// Rejects reserved module names, and two documents with the same module name.
fn check_stems(documents: &[Document]) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for document in documents {
        let module = names::module_name(&document.stem);
        if RESERVED.contains(&module.as_str()) {
            let place = Place::new(&document.source, "");
            let message = format!("the module name `{module}` is reserved");
            found.push(Diagnostic::new(Code::ModuleReserved, place, message).with_help("rename the file"));
        }
        if let Some(first) = seen.insert(module.clone(), &document.source) {
            let place = Place::new(&document.source, "");
            let message = format!("this document and `{first}` would both become the module `{module}`");
            found.push(
                Diagnostic::new(Code::DuplicateModule, place, message)
                    .with_help("rename or remove one of the two files")
                    .with_related(Place::new(first, ""), "the other document"),
            );
        }
    }
    found
}

/// Names the SIDs of each product. Products with the same prefix and the same name share one type.
fn name_sids(
    drafts: Vec<module::Draft>,
    context: &Context,
    assigned: &mut NamesLock,
) -> Result<(Vec<Module>, Vec<Sid>), Diagnostics> {
    let Context { settings, beside, lock } = context;
    let mut products: BTreeMap<String, names::sid::Evidence> = BTreeMap::new();
    for draft in &drafts {
        products.entry(product(&draft.module.name).to_owned()).or_default().merge(draft.evidence.clone());
    }
    let mut decided: SidTables =
        products.iter().map(|(product, evidence)| (product.clone(), evidence.decide())).collect();
    names::locked_sids::apply(&mut decided, lock).map_err(|conflicts| {
        let diagnostics = conflicts.iter().map(|locked| overrides::conflict(locked, "`[sids.PRODUCT]`"));
        Diagnostics(diagnostics.collect())
    })?;
    for (product, sids) in &decided {
        let names = sids.values().map(|sid| (sid.prefix.to_string(), sid.rust.clone()));
        assigned.sids.entry(product.clone()).or_default().extend(names);
    }
    let partial: BTreeSet<&str> = beside.iter().map(|module| product(module)).collect();
    overrides::sids(&mut decided, settings, &partial)?;
    let mut sids: Vec<Sid> = decided.values().flat_map(BTreeMap::values).cloned().collect();
    sids.sort_by(|a, b| a.rust.cmp(&b.rust));
    sids.dedup_by(|a, b| a.rust == b.rust);
    let tables: BTreeMap<String, Arc<BTreeMap<Prefix, Sid>>> =
        decided.into_iter().map(|(product, sids)| (product, Arc::new(sids))).collect();
    let modules = drafts.into_iter().map(|draft| {
        let mut module = draft.module;
        module.sids = tables.get(product(&module.name)).cloned().unwrap_or_default();
        module
    });
    Ok((modules.collect(), sids))
}
