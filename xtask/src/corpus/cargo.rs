//! Generated crates under Cargo: each in a folder of its own inside of the build folder, with one
//! target folder for all, so that what they depend on is compiled once.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use codegen::File;

use crate::failure::Failure;
use crate::sync;

/// More lines of a failed command are not shown.
const MAX_LINES: usize = 60;

/// One command of Cargo.
#[derive(Debug)]
pub(super) struct Check {
    /// What it is called in the table.
    pub(super) name: &'static str,
    command: &'static [&'static str],
    /// What comes after the options that differ from run to run.
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

/// Everything that a crate has; a crate of many documents switches few of them on by itself.
pub(super) const WHOLE: &[&str] = &["--features", "all"];

/// What every crate has to pass.
pub(super) const CHECKS: [&Check; 2] = [&CLIPPY, &DOC];

/// The test of the examples.
pub(super) const EXAMPLES: Check = Check {
    name: "examples",
    command: &["test", "--quiet", "--test", "examples"],
    last: &["--", "--show-output"],
    environment: &[],
};

/// What became of one command.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) time: Duration,
    /// The standard output.
    pub(super) printed: String,
    /// What the command said, if it failed.
    pub(super) verdict: Result<(), String>,
}

/// Where the crates are checked. Two runs wait for one another.
#[derive(Debug)]
pub(super) struct Bench {
    folder: PathBuf,
    /// The versions that the repository itself is built with.
    versions: PathBuf,
    _lock: fs::File,
}

impl Bench {
    /// An empty one, beside this program.
    pub(super) fn new(root: &Path) -> Result<Self, Failure> {
        let program = std::env::current_exe().ok();
        let beside = program.as_deref().and_then(Path::parent).map(Path::to_owned);
        let folder = beside.unwrap_or_else(|| root.join("target")).join("corpus");
        let bench = Self { _lock: sync::lock(&folder)?, versions: root.join("Cargo.lock"), folder };
        match fs::remove_dir_all(bench.crates()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Failure::io("remove", &bench.crates(), &error, "remove it by hand"))
            }
            _ => Ok(bench),
        }
    }

    fn crates(&self) -> PathBuf {
        self.folder.join("crates")
    }

    /// The folder of a crate. The one above it is a workspace, so that Cargo does not look for one
    /// in the repository around.
    fn place_of(&self, name: &str) -> PathBuf {
        self.crates().join(name).join("crate")
    }

    /// Writes a crate.
    pub(super) fn place(&self, name: &str, files: &[File]) -> Result<(), Failure> {
        let place = self.place_of(name);
        self.remove(name);
        let fail =
            |error| Failure::io("write into", &place, &error, "check that the build folder is writable");
        fs::create_dir_all(&place).map_err(fail)?;
        let above = self.crates().join(name);
        fs::write(above.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"crate\"]\n")
            .map_err(fail)?;
        if self.versions.is_file() {
            fs::copy(&self.versions, above.join("Cargo.lock")).map_err(fail)?;
        }
        sync::apply(&sync::plan(&place, files)?)
    }

    /// Removes a crate. What cannot be removed is removed by the next run.
    pub(super) fn remove(&self, name: &str) {
        drop(fs::remove_dir_all(self.crates().join(name)));
    }

    /// Runs one command on a crate.
    pub(super) fn run(&self, name: &str, check: &Check, options: &[&str]) -> Result<Outcome, Failure> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let place = self.place_of(name);
        let mut command = Command::new(&cargo);
        command.args(check.command).args(options).args(check.last).current_dir(&place);
        command.envs(check.environment.iter().copied());
        command.env("CARGO_TARGET_DIR", self.folder.join("target")).env("CARGO_TERM_COLOR", "never");
        // Each crate is compiled once or twice: what would help a third time costs more.
        command.env("CARGO_INCREMENTAL", "0").env("CARGO_PROFILE_DEV_DEBUG", "0");
        let start = Instant::now();
        let output = command.output();
        let time = start.elapsed();
        let output = output.map_err(|error| {
            Failure::io("run", Path::new(&cargo), &error, "check that cargo is installed")
        })?;
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            return Ok(Outcome { time, printed, verdict: Ok(()) });
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let typed: Vec<&str> = [check.command, options, check.last].concat();
        let fault = format!(
            "{}\n{}   = note: this was `cargo {}` in `{}`",
            cut(&said),
            cut(&printed),
            typed.join(" "),
            place.display()
        );
        Ok(Outcome { time, printed, verdict: Err(fault) })
    }
}

/// The first lines of a long text.
fn cut(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().take(MAX_LINES + 1).collect();
    if lines.len() > MAX_LINES {
        lines.truncate(MAX_LINES);
        lines.push("…");
    }
    lines.push("");
    lines.join("\n")
}

/// How many examples came back, as the test printed it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: usize,
    pub(super) tried: usize,
    /// How many documents they are from.
    pub(super) documents: usize,
    /// How many properties the documents do not describe.
    pub(super) unknown: usize,
    /// What did not come back.
    pub(super) lost: Vec<String>,
}

impl Tally {
    /// Adds up the lines of all documents.
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

    /// What is wrong with a test that ended so, where the crate holds the examples of so many
    /// documents. A test that was not run passes, but is no success.
    pub(super) fn fault(&self, verdict: Result<(), String>, documents: usize) -> Option<String> {
        match verdict {
            Err(_) if !self.lost.is_empty() => Some(self.lost.join("\n")),
            Err(fault) => Some(fault),
            Ok(()) if self.documents != documents => {
                let tried = self.documents;
                Some(format!("error: the examples of {tried} documents were tried, not those of {documents}"))
            }
            Ok(()) => None,
        }
    }
}

/// `chat_v2: 57 of 58 examples came back, 2 unknown properties`.
fn numbers(line: &str) -> Option<[usize; 3]> {
    let (_, line) = line.split_once(": ")?;
    let (passed, line) = line.split_once(" of ")?;
    let (tried, line) = line.split_once(" examples came back, ")?;
    let unknown = line.strip_suffix(" unknown properties")?;
    Some([passed.parse().ok()?, tried.parse().ok()?, unknown.parse().ok()?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_the_test_are_read() {
        let printed = "\nrunning 2 tests\n..\nsuccesses:\n\n---- a stdout ----\n\
                       a: 5 of 5 examples came back, 0 unknown properties\n\n\
                       lost: b: Fetch 200 x at /y: 1 became 2 of 3\n\
                       b: 1 of 3 examples came back, 2 unknown properties\n\ntest result: ok. 1 passed\n";
        let lost = vec!["lost: b: Fetch 200 x at /y: 1 became 2 of 3".to_owned()];
        assert_eq!(Tally::read(printed), Tally { passed: 6, tried: 8, documents: 2, unknown: 2, lost });
        assert_eq!(Tally::read("error: could not compile"), Tally::default());
    }

    #[test]
    fn a_test_that_was_not_run_is_no_success() {
        let passed = Tally { passed: 5, tried: 5, documents: 1, ..Tally::default() };
        assert_eq!(passed.fault(Ok(()), 1), None);
        assert!(passed.fault(Ok(()), 2).is_some());
        assert!(Tally::default().fault(Ok(()), 1).is_some());
        assert_eq!(Tally::default().fault(Ok(()), 0), None);
        let failed = || Err("could not compile".to_owned());
        assert_eq!(Tally::default().fault(failed(), 0), failed().err());
        let lost = Tally { lost: vec!["lost: a".to_owned()], ..passed };
        assert_eq!(lost.fault(failed(), 1).as_deref(), Some("lost: a"));
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!((cut("a\nb").as_str(), cut("").as_str()), ("a\nb\n", ""));
        assert_eq!(cut(&"x\n".repeat(500)).lines().count(), MAX_LINES + 1);
    }
}
