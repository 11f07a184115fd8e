//! The output and the result of `corpus`.

use std::fs;
use std::path::Path;

use codegen::Unsupported;

use super::{Format, Request, json, survey};

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
    let (unsupported, format) = (Unsupported::Reject, Format::Text);
    Request { folder: folder.to_owned(), compile: false, examples: false, unsupported, format }
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
    assert_eq!(row("good_v1")[1..5], ["1", "0", "1", "1"], "{text}");
    assert_eq!(row("broken_v1")[1..6], ["-", "-", "-", "-", "-"], "{text}");
    assert_eq!(row("1")[1..6], ["document", "1", "0", "1", "1"], "{text}");
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

/// A second operation of [`GOOD`], with a reference to nothing.
const UNSUPPORTED: &str =
    "  /v1/Parts: {get: {operationId: ListPart, parameters: [{$ref: '#/components/parameters/missing'}],
    responses: {'200': {description: ok}}}}
";

#[test]
fn unsupported_operations_are_omitted_and_counted() -> TestResult {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("a_v1.yaml"), format!("{GOOD}{UNSUPPORTED}"))?;
    let mut request = request(folder.path());
    let rejected = survey(folder.path(), &request).map_err(|failure| failure.to_string())?;
    assert!(rejected.to_string().contains("or with `--skip-unsupported`"), "{rejected}");
    request.unsupported = Unsupported::Omit;
    let survey = survey(folder.path(), &request).map_err(|failure| failure.to_string())?;
    survey.result().map_err(|failure| failure.to_string())?;
    let counts = survey.rows[0].counts.as_ref().ok_or("no counts")?;
    assert_eq!((counts.operations, counts.unsupported), (1, 1));
    Ok(())
}

#[test]
fn the_json_contains_each_document_and_the_numbers_of_the_table() -> TestResult {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("good_v1.yaml"), GOOD)?;
    fs::write(folder.path().join("unsupported_v1.yaml"), format!("{GOOD}{UNSUPPORTED}"))?;
    let survey = survey(folder.path(), &request(folder.path())).map_err(|failure| failure.to_string())?;
    let json = json::of(&survey);
    assert_eq!((&json["generated"], &json["failed"]), (&1.into(), &1.into()));
    let [good, rejected] = [&json["documents"][0], &json["documents"][1]];
    assert_eq!(good["name"], "good_v1");
    assert_eq!(good["crate"]["operations"], 1);
    assert_eq!(good["errors"], serde_json::json!([]));
    assert_eq!(rejected["crate"], serde_json::Value::Null);
    assert_eq!(rejected["diagnostics"][0]["code"], "E0202");
    assert_eq!(rejected["diagnostics"][0]["level"], "error");
    assert!(rejected["errors"][0].as_str().is_some_and(|text| text.contains("missing")), "{json}");
    assert_eq!(json["all"]["crate"]["operations"], 1);
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
