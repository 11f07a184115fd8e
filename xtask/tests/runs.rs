//! Tests of the command as a process: parallel runs, killed runs, and output formats.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

type TestResult = Result<(), Box<dyn Error>>;

/// Returns the command that generates a crate into a folder.
fn generate(out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["generate", "--out"]).arg(out).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Returns all files of a crate, without the staging folder.
fn files(out: &Path) -> Result<BTreeMap<String, Vec<u8>>, Box<dyn Error>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![out.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.strip_prefix(out)?.display().to_string();
            if path.is_dir() && name != ".generated.tmp" {
                waiting.push(path);
            } else if path.is_file() {
                found.insert(name, std::fs::read(&path)?);
            }
        }
    }
    Ok(found)
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
        let left = if out.exists() { files(&out)? } else { BTreeMap::new() };
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
    std::fs::write(&broken, "openapi: 3.0.1\npaths: []\n")?;
    for (format, expected) in [("json", "{\"file\":"), ("github", "::error file=")] {
        for command in [vec!["generate", "--check"], vec!["diff", "--base-spec", "spec"]] {
            let mut run = Command::new(env!("CARGO_BIN_EXE_xtask"));
            run.args(&command).args(["--format", format, "--spec"]).arg(&broken);
            let output = run.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).output()?;
            let printed = String::from_utf8(output.stdout)?;
            assert!(printed.starts_with(expected), "{command:?}: {printed}");
            assert_eq!(output.status.code(), Some(1), "{command:?}");
        }
    }
    Ok(())
}
