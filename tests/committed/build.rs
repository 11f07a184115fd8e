//! Generates one call of each operation of `spec/`, for the test `calls`.

mod spec;

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=spec.rs");
    println!("cargo::rerun-if-changed={}", spec::root().join("spec").display());
    let spec = spec::read()?;
    let calls = codegen::calls(spec.inputs())
        .map_err(|diagnostics| format!("{diagnostics}\n\nFix spec/ and run `cargo xtask generate`"))?;
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join(&calls.path), calls.text)?;
    Ok(())
}
