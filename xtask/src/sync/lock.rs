//! Ensures that only one run at a time writes into a folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::look::{check_folder, in_the_way};
use super::manifest;
use crate::failure::Failure;
use crate::terminal;

/// The lock on a folder. It ends when this value is dropped, or with the process.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    /// The open file, which the operating system locks.
    _file: File,
    _created: Created,
}

/// The folders that were created for the lock file, parents first. Removes the empty ones when it is
/// dropped.
#[derive(Debug)]
struct Created(Vec<PathBuf>);

/// Locks a folder. Waits for any other run that writes into it. Creates the folder if necessary.
///
/// The lock is a file in the folder, so that all runs that can write there use the same lock. The end
/// of the lock removes the file, and also the created folders if they are still empty. (Windows cannot
/// tell whether a path still names an open file. There, the lock file remains for the next run.)
pub(crate) fn lock(out: &Path) -> Result<Lock, Failure> {
    acquire(out, &|| {
        terminal::warn(&format!("waiting for another run that writes `{}`", terminal::path(out)));
    })
}

/// Locks a folder. Calls `on_wait` once if another run has the lock.
fn acquire(out: &Path, on_wait: &dyn Fn()) -> Result<Lock, Failure> {
    check_folder(out)?;
    let path = out.join(manifest::LOCK);
    let mut created = Created(Vec::new());
    let file = own(&path, on_wait, &mut || created.create(out))?;
    Ok(Lock { path, _file: file, _created: created })
}

/// Opens or creates a file that only this run may use. Waits for another run that uses it, and calls `on_wait`
/// once then. Calls `prepare` before each attempt.
pub(super) fn own(
    path: &Path,
    on_wait: &dyn Fn(),
    prepare: &mut dyn FnMut() -> Result<(), Failure>,
) -> Result<File, Failure> {
    let fail = |error: &io::Error| {
        Failure::io("lock", path, error, "check the permissions of the folder and of this file")
    };
    let mut has_waited = false;
    loop {
        prepare()?;
        let file = match open(path)? {
            Ok(file) => file,
            // Another run has removed the file or the folder since.
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(fail(&error)),
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                if !has_waited {
                    on_wait();
                    has_waited = true;
                }
                file.lock().map_err(|error| fail(&error))?;
            }
            Err(TryLockError::Error(error)) => return Err(fail(&error)),
        }
        if is_at(&file, path) {
            return Ok(file);
        }
    }
}

/// Opens the lock file, or creates it. Never follows a link, and never opens a pipe or a device.
fn open(path: &Path) -> Result<io::Result<File>, Failure> {
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        result => return Ok(result),
    }
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_symlink() => Err(in_the_way(path, "a symbolic link", "file")),
        Ok(about) if about.is_dir() => Err(in_the_way(path, "a folder", "file")),
        Ok(about) if !about.is_file() => Err(in_the_way(path, "a special file", "file")),
        // The file of another user may be read-only, which is sufficient for a lock.
        Ok(_) => Ok(OpenOptions::new().write(true).open(path).or_else(|_| File::open(path))),
        Err(error) => Ok(Err(error)),
    }
}

impl Created {
    /// Creates a folder and its parents.
    fn create(&mut self, out: &Path) -> Result<(), Failure> {
        let missing: Vec<_> = out.ancestors().take_while(|folder| !folder.exists()).collect();
        for folder in missing.into_iter().rev().filter(|folder| !folder.as_os_str().is_empty()) {
            match fs::create_dir(folder) {
                Ok(()) => self.0.push(folder.to_owned()),
                // Another run has created the folder.
                Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
                Err(error) => {
                    let help = "check the permissions of its parent";
                    return Err(Failure::io("create the folder", folder, &error, help));
                }
            }
        }
        Ok(())
    }
}

impl Drop for Created {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            if fs::remove_dir(folder).is_err() {
                break; // not empty
            }
        }
    }
}

/// Whether a path still names an open file.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    let number = |about: fs::Metadata| (about.dev(), about.ino());
    let (open, named) = (file.metadata().map(number), fs::symlink_metadata(path).map(number));
    open.ok().zip(named.ok()).is_some_and(|(open, named)| open == named)
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

impl Drop for Lock {
    fn drop(&mut self) {
        if cfg!(unix) {
            // A file that remains is locked by the next run.
            drop(fs::remove_file(&self.path));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type TestResult = Result<(), Box<dyn std::error::Error>>;

    fn locked(out: &Path) -> Result<Lock, String> {
        acquire(out, &|| ()).map_err(|failure| failure.to_string())
    }

    #[test]
    fn a_second_run_waits_for_the_first() -> TestResult {
        let home = tempfile::tempdir()?;
        let out = home.path().join("new/crate");
        let first = locked(&out)?;
        let path = out.clone();
        let second = std::thread::spawn(move || locked(&path).is_ok());
        std::thread::sleep(std::time::Duration::from_millis(100));
        assert!(!second.is_finished());
        drop(first);
        assert!(second.join().unwrap_or(false));
        assert_eq!(home.path().join("new").exists(), cfg!(windows), "the lock leaves files");
        Ok(())
    }

    /// A run removes the file that others wait for, so a new file must not lock twice.
    #[test]
    fn many_runs_never_hold_the_lock_at_the_same_time() -> TestResult {
        use std::sync::atomic::{AtomicUsize, Ordering};

        let home = tempfile::tempdir()?;
        let (out, inside) = (home.path().join("crate"), AtomicUsize::new(0));
        let run = || {
            for _ in 0..50 {
                let lock = locked(&out)?;
                if inside.fetch_add(1, Ordering::SeqCst) != 0 {
                    return Err("two runs hold the lock".to_owned());
                }
                std::thread::yield_now();
                inside.fetch_sub(1, Ordering::SeqCst);
                drop(lock);
            }
            Ok(())
        };
        std::thread::scope(|scope| {
            let runs: Vec<_> = (0..4).map(|_| scope.spawn(run)).collect();
            runs.into_iter().try_for_each(|run| run.join().map_err(|_| "panic".to_owned())?)
        })?;
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_read_only_lock_file_of_a_killed_run_does_not_prevent_a_run() -> TestResult {
        use std::os::unix::fs::PermissionsExt as _;

        let out = tempfile::tempdir()?;
        let path = out.path().join(manifest::LOCK);
        fs::write(&path, "")?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444))?;
        drop(locked(out.path())?);
        assert!(!path.exists());
        Ok(())
    }
}
