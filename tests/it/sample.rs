//! The OpenAPI documents in `tests/fixtures/sample`. The tests of the generator and of the runtime use them
//! instead of `spec/`, so that a change of `spec/` fails none of these tests.

use std::path::{Path, PathBuf};

use codegen::Source;

/// Returns the folder of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the documents, sorted by name, and the settings.
pub(crate) fn documents() -> (Vec<Source>, Source) {
    let folder = root().join("tests/fixtures/sample");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    (paths.iter().map(|path| read(path)).collect(), read(&folder.join("codegen.toml")))
}

fn read(path: &Path) -> Source {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Source { name, text: std::fs::read_to_string(path).unwrap() }
}

#[test]
fn the_order_of_documents_does_not_matter() {
    let (mut documents, settings) = documents();
    let forward = codegen::generate(&documents, Some(&settings)).unwrap();
    documents.reverse();
    let backward = codegen::generate(&documents, Some(&settings)).unwrap();
    assert_eq!(forward.files, backward.files);
}

/// Clippy checks the zoo and the sample. They have the lint exceptions of every client and no others.
#[test]
fn the_zoo_and_the_sample_have_the_lints_of_a_client() {
    let (documents, settings) = documents();
    let output = codegen::generate(&documents, Some(&settings)).unwrap();
    let manifest = output.files.iter().find(|file| file.path == "Cargo.toml").unwrap();
    let lints = |text: &str| text.parse::<toml::Table>().unwrap().remove("lints").unwrap();
    for folder in ["tests/zoo", "tests/sample"] {
        let text = std::fs::read_to_string(root().join(folder).join("Cargo.toml")).unwrap();
        assert_eq!(lints(&text), lints(&manifest.text), "{folder}");
    }
}
