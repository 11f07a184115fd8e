//! The command line of this repository. Everything that reads or writes a disk happens in this
//! crate; what the generated files say is decided in `codegen`.

// What stands in a document or an answer must not decide whether the program goes on.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::indexing_slicing,
        clippy::string_slice
    )
)]
#![forbid(unsafe_code)]

mod ci;
mod corpus;
mod diff;
mod explain;
mod failure;
mod faults;
mod generate;
mod git;
mod manifest;
mod memory;
mod names;
mod report;
mod sources;
mod sync;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::failure::Failure;
use crate::faults::Format;
use crate::generate::{Mode, Request};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    version,
    about = "Generates the client crate from the OpenAPI documents, and checks the repository"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT_STATUS: &str = "Exit status: 0 done; 1 stale, a broken document, what `--fail-on` names, or a \
                           file that could not be read or written; 2 wrong usage.";

#[derive(Subcommand)]
enum Command {
    /// Make the client crate be what the documents say.
    ///
    /// Only files whose bytes differ are written. Files of an earlier run that these documents do
    /// not give are removed, unless somebody edited them. Other people's files are never touched.
    #[command(after_help = EXIT_STATUS)]
    Generate(Generate),
    /// Say what the documents change for the users of the crate.
    ///
    /// Compares the spec folder with what it was: what changed on the wire, what for callers in Rust,
    /// whether that breaks anything, and which version the crate needs.
    #[command(after_help = EXIT_STATUS)]
    Diff(diff::Diff),
    /// Say what a name of the documents is in Rust, or the other way round, and why.
    #[command(after_help = EXIT_STATUS)]
    Explain(names::Explain),
    /// Generate every document of a folder, each alone and then all in one crate.
    ///
    /// Prints a table of what each gives, then what is wrong with those that fail. Nothing outside
    /// of the build folder is written.
    #[command(after_help = EXIT_STATUS)]
    Corpus(Corpus),
    /// Run everything CI runs: tests, formatting, lints, documentation, freshness.
    Ci,
}

#[derive(Args)]
struct Generate {
    /// A document, or a folder of them (*.yaml, *.yml, *.json) [default: spec]
    #[arg(long, value_name = "PATH", value_parser = path)]
    spec: Option<PathBuf>,
    /// The settings [default: codegen.toml in the spec folder, where there is one]
    #[arg(long, value_name = "FILE", value_parser = path)]
    config: Option<PathBuf>,
    /// The folder of the crate to write [default: generated-client]
    #[arg(long, value_name = "DIR", value_parser = path)]
    out: Option<PathBuf>,
    /// Add a test to the crate that decodes and encodes every example of an answer
    #[arg(long)]
    examples: bool,
    /// How the faults of documents are told
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Format,
    /// Write nothing; show what is stale, and exit with 1 if anything is
    #[arg(long, conflicts_with = "dry_run")]
    check: bool,
    /// Write nothing; show what would be written
    #[arg(long)]
    dry_run: bool,
}

#[derive(Args)]
struct Corpus {
    /// The folder of documents (*.yaml, *.yml, *.json), with a codegen.toml if it needs one
    #[arg(value_name = "DIR", value_parser = path)]
    folder: PathBuf,
    /// Check each crate with clippy and rustdoc, and that of all documents with each feature alone
    #[arg(long)]
    compile: bool,
    /// Decode and encode every example of an answer
    #[arg(long)]
    examples: bool,
}

impl From<Generate> for Request {
    fn from(arguments: Generate) -> Self {
        let Generate { spec, config, out, examples, format, check, dry_run } = arguments;
        let mode = match (check, dry_run) {
            (true, _) => Mode::Check,
            (false, true) => Mode::DryRun,
            (false, false) => Mode::Write,
        };
        Self { spec, config, out, examples, format, mode }
    }
}

/// Refuses the empty path, which would otherwise mean the current folder.
fn path(text: &str) -> Result<PathBuf, &'static str> {
    if text.is_empty() { Err("a path must not be empty") } else { Ok(PathBuf::from(text)) }
}

fn run(cli: Cli) -> Result<(), Failure> {
    match cli.command {
        Command::Generate(arguments) => generate::run(&arguments.into()),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Explain(arguments) => names::run(&arguments),
        Command::Corpus(Corpus { folder, compile, examples }) => {
            corpus::run(&corpus::Request { folder, compile, examples })
        }
        Command::Ci => ci::run(),
    }
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            report::warn(&failure.to_string());
            ExitCode::from(failure.status())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn wrong_usage_is_status_2() {
        for arguments in [
            vec!["xtask"],
            vec!["xtask", "generate", "--check", "--dry-run"],
            vec!["xtask", "generate", "--out", ""],
            vec!["xtask", "generate", "--nonsense"],
            vec!["xtask", "diff", "--base", "HEAD", "--base-spec", "x"],
            vec!["xtask", "diff", "--fail-on", "nothing"],
            vec!["xtask", "corpus"],
            vec!["xtask", "corpus", ""],
        ] {
            let status = Cli::try_parse_from(&arguments).map_err(|error| error.exit_code()).err();
            assert_eq!(status, Some(2), "{arguments:?}");
        }
    }
}
