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
    /// The assigned names.
    pub(crate) names: Option<Source>,
    /// The chapters of the guide.
    pub(crate) guide: Vec<Source>,
}

impl Spec {
    pub(crate) fn inputs(&self) -> codegen::Inputs<'_> {
        let Self { documents, settings, names, guide } = self;
        let (settings, names) = (settings.as_ref(), names.as_ref());
        codegen::Inputs { documents, settings, names, guide, ..codegen::Inputs::default() }
    }
}

/// Reads the OpenAPI documents, sorted by name, the settings and the assigned names.
pub(crate) fn read() -> Result<Spec, Box<dyn Error>> {
    let mut spec = Spec { documents: Vec::new(), settings: None, names: None, guide: Vec::new() };
    for entry in fs::read_dir(root().join("spec"))? {
        let path = entry?.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let is_document = ["yaml", "yml", "json"].contains(&extension.as_str());
        if !is_document && file != "codegen.toml" && file != "names.lock" {
            continue;
        }
        let source = Source { name: format!("spec/{file}"), text: fs::read_to_string(&path)? };
        match file.as_str() {
            "codegen.toml" => spec.settings = Some(source),
            "names.lock" => spec.names = Some(source),
            _ => spec.documents.push(source),
        }
    }
    for entry in fs::read_dir(root().join("spec/guide")).into_iter().flatten() {
        let path = entry?.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|extension| extension == "md") {
            spec.guide.push(Source { name: format!("spec/guide/{file}"), text: fs::read_to_string(&path)? });
        }
    }
    spec.documents.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(spec)
}
