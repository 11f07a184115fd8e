//! No string of a document becomes code. Each hostile string in each channel of a document is rejected, or
//! becomes a literal or a comment that Markdown shows as plain text.

use std::collections::{HashMap, HashSet};

use codegen::{File, Source};

use crate::hostile::{Template, payloads};
use crate::rustdoc;

/// The name that the payloads call. The generator creates names in snake case and Pascal case only.
const NEEDLE: &str = "pwNed";

fn generate(document: String, settings: Option<&str>) -> Result<Vec<File>, codegen::Diagnostics> {
    let document = Source { name: "hostile.yaml".to_owned(), text: document };
    let settings = settings.map(|text| Source { name: "codegen.toml".to_owned(), text: text.to_owned() });
    codegen::generate(&[document], settings.as_ref()).map(|output| output.files)
}

/// Checks the properties of every generated crate. Most files of two crates are equal, and it reads them once.
#[derive(Default)]
struct Checker {
    /// The valid texts by the path of the file.
    valid: HashMap<String, HashSet<String>>,
}

impl Checker {
    /// Returns the first violation.
    fn check(&mut self, files: &[File]) -> Result<(), String> {
        for file in files {
            check_path(&file.path)?;
            if file.path.starts_with("runtime/") || file.path.starts_with("fake/") {
                continue; // the same for all documents
            }
            let valid = self.valid.entry(file.path.clone()).or_default();
            if !valid.contains(&file.text) {
                check_text(file)?;
                valid.insert(file.text.clone());
            }
        }
        Ok(())
    }
}

fn check(files: &[File]) -> Result<(), String> {
    Checker::default().check(files)
}

fn check_text(File { path, text }: &File) -> Result<(), String> {
    let at = |error| format!("{path}: {error}");
    if let Some(hidden) = text.chars().find(|c| is_hidden(*c)) {
        return Err(at(format!("holds {hidden:?}")));
    }
    match path.rsplit('.').next() {
        Some("rs") => rustdoc::check(text, NEEDLE).map_err(at),
        Some("md") => rustdoc::check_markdown(text, NEEDLE).map_err(at),
        Some("toml") => check_manifest(text),
        // A string of JSON cannot become code.
        Some("json") => {
            let read = serde_json::from_str::<serde_json::Value>(text);
            read.map(drop).map_err(|error| at(error.to_string()))
        }
        _ => Ok(()),
    }
}

/// Invisible characters, and characters that change the display order.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Checks that a path is relative, consists of plain characters, and is valid on every system.
fn check_path(path: &str) -> Result<(), String> {
    const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9"];
    let error = |what: &str| Err(format!("the path {path:?} {what}"));
    for part in path.split('/') {
        let stem = part.split('.').next().unwrap_or_default().to_lowercase();
        match part {
            "" | "." | ".." => return error("leaves the crate"),
            _ if !part.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)) => {
                return error("holds a character of another meaning");
            }
            _ if part.len() > 128 => return error("is too long"),
            _ if DEVICES.contains(&stem.as_str()) => return error("is a device on Windows"),
            _ => {}
        }
    }
    Ok(())
}

/// Returns the number of features that do not come from a document.
fn every_crate_has() -> usize {
    let template = include_str!("../../codegen/src/emit/templates/Cargo.toml.in");
    let features = template.split("\n[").find_map(|table| table.strip_prefix("features]"));
    features.unwrap_or_default().lines().filter(|line| line.contains(" = ")).count()
}

fn check_manifest(text: &str) -> Result<(), String> {
    let manifest: toml::Table = text.parse().map_err(|error| format!("Cargo.toml: {error}"))?;
    let keys = |table: &str| -> Vec<&str> {
        let found = manifest.get(table).and_then(toml::Value::as_table);
        found.into_iter().flat_map(|table| table.keys()).map(String::as_str).collect()
    };
    let tables: Vec<&str> = manifest.keys().map(String::as_str).collect();
    let mut package = keys("package");
    package.retain(|key| !["documentation", "keywords", "repository"].contains(key));
    let expected = [
        (tables, "dependencies dev-dependencies features lints package"),
        (package, "categories description edition exclude license metadata name readme rust-version version"),
        (keys("dependencies"), "twilio-client-fake twilio-client-runtime"),
        (keys("dev-dependencies"), "serde serde_json tokio"),
        (keys("lints"), "clippy"),
    ];
    for (mut found, wanted) in expected {
        found.sort_unstable();
        if found.join(" ") != wanted {
            return Err(format!("Cargo.toml holds {found:?}"));
        }
    }
    let features = keys("features").len();
    if features == every_crate_has() + 1 {
        Ok(())
    } else {
        Err(format!("Cargo.toml has {features} features"))
    }
}

#[test]
fn no_text_of_a_document_becomes_code() {
    let (template, mut checker) = (Template::read().unwrap(), Checker::default());
    let errors: Vec<String> = payloads()
        .unwrap()
        .iter()
        .filter_map(|payload| {
            let files = match generate(template.full_of(payload), None) {
                Ok(files) => files,
                Err(error) => return Some(format!("{payload:?} is rejected: {error}")),
            };
            checker.check(&files).err().map(|error| format!("{payload:?}: {error}"))
        })
        .collect();
    assert!(errors.is_empty(), "{} errors:\n{}", errors.len(), errors.join("\n"));
}

#[test]
fn a_rejected_text_does_not_become_code() {
    let (template, payloads) = (Template::read().unwrap(), payloads().unwrap());
    let (mut taken, mut refused, mut checker) = (0, 0, Checker::default());
    for channel in template.channels().filter(|channel| channel.starts_with("checked:")) {
        for payload in &payloads {
            match generate(template.with(channel, payload), None) {
                Ok(files) => {
                    taken += 1;
                    checker.check(&files).unwrap_or_else(|error| panic!("{channel} = {payload:?}: {error}"));
                }
                Err(_) => refused += 1,
            }
        }
    }
    assert!(taken > 900 && refused > 100, "a void test: {taken} taken, {refused} refused");
}

/// The source of the tested string, if it is not the document.
const SMALL: &str =
    "{openapi: 3.0.1, info: {title: a, version: a}, servers: [{url: 'https://a.twilio.com'}], paths: {}}";

#[test]
fn no_setting_becomes_code() {
    let (mut taken, mut checker) = (0, Checker::default());
    for key in ["name", "version", "description", "license", "repository", "rust-version"] {
        for payload in payloads().unwrap() {
            let settings = format!("[package]\n{key} = {}\n", toml::Value::String(payload.clone()));
            let Ok(files) = generate(SMALL.to_owned(), Some(&settings)) else { continue };
            taken += 1;
            checker.check(&files).unwrap_or_else(|error| panic!("{key} = {payload:?}: {error}"));
        }
    }
    assert!(taken > 100, "a void test: only {taken} settings were taken");
}

/// The README contains the description as text, also if its characters would begin a block.
#[test]
fn a_description_of_the_package_is_text_in_the_readme() {
    let table = [
        (
            "    std::fs::write(\"pwNed\", \"x\").unwrap(); //",
            "\n\nstd::fs::write(\"pwNed\", \"x\").unwrap(); //.\n",
        ),
        ("~~~rust pwNed()", "\n\n\\~\\~\\~rust pwNed().\n"),
        ("# pwNed", "\n\n\\# pwNed.\n"),
        ("1. *pwNed* & x_y", "\n\n1\\. \\*pwNed\\* &amp; x\\_y.\n"),
    ];
    for (description, shown) in table {
        let settings = format!("[package]\ndescription = {}\n", toml::Value::String(description.to_owned()));
        let files = generate(SMALL.to_owned(), Some(&settings)).unwrap();
        check(&files).unwrap_or_else(|error| panic!("{description:?}: {error}"));
        let file = |path: &str| files.iter().find(|file| file.path == path).unwrap().text.as_str();
        assert!(file("README.md").contains(shown), "{description:?}\n{}", file("README.md"));
        let manifest: toml::Table = file("Cargo.toml").parse().unwrap();
        assert_eq!(manifest["package"]["description"].as_str(), Some(description));
    }
}

/// Names and strings in the settings.
#[test]
fn no_setting_of_a_document_becomes_code() {
    let template = Template::read().unwrap();
    let document = template.with("free:title", "plain");
    let (mut taken, mut refused, mut checker) = (0, 0, Checker::default());
    for payload in payloads().unwrap() {
        let text = toml::Value::String(payload.clone());
        for table in [
            format!("[documents.hostile]\nkeep = [{text}, \"*\"]"),
            format!("[documents.hostile]\ndrop = [{text}]"),
            format!("[documents.hostile.rename]\nListThing = {text}"),
            format!("[documents.hostile.rename]\nother = {text}"),
            format!("[documents.hostile.notices]\nListThing = {text}"),
            format!("[documents.hostile.notices]\nother = {text}"),
            format!("[documents.hostile.retype]\n\"other.kind\" = {text}"),
            format!("[documents.hostile]\nrequired = [{text}]"),
            format!("[documents.hostile]\nserver = {text}"),
            format!("[sids.hostile]\nAC = {text}"),
        ] {
            match generate(document.clone(), Some(&table)) {
                Ok(files) => {
                    taken += 1;
                    checker.check(&files).unwrap_or_else(|error| panic!("{table}: {error}"));
                }
                Err(_) => refused += 1,
            }
        }
    }
    assert!(taken > 100 && refused > 100, "a void test: {taken} taken, {refused} refused");
}

#[test]
fn no_file_name_becomes_code() {
    let mut checker = Checker::default();
    for payload in payloads().unwrap() {
        for name in [payload.clone(), format!("{payload}.yaml"), format!("spec/{payload}.json")] {
            let document = Source { name: name.clone(), text: SMALL.to_owned() };
            let Ok(output) = codegen::generate(&[document], None) else { continue };
            checker.check(&output.files).unwrap_or_else(|error| panic!("{name:?}: {error}"));
        }
    }
}

/// The checks detect each violation.
#[test]
fn the_checks_are_not_void() {
    let file = |path: &str, text: &str| vec![File { path: path.to_owned(), text: text.to_owned() }];
    let rust = [
        "pwNed!();",
        "#[pwNed] struct A;",
        "/// ```\n/// x\n/// ```\nstruct A;",
        "/// a\n///\n///     x();\nstruct A;",
        "/// <b>\nstruct A;",
        "/// ![a](https://x.example)\nstruct A;",
        "/// [a](file:pwNed)\nstruct A;",
        "/// a\n/// ~~~rust\n/// b\nstruct A;",
        "/// ```rust,no_run\n/// x();\n/// ```\nstruct A;",
        "/// ```rust\n/// # #[cfg(feature = \"fake\")]\n/// # pwNed();\n/// ```\nstruct A;",
        "/// ```text\n/// a\n/// ```\n///     b\n///\n///     c\nstruct A;",
        "/// ````text\n/// a\n/// ````\n/// ```\n/// c\n/// ```\nstruct A;",
        "/// # pwNed\nstruct A;",
        "mod a { #[path = \"x\"] mod b; }",
        "unsafe fn a() {}",
        "const A: &str = include_str!(\"x\");",
        "fn a() { let b = ",
    ];
    for text in rust {
        assert!(check(&file("src/a.rs", text)).is_err(), "{text}");
    }
    for path in ["../a.rs", "/a.rs", "src//a.rs", "con.rs", "src/Nul", "a\nb", &"a".repeat(200)] {
        assert!(check(&file(path, "")).is_err(), "{path}");
    }
    assert!(check(&file("Cargo.toml", "[package]\nbuild = 'x'")).is_err());
    assert!(check(&file("src/a.rs", "//! plain\n\n/// \"pwNed\"\nconst A: &str = \"pwNed\";")).is_ok());
}
