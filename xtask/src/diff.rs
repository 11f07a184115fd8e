//! `cargo xtask diff`: what a change of the documents means for the users of the crate.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use codegen::Inputs;
use codegen::report::{Approvals, Report};

use crate::failure::Failure;
use crate::faults::Format;
use crate::sources::{self, Sources};
use crate::{git, report};

/// The approvals, in the folder of the documents.
const APPROVALS: &str = "spec/approved.toml";

/// What is compared, and how that is shown.
#[derive(Args, Debug)]
pub(crate) struct Diff {
    /// The revision whose spec folder is the state before
    #[arg(long, value_name = "REV", default_value = "HEAD", conflicts_with = "base_spec")]
    base: String,
    /// A document, or a folder of them with their codegen.toml, that is the state before
    #[arg(long, value_name = "PATH", value_parser = crate::path)]
    base_spec: Option<PathBuf>,
    /// A document, or a folder of them, that is the state after [default: spec]
    #[arg(long, value_name = "PATH", value_parser = crate::path)]
    spec: Option<PathBuf>,
    /// How the report is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Exit with 1 if there is a breaking change that nobody approved of, or if the version in
    /// codegen.toml has not moved far enough; may be given twice
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',')]
    fail_on: Vec<FailOn>,
}

/// What makes the command fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// A breaking change without an approval
    Breaking,
    /// A version that is not enough
    Version,
}

/// Compares, prints, and fails if asked to.
pub(crate) fn run(request: &Diff) -> Result<(), Failure> {
    let root = sources::root()?;
    let report = compare(&root, request)?;
    match request.format {
        Format::Text => report::say(&report.to_string()),
        Format::Json => report::say(&report.json()),
        Format::Github => github(&report)?,
    }
    judge(&report, &request.fail_on)
}

/// The report, with what was approved.
fn compare(root: &Path, request: &Diff) -> Result<Report, Failure> {
    let before = match &request.base_spec {
        Some(path) => sources::read(root, path, None)?,
        None => git::sources(root, &request.base, "spec")?,
    };
    let spec = request.spec.clone().unwrap_or_else(|| root.join("spec"));
    let after = sources::read(root, &spec, None)?;
    // A fault of the state after is everyday; one of the state before has to be told from it.
    let told = |faults| Failure::faults(&faults, request.format);
    codegen::listing(&after.documents, after.settings.as_ref()).map_err(told)?;
    let mut report = codegen::report(inputs(&before), inputs(&after)).map_err(|faults| {
        told(faults).note("this is the state before; choose another with `--base` or `--base-spec`")
    })?;
    for warning in approve(root, &mut report, request.format)? {
        report::warn(&warning);
    }
    Ok(report)
}

/// Notes what was approved. The warnings are of approvals that belong to no change.
fn approve(root: &Path, report: &mut Report, format: Format) -> Result<Vec<String>, Failure> {
    let path = root.join(APPROVALS);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let source = sources::read_one(root, &path)?;
    let approvals = Approvals::read(&source).map_err(|faults| Failure::faults(&faults, format))?;
    let unused = report.approve(&approvals).into_iter().map(|unused| {
        let line = unused.place.position.map_or(0, |position| position.line);
        let fingerprint = unused.fingerprint.escape_debug();
        let what = format!("warning: no change has the fingerprint `{fingerprint}`");
        format!("{what}\n  --> {}:{line}\n   = help: remove it", source.name)
    });
    Ok(unused.collect())
}

fn inputs(sources: &Sources) -> Inputs<'_> {
    Inputs { documents: &sources.documents, settings: sources.settings.as_ref() }
}

/// What the documents in the repository change since the last commit; nothing where that cannot be
/// told. For `generate`, which works without any of that.
pub(crate) fn since_head(root: &Path, after: &Sources, format: Format) -> Result<Option<Report>, Failure> {
    let Ok(before) = git::sources(root, "HEAD", "spec") else { return Ok(None) };
    let Ok(mut report) = codegen::report(inputs(&before), inputs(after)) else { return Ok(None) };
    // What was committed already may be what the others belong to.
    approve(root, &mut report, format)?;
    Ok(Some(report).filter(|report| !report.changes.is_empty()))
}

fn github(report: &Report) -> Result<(), Failure> {
    report::say(&report.annotations());
    let markdown = report.markdown();
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else {
        report::say(&markdown);
        return Ok(());
    };
    let path = PathBuf::from(path);
    let written = OpenOptions::new().create(true).append(true).open(&path);
    written.and_then(|mut file| file.write_all(markdown.as_bytes())).map_err(|error| {
        Failure::io("write", &path, &error, "`GITHUB_STEP_SUMMARY` must name a file that can be written")
    })
}

fn judge(report: &Report, fail_on: &[FailOn]) -> Result<(), Failure> {
    let mut failures = Vec::new();
    if fail_on.contains(&FailOn::Breaking) && report.is_breaking() {
        let open = report.changes.iter().filter(|change| change.is_open()).count();
        failures.push(Failure::new(
            format_args!("{} that nobody approved of", report::count(open, "breaking change")),
            format_args!("undo them, or add their fingerprints with a reason to `{APPROVALS}`"),
        ));
    }
    if fail_on.contains(&FailOn::Version) && !report.version_is_enough() {
        failures.push(Failure::new(
            report.version(),
            format_args!("set `version = \"{}\"` in spec/codegen.toml, and generate", report.version_needed),
        ));
    }
    Failure::all(&failures).map_or(Ok(()), Err)
}

#[cfg(test)]
#[path = "diff/tests.rs"]
mod tests;
