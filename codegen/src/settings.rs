//! `codegen.toml`: settings that an OpenAPI document cannot express. All keys are optional. Unknown keys are
//! errors.

mod entry;
mod fake;
mod lints;
mod package;
mod pattern;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::lints::Lints;
use crate::diagnostic::{Code, Diagnostic, Place, Position};
use crate::ir::Package;
use crate::merge_conflict;
use crate::nearest::nearest;
use crate::output::Source;

pub(crate) use entry::Entry;
pub(crate) use fake::FakeSettings;
use package::PackageSettings;
pub(crate) use pattern::matches_glob;

/// The whole file.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    package: PackageSettings,
    /// One entry per document: the name of its module, and its settings.
    pub(crate) documents: Vec<(Entry, DocumentSettings)>,
    pub(crate) sids: Vec<SidSetting>,
    /// The levels of diagnostics in all documents.
    lints: Lints,
    /// Whether the client omits the operations that the generator does not support.
    skip_unsupported: bool,
    /// The rules of the fake server.
    pub(crate) fake: FakeSettings,
}

/// The settings for one document.
#[derive(Debug, Default)]
pub(crate) struct DocumentSettings {
    /// Patterns of operations to generate. `None` generates all.
    pub(crate) keep: Option<Vec<Entry>>,
    /// Patterns of operations to leave out of the kept ones.
    pub(crate) drop: Vec<Entry>,
    /// Maps an operationId, a schema, or a property of one of them to a Rust name.
    pub(crate) rename: Vec<(Entry, Entry)>,
    /// Maps a property or a parameter to its type.
    pub(crate) retype: Vec<(Entry, Entry)>,
    /// Maps an operationId to the media type of its request body.
    pub(crate) media_types: Vec<(Entry, Entry)>,
    /// Properties that are always present, and parameters that are required.
    pub(crate) required: Vec<Entry>,
    /// Maps `module` or a pattern of operations to a paragraph of rustdoc.
    pub(crate) notices: Vec<(Entry, Entry)>,
    /// The URL of the server. It replaces the server of the document.
    pub(crate) server: Option<Entry>,
    /// The levels of diagnostics in this document. They take precedence over those for all documents.
    lints: Lints,
    /// Whether the client omits the operations that the generator does not support. It takes precedence over the
    /// setting for all documents.
    skip_unsupported: Option<bool>,
}

/// The name of one SID type.
#[derive(Debug)]
pub(crate) struct SidSetting {
    /// The product: `chat`.
    pub(crate) product: String,
    pub(crate) prefix: Entry,
    pub(crate) rust: Entry,
}

/// The structure of the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct SettingsFile {
    skip_unsupported: bool,
    package: PackageSettings,
    documents: Table<DocumentTable>,
    sids: Table<Table<Spanned<String>>>,
    fake: fake::FakeTable,
    lints: Table<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct DocumentTable {
    skip_unsupported: Option<bool>,
    keep: Option<Vec<Spanned<String>>>,
    drop: Vec<Spanned<String>>,
    rename: Table<Spanned<String>>,
    retype: Table<Spanned<String>>,
    media_types: Table<Spanned<String>>,
    required: Vec<Spanned<String>>,
    notices: Table<Spanned<String>>,
    server: Option<Spanned<String>>,
    lints: Table<Spanned<String>>,
}

type Table<T> = BTreeMap<Spanned<String>, T>;

impl Settings {
    /// Reads the settings, with the diagnostics of values that Cargo would reject. Without a file, all settings
    /// have their defaults.
    ///
    /// # Errors
    ///
    /// The diagnostics of a file that does not state clearly which operations it omits.
    pub(crate) fn read(source: Option<&Source>) -> Result<(Self, Vec<Diagnostic>), Vec<Diagnostic>> {
        let Some(source) = source else { return Ok((Self::default(), Vec::new())) };
        let unknown = unknown_keys(source);
        if !unknown.is_empty() {
            return Err(unknown);
        }
        let SettingsFile { skip_unsupported, package, documents, sids, fake, lints } =
            toml::from_str(&source.text).map_err(|error| vec![unreadable(source, &error)])?;
        let reader = Reader { source };
        let mut diagnostics = Vec::new();
        let lints = reader.lints(lints, "/lints", &mut diagnostics);
        let documents = documents.into_iter().map(|(name, raw)| reader.document(name, raw, &mut diagnostics));
        let documents = documents.collect();
        let sids = sids.into_iter().flat_map(|(product, names)| reader.sids(&product, names)).collect();
        let fake = fake.settings(|text, pointer| reader.entry(text, pointer));
        let settings = Self { package, documents, sids, lints, skip_unsupported, fake };
        diagnostics.extend(settings.package.check(source));
        Ok((settings, diagnostics))
    }

    /// The settings for the document of a module.
    pub(crate) fn document(&self, module: &str) -> Option<&DocumentSettings> {
        self.documents.iter().find(|(name, _)| name.text == module).map(|(_, settings)| settings)
    }

    /// The levels of diagnostics in a document. An earlier table takes precedence.
    pub(crate) fn lints(&self, module: &str) -> Vec<&Lints> {
        let own = self.documents.iter().filter(|(name, _)| name.text == module);
        own.map(|(_, document)| &document.lints).chain([&self.lints]).collect()
    }

    /// Whether the client omits the operations of a document that the generator does not support.
    pub(crate) fn skips_unsupported(&self, module: &str) -> bool {
        self.document(module).and_then(|document| document.skip_unsupported).unwrap_or(self.skip_unsupported)
    }

    /// The package's metadata, with defaults filled in.
    pub(crate) fn package(&self) -> Package {
        self.package.package()
    }
}

/// Converts strings of the file to entries with a location.
struct Reader<'s> {
    source: &'s Source,
}

impl Reader<'_> {
    fn entry(&self, text: Spanned<String>, pointer: String) -> Entry {
        let mut at = Place::new(&self.source.name, pointer);
        set_span(&mut at, &self.source.text, Some(text.span()));
        Entry { text: text.into_inner(), place: at }
    }

    fn list(&self, texts: Vec<Spanned<String>>, pointer: &str) -> Vec<Entry> {
        let entries = texts.into_iter().enumerate();
        entries.map(|(index, text)| self.entry(text, format!("{pointer}/{index}"))).collect()
    }

    fn table(&self, table: Table<Spanned<String>>, pointer: &str) -> Vec<(Entry, Entry)> {
        let entries = table.into_iter().map(|(key, value)| {
            let pointer = step(pointer, key.get_ref());
            (self.entry(key, pointer.clone()), self.entry(value, pointer))
        });
        entries.collect()
    }

    fn lints(&self, table: Table<Spanned<String>>, pointer: &str, found: &mut Vec<Diagnostic>) -> Lints {
        lints::read(&self.table(table, pointer), found)
    }

    fn document(
        &self,
        name: Spanned<String>,
        raw: DocumentTable,
        found: &mut Vec<Diagnostic>,
    ) -> (Entry, DocumentSettings) {
        let DocumentTable {
            skip_unsupported,
            keep,
            drop,
            rename,
            retype,
            media_types,
            required,
            notices,
            server,
            lints,
        } = raw;
        let at = step("/documents", name.get_ref());
        let settings = DocumentSettings {
            keep: keep.map(|patterns| self.list(patterns, &format!("{at}/keep"))),
            drop: self.list(drop, &format!("{at}/drop")),
            rename: self.table(rename, &format!("{at}/rename")),
            retype: self.table(retype, &format!("{at}/retype")),
            media_types: self.table(media_types, &format!("{at}/{MEDIA_TYPES}")),
            required: self.list(required, &format!("{at}/required")),
            notices: self.table(notices, &format!("{at}/notices")),
            server: server.map(|server| self.entry(server, format!("{at}/server"))),
            lints: self.lints(lints, &format!("{at}/lints"), found),
            skip_unsupported,
        };
        (self.entry(name, at), settings)
    }

    fn sids(&self, product: &Spanned<String>, names: Table<Spanned<String>>) -> Vec<SidSetting> {
        let product = product.get_ref();
        let names = self.table(names, &step("/sids", product));
        let sid = |(prefix, rust)| SidSetting { product: product.clone(), prefix, rust };
        names.into_iter().map(sid).collect()
    }
}

/// Appends a key to a JSON pointer.
fn step(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", crate::pointer::escape(key))
}

const DOCUMENT: &[&str] = &[
    "keep",
    "drop",
    "rename",
    "retype",
    MEDIA_TYPES,
    "required",
    "notices",
    "server",
    "lints",
    SKIP_UNSUPPORTED,
];
const MEDIA_TYPES: &str = "media-types";
const SKIP_UNSUPPORTED: &str = "skip-unsupported";

const HELP: &str = "the tables are `[package]`, `[documents.NAME]`, `[sids.PRODUCT]`, `[fake]` and `[lints]`";

/// Reports all unknown keys. A file that is not valid TOML has none.
fn unknown_keys(source: &Source) -> Vec<Diagnostic> {
    let Ok(tables) = DeTable::parse(&source.text) else { return Vec::new() };
    let mut found = Vec::new();
    unknown_in(
        tables.get_ref(),
        "",
        &["package", "documents", "sids", "fake", "lints", SKIP_UNSUPPORTED],
        source,
        &mut found,
    );
    for (name, held) in tables.get_ref() {
        let DeValue::Table(entries) = held.get_ref() else { continue };
        match name.get_ref().as_ref() {
            "package" => unknown_in(entries, "/package", package::PACKAGE, source, &mut found),
            "fake" => unknown_in(entries, "/fake", fake::FAKE, source, &mut found),
            "documents" => {
                for (document, held) in entries {
                    let DeValue::Table(entries) = held.get_ref() else { continue };
                    let pointer = step("/documents", document.get_ref());
                    unknown_in(entries, &pointer, DOCUMENT, source, &mut found);
                }
            }
            _ => {} // the author of the settings chooses these keys
        }
    }
    found
}

/// Reports the unknown keys of one table.
fn unknown_in(
    table: &DeTable<'_>,
    pointer: &str,
    known: &[&str],
    source: &Source,
    found: &mut Vec<Diagnostic>,
) {
    for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
        let name = key.get_ref();
        let message = format!("unknown setting `{}`", name.escape_debug());
        let near = nearest(name, known.iter().copied());
        let help = near.map_or_else(|| listed(known), |near| format!("did you mean `{near}`?"));
        let mut diagnostic =
            diagnostic(Code::InvalidSettings, source, &step(pointer, name), message).with_help(help);
        set_span(&mut diagnostic.place, &source.text, Some(key.span()));
        found.push(diagnostic);
    }
}

/// Lists the keys of a table.
fn listed(known: &[&str]) -> String {
    let known: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
    format!("use one of {}", known.join(", "))
}

fn unreadable(source: &Source, error: &toml::de::Error) -> Diagnostic {
    if let Some(position) = merge_conflict::find(&source.text) {
        let message = "the file contains a merge conflict".to_owned();
        let mut diagnostic = diagnostic(Code::InvalidSettings, source, "", message);
        diagnostic.place.position = Some(position);
        return diagnostic.with_help(merge_conflict::HELP);
    }
    let mut diagnostic = diagnostic(Code::InvalidSettings, source, "", error.message().to_owned());
    set_span(&mut diagnostic.place, &source.text, error.span());
    diagnostic.with_help(HELP)
}

/// Sets the begin and the end of a place to a range of the text.
pub(crate) fn set_span(place: &mut Place, text: &str, span: Option<Range<usize>>) {
    place.position = span.as_ref().map(|span| position(text, span.start));
    place.end = span.map(|span| position(text, span.end));
}

/// The position of an offset.
fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Position {
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
    }
}

fn diagnostic(code: Code, source: &Source, pointer: &str, message: String) -> Diagnostic {
    Diagnostic::new(code, Place::new(&source.name, pointer), message)
}
