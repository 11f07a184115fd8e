//! Runs Cargo on generated crates. Each crate has a folder inside the target folder. All crates share
//! one target folder, so that their dependencies are compiled once.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use codegen::File;

use crate::failure::Failure;
use crate::{sync, terminal};

/// The upper bound for printed lines of a failed command.
const MAX_LINES: usize = 60;

/// The upper bound for printed values of a crate that its client did not decode.
const MAX_LOST: usize = 20;

/// One command of Cargo.
#[derive(Debug)]
pub(super) struct Check {
    /// The name in the table.
    pub(super) name: &'static str,
    command: &'static [&'static str],
    /// The arguments after the options of a run.
    last: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

pub(super) const CLIPPY: Check = Check {
    name: "clippy",
    command: &["clippy", "--quiet"],
    last: &["--", "-D", "warnings"],
    environment: &[],
};

const DOC: Check = Check {
    name: "doc",
    command: &["doc", "--quiet", "--no-deps"],
    last: &[],
    environment: &[("RUSTDOCFLAGS", "-D warnings")],
};

/// Enables the whole crate. The default features of a crate with many documents enable few of them.
pub(super) const ALL_FEATURES: &[&str] = &["--features", "all"];

/// The checks of every crate.
pub(super) const CHECKS: [&Check; 2] = [&CLIPPY, &DOC];

/// The test of the examples.
pub(super) const EXAMPLES: Check = Check {
    name: "examples",
    command: &["test", "--quiet", "--test", "examples"],
    last: &["--", "--show-output"],
    environment: &[],
};

/// The result of one command.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) time: Duration,
    /// The standard output.
    pub(super) printed: String,
    /// The printed error, if the command failed.
    pub(super) result: Result<(), String>,
}

/// The folder of the crates, locked against other runs.
#[derive(Debug)]
pub(super) struct Crates {
    folder: PathBuf,
    /// The lock file of the repository, which sets the versions of dependencies.
    lock_file: PathBuf,
    _lock: sync::Lock,
}

impl Crates {
    /// Creates an empty folder in the target folder: that of Cargo's environment, or of the root.
    pub(super) fn new(root: &Path) -> Result<Self, Failure> {
        let target = std::env::var_os("CARGO_TARGET_DIR").filter(|path| !path.is_empty());
        let target = target.map_or_else(|| root.join("target"), PathBuf::from);
        let folder = target.join("corpus");
        let folder = std::path::absolute(&folder).unwrap_or(folder);
        let crates = Self { _lock: sync::lock(&folder)?, lock_file: root.join("Cargo.lock"), folder };
        match fs::remove_dir_all(crates.path()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Failure::io("remove", &crates.path(), &error, "remove the folder"))
            }
            _ => Ok(crates),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.join("crates")
    }

    /// Returns the folder of a crate. Its parent is a workspace, so that Cargo does not use the
    /// workspace of the repository.
    fn path_of(&self, name: &str) -> PathBuf {
        self.path().join(name).join("crate")
    }

    /// Writes a crate.
    pub(super) fn write(&self, name: &str, files: &[File]) -> Result<(), Failure> {
        let path = self.path_of(name);
        self.remove(name);
        let fail =
            |error| Failure::io("write into", &path, &error, "check that the build folder is writable");
        fs::create_dir_all(&path).map_err(fail)?;
        let above = self.path().join(name);
        fs::write(above.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"crate\"]\n")
            .map_err(fail)?;
        if self.lock_file.is_file() {
            fs::copy(&self.lock_file, above.join("Cargo.lock")).map_err(fail)?;
        }
        sync::apply(&sync::plan(&path, files)?)
    }

    /// Removes a crate. The next run removes it if this fails.
    pub(super) fn remove(&self, name: &str) {
        drop(fs::remove_dir_all(self.path().join(name)));
    }

    /// Runs one command on a crate.
    pub(super) fn run(&self, name: &str, check: &Check, options: &[&str]) -> Result<Finished, Failure> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let path = self.path_of(name);
        let mut command = Command::new(&cargo);
        command.args(check.command).args(options).args(check.last).current_dir(&path);
        command.envs(check.environment.iter().copied());
        command.env("CARGO_TARGET_DIR", self.folder.join("target")).env("CARGO_TERM_COLOR", "never");
        // Each crate is compiled once or twice, so incremental compilation costs more than it saves.
        command.env("CARGO_INCREMENTAL", "0").env("CARGO_PROFILE_DEV_DEBUG", "0");
        let start = Instant::now();
        let output = command.output();
        let time = start.elapsed();
        let output = output.map_err(|error| {
            Failure::io("run", Path::new(&cargo), &error, "check that cargo is installed")
        })?;
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            return Ok(Finished { time, printed, result: Ok(()) });
        }
        let stderr = String::from_utf8_lossy(&output.stderr);
        let arguments: Vec<&str> = [check.command, options, check.last].concat();
        let error = format!(
            "{}\n{}   = note: the command was `cargo {}` in `{}`",
            cut(&stderr),
            cut(&printed),
            arguments.join(" "),
            terminal::path(&path)
        );
        Ok(Finished { time, printed, result: Err(error) })
    }
}

/// Returns the first lines of a text.
fn cut(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().take(MAX_LINES + 1).collect();
    if lines.len() > MAX_LINES {
        lines.truncate(MAX_LINES);
        lines.push("…");
    }
    lines.push("");
    lines.join("\n")
}

/// The printed result of the test of the valid examples.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: usize,
    pub(super) tried: usize,
    /// The number of documents with examples.
    pub(super) documents: usize,
    /// The number of properties that the documents do not describe.
    pub(super) unknown: usize,
    /// The examples that changed when they were decoded and encoded.
    pub(super) lost: Vec<String>,
}

impl Tally {
    /// Parses and adds the lines of all documents.
    pub(super) fn read(printed: &str) -> Self {
        let mut tally = Self::default();
        for line in printed.lines() {
            if line.starts_with("lost: ") {
                tally.lost.push(line.to_owned());
            } else if let Some([passed, tried, unknown]) = numbers(line) {
                tally.documents += 1;
                tally.passed += passed;
                tally.tried += tried;
                tally.unknown += unknown;
            }
        }
        tally
    }

    /// Returns the error of the test, if it failed. The test also fails if it did not run for each of
    /// the `documents`.
    pub(super) fn error(&self, result: Result<(), String>, documents: usize) -> Option<String> {
        match result {
            Err(_) if !self.lost.is_empty() => {
                let mut lines: Vec<String> = self.lost.iter().take(MAX_LOST).cloned().collect();
                let others = self.lost.len().saturating_sub(MAX_LOST);
                if others > 0 {
                    lines.push(format!("… and {others} more"));
                }
                Some(lines.join("\n"))
            }
            Err(error) => Some(error),
            Ok(()) if self.documents != documents => {
                let tried = self.documents;
                Some(format!(
                    "error: the test ran the examples of {tried} documents, but the crate contains those of {documents}"
                ))
            }
            Ok(()) => None,
        }
    }
}

/// `shop_v2: 57 of 58 examples preserved, 2 unknown properties`.
fn numbers(line: &str) -> Option<[usize; 3]> {
    let (_, line) = line.split_once(": ")?;
    let (passed, line) = line.split_once(" of ")?;
    let (tried, line) = line.split_once(" examples preserved, ")?;
    let unknown = line.strip_suffix(" unknown properties")?;
    Some([passed.parse().ok()?, tried.parse().ok()?, unknown.parse().ok()?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_of_the_test_is_parsed() {
        let printed = "\nrunning 2 tests\n..\nsuccesses:\n\n---- a stdout ----\n\
                       a: 5 of 5 examples preserved, 0 unknown properties\n\n\
                       lost: b: Fetch 200 x at /y: 1 became 2 of 3\n\
                       b: 1 of 3 examples preserved, 2 unknown properties\n\ntest result: ok. 1 passed\n";
        let lost = vec!["lost: b: Fetch 200 x at /y: 1 became 2 of 3".to_owned()];
        assert_eq!(Tally::read(printed), Tally { passed: 6, tried: 8, documents: 2, unknown: 2, lost });
        assert_eq!(Tally::read("error: could not compile"), Tally::default());
    }

    #[test]
    fn a_test_that_did_not_run_has_failed() {
        let passed = Tally { passed: 5, tried: 5, documents: 1, ..Tally::default() };
        assert_eq!(passed.error(Ok(()), 1), None);
        assert!(passed.error(Ok(()), 2).is_some());
        assert!(Tally::default().error(Ok(()), 1).is_some());
        assert_eq!(Tally::default().error(Ok(()), 0), None);
        let failed = || Err("could not compile".to_owned());
        assert_eq!(Tally::default().error(failed(), 0), failed().err());
        let lost = Tally { lost: vec!["lost: a".to_owned()], ..passed };
        assert_eq!(lost.error(failed(), 1).as_deref(), Some("lost: a"));
        let many = Tally { lost: vec!["lost: a".to_owned(); 25], ..Tally::default() };
        let error = many.error(failed(), 1).unwrap_or_default();
        assert_eq!((error.lines().count(), error.lines().last()), (21, Some("… and 5 more")));
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!((cut("a\nb").as_str(), cut("").as_str()), ("a\nb\n", ""));
        assert_eq!(cut(&"x\n".repeat(500)).lines().count(), MAX_LINES + 1);
    }
}
