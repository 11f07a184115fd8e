//! Finds the fixtures of a folder: `FOLDER/THEME/NAME.yaml`, or a folder `FOLDER/THEME/NAME` with
//! several files. The tests and the build script of the zoo share this file.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// Returns every fixture of the folder, keyed by `THEME__NAME` without the extension.
///
/// # Errors
///
/// A file that is not in the folder of a theme, and two fixtures of a theme with the same name.
pub(crate) fn find(folder: &Path) -> Result<BTreeMap<String, PathBuf>, Box<dyn Error>> {
    let mut found = BTreeMap::new();
    for theme in entries(folder)? {
        if !theme.is_dir() {
            return Err(format!("{} must be in the folder of a theme", theme.display()).into());
        }
        for path in entries(&theme)? {
            let key = format!("{}__{}", name(&theme), name(&path));
            if let Some(other) = found.insert(key, path.clone()) {
                return Err(format!("{} and {} have the same name", path.display(), other.display()).into());
            }
        }
    }
    Ok(found)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        paths.push(entry?.path());
    }
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
