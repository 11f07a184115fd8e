//! Trees of other systems: CRLF line endings, reserved names, and names that differ only in case.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::process::{TestResult, finish, folder, generate, generated, tree};

/// Replaces LF by CRLF in all files, as git does on Windows.
fn check_out_with_crlf(out: &Path) -> TestResult {
    for (path, bytes) in tree(out)?.into_iter().filter(|(path, _)| !path.ends_with('/')) {
        fs::write(out.join(path), String::from_utf8(bytes)?.replace('\n', "\r\n"))?;
    }
    Ok(())
}

#[test]
fn a_tree_with_crlf_is_fresh_and_its_stale_files_are_removed() -> TestResult {
    let home = tempfile::tempdir()?;
    let old = folder(
        &home.path().join("old"),
        &[("rooms_v1.yaml", &["Rooms", "Chairs"]), ("calls_v1.yaml", &["Calls"])],
    )?;
    let new = folder(&home.path().join("new"), &[("rooms_v1.yaml", &["Rooms"])])?;
    let out = home.path().join("crate");
    assert!(finish(generate(&old, &out).arg("--examples"))?.is_success());
    check_out_with_crlf(&out)?;
    let finished = finish(generate(&old, &out).args(["--examples", "--check"]))?;
    assert!(finished.is_success(), "{finished:?}");

    let finished = generated(&new, &out)?;
    assert!(!finished.stderr.contains("warning"), "{finished:?}");
    let complete = home.path().join("complete");
    generated(&new, &complete)?;
    let names =
        |out: &Path| Ok::<BTreeSet<String>, Box<dyn std::error::Error>>(tree(out)?.into_keys().collect());
    assert_eq!(names(&out)?, names(&complete)?);
    assert!(finish(generate(&new, &out).arg("--check"))?.is_success());
    Ok(())
}

#[test]
fn git_checks_the_repository_out_with_lf_on_every_system() -> TestResult {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let mut git = Command::new("git");
    git.args(["-C", root, "check-attr", "eol", "--", "generated-client/src/lib.rs", "spec/a.yaml"]);
    let Ok(output) = git.output() else {
        eprintln!("skipped: git is not installed");
        return Ok(());
    };
    let printed = String::from_utf8(output.stdout)?;
    assert!(
        printed.lines().count() == 2 && printed.lines().all(|line| line.ends_with(": eol: lf")),
        "{printed}"
    );
    Ok(())
}

#[test]
fn reserved_names_and_names_that_differ_in_case_become_different_files() -> TestResult {
    let home = tempfile::tempdir()?;
    let nouns = ["Con", "Aux", "Nul", "Prn", "Com1", "LPT9", "Mod", "Lib", "Rooms", "rooms", "ROOMS"];
    let spec = folder(&home.path().join("spec"), &[("con.yaml", &nouns), ("lpt1.yaml", &["NUL"])])?;
    let out = home.path().join("crate");
    generated(&spec, &out)?;
    let mut seen = BTreeSet::new();
    for path in tree(&out)?.into_keys() {
        assert!(seen.insert(path.to_ascii_lowercase()), "`{path}` differs only in case from another file");
        for part in path.split('/').filter(|part| !part.is_empty()) {
            let stem = part.split('.').next().unwrap_or_default().to_ascii_lowercase();
            let is_port = stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt"));
            let is_device = ["con", "prn", "aux", "nul"].contains(&stem.as_str());
            assert!(!(is_device || is_port && stem.ends_with(|c: char| c.is_ascii_digit())), "{path}");
        }
    }
    assert!(out.join("src/con_/aux_.rs").exists());
    Ok(())
}
