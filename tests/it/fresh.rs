//! What is committed is what the documents give, byte for byte.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use codegen::Source;

/// The repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> Source {
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy();
    Source { name: format!("spec/{name}"), text }
}

/// The documents of `spec/`, sorted by name, and the settings.
pub(crate) fn spec() -> (Vec<Source>, Source) {
    let folder = root().join("spec");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    (paths.iter().map(|path| read(path)).collect(), read(&folder.join("codegen.toml")))
}

fn on_disk(folder: &Path, at: &Path, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder.join(at)).unwrap() {
        let entry = entry.unwrap();
        let path = at.join(entry.file_name());
        let name = path.to_string_lossy().replace('\\', "/");
        if entry.file_type().unwrap().is_dir() {
            on_disk(folder, &path, files);
        } else if name != ".generated" && name != "Cargo.lock" {
            files.insert(name, std::fs::read_to_string(entry.path()).unwrap());
        }
    }
}

#[test]
fn the_committed_client_is_the_generated_one() {
    let (documents, settings) = spec();
    let inputs = codegen::Inputs { documents: &documents, settings: Some(&settings) };
    let runtime = codegen::Runtime::Path("../codegen/runtime".to_owned());
    let output = codegen::generate_with(inputs, &runtime).unwrap();
    let mut committed = BTreeMap::new();
    on_disk(&root().join("generated-client"), Path::new(""), &mut committed);
    for file in &output.files {
        let found = committed.remove(&file.path);
        assert!(
            found.as_ref() == Some(&file.text),
            "generated-client/{} is stale; run `cargo xtask generate`",
            file.path
        );
    }
    let extra: Vec<&String> = committed.keys().filter(|path| !path.starts_with("target/")).collect();
    assert!(extra.is_empty(), "these files are not generated: {extra:?}; run `cargo xtask generate`");
}

#[test]
fn the_order_of_documents_does_not_matter() {
    let (mut documents, settings) = spec();
    let forward = codegen::generate(&documents, Some(&settings)).unwrap();
    documents.reverse();
    let backward = codegen::generate(&documents, Some(&settings)).unwrap();
    assert_eq!(forward.files, backward.files);
}

/// The client of all fixtures, which clippy sees, has the exceptions of every client and no others.
#[test]
fn the_zoo_is_held_to_the_lints_of_a_client() {
    let lints = |folder: &str| {
        let text = std::fs::read_to_string(root().join(folder).join("Cargo.toml")).unwrap();
        text.parse::<toml::Table>().unwrap().remove("lints").unwrap()
    };
    assert_eq!(lints("tests/zoo"), lints("generated-client"));
}
