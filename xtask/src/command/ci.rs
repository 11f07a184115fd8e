//! `ci`: runs the checks of CI of the repository of this program.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use super::generate::{self, Deny, Request};
use crate::failure::Failure;
use crate::input::project::Project;
use crate::sync::Mode;
use crate::terminal;

/// One command of Cargo, with its environment.
struct Check {
    environment: &'static [(&'static str, &'static str)],
    arguments: &'static [&'static str],
}

const CHECKS: [Check; 4] = [
    Check { environment: &[("INSTA_UPDATE", "no")], arguments: &["test", "--workspace", "--locked"] },
    Check { environment: &[], arguments: &["fmt", "--all", "--check"] },
    Check {
        environment: &[],
        arguments: &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
    },
    Check {
        environment: &[("RUSTDOCFLAGS", "-D warnings")],
        arguments: &["doc", "--workspace", "--no-deps", "--locked"],
    },
];

impl Check {
    /// Returns the command as a shell accepts it.
    fn shown(&self) -> String {
        let environment = self.environment.iter().map(|(name, value)| {
            if value.contains(' ') { format!("{name}=\"{value}\" ") } else { format!("{name}={value} ") }
        });
        format!("{}cargo {}", environment.collect::<String>(), self.arguments.join(" "))
    }

    fn run(&self, root: &Path) -> Result<(), Failure> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = Command::new(&cargo);
        command.args(self.arguments).envs(self.environment.iter().copied()).current_dir(root);
        let status = command.status().map_err(|error| {
            Failure::io("run", Path::new(&cargo), &error, "check that cargo is installed")
        })?;
        if status.success() {
            return Ok(());
        }
        let shown = self.shown();
        Err(Failure::new(
            format_args!("`{shown}` failed ({status})"),
            format_args!("run only this check: {shown}"),
        ))
    }
}

/// Runs all checks. Stops at the first one that fails.
pub(crate) fn run() -> Result<(), Failure> {
    let root = Project::root_or_current()?;
    if !root.join("xtask/Cargo.toml").is_file() {
        return Err(Failure::usage(
            format_args!("`{}` is not the repository of this program", terminal::path(&root)),
            "`ci` runs only there; in another repository, run `generate --check` and its tests",
        ));
    }
    let start = Instant::now();
    for check in &CHECKS {
        timed(&check.shown(), || check.run(&root))?;
    }
    let request = Request { mode: Mode::Check, deny: Some(Deny::Warnings), ..Request::default() };
    let command = format!("{} generate --check --deny warnings", terminal::command());
    timed(&command, || generate::run(&request))?;
    let seconds = start.elapsed().as_secs_f64();
    terminal::say(&format!("all {} checks passed in {seconds:.1} s\n", CHECKS.len() + 1));
    Ok(())
}

fn timed(shown: &str, check: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    terminal::say(&format!("$ {shown}\n"));
    let start = Instant::now();
    let result = check();
    let word = if result.is_ok() { "passed" } else { "failed" };
    terminal::say(&format!("{word} in {:.1} s: {shown}\n\n", start.elapsed().as_secs_f64()));
    result
}
