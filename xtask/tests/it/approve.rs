//! Approvals of breaking changes, and the problems that make `diff` fail.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::process::{Finished, TestResult, finish, folder, xtask};

fn git(root: &Path, arguments: &[&str]) -> TestResult {
    let identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    let output = Command::new("git").arg("-C").arg(root).args(identity).args(arguments).output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// Runs a command in a folder, as an installed program.
fn run(root: &Path, arguments: &[&str]) -> TestResult<Finished> {
    finish(xtask(arguments).current_dir(root).env_remove("TWILIO_CODEGEN_COMMAND"))
}

/// The fingerprints of the breaking changes in the report of `diff`.
fn fingerprints(root: &Path) -> TestResult<Vec<String>> {
    let report = run(root, &["diff", "--format", "json"])?.stdout;
    let report: serde_json::Value = serde_json::from_str(&report)?;
    let changes = report["changes"].as_array().ok_or("no changes")?;
    let breaking =
        |change: &&serde_json::Value| ["wire", "rust"].iter().any(|side| change["rule"][side] == "breaking");
    let breaking = changes.iter().filter(breaking);
    Ok(breaking.filter_map(|change| Some(change["fingerprint"].as_str()?.to_owned())).collect())
}

#[test]
fn a_breaking_change_fails_until_it_is_approved_and_the_version_is_raised() -> TestResult {
    let home = tempfile::tempdir()?;
    let root = home.path();
    folder(&root.join("spec"), &[("rooms_v1.yaml", &["Rooms", "Chairs", "Tables"])])?;
    fs::write(root.join("spec/codegen.toml"), "[package]\nversion = \"0.1.0\"\n")?;
    git(root, &["init", "--quiet", "-b", "main"])?;
    git(root, &["add", "."])?;
    git(root, &["commit", "--quiet", "-m", "first"])?;
    folder(&root.join("spec"), &[("rooms_v1.yaml", &["Rooms"])])?;
    let gate = ["diff", "--fail-on", "breaking,version"];

    let failed = run(root, &gate)?;
    assert_eq!(failed.status, Some(1), "{failed:?}");
    for part in [
        "breaking changes without an approval",
        "set `version = \"0.2.0\"` in spec/codegen.toml, and run `twilio-codegen generate`",
    ] {
        assert!(failed.stderr.contains(part), "{}", failed.stderr);
    }
    let found = fingerprints(root)?;
    let all = format!("in spec/approved.toml: `twilio-codegen approve {} --reason TEXT`", found.join(" "));
    assert!(failed.stderr.contains(&all), "{}", failed.stderr);
    let help = "to fix: set `version = \"0.2.0\"` in spec/codegen.toml, and run `twilio-codegen generate`";
    assert!(failed.stdout.contains(help), "{}", failed.stdout);
    let against = run(root, &["diff", "--base", "HEAD", "--spec", "spec"])?;
    assert!(against.stdout.contains("--reason TEXT --base HEAD --spec spec`"), "{}", against.stdout);
    for fingerprint in &found {
        let step = format!("to approve: `twilio-codegen approve {fingerprint} --reason TEXT`");
        assert!(failed.stdout.contains(&step), "{}", failed.stdout);
    }
    assert!(failed.stdout.contains("approvals are written to spec/approved.toml"), "{}", failed.stdout);

    let [one, others @ ..] = found.as_slice() else { return Err("no change".into()) };
    let path = root.join("spec/approved.toml");
    for (arguments, problem) in [
        (vec![one.as_str(), "nothing"], "no change has the fingerprint `nothing`"),
        (vec![one, one], "is given twice"),
    ] {
        let refused = run(root, &[&["approve", "--reason", "x"], arguments.as_slice()].concat())?;
        assert_eq!(refused.status, Some(1), "{refused:?}");
        assert!(refused.stderr.contains(problem) && !path.exists(), "{refused:?}");
    }
    let refused = run(root, &["approve", one, "--reason", " "])?;
    assert_eq!(refused.status, Some(2), "{refused:?}");

    fs::write(&path, "# Our approvals.\n")?;
    let mut approve = vec!["approve", "--reason", "it was \"never\" used", one];
    approve.extend(others.iter().map(String::as_str));
    let approved = run(&root.join("spec"), &approve)?;
    assert!(approved.is_success(), "{approved:?}");
    assert!(approved.stdout.contains("written: spec/approved.toml"), "{approved:?}");
    let text = fs::read_to_string(&path)?;
    assert!(text.starts_with("# Our approvals.\n\n[[approved]]\n"), "{text}");
    let refused = run(root, &["approve", one, "--reason", "again"])?;
    assert!(refused.stderr.contains("is already approved: it was \"never\" used"), "{refused:?}");
    assert_eq!(fs::read_to_string(&path)?, text);

    fs::write(root.join("spec/codegen.toml"), "[package]\nversion = \"0.2.0\"\n")?;
    let passed = run(root, &gate)?;
    assert!(passed.is_success(), "{passed:?}");
    assert_eq!(passed.stderr, "");
    Ok(())
}
