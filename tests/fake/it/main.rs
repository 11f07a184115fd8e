//! The fake server: every operation of the documents, and the schemas of its responses.

mod browser;
mod client;
mod comparison;
mod documents;
mod examples;
mod injections;
mod languages;
mod sample_values;
mod schemas;
mod visit;

use codegen::Source;
use twilio_client_fake::Engine;
use twilio_client_fake::table::Document;

/// A fake of a document.
fn engine(table: &Document) -> Engine {
    Engine::new(vec![table.clone()])
}

/// A fake of a document whose resources have the examples of the document.
fn with_examples(table: &Document) -> Engine {
    let mut engine = engine(table);
    engine.use_examples();
    engine
}

/// Performs every operation of some documents. Returns their number.
fn visit(sources: &[Source], settings: Option<&Source>, engine: impl Fn(&Document) -> Engine) -> usize {
    let (mut operations, mut problems) = (0, Vec::new());
    for source in sources {
        let table = documents::table(source, settings);
        let (of_document, found) = visit::document(&table, engine(&table), source);
        operations += of_document;
        problems.extend(found.into_iter().take(20));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    println!("{operations} operations of {} documents", sources.len());
    operations
}

#[test]
fn each_operation_of_the_sample_succeeds() {
    let (sources, settings) = documents::sample();
    for engine in [engine, with_examples] {
        let operations = visit(&sources, Some(&settings), engine);
        assert!(operations >= 17, "{operations}");
    }
}

/// Twilio's documents with a variety of paths: parents, names instead of SIDs, single resources, extensions.
#[test]
fn each_operation_of_the_published_documents_succeeds() {
    let sources = documents::published();
    let operations = visit(&sources, None, engine);
    assert!(sources.is_empty() || operations >= 400, "{operations}");
}

/// Their responses match the schemas with the examples of the documents, too.
#[test]
fn each_operation_of_the_published_documents_succeeds_with_examples() {
    visit(&documents::published(), None, with_examples);
}
