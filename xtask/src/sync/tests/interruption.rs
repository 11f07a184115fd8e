//! Disks and other programs that interrupt a run: the error names the file, and no file is half-written.

use std::cell::Cell;
use std::error::Error;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use codegen::File;

use super::plan::tree;
use crate::failure::Failure;
use crate::sync::apply::apply_on;
use crate::sync::disk::{Disk, SystemDisk};
use crate::sync::{Plan, apply, apply_then, plan};

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

/// A disk with space for a number of files.
struct FullDisk {
    left: Cell<usize>,
}

impl Disk for FullDisk {
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if self.left.get() == 0 {
            fs::write(path, bytes.get(..1).unwrap_or_default())?; // a part of it
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.left.set(self.left.get() - 1);
        fs::write(path, bytes)
    }
}

/// A run that is killed after a number of operations.
struct KilledRun {
    left: Cell<usize>,
}

impl KilledRun {
    fn step(&self) {
        if self.left.get() == 0 {
            std::panic::resume_unwind(Box::new("killed"));
        }
        self.left.set(self.left.get() - 1);
    }
}

impl Disk for KilledRun {
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step();
        fs::write(path, bytes.get(..bytes.len() / 2).unwrap_or_default())?;
        self.step();
        SystemDisk.write(path, bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step();
        SystemDisk.rename(from, to)
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.step();
        SystemDisk.create_dir(path)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step();
        SystemDisk.remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.step();
        SystemDisk.remove_dir(path)
    }
}

#[test]
fn after_a_kill_at_any_operation_one_run_produces_the_old_or_the_new_tree() -> TestResult {
    let trees = [OLD, NEW].map(|table| {
        let out = tempfile::tempdir()?;
        apply(&plan(out.path(), &files(table)).map_err(|failure| failure.to_string())?)
            .map_err(|failure| failure.to_string())?;
        tree(out.path())
    });
    let mut kills = 0;
    for (table, expected) in [OLD, NEW].into_iter().zip(trees) {
        let expected = expected?;
        for operations in 0.. {
            let out = tempfile::tempdir()?;
            let first = planned(out.path())?;
            let run = KilledRun { left: Cell::new(operations) };
            let killed = catch_unwind(AssertUnwindSafe(|| apply_on(&run, &first, || Ok(())))).is_err();
            let next = plan(out.path(), &files(table)).map_err(|failure| failure.to_string())?;
            assert_eq!(next.warnings, [""; 0], "after {operations} operations");
            apply(&next).map_err(|failure| failure.to_string())?;
            assert_eq!(tree(out.path())?, expected, "after {operations} operations");
            kills += usize::from(killed);
            if !killed {
                break;
            }
        }
    }
    assert!(kills > 40, "only {kills} kills");
    Ok(())
}

#[test]
fn a_staging_folder_of_the_user_is_not_removed() -> TestResult {
    for (name, is_needed) in [("notes.txt", true), ("new-0", true), ("notes.txt", false)] {
        let out = tempfile::tempdir()?;
        let plan = planned(out.path())?;
        let staging = out.path().join(".generated.tmp");
        fs::create_dir(&staging)?;
        fs::write(staging.join(name), "mine")?;
        if is_needed {
            let text = apply(&plan).err().ok_or("applied")?.to_string();
            assert!(text.contains(".generated.tmp` exists, and the generator does not own it"), "{text}");
        } else {
            let fresh = crate::sync::plan(out.path(), &files(OLD)).map_err(|failure| failure.to_string())?;
            apply(&fresh).map_err(|failure| failure.to_string())?;
        }
        assert_eq!(fs::read_to_string(staging.join(name))?, "mine");
    }
    Ok(())
}

#[test]
fn a_full_disk_changes_nothing_at_any_moment() -> TestResult {
    for space in 0..6 {
        let out = tempfile::tempdir()?;
        let plan = planned(out.path())?;
        let before = contents(out.path())?;
        let text = apply_on(&FullDisk { left: Cell::new(space) }, &plan, || Ok(()))
            .err()
            .ok_or("applied")?
            .to_string();
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

/// A file outside of the folder belongs to the same run: either all files change or none.
#[test]
fn a_failure_of_the_last_step_restores_the_folder() -> TestResult {
    let out = tempfile::tempdir()?;
    let plan = planned(out.path())?;
    let before = contents(out.path())?;
    let text = apply_then(&plan, || Err(Failure::new("the last step failed", "try again")));
    let text = text.err().ok_or("applied")?.to_string();
    assert!(text.contains("the last step failed") && text.contains("all files are unchanged"), "{text}");
    assert_eq!(contents(out.path())?, before);
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
