//! Compares a folder with the generated files, and decides what to write and what to remove.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use codegen::File;

use super::content;
use super::look::{check_folder, find_marked, find_marked_at_top, foreign, is_one_file, read};
use super::manifest::{self, Manifest};
use crate::failure::Failure;
use crate::terminal;

/// The changes that a folder needs.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(super) out: PathBuf,
    /// The manifest of the old and the new files, which is written before all other changes. A run
    /// that is killed then leaves no file that the manifest does not list.
    pub(super) first: Option<Change>,
    pub(super) files: Vec<Change>,
    pub(super) last: Option<Change>,
    /// Files of the last run that this run does not generate, and that were not edited.
    pub(super) removed: Vec<Removal>,
    /// The paths that earlier runs generated and this run does not, whether they exist or not.
    pub(super) stale: Vec<String>,
    /// The number of files that are up to date.
    pub(crate) unchanged: usize,
    /// Files that remain although this run does not generate them, and edited files that are replaced.
    pub(crate) warnings: Vec<String>,
}

/// One file to write.
#[derive(Debug)]
pub(crate) struct Change {
    /// The path relative to the folder, with `/`.
    pub(crate) path: String,
    /// The current content; `None` if the file does not exist.
    pub(crate) old: Option<Vec<u8>>,
    /// The generated content.
    pub(crate) new: Vec<u8>,
}

/// One file to remove.
#[derive(Debug)]
pub(super) struct Removal {
    pub(super) path: String,
    /// The content at the time of the plan.
    pub(super) old: Vec<u8>,
}

impl Plan {
    /// Returns all files that differ after the run, the manifest last.
    pub(crate) fn written(&self) -> impl Iterator<Item = &Change> {
        // If the last change is missing, the first one already writes the final manifest.
        self.files.iter().chain(self.last.as_ref().or(self.first.as_ref()))
    }

    /// Returns the paths to remove.
    pub(crate) fn removed(&self) -> impl Iterator<Item = &str> {
        self.removed.iter().map(|removal| removal.path.as_str())
    }

    /// Whether the folder is up to date.
    pub(crate) fn is_fresh(&self) -> bool {
        self.written().next().is_none() && self.removed.is_empty()
    }
}

/// Compares a folder with the generated files. Reports every file that cannot be written.
pub(crate) fn plan(out: &Path, files: &[File]) -> Result<Plan, Failure> {
    check_folder(out)?;
    let recorded = read(out, manifest::NAME)?;
    if recorded.as_ref().is_some_and(|bytes| !content::is_marked(bytes)) {
        return Err(foreign(&out.join(manifest::NAME)));
    }
    let old = Manifest::parse(recorded.as_deref().unwrap_or_default());
    let mut plan = Plan {
        out: out.to_owned(),
        first: None,
        files: Vec::new(),
        last: None,
        removed: Vec::new(),
        stale: Vec::new(),
        unchanged: 0,
        warnings: Vec::new(),
    };

    let (mut new, mut names) = (Manifest::default(), BTreeSet::new());
    let mut failures = Vec::new();
    for file in files {
        let File { path, text } = file;
        // Two names that differ only in case are one file on many systems.
        let is_valid = manifest::is_inside(path) && names.insert(path.to_ascii_lowercase());
        let compared = if is_valid { compare(out, &old, file) } else { Err(invalid(path)) };
        match compared {
            Ok(Some(change)) => {
                plan.warnings.extend(replaced_edit(&old, &change));
                plan.files.push(change);
            }
            Ok(None) => plan.unchanged += 1,
            Err(failure) => failures.push(failure),
        }
        new.add(path, text.as_bytes());
    }
    if let Some(failure) = Failure::all(&failures) {
        return Err(failure);
    }
    record(&mut plan, recorded, &old, &new);
    find_stale(&mut plan, &old, &new);
    Ok(plan)
}

fn invalid(path: &str) -> Failure {
    Failure::new(
        format_args!("the generator returned the invalid or duplicate path `{}`", terminal::name(path)),
        "this is a bug in the generator: report it with the OpenAPI document",
    )
}

/// Returns the change that one file needs, if any. Rejects a file that the generator does not own.
fn compare(out: &Path, last: &Manifest, file: &File) -> Result<Option<Change>, Failure> {
    let File { path, text } = file;
    let old = read(out, path)?;
    match &old {
        Some(bytes) if content::is_same(bytes, text.as_bytes()) => return Ok(None),
        Some(bytes) if !last.owns(path, bytes) => return Err(foreign(&out.join(path))),
        _ => {}
    }
    Ok(Some(Change { path: path.clone(), old, new: text.clone().into_bytes() }))
}

/// The warning for a generated file that was edited. The run replaces the file, because this also repairs
/// the client after a merge.
fn replaced_edit(last: &Manifest, change: &Change) -> Option<String> {
    let Change { path, old, new: _ } = change;
    old.as_ref().filter(|bytes| last.is_edited(path, bytes)).map(|_| {
        format!(
            "`{path}` was edited since it was generated, and its edits are not kept; change the OpenAPI \
             document or the settings instead"
        )
    })
}

/// Adds the changes of the manifest: first all files of both runs, and finally those of this run.
fn record(plan: &mut Plan, recorded: Option<Vec<u8>>, old: &Manifest, new: &Manifest) {
    let is_recorded = |recorded: &Option<Vec<u8>>, text: &str| {
        recorded.as_ref().is_some_and(|bytes| content::is_same(bytes, text.as_bytes()))
    };
    let change = |old: Option<Vec<u8>>, text: String| Change {
        path: manifest::NAME.to_owned(),
        old,
        new: text.into_bytes(),
    };
    let (both, end) = (old.union(new).render(), new.render());
    if is_recorded(&recorded, &end) {
        plan.unchanged += 1;
        return;
    }
    let has_new_lines = old.union(new) != *old || recorded.is_none();
    if has_new_lines {
        plan.first = Some(change(recorded.clone(), both.clone()));
    }
    if !has_new_lines || both != end {
        let before = if has_new_lines { Some(both.into_bytes()) } else { recorded };
        plan.last = Some(change(before, end));
    }
}

/// Finds the files that earlier runs generated and this run does not. Unedited files are removed;
/// all others remain and are reported.
fn find_stale(plan: &mut Plan, last: &Manifest, new: &Manifest) {
    let (name, advice) = (manifest::NAME, "delete it if you do not need it");
    for path in last.paths().filter(|path| !new.lists(path)) {
        if new.paths().any(|other| is_one_file(&plan.out, path, other)) {
            continue;
        }
        plan.stale.push(path.to_owned());
        match read(&plan.out, path) {
            Ok(None) => {}
            Ok(Some(old)) if !last.owns(path, &old) => plan.warnings.push(format!(
                "`{name}` lists `{path}`, but the generator does not own it or it was edited; {advice}"
            )),
            Ok(Some(old)) if last.is_edited(path, &old) => {
                plan.warnings.push(format!("`{path}` is no longer generated, but it was edited; {advice}"));
            }
            Ok(Some(old)) => plan.removed.push(Removal { path: path.to_owned(), old }),
            Err(_) => plan
                .warnings
                .push(format!("`{path}` is no longer generated, and it is not a regular file; {advice}")),
        }
    }
    let paths = last.paths().chain(new.paths());
    let folders: BTreeSet<&str> = paths.filter_map(|path| Some(path.split_once('/')?.0)).collect();
    let mut marked = Vec::new();
    find_marked_at_top(&plan.out, &mut marked);
    for folder in folders {
        find_marked(&plan.out, folder, &mut marked);
    }
    let is_listed = |path: &str| path == manifest::NAME || new.lists(path) || last.lists(path);
    marked.retain(|path| !is_listed(path));
    marked.sort();
    plan.warnings.extend(marked.iter().map(|path| {
        let path = terminal::name(path);
        format!("`{path}` has the marker of a generated file, but `{name}` does not list it; {advice}")
    }));
}
