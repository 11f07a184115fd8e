//! Generates the client of every fixture in `tests/fixtures/emit`, so that the snapshots also compile and the
//! tests call them. Also generates `tests/fixtures/hostile` with each hostile string, so that the compiler and
//! rustdoc check that no string becomes code.

mod fixtures;
mod hostile;
mod included;

use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/emit");
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed=hostile.rs");
    println!("cargo::rerun-if-changed=fixtures.rs");
    let settings = codegen::Source {
        name: "codegen.toml".to_owned(),
        text: "[package]\nname = \"twilio-client-zoo\"\n".to_owned(),
    };
    let mut documents = Vec::new();
    for path in fixtures::find(&folder)?.values() {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        documents.push(codegen::Source { name, text: fs::read_to_string(path)? });
    }
    let template = hostile::Template::read()?;
    for (number, payload) in hostile::payloads()?.iter().enumerate() {
        let name = format!("hostile_{number}.json");
        documents.push(codegen::Source { name, text: template.full_of(payload) });
    }
    // The examples of the operations are doctests that run on the fake.
    println!("cargo::rustc-cfg=feature=\"fake\"");
    included::write(&documents, Some(&settings))
}
