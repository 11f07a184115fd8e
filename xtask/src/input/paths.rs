//! Paths: arguments, and how paths are printed and compared.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::terminal;

/// Parses a path argument. Rejects the empty path, which would otherwise mean the current folder.
pub(crate) fn argument(text: &str) -> Result<PathBuf, &'static str> {
    if text.is_empty() { Err("a path must not be empty") } else { Ok(PathBuf::from(text)) }
}

/// Returns a path for display: relative to the root of the project if it is inside, otherwise unchanged. The
/// result is harmless in every format (see [`terminal::name`]).
pub(crate) fn shown(root: &Path, path: &Path) -> String {
    let inside = canonical(path).strip_prefix(canonical(root)).map(Path::to_owned);
    match inside {
        Ok(inside) if !inside.as_os_str().is_empty() => {
            let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
            terminal::name(&parts.join("/"))
        }
        _ => terminal::path(path),
    }
}

/// Returns the path of a file that need not exist, for display.
pub(crate) fn shown_new(root: &Path, file: &Path) -> String {
    match (file.parent(), file.file_name()) {
        (Some(folder), Some(name)) if folder.is_dir() => {
            format!("{}/{}", shown(root, folder), terminal::name(&name.to_string_lossy()))
        }
        _ => terminal::path(file),
    }
}

/// Returns a path without `..` if it has any, so that it can be created: `new/../out` needs no `new`.
pub(crate) fn creatable(folder: PathBuf) -> PathBuf {
    let has_parent = folder.components().any(|part| part == Component::ParentDir);
    if has_parent { canonical(&folder) } else { folder }
}

/// Returns one path for all spellings of a folder, which need not exist.
pub(crate) fn canonical(folder: &Path) -> PathBuf {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    folder
        .ancestors()
        .find_map(|existing| {
            let rest = folder.strip_prefix(existing).ok()?;
            let mut path = fs::canonicalize(existing).ok()?;
            for part in rest.components() {
                // The rest does not exist, so no symbolic link changes the meaning of `..`.
                if part == Component::ParentDir {
                    path.pop()
                } else {
                    path.push(part);
                    true
                };
            }
            Some(path)
        })
        .unwrap_or(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_the_same_path_before_and_after_it_exists() -> std::io::Result<()> {
        let home = tempfile::tempdir()?;
        let folder = home.path().join("crate");
        let before = canonical(&folder);
        fs::create_dir(&folder)?;
        // As bytes: two paths are equal even if one of them ends in a slash.
        for spelling in
            [folder.clone(), folder.join(""), home.path().join("./crate"), home.path().join("new/../crate")]
        {
            assert_eq!(canonical(&spelling).as_os_str(), before.as_os_str());
        }
        Ok(())
    }
}
