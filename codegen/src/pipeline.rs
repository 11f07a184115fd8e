//! The first two stages, `load` and `lower`, for all documents of a run, and their repetition without the operations
//! that the generator does not support.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level, lints};
use crate::inputs::Inputs;
use crate::load::{self, Document, Examples};
use crate::names_lock::NamesLock;
use crate::omitted::{Rejected, Unsupported};
use crate::output::Source;
use crate::settings::Settings;
use crate::{ir, locate, lower, parallel};

/// The IR of an input without errors.
pub(crate) struct Lowered {
    pub(crate) api: ir::Api,
    pub(crate) settings: Settings,
    pub(crate) documents: Vec<Document>,
    /// The warnings, without positions.
    pub(crate) warnings: Diagnostics,
    /// The names of all items.
    pub(crate) names: NamesLock,
}

/// The maximum number of attempts. Each stage of an attempt reports all errors that it finds, so a document needs
/// few of them.
const MAX_ATTEMPTS: usize = 16;

/// Loads and lowers all documents. If the run omits unsupported operations, it begins again without the operations
/// of each error, until there is no error.
pub(crate) fn load_and_lower(inputs: Inputs<'_>, examples: Examples) -> Result<Lowered, Diagnostics> {
    let settings = Settings::read(inputs.settings).map(|(settings, _)| settings).unwrap_or_default();
    let is_omitted = |module: &str| match inputs.unsupported {
        Unsupported::Omit => true,
        Unsupported::Reject => settings.skips_unsupported(module),
    };
    let mut rejected = Rejected::default();
    let mut first = None;
    for _ in 0..MAX_ATTEMPTS {
        let errors = match attempt(inputs, &rejected, examples) {
            // A client without operations is not useful, so the errors are more helpful.
            Ok(lowered) if rejected.modules().all(|module| has_operations(&lowered.api, module)) => {
                return Ok(lowered);
            }
            Ok(_) => break,
            Err(errors) => errors,
        };
        if !rejected.add(&errors, is_omitted) {
            return Err(finish(errors, inputs));
        }
        first.get_or_insert(errors);
    }
    Err(finish(first.unwrap_or_default(), inputs))
}

fn has_operations(api: &ir::Api, module: &str) -> bool {
    api.modules.iter().any(|of| of.name == module && !of.resources.is_empty())
}

/// Two inputs without the parts that contain errors in one of them.
pub(crate) struct Comparable {
    pub(crate) before: Lowered,
    pub(crate) after: Lowered,
    /// The errors of the input before and after, if it contains any.
    pub(crate) errors: [Option<Diagnostics>; 2],
    /// The operations that both inputs omit, by module. The list is empty for a whole document.
    pub(crate) omitted: BTreeMap<String, Vec<String>>,
}

/// Loads and lowers two inputs. If one of them contains errors, both omit the operations or the documents that the
/// errors concern.
pub(crate) fn load_comparable(before: Inputs<'_>, after: Inputs<'_>) -> Result<Comparable, Diagnostics> {
    let examples = Examples::HeadersKept;
    let load = |inputs| load_and_lower(inputs, examples);
    let whole = parallel::join(|| load(before), || load(after));
    let errors = match whole {
        (Ok(before), Ok(after)) => {
            return Ok(Comparable { before, after, errors: [None, None], omitted: BTreeMap::new() });
        }
        (before, after) => [before.err(), after.err()],
    };
    let (mut rejected, mut excluded) = (Rejected::default(), BTreeSet::new());
    for _ in 0..MAX_ATTEMPTS {
        let old = attempt_without(before, &rejected, &excluded, examples);
        let new = attempt_without(after, &rejected, &excluded, examples);
        let (found, inputs) = match (old, new) {
            // Without a document on both sides, there is nothing to compare.
            (Ok(before), Ok(after)) if before.api.modules.is_empty() || after.api.modules.is_empty() => break,
            (Ok(before), Ok(after)) => {
                let operations = rejected.operations();
                let documents = excluded.into_iter().map(|module| (module, Vec::new()));
                let omitted = operations.into_iter().chain(documents).collect();
                return Ok(Comparable { before, after, errors, omitted });
            }
            (Err(found), _) => (found, before),
            (_, Err(found)) => (found, after),
        };
        if rejected.add(&found, |_| true) {
            continue;
        }
        let failing = inputs.documents.iter().filter(|document| {
            let errors = found.0.iter().filter(|diagnostic| diagnostic.level == Level::Error);
            errors.into_iter().any(|error| error.place.source == document.name)
        });
        let mut is_new = false;
        for document in failing {
            is_new |= excluded.insert(module_of(document));
        }
        if !is_new {
            return Err(finish(found, inputs));
        }
    }
    let [of_before, of_after] = errors;
    Err(of_after.or(of_before).unwrap_or_default())
}

/// The file name of a document.
fn file(document: &Source) -> &str {
    document.name.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// The name of the module of a document.
pub(crate) fn module_of(document: &Source) -> String {
    lower::module_name(load::stem(file(document)))
}

/// Loads and lowers the documents without those of the excluded modules.
fn attempt_without(
    inputs: Inputs<'_>,
    rejected: &Rejected,
    excluded: &BTreeSet<String>,
    examples: Examples,
) -> Result<Lowered, Diagnostics> {
    let is_excluded = |document: &&Source| excluded.contains(&module_of(document));
    let (out, kept): (Vec<&Source>, Vec<&Source>) = inputs.documents.iter().partition(is_excluded);
    let kept: Vec<Source> = kept.into_iter().cloned().collect();
    let out = out.into_iter().map(|document| file(document).to_owned());
    let beside: Vec<String> = inputs.beside.iter().cloned().chain(out).collect();
    attempt(Inputs { documents: &kept, beside: &beside, ..inputs }, rejected, examples)
}

/// Loads and lowers all documents without the rejected operations. Continues after a diagnostic, so that one run
/// reports all of them. The diagnostics have no positions.
fn attempt(inputs: Inputs<'_>, rejected: &Rejected, examples: Examples) -> Result<Lowered, Diagnostics> {
    let mut found = Vec::new();
    let settings = keep(Settings::read(inputs.settings), &mut found).map(|(settings, invalid)| {
        found.extend(invalid);
        settings
    });
    let scope = |stem: &str| {
        let module = lower::module_name(stem);
        load::Scope {
            settings: settings.as_ref().and_then(|settings| settings.document(&module)),
            unsupported: rejected.of(&module),
            module,
        }
    };
    let mut documents = Vec::new();
    for loaded in parallel::map(inputs.documents, |source| load::load(source, examples, scope)) {
        documents.extend(keep(loaded, &mut found));
    }
    found.extend(documents.iter().flat_map(|document| document.diagnostics.iter().cloned()));
    let lock = keep(NamesLock::read(inputs.names), &mut found).unwrap_or_default();
    let Some(settings) = settings else {
        // Settings that cannot be read may omit the operations of all other diagnostics.
        let is_certain = |diagnostic: &Diagnostic| {
            let sources = inputs.settings.into_iter().chain(inputs.names);
            let is_setting = sources.into_iter().any(|source| source.name == diagnostic.place.source);
            is_setting || diagnostic.code.is_of_the_file()
        };
        found.retain(is_certain);
        return Err(Diagnostics(found));
    };
    let is_complete = documents.len() == inputs.documents.len();
    let beside: Vec<String> = inputs.beside.iter().map(|file| lower::module_name(load::stem(file))).collect();
    let context = lower::Context { settings, beside, lock };
    let mut lowering = lower::lower(&documents, &context);
    // A setting may apply to a document that could not be read.
    let is_certain = |diagnostic: &Diagnostic| is_complete || diagnostic.code != Code::SettingWithoutEffect;
    found.extend(lowering.diagnostics.drain(..).filter(is_certain));
    for module in lowering.drafts.iter_mut().map(|draft| &mut draft.module) {
        let document = documents.iter().find(|document| document.file == module.source);
        if let Some(document) = document {
            module.coverage.add_warnings(&document.source, &found);
        }
    }
    // No stage before this one depends on the levels, because settings change them here.
    lints::apply(&mut found, |source| {
        let document = documents.iter().find(|document| document.source == source);
        let module = document.map(|document| lower::module_name(&document.stem));
        context.settings.lints(&module.unwrap_or_default())
    });
    let found = Diagnostics(found);
    if found.has_errors() {
        return Err(found);
    }
    match lowering.into_api(&context) {
        Ok((api, names)) => {
            Ok(Lowered { api, settings: context.settings, documents, warnings: found, names })
        }
        Err(Diagnostics(conflicts)) => Err(Diagnostics(found.0.into_iter().chain(conflicts).collect())),
    }
}

/// Returns the value of a stage, or collects its diagnostics.
fn keep<T>(result: Result<T, Vec<Diagnostic>>, found: &mut Vec<Diagnostic>) -> Option<T> {
    result.map_err(|diagnostics| found.extend(diagnostics)).ok()
}

pub(crate) fn finish(found: Diagnostics, inputs: Inputs<'_>) -> Diagnostics {
    let others: Vec<&Source> = inputs.settings.into_iter().chain(inputs.names).collect();
    locate::finish(found, inputs.documents, &others)
}
