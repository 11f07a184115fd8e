//! `corpus`: generates each OpenAPI document of a folder alone, and then all in one crate.

mod cargo;
mod diagnostic_counts;
mod examples;
mod json;
mod progress;
mod table;
#[cfg(test)]
mod tests;

use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::ValueEnum;
use codegen::{File, Inputs, Output, Runtime, Source, Unsupported};

use self::cargo::{Crates, Tally};
use self::diagnostic_counts::{DiagnosticCounts, DocumentCounts};
use self::examples::Examples;
use self::progress::Progress;
use self::table::{Counts, Row};
use crate::failure::Failure;
use crate::input::project::Project;
use crate::input::sources;
use crate::terminal::{self, count, diagnostics};

/// The options of a run.
#[derive(Debug)]
pub(crate) struct Request {
    /// The folder of OpenAPI documents.
    pub(crate) folder: PathBuf,
    /// Whether to check the crates with clippy and rustdoc.
    pub(crate) compile: bool,
    /// Whether to decode and encode the valid examples of responses.
    pub(crate) examples: bool,
    /// The treatment of operations that the generator does not support.
    pub(crate) unsupported: Unsupported,
    /// The format of the result.
    pub(crate) format: Format,
}

/// The value of `--format`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table, the counts of the diagnostics, and the errors
    #[default]
    Text,
    /// One JSON object, for programs
    Json,
}

/// The result of a folder.
#[derive(Debug)]
struct Survey {
    rows: Vec<Row>,
    /// Further information.
    notes: Vec<String>,
    /// The diagnostics of all documents.
    counts: DiagnosticCounts,
}

const HELP: &str = "set a folder with OpenAPI documents (*.yaml, *.yml or *.json)";

/// Generates all documents of a folder, and prints the table and the errors.
pub(crate) fn run(request: &Request) -> Result<(), Failure> {
    let survey = survey(&Project::root_or_current()?, request)?;
    match request.format {
        Format::Text => terminal::say(&survey.to_string()),
        Format::Json => terminal::say(&format!("{}\n", json::of(&survey))),
    }
    survey.result()
}

fn survey(root: &Path, request: &Request) -> Result<Survey, Failure> {
    let folder = &request.folder;
    if !folder.is_dir() {
        return Err(Failure::usage(format_args!("`{}` is not a folder", terminal::path(folder)), HELP));
    }
    let paths = sources::list(folder)?;
    if paths.is_empty() {
        return Err(Failure::usage(
            format_args!("`{}` contains no OpenAPI document", terminal::path(folder)),
            HELP,
        ));
    }
    let settings = sources::settings(root, folder)?;
    let needs_cargo = request.compile || request.examples;
    let mut run = Run {
        request,
        settings: settings.as_ref(),
        progress: Progress::new(paths.len() + 1),
        crates: if needs_cargo { Some(Crates::new(root)?) } else { None },
    };
    run.dependencies()?;
    let mut rows = Vec::new();
    let mut valid = Vec::new();
    for path in &paths {
        let name = path.file_stem().map_or_else(String::new, |stem| terminal::name(&stem.to_string_lossy()));
        let read = sources::read_one(root, path).map_err(|failure| failure.to_string());
        let row = run.row(&name, None, read.as_ref().map(std::slice::from_ref));
        if let (Ok(source), Some(_)) = (read, &row.counts) {
            valid.push(source);
        }
        rows.push(row);
    }
    let counts = DiagnosticCounts::of(&rows);
    let mut notes = vec!["lines: generated Rust, without the runtime".to_owned()];
    if cfg!(debug_assertions) {
        notes.push("ms: measured with an unoptimized generator".to_owned());
    }
    if request.examples {
        let decoded = rows.iter().filter_map(|row| row.tally.as_ref()).map(|tally| tally.passed).sum();
        notes.extend(Examples::notes(rows.iter().filter_map(|row| row.examples.as_ref()), decoded));
    }
    let mut all = run.row(&count(valid.len(), "document"), Some(ALL), Ok(&valid));
    if let Some(tally) = all.tally.as_ref().filter(|tally| tally.unknown > 0) {
        notes.push(format!("properties of examples that are not in the schema: {}", tally.unknown));
    }
    if request.compile {
        notes.extend(run.features(&mut all));
    }
    rows.push(all);
    run.progress.end();
    Ok(Survey { rows, notes, counts })
}

/// The state of one run.
struct Run<'a> {
    request: &'a Request,
    settings: Option<&'a Source>,
    progress: Progress,
    crates: Option<Crates>,
}

impl Run<'_> {
    /// Compiles the shared dependencies, so that the times of the checks do not contain them.
    fn dependencies(&mut self) -> Result<(), Failure> {
        let Some(crates) = &self.crates else { return Ok(()) };
        self.progress.step("dependencies");
        let output = codegen::generate(&[], self.settings)?;
        let mut files = output.files;
        files.extend(codegen::examples(&[], self.settings)?);
        crates.write("nothing", &files)?;
        let mut checks: Vec<&cargo::Check> = Vec::new();
        if self.request.compile {
            checks.extend(cargo::CHECKS);
        }
        if self.request.examples {
            checks.push(&cargo::EXAMPLES);
        }
        for check in checks {
            if let Err(error) = crates.run("nothing", check, cargo::ALL_FEATURES)?.result {
                return Err(Failure::new(
                    format_args!("the check of an empty crate failed\n{error}"),
                    "fix the runtime, or the error that `cargo` printed",
                ));
            }
        }
        crates.remove("nothing");
        Ok(())
    }

    /// Generates and checks one crate. `folder` defaults to the name of its module.
    fn row(&mut self, name: &str, folder: Option<&str>, documents: Result<&[Source], &String>) -> Row {
        self.progress.begin(name);
        let mut row = Row { name: name.to_owned(), ..Row::default() };
        let documents = match documents {
            Ok(documents) => documents,
            Err(error) => {
                row.errors.push(error.clone());
                return row;
            }
        };
        let start = Instant::now();
        let generated = codegen::generate_with(self.inputs(documents), &Runtime::Bundled);
        row.time = start.elapsed();
        let result = match generated {
            Ok(output) => self.check(&mut row, folder, documents, output),
            Err(diagnostics) => {
                row.diagnostics = DocumentCounts::of(&diagnostics);
                row.errors.push(diagnostics::text(&diagnostics));
                return row;
            }
        };
        if let Err(failure) = result {
            row.errors.push(failure.to_string());
        }
        row
    }

    /// The input of the generator for some of the documents.
    fn inputs<'d>(&'d self, documents: &'d [Source]) -> Inputs<'d> {
        let (settings, unsupported) = (self.settings, self.request.unsupported);
        Inputs { documents, settings, unsupported, ..Inputs::default() }
    }

    fn check(
        &self,
        row: &mut Row,
        folder: Option<&str>,
        documents: &[Source],
        output: Output,
    ) -> Result<(), Failure> {
        row.counts = Some(Counts::of(&output));
        row.diagnostics = DocumentCounts::of(&output.warnings);
        let Some(crates) = &self.crates else { return Ok(()) };
        let module = output.documents.first().map_or("nothing", |document| &document.module);
        let name = folder.unwrap_or(module).to_owned();
        let mut files: Vec<File> = output.files;
        if self.request.examples {
            let (test, examples) = Examples::of(self.inputs(documents))?;
            files.extend(test);
            row.examples = Some(examples);
        }
        let bodies = files.iter().filter(|file| file.path.starts_with("tests/examples/")).count();
        crates.write(&name, &files)?;
        if self.request.compile {
            for check in cargo::CHECKS {
                self.progress.step(check.name);
                let cargo::Finished { time, result, .. } = crates.run(&name, check, cargo::ALL_FEATURES)?;
                row.checks.push(result.is_ok().then_some(time));
                row.errors.extend(result.err());
            }
        }
        if self.request.examples {
            self.progress.step(cargo::EXAMPLES.name);
            let finished = crates.run(&name, &cargo::EXAMPLES, cargo::ALL_FEATURES)?;
            let tally = Tally::read(&finished.printed);
            row.errors.extend(tally.error(finished.result, bodies));
            row.tally = Some(tally);
        }
        // A crate that failed is kept for inspection. The crate of all documents is used again.
        if row.errors.is_empty() && !(name == ALL && self.request.compile) {
            crates.remove(&name);
        }
        Ok(())
    }

    /// Checks the crate of all documents with each feature alone, and without features.
    fn features(&self, all: &mut Row) -> Option<String> {
        let (crates, counts) = (self.crates.as_ref()?, all.counts.as_ref()?);
        let start = Instant::now();
        let mut failed = Vec::new();
        let none = String::new();
        for feature in counts.modules.iter().chain([&none]) {
            self.progress.step(&format!("feature {feature}"));
            let features = ["--no-default-features", "--features", feature];
            let error = match crates.run(ALL, &cargo::CLIPPY, &features) {
                Ok(finished) => finished.result.err(),
                Err(failure) => Some(failure.to_string()),
            };
            failed.extend(error);
        }
        let tried = count(counts.modules.len(), "feature");
        let (time, failures) = (start.elapsed().as_secs_f64(), count(failed.len(), "failure"));
        if failed.is_empty() && all.errors.is_empty() {
            crates.remove(ALL);
        }
        all.errors.extend(failed);
        Some(format!("{tried} alone, and no feature: {failures} in {time:.1} s"))
    }
}

/// The folder of the crate of all documents. No module has this name, because it contains a dash.
const ALL: &str = "all-documents";

impl Survey {
    fn result(&self) -> Result<(), Failure> {
        let failed = self.rows.iter().filter(|row| !row.errors.is_empty()).count();
        if failed == 0 {
            return Ok(());
        }
        let problem = format!("{failed} of {} failed", count(self.rows.len(), "crate"));
        Err(Failure::new(problem, "fix the errors above"))
    }
}

impl fmt::Display for Survey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&table::render(&self.rows))?;
        for note in &self.notes {
            writeln!(f, "{note}")?;
        }
        write!(f, "\n{}", self.counts)?;
        for Row { name, errors, .. } in self.rows.iter().filter(|row| !row.errors.is_empty()) {
            f.write_char('\n')?;
            writeln!(f, "== {name}")?;
            for error in errors {
                writeln!(f, "{error}")?;
            }
        }
        Ok(())
    }
}
