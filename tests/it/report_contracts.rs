//! The guarantees of the report: a document has no changes compared with itself, each change has a fingerprint of
//! its own and a line, and the JSON form matches its schema.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use codegen::report::Report;
use codegen::{Inputs, Source};
use serde_json::Value;

use crate::changes::Side;
use crate::sample::root;

fn report(before: &Side, after: &Side) -> Report {
    let old = Inputs { documents: &before.0, settings: before.1.as_ref(), ..Inputs::default() };
    let new = Inputs { documents: &after.0, settings: after.1.as_ref(), ..Inputs::default() };
    codegen::report(old, new).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// All pairs of states: those of `fixtures/changes`, and the rows of `fixtures/rules` in both directions.
fn pairs() -> Vec<(String, Side, Side)> {
    let folders = crate::changes::pairs().into_iter().map(|pair| {
        let state = |side: &str| crate::changes::state(&pair.join(side));
        (pair.display().to_string(), state("before"), state("after"))
    });
    let rows = crate::rules::rows().into_iter().flat_map(|(line, row)| {
        let (before, after) = crate::rules::sides(line, &row);
        let name = format!("rows.toml, line {line}");
        [(name.clone(), before.clone(), after.clone()), (name + ", reversed", after, before)]
    });
    folders.chain(rows).collect()
}

/// The reports of all pairs, and whether the documents after the change are missing.
static REPORTS: LazyLock<Vec<(String, Report, bool)>> = LazyLock::new(|| {
    let pairs = pairs().into_iter();
    pairs.map(|(name, before, after)| (name, report(&before, &after), after.0.is_empty())).collect()
});

/// All OpenAPI documents below a folder.
fn documents(folder: &Path, found: &mut Vec<Source>) {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let is_document = path.extension().is_some_and(|end| end == "yaml" || end == "json");
        match std::fs::read_to_string(&path) {
            Ok(text) if is_document => {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                found.push(Source { name, text });
            }
            _ if path.is_dir() => documents(&path, found),
            _ => {}
        }
    }
}

/// The report of a document compared with a copy of itself that has another comment.
fn changes_with_itself(source: &Source) -> Option<String> {
    let mut copy = source.clone();
    copy.text.push('\n');
    let (before, after) = ([source.clone()], [copy]);
    let old = Inputs { documents: &before, ..Inputs::default() };
    // A fixture of an error cannot be compared.
    let report = codegen::report(old, Inputs { documents: &after, ..Inputs::default() }).ok()?;
    (!report.changes.is_empty()).then(|| format!("{}:\n{report}", source.name))
}

#[test]
fn a_document_compared_with_itself_has_no_changes() {
    let mut all = Vec::new();
    documents(&root().join("tests/fixtures"), &mut all);
    all.extend(crate::published::all_published());
    assert!(all.len() > 50, "only {} documents", all.len());
    let changed: Vec<String> = all.iter().filter_map(changes_with_itself).collect();
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

#[test]
fn the_json_form_of_every_report_matches_the_schema() {
    let text = std::fs::read_to_string(root().join("codegen/report.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let (mut compiler, mut schemas) = (boon::Compiler::new(), boon::Schemas::new());
    compiler.add_resource("https://example.com/report", schema).unwrap();
    let schema = compiler.compile("https://example.com/report", &mut schemas).unwrap();
    let mut shown = BTreeSet::new();
    for (name, report, _) in &*REPORTS {
        let json: Value = serde_json::from_str(&report.json()).unwrap();
        let checked = schemas.validate(&json, schema).map_err(|error| error.to_string());
        assert_eq!(checked, Ok(()), "{name}");
        shown.extend(report.changes.iter().map(|change| change.rule.id));
    }
    assert!(shown.len() > 100, "only {} rules", shown.len());
    let mut wrong: Value = serde_json::from_str(&REPORTS[0].1.json()).unwrap();
    wrong["changes"][0]["direction"] = "sideways".into();
    assert!(schemas.validate(&wrong, schema).is_err(), "the schema accepts everything");
}

#[test]
fn no_two_changes_of_a_report_have_the_same_fingerprint() {
    for (name, report, _) in &*REPORTS {
        let mut seen = BTreeSet::new();
        for change in &report.changes {
            assert!(seen.insert(&change.fingerprint), "{name}: {} twice\n{report}", change.fingerprint);
        }
    }
}

/// Only the package has no document.
#[test]
fn every_change_has_a_line_of_its_document() {
    for (name, report, is_gone) in &*REPORTS {
        for change in &report.changes {
            let is_package = change.rust.starts_with("Cargo.toml");
            assert!(
                is_package || *is_gone || (change.document.is_some() && change.line.is_some()),
                "{name}: {} {} has no line",
                change.rule.id,
                change.wire
            );
        }
    }
}

/// The fingerprints of each row stay the same if the documents of both sides also differ in other ways.
#[test]
fn a_fingerprint_depends_only_on_its_change() {
    for (line, row) in crate::rules::rows() {
        let (before, after) = crate::rules::sides(line, &row);
        let alone = report(&before, &after);
        let mut edited = after.clone();
        let Some(document) = edited.0.first_mut() else { continue };
        if before.0.is_empty() {
            continue;
        }
        let extra = "\
paths:
  /v1/Attic/{Key}:
    parameters: [{name: Key, in: path, required: true, schema: {type: string}}]
    post:
      operationId: CreateAttic
      requestBody:
        content:
          application/json:
            schema: {type: object, required: [a, b, c], properties: {a: {type: string}, b: {$ref: '#/components/schemas/room'}, c: {type: string, enum: [x]}}}
      responses: {'204': {description: done}}
";
        document.text = document.text.replacen("paths:\n", extra, 1);
        let among = report(&before, &edited);
        for change in &alone.changes {
            let is_there = among.changes.iter().any(|other| other.fingerprint == change.fingerprint);
            assert!(is_there, "rows.toml, line {line}: {} {} moved\n{among}", change.rule.id, change.wire);
        }
    }
}
