//! The features of a crate: one for each document and, in a document with many resources, one for each resource.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use codegen::Source;

/// Returns a document with this number of resources.
fn document(resources: usize) -> Source {
    let mut text = "\
        openapi: 3.0.1\n\
        info: {title: Shop, version: '1'}\n\
        servers: [{url: 'https://shop.example.com'}]\n\
        paths:\n"
        .to_owned();
    for n in 0..resources {
        let letter = char::from(b'a' + u8::try_from(n).unwrap());
        writeln!(
            text,
            "  /{letter}things: {{get: {{operationId: list{letter}, tags: [{letter}things], responses: {{'204': \
             {{description: Nothing}}}}}}}}"
        )
        .unwrap();
    }
    Source { name: "shop.yaml".to_owned(), text }
}

struct Crate {
    /// The names in the table `[features]`, without those of every crate.
    features: BTreeSet<String>,
    /// The features that `cfg` attributes of the Rust files name.
    used: BTreeSet<String>,
    enabled_by_document: usize,
}

fn generated(resources: usize) -> Crate {
    let output = codegen::generate(&[document(resources)], None).unwrap();
    let text = |path: &str| output.files.iter().find(|file| file.path == path).unwrap().text.as_str();
    let manifest: toml::Table = text("Cargo.toml").parse().unwrap();
    let table = manifest["features"].as_table().unwrap();
    let features = table.keys().filter(|name| name.starts_with("shop")).cloned().collect();
    let rust = output.files.iter().filter(|file| file.path.starts_with("src/"));
    let named = rust.flat_map(|file| file.text.split("feature = \"").skip(1));
    let named = named.filter_map(|rest| rest.split('"').next()).filter(|name| *name != "fake");
    Crate {
        features,
        used: named.map(ToOwned::to_owned).collect(),
        enabled_by_document: table["shop"].as_array().unwrap().len(),
    }
}

#[test]
fn each_resource_of_a_document_with_many_has_a_feature() {
    let few = generated(20);
    assert_eq!(few.features, BTreeSet::from(["shop".to_owned()]));
    assert_eq!(few.used, few.features);
    let many = generated(21);
    assert_eq!(many.features.len(), 23, "the document, the module and 21 resources: {:?}", many.features);
    assert_eq!(many.enabled_by_document, 21);
    assert_eq!(many.used, many.features, "each feature selects an item");
}
