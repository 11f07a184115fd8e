//! The rules of the generator, each shown by the smallest OpenAPI document: the warnings and the generated
//! files, or the diagnostics of a document that is rejected. To add a case, add a file to the folder of a theme
//! in `tests/fixtures/emit` or `tests/fixtures/reject`. A file's name becomes the name of a module.

use std::collections::BTreeMap;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use codegen::{Code, Diagnostics, Inputs, Source};

fn source(path: &Path) -> Source {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Source { name, text: std::fs::read_to_string(path).unwrap() }
}

/// Returns the fixtures of `tests/fixtures/FOLDER`, keyed by `THEME__NAME`.
fn fixtures(folder: &str) -> BTreeMap<String, PathBuf> {
    crate::fixtures::find(&crate::sample::root().join("tests/fixtures").join(folder)).unwrap()
}

/// Compares each text with the snapshot `NAME@THEME__NAME.snap`, all of them before the test fails.
fn assert_snapshots(name: &str, texts: impl IntoIterator<Item = (String, String)>) {
    let mut failed = Vec::new();
    for (fixture, text) in texts {
        let compared = catch_unwind(|| {
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_suffix(&fixture);
            settings.set_omit_expression(true);
            settings.bind(|| insta::assert_snapshot!(name, text));
        });
        failed.extend(compared.is_err().then_some(fixture));
    }
    assert!(failed.is_empty(), "these snapshots differ: {failed:#?}");
}

/// Whether the snapshot of a fixture shows an output file: the files of the document's resources.
/// The theme `modules` adds the file of the module, and the themes `ignored` and
/// `warnings` the coverage report.
fn is_shown(theme: &str, module: &str, file: &str) -> bool {
    match file.strip_prefix("src/").and_then(|file| file.strip_prefix(module)) {
        Some("/mod.rs") => theme == "modules",
        Some(rest) => rest.starts_with('/'),
        None => matches!(theme, "ignored" | "warnings") && file.starts_with("coverage/"),
    }
}

#[test]
fn emission() {
    let texts = fixtures("emit").into_iter().map(|(fixture, path)| {
        let output =
            codegen::generate(&[source(&path)], None).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        let (theme, module) = fixture.split_once("__").unwrap();
        let shown = output.files.iter().filter(|file| is_shown(theme, module, &file.path));
        let files: Vec<String> = shown.map(|file| format!("=== {}\n{}", file.path, file.text)).collect();
        let warnings = if output.warnings.0.is_empty() { String::new() } else { output.warnings.to_string() };
        (fixture, warnings + &files.join("\n"))
    });
    assert_snapshots("emission", texts);
}

/// Returns the documents and the settings of a fixture in `fixtures/reject`: a document, settings, or
/// a folder of documents, with settings if it contains a `codegen.toml`, and assigned names if it contains a
/// `names.lock`.
fn case(path: &Path) -> (Vec<Source>, Option<Source>, Option<Source>) {
    if path.is_dir() {
        let mut files: Vec<_> = path.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let mut documents: Vec<Source> = files.iter().map(|file| source(file)).collect();
        let settings = documents.extract_if(.., |source| source.name == "codegen.toml").next();
        let names = documents.extract_if(.., |source| source.name == "names.lock").next();
        return (documents, settings, names);
    }
    let source = source(path);
    if path.extension().is_some_and(|extension| extension == "toml") {
        return (Vec::new(), Some(source), None);
    }
    (vec![source], None, None)
}

/// Returns the diagnostics of each fixture in `fixtures/reject`.
fn refusals() -> Vec<(String, Diagnostics)> {
    let refused = fixtures("reject").into_iter().map(|(fixture, path)| {
        let (documents, settings, names) = case(&path);
        let (settings, names) = (settings.as_ref(), names.as_ref());
        let inputs = Inputs { documents: &documents, settings, names, ..Inputs::default() };
        let diagnostics = codegen::names(inputs).err();
        let diagnostics = diagnostics.unwrap_or_else(|| panic!("{fixture} must be rejected"));
        (fixture, diagnostics)
    });
    refused.collect()
}

/// Returns the warnings of each fixture in `fixtures/emit`.
fn warnings() -> Vec<(String, Diagnostics)> {
    let generated = fixtures("emit")
        .into_iter()
        .map(|(fixture, path)| (fixture, codegen::generate(&[source(&path)], None).unwrap().warnings));
    generated.collect()
}

#[test]
fn refusal() {
    assert_snapshots(
        "refusal",
        refusals().into_iter().map(|(fixture, diagnostics)| (fixture, diagnostics.to_string())),
    );
}

/// The diagnostics of a document that exceeds the size limit. It is too large for a fixture.
fn too_large() -> Diagnostics {
    let text = format!("openapi: 3.0.1\n# {}", "x".repeat(64 * 1024 * 1024));
    let diagnostics = codegen::generate(&[Source { name: "large_v1.yaml".to_owned(), text }], None);
    diagnostics.expect_err("a document of that size must be rejected")
}

/// The diagnostics of an approval without a reason. Approvals are not read with the documents.
fn no_approval() -> Diagnostics {
    let text = "[[approved]]\nfingerprint = \"0123\"\nreason = \" \"\n".to_owned();
    let source = Source { name: "approved.toml".to_owned(), text };
    codegen::report::Approvals::read(&source).expect_err("an approval needs a reason")
}

#[test]
fn an_approval_without_a_reason_has_its_place() {
    let diagnostics = no_approval().to_string();
    assert!(
        diagnostics.contains("approved.toml:2:15\n  |\n2 | fingerprint = \"0123\"\n  |               ^^^^^^"),
        "{diagnostics}"
    );
}

/// Without a fixture, a rule could be removed and every test would pass.
#[test]
fn every_code_has_a_fixture() {
    let mut shown: Vec<Code> = too_large().0.iter().map(|diagnostic| diagnostic.code).collect();
    shown.extend(no_approval().0.iter().map(|diagnostic| diagnostic.code));
    for (_, diagnostics) in refusals().into_iter().chain(warnings()) {
        shown.extend(diagnostics.0.iter().map(|diagnostic| diagnostic.code));
    }
    let missing: Vec<_> = Code::ALL
        .iter()
        .filter(|code| !shown.contains(code))
        .map(|c| c.to_string() + " " + c.name())
        .collect();
    assert!(missing.is_empty(), "no fixture has the diagnostics {missing:#?}");
}

/// The same document in JSON has the same diagnostics, and each one marks its value.
#[test]
fn json_has_the_diagnostics_of_yaml() {
    let mut compared = 0;
    let found = |name: &str, text: &str| {
        let source = Source { name: name.to_owned(), text: text.to_owned() };
        codegen::generate(&[source], None).map_or_else(|errors| errors, |output| output.warnings)
    };
    let warned = fixtures("emit").into_iter().filter(|(name, _)| name.starts_with("warnings__"));
    for path in fixtures("reject").into_values().chain(warned.map(|(_, path)| path)) {
        let Source { name, text } = if path.is_file() { source(&path) } else { continue };
        // Only YAML has these diagnostics: duplicate keys, aliases, nesting, invalid syntax.
        let is_special = |diagnostic: &codegen::Diagnostic| {
            diagnostic.place.pointer.is_empty() || diagnostic.code == Code::DuplicateKey
        };
        let diagnostics = found(&name, &text);
        if path.extension().is_none_or(|extension| extension != "yaml")
            || diagnostics.0.iter().any(is_special)
        {
            continue;
        }
        let value: serde_json::Value = serde_yaml::from_str(&text).unwrap();
        let text = serde_json::to_string_pretty(&value).unwrap();
        let json = found(&name, &text);
        let summary = |diagnostics: &Diagnostics| -> Vec<_> {
            let mut summary: Vec<_> = diagnostics
                .0
                .iter()
                .map(|diagnostic| {
                    (diagnostic.code, diagnostic.place.pointer.clone(), diagnostic.message.clone())
                })
                .collect();
            summary.sort();
            summary
        };
        assert_eq!(summary(&diagnostics), summary(&json));
        for diagnostic in &json.0 {
            let (place, excerpt) =
                (diagnostic.place.position.unwrap(), diagnostic.place.excerpt.as_ref().unwrap());
            let line = text.lines().nth(place.line - 1).unwrap();
            let marked = &excerpt.text[excerpt.marked.clone()];
            let rest: String = line.chars().skip(place.column - 1).collect();
            assert!(!marked.is_empty() && rest.starts_with(marked), "{diagnostic}");
        }
        compared += 1;
    }
    assert!(compared > 40, "only {compared} documents were compared");
}

/// Every diagnostic names a file, and for a document also the line and its text.
#[test]
fn every_diagnostic_has_a_location() {
    for (name, diagnostics) in refusals().into_iter().chain(warnings()) {
        for diagnostic in &diagnostics.0 {
            let is_about_the_file = matches!(
                diagnostic.code,
                Code::InvalidFileName | Code::ModuleReserved | Code::DuplicateModule
            );
            let place = &diagnostic.place;
            assert!(is_about_the_file || place.position.is_some(), "{name}: {diagnostic}");
            assert_eq!(place.position.is_some(), place.excerpt.is_some(), "{name}: {diagnostic}");
            assert!(diagnostic.help.is_some(), "{name}: {diagnostic}");
        }
    }
}

/// Each row: settings, and a part of their diagnostics.
#[test]
fn invalid_settings() {
    let table = [
        ("[pakage]", "did you mean `package`?"),
        ("[package]\nnam = \"x\"", "did you mean `name`?"),
        ("[package]\nname = \"x y\"", "`x y` is not a valid package name"),
        ("[package]\nname = \"x\\\"\\n[dependencies]\"", "is not a valid package name"),
        ("[package]\nversion = \"1\"", "`1` is not a valid version"),
        ("[package]\nname = \"async\"", "--> codegen.toml:2:8"),
        ("[package]\nname = \"proc-macro\"", "help: choose another name"),
        ("[package]\nrust-version = \"new\"", "`new` is not a valid Rust version"),
        ("[package]\nrust-version = \"2.0\"", "there is no Rust 2.0"),
        ("[package]\ndescription = \"a\\n```\\npanic!()\"", "`description` must not contain Markdown"),
        ("[lints]\nunknown-fromat = \"deny\"", "did you mean `unknown-format` (E0106)?"),
        ("[lints]\nunknown-format = \"denied\"", "`denied` is not a level"),
        ("[lints]\nunknown-format = \"den\"", "did you mean `deny`?"),
        ("[lints]\nduplicate-key = \"warn\"", "`duplicate-key` cannot be lowered to `warn`"),
        ("[lints]\nE0003 = \"allow\"", "codegen.toml:2:9"),
        ("[documents.a.lints]\nE0106 = \"allow\"\nunknown-format = \"deny\"", "are the same diagnostic"),
        ("[package", "-->"),
    ];
    for (text, wanted) in table {
        let settings = Source { name: "codegen.toml".to_owned(), text: text.to_owned() };
        let diagnostics = codegen::generate(&[], Some(&settings)).unwrap_err().to_string();
        assert!(diagnostics.contains(wanted), "{text:?} gives:\n{diagnostics}");
    }
}
