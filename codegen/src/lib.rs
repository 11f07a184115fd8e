//! Generates the files of a Rust client crate from OpenAPI documents.
//!
//! ```text
//! Source ──load──▶ Document ──lower──▶ Api (IR) ──emit──▶ tokens ──render──▶ File
//! ```
//!
//! The pipeline has four stages. Each stage has one entry function, and a named type connects it to the next:
//!
//! | stage | input and output | does not |
//! |---|---|---|
//! | `load` | YAML or JSON text → `openapiv3` values, checked against the table of keywords | depend on Rust output |
//! | `lower` | OpenAPI → IR; makes **all** decisions: names, references, SIDs, pages, supported constructs | build tokens |
//! | `emit` | IR → tokens, one file per resource; cannot fail | read OpenAPI, change the case of a name |
//! | `render` | tokens → formatted text with a header | make decisions |
//!
//! Other modules read the IR: `report` compares two IRs, `explain` describes the items of one IR and the
//! reasons for their names, `listing` prints the public API with one line per item, `coverage` lists the
//! operations and keywords of each document, and `examples` collects test data from the documents. `report` and
//! `explain` print the signatures of the tokens from `emit`.
//!
//! # Invariants
//!
//! The tests check these (`tests/it/tidy.rs`):
//!
//! - The library is pure. It uses no file, clock, environment or network. Equal inputs produce equal bytes on
//!   every machine.
//! - `emit` does not import `openapiv3`, and `lower` does not import `quote`.
//! - Only `name` changes the case of a name or escapes an identifier. The IR stores the name in the OpenAPI
//!   document and the Rust name together.
//! - Structs of other crates are destructured completely, so a new field is a compile error. No unsupported
//!   construct is skipped silently: it produces a diagnostic or an entry on the coverage page.
//!
//! # Where to change what
//!
//! | change | module |
//! |---|---|
//! | the keywords of OpenAPI and their types | `load::keywords` |
//! | the Rust type of a schema, the parameters of an operation, pages, SIDs | `lower` |
//! | the properties of a scalar type | `ir::scalar` |
//! | the styles of paged lists | `ir::page_style` |
//! | the construction of a name | `name` |
//! | the names that earlier runs assigned | `names_lock`, `lower::names` |
//! | the generated code | `emit` |
//! | the division of long files | `rust_files` |
//! | the behavior of the client at run time | the crate in `codegen/runtime` |
//! | the meaning of a change for users | `report::rules` |
//! | a message and its explanation | the module that reports it, and `diagnostic/codes.md` |
//!
//! Begin with a fixture and the expected snapshot (CONTRIBUTING.md).

// The content of a document or a response must never abort the program.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::indexing_slicing,
        clippy::string_slice
    )
)]
#![forbid(unsafe_code)]

mod coverage;
mod diagnostic;
mod document;
mod emit;
mod examples;
mod explain;
mod fake;
mod guide;
mod ignored;
mod inputs;
mod invisible;
mod ir;
mod listing;
mod load;
mod locate;
mod lower;
mod markdown;
mod merge_conflict;
mod name;
mod names_lock;
mod nearest;
mod omitted;
mod operation_id;
mod output;
mod parallel;
mod path_template;
mod pipeline;
mod pointer;
mod render;
pub mod report;
mod runtime;
mod rust_files;
mod sentence;
mod settings;

pub use diagnostic::{Code, Diagnostic, Diagnostics, Excerpt, Level, Omission, Place, Position, visible};
pub use examples::ResponseExample;
pub use explain::{ExplainError, Explanation};
pub use inputs::Inputs;
pub use nearest::{nearest, nearest_code};
pub use omitted::Unsupported;
pub use output::{File, Output, Source, Summary};
pub use runtime::Runtime;

use examples::DocumentExamples;
use load::Examples;
use pipeline::{Comparable, Lowered, finish, load_and_lower, load_comparable, module_of};

/// Generates a client crate from all documents. The output includes the runtime, so the crate compiles
/// alone.
///
/// # Errors
///
/// Returns the diagnostics of all documents, in the order of the documents. In this case nothing is generated.
pub fn generate(documents: &[Source], settings: Option<&Source>) -> Result<Output, Diagnostics> {
    generate_with(Inputs { documents, settings, ..Inputs::default() }, &Runtime::Bundled)
}

/// Generates a client crate that depends on the runtime at this location. The crate does not differ in
/// anything else from the one that [`generate`] returns.
///
/// # Errors
///
/// Returns the same errors as [`generate`].
pub fn generate_with(inputs: Inputs<'_>, runtime: &Runtime) -> Result<Output, Diagnostics> {
    let Lowered { mut api, documents, warnings, names, .. } = load_and_lower(inputs, Examples::Kept)?;
    api.guide = guide::chapters(inputs.guide);
    let summaries = summaries(&api, &documents);
    let tables = fake::files(&api, &examples::of_properties(&api, &documents));
    // The documents take most of the memory of a run.
    drop(documents);
    let mut files = rust_files::all(&api);
    files.extend(emit::package(&api, runtime));
    files.extend(coverage::files(&api));
    files.extend(tables);
    files.extend(guide::files(&api.guide));
    files.extend(runtime.files());
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let warnings = finish(warnings, inputs);
    Ok(Output { files, documents: summaries, sids: api.sids.len(), warnings, names: names.to_string() })
}

/// Reads a document as its author wrote it, without the changes that the generator makes before it uses a document.
///
/// # Errors
///
/// The diagnostics of a text that is not YAML or JSON, or that exceeds a limit.
pub fn read(source: &Source) -> Result<serde_json::Value, Diagnostics> {
    load::read(source).map_err(Diagnostics)
}

/// Generates a test for the crate of [`generate`]. The test decodes and encodes each response example and
/// compares the results. The examples of each document are in a separate file.
///
/// # Errors
///
/// As [`generate`], and for references between examples that form a cycle.
pub fn examples(documents: &[Source], settings: Option<&Source>) -> Result<Vec<File>, Diagnostics> {
    examples_with(Inputs { documents, settings, ..Inputs::default() }, |_| true)
}

/// Generates the test of [`examples`] for all inputs. It contains the examples for which `keep` returns true.
///
/// # Errors
///
/// As [`examples`].
pub fn examples_with(
    inputs: Inputs<'_>,
    mut keep: impl FnMut(&ResponseExample<'_>) -> bool,
) -> Result<Vec<File>, Diagnostics> {
    let Lowered { api, documents, .. } = load_and_lower(inputs, Examples::Kept)?;
    let mut examples = examples::collect(&api, &documents).map_err(|found| finish(found, inputs))?;
    for DocumentExamples { source, rows, .. } in &mut examples {
        rows.retain(|row| keep(&row.public(source)));
    }
    let test = render::render(&emit::examples(&api, &examples));
    let bodies = examples.iter().filter(|of_document| !of_document.rows.is_empty());
    let mut files: Vec<File> =
        bodies.map(DocumentExamples::file).chain([test, runtime::round_trip()]).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// Generates one call of each operation of the crate of [`generate_with`], for a test that makes all of them.
///
/// The file contains the function `calls() -> Vec<Call>`. The code that includes it defines `Call::new`, `Kind` with
/// the variants `AuthToken`, `BearerToken` and `ParameterKey`, and `value::<T>(json: &str) -> T`.
///
/// # Errors
///
/// As [`generate`].
pub fn calls(inputs: Inputs<'_>) -> Result<File, Diagnostics> {
    Ok(render::render(&emit::calls(&load_and_lower(inputs, Examples::Dropped)?.api)))
}

/// The tables of a fake server of the documents, as the crate of [`generate`] contains them. The package
/// `twilio-client-fake` reads them.
///
/// # Errors
///
/// As [`generate`].
pub fn fake(inputs: Inputs<'_>) -> Result<Vec<File>, Diagnostics> {
    let Lowered { api, documents, .. } = load_and_lower(inputs, Examples::Kept)?;
    Ok(fake::files(&api, &examples::of_properties(&api, &documents)))
}

/// Assigns the names of all items, and returns them as [`Output::names`] contains them.
///
/// # Errors
///
/// As [`generate`].
pub fn names(inputs: Inputs<'_>) -> Result<String, Diagnostics> {
    Ok(load_and_lower(inputs, Examples::Dropped)?.names.to_string())
}

/// The public API of the crate of [`generate`], with one line per operation and type.
///
/// # Errors
///
/// As [`generate`].
pub fn listing(documents: &[Source], settings: Option<&Source>) -> Result<String, Diagnostics> {
    listing_with(Inputs { documents, settings, ..Inputs::default() })
}

/// The listing of [`listing`] for all inputs.
///
/// # Errors
///
/// As [`generate`].
pub fn listing_with(inputs: Inputs<'_>) -> Result<String, Diagnostics> {
    Ok(listing::list(&load_and_lower(inputs, Examples::Dropped)?.api))
}

/// Compares two inputs and reports the changes of the requests, of the responses and of the Rust API.
///
/// # Errors
///
/// As [`generate`], for either input.
pub fn report(before: Inputs<'_>, after: Inputs<'_>) -> Result<report::Report, Diagnostics> {
    let (report, errors) = partial_report(before, after)?;
    errors.into_iter().flatten().next().map_or(Ok(report), Err)
}

/// Compares two inputs as [`report()`] does, even if they contain errors. Leaves out the operations and the documents
/// that the errors concern, lists them in the report, and returns the errors of the input before and after.
///
/// # Errors
///
/// The diagnostics of an error that does not concern one document, such as an error in the settings.
pub fn partial_report(
    before: Inputs<'_>,
    after: Inputs<'_>,
) -> Result<(report::Report, [Option<Diagnostics>; 2]), Diagnostics> {
    let Comparable { before: old, after: new, errors, omitted } = load_comparable(before, after)?;
    let (find_old, find_new) = (source_by_file(before.documents), source_by_file(after.documents));
    let mut report = report::compare(&old.api, &new.api, |file| {
        let (old, new) = (find_old(file), find_new(file));
        let is_same = old.zip(new).is_some_and(|(old, new)| old.text == new.text);
        report::About { name: new.or(old).map(|source| source.name.clone()), is_same }
    });
    let all = after.documents.iter().chain(before.documents);
    for (module, operations) in omitted {
        let document = all.clone().find(|source| module_of(source) == module);
        let document = document.map_or(module, |source| source.name.clone());
        let of_document = |error: &&Diagnostic| error.level == Level::Error && error.place.source == document;
        let count = errors.iter().flatten().flat_map(|found| &found.0).filter(of_document).count();
        if count > 0 {
            report.not_compared.push(report::NotCompared { document, operations, errors: count });
        }
    }
    // A removed item has its position in the document before the change.
    let origin = |change: &report::Change| {
        let documents = if change.after.is_some() { &new.documents } else { &old.documents };
        let document =
            documents.iter().find(|document| Some(&document.source) == change.document.as_ref())?;
        Some(document.moves.origin(&change.pointer))
    };
    report.locate(origin, [after.documents, before.documents]);
    Ok((report, errors))
}

/// Explains an item of the documents or of the Rust API: its other names, its location and the reasons.
///
/// The query is an operationId, the name of a schema, a property, a parameter or a value
/// (`CreateInvite.RoleSid`, `role_sid`), a JSON pointer, or a Rust path (`Invites::create`).
///
/// # Errors
///
/// As [`generate`], and [`ExplainError::UnknownName`] if no item has the name.
pub fn explain(inputs: Inputs<'_>, query: &str) -> Result<Vec<Explanation>, ExplainError> {
    let Lowered { api, settings, documents, .. } = load_and_lower(inputs, Examples::Dropped)?;
    let mut things = explain::collect(&api, &settings, source_by_file(inputs.documents));
    things.extend(explain::features(&emit::features()));
    let mut found = explain::find(&things, query)?;
    for place in found.iter_mut().map(|thing| &mut thing.place) {
        if let Some(document) = documents.iter().find(|document| document.source == place.source) {
            place.pointer = document.moves.origin(&place.pointer);
        }
    }
    locate::fill(found.iter_mut().map(|thing| &mut thing.place), inputs.documents);
    Ok(found)
}

/// Finds a document by its file name.
fn source_by_file<'s>(documents: &'s [Source]) -> impl Fn(&str) -> Option<&'s Source> {
    move |file| documents.iter().find(|source| source.name.rsplit(['/', '\\']).next() == Some(file))
}

fn summaries(api: &ir::Api, documents: &[load::Document]) -> Vec<Summary> {
    let summary = |module: &ir::Module| Summary {
        source: documents
            .iter()
            .find(|document| document.file == module.source)
            .map_or_else(String::new, |document| document.source.clone()),
        module: module.name.clone(),
        operations: module.resources.iter().map(|resource| resource.operations.len()).sum(),
        unsupported: module.coverage.unsupported().count(),
        models: models(module),
    };
    api.modules.iter().map(summary).collect()
}

/// The number of types in the files of a module, without enums.
fn models(module: &ir::Module) -> usize {
    let ids = module.resources.iter().flat_map(|resource| &resource.types).chain(&module.shared);
    let defs = ids.filter_map(|ir::TypeId(index)| module.types.get(*index));
    defs.filter(|def| !matches!(def.kind, ir::TypeKind::Enum(_))).count()
}
