//! Documents with so many operations and types that their files are divided, and types that contain each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use codegen::{File, Source};

/// The maximum number of lines of a Rust file.
pub(crate) const MAX_LINES: usize = 3000;

/// The numbers of the operations of one resource, of the resources with one operation, and of the types that several
/// resources use. Each of them is too much for one file.
const OPERATIONS: usize = 250;
const RESOURCES: usize = 450;
const TYPES: usize = 150;

/// A name for a number that begins with any letter: `ba`, `bb`, …, `zz`, `baa`.
fn word(number: usize) -> String {
    let letter = |number: usize| char::from(b'a' + u8::try_from(number % 26).unwrap());
    let first = letter(number / 26 + 1);
    format!("{first}{}{}", letter(number), if number >= 600 { "x" } else { "" })
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rs")
}

/// A document with further operations of the large resource, resources and types.
fn document(operations: &[&str], resources: &[&str], types: &[&str]) -> Source {
    let names = |count: usize, others: &[&str]| -> Vec<String> {
        (0..count).map(word).chain(others.iter().map(ToString::to_string)).collect()
    };
    let types = names(TYPES, types);
    let mut text =
        "openapi: 3.0.3\ninfo: {title: Large, version: '1'}\nservers: [{url: 'https://a.example'}]\npaths:\n"
            .to_owned();
    for (index, name) in names(OPERATIONS, operations).iter().enumerate() {
        let of = &types[index % types.len()];
        let _ = writeln!(
            text,
            "  /things/{name}:\n    post:\n      tags: [things]\n      operationId: {name}_things\n      parameters:\n      \
             - {{name: size, in: query, schema: {{type: integer}}}}\n      - {{name: color, in: query, schema: {{type: \
             string}}}}\n      responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: \
             '#/components/schemas/model_{of}'}}}}}}}}}}"
        );
    }
    for (index, name) in names(RESOURCES, resources).iter().enumerate() {
        let of = &types[index % types.len()];
        let _ = writeln!(
            text,
            "  /single/{name}:\n    get:\n      tags: [place_{name}]\n      operationId: Fetch_place_{name}\n      responses: \
             {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: \
             '#/components/schemas/model_{of}'}}}}}}}}}}"
        );
    }
    text.push_str("components:\n  schemas:\n");
    for (index, name) in types.iter().enumerate() {
        let next = &types[index.saturating_sub(1)];
        let _ = writeln!(
            text,
            "    model_{name}:\n      type: object\n      description: A model.\n      properties:\n        next: {{$ref: \
             '#/components/schemas/model_{next}'}}"
        );
        for field in 0..12 {
            let _ = writeln!(text, "        field_{field}: {{type: string, description: A field.}}");
        }
    }
    Source { name: "large_v1.yaml".to_owned(), text }
}

fn generate(source: Source) -> Vec<File> {
    codegen::generate(&[source], None).unwrap_or_else(|diagnostics| panic!("{diagnostics}")).files
}

/// The Rust files of the document's module that are longer than allowed.
pub(crate) fn too_long(files: &[File]) -> Vec<String> {
    let code = files.iter().filter(|file| file.path.starts_with("src/") && is_rust(&file.path));
    let lines = code.map(|file| (file.text.lines().count(), &file.path));
    lines.filter(|(lines, _)| *lines > MAX_LINES).map(|(lines, path)| format!("{path}: {lines}")).collect()
}

#[test]
fn every_file_is_short_and_the_divided_crate_compiles() {
    let files = generate(document(&[], &[], &[]));
    assert_eq!(too_long(&files), Vec::<String>::new());
    for divided in [
        "things/mod.rs",
        "things/requests_b.rs",
        "shared/mod.rs",
        "shared/types_modelb.rs",
        "accessors/handles_placeb.rs",
    ] {
        let path = format!("src/large_v1/{divided}");
        let paths = || files.iter().map(|file| file.path.as_str()).filter(|path| is_rust(path));
        assert!(paths().any(|found| found == path), "{path} is none of\n{:#?}", paths().collect::<Vec<_>>());
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("large");
    crate::alone::write(&files, &folder.join("client"));
    // The public paths of all items are the same as in a small document.
    let krate = ["twilio", "client"].join("_");
    let user = format!(
        "//! Uses the public paths.\n\nuse {krate}::large_v1::{{LargeV1, ModelBa, PlaceBa, Things}};\npub fn ba(all: &LargeV1) \
         -> (Things, PlaceBa, Option<ModelBa>) {{\n    (all.things(), all.place_ba(), None)\n}}\n"
    );
    std::fs::create_dir_all(folder.join("client/tests")).unwrap();
    std::fs::write(folder.join("client/tests/paths.rs"), user).unwrap();
    let mut check = crate::alone::cargo(&["check", "--offline", "--quiet", "--tests"]);
    check.args(["--no-default-features", "--features", "all"]).current_dir(folder.join("client"));
    check.env("CARGO_TARGET_DIR", folder.join("target")).env("RUSTFLAGS", "-D warnings");
    crate::alone::done(check);
}

/// Each row: the added operation, resource and type, and the files that change.
#[test]
fn an_addition_moves_no_other_item() {
    let texts = |files: Vec<File>| -> BTreeMap<String, String> {
        let code = files.into_iter().filter(|file| is_rust(&file.path));
        code.map(|file| (file.path, file.text)).collect()
    };
    let before = texts(generate(document(&[], &[], &[])));
    let row = |operations: &[&str], resources: &[&str], types: &[&str], changed: &[&str]| {
        let after = texts(generate(document(operations, resources, types)));
        let all: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let found: Vec<&str> = all
            .into_iter()
            .filter(|path| before.get(*path) != after.get(*path))
            .filter_map(|path| path.strip_prefix("src/large_v1/"))
            .collect();
        assert_eq!(found, changed, "{operations:?} {resources:?} {types:?}");
        for (path, text) in &before {
            let Some(new) = after.get(path) else { panic!("{path} is gone") };
            let lines: BTreeSet<&str> = new.lines().collect();
            let removed: Vec<&str> =
                text.lines().filter(|line| !lines.contains(line) && !line.starts_with("use ")).collect();
            let is_moved = removed.iter().any(|line| line.contains("pub "));
            assert!(!is_moved, "{path} lost {removed:#?}");
        }
    };
    row(&["bbb"], &[], &[], &["things/requests_b.rs"]);
    row(&[], &["bbb"], &[], &["accessors/handles_placeb.rs", "mod.rs", "place_bbb.rs"]);
}
