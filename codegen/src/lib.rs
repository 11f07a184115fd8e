//! OpenAPI documents in, the files of a Rust client crate out.
//!
//! ```text
//! Source ──load──▶ Document ──lower──▶ Api (IR) ──emit──▶ Page (tokens) ──render──▶ File
//! ```
//!
//! One direction, one entry function a stage, each boundary a named type:
//!
//! | stage | does | never |
//! |---|---|---|
//! | `load` | YAML or JSON text → `openapiv3` values | knows Rust |
//! | `lower` | OpenAPI → IR; **all** decisions: names, references, SIDs, pages, what is supported | builds tokens |
//! | `emit` | IR → tokens, one resource a file; cannot fail | sees OpenAPI, changes a name's case |
//! | `render` | tokens → text with header | decides anything |
//! | `report` | two IRs → what changed, for the wire and for callers | reads Rust text |
//!
//! **Invariants.** This library is pure: no file, clock, environment or network; the same input
//! gives the same bytes on every machine. `emit` does not import `openapiv3`, `lower` does not
//! import `quote`, only `name` changes case or escapes an identifier, both names of a thing
//! travel together in the IR, foreign structs are taken apart in full, and nothing unsupported is
//! skipped in silence. The tests hold these (`tests/it/tidy.rs`).
//!
//! Beside the pipeline stand `examples`, which makes a test for the crate out of the documents'
//! examples; `report`, which compares two IRs; `explain`, which says of one IR why it is so; and
//! `listing`, the public API in a line each.
//!
//! **Where to change what.** How a name is built: `name`. What becomes of a construct of OpenAPI:
//! `lower` (`shape` for schemas, `operation` for parameters and bodies, `page` for lists, `sid`
//! for SIDs). How the generated code reads: `emit`. What the client does at run time:
//! `codegen/runtime`, copied into the crate as it is. What a change means: `report::rules`. Begin with a fixture and the snapshot you
//! want (CONTRIBUTING.md).

// What stands in a document or an answer must not decide whether the program goes on.
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
mod emit;
mod examples;
mod explain;
mod ignored;
mod ir;
mod listing;
mod load;
mod locate;
mod lower;
mod name;
mod nearest;
mod output;
mod parallel;
mod render;
pub mod report;
mod runtime;
mod settings;
mod signature;

pub use diagnostic::{Code, Diagnostic, Diagnostics, Excerpt, Place, Position, visible};
pub use explain::{Explanation, Unknown};
use load::Examples;
pub use nearest::nearest_code;
pub use output::{File, Output, Source, Summary};

/// Generates a client crate from all documents together.
///
/// # Errors
///
/// Every diagnostic of every document, in the order in which they are given; nothing is generated then.
pub fn generate(documents: &[Source], settings: Option<&Source>) -> Result<Output, Diagnostics> {
    let Lowered { api, documents: loaded, .. } = lowered(documents, settings, Examples::Dropped)?;
    // Tokens stay in the thread that made them; the text of a file leaves it.
    let mut files = parallel::map(&emit::sheets(&api), |sheet| render::render(&emit::page(&api, *sheet)));
    files.extend(emit::package(&api));
    files.extend(coverage::files(&api));
    files.extend(runtime::files());
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Output { files, documents: summaries(&api, &loaded), sids: api.sids.len() })
}

/// A test for the crate that [`generate`] makes: every example of an answer is decoded, encoded
/// again and compared. Beside the test lie the examples, one file a document.
///
/// # Errors
///
/// As [`generate`], and for references to examples that are not there.
pub fn examples(documents: &[Source], settings: Option<&Source>) -> Result<Vec<File>, Diagnostics> {
    let Lowered { api, documents: loaded, .. } = lowered(documents, settings, Examples::Kept)?;
    let examples = examples::collect(&api, &loaded);
    let examples = examples.map_err(|diagnostics| locate::finish(diagnostics, documents, settings))?;
    let test = render::render(&emit::examples(&api, &examples));
    let bodies = examples.iter().filter(|examples| !examples.rows.is_empty()).map(examples::Examples::file);
    let mut files: Vec<File> = bodies.chain([test, runtime::round_trip()]).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The public API of the crate that [`generate`] makes: one line an operation and a type.
///
/// # Errors
///
/// As [`generate`].
pub fn listing(documents: &[Source], settings: Option<&Source>) -> Result<String, Diagnostics> {
    Ok(listing::list(&lowered(documents, settings, Examples::Dropped)?.api))
}

/// The input of one run: the OpenAPI documents and the settings.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'s> {
    /// Every document.
    pub documents: &'s [Source],
    /// The settings, where there are any.
    pub settings: Option<&'s Source>,
}

/// What changed between two states, for the wire and for the users of the crate.
///
/// # Errors
///
/// As [`generate`], for either state.
pub fn report(before: Inputs<'_>, after: Inputs<'_>) -> Result<report::Report, Diagnostics> {
    let read = |inputs: Inputs<'_>| lowered(inputs.documents, inputs.settings, Examples::Dropped);
    let (Lowered { api: old, .. }, Lowered { api: new, .. }) = (read(before)?, read(after)?);
    let (is, was) = (sources(after.documents), sources(before.documents));
    let mut report = report::compare(&old, &new, |file| {
        let (is, was) = (is(file), was(file));
        let is_same = is.zip(was).is_some_and(|(is, was)| is.text == was.text);
        report::About { name: is.or(was).map(|source| source.name.clone()), is_same }
    });
    report.locate(after.documents);
    Ok(report)
}

/// What a name or a place of the documents is in Rust, or the other way round, and why.
///
/// The query is an operationId, the name of a schema, a property, a parameter or a value
/// (`CreateInvite.RoleSid`, `role_sid`), a JSON pointer, or a Rust path (`Invites::create`).
///
/// # Errors
///
/// As [`generate`]; nothing found is no error, see [`Unknown`].
pub fn explain(inputs: Inputs<'_>, query: &str) -> Result<Result<Vec<Explanation>, Unknown>, Diagnostics> {
    let Lowered { api, settings, .. } = lowered(inputs.documents, inputs.settings, Examples::Dropped)?;
    let things = explain::collect(&api, &settings, sources(inputs.documents));
    let found = explain::find(&things, query).map(|mut found| {
        locate::fill(found.iter_mut().map(|thing| &mut thing.place), inputs.documents);
        found
    });
    Ok(found)
}

/// Finds a document by the name of its file.
fn sources<'s>(documents: &'s [Source]) -> impl Fn(&str) -> Option<&'s Source> {
    move |file| documents.iter().find(|source| source.name.rsplit(['/', '\\']).next() == Some(file))
}

/// What was read and lowered without a diagnostic.
struct Lowered {
    api: ir::Api,
    settings: settings::Settings,
    documents: Vec<load::Document>,
}

/// Reads and lowers everything, so that a diagnostic in one file does not hide those in another.
fn lowered(
    documents: &[Source],
    settings: Option<&Source>,
    examples: Examples,
) -> Result<Lowered, Diagnostics> {
    let mut diagnostics = Vec::new();
    let mut loaded = Vec::new();
    for outcome in parallel::map(documents, |source| load::load(source, examples)) {
        match outcome {
            Ok(document) => loaded.push(document),
            Err(found) => diagnostics.extend(found),
        }
    }
    let is_whole = loaded.len() == documents.len();
    match settings::Settings::read(settings) {
        Ok(read) => match lower::lower(&loaded, &read) {
            Ok(api) if diagnostics.is_empty() => {
                return Ok(Lowered { api, settings: read, documents: loaded });
            }
            Ok(_) => {}
            // A setting may be about a document that could not be read.
            Err(found) => diagnostics.extend(
                found
                    .0
                    .into_iter()
                    .filter(|diagnostic| is_whole || diagnostic.code != Code::SettingWithoutEffect),
            ),
        },
        // Without settings more would be generated than is wanted, and be found at diagnostic.
        Err(found) => {
            diagnostics.extend(found);
            diagnostics.extend(loaded.iter().flat_map(|document| document.diagnostics.iter().cloned()));
        }
    }
    Err(locate::finish(Diagnostics(diagnostics), documents, settings))
}

fn summaries(api: &ir::Api, documents: &[load::Document]) -> Vec<Summary> {
    let summary = |module: &ir::Module| Summary {
        source: documents
            .iter()
            .find(|document| document.file == module.source)
            .map_or_else(String::new, |document| document.source.clone()),
        module: module.name.clone(),
        operations: module.resources.iter().map(|resource| resource.operations.len()).sum(),
        models: models(module),
    };
    api.modules.iter().map(summary).collect()
}

/// The types that a file holds and that are no enums.
fn models(module: &ir::Module) -> usize {
    let held = module.resources.iter().flat_map(|resource| &resource.types).chain(&module.shared);
    let defs = held.filter_map(|ir::TypeId(index)| module.types.get(*index));
    defs.filter(|def| !matches!(def.kind, ir::TypeKind::Enum(_))).count()
}
