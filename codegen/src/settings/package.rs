//! `[package]`: the metadata of the generated package. A value that Cargo or a registry would reject later, or with
//! which the client would not compile, is an error with the name of its key.

use std::ops::Range;

use serde::Deserialize;
use toml::de::{DeTable, DeValue};

use super::{diagnostic, set_span};
use crate::diagnostic::{Code, Diagnostic};
use crate::invisible::is_invisible;
use crate::ir::Package;
use crate::name;
use crate::output::Source;

/// The keys of the table.
pub(super) const PACKAGE: &[&str] = &[
    "name",
    "version",
    "description",
    "license",
    "repository",
    "documentation",
    "keywords",
    "categories",
    "rust-version",
];

/// The table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct PackageSettings {
    name: Option<String>,
    version: Option<String>,
    description: Option<String>,
    license: Option<String>,
    repository: Option<String>,
    documentation: Option<String>,
    keywords: Option<Vec<String>>,
    categories: Option<Vec<String>>,
    rust_version: Option<String>,
}

impl PackageSettings {
    /// The metadata, with defaults filled in.
    pub(super) fn package(&self) -> Package {
        let or_default =
            |value: &Option<String>, default: &str| value.clone().unwrap_or_else(|| default.to_owned());
        Package {
            name: or_default(&self.name, "twilio-client"),
            version: or_default(&self.version, "0.1.0"),
            description: or_default(&self.description, "A typed, asynchronous client for an HTTP API"),
            license: or_default(&self.license, "MIT OR Apache-2.0"),
            repository: self.repository.clone(),
            documentation: self.documentation.clone(),
            keywords: self.keywords.clone().unwrap_or_default(),
            categories: self.categories.clone().unwrap_or_else(|| vec!["api-bindings".to_owned()]),
            rust_version: or_default(&self.rust_version, "1.88"),
        }
    }

    /// The diagnostics of the values.
    pub(super) fn check(&self, source: &Source) -> Vec<Diagnostic> {
        let package = self.package();
        let report = |(key, (message, help)): (&str, Error)| {
            let mut found =
                diagnostic(Code::InvalidPackageMetadata, source, &format!("/package/{key}"), message);
            set_span(&mut found.place, &source.text, value_of(&source.text, key));
            found.with_help(help)
        };
        errors(&package).into_iter().map(report).collect()
    }
}

/// The errors of the metadata, each with its key.
fn errors(package: &Package) -> Vec<(&'static str, Error)> {
    let mut found = Vec::new();
    found.extend(name_error(&package.name).map(|error| ("name", error)));
    if semver::Version::parse(&package.version).is_err() {
        let help = "use three numbers, for example `0.1.0`";
        found.push(("version", (format!("`{}` is not a valid version", package.version), help)));
    }
    // The README contains these strings, and rustdoc compiles code blocks of the README.
    let texts = [("description", Some(&package.description)), ("license", Some(&package.license))];
    let urls =
        [("repository", package.repository.as_ref()), ("documentation", package.documentation.as_ref())];
    for (key, text) in texts.into_iter().chain(urls) {
        if text.is_some_and(|text| text.contains(|c: char| is_invisible(c) || "`<>[]".contains(c))) {
            let message = format!("`{key}` must not contain Markdown or invisible characters");
            found.push((key, (message, "use one line of plain text")));
        }
    }
    found.extend(
        package.keywords.iter().find_map(|word| keyword_error(word)).map(|error| ("keywords", error)),
    );
    found.extend(
        package.categories.iter().find_map(|slug| category_error(slug)).map(|error| ("categories", error)),
    );
    let lists = [("keywords", &package.keywords), ("categories", &package.categories)];
    for (key, _) in lists.into_iter().filter(|(_, words)| words.len() > MOST_WORDS) {
        found.push((key, (format!("a registry accepts at most {MOST_WORDS} {key}"), "remove some of them")));
    }
    found.extend(rust_version_error(&package.rust_version).map(|error| ("rust-version", error)));
    found
}

/// The range of a value of the table.
fn value_of(text: &str, key: &str) -> Option<Range<usize>> {
    let tables = DeTable::parse(text).ok()?;
    let DeValue::Table(package) = tables.get_ref().get("package")?.get_ref() else { return None };
    Some(package.get(key)?.span())
}

/// The maximum number of keywords, and of categories, that crates.io accepts.
const MOST_WORDS: usize = 5;

/// The maximum length of a keyword that crates.io accepts.
const LONGEST_KEYWORD: usize = 20;

/// The error of a keyword that crates.io would reject.
fn keyword_error(word: &str) -> Option<Error> {
    let is_keyword = word.len() <= LONGEST_KEYWORD
        && word.starts_with(|first: char| first.is_ascii_alphanumeric())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || "_-+".contains(c));
    let help = "use at most 20 letters, digits, `_`, `-` and `+`, and begin with a letter or a digit";
    (!is_keyword).then(|| (format!("`{}` is not a valid keyword", word.escape_debug()), help))
}

/// The error of a string that is not the slug of a category. The registry has the list of categories.
fn category_error(slug: &str) -> Option<Error> {
    let is_part =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let is_slug = slug.split("::").all(is_part);
    let help = "use a slug of https://crates.io/category_slugs, for example `api-bindings`";
    (!is_slug).then(|| (format!("`{}` is not the slug of a category", slug.escape_debug()), help))
}

/// Crates that every Rust crate can use, and those that the generated code uses. Their names would hide the
/// client in its own examples.
const CRATES: &[&str] = &[
    "alloc",
    "core",
    "proc_macro",
    "serde",
    "serde_json",
    "std",
    "test",
    "tokio",
    "twilio_client_fake",
    "twilio_client_runtime",
];

/// Folders in which Cargo writes its output.
const CARGO_FOLDERS: &[&str] = &["build", "deps", "examples", "incremental"];

/// The oldest minor version of Rust 1 that compiles the generated code. It is that of the runtime.
const OLDEST_RUST: u64 = 88;

/// A message and a next step.
type Error = (String, &'static str);

/// The error of a package name.
pub(super) fn name_error(package: &str) -> Option<Error> {
    let is_name = package.starts_with(|first: char| first.is_ascii_alphabetic())
        && package.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !is_name {
        let help = "use letters, digits, `-` and `_`, and begin with a letter";
        return Some((format!("`{}` is not a valid package name", package.escape_debug()), help));
    }
    let ident = package.replace('-', "_");
    let lower = ident.to_lowercase();
    let message = if name::is_keyword(&ident) || ident == "Self" {
        format!("`{package}` is a keyword of Rust")
    } else if CRATES.contains(&lower.as_str()) {
        format!("`{package}` is the name of a crate that every client can use")
    } else if CARGO_FOLDERS.contains(&lower.as_str()) {
        format!("Cargo uses the name `{package}` for its own files")
    } else if name::is_device(&lower) {
        format!("`{package}` is a reserved file name on Windows")
    } else {
        return None;
    };
    Some((message, "choose another name, for example `twilio-client`"))
}

/// The error of a Rust version.
pub(super) fn rust_version_error(version: &str) -> Option<Error> {
    let parts: Option<Vec<u64>> = version.split('.').map(number).collect();
    match parts.as_deref() {
        Some([1, minor] | [1, minor, _]) if *minor >= OLDEST_RUST => None,
        Some([0 | 1, _] | [0 | 1, _, _]) => {
            let message = format!("the client does not compile with Rust {version}");
            Some((message, "use `1.88` or a newer version"))
        }
        Some([_, _] | [_, _, _]) => {
            Some((format!("there is no Rust {version}"), "use a version of Rust 1, for example `1.88`"))
        }
        _ => {
            let message = format!("`{}` is not a valid Rust version", version.escape_debug());
            Some((message, "use two or three numbers, for example `1.88`"))
        }
    }
}

/// A number without a sign and leading zeros, as Cargo requires.
fn number(part: &str) -> Option<u64> {
    let is_canonical = part == "0" || !part.starts_with(['0', '+']);
    part.parse().ok().filter(|_| is_canonical)
}

#[cfg(test)]
mod tests {
    use super::{OLDEST_RUST, category_error, keyword_error, name_error, rust_version_error};

    #[test]
    fn keywords_and_categories() {
        for word in ["twilio", "c++", "2fa", "api-client", "aaaaaaaaaaaaaaaaaaaa"] {
            assert_eq!(keyword_error(word), None, "{word}");
        }
        for word in ["", "two words", "-a", "ünï", "aaaaaaaaaaaaaaaaaaaaa", "a\"b", "a.b"] {
            assert!(keyword_error(word).is_some(), "{word}");
        }
        for slug in ["api-bindings", "web-programming::http-client"] {
            assert_eq!(category_error(slug), None, "{slug}");
        }
        for slug in ["", "API bindings", "web-programming:http-client", "a::", "a\n"] {
            assert!(category_error(slug).is_some(), "{slug}");
        }
    }

    #[test]
    fn package_names() {
        for name in ["twilio-client", "twilio_client", "Twilio", "a1", "tests", "stdx", "con1", "com0"] {
            assert_eq!(name_error(name), None, "{name}");
        }
        let rejected = [
            ("is not a valid package name", "|1a|_|r#a|tést|a b"),
            ("is a keyword", "self|Self|crate|super|async|gen|abstract|fn"),
            ("is the name of a crate", "std|Std|core|alloc|test|proc-macro|serde|serde-json"),
            ("is the name of a crate", "twilio-client-runtime|twilio_client_runtime"),
            ("Cargo uses the name", "build|Examples"),
            ("is a reserved file name on Windows", "con|COM1"),
        ];
        for (wanted, names) in rejected {
            for name in names.split('|') {
                let (message, _) = name_error(name).unwrap_or_else(|| panic!("{name}"));
                assert!(message.contains(wanted), "{name}: {message}");
            }
        }
    }

    #[test]
    fn rust_versions() {
        for version in ["1.88", "1.88.0", "1.88.1", "1.90", "1.100.2"] {
            assert_eq!(rust_version_error(version), None, "{version}");
        }
        let rejected = [
            ("there is no Rust", "2.0|3.1.4"),
            ("does not compile", "1.87|1.87.9|0.99|1.0"),
            ("is not a valid", "|1|1.|1.088|1.+88|01.88|1.88.0.0|1.88-beta|1.99999999999999999999| 1.88"),
        ];
        for (wanted, versions) in rejected {
            for version in versions.split('|') {
                let (message, _) = rust_version_error(version).unwrap_or_else(|| panic!("{version}"));
                assert!(message.contains(wanted), "{version}: {message}");
            }
        }
    }

    /// The manifest of the runtime declares the oldest version.
    #[test]
    fn the_oldest_rust_version_is_that_of_the_runtime() {
        let manifest: toml::Table = include_str!("../../runtime/Cargo.toml").parse().unwrap();
        let oldest = format!("1.{OLDEST_RUST}");
        assert_eq!(manifest["package"]["rust-version"].as_str(), Some(oldest.as_str()));
        assert!(rust_version_error("1.0").unwrap().1.contains(&oldest));
    }
}
