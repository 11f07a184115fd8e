//! Generates the client of every fixture in `tests/fixtures/emit`, so that what the snapshots show
//! is also compiled, and called by tests; and of `tests/fixtures/hostile` full of each hostile text,
//! so that the compiler and rustdoc say, too, that no text becomes code.

mod fixtures;
mod hostile;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/emit");
    println!("cargo::rerun-if-changed={}", folder.display());
    let settings = codegen::Source {
        name: "codegen.toml".to_owned(),
        text: "[package]\nname = \"twilio-client-zoo\"\n".to_owned(),
    };
    println!("cargo::rerun-if-changed=hostile.rs");
    println!("cargo::rerun-if-changed=fixtures.rs");
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
    let output =
        codegen::generate(&documents, Some(&settings)).map_err(|diagnostics| diagnostics.to_string())?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for file in output.files.iter().filter(|file| file.path.starts_with("src/")) {
        let path = out.join(&file.path);
        fs::create_dir_all(path.parent().unwrap_or(&out))?;
        // An included file cannot begin with the attributes and comments of a crate.
        let text = if file.path == "src/lib.rs" { without_head(&file.text) } else { file.text.clone() };
        fs::write(path, text)?;
    }
    let modules: Vec<String> =
        output.documents.iter().map(|document| format!("\"{}\"", document.module)).collect();
    println!("cargo::rustc-check-cfg=cfg(feature, values({}))", modules.join(", "));
    for module in modules {
        println!("cargo::rustc-cfg=feature={module}");
    }
    Ok(())
}

fn without_head(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.starts_with("#!") && !line.starts_with("//!"));
    lines.map(|line| format!("{line}\n")).collect()
}
