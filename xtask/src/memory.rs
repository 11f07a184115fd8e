//! What this machine remembers of a run: the hashes of the files it wrote.
//!
//! It tells whether a file that is not generated any more was edited since. It lies beside the
//! program, in the build folder, and is not committed: a checksum in the repository would change
//! with every generated line. Where it is lost, a listed file that says of itself that it is
//! generated counts as not edited; version control has it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::manifest;

/// The hashes by path of the last run that wrote `out`, if they are remembered.
pub(crate) fn recall(out: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(place(out)).unwrap_or_default();
    let pairs = text.lines().filter_map(|line| line.split_once("  "));
    pairs.map(|(hash, path)| (path.to_owned(), hash.to_owned())).collect()
}

/// Remembers what was written. A machine that cannot is as one that forgot.
pub(crate) fn remember(out: &Path, hashes: &BTreeMap<String, String>) {
    let place = place(out);
    let lines: Vec<String> = hashes.iter().map(|(path, hash)| format!("{hash}  {path}\n")).collect();
    if let Some(folder) = place.parent()
        && fs::create_dir_all(folder).is_ok()
    {
        let staged = place.with_extension("new");
        if fs::write(&staged, lines.concat()).is_ok() {
            drop(fs::rename(&staged, &place));
        }
    }
}

/// One file for each folder that is written.
fn place(out: &Path) -> PathBuf {
    let program = std::env::current_exe().ok();
    let beside = program.as_deref().and_then(Path::parent).map(Path::to_owned);
    let name = manifest::hash(crate::sync::canonical(out).to_string_lossy().as_bytes());
    beside.unwrap_or_else(std::env::temp_dir).join("xtask-generated").join(name)
}
