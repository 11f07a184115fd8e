//! `diff`: reports how a change of the OpenAPI documents affects the users of the crate.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use codegen::report::{Change, Extent, Paint, Report};

use super::comparison::{self, Compared, Comparison};
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
    format: ReportFormat,
    /// Print every entry of the text report instead of one screen
    #[arg(long)]
    all: bool,
    /// Exit with 1 if a breaking change has no approval, or if the version in codegen.toml is too
    /// low; can be repeated
    #[arg(long, value_enum, value_name = "PROBLEM", value_delimiter = ',')]
    fail_on: Vec<FailOn>,
}

/// The format of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// For people; with colors on a terminal, unless `NO_COLOR` is set
    #[default]
    Text,
    /// For programs: one JSON object with the changes (rule, names, states, `breaks`, fingerprint,
    /// document and line), the required version, and the parts that were not compared;
    /// codegen/report.schema.json of the repository describes it completely
    Json,
    /// For GitHub Actions: prints annotations to the standard output, and the report as Markdown to
    /// the file in `GITHUB_STEP_SUMMARY`, or to the standard output if it is not set
    Github,
    /// For users of the crate: the section of CHANGELOG.md in the form of Keep a Changelog
    Changelog,
}

impl ReportFormat {
    /// The format of the diagnostics of documents that cannot be compared at all.
    fn of_diagnostics(self) -> Format {
        match self {
            Self::Text | Self::Changelog => Format::Text,
            Self::Json => Format::Json,
            Self::Github => Format::Github,
        }
    }
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
    let compared = comparison::compare(&project, &request.comparison, request.format.of_diagnostics())?;
    for warning in &compared.warnings {
        terminal::warn(warning);
    }
    let Compared { report, errors, warnings: _ } = compared;
    let extent = if request.all { Extent::All } else { Extent::Screen };
    match request.format {
        ReportFormat::Text => terminal::say(&report.text(paint(), extent)),
        ReportFormat::Json => terminal::say(&terminal::visible_json(&report.json())),
        ReportFormat::Github => github(&report)?,
        ReportFormat::Changelog => terminal::say(&report.changelog()),
    }
    // The standard output contains only the report, except for the annotations of GitHub.
    let format = if request.format == ReportFormat::Github { Format::Github } else { Format::Text };
    let [base, changed] = errors;
    // Diagnostics of the base get a note, because the user expects those of the changed documents.
    let base = base.map(|found| {
        Failure::diagnostics(&found, format)
            .note("this is the base; set another one with `--base` or `--base-spec`")
    });
    let failures = base.into_iter().chain(changed.map(|found| Failure::diagnostics(&found, format)));
    let failures: Vec<Failure> = failures.chain(judge(&report, &request.fail_on)).collect();
    Failure::all(&failures).map_or(Ok(()), Err)
}

/// The colors of the standard output.
fn paint() -> Paint {
    if terminal::diagnostics::is_colored(&io::stdout()) { Paint::Ansi } else { Paint::Plain }
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

/// The problems of a report that `--fail-on` names.
fn judge(report: &Report, fail_on: &[FailOn]) -> Vec<Failure> {
    let mut failures = Vec::new();
    if fail_on.contains(&FailOn::Breaking) && report.is_breaking() {
        let open: Vec<&Change> = report.changes.iter().filter(|change| change.is_open()).collect();
        let fingerprints: Vec<&str> = open.iter().map(|change| change.fingerprint.as_str()).collect();
        failures.push(Failure::new(
            format_args!("{} without an approval", terminal::count(open.len(), "breaking change")),
            format_args!(
                "revert them, or approve them in {}: `{}`",
                report.names.approvals,
                report.names.approve(&fingerprints.join(" "))
            ),
        ));
    }
    if fail_on.contains(&FailOn::Version) && !report.version_is_enough() {
        failures.push(Failure::new(report.version(), report.version_help()));
    }
    failures
}
