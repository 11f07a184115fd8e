//! The hashes of the files that a run wrote. They show whether a file was edited since.
//!
//! They are stored next to the program, in the build folder, and are not committed: a checksum in
//! the repository would change with every generated line. Without a stored hash, a listed file with
//! the marker counts as unedited, because version control still contains it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::manifest;
use crate::input::paths;

/// Loads the hashes, by path, of the last run that wrote into `out`.
pub(super) fn load(out: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(file(out)).unwrap_or_default();
    let pairs = text.lines().filter_map(|line| line.split_once("  "));
    pairs.map(|(hash, path)| (path.to_owned(), hash.to_owned())).collect()
}

/// Stores the hashes of a run. Ignores errors: hashes that cannot be stored are like lost ones.
pub(super) fn store(out: &Path, hashes: &BTreeMap<String, String>) {
    let file = file(out);
    let lines: Vec<String> = hashes.iter().map(|(path, hash)| format!("{hash}  {path}\n")).collect();
    if let Some(folder) = file.parent()
        && fs::create_dir_all(folder).is_ok()
    {
        let staged = file.with_extension("new");
        if fs::write(&staged, lines.concat()).is_ok() {
            drop(fs::rename(&staged, &file));
        }
    }
}

/// Returns the path of the stored hashes of one folder.
fn file(out: &Path) -> PathBuf {
    let program = std::env::current_exe().ok();
    let beside = program.as_deref().and_then(Path::parent).map(Path::to_owned);
    let name = manifest::hash(paths::canonical(out).to_string_lossy().as_bytes());
    beside.unwrap_or_else(std::env::temp_dir).join("xtask-generated").join(name)
}
