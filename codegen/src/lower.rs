//! OpenAPI → IR. Makes all decisions: names, references, SIDs, pages, nullability and supported constructs.
//! Builds no tokens.

mod coverage;
mod document;
mod module;
mod names;
mod operation;
mod overrides;
mod resource;
mod schema;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level, Place};
use crate::ir::{Api, Module, Prefix, Sid, product};
use crate::load::Document;
use crate::settings::Settings;
use overrides::Overrides;

/// The result of lowering.
pub(crate) struct Lowering {
    /// `None` if a diagnostic is an error.
    pub(crate) api: Option<Api>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Lowers all documents of a crate.
pub(crate) fn lower(documents: &[Document], settings: &Settings) -> Lowering {
    let mut diagnostics = check_stems(documents);
    diagnostics.extend(overrides::unknown_documents(documents, settings));
    let mut sorted: Vec<&Document> = documents.iter().collect();
    sorted.sort_by(|a, b| a.stem.cmp(&b.stem));
    let mut drafts = Vec::new();
    for document in sorted {
        let overrides = Overrides::new(settings, &names::module_name(&document.stem));
        let (draft, found) = module::lower(document, &overrides);
        diagnostics.extend(found);
        diagnostics.extend(overrides.finish());
        drafts.push(draft);
    }
    if diagnostics.iter().any(|diagnostic| diagnostic.code.level() == Level::Error) {
        return Lowering { api: None, diagnostics };
    }
    let api = match name_sids(drafts, settings) {
        Ok((modules, sids)) => Some(Api { package: settings.package(), modules, sids }),
        Err(Diagnostics(found)) => {
            diagnostics.extend(found);
            None
        }
    };
    Lowering { api, diagnostics }
}

/// The name of a document's module.
pub(crate) fn module_name(document: &Document) -> String {
    names::module_name(&document.stem)
}

/// The names of modules, files and features that every crate has, or that Cargo treats specially.
const RESERVED: &[&str] = &[
    "twilio_client_runtime",
    "sid",
    "codes",
    "all",
    "default",
    "rustls",
    "blocking",
    "brotli",
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
    settings: &Settings,
) -> Result<(Vec<Module>, Vec<Sid>), Diagnostics> {
    let mut products: BTreeMap<String, names::sid::Evidence> = BTreeMap::new();
    for draft in &drafts {
        products.entry(product(&draft.module.name).to_owned()).or_default().merge(draft.evidence.clone());
    }
    let mut decided: BTreeMap<String, BTreeMap<Prefix, Sid>> =
        products.iter().map(|(product, evidence)| (product.clone(), evidence.decide())).collect();
    separate(&mut decided);
    overrides::sids(&mut decided, settings)?;
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

/// If products use one name for different prefixes, prepends the name of the first product with the prefix.
fn separate(decided: &mut BTreeMap<String, BTreeMap<Prefix, Sid>>) {
    let mut prefixes: BTreeMap<String, BTreeMap<Prefix, String>> = BTreeMap::new();
    for (product, sids) in decided.iter() {
        for sid in sids.values() {
            let first = prefixes.entry(sid.rust.clone()).or_default();
            first.entry(sid.prefix.clone()).or_insert_with(|| product.clone());
        }
    }
    for sid in decided.values_mut().flat_map(BTreeMap::values_mut) {
        let Some(owners) = prefixes.get(&sid.rust).filter(|owners| owners.len() > 1) else { continue };
        if let Some(product) = owners.get(&sid.prefix) {
            sid.rust = crate::name::join(&crate::name::pascal(product), &sid.rust);
        }
    }
}
