//! The operations that change a folder. Tests replace them to simulate a full disk or a killed run.

use std::fs;
use std::io;
use std::path::Path;

/// The operations that change a folder. The defaults call the operating system.
pub(super) trait Disk {
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::write(path, bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }
}

/// The disk of the operating system.
pub(super) struct SystemDisk;

impl Disk for SystemDisk {}
