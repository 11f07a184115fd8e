//! Reads documents, settings and assigned names of an old revision, with the program `git`.

use std::fmt;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use codegen::{Source, Unsupported};

use super::sources::{self, Sources};
use crate::failure::Failure;
use crate::terminal;

/// The references of the main branch. The first one that exists is used.
const MAIN_BRANCHES: [&str; 5] = [
    "refs/remotes/origin/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
];

/// The commit from which the current branch started.
#[derive(Debug)]
pub(crate) struct BranchBase {
    /// The commit.
    pub(crate) commit: String,
    /// The name of the main branch: `origin/main`.
    branch: String,
}

impl fmt::Display for BranchBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let commit = self.commit.get(..12).unwrap_or(&self.commit);
        write!(f, "the merge base with `{}` ({commit})", terminal::name(&self.branch))
    }
}

/// Returns the merge base of the current commit and the main branch.
pub(crate) fn branch_base(root: &Path) -> Result<BranchBase, Failure> {
    let exists = |branch: &&&str| {
        run(root, &["rev-parse", "--verify", "--quiet", &format!("{branch}^{{commit}}")]).is_ok()
    };
    let Some(reference) = MAIN_BRANCHES.iter().find(exists) else {
        check_repository(root)?;
        return Err(Failure::new(
            "could not find the main branch: neither `origin/HEAD` nor a branch `main` or `master` exists",
            "set the base with `--base REV`, or run `git fetch origin` and `git remote set-head origin --auto`",
        ));
    };
    let short = reference.trim_start_matches("refs/remotes/").trim_start_matches("refs/heads/");
    let commit = run(root, &["merge-base", reference, "HEAD"]).and_then(text).map_err(|_| {
        Failure::new(
            format_args!("`{short}` and the current commit have no common commit"),
            "set the base with `--base REV` (in a shallow clone, run `git fetch --unshallow` first)",
        )
    })?;
    Ok(BranchBase { commit: commit.trim().to_owned(), branch: short.to_owned() })
}

/// The files to read from a revision, relative to the root and with `/`.
#[derive(Debug)]
pub(crate) struct Files {
    /// The folder of the documents; empty for the root.
    pub(crate) folder: String,
    /// The only document to read. `None` reads all documents of the folder.
    pub(crate) document: Option<String>,
    /// The settings.
    pub(crate) settings: String,
}

/// Returns the documents and settings at a revision. A folder or a file that did not exist then is
/// missing in the result.
pub(crate) fn sources(root: &Path, revision: &str, files: &Files) -> Result<Sources, Failure> {
    let commit = commit(root, revision)?;
    let read = |path: &str| {
        let text = text(run(root, &["show", &format!("{commit}:./{path}")])?)?;
        Ok::<_, Failure>(Source { name: terminal::name(path), text })
    };
    let folder = if files.folder.is_empty() { "./".to_owned() } else { format!("{}/", files.folder) };
    let mut all = list(root, &commit, &folder)?;
    all.sort_unstable();
    all.retain(|path| sources::is_document(Path::new(path)));
    let paths: Vec<&String> =
        all.iter().filter(|path| files.document.as_ref().is_none_or(|document| document == *path)).collect();
    let documents = paths.into_iter().map(|path| read(path)).collect::<Result<_, _>>()?;
    let has_settings = !list(root, &commit, &files.settings)?.is_empty();
    let settings = if has_settings { Some(read(&files.settings)?) } else { None };
    let folder = files.settings.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let file = folder + sources::NAMES;
    let names = if list(root, &commit, &file)?.is_empty() { None } else { Some(read(&file)?) };
    let beside = match &files.document {
        Some(document) => others(all, document),
        None => Vec::new(),
    };
    let unsupported = Unsupported::default();
    Ok(Sources { documents, settings, beside, guide: Vec::new(), names, names_file: None, unsupported })
}

/// Returns the file names of the other documents.
fn others(all: Vec<String>, document: &str) -> Vec<String> {
    let others = all.into_iter().filter(|path| path != document);
    others.map(|path| path.rsplit('/').next().unwrap_or(&path).to_owned()).collect()
}

/// Lists the files of a folder (with a `/` at the end), or a file, at a commit.
fn list(root: &Path, commit: &str, path: &str) -> Result<Vec<String>, Failure> {
    let listed = text(run(root, &["ls-tree", "-z", "--name-only", commit, "--", path])?)?;
    Ok(listed.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
}

/// Returns the commit of a revision.
fn commit(root: &Path, revision: &str) -> Result<String, Failure> {
    let object = format!("{revision}^{{commit}}");
    let found = run(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &object]);
    if let Ok(commit) = found {
        return Ok(text(commit)?.trim().to_owned());
    }
    check_repository(root)?;
    Err(Failure::new(
        format_args!("revision `{}` does not exist", terminal::name(revision)),
        "set a branch, a tag or a commit with `--base` (in a shallow clone, run \
         `git fetch --unshallow` first)",
    ))
}

fn check_repository(root: &Path) -> Result<(), Failure> {
    run(root, &["rev-parse", "--git-dir"]).map(drop).map_err(|failure| {
        failure.note(
            "the base is read from git; to compare with a folder of documents instead, use \
             `--base-spec PATH`",
        )
    })
}

/// Runs git in a repository, and returns its output.
pub(super) fn run(root: &Path, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
    let mut command = Command::new("git");
    let output = command.arg("-C").arg(root).args(arguments).output().map_err(|error| {
        if error.kind() == ErrorKind::NotFound {
            return Failure::new("could not find the program `git`", "install it, or use `--base-spec PATH`");
        }
        Failure::io("run", Path::new("git"), &error, "check that git is installed")
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    let reason = stderr.lines().next().unwrap_or("it printed no reason");
    Err(Failure::new(
        format_args!("`git {}` failed: {}", arguments.first().unwrap_or(&""), terminal::name(reason)),
        format_args!("run it in `{}`", terminal::path(root)),
    ))
}

/// Returns an output as text.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, Failure> {
    let help = "set a revision with UTF-8 documents";
    String::from_utf8(bytes).map_err(|_| Failure::new("a file of the base revision is not UTF-8", help))
}
