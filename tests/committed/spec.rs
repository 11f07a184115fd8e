//! Reads `spec/`. The tests and the build script share this file.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use codegen::Source;

/// Returns the folder of the repository. Cargo sets the variable for tests and build scripts; a test of a
/// workflow sets it to a clone.
pub(crate) fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR");
    package.map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from).join("../..")
}

/// The input of the committed client.
pub(crate) struct Spec {
    pub(crate) documents: Vec<Source>,
    pub(crate) settings: Option<Source>,
}

impl Spec {
    pub(crate) fn inputs(&self) -> codegen::Inputs<'_> {
        codegen::Inputs { documents: &self.documents, settings: self.settings.as_ref() }
    }
}

/// Reads the OpenAPI documents, sorted by name, and the settings.
pub(crate) fn read() -> Result<Spec, Box<dyn Error>> {
    let mut spec = Spec { documents: Vec::new(), settings: None };
    for entry in fs::read_dir(root().join("spec"))? {
        let path = entry?.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let is_document = ["yaml", "yml", "json"].contains(&extension.as_str());
        if !is_document && file != "codegen.toml" {
            continue;
        }
        let source = Source { name: format!("spec/{file}"), text: fs::read_to_string(&path)? };
        if is_document { spec.documents.push(source) } else { spec.settings = Some(source) }
    }
    spec.documents.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(spec)
}
