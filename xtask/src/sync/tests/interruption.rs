//! Disks and other programs that interrupt a run: the error names the file, and no file is half-written.

use std::cell::Cell;
use std::error::Error;
use std::fs;
use std::io;
use std::path::Path;

use codegen::File;

use crate::sync::apply::apply_with;
use crate::sync::{Plan, apply, plan};

type TestResult = Result<(), Box<dyn Error>>;

const OLD: [(&str, &str); 3] = [("a", "old"), ("gone/b", "old"), ("z", "old")];
const NEW: [(&str, &str); 3] = [("a", "new"), ("new/c", "new"), ("z", "new")];

fn files(table: [(&str, &str); 3]) -> Vec<File> {
    table.map(|(path, text)| File { path: path.to_owned(), text: text.to_owned() }).to_vec()
}

/// Writes the old files, and returns the plan that replaces them with the new ones.
fn planned(out: &Path) -> Result<Plan, Box<dyn Error>> {
    let old = plan(out, &files(OLD)).map_err(|failure| failure.to_string())?;
    apply(&old).map_err(|failure| failure.to_string())?;
    Ok(plan(out, &files(NEW)).map_err(|failure| failure.to_string())?)
}

/// Returns all paths in a folder, with the contents of files.
fn contents(folder: &Path) -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let bytes = if path.is_dir() { Vec::new() } else { fs::read(&path)? };
            found.push((path.display().to_string(), bytes));
            if path.is_dir() {
                waiting.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[test]
fn a_full_disk_changes_nothing_at_any_moment() -> TestResult {
    for space in 0..4 {
        let out = tempfile::tempdir()?;
        let plan = planned(out.path())?;
        let before = contents(out.path())?;
        let left = Cell::new(space);
        let write = |path: &Path, bytes: &[u8]| {
            if left.get() == 0 {
                fs::write(path, bytes.get(..1).unwrap_or_default())?; // a part of it
                return Err(io::ErrorKind::StorageFull.into());
            }
            left.set(left.get() - 1);
            fs::write(path, bytes)
        };
        let text = apply_with(&plan, &write).err().ok_or("applied")?.to_string();
        assert!(text.contains("could not write `") && text.contains("all files are unchanged"), "{text}");
        assert_eq!(contents(out.path())?, before, "with space for {space} files");
    }
    Ok(())
}

#[test]
fn a_file_that_is_edited_during_a_run_keeps_the_edit() -> TestResult {
    for path in ["a", "gone/b", "new/c", "z"] {
        let out = tempfile::tempdir()?;
        let plan = planned(out.path())?;
        fs::create_dir_all(out.path().join("new"))?;
        fs::write(out.path().join(path), "mine")?;
        let before = contents(out.path())?;
        let text = apply(&plan).err().ok_or("applied")?.to_string();
        assert!(text.contains(&format!("{path}` changed while")), "{text}");
        assert!(text.contains("all files are unchanged"), "{text}");
        assert_eq!(contents(out.path())?, before, "{path}");
    }
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_reported_and_stays_unchanged() -> TestResult {
    use std::os::unix::fs::PermissionsExt as _;

    let out = tempfile::tempdir()?;
    let plan = planned(out.path())?;
    let before = contents(out.path())?;
    fs::set_permissions(out.path(), fs::Permissions::from_mode(0o555))?;
    if fs::write(out.path().join("probe"), "").is_ok() {
        eprintln!("skipped: this user may write into any folder");
        return Ok(());
    }
    let text = apply(&plan).err().ok_or("applied")?.to_string();
    fs::set_permissions(out.path(), fs::Permissions::from_mode(0o755))?;
    assert!(text.contains(&out.path().display().to_string()), "{text}");
    assert_eq!(contents(out.path())?, before);
    Ok(())
}
