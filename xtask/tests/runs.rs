//! The command as a process: two at once, and one that is stopped at any moment.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

type Outcome = Result<(), Box<dyn Error>>;

/// `cargo xtask generate` into a folder.
fn generate(out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["generate", "--out"]).arg(out).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Every file of a crate, but for those that a run has not put in their place yet.
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
fn two_runs_at_once_write_what_one_writes() -> Outcome {
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
fn a_run_that_is_stopped_leaves_whole_files_and_the_next_one_ends_its_work() -> Outcome {
    let home = tempfile::tempdir()?;
    let alone = home.path().join("alone");
    assert!(generate(&alone).status()?.success());
    let whole = files(&alone)?;
    let mut broken = 0;
    for round in 0..12_u64 {
        let out = home.path().join(format!("stopped-{round}"));
        let mut run = generate(&out).spawn()?;
        // Sooner and later, and in the middle of writing at least once.
        while !out.exists() && run.try_wait()?.is_none() {
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(Duration::from_millis(round));
        run.kill()?;
        run.wait()?;
        let left = if out.exists() { files(&out)? } else { BTreeMap::new() };
        for (name, bytes) in &left {
            assert!(whole.get(name) == Some(bytes), "{name} is half a file");
        }
        broken += usize::from(left.len() < whole.len());
        assert!(generate(&out).status()?.success());
        assert_eq!(files(&out)?, whole, "after round {round}");
        assert!(!out.join(".generated.tmp").exists());
    }
    assert!(broken > 0, "no run was stopped in time: a void test");
    Ok(())
}

/// A program that reads faults or reports gets them in its form from every command.
#[test]
fn faults_are_told_in_the_form_that_was_asked_for() -> Outcome {
    let home = tempfile::tempdir()?;
    let broken = home.path().join("broken.yaml");
    std::fs::write(&broken, "openapi: 3.0.1\npaths: []\n")?;
    for (format, wanted) in [("json", "{\"file\":"), ("github", "::error file=")] {
        for command in [vec!["generate", "--check"], vec!["diff", "--base-spec", "spec"]] {
            let mut run = Command::new(env!("CARGO_BIN_EXE_xtask"));
            run.args(&command).args(["--format", format, "--spec"]).arg(&broken);
            let output = run.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).output()?;
            let told = String::from_utf8(output.stdout)?;
            assert!(told.starts_with(wanted), "{command:?}: {told}");
            assert_eq!(output.status.code(), Some(1), "{command:?}");
        }
    }
    Ok(())
}
