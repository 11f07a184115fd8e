//! The test of the examples that `generate --examples` adds to a crate.

use codegen::Source;

fn source(name: &str) -> Source {
    let path = crate::sample::root().join("tests/fixtures/examples").join(name);
    Source { name: name.to_owned(), text: std::fs::read_to_string(path).unwrap() }
}

/// The files that depend on the document. The other files of the test are the same for all documents.
#[test]
fn examples_are_found_where_they_stand_and_never_become_code() {
    let files = codegen::examples(&[source("answers.yaml")], None)
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let own = files.iter().filter(|file| file.path != "tests/round_trip/mod.rs");
    let text: Vec<String> = own.map(|file| format!("=== {}\n{}", file.path, file.text)).collect();
    insta::assert_snapshot!(text.join("\n"));
}

#[test]
fn a_missing_example_is_an_error() {
    let mut source = source("answers.yaml");
    source.text = source.text.replace("nothing: {value", "anything: {value");
    let sources = [source];
    let generated = codegen::generate(&sources, None).map(|_| ());
    for diagnostics in [generated, codegen::examples(&sources, None).map(|_| ())] {
        let diagnostics = diagnostics.unwrap_err().to_string();
        assert!(
            diagnostics.contains("`#/components/examples/nothing` points to a missing component"),
            "{diagnostics}"
        );
        assert!(
            diagnostics.contains("/get/responses/200/content/application~1json/examples/empty"),
            "{diagnostics}"
        );
    }
}

#[test]
fn the_shipped_crate_does_not_carry_them() {
    let (documents, settings) = crate::sample::documents();
    let output = codegen::generate(&documents, Some(&settings)).unwrap();
    assert!(output.files.iter().all(|file| !file.path.starts_with("tests/")));
    let files = codegen::examples(&documents, Some(&settings)).unwrap();
    let test = files.iter().find(|file| file.path == "tests/examples.rs").unwrap();
    let code: String = test.text.split_whitespace().collect();
    assert!(code.contains("page::<twilio_client_sample::chat_v2::Invite>("), "{}", test.text);
}
