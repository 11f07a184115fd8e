//! The documents of the tests.

use std::path::{Path, PathBuf};

use codegen::{Inputs, Source};
use twilio_client_fake::table::Document;

/// The folder of all tests.
fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The documents of the sample, and their settings.
pub(crate) fn sample() -> (Vec<Source>, Source) {
    let folder = tests().join("fixtures/sample");
    let settings = read(&folder.join("codegen.toml"));
    (in_folder(&folder), settings)
}

/// The documents that Twilio publishes, if the folder `../shared/specs` beside the repository contains a copy.
pub(crate) fn published() -> Vec<Source> {
    let folder = tests().join("../../shared/specs");
    if !folder.is_dir() {
        eprintln!("skipped: no published documents are beside the repository");
        return Vec::new();
    }
    in_folder(&folder)
}

/// A document in the folder of the fixtures.
pub(crate) fn fixture(path: &str) -> Source {
    read(&tests().join("fixtures").join(path))
}

/// The table of one document.
pub(crate) fn table(source: &Source, settings: Option<&Source>) -> Document {
    let documents = std::slice::from_ref(source);
    let inputs = Inputs { documents, settings, ..Inputs::default() };
    let tables = codegen::fake(inputs).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    Document::read(&tables[0].text).unwrap()
}

fn in_folder(folder: &Path) -> Vec<Source> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "yaml")).collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Source {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Source { name, text: std::fs::read_to_string(path).unwrap() }
}
