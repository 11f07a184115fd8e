//! Pipes, links and unusual paths neither block a run nor lead it elsewhere.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::process::{TestResult, finish, folder, generate, generated, xtask};

/// Creates a pipe that nothing writes to. Returns whether the system has pipes.
fn pipe(path: &Path) -> bool {
    cfg!(unix) && Command::new("mkfifo").arg(path).status().is_ok_and(|status| status.success())
}

#[test]
fn a_pipe_does_not_block_a_run() -> TestResult {
    let home = tempfile::tempdir()?;
    let spec = folder(&home.path().join("spec"), &[("rooms_v1.yaml", &["Rooms"])])?;
    let out = home.path().join("crate");
    for (path, problem) in [
        (spec.join("pipe.yaml"), "is not a regular file"),
        (spec.join("codegen.toml"), "is not a regular file"),
        (out.join("Cargo.toml"), "is a special file"),
        (out.join(".generated"), "is a special file"),
        (out.join(".generated.lock"), "is a special file"),
        (out.join("src"), "is a special file"),
    ] {
        fs::create_dir_all(&out)?;
        if !pipe(&path) {
            eprintln!("skipped: this system has no pipes");
            return Ok(());
        }
        let finished = finish(&mut generate(&spec, &out))?;
        assert_eq!(finished.status, Some(1), "{path:?}");
        assert!(finished.stderr.contains(problem), "{path:?}: {finished:?}");
        fs::remove_file(&path)?;
    }
    let finished = finish(&mut generate(Path::new("/dev/zero"), &out))?;
    assert!(finished.stderr.contains("is not a regular file"), "{finished:?}");
    Ok(())
}

#[test]
fn a_folder_below_a_missing_one_can_be_left_again() -> TestResult {
    let home = tempfile::tempdir()?;
    let spec = folder(&home.path().join("spec"), &[("rooms_v1.yaml", &["Rooms"])])?;
    generated(&spec, &home.path().join("missing/../crate"))?;
    assert!(home.path().join("crate/Cargo.toml").exists());
    assert!(!home.path().join("missing").exists());
    Ok(())
}

#[test]
fn a_folder_of_the_user_with_the_name_of_the_staging_folder_remains() -> TestResult {
    let home = tempfile::tempdir()?;
    let spec = folder(&home.path().join("spec"), &[("rooms_v1.yaml", &["Rooms"])])?;
    let out = home.path().join("crate");
    fs::create_dir_all(out.join(".generated.tmp"))?;
    fs::write(out.join(".generated.tmp/notes"), "mine")?;
    let finished = finish(&mut generate(&spec, &out))?;
    assert_eq!(finished.status, Some(1));
    assert!(finished.stderr.contains(".generated.tmp` exists"), "{finished:?}");
    assert_eq!(fs::read_to_string(out.join(".generated.tmp/notes"))?, "mine");
    Ok(())
}

#[cfg(unix)]
#[test]
fn no_command_prints_the_target_of_a_link_out_of_its_folder() -> TestResult {
    use std::os::unix::fs::symlink;

    let home = tempfile::tempdir()?;
    let spec = home.path().join("spec");
    fs::create_dir(&spec)?;
    let secret = home.path().join("secret");
    fs::write(&secret, "password: hunter2\n")?;
    symlink(&secret, spec.join("link.yaml"))?;
    let (folder, link) = (spec.display().to_string(), spec.join("link.yaml").display().to_string());
    for format in ["text", "json", "github"] {
        for command in [
            vec!["generate", "--check", "--format", format, "--spec", &folder],
            vec!["generate", "--check", "--format", format, "--spec", &link],
            vec!["generate", "--check", "--format", format, "--config", &link],
            vec!["diff", "--format", format, "--base-spec", &folder, "--spec", &folder],
        ] {
            let finished = finish(&mut xtask(&command))?;
            let printed = finished.stdout + &finished.stderr;
            assert!(!printed.contains("hunter2") && !printed.contains("password"), "{command:?}: {printed}");
            assert!(
                printed.contains("is a symbolic link to a file outside its folder"),
                "{command:?}: {printed}"
            );
        }
    }
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_link_inside_the_folder_of_documents_is_read() -> TestResult {
    let home = tempfile::tempdir()?;
    let spec = folder(&home.path().join("spec"), &[("rooms.txt", &["Rooms"])])?;
    std::os::unix::fs::symlink("rooms.txt", spec.join("rooms_v1.yaml"))?;
    generated(&spec, &home.path().join("crate"))?;
    Ok(())
}
