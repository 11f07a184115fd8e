//! The cost of the first build of a crate: the crate and all its dependencies, with optimizations. For a document with the
//! invites of `chat_v2`, the cost of a program with three operations, and the size of the program.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use benches::Failure;

use super::{Subject, cargo, children_seconds, command, scratch};

/// The features of our crate that select the TLS implementation.
const TLS: [&str; 3] = ["rustls", "rustls-aws-lc", "native-tls"];

/// Builds each crate once into an empty folder. Prints the CPU time, the number of packages and the size of the program of
/// our crate with each TLS implementation, and the ratios to each other crate.
pub(super) fn measure(ours: &Subject, others: &[Subject]) -> Result<(), Failure> {
    let ours = program(ours)?;
    let theirs = others
        .iter()
        .map(|other| Ok((other, first_build(other, &[])?)))
        .collect::<Result<Vec<_>, Failure>>()?;
    for tls in TLS {
        let own = first_build(&ours, &["--no-default-features", "--features", tls])?;
        println!("  {tls:<14} {}", own.shown());
        for (other, theirs) in &theirs {
            println!("    {:.2} of {}: {}", own.seconds / theirs.seconds, other.name, theirs.shown());
        }
    }
    Ok(())
}

/// A package beside the crate: the program with three operations, or an empty library for another document.
fn program(ours: &Subject) -> Result<Subject, Failure> {
    let has_invites = ours.folder.join("src/chat_v2/invite.rs").exists();
    let (root, text) = if has_invites {
        ("src/main.rs", include_str!("cold/program.rs"))
    } else {
        ("src/lib.rs", "//! A package that depends on the crate.\n")
    };
    let manifest = fs::read_to_string(ours.folder.join("Cargo.toml"))?;
    let name = manifest.lines().find_map(|line| line.strip_prefix("name = ")).ok_or("no name")?;
    let features = TLS.map(|tls| format!("{tls} = [\"client/{tls}\"]\n")).concat();
    let manifest = format!(
        "[package]\nname = \"program\"\nedition = \"2024\"\n\n[features]\n{features}\n\
         [dependencies]\ntokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n\
         client = {{ package = {name}, path = \"../client\", default-features = false, features = [\"all\"] }}\n"
    );
    let above = ours.folder.parent().ok_or("no folder")?;
    let folder = above.join("program");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join(root), text)?;
    let members = "[workspace]\nresolver = \"3\"\nmembers = [\"client\", \"program\"]\n";
    fs::write(above.join("Cargo.toml"), members)?;
    Ok(Subject { name: ours.name.clone(), folder })
}

struct FirstBuild {
    /// CPU time in seconds.
    seconds: f64,
    packages: usize,
    /// The sizes of the program with and without its symbols, in bytes.
    program: Option<(f64, f64)>,
}

impl FirstBuild {
    fn shown(&self) -> String {
        let size = self.program.map_or_else(String::new, |(whole, stripped)| {
            format!(", program of {:.1} MB, stripped {:.1} MB", whole / 1e6, stripped / 1e6)
        });
        format!("{:.1} s, {} packages{size}", self.seconds, self.packages)
    }
}

fn first_build(subject: &Subject, features: &[&str]) -> Result<FirstBuild, Failure> {
    let target = scratch().join("target");
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    // Downloads are not part of the measurement.
    cargo(subject, &["fetch"])?;
    let start = children_seconds()?;
    cargo(subject, &[&["build", "--release"], features].concat())?;
    let seconds = children_seconds()? - start;
    let program = if let Some(program) = executable()? {
        let whole = size(&program)?;
        let strip = ["--bins", "--", "-Cstrip=symbols"];
        cargo(subject, &[&["rustc", "--release"], features, strip.as_slice()].concat())?;
        Some((whole, size(&program)?))
    } else {
        None
    };
    Ok(FirstBuild { seconds, packages: packages(subject, features)?, program })
}

/// The program in the build folder.
fn executable() -> Result<Option<PathBuf>, Failure> {
    for entry in fs::read_dir(scratch().join("target/release"))? {
        let path = entry?.path();
        let is_hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if path.is_file() && path.extension().is_none() && !is_hidden {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

fn size(program: &Path) -> Result<f64, Failure> {
    Ok(f64::from(u32::try_from(fs::metadata(program)?.len())?))
}

/// Returns the number of packages that the compiler builds, with the crate itself.
fn packages(subject: &Subject, features: &[&str]) -> Result<usize, Failure> {
    let tree = ["tree", "--edges", "normal,build", "--no-dedupe", "--prefix", "none", "--format", "{p}"];
    let output = command(subject, &[tree.as_slice(), features].concat())?;
    let lines: BTreeSet<&str> = output.lines().filter(|line| !line.is_empty()).collect();
    Ok(lines.len())
}
