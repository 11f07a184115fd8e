//! Generates a crate into `OUT_DIR`, for a crate that includes it. The build scripts of the zoo and of the
//! sample share this file.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

/// Generates the client, and enables the feature of each OpenAPI document.
///
/// # Errors
///
/// The diagnostics of the documents, and a file that cannot be written.
pub(crate) fn write(
    documents: &[codegen::Source],
    settings: Option<&codegen::Source>,
) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let output = codegen::generate(documents, settings).map_err(|diagnostics| diagnostics.to_string())?;
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
    println!("cargo::rustc-check-cfg=cfg(feature, values(\"fake\", {}))", modules.join(", "));
    for module in modules {
        println!("cargo::rustc-cfg=feature={module}");
    }
    Ok(())
}

fn without_head(text: &str) -> String {
    let mut is_attribute = false;
    let lines = text.lines().filter(|line| {
        is_attribute |= line.starts_with("#!");
        let is_head = is_attribute || line.starts_with("//!");
        is_attribute &= !line.ends_with(']');
        !is_head
    });
    lines.map(|line| format!("{line}\n")).collect()
}
