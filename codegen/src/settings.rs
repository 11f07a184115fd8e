//! `codegen.toml`: what a document cannot say. Every key is optional, unknown keys are errors.

use std::ops::Range;

use serde::Deserialize;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, Place, Position};
use crate::ir::Package;
use crate::nearest::nearest;
use crate::output::Source;

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    #[serde(default)]
    package: PackageSettings,
}

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
    pub(crate) fn read(source: Option<&Source>) -> Result<Self, Vec<Diagnostic>> {
        let Some(source) = source else { return Ok(Self::default()) };
        let unknown = unknown_keys(source);
        if !unknown.is_empty() {
            return Err(unknown);
        }
        let settings: Self =
            toml::from_str(&source.text).map_err(|error| vec![unreadable(source, &error)])?;
        let faults = settings.check(source);
        if faults.is_empty() { Ok(settings) } else { Err(faults) }
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
    fn check(&self, source: &Source) -> Vec<Diagnostic> {
        let Package { name, version, description, license, repository, rust_version } = self.package();
        let mut faults = Vec::new();
        let mut refuse = |key: &str, message: String, help: &str| {
            let mut fault = fault(Code::PackageMetadata, source, &format!("/package/{key}"), message);
            place(&mut fault.place, &source.text, value_of(&source.text, key));
            faults.push(fault.with_help(help));
        };
        let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if !is_name {
            let help = "use letters, digits, `-` and `_`, a letter first";
            refuse("name", format!("`{name}` is not a package name"), help);
        }
        let is_number = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        let core = version.split(['-', '+']).next().unwrap_or_default();
        if core.split('.').count() != 3 || !core.split('.').all(is_number) {
            let help = "use three numbers, as in `0.1.0`";
            refuse("version", format!("`{version}` is not a version"), help);
        }
        // These go into the README, which is documentation and so could become code.
        let texts = [("description", description), ("license", license)];
        for (key, text) in texts.into_iter().chain(repository.map(|text| ("repository", text))) {
            if text.contains(|c: char| c.is_control() || "`<>[]".contains(c)) {
                let message = format!("`{key}` holds a character that would mean something to Markdown");
                refuse(key, message, "use one line of plain text");
            }
        }
        let parts = rust_version.split('.').count();
        if !(2..=3).contains(&parts) || !rust_version.split('.').all(is_number) {
            let help = "use two or three numbers, as in `1.88`";
            refuse("rust-version", format!("`{rust_version}` is not a Rust version"), help);
        }
        faults
    }
}

/// The tables of the settings, and the keys of each.
const KEYS: &[(&str, &[&str])] =
    &[("package", &["name", "version", "description", "license", "repository", "rust-version"])];

const HELP: &str = "spec/README.md lists the settings";

/// Keys that are no settings, all of them. A file that is no TOML has none.
fn unknown_keys(source: &Source) -> Vec<Diagnostic> {
    let Ok(tables) = DeTable::parse(&source.text) else { return Vec::new() };
    let mut faults = Vec::new();
    let mut refuse = |name: &str, pointer: String, known: &[&str], span: Range<usize>| {
        let message = format!("unknown setting `{}`", name.escape_debug());
        let near = nearest(name, known.iter().copied());
        let help = near.map_or_else(|| HELP.to_owned(), |near| format!("did you mean `{near}`?"));
        let mut fault = fault(Code::SettingsUnreadable, source, &pointer, message).with_help(help);
        place(&mut fault.place, &source.text, Some(span));
        faults.push(fault);
    };
    for (table, held) in tables.get_ref() {
        let name = table.get_ref().as_ref();
        let Some((_, keys)) = KEYS.iter().find(|(known, _)| *known == name) else {
            let known: Vec<&str> = KEYS.iter().map(|(known, _)| *known).collect();
            refuse(name, format!("/{name}"), &known, table.span());
            continue;
        };
        let DeValue::Table(entries) = held.get_ref() else { continue };
        for key in entries.keys().filter(|key| !keys.contains(&key.get_ref().as_ref())) {
            let setting = key.get_ref().as_ref();
            refuse(setting, format!("/{name}/{setting}"), keys, key.span());
        }
    }
    faults
}

/// Where the value of a setting of the package stands.
fn value_of(text: &str, key: &str) -> Option<Range<usize>> {
    let tables = DeTable::parse(text).ok()?;
    let DeValue::Table(package) = tables.get_ref().get("package")?.get_ref() else { return None };
    Some(package.get(key)?.span())
}

fn unreadable(source: &Source, error: &toml::de::Error) -> Diagnostic {
    let mut fault = fault(Code::SettingsUnreadable, source, "", error.message().to_owned());
    place(&mut fault.place, &source.text, error.span());
    fault.with_help(HELP)
}

fn place(place: &mut Place, text: &str, span: Option<Range<usize>>) {
    place.position = span.as_ref().map(|span| position(text, span.start));
    place.end = span.map(|span| position(text, span.end));
}

fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Position {
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
    }
}

fn fault(code: Code, source: &Source, pointer: &str, message: String) -> Diagnostic {
    Diagnostic::new(code, Place::new(&source.name, pointer), message)
}
