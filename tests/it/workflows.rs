//! The workflows of CI: the jobs that they contain, and the actions that they use.

use serde_json::Value;

use crate::sample::root;

/// Each workflow: its file name, its text and its value.
fn workflows() -> Vec<(String, String, Value)> {
    let folder = root().join(".github/workflows");
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path.file_name().unwrap().to_string_lossy().into_owned(), text, value)
    };
    let mut found: Vec<_> = std::fs::read_dir(folder).unwrap().map(read).collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

fn workflow(name: &str) -> Value {
    workflows().into_iter().find(|(file, ..)| file == name).unwrap_or_else(|| panic!("no {name}")).2
}

fn steps<'w>(workflow: &'w Value, job: &str) -> &'w Vec<Value> {
    workflow["jobs"][job]["steps"].as_array().unwrap_or_else(|| panic!("no job {job}"))
}

/// Whether a step of the job runs the command.
fn runs(workflow: &Value, job: &str, command: &str) -> bool {
    let mut steps = steps(workflow, job).iter();
    steps.any(|step| step["run"].as_str().is_some_and(|run| run.contains(command)))
}

#[test]
fn ci_runs_the_checks_and_the_report() {
    let ci = workflow("ci.yml");
    assert!(runs(&ci, "check", ".ci/run"));
    assert!(runs(&ci, "msrv", ".ci/msrv"));
    assert!(runs(&ci, "semver", ".ci/semver"));
    assert!(runs(&ci, "package", "cargo publish --dry-run"));
    // Without a base, so that CI and a maintainer compare with the same commit, which CI has to fetch.
    assert!(runs(&ci, "report", "cargo xtask diff --format github"));
    assert!(steps(&ci, "report").iter().any(|step| step["with"]["fetch-depth"] == 0));
    assert!(runs(&ci, "report", "gh pr comment"));
}

/// The checks precede the upload, and only the upload has a token of the registry.
#[test]
fn a_release_is_checked_and_signed_before_it_is_published() {
    let release = workflow("release.yml");
    for check in [".ci/release-check", ".ci/run", ".ci/msrv", ".ci/semver"] {
        assert!(runs(&release, "check", check), "{check}");
    }
    assert_eq!(release["jobs"]["archives"]["needs"], "check");
    assert_eq!(release["jobs"]["publish"]["needs"], "archives");
    assert!(runs(&release, "publish", "cargo publish"));
    let text = release.to_string();
    assert!(text.contains("actions/attest-build-provenance@"), "no provenance");
    assert!(!text.contains("secrets."), "a release needs no stored secret");
    let advisories = workflow("supply-chain.yml");
    assert!(runs(&advisories, "deny", "cargo deny"));
    assert!(runs(&advisories, "audit", "cargo audit"));
}

/// A tag of an action can be moved. A commit cannot. The comment names the version of the commit.
#[test]
fn actions_are_pinned_by_commit() {
    let mut count = 0;
    for (file, text, _) in workflows() {
        for line in text.lines().filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix("uses: "))
        {
            let (action, version) = line.split_once(" # ").unwrap_or((line, ""));
            let commit = action.split_once('@').map_or("", |(_, commit)| commit);
            let is_commit =
                commit.len() == 40 && commit.bytes().all(|byte| b"0123456789abcdef".contains(&byte));
            assert!(is_commit && version.starts_with('v'), "{file}: `{line}` needs a commit and a version");
            count += 1;
        }
    }
    assert!(count > 5, "only {count} actions");
}

/// A job that declares nothing can read the repository, and nothing else.
#[test]
fn workflows_have_no_permissions_by_default() {
    for (file, _, workflow) in workflows() {
        assert_eq!(workflow["permissions"].to_string(), r#"{"contents":"read"}"#, "{file}");
    }
}

#[test]
fn the_scripts_of_the_workflows_exist() {
    for (file, text, _) in workflows() {
        for rest in text.split(".ci/").skip(1) {
            let script: String =
                rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            assert!(root().join(".ci").join(&script).is_file(), "{file}: no .ci/{script}");
        }
    }
}
