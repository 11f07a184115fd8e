//! Generates the client of the OpenAPI documents in `tests/fixtures/sample`.

#[path = "../zoo/included.rs"]
mod included;

use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/sample");
    println!("cargo::rerun-if-changed={}", folder.display());
    let (mut documents, mut settings) = (Vec::new(), None);
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let source = codegen::Source { name, text: fs::read_to_string(&path)? };
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("yaml") => documents.push(source),
            Some("toml") => settings = Some(source),
            _ => {}
        }
    }
    included::write(&documents, settings.as_ref())
}
