//! Reads the folder of generated files without following a link out of it or waiting for a pipe.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use super::content;
use crate::failure::Failure;
use crate::terminal;

/// Checks that a path is a folder or does not exist.
pub(super) fn check_folder(out: &Path) -> Result<(), Failure> {
    match fs::metadata(out) {
        Ok(about) if about.is_dir() => Ok(()),
        Ok(_) => Err(Failure::new(
            format_args!("`{}` is not a folder", terminal::path(out)),
            "`--out` accepts a folder, which is created if it does not exist",
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !out.is_symlink() => Ok(()),
        Err(error) => Err(Failure::io("read", out, &error, "set another folder with `--out`")),
    }
}

/// Returns the content of a file, or `None` if it does not exist. Follows no link inside the folder.
pub(super) fn read(out: &Path, path: &str) -> Result<Option<Vec<u8>>, Failure> {
    let mut found = out.to_owned();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        found.push(part);
        let about = match fs::symlink_metadata(&found) {
            Ok(about) => about,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(Failure::io("read", &found, &error, "check its permissions"));
            }
        };
        let expected = if parts.peek().is_some() { "folder" } else { "file" };
        let kind = about.file_type();
        if kind.is_symlink() {
            return Err(in_the_way(&found, "a symbolic link", expected));
        }
        match expected {
            "folder" if kind.is_file() => return Err(in_the_way(&found, "a file", expected)),
            "folder" if !kind.is_dir() => return Err(in_the_way(&found, "a special file", expected)),
            "file" if kind.is_dir() => return Err(in_the_way(&found, "a folder", expected)),
            "file" if !kind.is_file() => return Err(in_the_way(&found, "a special file", expected)),
            _ => {}
        }
    }
    let help = "check the permissions of the file";
    fs::read(&found).map(Some).map_err(|error| Failure::io("read", &found, &error, help))
}

/// Creates the failure for a path that exists with the wrong kind.
pub(super) fn in_the_way(path: &Path, found: &str, expected: &str) -> Failure {
    Failure::new(
        format_args!("`{}` is {found}, but the generator needs a {expected} there", terminal::path(path)),
        "move it away, or set another folder with `--out`",
    )
}

/// Creates the failure for a path that the generator would have to change, but does not own.
pub(super) fn foreign(path: &Path) -> Failure {
    Failure::new(
        format_args!("`{}` exists, and the generator does not own it", terminal::path(path)),
        "move it away (if you edited a generated file, delete it), or set an empty folder with `--out`",
    )
}

/// Whether two paths name one file, as on a system that ignores the case of names.
pub(super) fn is_one_file(out: &Path, one: &str, other: &str) -> bool {
    let canonical = |path: &str| fs::canonicalize(out.join(path)).ok();
    one.eq_ignore_ascii_case(other) && canonical(one).is_some_and(|one| canonical(other) == Some(one))
}

/// Finds the files below a folder that contain the marker. Ignores unreadable files.
pub(super) fn find_marked(out: &Path, folder: &str, found: &mut Vec<String>) {
    find_in(out, folder, Depth::Tree, found);
}

/// Finds the files directly in the folder of generated files that contain the marker.
pub(super) fn find_marked_at_top(out: &Path, found: &mut Vec<String>) {
    find_in(out, "", Depth::Folder, found);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Folder,
    Tree,
}

fn find_in(out: &Path, folder: &str, depth: Depth, found: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(out.join(folder)) else {
        return;
    };
    for entry in entries.flatten() {
        let (Ok(kind), Ok(name)) = (entry.file_type(), entry.file_name().into_string()) else {
            continue;
        };
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        if kind.is_dir() && depth == Depth::Tree {
            find_in(out, &path, depth, found);
        } else if kind.is_file() && starts_marked(&entry.path()).unwrap_or(false) {
            found.push(path);
        }
    }
}

fn starts_marked(path: &Path) -> io::Result<bool> {
    let mut start = Vec::new();
    fs::File::open(path)?.take(256).read_to_end(&mut start)?;
    Ok(content::is_marked(&start))
}
