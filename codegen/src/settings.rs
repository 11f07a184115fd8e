//! `codegen.toml`: what a document cannot say. Every key is optional, unknown keys are errors.

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Place, Position};
use crate::ir::Package;
use crate::name;
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
    pub(crate) fn read(source: Option<&Source>) -> Result<Self, Diagnostic> {
        let Some(source) = source else { return Ok(Self::default()) };
        let settings: Self = toml::from_str(&source.text).map_err(|error| unreadable(source, &error))?;
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
        let core = package.version.split(['-', '+']).next().unwrap_or_default();
        if core.split('.').count() != 3 || !core.split('.').all(is_number) {
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

fn unreadable(source: &Source, error: &toml::de::Error) -> Diagnostic {
    let mut diagnostic =
        fault(source, "", error.message().to_owned()).with_help("spec/README.md lists the settings");
    diagnostic.place.position = error.span().map(|span| position(&source.text, span.start));
    diagnostic
}

fn position(text: &str, offset: usize) -> Position {
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
