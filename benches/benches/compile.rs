//! The cost of compiling a generated crate. Its dependencies, which include the runtime, are built before.
//!
//! `cargo bench --bench compile -- DOCUMENT… CRATE…` generates a crate from each OpenAPI document and compares
//! it with each of the other crates, given by their folders: for example, crates that other generators have
//! made from the same document. Without such a crate it prints the CPU time alone. Without a document, it
//! uses those in `tests/fixtures/sample`.
//!
//! With `--cold`, it measures one release build of each crate with all its dependencies instead, and the size of a
//! program with three operations of `chat_v2`. Compare with a crate of the same three operations.

mod cold;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use benches::Failure;
use benches::arguments::Arguments;
use benches::rounds::median;
use codegen::Source;

/// How often each crate is compiled.
const ROUNDS: usize = 5;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// A crate that is compiled.
struct Subject {
    name: String,
    folder: PathBuf,
}

/// The names of the tasks, and the arguments of cargo.
const TASKS: [(&str, &[&str]); 3] =
    [("check", &["check"]), ("debug build", &["build"]), ("release build", &["build", "--release"])];

fn main() -> Result<(), Failure> {
    let Arguments { mut documents, crates, is_cold, .. } = Arguments::read()?;
    let others: Vec<Subject> = crates.into_iter().map(subject).collect();
    if documents.is_empty() {
        documents = fs::read_dir(Path::new(ROOT).join("tests/fixtures/sample"))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        documents.retain(|path| path.extension() == Some(OsStr::new("yaml")));
        documents.sort();
    }
    for document in &documents {
        let ours = generated(document)?;
        println!("{}", ours.name);
        if is_cold {
            cold::measure(&ours, &others)?;
            continue;
        }
        for (task, arguments) in TASKS {
            measure(task, arguments, &ours, &others)?;
        }
        let lines = llvm_lines(&ours)?;
        println!("  {:<14} {lines}", "LLVM lines");
        for other in &others {
            let theirs = llvm_lines(other)?;
            println!("    {:.2} of {} ({theirs})", f64::from(lines) / f64::from(theirs), other.name);
        }
    }
    Ok(())
}

fn subject(folder: PathBuf) -> Subject {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Subject { name, folder }
}

/// The client of one OpenAPI document, as `cargo xtask generate` writes it.
fn generated(document: &Path) -> Result<Subject, Failure> {
    let source = Source { name: document.display().to_string(), text: fs::read_to_string(document)? };
    let output = codegen::generate(&[source], None).map_err(|diagnostics| diagnostics.to_string())?;
    let name = document.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let above = scratch().join(&name);
    let folder = above.join("client");
    for file in &output.files {
        let path = folder.join(&file.path);
        fs::create_dir_all(path.parent().unwrap_or(&folder))?;
        fs::write(path, &file.text)?;
    }
    // A separate workspace, with the versions of this repository.
    fs::write(above.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"client\"]\n")?;
    fs::copy(Path::new(ROOT).join("Cargo.lock"), above.join("Cargo.lock"))?;
    Ok(Subject { name, folder })
}

/// The folder for this benchmark in the build folder.
fn scratch() -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| Path::new(ROOT).join("target"), PathBuf::from);
    target.join("compile")
}

/// Compiles the crates in turn. Prints the CPU time of our crate, and its ratio to that of each other crate.
fn measure(task: &str, arguments: &[&str], ours: &Subject, others: &[Subject]) -> Result<(), Failure> {
    // The first time builds the dependencies.
    for subject in others.iter().chain([ours]) {
        timed(subject, arguments)?;
    }
    let (mut seconds, mut ratios) = (Vec::new(), vec![Vec::new(); others.len()]);
    for _ in 0..ROUNDS {
        let own = timed(ours, arguments)?;
        seconds.push(own);
        for (other, ratios) in others.iter().zip(&mut ratios) {
            ratios.push(own / timed(other, arguments)?);
        }
    }
    println!("  {task:<14} {:.2} s", median(seconds));
    for (other, ratios) in others.iter().zip(ratios) {
        println!("    {:.2} of {}", median(ratios), other.name);
    }
    Ok(())
}

/// Returns the CPU time for compiling the crate alone.
fn timed(subject: &Subject, arguments: &[&str]) -> Result<f64, Failure> {
    // Cargo compiles a crate again if a file has a new time.
    let root = subject.folder.join("src/lib.rs");
    fs::File::options().append(true).open(&root)?.set_modified(std::time::SystemTime::now())?;
    let start = children_seconds()?;
    cargo(subject, arguments)?;
    Ok(children_seconds()? - start)
}

/// Returns the CPU time of all processes that this one has started and that have ended.
fn children_seconds() -> Result<f64, Failure> {
    let text = fs::read_to_string("/proc/self/stat").map_err(|error| format!("needs Linux: {error}"))?;
    // The name of the program can contain spaces. The fields after it begin with the third.
    let (_, fields) = text.rsplit_once(')').ok_or("unknown form of /proc/self/stat")?;
    let ticks = fields.split_whitespace().skip(13).take(2).map(str::parse::<f64>);
    let ticks = ticks.sum::<Result<f64, _>>()?;
    // Linux counts 100 ticks per second for programs on every architecture that Rust has a host for.
    Ok(ticks / 100.0)
}

/// Returns the number of lines of LLVM IR that the compiler produces before any optimization by LLVM.
fn llvm_lines(subject: &Subject) -> Result<u32, Failure> {
    let text = scratch().join("lines.ll");
    let emit = format!("--emit=llvm-ir={}", text.display());
    let options = ["--emit=metadata", "-Cno-prepopulate-passes", "-Ccodegen-units=1"];
    cargo(subject, &[&["rustc", "--release", "--lib", "--", &emit], options.as_slice()].concat())?;
    Ok(u32::try_from(fs::read_to_string(text)?.lines().count())?)
}

fn cargo(subject: &Subject, arguments: &[&str]) -> Result<(), Failure> {
    command(subject, arguments).map(|_| ())
}

/// Runs cargo for the crate. Returns its output.
fn command(subject: &Subject, arguments: &[&str]) -> Result<String, Failure> {
    let done = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(arguments)
        .current_dir(&subject.folder)
        .env("CARGO_TARGET_DIR", scratch().join("target"))
        // Dependencies are never compiled incrementally, so the whole crate is compiled each time.
        .env("CARGO_INCREMENTAL", "0")
        .stderr(Stdio::piped())
        .output()?;
    if done.status.success() {
        return Ok(String::from_utf8(done.stdout)?);
    }
    Err(format!("{}: {}", subject.folder.display(), String::from_utf8_lossy(&done.stderr)).into())
}
