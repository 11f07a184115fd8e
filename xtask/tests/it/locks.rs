//! The lock: where it is, who can take it, and what remains of it.

use std::fs;
use std::time::Duration;

use crate::process::{TestResult, finish, folder, generate, generated};

#[test]
fn runs_with_different_temporary_folders_exclude_each_other() -> TestResult {
    let home = tempfile::tempdir()?;
    let spec = folder(&home.path().join("spec"), &[("rooms_v1.yaml", &["Rooms"])])?;
    let (out, temporary) = (home.path().join("crate"), home.path().join("tmp"));
    fs::create_dir(&temporary)?;
    fs::create_dir(&out)?;
    let lock = fs::File::create(out.join(".generated.lock"))?;
    lock.lock()?;
    let mut run = generate(&spec, &out).env("TMPDIR", &temporary).env("TMP", &temporary).spawn()?;
    std::thread::sleep(Duration::from_secs(2));
    assert!(run.try_wait()?.is_none(), "the run did not wait for the lock");
    assert!(!out.join("Cargo.toml").exists());
    lock.unlock()?;
    assert!(run.wait()?.success());
    assert!(out.join("Cargo.toml").exists());
    Ok(())
}

#[test]
fn a_run_leaves_no_lock_file() -> TestResult {
    let home = tempfile::tempdir()?;
    let spec = folder(&home.path().join("spec"), &[("rooms_v1.yaml", &["Rooms"])])?;
    let (out, temporary) = (home.path().join("crate"), home.path().join("tmp"));
    fs::create_dir(&temporary)?;
    assert!(finish(generate(&spec, &out).env("TMPDIR", &temporary).env("TMP", &temporary))?.is_success());
    assert_eq!(fs::read_dir(&temporary)?.count(), 0, "a file remains in the temporary folder");
    assert_eq!(out.join(".generated.lock").exists(), cfg!(windows));
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_as_the_lock_creates_no_file_elsewhere() -> TestResult {
    let home = tempfile::tempdir()?;
    let spec = folder(&home.path().join("spec"), &[("rooms_v1.yaml", &["Rooms"])])?;
    let (out, elsewhere) = (home.path().join("crate"), home.path().join("elsewhere"));
    generated(&spec, &out)?;
    std::os::unix::fs::symlink(&elsewhere, out.join(".generated.lock"))?;
    let finished = finish(&mut generate(&spec, &out))?;
    assert!(!elsewhere.exists());
    assert!(finished.stderr.contains(".generated.lock` is a symbolic link"), "{finished:?}");
    Ok(())
}
