//! Parallel runs, killed first runs, and output formats.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::process::{self, TestResult, Tree, finish, tree, xtask};

/// The documents of the sample.
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/sample");

/// Copies the sample to a folder, with a `names.lock` that a run has to update.
fn copy(folder: &Path) -> TestResult<PathBuf> {
    let spec = folder.join("spec");
    std::fs::create_dir(&spec)?;
    for entry in std::fs::read_dir(SAMPLE)? {
        let entry = entry?;
        std::fs::copy(entry.path(), spec.join(entry.file_name()))?;
    }
    std::fs::write(spec.join("names.lock"), "")?;
    Ok(spec)
}

/// Generates the client of the sample.
fn generate(out: &Path) -> Command {
    process::generate(Path::new(SAMPLE), out)
}

/// Returns all generated files, without those of a run that is not finished.
fn files(out: &Path) -> TestResult<Tree> {
    let mut files = tree(out)?;
    files.retain(|path, _| !path.ends_with('/') && !path.starts_with(".generated."));
    Ok(files)
}

#[test]
fn parallel_runs_write_the_same_files_as_one_run() -> TestResult {
    let home = tempfile::tempdir()?;
    let (alone, both) = (home.path().join("alone"), home.path().join("both"));
    assert!(generate(&alone).status()?.success());
    let runs = [generate(&both).spawn()?, generate(&both).spawn()?, generate(&both).spawn()?];
    for mut run in runs {
        assert!(run.wait()?.success());
    }
    assert_eq!(files(&both)?, files(&alone)?);
    assert!(!both.join(".generated.tmp").exists());
    Ok(())
}

/// Runs for different output folders write one file of assigned names.
#[test]
fn parallel_runs_write_the_same_names() -> TestResult {
    let home = tempfile::tempdir()?;
    let spec = copy(home.path())?;
    let runs: Vec<_> =
        (0..4).map(|run| process::generate(&spec, &home.path().join(format!("out-{run}"))).spawn()).collect();
    for run in runs {
        assert!(run?.wait()?.success());
    }
    let names = std::fs::read_to_string(spec.join("names.lock"))?;
    assert!(names.contains("[documents.") && !spec.join(".names.lock.new").exists(), "{names}");
    Ok(())
}

/// The documents of an argument may belong to another project.
#[test]
fn a_run_adds_no_file_to_the_documents_of_an_argument() -> TestResult {
    let home = tempfile::tempdir()?;
    let spec = copy(home.path())?;
    std::fs::remove_file(spec.join("names.lock"))?;
    assert!(process::generate(&spec, &home.path().join("out")).status()?.success());
    assert!(!spec.join("names.lock").exists());
    Ok(())
}

#[test]
fn a_killed_run_leaves_complete_files_and_the_next_run_finishes() -> TestResult {
    let home = tempfile::tempdir()?;
    let alone = home.path().join("alone");
    assert!(generate(&alone).status()?.success());
    let whole = files(&alone)?;
    let mut interrupted = 0;
    for round in 0..12_u64 {
        let out = home.path().join(format!("killed-{round}"));
        let mut run = generate(&out).spawn()?;
        // Kill at different moments, at least once during the writes.
        while !out.exists() && run.try_wait()?.is_none() {
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(Duration::from_millis(round));
        run.kill()?;
        run.wait()?;
        let left = if out.exists() { files(&out)? } else { Tree::new() };
        for (name, bytes) in &left {
            assert!(whole.get(name) == Some(bytes), "{name} is incomplete");
        }
        interrupted += usize::from(left.len() < whole.len());
        assert!(generate(&out).status()?.success());
        assert_eq!(files(&out)?, whole, "after round {round}");
        assert!(!out.join(".generated.tmp").exists());
    }
    assert!(interrupted > 0, "every run finished before the kill");
    Ok(())
}

/// Programs that read diagnostics or reports receive them in the requested format.
#[test]
fn every_command_prints_diagnostics_in_the_requested_format() -> TestResult {
    let home = tempfile::tempdir()?;
    let broken = home.path().join("broken.yaml");
    std::fs::write(&broken, "openapi: 3.0.1\ninfo: {title: a, version: b}\npaths: [1]\n")?;
    for (format, expected) in [("json", "{\"file\":"), ("github", "::error file=")] {
        for command in [vec!["generate", "--check"], vec!["diff", "--base-spec", SAMPLE]] {
            let mut run = xtask(&command);
            run.args(["--format", format, "--spec"]).arg(&broken);
            let finished = finish(run.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")))?;
            assert!(finished.stdout.starts_with(expected), "{command:?}: {finished:?}");
            assert_eq!(finished.status, Some(1), "{command:?}");
        }
    }
    Ok(())
}
