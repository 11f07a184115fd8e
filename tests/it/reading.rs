//! Small documents whose data is large or invalid. Each one produces a clear diagnostic in a short time.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use codegen::Source;

const HEAD: &str = "openapi: 3.0.1\ninfo: {title: F, version: '1'}\nservers: [{url: https://f.twilio.com}]\n";

/// The diagnostics of a document, which must be complete within a generous time.
fn refused(text: String) -> String {
    let source = Source { name: "fixture.yaml".to_owned(), text };
    let start = Instant::now();
    let diagnostics = codegen::generate(&[source], None).unwrap_err().to_string();
    assert!(start.elapsed() < Duration::from_secs(20), "it took {:?}", start.elapsed());
    diagnostics
}

#[test]
fn aliases_of_aliases() {
    let mut text =
        format!("{HEAD}paths: {{}}\nx-a:\n  a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..12 {
        let items = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(text, "  a{level}: &a{level} [{items}]").unwrap();
    }
    let diagnostics = refused(text);
    assert!(diagnostics.contains("the aliases expand to too much data"), "{diagnostics}");
}

#[test]
fn an_alias_of_itself() {
    let diagnostics = refused(format!("{HEAD}paths: {{}}\nx-a: &a [*a]\n"));
    assert!(diagnostics.contains("the document must not nest more than 64 levels"), "{diagnostics}");
}

/// A few aliases of one long string: few values, but many bytes.
#[test]
fn a_long_text_again_and_again() {
    let (long, aliases) = ("b".repeat(1_000_000), vec!["*a"; 20_000].join(", "));
    let diagnostics = refused(format!("{HEAD}paths: {{}}\nx-a: &a {long}\nx-b: [{aliases}]\n"));
    assert!(diagnostics.contains("the aliases expand to too much data"), "{diagnostics}");
}

#[test]
fn brackets_in_brackets() {
    for bracket in ["[", "{a: ", "{\"a\": "] {
        let diagnostics = refused(format!("{HEAD}paths: {{}}\nx-a: {}\n", bracket.repeat(100_000)));
        assert!(diagnostics.contains("must not nest more than 1000 brackets"), "{diagnostics}");
    }
}

/// An alias is read like a copy of its value.
#[test]
fn a_modest_alias_is_read() {
    let text = format!(
        "{HEAD}paths:
  /v1/Things: {{get: {{operationId: FetchThing, responses: &done {{'204': {{description: done}}}}}}}}
  /v1/Others: {{get: {{operationId: FetchOther, responses: *done}}}}\n"
    );
    let source = Source { name: "fixture.yaml".to_owned(), text };
    let output = codegen::generate(&[source], None).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    assert_eq!(output.documents[0].operations, 2);
}
