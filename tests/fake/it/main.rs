//! The fake server: every operation of the documents, and the schemas of its responses.

mod browser;
mod client;
mod comparison;
mod documents;
mod injections;
mod languages;
mod sample_values;
mod schemas;
mod visit;

use codegen::Source;

/// Performs every operation of some documents. Returns their number.
fn visit(sources: &[Source], settings: Option<&Source>) -> usize {
    let (mut operations, mut problems) = (0, Vec::new());
    for source in sources {
        let (of_document, found) = visit::document(&documents::table(source, settings), source);
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
    let operations = visit(&sources, Some(&settings));
    assert!(operations >= 17, "{operations}");
}

/// Twilio's documents with a variety of paths: parents, names instead of SIDs, single resources, extensions.
#[test]
fn each_operation_of_the_published_documents_succeeds() {
    let sources = documents::published();
    let operations = visit(&sources, None);
    assert!(sources.is_empty() || operations >= 400, "{operations}");
}
