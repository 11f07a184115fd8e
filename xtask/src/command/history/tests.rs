//! Histories in a temporary repository.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::*;

type TestResult = Result<(), Box<dyn std::error::Error>>;

fn document(extra: &str) -> String {
    format!(
        "openapi: 3.0.1\ninfo: {{title: Rooms, version: 1.0.0}}\nservers: [{{url: https://rooms.twilio.com}}]\n\
         paths:\n  /v1/Rooms/{{Name}}:\n    delete:\n      operationId: DeleteRoom\n      \
         parameters: [{{name: Name, in: path, required: true, schema: {{type: string}}}}{extra}]\n      \
         responses: {{'204': {{description: gone}}}}\n"
    )
}

const OPTIONAL: &str = ", {name: Force, in: query, schema: {type: boolean}}";
const REQUIRED: &str = ", {name: Force, in: query, required: true, schema: {type: boolean}}";

/// Runs git. Returns whether it is installed.
fn git(root: &Path, arguments: &[&str]) -> bool {
    let identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    let Ok(output) = Command::new("git").arg("-C").arg(root).args(identity).args(arguments).output() else {
        eprintln!("skipped: git is not installed");
        return false;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    true
}

/// Creates a repository with a commit for each text of `spec/rooms_v1.yaml`.
fn repository(texts: &[String]) -> Result<Option<tempfile::TempDir>, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    if !git(root, &["init", "--quiet"]) {
        return Ok(None);
    }
    fs::create_dir_all(root.join("spec"))?;
    for (index, text) in texts.iter().enumerate() {
        fs::write(root.join("spec/rooms_v1.yaml"), text)?;
        git(root, &["add", "."]);
        git(root, &["commit", "--quiet", "-m", &format!("release {index}")]);
    }
    Ok(Some(folder))
}

fn steps(root: &Path, path: &str) -> Result<Vec<Step>, String> {
    let repository = Repository::open(root, path).map_err(|failure| failure.to_string())?;
    let releases = repository.releases().map_err(|failure| failure.to_string())?;
    replay(&repository, &releases).map_err(|failure| failure.to_string())
}

#[test]
fn each_commit_is_compared_with_the_one_before_it() -> TestResult {
    let texts = [document(""), document(OPTIONAL), document(REQUIRED), "nonsense: [".to_owned()];
    let Some(folder) = repository(&texts)? else { return Ok(()) };
    for path in ["spec", "spec/rooms_v1.yaml", "./spec/"] {
        let steps = steps(folder.path(), path)?;
        let rules: Vec<Vec<&str>> =
            steps.iter().map(|step| step.changes().map(|change| change.rule.id).collect()).collect();
        assert_eq!(
            rules,
            [vec!["optional-parameter-added"], vec!["parameter-now-required"], vec![]],
            "{path}"
        );
        assert_eq!(steps.iter().map(Step::problems).collect::<Vec<_>>(), [0, 0, 1]);
        let text = table::text(&steps);
        assert!(
            text.contains("parameter-now-required          breaking       breaking             1"),
            "{text}"
        );
        assert!(text.contains("3 pairs of documents: 1 changes break requests or responses"), "{text}");
        let json: serde_json::Value = serde_json::from_str(&table::json(&steps))?;
        assert_eq!(json.pointer("/releases/1/documents/0/rules/0/count"), Some(&1.into()), "{json:#}");
        let breaking = json.pointer("/releases/1/documents/0/breaking/0");
        assert_eq!(
            breaking.and_then(|change| change.pointer("/wire")),
            Some(&"DeleteRoom.Force".into()),
            "{json:#}"
        );
        assert_eq!(
            json.pointer("/releases/0/documents/0/breaking"),
            Some(&serde_json::json!([])),
            "{json:#}"
        );
        assert_eq!(json.pointer("/rules/0/rule"), Some(&"optional-parameter-added".into()), "{json:#}");
    }
    Ok(())
}

#[test]
fn tags_are_the_releases_if_there_are_any() -> TestResult {
    let Some(folder) = repository(&[document("")])? else { return Ok(()) };
    let root = folder.path();
    git(root, &["tag", "1.9.0"]);
    for (text, tag) in [(document(OPTIONAL), None), (document(REQUIRED), Some("1.10.0"))] {
        fs::write(root.join("spec/rooms_v1.yaml"), text)?;
        git(root, &["commit", "--quiet", "-a", "-m", "change"]);
        if let Some(tag) = tag {
            git(root, &["tag", tag]);
        }
    }
    fs::write(root.join("spec/halls_v1.yaml"), document(""))?;
    git(root, &["add", "."]);
    git(root, &["commit", "--quiet", "-m", "halls"]);
    git(root, &["tag", "1.11.0"]);
    let steps = steps(root, "spec")?;
    let names: Vec<(&str, &str)> = steps.iter().map(|step| (step.from.as_str(), step.to.as_str())).collect();
    assert_eq!(names, [("1.9.0", "1.10.0"), ("1.10.0", "1.11.0")]);
    let rules = |step: &Step| step.changes().map(|change| change.rule.id).collect::<Vec<_>>();
    assert_eq!(rules(&steps[0]), ["required-parameter-added"]);
    assert_eq!((rules(&steps[1]).len(), &steps[1].added), (0, &vec!["spec/halls_v1.yaml".to_owned()]));
    Ok(())
}

#[test]
fn an_unknown_path_has_no_releases() -> TestResult {
    let Some(folder) = repository(&[document("")])? else { return Ok(()) };
    let request = |path: &str| History {
        repository: folder.path().to_owned(),
        path: path.to_owned(),
        format: HistoryFormat::Text,
    };
    let failure = run(&request("nowhere")).err().ok_or("accepted")?.to_string();
    assert!(failure.contains("0 releases of `nowhere`"), "{failure}");
    let failure = run(&request("--help")).err().ok_or("accepted")?.to_string();
    assert!(failure.contains("0 releases"), "{failure}");
    fs::remove_dir_all(folder.path().join(".git"))?;
    assert!(run(&request("spec")).is_err());
    Ok(())
}
