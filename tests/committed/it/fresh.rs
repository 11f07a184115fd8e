//! The committed client equals the output of the generator, byte for byte.

use std::collections::BTreeMap;
use std::path::Path;

use crate::spec::{self, root};

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

/// The files of the package that are not generated. The generator does not change them.
const HANDWRITTEN: [&str; 3] = ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"];

#[test]
fn the_committed_client_is_the_generated_one() {
    let spec = spec::read().unwrap();
    let runtime = codegen::Runtime::Path("../codegen/runtime".to_owned());
    let output = codegen::generate_with(spec.inputs(), &runtime).unwrap();
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
    let is_written_by_hand = |path: &str| HANDWRITTEN.iter().any(|known| path.starts_with(known));
    let extra = committed.keys().filter(|path| !path.starts_with("target/") && !is_written_by_hand(path));
    let extra: Vec<&String> = extra.collect();
    assert!(extra.is_empty(), "these files are not generated: {extra:?}; run `cargo xtask generate`");
}
