//! `cargo xtask diff` in a temporary repository.

use std::fs;
use std::process::Command;

use super::*;

type TestResult = Result<(), Box<dyn std::error::Error>>;

const DOCUMENT: &str = "openapi: 3.0.1
info: {title: Rooms, version: 1.0.0}
servers: [{url: https://rooms.twilio.com}]
paths:
  /v1/Rooms/{Name}:
    delete:
      operationId: DeleteRoom
      parameters: [{name: Name, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: gone}}
";

/// Creates a repository with one commit. Returns `None` if git is not installed.
fn repository() -> Result<Option<tempfile::TempDir>, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    fs::create_dir_all(folder.path().join("spec"))?;
    fs::write(folder.path().join("spec/rooms_v1.yaml"), DOCUMENT)?;
    fs::write(folder.path().join("spec/codegen.toml"), "[package]\nversion = \"0.1.0\"\n")?;
    let identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    for arguments in [vec!["init", "--quiet"], vec!["add", "."], vec!["commit", "--quiet", "-m", "first"]] {
        let mut git = Command::new("git");
        let Ok(output) = git.arg("-C").arg(folder.path()).args(identity).args(&arguments).output() else {
            eprintln!("skipped: git is not installed");
            return Ok(None);
        };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(Some(folder))
}

fn request(base: &str, fail_on: &[FailOn]) -> Diff {
    let fail_on = fail_on.to_vec();
    Diff { base: base.to_owned(), base_spec: None, spec: None, format: Format::Text, fail_on }
}

fn edit(root: &Path, file: &str, from: &str, to: &str) -> TestResult {
    let path = root.join("spec").join(file);
    let text = fs::read_to_string(&path)?;
    assert!(text.contains(from));
    fs::write(path, text.replace(from, to))?;
    Ok(())
}

#[test]
fn a_breaking_change_fails_until_it_is_approved_and_the_version_is_raised() -> TestResult {
    let Some(folder) = repository()? else { return Ok(()) };
    let root = folder.path();
    let both = request("HEAD", &[FailOn::Breaking, FailOn::Version]);
    let failed = |request: &Diff| {
        let report = compare(root, request).map_err(|failure| failure.to_string())?;
        let failure = judge(&report, &request.fail_on).err();
        Ok::<_, String>((report, failure.map(|failure| (failure.status(), failure.to_string()))))
    };
    assert_eq!(failed(&both)?.1, None, "nothing changed");
    let since = || {
        let after = sources::read(root, &root.join("spec"), None).map_err(|failure| failure.to_string())?;
        since_head(root, &after, Format::Text).map_err(|failure| failure.to_string())
    };
    assert!(since()?.is_none());

    edit(root, "rooms_v1.yaml", "DeleteRoom", "RemoveRoom")?;
    let (report, failure) = failed(&both)?;
    let (status, text) = failure.ok_or("accepted")?;
    assert_eq!(status, 1);
    assert!(text.contains("1 breaking change without an approval"), "{text}");
    assert!(text.contains("set `version = \"0.2.0\"`"), "{text}");
    assert_eq!(failed(&request("HEAD", &[]))?.1, None, "without `--fail-on`");

    let fingerprint = &report.changes.first().ok_or("no change")?.fingerprint;
    let approval = format!("[[approved]]\nfingerprint = \"{fingerprint}\"\nreason = \"unused\"\n");
    fs::write(root.join(APPROVALS), approval)?;
    edit(root, "codegen.toml", "0.1.0", "0.2.0")?;
    assert_eq!(failed(&both)?.1, None);
    let approved = since()?.ok_or("no report")?;
    assert!(!approved.is_breaking(), "{approved}");

    fs::write(root.join(APPROVALS), "[[approved]]\nfingerprint = \"x\"\n")?;
    let text = compare(root, &both).err().ok_or("accepted")?.to_string();
    assert!(text.contains("missing field `reason`") && text.contains("spec/approved.toml:1:"), "{text}");
    assert!(since().err().ok_or("accepted")?.contains("missing field `reason`"));
    Ok(())
}

#[test]
fn an_unreadable_base_is_reported() -> TestResult {
    let Some(folder) = repository()? else { return Ok(()) };
    let root = folder.path();
    let failure = compare(root, &request("no-such", &[])).err().ok_or("accepted")?.to_string();
    assert!(failure.contains("revision `no-such` does not exist"), "{failure}");
    let failure = compare(root, &request("--help", &[])).err().ok_or("accepted")?.to_string();
    assert!(failure.contains("revision `--help` does not exist"), "{failure}");
    fs::remove_dir_all(root.join(".git"))?;
    let failure = compare(root, &request("HEAD", &[])).err().ok_or("accepted")?.to_string();
    assert!(failure.contains("`--base-spec PATH`"), "{failure}");
    let after = sources::read(root, &root.join("spec"), None).map_err(|failure| failure.to_string())?;
    let since = since_head(root, &after, Format::Text).map_err(|failure| failure.to_string())?;
    assert!(since.is_none(), "without git");
    let base_spec = Some(root.join("spec"));
    let report = compare(root, &Diff { base_spec, ..request("HEAD", &[]) });
    assert!(report.map_err(|failure| failure.to_string())?.changes.is_empty());
    Ok(())
}
