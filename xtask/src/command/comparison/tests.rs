//! Comparisons in a temporary repository.

use std::fs;
use std::process::Command;

use codegen::Unsupported;

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

fn project(root: &Path) -> Project {
    Project { root: root.to_owned(), spec: root.join("spec"), config: None, unsupported: Unsupported::Reject }
}

fn git(root: &Path, arguments: &[&str]) -> TestResult {
    let identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    let output = Command::new("git").arg("-C").arg(root).args(identity).args(arguments).output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// Compares with a revision, or with the merge base.
fn compared(root: &Path, base: Option<&str>) -> Result<Compared, String> {
    let comparison = Comparison { base: base.map(str::to_owned), ..Comparison::default() };
    compare(&project(root), &comparison, Format::Text).map_err(|failure| failure.to_string())
}

fn since(root: &Path) -> Result<Option<(String, Report)>, String> {
    let project = project(root);
    let after = project.read().map_err(|failure| failure.to_string())?;
    since_base(&project, &after, Format::Text).map_err(|failure| failure.to_string())
}

fn edit(root: &Path, file: &str, from: &str, to: &str) -> TestResult {
    edit_in(root, &format!("spec/{file}"), from, to)
}

fn edit_in(root: &Path, file: &str, from: &str, to: &str) -> TestResult {
    let path = root.join(file);
    let text = fs::read_to_string(&path)?;
    assert!(text.contains(from));
    fs::write(path, text.replace(from, to))?;
    Ok(())
}

#[test]
fn an_unreadable_base_is_reported() -> TestResult {
    let Some(folder) = repository()? else { return Ok(()) };
    let root = folder.path();
    let failure = compared(root, Some("no-such")).err().ok_or("accepted")?;
    assert!(failure.contains("revision `no-such` does not exist"), "{failure}");
    let failure = compared(root, Some("--help")).err().ok_or("accepted")?;
    assert!(failure.contains("revision `--help` does not exist"), "{failure}");
    git(root, &["branch", "-m", "work"])?;
    let failure = compared(root, None).err().ok_or("accepted")?;
    assert!(
        failure.contains("could not find the main branch") && failure.contains("`--base REV`"),
        "{failure}"
    );
    std::fs::remove_dir_all(root.join(".git"))?;
    for base in [Some("HEAD"), None] {
        let failure = compared(root, base).err().ok_or("accepted")?;
        assert!(failure.contains("`--base-spec PATH`"), "{failure}");
    }
    assert!(since(root)?.is_none(), "without git");
    let comparison = Comparison { base_spec: Some(root.join("spec")), ..Comparison::default() };
    let compared = compare(&project(root), &comparison, Format::Text);
    assert!(compared.map_err(|failure| failure.to_string())?.report.changes.is_empty());
    Ok(())
}

/// The report does not depend on the commits of the branch, or on later commits of the main branch.
#[test]
fn the_default_base_is_the_merge_base_with_the_main_branch() -> TestResult {
    let Some(folder) = repository()? else { return Ok(()) };
    let root = folder.path();
    git(root, &["branch", "-m", "main"])?;
    git(root, &["switch", "--quiet", "-c", "work"])?;
    edit(root, "rooms_v1.yaml", "DeleteRoom", "RemoveRoom")?;
    let rules = |base: Option<&str>| {
        let changes = compared(root, base)?.report.changes;
        Ok::<_, String>(changes.iter().map(|change| change.rule.id).collect::<Vec<_>>())
    };
    assert_eq!(rules(None)?, ["operation-renamed"]);
    git(root, &["commit", "--quiet", "-a", "-m", "rename"])?;
    assert_eq!(rules(Some("HEAD"))?, [""; 0]);
    assert_eq!(rules(None)?, ["operation-renamed"]);
    let (base, report) = since(root)?.ok_or("no report")?;
    assert!(base.starts_with("the merge base with `main` (") && report.is_breaking(), "{base}: {report}");

    git(root, &["switch", "--quiet", "main"])?;
    edit(root, "rooms_v1.yaml", "https://rooms.", "https://halls.")?;
    git(root, &["commit", "--quiet", "-a", "-m", "move"])?;
    git(root, &["switch", "--quiet", "work"])?;
    assert_eq!(rules(None)?, ["operation-renamed"]);
    // As CI checks out a pull request: the merge of both, and only the remote main branch.
    git(root, &["merge", "--quiet", "main", "-m", "merge"])?;
    git(root, &["update-ref", "refs/remotes/origin/main", "main"])?;
    git(root, &["branch", "--quiet", "-D", "main"])?;
    assert_eq!(rules(None)?, ["operation-renamed"]);
    Ok(())
}

#[test]
fn an_approval_is_stale_only_if_no_change_of_the_branch_needs_it() -> TestResult {
    let Some(folder) = repository()? else { return Ok(()) };
    let root = folder.path();
    git(root, &["branch", "-m", "main"])?;
    git(root, &["switch", "--quiet", "-c", "work"])?;
    edit(root, "rooms_v1.yaml", "DeleteRoom", "RemoveRoom")?;
    let report = compared(root, None)?.report;
    let fingerprint = &report.changes.first().ok_or("no change")?.fingerprint;
    let approval =
        |fingerprint: &str| format!("[[approved]]\nfingerprint = \"{fingerprint}\"\nreason = \"unused\"\n");
    let path = root.join("spec/approved.toml");
    fs::write(&path, approval(fingerprint) + &approval("000000000000"))?;
    git(root, &["add", "."])?;
    git(root, &["commit", "--quiet", "-m", "rename"])?;
    for base in [None, Some("HEAD")] {
        let warnings = compared(root, base)?.warnings.join("\n");
        assert!(
            warnings.contains("`000000000000`") && warnings.contains("spec/approved.toml:5"),
            "{warnings}"
        );
        assert!(!warnings.contains(fingerprint), "{warnings}");
    }
    assert!(!compared(root, None)?.report.is_breaking());
    assert!(!since(root)?.ok_or("no report")?.1.is_breaking());

    fs::write(&path, "[[approved]]\nfingerprint = \"x\"\n")?;
    let failure = compared(root, None).err().ok_or("accepted")?;
    assert!(
        failure.contains("missing field `reason`") && failure.contains("spec/approved.toml:1:"),
        "{failure}"
    );
    assert!(since(root).err().ok_or("accepted")?.contains("missing field `reason`"));
    Ok(())
}

/// The base of a document or of a folder from an argument is the same path at the revision.
#[test]
fn documents_of_another_folder_are_compared_with_the_same_folder() -> TestResult {
    let Some(folder) = repository()? else { return Ok(()) };
    let root = folder.path();
    git(root, &["mv", "spec", "api"])?;
    git(root, &["commit", "--quiet", "-m", "move"])?;
    edit_in(root, "api/rooms_v1.yaml", "DeleteRoom", "RemoveRoom")?;
    for spec in ["api", "api/rooms_v1.yaml"] {
        let project = Project { spec: root.join(spec), ..project(root) };
        let comparison = Comparison { base: Some("HEAD".to_owned()), ..Comparison::default() };
        let compared = compare(&project, &comparison, Format::Text).map_err(|failure| failure.to_string())?;
        let rules: Vec<_> = compared.report.changes.iter().map(|change| change.rule.id).collect();
        assert_eq!(rules, ["operation-renamed"], "{spec}");
        assert_eq!(compared.report.names.approvals, "api/approved.toml");
    }
    Ok(())
}

#[test]
fn the_arguments_of_a_comparison_are_those_of_a_shell() {
    let comparison = Comparison {
        base: Some("v1.0".to_owned()),
        base_spec: Some("old specs/it's".into()),
        project: ProjectArguments { spec: Some("spec/a.yaml".into()), ..ProjectArguments::default() },
    };
    let expected = " --base v1.0 --base-spec 'old specs/it'\\''s' --spec spec/a.yaml";
    assert_eq!(comparison.arguments(), expected);
    assert_eq!(Comparison::default().arguments(), "");
}
