//! The rules of the generator, each shown by the smallest document: what comes out, or what is
//! refused and in which words. Adding a case is adding a file.

use codegen::Source;

fn source(path: &std::path::Path) -> Source {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Source { name, text: std::fs::read_to_string(path).unwrap() }
}

/// The files of the document's resources; the module's own file where the fixture is about it.
#[test]
fn emission() {
    insta::glob!("../fixtures/emit", "*.yaml", |path| {
        let output = codegen::generate(&[source(path)], None).unwrap_or_else(|faults| panic!("{faults}"));
        let module = format!("src/{}/", path.file_stem().unwrap().to_string_lossy());
        let about_module = module.starts_with("src/module_");
        let own = output.files.iter().filter(|file| file.path.starts_with(&module));
        let own = own.filter(|file| about_module || !file.path.ends_with("/mod.rs"));
        let text: Vec<String> = own.map(|file| format!("=== {}\n{}", file.path, file.text)).collect();
        insta::assert_snapshot!(text.join("\n"));
    });
}

#[test]
fn refusal() {
    insta::glob!("../fixtures/reject", "*.yaml", |path| {
        let faults = codegen::generate(&[source(path)], None).expect_err("this fixture must be refused");
        insta::assert_snapshot!(faults);
    });
}

/// Each row: settings, and a part of what is said about them.
#[test]
fn settings_that_cannot_be_used() {
    let table = [
        ("[pakage]", "unknown field `pakage`"),
        ("[package]\nnam = \"x\"", "unknown field `nam`"),
        ("[package]\nname = \"x y\"", "`x y` is not a package name"),
        ("[package]\nname = \"x\\\"\\n[dependencies]\"", "is not a package name"),
        ("[package]\nversion = \"1\"", "`1` is not a version"),
        ("[package]\nrust-version = \"new\"", "`new` is not a Rust version"),
        ("[package]\ndescription = \"a\\n```\\npanic!()\"", "`description` holds a character"),
        ("[package", "-->"),
    ];
    for (text, wanted) in table {
        let settings = Source { name: "codegen.toml".to_owned(), text: text.to_owned() };
        let faults = codegen::generate(&[], Some(&settings)).unwrap_err().to_string();
        assert!(faults.contains(wanted), "{text:?} gives:\n{faults}");
    }
}

/// One line an operation and a type, with its wire form: what reviewers read first.
#[test]
fn public_api() {
    let (documents, settings) = crate::fresh::spec();
    let listing = codegen::listing(&documents, Some(&settings)).unwrap();
    insta::assert_snapshot!(listing);
}
