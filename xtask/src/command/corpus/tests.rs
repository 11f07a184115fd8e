//! The output and the result of `corpus`.

use std::fs;
use std::path::Path;

use super::{Request, survey};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const GOOD: &str = "
openapi: 3.0.1
info: {title: Good, version: '1'}
servers: [{url: https://good.twilio.com}]
paths:
  /v1/Things/{Sid}:
    get:
      operationId: FetchThing
      parameters:
      - {name: Sid, in: path, required: true, schema: {type: string, pattern: '^TH[0-9a-fA-F]{32}$'}}
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}
";

fn request(folder: &Path) -> Request {
    Request { folder: folder.to_owned(), compile: false, examples: false }
}

#[test]
fn a_broken_document_does_not_hide_the_others() -> TestResult {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("good_v1.yaml"), GOOD)?;
    fs::write(folder.path().join("broken_v1.yaml"), GOOD.replace("responses", "respones"))?;
    fs::write(folder.path().join("other_v1.yaml"), b"\xff")?;
    let survey = survey(folder.path(), &request(folder.path())).map_err(|failure| failure.to_string())?;
    let text = survey.to_string();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    let row = |name: &str| rows.iter().find(|row| row.first() == Some(&name)).cloned().unwrap_or_default();
    assert_eq!(row("good_v1")[1..4], ["1", "1", "1"], "{text}");
    assert_eq!(row("broken_v1")[1..5], ["-", "-", "-", "-"], "{text}");
    assert_eq!(row("1")[1..5], ["document", "1", "1", "1"], "{text}");
    assert!(text.contains("== broken_v1\nerror["), "{text}");
    assert!(text.contains("1 generated, 2 failed\nerror    E0101  unknown-keyword"), "{text}");
    assert!(text.contains("other_v1.yaml` is not UTF-8"), "{text}");
    let failure = survey.result().err().ok_or("passed")?;
    assert_eq!(failure.status(), 1);
    assert!(failure.to_string().contains("2 of 4 crates failed"), "{failure}");
    Ok(())
}

#[test]
fn valid_documents_pass_and_no_file_is_written() -> TestResult {
    let folder = tempfile::tempdir()?;
    for name in ["a_v1.yaml", "b_v1.yaml"] {
        fs::write(folder.path().join(name), GOOD)?;
    }
    let survey = survey(folder.path(), &request(folder.path())).map_err(|failure| failure.to_string())?;
    survey.result().map_err(|failure| failure.to_string())?;
    let all = survey.rows.last().and_then(|row| row.counts.as_ref()).ok_or("no last row")?;
    assert_eq!((all.operations, all.models, all.sids), (2, 2, 1));
    assert_eq!(all.modules, ["a_v1", "b_v1"]);
    assert_eq!(fs::read_dir(folder.path())?.count(), 2);
    Ok(())
}

#[test]
fn documents_in_conflict_fail_together() -> TestResult {
    let folder = tempfile::tempdir()?;
    for name in ["a_v1.yaml", "twilio_a_v1.yaml"] {
        fs::write(folder.path().join(name), GOOD)?;
    }
    let survey = survey(folder.path(), &request(folder.path())).map_err(|failure| failure.to_string())?;
    let text = survey.to_string();
    assert!(text.contains("== 2 documents\nerror[E0903]: "), "{text}");
    assert!(text.contains("would both become the module `a_v1`"), "{text}");
    assert!(survey.result().is_err());
    Ok(())
}

#[test]
fn a_folder_without_documents_is_a_usage_error() -> TestResult {
    let folder = tempfile::tempdir()?;
    let missing = folder.path().join("missing");
    for (path, expected) in [(folder.path(), "contains no OpenAPI document"), (&missing, "is not a folder")] {
        let failure = survey(folder.path(), &request(path)).err().ok_or("accepted")?;
        assert!(failure.to_string().contains(expected), "{failure}");
        assert_eq!(failure.status(), 2);
    }
    Ok(())
}
