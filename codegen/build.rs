//! Finds the files of the runtime and of the fake. The generator copies them into each crate with a bundled
//! runtime, and shares one module with each of them.
//!
//! The runtime is a package in the folder `runtime`, and the fake one in the folder `fake`. Cargo never includes a
//! nested package in the package around it, so the published generator would not contain these files. The folder
//! `packaged` therefore contains links to them, which Cargo follows when it creates the package. A build in the
//! repository does not use the links, because some systems check them out as text files.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The part of the test of the examples that all clients share.
const ROUND_TRIP: &str = "tests/round_trip/mod.rs";

/// The module that the generator shares with the runtime.
const PAGE_KEYS: &str = "src/list/page_keys.rs";

/// The module that the generator shares with the fake.
const FAKE_TABLE: &str = "src/table.rs";

fn main() -> Result<(), Box<dyn Error>> {
    let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("not run by Cargo")?);
    let repository = package.join("runtime");
    let (folder, manifest) = if repository.join("Cargo.toml").is_file() {
        (repository, "Cargo.toml")
    } else {
        (package.join("packaged"), "manifest.toml")
    };
    let (fake, fake_manifest) = if package.join("fake/Cargo.toml").is_file() {
        (package.join("fake"), "Cargo.toml")
    } else {
        (package.join("packaged/fake"), "manifest.toml")
    };
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("not run by Cargo")?);
    fs::write(out.join("runtime_files.rs"), table(&folder, manifest)?)?;
    fs::write(out.join("fake_files.rs"), table(&fake, fake_manifest)?)?;
    let round_trip = folder.join(ROUND_TRIP);
    println!("cargo::rerun-if-changed={}", round_trip.display());
    fs::write(out.join("round_trip.rs"), format!("include_str!({:?})\n", text(&round_trip)?))?;
    let page_keys = folder.join(PAGE_KEYS);
    let table = fake.join(FAKE_TABLE);
    println!("cargo::rerun-if-changed={}", table.display());
    fs::write(
        out.join("fake_table.rs"),
        format!(
            "#[allow(dead_code, unreachable_pub, reason = \"the fake reads the table\")]\n#[path = {:?}]\nmod table;\n",
            text(&table)?
        ),
    )?;
    fs::write(out.join("page_keys.rs"), format!("#[path = {:?}]\nmod page_keys;\n", text(&page_keys)?))?;
    Ok(())
}

/// The files of a package, as an expression.
fn table(folder: &Path, manifest: &str) -> Result<String, Box<dyn Error>> {
    let mut files = vec![("Cargo.toml".to_owned(), folder.join(manifest))];
    find(&folder.join("src"), "src", &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    for (name, path) in files {
        writeln!(table, "    ({name:?}, include_str!({:?})),", text(&path)?)?;
        println!("cargo::rerun-if-changed={}", path.display());
    }
    table.push_str("]\n");
    println!("cargo::rerun-if-changed={}", folder.join("src").display());
    Ok(table)
}

fn text(path: &Path) -> Result<&str, Box<dyn Error>> {
    path.to_str().ok_or_else(|| format!("`{}` is not UTF-8", path.display()).into())
}

/// Finds the files of a folder, with their paths in the package.
fn find(folder: &Path, name: &str, files: &mut Vec<(String, PathBuf)>) -> Result<(), Box<dyn Error>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let file = path.file_name().map(Path::new).ok_or("a folder without a name")?;
        let name = format!("{name}/{}", text(file)?);
        if path.is_dir() {
            find(&path, &name, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "html") {
            files.push((name, path));
        }
    }
    Ok(())
}
