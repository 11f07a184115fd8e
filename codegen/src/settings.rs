//! `codegen.toml`: what a document cannot say. Every key is optional, unknown keys are errors.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::{Diagnostic, Place, Position};
use crate::ir::Package;
use crate::name;
use crate::output::Source;

/// The whole file.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    package: PackageSettings,
    /// One a document: the name of its module, and what is set for it.
    pub(crate) documents: Vec<(Entry, DocumentSettings)>,
    pub(crate) sids: Vec<SidSetting>,
}

/// A text of the settings, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) text: String,
    pub(crate) place: Place,
}

/// What is set for one document.
#[derive(Debug, Default)]
pub(crate) struct DocumentSettings {
    /// Patterns of operations; without them all are kept.
    pub(crate) keep: Option<Vec<Entry>>,
    /// Patterns of operations, taken away from those that are kept.
    pub(crate) drop: Vec<Entry>,
    /// From an operationId, a schema, or a property of one of them to a Rust name.
    pub(crate) rename: Vec<(Entry, Entry)>,
    /// From a property or a parameter to the type that it has.
    pub(crate) retype: Vec<(Entry, Entry)>,
    /// Properties that are always there.
    pub(crate) required: Vec<Entry>,
    /// From `module` or a pattern of operations to a paragraph for rustdoc.
    pub(crate) notices: Vec<(Entry, Entry)>,
}

/// The name of one newtype.
#[derive(Debug)]
pub(crate) struct SidSetting {
    /// The product: `chat`.
    pub(crate) product: String,
    pub(crate) prefix: Entry,
    pub(crate) rust: Entry,
}

/// The file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Raw {
    package: PackageSettings,
    documents: Table<RawDocument>,
    sids: Table<Table<Spanned<String>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawDocument {
    keep: Option<Vec<Spanned<String>>>,
    drop: Vec<Spanned<String>>,
    rename: Table<Spanned<String>>,
    retype: Table<Spanned<String>>,
    required: Vec<Spanned<String>>,
    notices: Table<Spanned<String>>,
}

type Table<T> = BTreeMap<Spanned<String>, T>;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct PackageSettings {
    name: Option<String>,
    version: Option<String>,
    description: Option<String>,
    license: Option<String>,
    repository: Option<String>,
    rust_version: Option<String>,
}

impl Settings {
    /// Reads the settings; without a file everything has its default.
    pub(crate) fn read(source: Option<&Source>) -> Result<Self, Diagnostic> {
        let Some(source) = source else { return Ok(Self::default()) };
        let Raw { package, documents, sids } =
            toml::from_str(&source.text).map_err(|error| unreadable(source, &error))?;
        let reader = Reader { source };
        let documents = documents.into_iter().map(|(name, raw)| reader.document(name, raw)).collect();
        let sids = sids.into_iter().flat_map(|(product, names)| reader.sids(&product, names)).collect();
        let settings = Self { package, documents, sids };
        settings.check(source)?;
        Ok(settings)
    }

    /// The package's metadata, with defaults filled in.
    pub(crate) fn package(&self) -> Package {
        let PackageSettings { name, version, description, license, repository, rust_version } = &self.package;
        let or = |value: &Option<String>, default: &str| value.clone().unwrap_or_else(|| default.to_owned());
        Package {
            name: or(name, "twilio-client"),
            version: or(version, "0.1.0"),
            description: or(description, "A typed, asynchronous client for Twilio's HTTP API"),
            license: or(license, "MIT OR Apache-2.0"),
            repository: repository.clone(),
            rust_version: or(rust_version, "1.88"),
        }
    }

    /// Refuses what Cargo would refuse later, in words that name the key.
    fn check(&self, source: &Source) -> Result<(), Diagnostic> {
        let package = self.package();
        let name_is_good = package.name.starts_with(|first: char| first.is_ascii_alphabetic())
            && package.name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if !name_is_good {
            return Err(fault(source, "/package/name", format!("`{}` is not a package name", package.name))
                .with_help("use letters, digits, `-` and `_`, a letter first"));
        }
        // These go into the README, which is documentation and so could become code.
        let texts = [
            ("description", Some(&package.description)),
            ("license", Some(&package.license)),
            ("repository", package.repository.as_ref()),
        ];
        for (key, text) in texts {
            if text.is_some_and(|text| text.contains(|c: char| name::is_invisible(c) || "`<>[]".contains(c)))
            {
                let message = format!("`{key}` holds a character that would mean something to Markdown");
                return Err(fault(source, &format!("/package/{key}"), message)
                    .with_help("use one line of plain text"));
            }
        }
        let is_number = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        if semver::Version::parse(&package.version).is_err() {
            return Err(fault(source, "/package/version", format!("`{}` is not a version", package.version))
                .with_help("use three numbers, as in `0.1.0`"));
        }
        if !(2..=3).contains(&package.rust_version.split('.').count())
            || !package.rust_version.split('.').all(is_number)
        {
            let message = format!("`{}` is not a Rust version", package.rust_version);
            return Err(fault(source, "/package/rust-version", message)
                .with_help("use two or three numbers, as in `1.88`"));
        }
        Ok(())
    }
}

/// Turns what was read into entries that know their place.
struct Reader<'s> {
    source: &'s Source,
}

impl Reader<'_> {
    fn entry(&self, text: Spanned<String>, pointer: String) -> Entry {
        let position = Some(position(&self.source.text, text.span().start));
        let place = Place { source: self.source.name.clone(), pointer, position };
        Entry { text: text.into_inner(), place }
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

    fn document(&self, name: Spanned<String>, raw: RawDocument) -> (Entry, DocumentSettings) {
        let RawDocument { keep, drop, rename, retype, required, notices } = raw;
        let at = step("/documents", name.get_ref());
        let settings = DocumentSettings {
            keep: keep.map(|patterns| self.list(patterns, &format!("{at}/keep"))),
            drop: self.list(drop, &format!("{at}/drop")),
            rename: self.table(rename, &format!("{at}/rename")),
            retype: self.table(retype, &format!("{at}/retype")),
            required: self.list(required, &format!("{at}/required")),
            notices: self.table(notices, &format!("{at}/notices")),
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

/// One step further in a JSON pointer.
fn step(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// The known name that a misspelt one is most like, if it is near enough to be meant.
pub(crate) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let distance = |known: &str| strsim::damerau_levenshtein(&name.to_lowercase(), &known.to_lowercase());
    let (distance, nearest) =
        known.into_iter().map(|known| (distance(known), known)).min_by_key(|(distance, _)| *distance)?;
    (distance <= nearest.len().div_ceil(4).max(1)).then_some(nearest)
}

/// What to do about a fault in the settings. An unknown key is named by the reader, and with it
/// those that it would have known.
fn hint(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = quoted.next().filter(|_| message.starts_with("unknown field"));
    match unknown.and_then(|unknown| nearest(unknown, quoted)) {
        Some(known) => format!("did you mean `{known}`? spec/README.md lists the settings"),
        None => "spec/README.md lists the settings".to_owned(),
    }
}

fn unreadable(source: &Source, error: &toml::de::Error) -> Diagnostic {
    let mut diagnostic = fault(source, "", error.message().to_owned()).with_help(hint(error.message()));
    diagnostic.place.position = error.span().map(|span| position(&source.text, span.start));
    diagnostic
}

/// Where an offset of a text is.
pub(crate) fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Position {
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
    }
}

fn fault(source: &Source, pointer: &str, message: String) -> Diagnostic {
    let place = Place { source: source.name.clone(), pointer: pointer.to_owned(), position: None };
    Diagnostic { place, message, help: None }
}
