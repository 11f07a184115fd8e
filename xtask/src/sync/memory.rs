//! The hashes of the files that a run wrote. They show whether a file was edited since.
//!
//! They are stored next to the program, in the build folder, and are not committed: a checksum in
//! the repository would change with every generated line. Without a stored hash, a file that the
//! generator owns counts as unedited, because version control still contains it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::content;
use crate::input::paths;

/// The hashes of each path. While a run writes, a path has the hashes of its old and new content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Memory {
    hashes: BTreeMap<String, BTreeSet<String>>,
}

impl Memory {
    /// Loads the hashes of the last run that wrote into `out`.
    pub(super) fn load(out: &Path) -> Self {
        let text = file(out).and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
        let mut memory = Self::default();
        for (hash, path) in text.lines().filter_map(|line| line.split_once("  ")) {
            memory.hashes.entry(path.to_owned()).or_default().insert(hash.to_owned());
        }
        memory
    }

    /// Adds the hash of a file.
    pub(super) fn add(&mut self, path: &str, bytes: &[u8]) {
        self.hashes.entry(path.to_owned()).or_default().insert(content::hash(bytes));
    }

    /// Returns the hashes of both.
    pub(super) fn union(&self, other: &Self) -> Self {
        let mut all = self.clone();
        for (path, hashes) in &other.hashes {
            all.hashes.entry(path.clone()).or_default().extend(hashes.iter().cloned());
        }
        all
    }

    /// Whether a run wrote exactly this content.
    pub(super) fn wrote(&self, path: &str, bytes: &[u8]) -> bool {
        self.hashes.get(path).is_some_and(|hashes| hashes.contains(&content::hash(bytes)))
    }

    /// Whether a file differs from all stored contents. A path without a hash counts as unedited.
    pub(super) fn is_edited(&self, path: &str, bytes: &[u8]) -> bool {
        self.hashes.get(path).is_some_and(|hashes| !hashes.contains(&content::hash(bytes)))
    }

    /// Stores the hashes. Ignores errors: hashes that cannot be stored are like lost ones.
    pub(super) fn store(&self, out: &Path) {
        let Some(file) = file(out) else { return };
        let lines = self
            .hashes
            .iter()
            .flat_map(|(path, hashes)| hashes.iter().map(move |hash| format!("{hash}  {path}\n")));
        if let Some(folder) = file.parent()
            && fs::create_dir_all(folder).is_ok()
        {
            let staged = file.with_extension("new");
            if fs::write(&staged, lines.collect::<String>()).is_ok() {
                drop(fs::rename(&staged, &file));
            }
        }
    }
}

/// Returns the path of the stored hashes of one folder.
fn file(out: &Path) -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let name = content::hash(paths::canonical(out).to_string_lossy().as_bytes());
    Some(program.parent()?.join("xtask-generated").join(name))
}
