//! The command in a repository of its own.

use std::fs;
use std::process::Command;

use super::*;

type Outcome = Result<(), Box<dyn std::error::Error>>;

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

/// A repository with one commit; none where there is no git.
fn repository() -> Result<Option<tempfile::TempDir>, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    fs::create_dir_all(folder.path().join("spec"))?;
    fs::write(folder.path().join("spec/rooms_v1.yaml"), DOCUMENT)?;
    fs::write(folder.path().join("spec/codegen.toml"), "[package]\nversion = \"0.1.0\"\n")?;
    let identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    for arguments in [vec!["init", "--quiet"], vec!["add", "."], vec!["commit", "--quiet", "-m", "first"]] {
        let mut git = Command::new("git");
        let Ok(output) = git.arg("-C").arg(folder.path()).args(identity).args(&arguments).output() else {
            eprintln!("skipped: there is no git");
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

fn edit(root: &Path, file: &str, from: &str, to: &str) -> Outcome {
    let path = root.join("spec").join(file);
    let text = fs::read_to_string(&path)?;
    assert!(text.contains(from));
    fs::write(path, text.replace(from, to))?;
    Ok(())
}

#[test]
fn a_breaking_change_fails_until_it_is_approved_and_the_version_moved() -> Outcome {
    let Some(folder) = repository()? else { return Ok(()) };
    let root = folder.path();
    let both = request("HEAD", &[FailOn::Breaking, FailOn::Version]);
    let failed = |request: &Diff| {
        let report = compare(root, request).map_err(|failure| failure.to_string())?;
        let failure = judge(&report, &request.fail_on).err();
        Ok::<_, String>((report, failure.map(|failure| (failure.status(), failure.to_string()))))
    };
    assert_eq!(failed(&both)?.1, None, "nothing changed");
    let told = || {
        let after = sources::read(root, &root.join("spec"), None).map_err(|failure| failure.to_string())?;
        since_head(root, &after, Format::Text).map_err(|failure| failure.to_string())
    };
    assert!(told()?.is_none());

    edit(root, "rooms_v1.yaml", "DeleteRoom", "RemoveRoom")?;
    let (report, failure) = failed(&both)?;
    let (status, text) = failure.ok_or("accepted")?;
    assert_eq!(status, 1);
    assert!(text.contains("1 breaking change that nobody approved of"), "{text}");
    assert!(text.contains("set `version = \"0.2.0\"`"), "{text}");
    assert_eq!(failed(&request("HEAD", &[]))?.1, None, "nobody asked to fail");

    let fingerprint = &report.changes.first().ok_or("no change")?.fingerprint;
    let approval = format!("[[approved]]\nfingerprint = \"{fingerprint}\"\nreason = \"nobody used it\"\n");
    fs::write(root.join(APPROVALS), approval)?;
    edit(root, "codegen.toml", "0.1.0", "0.2.0")?;
    assert_eq!(failed(&both)?.1, None);
    let told_then = told()?.ok_or("nothing told")?;
    assert!(!told_then.is_breaking(), "approved of: {told_then}");

    fs::write(root.join(APPROVALS), "[[approved]]\nfingerprint = \"x\"\n")?;
    let text = compare(root, &both).err().ok_or("accepted")?.to_string();
    assert!(text.contains("missing field `reason`") && text.contains("spec/approved.toml:1:"), "{text}");
    assert!(told().err().ok_or("accepted")?.contains("missing field `reason`"));
    Ok(())
}

#[test]
fn a_base_that_cannot_be_read_is_said_clearly() -> Outcome {
    let Some(folder) = repository()? else { return Ok(()) };
    let root = folder.path();
    let failure = compare(root, &request("no-such", &[])).err().ok_or("accepted")?.to_string();
    assert!(failure.contains("there is no revision `no-such`"), "{failure}");
    let failure = compare(root, &request("--help", &[])).err().ok_or("accepted")?.to_string();
    assert!(failure.contains("there is no revision `--help`"), "{failure}");
    fs::remove_dir_all(root.join(".git"))?;
    let failure = compare(root, &request("HEAD", &[])).err().ok_or("accepted")?.to_string();
    assert!(failure.contains("`--base-spec PATH`"), "{failure}");
    let after = sources::read(root, &root.join("spec"), None).map_err(|failure| failure.to_string())?;
    let told = since_head(root, &after, Format::Text).map_err(|failure| failure.to_string())?;
    assert!(told.is_none(), "without git there is nothing to say");
    let base_spec = Some(root.join("spec"));
    let report = compare(root, &Diff { base_spec, ..request("HEAD", &[]) });
    assert!(report.map_err(|failure| failure.to_string())?.changes.is_empty());
    Ok(())
}
