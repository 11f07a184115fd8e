//! Reads the releases of a repository of documents, with the program `git`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::git::{run, text};
use crate::failure::Failure;

/// A path in a local clone.
#[derive(Debug)]
pub(crate) struct Repository {
    root: PathBuf,
    /// A file or a folder, relative to the root.
    path: String,
}

/// A state of the repository.
#[derive(Clone, Debug)]
pub(crate) struct Release {
    /// The tag, or the beginning of the commit and its day.
    pub(crate) name: String,
    commit: String,
}

impl Repository {
    /// Opens a repository.
    pub(crate) fn open(root: &Path, path: &str) -> Result<Self, Failure> {
        run(root, &["rev-parse", "--git-dir"])?;
        let path = path.trim_start_matches("./").trim_end_matches('/');
        let path = if path.is_empty() { "." } else { path };
        Ok(Self { root: root.to_owned(), path: path.to_owned() })
    }

    /// The releases that contain the path, from the oldest to the newest: the tags of the current branch, or else the
    /// commits that change the path.
    pub(crate) fn releases(&self) -> Result<Vec<Release>, Failure> {
        let of_tags = [
            "for-each-ref",
            "--merged=HEAD",
            "--sort=version:refname",
            "--sort=creatordate",
            "--format=%(objectname)%00%(refname:short)",
            "refs/tags",
        ];
        let tags = self.list(&of_tags)?;
        let mut releases = Vec::new();
        for release in tags {
            if !self.files(&release)?.is_empty() {
                releases.push(release);
            }
        }
        if !releases.is_empty() {
            return Ok(releases);
        }
        let commits =
            ["log", "--reverse", "--first-parent", "--format=%H%x00%h %cs", "HEAD", "--", self.path.as_str()];
        self.list(&commits)
    }

    /// The lines of an output, each a commit and a name.
    fn list(&self, arguments: &[&str]) -> Result<Vec<Release>, Failure> {
        let lines = text(run(&self.root, arguments)?)?;
        let release = |line: &str| {
            let (commit, name) = line.split_once('\0')?;
            Some(Release { commit: commit.to_owned(), name: name.to_owned() })
        };
        Ok(lines.lines().filter_map(release).collect())
    }

    /// The files of a release, by their paths. Equal files have the same object.
    pub(crate) fn files(&self, release: &Release) -> Result<BTreeMap<String, String>, Failure> {
        let listed =
            run(&self.root, &["ls-tree", "-r", "-z", "--full-tree", &release.commit, "--", &self.path])?;
        let entry = |line: &str| {
            let (about, path) = line.split_once('\t')?;
            let object = about.rsplit(' ').next()?;
            Some((path.to_owned(), object.to_owned()))
        };
        Ok(text(listed)?.split('\0').filter_map(entry).collect())
    }

    /// The text of a file.
    pub(crate) fn text(&self, object: &str) -> Result<String, Failure> {
        text(run(&self.root, &["cat-file", "blob", object])?)
    }
}
