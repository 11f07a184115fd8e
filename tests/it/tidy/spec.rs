//! Only the tests in `tests/committed` depend on `spec/` and on the committed client, so a change of an OpenAPI
//! document fails no other test.

use std::path::Path;

use super::{files, root, sources};

/// The folder of the tests that may depend on them.
const ALLOWED: &str = "tests/committed/";

/// Code that names the committed client, or reads `spec/` or `generated-client/` of this repository.
const DEPENDENT: [&str; 6] = [
    concat!("twilio_client", "::"),
    concat!("root().join(\"", "spec"),
    concat!("root().join(\"", "generated-client"),
    concat!("root().join(format!(\"", "spec"),
    concat!("../", "spec"),
    concat!("../", "generated-client"),
];

/// The folder of the documents, whose names the generator must not contain.
const FOLDER: &str = "spec";

/// The page that describes the settings; its examples apply to the sample.
const PAGE: &str = concat!("spec/", "README.md\"");

/// The lines of a file that depend on `spec/` or on the committed client, without comments.
fn dependent(text: &str) -> Vec<&str> {
    let code = text.lines().map(str::trim).filter(|line| !line.starts_with("//") && !line.contains(PAGE));
    code.filter(|line| DEPENDENT.iter().any(|word| line.contains(word))).collect()
}

#[test]
fn only_the_tests_of_the_committed_client_depend_on_spec() {
    let mut found = Vec::new();
    for (path, text) in sources() {
        // The generator emits the name of the crate, and tests of its output contain it.
        let is_generator = path.starts_with("codegen/src/") || path.starts_with("xtask/src/");
        let lines = dependent(&text);
        let lines = lines.into_iter().filter(|line| !is_generator || line.contains("include_str!"));
        if !path.starts_with(ALLOWED) {
            found.extend(lines.map(|line| format!("{path}: {line}")));
        }
    }
    assert!(
        found.is_empty(),
        "these tests depend on spec/ or on the committed client. Use tests/fixtures/sample and its client \
         `twilio_client_sample`, or move the test to {ALLOWED}:\n{}",
        found.join("\n")
    );
}

#[test]
fn the_check_finds_each_kind_of_dependency() {
    for (line, is_found) in [
        (concat!("use twilio_client", "::Client;"), true),
        ("use twilio_client_sample::Client;", false),
        (concat!("include_str!(\"../../", "spec/a_v1.yaml\")"), true),
        (concat!("read(root().join(\"", "spec\"))"), true),
        (concat!("read(root().join(\"", "spec/README.md\"))"), false),
        (concat!("read(root().join(\"", "generated-client/README.md\"))"), true),
        (concat!("// `../", "spec`"), false),
        ("home.path().join(\"spec\")", false),
    ] {
        assert_eq!(!dependent(line).is_empty(), is_found, "{line}");
    }
}

/// The generator does not depend on the documents of this repository, and its texts use the names of samples.
#[test]
fn the_generator_does_not_name_a_document_of_spec() {
    let documents = std::fs::read_dir(root().join(FOLDER)).unwrap();
    let stems: Vec<String> = documents
        .filter_map(|entry| entry.unwrap().file_name().to_str()?.strip_suffix(".yaml").map(ToOwned::to_owned))
        .collect();
    assert!(!stems.is_empty());
    let is_generator = |path: &str| path.starts_with("codegen/src/") || path.starts_with("xtask/src/");
    let mut found = Vec::new();
    for (path, text) in files(&["rs", "md"]).into_iter().filter(|(path, _)| is_generator(path)) {
        let names_one = |line: &&str| stems.iter().any(|stem| line.contains(stem.as_str()));
        let lines = text.lines().enumerate().filter(|(_, line)| names_one(line));
        found.extend(lines.map(|(index, line)| format!("{path}:{}: {}", index + 1, line.trim())));
    }
    assert!(found.is_empty(), "use the name of a sample, such as `shop_v2`:\n{}", found.join("\n"));
}

/// A package that depends on the committed client does not compile while the client does not, and its lock file
/// contains the version of the client.
#[test]
fn only_the_tests_of_the_committed_client_depend_on_its_package() {
    for package in [
        "benches",
        "codegen",
        "codegen/fake",
        "codegen/runtime",
        "fuzz",
        "tests",
        "tests/fake",
        "tests/sample",
        "tests/zoo",
        "xtask",
        "xtask/schemas",
    ] {
        let text = std::fs::read_to_string(root().join(package).join("Cargo.toml")).unwrap();
        let manifest: toml::Table = text.parse().unwrap();
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let dependencies = manifest.get(table).and_then(toml::Value::as_table).into_iter().flatten();
            for (name, value) in dependencies {
                let path = value.get("path").and_then(toml::Value::as_str).unwrap_or_default();
                let is_client = name == "twilio-client" || Path::new(path).ends_with("generated-client");
                assert!(!is_client, "{package}/Cargo.toml depends on the committed client in `{table}`");
            }
        }
    }
}
