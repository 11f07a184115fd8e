//! `diff`: reports how a change of the OpenAPI documents affects the users of the crate.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use codegen::report::Report;

use super::comparison::{self, Comparison};
use crate::failure::Failure;
use crate::input::project::Project;
use crate::terminal;
use crate::terminal::diagnostics::Format;

/// The arguments of `diff`.
#[derive(Args, Debug)]
pub(crate) struct Diff {
    #[command(flatten)]
    comparison: Comparison,
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
    let project = Project::find(&request.comparison.project)?;
    let compared = comparison::compare(&project, &request.comparison, request.format)?;
    for warning in &compared.warnings {
        terminal::warn(warning);
    }
    let report = compared.report;
    match request.format {
        Format::Text => terminal::say(&report.to_string()),
        Format::Json => terminal::say(&terminal::visible_json(&report.json())),
        Format::Github => github(&report)?,
    }
    judge(&report, &request.fail_on)
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
            format_args!(
                "revert them, or approve them in {}: `{} approve FINGERPRINT --reason TEXT`",
                report.names.approvals, report.names.command
            ),
        ));
    }
    if fail_on.contains(&FailOn::Version) && !report.version_is_enough() {
        failures.push(Failure::new(
            report.version(),
            format_args!(
                "set `version = \"{}\"` in {}, and run `{} generate`",
                report.version_needed, report.names.settings, report.names.command
            ),
        ));
    }
    Failure::all(&failures).map_or(Ok(()), Err)
}
