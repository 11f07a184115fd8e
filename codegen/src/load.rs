//! Text to OpenAPI: reads a document and derives its module name. Does not depend on Rust output.
//!
//! The text becomes plain data first (`yaml`, `tree`). `checker` then visits that data with the table of
//! keywords, because `openapiv3` silently drops the keywords that it does not support.

mod chains;
mod checker;
mod coercion;
mod contradictions;
mod converter;
mod cursor;
mod duplicate_ids;
mod duplicate_keys;
mod example_values;
mod foreign;
mod hoist;
mod inheritance;
mod json;
mod keywords;
mod misplaced;
mod moves;
mod nodes;
mod path_items;
pub(crate) mod position;
mod reach;
#[cfg(test)]
mod readers;
mod reference;
mod selection;
mod spelling;
mod syntax_hint;
mod text;
mod tree;
mod type_mismatch;
mod unreadable;
mod v31;
mod version;
mod yaml;

use std::collections::BTreeMap;

use openapiv3::OpenAPI;
use serde_json::{Value, json};

use self::converter::Conversion;
use self::reach::Reach;
use self::reference::Targets;
use self::unreadable::{at, diagnostic};
use self::version::Version;
use self::yaml::ReadError;
use crate::diagnostic::{Code, Diagnostic};
use crate::ignored::Ignored;
use crate::output::Source;
use crate::parallel;

pub(crate) use checker::{Examples, is_media_type};
pub(crate) use example_values::{ExampleValues, is_small};
pub(crate) use inheritance::{Bases, DEFAULT_MAPPING};
pub(crate) use keywords::{ENUM_DESCRIPTIONS, ENUM_NAMES};
pub(crate) use moves::Moves;
pub(crate) use selection::{Scope, Selection};
pub(crate) use spelling::is_token;
pub(crate) use text::read;

/// An OpenAPI document that was read.
#[derive(Debug)]
pub(crate) struct Document {
    /// The name from [`Source::name`].
    pub(crate) source: String,
    /// The file name without its folder: `twilio_shop_v2.yaml`.
    pub(crate) file: String,
    /// The file name without `twilio_` and without extension: `shop_v2`.
    pub(crate) stem: String,
    pub(crate) openapi: OpenAPI,
    /// The examples of responses, if the run keeps them.
    pub(crate) examples: ExampleValues,
    /// The diagnostics that do not prevent reading, such as unknown keywords, in the order of the document.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The keywords that have no effect on the client, and the number of their occurrences.
    pub(crate) ignored: BTreeMap<Ignored, usize>,
    /// The positions of values that are at another location in the author's text.
    pub(crate) moves: Moves,
    /// The base schemas that were split.
    pub(crate) bases: Bases,
    /// The parts that the settings omit.
    pub(crate) selection: Selection,
    /// The parts that each operation reaches.
    pub(crate) reach: Reach,
}

/// Reads one document in YAML or JSON, without the operations that its settings omit. `scope` returns the
/// settings for a file, which it gets as [`Document::stem`].
///
/// # Errors
///
/// All diagnostics, if one of them prevents reading the document.
pub(crate) fn load<'s>(
    source: &Source,
    examples: Examples,
    scope: impl Fn(&str) -> Scope<'s>,
) -> Result<Document, Vec<Diagnostic>> {
    let mut value = read(source)?;
    let version = version::of(source, &value)?;
    let file = file_name(source)?;
    let stem = stem(&file).to_owned();
    let mut moves = Moves::default();
    let Conversion { diagnostics: mut coerced, ignored, layer } =
        coercion::apply(&source.name, &mut value, version);
    moves.push(layer);
    let (layer, too_many) = path_items::inline(&source.name, &mut value);
    coerced.extend(too_many);
    moves.push(layer);
    moves.push(hoist::move_to_components(&mut value));
    let (layer, bases) = inheritance::split(&mut value, version);
    moves.push(layer);
    let (selection, reach) = selection::apply(&mut value, &scope(&stem), &moves);
    selection.retain(&value, &moves, &mut coerced);
    let duplicates = duplicate_ids::remove(&source.name, &mut value);
    let read = Read { source, examples, version, moves, bases, selection, duplicates, coerced, ignored };
    match read.document(value, file, stem) {
        Ok(mut document) => {
            reach.attribute(&mut document.diagnostics);
            Ok(Document { reach, ..document })
        }
        Err(mut diagnostics) => {
            reach.attribute(&mut diagnostics);
            Err(diagnostics)
        }
    }
}

/// A document of plain data, without its omitted operations.
struct Read<'s> {
    source: &'s Source,
    examples: Examples,
    version: Version,
    moves: Moves,
    bases: Bases,
    selection: Selection,
    /// The warnings about duplicate operationIds.
    duplicates: Vec<Diagnostic>,
    /// The warnings about values in another form, with pointers of the author's text.
    coerced: Vec<Diagnostic>,
    /// The keywords without effect that an earlier stage removed.
    ignored: BTreeMap<Ignored, usize>,
}

impl Read<'_> {
    /// Converts and checks the data.
    fn document(self, mut value: Value, file: String, stem: String) -> Result<Document, Vec<Diagnostic>> {
        let Self {
            source,
            examples,
            version,
            mut moves,
            bases,
            selection,
            duplicates,
            coerced,
            ignored: coerced_away,
        } = self;
        let Conversion { diagnostics: found, ignored: removed, layer } = match version {
            Version::V30 => Conversion::default(),
            Version::V31 => v31::convert(&source.name, &mut value, &moves),
        };
        moves.push(layer);
        chains::shorten(&mut value);
        let targets = Targets::of(&value, &selection);
        let checker::Findings { diagnostics, mut ignored, is_broken, examples } =
            checker::check(&source.name, &stem, &mut value, targets, examples);
        for (keyword, count) in removed.into_iter().chain(coerced_away) {
            *ignored.entry(keyword).or_default() += count;
        }
        let mut diagnostics = diagnostics.into_vec();
        diagnostics.extend(selection.warnings(&source.name));
        diagnostics.extend(duplicates);
        moves.restore(&mut diagnostics);
        diagnostics.extend(found);
        diagnostics.extend(coerced);
        if is_broken {
            return Err(diagnostics);
        }
        let openapi = match openapi(value) {
            Ok(openapi) => openapi,
            Err(error) => {
                // The checker removes values of the wrong type, so this error may result from a removed value.
                let is_reported = diagnostics.iter().any(|diagnostic| diagnostic.code == Code::WrongType);
                if !is_reported {
                    // The text of another version or form differs from the document that was converted.
                    let is_coerced =
                        diagnostics.iter().any(|diagnostic| diagnostic.code == Code::CoercedValue);
                    let is_text = version == Version::V30 && !is_coerced;
                    diagnostics.push(malformed(source, is_text.then(|| mismatch(source)).flatten(), &error));
                }
                return Err(diagnostics);
            }
        };
        let (source, reach) = (source.name.clone(), Reach::default());
        Ok(Document {
            source,
            file,
            stem,
            openapi,
            examples,
            diagnostics,
            ignored,
            moves,
            bases,
            selection,
            reach,
        })
    }
}

/// Converts plain data to OpenAPI. The paths and the components are almost the whole of a large document, so each has
/// a thread.
fn openapi(mut value: Value) -> serde_json::Result<OpenAPI> {
    let mut take = |key: &str| {
        let value = value.get_mut(key).filter(|value| value.is_object())?;
        Some(std::mem::replace(value, json!({})))
    };
    let (paths, components) = (take("paths"), take("components"));
    let (paths, components) = parallel::join(
        || paths.map(serde_json::from_value).transpose(),
        || components.map(serde_json::from_value).transpose(),
    );
    let mut openapi: OpenAPI = serde_json::from_value(value)?;
    if let Some(paths) = paths? {
        openapi.paths = paths;
    }
    if let Some(components) = components? {
        openapi.components = Some(components);
    }
    Ok(openapi)
}

/// The file name without `twilio_` and without its extension.
pub(crate) fn stem(file: &str) -> &str {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    stem.strip_prefix("twilio_").unwrap_or(stem)
}

/// The file name, which appears in comments and becomes the name of a module.
fn file_name(source: &Source) -> Result<String, Vec<Diagnostic>> {
    let file = source.name.rsplit(['/', '\\']).next().unwrap_or_default();
    if file.chars().all(|c| c.is_ascii_alphanumeric() || "._- (),".contains(c)) {
        return Ok(file.to_owned());
    }
    let message = "the file name cannot become a module name".to_owned();
    let help = "use letters, digits, spaces and `_-.,()`";
    Err(vec![diagnostic(Code::InvalidFileName, source, "", message).with_help(help)])
}

/// The first value of the text that does not match OpenAPI.
fn mismatch(source: &Source) -> Option<ReadError> {
    let find = if json::is_valid(&source.text) { json::find_mismatch } else { yaml::find_mismatch };
    find(&source.text)
}

/// The diagnostic for a document that does not match OpenAPI. Reading the text again determines the position.
fn malformed(source: &Source, mismatch: Option<ReadError>, error: &serde_json::Error) -> Diagnostic {
    let help = "use a value of the type that OpenAPI requires";
    match mismatch {
        Some(ReadError { message, position, cause: _ }) => {
            let message = format!("cannot read the document: {message}");
            at(diagnostic(Code::WrongType, source, "", message).with_help(help), position)
        }
        None => diagnostic(Code::WrongType, source, "", format!("cannot read the document: {error}"))
            .with_help(help),
    }
}
