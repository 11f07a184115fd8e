//! `cargo xtask diff`: reports how a change of the OpenAPI documents affects the users of the crate.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use codegen::Inputs;
use codegen::report::{Approvals, Report};

use crate::failure::Failure;
use crate::input::sources::{self, Sources};
use crate::input::{git, paths};
use crate::terminal;
use crate::terminal::diagnostics::Format;

/// The approvals of breaking changes.
const APPROVALS: &str = "spec/approved.toml";

/// The arguments of `cargo xtask diff`.
#[derive(Args, Debug)]
pub(crate) struct Diff {
    /// The git revision to compare with
    #[arg(long, value_name = "REV", default_value = "HEAD", conflicts_with = "base_spec")]
    base: String,
    /// An OpenAPI document, or a folder of them with its codegen.toml, to compare with
    #[arg(long, value_name = "PATH", value_parser = paths::argument)]
    base_spec: Option<PathBuf>,
    /// The changed OpenAPI document, or a folder of them [default: spec]
    #[arg(long, value_name = "PATH", value_parser = paths::argument)]
    spec: Option<PathBuf>,
    /// The format of the report
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Exit with 1 if a breaking change has no approval, or if the version in codegen.toml is too
    /// low; can be repeated
    #[arg(long, value_enum, value_name = "PROBLEM", value_delimiter = ',')]
    fail_on: Vec<FailOn>,
}

/// A problem that makes the command fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// A breaking change without an approval
    Breaking,
    /// A version that is too low
    Version,
}

/// Prints the report, and fails for the problems that `--fail-on` names.
pub(crate) fn run(request: &Diff) -> Result<(), Failure> {
    let root = paths::root()?;
    let report = compare(&root, request)?;
    match request.format {
        Format::Text => terminal::say(&report.to_string()),
        Format::Json => terminal::say(&terminal::visible_json(&report.json())),
        Format::Github => github(&report)?,
    }
    judge(&report, &request.fail_on)
}

/// Returns the report with its approvals.
fn compare(root: &Path, request: &Diff) -> Result<Report, Failure> {
    let before = match &request.base_spec {
        Some(path) => sources::read(root, path, None)?,
        None => git::sources(root, &request.base, "spec")?,
    };
    let spec = request.spec.clone().unwrap_or_else(|| root.join("spec"));
    let after = sources::read(root, &spec, None)?;
    // Diagnostics of the base get a note, because the user expects those of the changed documents.
    let fail = |diagnostics| Failure::diagnostics(&diagnostics, request.format);
    codegen::listing(&after.documents, after.settings.as_ref()).map_err(fail)?;
    let mut report = codegen::report(inputs(&before), inputs(&after)).map_err(|diagnostics| {
        fail(diagnostics).note("this is the base; set another one with `--base` or `--base-spec`")
    })?;
    for warning in approve(root, &mut report, request.format)? {
        terminal::warn(&warning);
    }
    Ok(report)
}

/// Adds the approvals to the report. Returns a warning for each approval without a change.
fn approve(root: &Path, report: &mut Report, format: Format) -> Result<Vec<String>, Failure> {
    let path = root.join(APPROVALS);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let source = sources::read_one(root, &path)?;
    let approvals =
        Approvals::read(&source).map_err(|diagnostics| Failure::diagnostics(&diagnostics, format))?;
    let unused = report.approve(&approvals).into_iter().map(|unused| {
        let line = unused.place.position.map_or(0, |position| position.line);
        let fingerprint = terminal::name(&unused.fingerprint);
        let problem = format!("warning: no change has the fingerprint `{fingerprint}`");
        format!("{problem}\n  --> {}:{line}\n   = help: remove it", source.name)
    });
    Ok(unused.collect())
}

fn inputs(sources: &Sources) -> Inputs<'_> {
    Inputs { documents: &sources.documents, settings: sources.settings.as_ref() }
}

/// Returns the report of the changes since the last commit, for `generate`.
///
/// Returns `None` without changes, and also without git or a valid last commit, because `generate`
/// does not require them.
pub(crate) fn since_head(root: &Path, after: &Sources, format: Format) -> Result<Option<Report>, Failure> {
    let Ok(before) = git::sources(root, "HEAD", "spec") else { return Ok(None) };
    let Ok(mut report) = codegen::report(inputs(&before), inputs(after)) else { return Ok(None) };
    // An approval can belong to a change that is already committed, so it causes no warning here.
    approve(root, &mut report, format)?;
    Ok(Some(report).filter(|report| !report.changes.is_empty()))
}

fn github(report: &Report) -> Result<(), Failure> {
    terminal::say(&report.annotations());
    let markdown = report.markdown();
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else {
        terminal::say(&markdown);
        return Ok(());
    };
    let path = PathBuf::from(path);
    let written = OpenOptions::new().create(true).append(true).open(&path);
    written.and_then(|mut file| file.write_all(markdown.as_bytes())).map_err(|error| {
        Failure::io("write", &path, &error, "`GITHUB_STEP_SUMMARY` must name a writable file")
    })
}

fn judge(report: &Report, fail_on: &[FailOn]) -> Result<(), Failure> {
    let mut failures = Vec::new();
    if fail_on.contains(&FailOn::Breaking) && report.is_breaking() {
        let open = report.changes.iter().filter(|change| change.is_open()).count();
        failures.push(Failure::new(
            format_args!("{} without an approval", terminal::count(open, "breaking change")),
            format_args!("revert them, or add their fingerprints and a reason to `{APPROVALS}`"),
        ));
    }
    if fail_on.contains(&FailOn::Version) && !report.version_is_enough() {
        failures.push(Failure::new(
            report.version(),
            format_args!(
                "set `version = \"{}\"` in spec/codegen.toml, and run `cargo xtask generate`",
                report.version_needed
            ),
        ));
    }
    Failure::all(&failures).map_or(Ok(()), Err)
}

#[cfg(test)]
#[path = "diff/tests.rs"]
mod tests;
