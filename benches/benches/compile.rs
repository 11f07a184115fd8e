//! What a generated crate costs those who compile it, with its dependencies already built.
//!
//! `cargo bench --bench compile -- DOCUMENT… CRATE…` generates a crate from each document and
//! compares it with each crate that is named by its folder (made by another generator, say). Without
//! such a crate the base is the runtime alone: what is above it is what the operations cost. Without
//! a document, it takes those of `spec/`.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use benches::Failure;
use benches::rounds::median;
use codegen::Source;

/// How often each crate has its turn.
const ROUNDS: usize = 5;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// A crate that is compiled.
struct Subject {
    name: String,
    folder: PathBuf,
}

/// What is asked of cargo, and what it is called.
const TASKS: [(&str, &[&str]); 2] = [("check", &["check"]), ("release build", &["build", "--release"])];

fn main() -> Result<(), Failure> {
    let (mut documents, mut bases) = (Vec::new(), Vec::new());
    for argument in std::env::args().skip(1).filter(|argument| !argument.starts_with("--")) {
        let path = fs::canonicalize(&argument).map_err(|error| format!("{argument}: {error}"))?;
        if path.is_dir() { bases.push(subject(path)) } else { documents.push(path) }
    }
    if documents.is_empty() {
        documents = fs::read_dir(Path::new(ROOT).join("spec"))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        documents.retain(|path| path.extension() == Some(OsStr::new("yaml")));
        documents.sort();
    }
    if bases.is_empty() {
        bases.push(subject(Path::new(ROOT).join("codegen/runtime")));
    }
    let ours = documents.iter().map(|document| generated(document)).collect::<Result<Vec<_>, _>>()?;
    for base in &bases {
        for subject in &ours {
            compare(subject, base)?;
        }
    }
    Ok(())
}

fn subject(folder: PathBuf) -> Subject {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Subject { name, folder }
}

/// The client of one document, as `cargo xtask generate` writes it.
fn generated(document: &Path) -> Result<Subject, Failure> {
    let source = Source { name: document.display().to_string(), text: fs::read_to_string(document)? };
    let output = codegen::generate(&[source], None).map_err(|faults| faults.to_string())?;
    let name = document.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let above = scratch().join(&name);
    let folder = above.join("client");
    for file in &output.files {
        let path = folder.join(&file.path);
        fs::create_dir_all(path.parent().unwrap_or(&folder))?;
        fs::write(path, &file.text)?;
    }
    // A workspace of its own, with the versions of this repository.
    fs::write(above.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"client\"]\n")?;
    fs::copy(Path::new(ROOT).join("Cargo.lock"), above.join("Cargo.lock"))?;
    Ok(Subject { name, folder })
}

/// The build folder's own corner for this.
fn scratch() -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| Path::new(ROOT).join("target"), PathBuf::from);
    target.join("compile")
}

fn compare(ours: &Subject, base: &Subject) -> Result<(), Failure> {
    println!("{} against {}", ours.name, base.name);
    for (task, arguments) in TASKS {
        // The first time builds the dependencies.
        for subject in [ours, base] {
            timed(subject, arguments)?;
        }
        let mut ratios = Vec::new();
        for _ in 0..ROUNDS {
            ratios.push(timed(ours, arguments)? / timed(base, arguments)?);
        }
        println!("  {task:<14} {:.2}", median(ratios));
    }
    let (lines, others) = (llvm_lines(ours)?, llvm_lines(base)?);
    println!("  LLVM lines     {:.2} ({lines} and {others})", f64::from(lines) / f64::from(others));
    Ok(())
}

/// Seconds for the crate alone.
fn timed(subject: &Subject, arguments: &[&str]) -> Result<f64, Failure> {
    // A change that is none: cargo goes by the time.
    let root = subject.folder.join("src/lib.rs");
    fs::File::options().append(true).open(&root)?.set_modified(std::time::SystemTime::now())?;
    let start = Instant::now();
    cargo(subject, arguments)?;
    Ok(start.elapsed().as_secs_f64())
}

/// How many lines of LLVM's language the compiler hands on, before LLVM does anything.
fn llvm_lines(subject: &Subject) -> Result<u32, Failure> {
    let text = scratch().join("lines.ll");
    let emit = format!("--emit=llvm-ir={}", text.display());
    let options = ["--emit=metadata", "-Cno-prepopulate-passes", "-Ccodegen-units=1"];
    cargo(subject, &[&["rustc", "--release", "--lib", "--", &emit], options.as_slice()].concat())?;
    Ok(u32::try_from(fs::read_to_string(text)?.lines().count())?)
}

fn cargo(subject: &Subject, arguments: &[&str]) -> Result<(), Failure> {
    let done = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(arguments)
        .current_dir(&subject.folder)
        .env("CARGO_TARGET_DIR", scratch().join("target"))
        // Dependencies are never compiled incrementally: everything is compiled each time.
        .env("CARGO_INCREMENTAL", "0")
        .stderr(Stdio::piped())
        .output()?;
    if done.status.success() {
        return Ok(());
    }
    Err(format!("{}: {}", subject.folder.display(), String::from_utf8_lossy(&done.stderr)).into())
}
