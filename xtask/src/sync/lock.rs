//! Ensures that only one run at a time writes into a folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use super::manifest;
use crate::failure::Failure;
use crate::input::paths;
use crate::terminal;

/// Locks a folder. Waits for any other run that writes into it.
///
/// The lock is a file in the system's folder for temporary files, so that no file remains in `out`.
/// It ends when the returned file is dropped, or with the process.
pub(crate) fn lock(out: &Path) -> Result<File, Failure> {
    let name = manifest::hash(paths::canonical(out).to_string_lossy().as_bytes());
    let path = std::env::temp_dir().join(format!("xtask-generate-{name:.16}.lock"));
    let fail = |error: &io::Error| {
        Failure::io("lock", &path, error, "check that the folder for temporary files is writable")
    };
    let mut options = OpenOptions::new();
    let file = options.create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|error| fail(&error))?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => {
            terminal::warn(&format!("waiting for another run that writes `{}`", out.display()));
        }
        Err(TryLockError::Error(error)) => return Err(fail(&error)),
    }
    file.lock().map_err(|error| fail(&error))?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_waits_for_the_first() -> Result<(), Box<dyn std::error::Error>> {
        let out = tempfile::tempdir()?;
        let first = lock(out.path()).map_err(|failure| failure.to_string())?;
        let path = out.path().to_owned();
        let second = std::thread::spawn(move || lock(&path).is_ok());
        std::thread::sleep(std::time::Duration::from_millis(100));
        assert!(!second.is_finished());
        drop(first);
        assert!(second.join().unwrap_or(false));
        Ok(())
    }
}
