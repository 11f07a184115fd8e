//! The time of generation, compared with the time of reading the documents, and its growth with the input.
//!
//! `cargo bench --bench generation -- DIR` uses the documents of a folder. The default is
//! `tests/fixtures/sample`.

use std::ffi::OsStr;
use std::fs;
use std::hint::black_box;
use std::path::Path;

use benches::Failure;
use benches::arguments::Arguments;
use benches::rounds::{self, Target};
use codegen::Source;
use openapiv3::OpenAPI;

/// The number of rounds.
const ROUNDS: usize = 20;
/// The number of copies of each document in the largest run.
const COPIES: usize = 16;

fn main() -> Result<(), Failure> {
    let documents = documents()?;
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    println!("{} documents, {bytes} bytes", documents.len());
    rounds::head("reading the documents with serde_yaml or serde_json");
    let times = rounds::compare(ROUNDS, || generate(&documents), || read(&documents))?;
    rounds::line("generating all of them in one crate, time", Target::AtMost(3.0), &times);
    memory();
    growth(&documents)
}

/// The documents of the folder in the arguments, or of the sample.
fn documents() -> Result<Vec<Source>, Failure> {
    let folder = Arguments::read()?
        .folders
        .pop()
        .unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/sample").into());
    let mut documents = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "yaml" || extension == "json") {
            documents.push(Source { name: path.display().to_string(), text: fs::read_to_string(&path)? });
        }
    }
    documents.sort_by(|one, other| one.name.cmp(&other.name));
    if documents.is_empty() {
        return Err(format!("{} contains no documents", folder.display()).into());
    }
    Ok(documents)
}

fn generate(documents: &[Source]) -> Result<(), Failure> {
    black_box(codegen::generate(documents, None).map_err(|diagnostics| diagnostics.to_string())?);
    Ok(())
}

fn read(documents: &[Source]) -> Result<(), Failure> {
    for document in documents {
        if Path::new(&document.name).extension() == Some(OsStr::new("json")) {
            black_box(serde_json::from_str::<OpenAPI>(&document.text)?);
        } else {
            black_box(serde_yaml::from_str::<OpenAPI>(&document.text)?);
        }
    }
    Ok(())
}

/// A copy with another name, so that no result of one copy can be used for another.
fn growth(documents: &[Source]) -> Result<(), Failure> {
    rounds::head(&format!("{COPIES} runs with one copy of each document"));
    let copies: Vec<Source> =
        (0..COPIES).flat_map(|number| documents.iter().map(move |document| copy(document, number))).collect();
    let one_by_one = || copies.chunks(documents.len()).try_for_each(generate);
    let times = rounds::compare(5, || generate(&copies), one_by_one)?;
    rounds::line("all copies in one run, time", Target::AtMost(1.1), &times);
    Ok(())
}

fn copy(document: &Source, number: usize) -> Source {
    let (stem, extension) = document.name.rsplit_once('.').unwrap_or((&document.name, "yaml"));
    Source { name: format!("{stem}_{number}.{extension}"), text: document.text.clone() }
}

/// Prints the peak memory of the program, if the system reports it.
fn memory() {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(peak) = status.lines().find_map(|line| line.strip_prefix("VmHWM:")) {
        println!("peak memory: {}", peak.trim());
    }
}
