//! Reads documents and settings of an old revision, with the program `git`.

use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use codegen::Source;

use super::sources::{self, Sources};
use crate::failure::Failure;
use crate::terminal;

/// Returns the documents and settings of a folder at a revision. A folder that did not exist then
/// has none.
pub(crate) fn sources(root: &Path, revision: &str, folder: &str) -> Result<Sources, Failure> {
    let commit = commit(root, revision)?;
    let listed = text(run(root, &["ls-tree", "-z", "--name-only", &commit, "--", &format!("{folder}/")])?)?;
    let mut found = Sources { documents: Vec::new(), settings: None };
    let mut paths: Vec<&str> = listed.split('\0').filter(|path| !path.is_empty()).collect();
    paths.sort_unstable();
    for path in paths {
        let is_settings = path.strip_prefix(folder).is_some_and(|name| name == "/codegen.toml");
        if !is_settings && !sources::is_document(Path::new(path)) {
            continue;
        }
        let text = text(run(root, &["show", &format!("{commit}:./{path}")])?)?;
        let source = Source { name: terminal::name(path), text };
        if is_settings {
            found.settings = Some(source);
        } else {
            found.documents.push(source);
        }
    }
    Ok(found)
}

/// Returns the commit of a revision.
fn commit(root: &Path, revision: &str) -> Result<String, Failure> {
    let object = format!("{revision}^{{commit}}");
    let found = run(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &object]);
    match found {
        Ok(commit) => Ok(text(commit)?.trim().to_owned()),
        Err(failure) if run(root, &["rev-parse", "--git-dir"]).is_err() => Err(failure.note(
            "the base is read from git; to compare with a folder of documents instead, use `--base-spec PATH`",
        )),
        Err(_) => Err(Failure::new(
            format_args!("revision `{}` does not exist", terminal::name(revision)),
            "set a branch, a tag or a commit with `--base` (in a shallow clone, run \
             `git fetch --unshallow` first)",
        )),
    }
}

fn run(root: &Path, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
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

fn text(bytes: Vec<u8>) -> Result<String, Failure> {
    let help = "set a revision with UTF-8 documents";
    String::from_utf8(bytes).map_err(|_| Failure::new("a file of the base revision is not UTF-8", help))
}
