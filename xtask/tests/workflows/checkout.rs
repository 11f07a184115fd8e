//! A clone of the repository, with the documents of a workflow.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use crate::documents::is_expected;
use crate::process::{Finished, TestResult};

/// The command that accepts the listing of the public API.
const ACCEPT: &str = "INSTA_UPDATE=always cargo test --test committed";

/// The result of the listing's test before it is accepted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listing {
    Changed,
    Unchanged,
}

/// A copy of the repository's files in a separate repository. All workflows use the same folder, so that the
/// packages that do not depend on `spec/` are compiled once.
pub(crate) struct Checkout {
    root: PathBuf,
    _only: MutexGuard<'static, ()>,
}

/// Returns the folder of the repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

impl Checkout {
    /// Copies all files that git tracks or would track.
    pub(crate) fn of_repository() -> TestResult<Self> {
        static ONLY: Mutex<()> = Mutex::new(());
        let only = ONLY.lock().unwrap_or_else(PoisonError::into_inner);
        let checkout =
            Self { root: Path::new(env!("CARGO_TARGET_TMPDIR")).join("workflows/clone"), _only: only };
        let git = checkout.root.join(".git");
        if git.exists() {
            fs::remove_dir_all(git)?;
        }
        let tracked = done(Command::new("git").arg("-C").arg(repository()).args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ]))?;
        let mut files = Vec::new();
        for file in tracked.stdout.split('\0').filter(|file| !file.is_empty()) {
            // The documents of the workflow replace those of the repository.
            let is_document = file.starts_with("spec/") && file != "spec/README.md";
            if is_document || file.starts_with("generated-client/") {
                continue;
            }
            let (from, to) = (repository().join(file), checkout.root.join(file));
            if from.is_file() {
                copy(&from, &to)?;
                files.push(to);
            }
        }
        remove_others(&checkout.root, &files)?;
        Ok(checkout)
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }

    pub(crate) fn read(&self, file: &str) -> TestResult<String> {
        fs::read_to_string(self.path(file)).map_err(|error| format!("{file}: {error}").into())
    }

    pub(crate) fn write(&self, file: &str, text: &str) -> TestResult {
        let path = self.path(file);
        fs::create_dir_all(path.parent().ok_or("no folder")?)?;
        Ok(fs::write(path, text)?)
    }

    /// Replaces the text of a file, which must change.
    pub(crate) fn edit(&self, file: &str, change: impl Fn(&str) -> Option<String>) -> TestResult {
        let before = self.read(file)?;
        let after = change(&before).filter(|after| *after != before);
        self.write(file, &after.ok_or_else(|| format!("the edit of {file} has no effect"))?)
    }

    pub(crate) fn set_version(&self, version: &str) -> TestResult {
        self.edit("spec/codegen.toml", |text| {
            let (before, rest) = text.split_once("version = \"")?;
            let (_, after) = rest.split_once('"')?;
            Some(format!("{before}version = \"{version}\"{after}"))
        })
    }

    /// Makes the first commit: the documents, their client and its listing.
    pub(crate) fn begin(&self) -> TestResult {
        self.git(&["init", "--quiet", "--initial-branch", "main"])?;
        let generated = self.xtask(&["generate"])?;
        assert!(generated.is_success(), "{generated:?}");
        let accepted = self.committed_tests("always")?;
        assert!(accepted.is_success(), "{accepted:?}");
        self.commit("Begin")
    }

    /// Runs the tests of the listing and of the freshness. They read `spec/` at run time, so the program of the
    /// repository itself tests the clone.
    fn committed_tests(&self, insta_update: &str) -> TestResult<Finished> {
        static COMPILED: OnceLock<PathBuf> = OnceLock::new();
        if COMPILED.get().is_none() {
            let mut compile = self.cargo_command(&["test", "--workspace", "--test", "committed", "--no-run"]);
            let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().ok_or("no folder")?;
            let compiled = done(compile.current_dir(repository()).env("CARGO_TARGET_DIR", target))?;
            let (_, path) = compiled.stderr.rsplit_once('(').ok_or_else(|| compiled.stderr.clone())?;
            let path = path.split(')').next().unwrap_or_default();
            COMPILED.get_or_init(|| repository().join(path));
        }
        let mut tests = self.command(COMPILED.get().ok_or("not compiled")?);
        tests
            .current_dir(&self.root)
            .env("INSTA_UPDATE", insta_update)
            .env("INSTA_WORKSPACE_ROOT", &self.root);
        finished(tests.env("CARGO_MANIFEST_DIR", self.path("tests/committed")))
    }

    /// Updates `Cargo.lock`, as every cargo command without `--locked` does. Needs no network.
    pub(crate) fn lock(&self) -> TestResult {
        let locked = self.cargo(&["tree", "--package", "twilio-client"], "no")?;
        assert!(locked.is_success(), "{locked:?}");
        Ok(())
    }

    pub(crate) fn commit(&self, message: &str) -> TestResult {
        self.git(&["add", "--all"])?;
        self.git(&["commit", "--quiet", "--message", message])?;
        Ok(())
    }

    /// Runs git, which must succeed.
    pub(crate) fn git(&self, arguments: &[&str]) -> TestResult<Finished> {
        done(&mut self.git_command(arguments))
    }

    /// Runs git, which can fail.
    pub(crate) fn try_git(&self, arguments: &[&str]) -> TestResult<Finished> {
        finished(&mut self.git_command(arguments))
    }

    fn git_command(&self, arguments: &[&str]) -> Command {
        let mut git = self.command("git");
        git.args(["-c", "user.name=Maintainer", "-c", "user.email=maintainer@example.com"]).args(arguments);
        git
    }

    pub(crate) fn xtask(&self, arguments: &[&str]) -> TestResult<Finished> {
        let mut xtask = self.command(env!("CARGO_BIN_EXE_twilio-codegen"));
        // Cargo sets this variable for `cargo xtask`.
        xtask.args(arguments).env("CARGO_MANIFEST_DIR", self.root.join("xtask"));
        finished(&mut xtask)
    }

    /// Runs cargo without the network, with the dependencies that are already compiled.
    pub(crate) fn cargo(&self, arguments: &[&str], insta_update: &str) -> TestResult<Finished> {
        finished(self.cargo_command(arguments).env("INSTA_UPDATE", insta_update))
    }

    fn cargo_command(&self, arguments: &[&str]) -> Command {
        let mut cargo = self.command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(arguments);
        cargo
    }

    /// Runs a line of a shell, as a maintainer does.
    pub(crate) fn shell(&self, line: &str) -> TestResult<Finished> {
        finished(self.command("sh").args(["-c", line]))
    }

    fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        let is_of_this_test = |name: &str| {
            ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "GIT_", "INSTA_"]
                .iter()
                .any(|prefix| name.starts_with(prefix))
        };
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(is_of_this_test) {
                command.env_remove(name);
            }
        }
        // Packages of two clones of a workspace have the same names in the target folder.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("workflows/target");
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", target).env("CARGO_NET_OFFLINE", "true");
        command.env("CARGO_TERM_COLOR", "never").env("WORKFLOWS", "none").stdin(Stdio::null());
        command
    }

    /// The client is stale: the check names the command, which succeeds.
    pub(crate) fn fails_until_generated(&self) -> TestResult {
        let stale = self.xtask(&["generate", "--check"])?;
        assert_eq!(stale.status, Some(1), "{stale:?}");
        assert!(stale.stderr.contains("run `cargo xtask generate`"), "{stale:?}");
        let generated = self.xtask(&["generate"])?;
        assert!(generated.is_success(), "{generated:?}");
        Ok(())
    }

    /// Runs the checks, accepts the listing if it has changed, and commits.
    pub(crate) fn passes(&self, listing: Listing) -> TestResult {
        let tests = self.committed_tests("no")?;
        let failed: Vec<&str> = tests
            .stdout
            .lines()
            .filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"))
            .collect();
        match listing {
            Listing::Unchanged => assert!(tests.is_success(), "{tests:?}"),
            Listing::Changed => {
                assert_eq!(failed, ["listing::public_api"], "{tests:?}");
                assert!(tests.stdout.contains(&format!("run `{ACCEPT}`")), "{tests:?}");
                let accepted = self.committed_tests("always")?;
                assert!(accepted.is_success(), "{accepted:?}");
            }
        }
        let fresh = self.xtask(&["generate", "--check"])?;
        assert!(fresh.is_success(), "{fresh:?}");
        self.lock()?;
        if std::env::var_os("WORKFLOWS").is_some_and(|value| value == "all") {
            let ci = self.shell(".ci/run")?;
            assert!(ci.is_success(), "{}\n{}", ci.stdout, ci.stderr);
        }
        let changed = self.git(&["status", "--porcelain", "--untracked-files=all", "-z", "--no-renames"])?;
        for entry in changed.stdout.split('\0').filter(|entry| !entry.is_empty()) {
            let file = entry.get(3..).unwrap_or_default();
            assert!(is_expected(file), "{file} must not change");
        }
        self.commit("Change the documents")
    }
}

/// Runs a command that must succeed.
fn done(command: &mut Command) -> TestResult<Finished> {
    let finished = finished(command)?;
    if finished.is_success() { Ok(finished) } else { Err(format!("{command:?}: {finished:?}").into()) }
}

fn finished(command: &mut Command) -> TestResult<Finished> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    Ok(Finished { status: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) })
}

/// Copies a file if its content differs, so that cargo compiles only changed packages.
fn copy(from: &Path, to: &Path) -> TestResult {
    let bytes = fs::read(from)?;
    if fs::read(to).is_ok_and(|existing| existing == bytes) {
        return Ok(());
    }
    fs::create_dir_all(to.parent().ok_or("no folder")?)?;
    fs::copy(from, to)?;
    // The copy has the time of the original, which can be before the last compilation.
    Ok(fs::File::options().append(true).open(to)?.set_modified(std::time::SystemTime::now())?)
}

/// Removes all other files of a folder.
fn remove_others(folder: &Path, files: &[PathBuf]) -> TestResult {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.is_symlink() {
            remove_others(&path, files)?;
        } else if !files.contains(&path) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
