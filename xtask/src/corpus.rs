//! `cargo xtask corpus`: every document of a folder, each alone and then all in one crate.

mod cargo;
mod progress;
mod table;
#[cfg(test)]
mod tests;

use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use codegen::{File, Output, Source};

use self::cargo::{Bench, Tally};
use self::progress::Progress;
use self::table::Counts;
use crate::failure::Failure;
use crate::faults;
use crate::report::{self, count};
use crate::sources;

/// What is to be done with which documents.
#[derive(Debug)]
pub(crate) struct Request {
    /// Where the documents are.
    pub(crate) folder: PathBuf,
    /// Whether the crates are checked with clippy and rustdoc.
    pub(crate) compile: bool,
    /// Whether the examples of answers are decoded and encoded.
    pub(crate) examples: bool,
}

/// What became of one document, or of all of them together.
#[derive(Debug, Default)]
struct Row {
    name: String,
    /// How long generating took.
    time: Duration,
    /// What was generated, if anything was.
    counts: Option<Counts>,
    diagnostics: usize,
    /// How long each check took; `None` if it failed.
    checks: Vec<Option<Duration>>,
    examples: Option<Tally>,
    /// What is wrong, in the words of whoever found it.
    faults: Vec<String>,
}

/// What became of a folder.
#[derive(Debug)]
struct Survey {
    rows: Vec<Row>,
    /// What else is to be known.
    notes: Vec<String>,
}

const HELP: &str = "name a folder with OpenAPI documents (*.yaml, *.yml or *.json)";

/// Goes through a folder and prints what was found.
pub(crate) fn run(request: &Request) -> Result<(), Failure> {
    let survey = survey(&sources::root()?, request)?;
    report::say(&survey.to_string());
    survey.verdict()
}

fn survey(root: &Path, request: &Request) -> Result<Survey, Failure> {
    let folder = &request.folder;
    if !folder.is_dir() {
        return Err(Failure::usage(format_args!("`{}` is not a folder", folder.display()), HELP));
    }
    let paths = sources::list(folder)?;
    if paths.is_empty() {
        return Err(Failure::usage(format_args!("there is no document in `{}`", folder.display()), HELP));
    }
    let settings = sources::settings(root, folder)?;
    let wanted = request.compile || request.examples;
    let mut run = Run {
        request,
        settings: settings.as_ref(),
        progress: Progress::new(paths.len() + 1),
        bench: if wanted { Some(Bench::new(root)?) } else { None },
    };
    run.dependencies()?;
    let mut rows = Vec::new();
    let mut good = Vec::new();
    for path in &paths {
        let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let read = sources::read_one(root, path).map_err(|failure| failure.to_string());
        let row = run.row(&name, None, read.as_ref().map(std::slice::from_ref));
        if let (Ok(source), Some(_)) = (read, &row.counts) {
            good.push(source);
        }
        rows.push(row);
    }
    let mut notes = vec!["lines: generated Rust without the runtime".to_owned()];
    if cfg!(debug_assertions) {
        notes.push("ms: of a generator without optimization".to_owned());
    }
    let mut all = run.row(&count(good.len(), "document"), Some(ALL), Ok(&good));
    if let Some(tally) = all.examples.as_ref().filter(|tally| tally.unknown > 0) {
        notes.push(format!("properties of examples that no document describes: {}", tally.unknown));
    }
    if request.compile {
        notes.extend(run.features(&mut all));
    }
    rows.push(all);
    run.progress.end();
    Ok(Survey { rows, notes })
}

/// What stays the same from document to document.
struct Run<'a> {
    request: &'a Request,
    settings: Option<&'a Source>,
    progress: Progress,
    bench: Option<Bench>,
}

impl Run<'_> {
    /// Compiles what all crates depend on, so that no document is charged with it.
    fn dependencies(&mut self) -> Result<(), Failure> {
        let Some(bench) = &self.bench else { return Ok(()) };
        self.progress.step("dependencies");
        let output = codegen::generate(&[], self.settings)?;
        let mut files = output.files;
        files.extend(codegen::examples(&[], self.settings)?);
        bench.place("nothing", &files)?;
        let mut checks: Vec<&cargo::Check> = Vec::new();
        if self.request.compile {
            checks.extend(cargo::CHECKS);
        }
        if self.request.examples {
            checks.push(&cargo::EXAMPLES);
        }
        for check in checks {
            if let Err(fault) = bench.run("nothing", check, cargo::WHOLE)?.verdict {
                return Err(Failure::new(
                    format_args!("not even the crate of no document passes\n{fault}"),
                    "mend the runtime, or what `cargo` complains about",
                ));
            }
        }
        bench.remove("nothing");
        Ok(())
    }

    /// Generates one crate, and checks it as asked; in the folder of its module unless another is
    /// given.
    fn row(&mut self, name: &str, folder: Option<&str>, documents: Result<&[Source], &String>) -> Row {
        self.progress.begin(name);
        let mut row = Row { name: name.to_owned(), ..Row::default() };
        let documents = match documents {
            Ok(documents) => documents,
            Err(fault) => {
                row.faults.push(fault.clone());
                return row;
            }
        };
        let start = Instant::now();
        let generated = codegen::generate(documents, self.settings);
        row.time = start.elapsed();
        let result = match generated {
            Ok(output) => self.check(&mut row, folder, documents, output),
            Err(diagnostics) => {
                row.diagnostics = diagnostics.0.len();
                row.faults.push(faults::text(&diagnostics));
                return row;
            }
        };
        if let Err(failure) = result {
            row.faults.push(failure.to_string());
        }
        row
    }

    fn check(
        &self,
        row: &mut Row,
        folder: Option<&str>,
        documents: &[Source],
        output: Output,
    ) -> Result<(), Failure> {
        row.counts = Some(Counts::of(&output));
        let Some(bench) = &self.bench else { return Ok(()) };
        let module = output.documents.first().map_or("nothing", |document| &document.module);
        let name = folder.unwrap_or(module).to_owned();
        let mut files: Vec<File> = output.files;
        if self.request.examples {
            files.extend(codegen::examples(documents, self.settings)?);
        }
        let bodies = files.iter().filter(|file| file.path.starts_with("tests/examples/")).count();
        bench.place(&name, &files)?;
        if self.request.compile {
            for check in cargo::CHECKS {
                self.progress.step(check.name);
                let cargo::Outcome { time, verdict, .. } = bench.run(&name, check, cargo::WHOLE)?;
                row.checks.push(verdict.is_ok().then_some(time));
                row.faults.extend(verdict.err());
            }
        }
        if self.request.examples {
            self.progress.step(cargo::EXAMPLES.name);
            let outcome = bench.run(&name, &cargo::EXAMPLES, cargo::WHOLE)?;
            let tally = Tally::read(&outcome.printed);
            row.faults.extend(tally.fault(outcome.verdict, bodies));
            row.examples = Some(tally);
        }
        // A crate that failed is kept, to be looked at; that of all documents is needed once more.
        if row.faults.is_empty() && !(name == ALL && self.request.compile) {
            bench.remove(&name);
        }
        Ok(())
    }

    /// Checks the crate of all documents with each of them alone, and with none.
    fn features(&self, all: &mut Row) -> Option<String> {
        let (bench, counts) = (self.bench.as_ref()?, all.counts.as_ref()?);
        let start = Instant::now();
        let mut failed = Vec::new();
        let none = String::new();
        for feature in counts.modules.iter().chain([&none]) {
            self.progress.step(&format!("feature {feature}"));
            let features = ["--no-default-features", "--features", feature];
            let fault = match bench.run(ALL, &cargo::CLIPPY, &features) {
                Ok(outcome) => outcome.verdict.err(),
                Err(failure) => Some(failure.to_string()),
            };
            failed.extend(fault);
        }
        let tried = count(counts.modules.len(), "feature");
        let (time, faults) = (start.elapsed().as_secs_f64(), count(failed.len(), "failure"));
        if failed.is_empty() && all.faults.is_empty() {
            bench.remove(ALL);
        }
        all.faults.extend(failed);
        Some(format!("{tried} alone, and none: {faults} in {time:.1} s"))
    }
}

/// The folder of the crate of all documents; no module has a name with a dash.
const ALL: &str = "all-documents";

impl Survey {
    fn verdict(&self) -> Result<(), Failure> {
        let failed = self.rows.iter().filter(|row| !row.faults.is_empty()).count();
        if failed == 0 {
            return Ok(());
        }
        let what = format!("{failed} of {} failed", count(self.rows.len(), "crate"));
        Err(Failure::new(what, "see above for each"))
    }
}

impl fmt::Display for Survey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&table::render(&self.rows))?;
        for note in &self.notes {
            writeln!(f, "{note}")?;
        }
        for Row { name, faults, .. } in self.rows.iter().filter(|row| !row.faults.is_empty()) {
            f.write_char('\n')?;
            writeln!(f, "== {name}")?;
            for fault in faults {
                writeln!(f, "{fault}")?;
            }
        }
        Ok(())
    }
}
