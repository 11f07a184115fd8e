//! The command line of the generator, `twilio-codegen`. All input and output happens in this crate. `codegen`
//! decides the content of the generated files.
//!
//! Each module imports only the modules above it in this list:
//!
//! - [`terminal`] prints text, and renders diagnostics.
//! - [`failure`] is the error of every command.
//! - [`input`] finds the project, and reads OpenAPI documents, settings and old revisions.
//! - [`sync`] compares a folder with the generated files, and writes it.
//! - [`command`] implements the subcommands.

// No input may cause a panic.
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

mod command;
mod failure;
mod input;
mod sync;
mod terminal;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::command::generate::{Deny, RuntimeOption};
use crate::command::{approve, ci, corpus, diff, explain, generate, history, init, serve};
use crate::failure::Failure;
use crate::input::paths;
use crate::input::project::{self, ProjectArguments};
use crate::sync::Mode;
use crate::terminal::diagnostics::Format;

#[derive(Parser)]
#[command(
    name = terminal::PROGRAM,
    version,
    about = "Generates a Rust client crate from OpenAPI documents, and reports the effects of their changes",
    after_help = PROJECT
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const PROJECT: &str = "Every command works in any folder. The project is the nearest folder that contains \
                       spec/codegen.toml, searched from the current folder upwards, unless `--spec` or \
                       `--config` names other files.";

const EXIT_STATUS: &str = "Exit status: 0 success, also with warnings; 1 a stale file, an invalid document, a problem that \
                           `--fail-on` names, or a file that cannot be read or written; 2 wrong usage.";

const SERVE: &str = "Requests can use the URL of the server. If several documents have the same path, the first one \
                     applies; the URL of a document selects it. The page at the URL shows the resources and the \
                     latest requests.";

#[derive(Subcommand)]
enum Command {
    /// Write a commented codegen.toml for the OpenAPI documents of a folder
    ///
    /// Never replaces a file.
    #[command(after_help = EXIT_STATUS)]
    Init(init::Init),
    /// Generate the client crate from the OpenAPI documents
    ///
    /// Writes only files that differ. Removes files of an earlier run that are no longer generated,
    /// unless they were edited.
    ///
    /// Never changes a file that the generator does not own. It owns a file if the first line
    /// contains the generator's marker, or if `.generated` contains the hash of the file.
    ///
    /// Rejects an input file that is a pipe, a device, or a link to a file outside its folder,
    /// because diagnostics quote the file.
    #[command(after_help = EXIT_STATUS)]
    Generate(Generate),
    /// Report how a change of the OpenAPI documents affects the users of the crate
    ///
    /// Compares the documents with an earlier state. The report lists the changes on the wire and in
    /// Rust, whether they are breaking, and the version that the crate needs.
    #[command(after_help = EXIT_STATUS)]
    Diff(diff::Diff),
    /// Approve intended breaking changes: add them to approved.toml, next to codegen.toml
    #[command(after_help = EXIT_STATUS)]
    Approve(approve::Approve),
    /// Explain a name of the OpenAPI documents or of the client, or a diagnostic
    #[command(after_help = EXIT_STATUS)]
    Explain(explain::Explain),
    /// Generate each OpenAPI document of a folder alone, and then all in one crate
    ///
    /// Prints a table of the results, and then the errors. Writes only into the target folder.
    #[command(after_help = EXIT_STATUS)]
    Corpus(Corpus),
    /// Count the changes between the releases of a repository of OpenAPI documents
    ///
    /// Compares each release with the one before it, without settings, and prints the counts by rule and
    /// verdict. A release is a tag, or a commit that changes the path if the repository has no tags. Reads
    /// a local clone, and writes nothing.
    #[command(after_help = EXIT_STATUS)]
    History(history::History),
    /// Serve a stateful fake of the OpenAPI documents on a port of this machine
    ///
    /// Created resources can be listed, fetched, changed and deleted. Lists have pages. The fake rejects requests
    /// that the documents do not describe.
    #[command(after_help = SERVE)]
    Serve(serve::Serve),
    /// Run the checks of CI of this program's repository: tests, formatting, lints, documentation, freshness
    Ci,
}

#[derive(Args)]
struct Generate {
    #[command(flatten)]
    project: ProjectArguments,
    /// The folder of the crate [default: generated-client]
    #[arg(long, value_name = "DIR", value_parser = paths::argument)]
    out: Option<PathBuf>,
    /// The source of the runtime [default: bundled, except next to the runtime]
    #[arg(long, value_enum, value_name = "SOURCE")]
    runtime: Option<RuntimeOption>,
    /// Add a test to the crate that decodes and encodes each example of a response
    #[arg(long)]
    examples: bool,
    /// The format of diagnostics
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Format,
    /// Exit with 1, and write nothing, if there is a warning
    #[arg(long, value_enum, value_name = "LEVEL")]
    deny: Option<Deny>,
    /// Write nothing; print the stale files, and exit with 1 if there are any
    #[arg(long, conflicts_with = "dry_run")]
    check: bool,
    /// Write nothing; print the files that would be written
    #[arg(long)]
    dry_run: bool,
}

#[derive(Args)]
struct Corpus {
    /// The folder of OpenAPI documents (*.yaml, *.yml, *.json), with an optional codegen.toml
    #[arg(value_name = "DIR", value_parser = paths::argument)]
    folder: PathBuf,
    /// Check each crate with clippy and rustdoc, and the crate of all documents with each feature
    #[arg(long)]
    compile: bool,
    /// Decode and encode each example of a response. With the feature `examples`, only those that match their schemas
    #[arg(long)]
    examples: bool,
    /// Omit the operations that the generator does not support
    #[arg(long)]
    skip_unsupported: bool,
    /// The format of the result
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: corpus::Format,
}

impl From<Generate> for generate::Request {
    fn from(arguments: Generate) -> Self {
        let Generate { project, out, runtime, examples, format, deny, check, dry_run } = arguments;
        let mode = match (check, dry_run) {
            (true, _) => Mode::Check,
            (false, true) => Mode::DryRun,
            (false, false) => Mode::Write,
        };
        Self { project, out, runtime, examples, format, mode, deny }
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    match cli.command {
        Command::Init(arguments) => init::run(&arguments),
        Command::Generate(arguments) => generate::run(&arguments.into()),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Approve(arguments) => approve::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Corpus(Corpus { folder, compile, examples, skip_unsupported, format }) => {
            let unsupported = project::unsupported(skip_unsupported);
            corpus::run(&corpus::Request { folder, compile, examples, unsupported, format })
        }
        Command::History(arguments) => history::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Ci => ci::run(),
    }
}

fn main() -> ExitCode {
    let matches = Cli::command().bin_name(terminal::command()).get_matches();
    let result = match Cli::from_arg_matches(&matches) {
        Ok(cli) => run(cli),
        Err(error) => error.exit(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::warn(&failure.to_string());
            ExitCode::from(failure.status())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn wrong_usage_has_exit_status_2() {
        for arguments in [
            vec!["xtask"],
            vec!["xtask", "generate", "--check", "--dry-run"],
            vec!["xtask", "generate", "--out", ""],
            vec!["xtask", "generate", "--nonsense"],
            vec!["xtask", "diff", "--base", "HEAD", "--base-spec", "x"],
            vec!["xtask", "diff", "--fail-on", "nothing"],
            vec!["xtask", "approve"],
            vec!["xtask", "approve", "8c5b3a7210ce"],
            vec!["xtask", "generate", "--deny", "nothing"],
            vec!["xtask", "corpus"],
            vec!["xtask", "corpus", ""],
            vec!["xtask", "serve", "--port", "x"],
            vec!["xtask", "serve", "--latency", "5"],
            vec!["xtask", "serve", "--fail", "FetchInvite"],
        ] {
            let status = Cli::try_parse_from(&arguments).map_err(|error| error.exit_code()).err();
            assert_eq!(status, Some(2), "{arguments:?}");
        }
    }
}
