//! `keep` and `drop` apply before every check: an omitted operation, and a component that only omitted
//! operations need, has no diagnostics. Each diagnostic names the operations whose omission avoids it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use codegen::{Code, Diagnostic, Diagnostics, File, Inputs, Level, Output, Runtime, Source, Unsupported};

fn read(path: &Path) -> Source {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Source { name, text: std::fs::read_to_string(path).unwrap() }
}

fn settings(text: String) -> Source {
    Source { name: "codegen.toml".to_owned(), text }
}

/// Returns the errors, or the warnings of documents without errors.
fn diagnose(documents: &[Source], settings: Option<&Source>) -> Vec<Diagnostic> {
    codegen::generate(documents, settings).map_or_else(|found| found.0, |output| output.warnings.0)
}

/// Returns each document in the fixtures, with its name.
fn documents() -> Vec<(String, Source)> {
    let folders = ["reject", "emit"].map(|folder| crate::sample::root().join("tests/fixtures").join(folder));
    let all = folders.iter().flat_map(|folder| crate::fixtures::find(folder).unwrap());
    let is_document = |path: &Path| path.extension().is_some_and(|extension| extension != "toml");
    all.filter(|(_, path)| is_document(path)).map(|(name, path)| (name, read(&path))).collect()
}

/// Returns settings that omit all operations that the diagnostics name.
fn drops(diagnostics: &[Diagnostic]) -> Option<Source> {
    let mut documents: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for omission in diagnostics.iter().filter_map(|diagnostic| diagnostic.omission.as_ref()) {
        let operations = omission.operations.iter().map(AsRef::as_ref);
        documents.entry(omission.module.as_str()).or_default().extend(operations);
    }
    let tables = documents.iter().map(|(module, operations)| {
        let operations: Vec<&str> = operations.iter().copied().collect();
        let list: toml::Value = operations.into();
        format!("[documents.{module}]\ndrop = {list}\n")
    });
    let text: String = tables.collect();
    (!text.is_empty()).then(|| settings(text))
}

fn summary(diagnostics: &[Diagnostic]) -> Vec<(Code, String, String)> {
    let fields = |diagnostic: &Diagnostic| {
        (diagnostic.code, diagnostic.place.pointer.clone(), diagnostic.message.clone())
    };
    diagnostics.iter().map(fields).collect()
}

/// Whether a document without operations has the diagnostic. It needs no server.
fn is_certain(diagnostic: &Diagnostic) -> bool {
    !diagnostic.place.pointer.starts_with("/servers") && diagnostic.omission.is_none()
}

/// In each document, the omission of the named operations removes their diagnostics and no others.
#[test]
fn the_omission_of_the_named_operations_avoids_exactly_their_diagnostics() {
    let mut avoided = 0;
    for (fixture, document) in documents() {
        let documents = [document];
        let before = diagnose(&documents, None);
        let Some(settings) = drops(&before) else { continue };
        let after = diagnose(&documents, Some(&settings));
        let expected: Vec<Diagnostic> =
            before.iter().filter(|diagnostic| is_certain(diagnostic)).cloned().collect();
        let after: Vec<Diagnostic> = after.into_iter().filter(is_certain).collect();
        assert_eq!(summary(&after), summary(&expected), "{fixture}\n{}", settings.text);
        avoided += before.len() - expected.len();
    }
    assert!(avoided > 100, "only {avoided} diagnostics were avoided");
}

/// A diagnostic inside an operation or a path always names the operations. The help of an error contains them.
#[test]
fn every_diagnostic_of_an_operation_names_it() {
    for (fixture, document) in documents() {
        for diagnostic in diagnose(&[document], None) {
            let pointer = &diagnostic.place.pointer;
            let is_of_the_text = diagnostic.code == Code::DuplicateKey || pointer.contains("<<");
            let is_omissible = diagnostic.omission.is_some();
            assert!(
                !pointer.starts_with("/paths/") || is_of_the_text || is_omissible,
                "{fixture}: {diagnostic}"
            );
            let is_in_help = diagnostic.to_string().contains("`drop");
            assert_eq!(
                is_in_help,
                is_omissible && diagnostic.level == Level::Error,
                "{fixture}: {diagnostic}"
            );
        }
    }
}

/// A document with one correct operation. Each case adds another operation with errors.
const CORRECT: &str = "
  /v1/Good/{Sid}:
    get:
      operationId: FetchGood
      tags: [good]
      parameters: [{name: Sid, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/good'}}}}}
";

/// Each row: an operation with errors that is dropped as `*Bad*`, components, and the path of the operation.
const CASES: &[(&str, &str)] = &[
    ("/v1/../Bad: {get: {operationId: FetchBad, responses: {'204': {description: d}}}}", ""),
    ("/v1/Bad thing: {get: {operationId: FetchBad, responses: {'204': {description: d}}}}", ""),
    ("v1/Bad: {get: {operationId: FetchBad, responses: {'204': {description: d}}}}", ""),
    ("/v1/Bad: {trace: {operationId: TraceBad, responses: {'204': {description: d}}}}", ""),
    ("/v1/Bad: {trace: {responses: {'204': {description: d}}}}", ""),
    ("/v1/Bad: {gett: 1, get: {operationId: FetchBad, responses: {'204': {description: d}}}}", ""),
    (
        "/v1/Bad: {servers: [{url: 'http://b.example'}], get: {operationId: FetchBad, responses: {'204': {description: d}}}}",
        "",
    ),
    ("/v1/Bad: {$ref: '#/components/x-paths/Bad'}", ""),
    ("/v1/Bad: 1", ""),
    ("/v1/Bad: {get: 1}", ""),
    ("/v1/Bad: {gett: {}}", ""),
    ("/v1/Bad/{Id}: {get: {operationId: FetchBad, responses: {'204': {description: d}}}}", ""),
    (
        "/v1/Good/{Bad}: {get: {operationId: FetchBad, parameters: [{name: Bad, in: path, required: true, schema: {type: string}}], responses: {'204': {description: d}}}}",
        "",
    ),
    ("/v1/Bad: {get: {operationId: FetchBad, responses: {ok: {description: d}}}}", ""),
    (
        "/v1/Bad: {get: {operationId: FetchBad, security: [{missing: []}], responses: {'204': {description: d}}}}",
        "",
    ),
    (
        "/v1/Bad: {get: {operationId: FetchBad, security: [{scheme: []}], responses: {'204': {description: d}}}}",
        "securitySchemes: {scheme: {type: http, schemee: basic}}",
    ),
    (
        "/v1/Bad: {get: {operationId: FetchBad, responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/bad'}}}}}}}",
        "schemas: {bad: {typ: object, properties: {a: {$ref: '#/components/schemas/worse'}, g: {$ref: '#/components/schemas/good'}}}, worse: {$ref: '#/components/schemas/none'}, unused: {$ref: '#/components/schemas/bad'}}",
    ),
    (
        "/v1/Bad: {get: {operationId: FetchBad, responses: {'200': {$ref: '#/components/responses/bad'}}}}",
        "responses: {bad: {description: 1}}",
    ),
    (
        "/v1/Bad: {post: {operationId: CreateBad, requestBody: {$ref: '#/components/requestBodies/bad'}, parameters: [{$ref: '#/components/parameters/bad'}], responses: {'204': {description: d}}}}",
        "requestBodies: {bad: {contents: {}}}\n  parameters: {bad: {name: a, in: body}}",
    ),
    (
        "/v1/Bad: {get: {operationId: FetchBad, responses: {'200': {description: d, content: {application/json: {schema: {oneOf: [{$ref: '#/components/schemas/good'}], discriminator: {propertyName: a, mapping: {x: worse}}}}}}}}}",
        "schemas: {worse: {typ: object}}",
    ),
];

fn document(version: &str, path: &str, components: &str, good: &str) -> Source {
    let mut text = format!(
        "openapi: {version}\ninfo: {{title: t, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\npaths:{CORRECT}  {path}\n"
    );
    let good = format!("good: {{type: object, properties: {{sid: {{type: string}}}}{good}}}");
    let components = match components.split_once("schemas: {") {
        Some((before, after)) => format!("{before}schemas: {{{good}, {after}"),
        None => format!("schemas: {{{good}}}\n  {components}"),
    };
    let _ = write!(text, "components:\n  {components}\n");
    Source { name: "a_v1.yaml".to_owned(), text }
}

#[test]
fn an_omitted_operation_has_no_diagnostics() {
    for (path, components) in CASES {
        for version in ["3.0.1", "3.1.0"] {
            let documents = [document(version, path, components, "")];
            let found = diagnose(&documents, None);
            // OpenAPI 3.1 allows some of the constructs.
            assert!(!found.is_empty() || version == "3.1.0", "{path}");
            for diagnostic in found {
                assert!(diagnostic.omission.is_some(), "{diagnostic}");
            }
            for text in ["drop = [\"*Bad*\"]", "keep = [\"FetchGood\"]", "keep = [\"tag:good\"]"] {
                let settings = settings(format!("[documents.a_v1]\n{text}\n"));
                let output = codegen::generate(&documents, Some(&settings))
                    .unwrap_or_else(|found| panic!("{path}\n{found}"));
                let coverage = output.files.iter().find(|file| file.path == "coverage/a_v1.md").unwrap();
                assert!(output.warnings.0.is_empty(), "{path}\n{}", output.warnings);
                let is_listed = coverage.text.contains("Bad");
                assert!(is_listed, "{path}\n{}", coverage.text);
            }
        }
    }
}

/// An error in a schema that an omitted and another operation need is an error.
#[test]
fn a_schema_of_another_operation_keeps_its_diagnostics() {
    let path = "/v1/Bad: {get: {operationId: FetchBad, responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/good'}}}}}}}";
    let documents = [document("3.0.1", path, "", ", typ: 1")];
    let found = codegen::generate(
        &documents,
        Some(&settings("[documents.a_v1]\ndrop = [\"FetchBad\"]\n".to_owned())),
    );
    let found = found.unwrap_err();
    assert!(found.to_string().contains("drop = [\"FetchGood\"]"), "{found}");
}

/// A link of an operation may name an omitted operation.
#[test]
fn a_link_to_an_omitted_operation_is_correct() {
    let path = "/v1/Bad: {get: {operationId: FetchBad, responses: {'204': {description: d, links: {good: {operationId: FetchGood}}}}}}";
    let documents = [document("3.0.1", path, "", "")];
    let settings = settings("[documents.a_v1]\nkeep = [\"FetchBad\"]\n".to_owned());
    codegen::generate(&documents, Some(&settings)).unwrap();
}

/// Settings that cannot be read may omit operations, so only their own diagnostics and those of the text appear.
#[test]
fn settings_with_errors_hide_the_diagnostics_of_operations() {
    let (path, _) = CASES[0];
    let documents =
        [document("3.0.1", path, "", ""), Source { name: "b_v1.yaml".to_owned(), text: "a: [".to_owned() }];
    let broken = settings("[documents.a_v1]\nkep = [\"FetchGood\"]\n".to_owned());
    let codes = |settings: &Source| -> Vec<Code> {
        let found = codegen::generate(&documents, Some(settings)).unwrap_err().0;
        found.iter().map(|diagnostic| diagnostic.code).collect()
    };
    assert_eq!(codes(&broken), [Code::InvalidSettings, Code::InvalidSyntax]);
    let metadata = settings("[package]\nversion = \"1\"\n".to_owned());
    assert_eq!(codes(&metadata), [Code::InvalidPackageMetadata, Code::InvalidPath, Code::InvalidSyntax]);
}

/// Settings also apply to documents that are not part of the run. They are not rejected for that reason.
#[test]
fn settings_for_documents_beside_the_run_are_valid() {
    let documents = [document("3.0.1", "", "", "")];
    let text = "[documents.b_v1]\ndrop = [\"*\"]\n\n[sids.a]\nIN = \"InviteSid\"\n".to_owned();
    let settings = settings(text);
    let run = |beside: &[String]| {
        let inputs = Inputs { documents: &documents, settings: Some(&settings), beside, ..Inputs::default() };
        codegen::listing_with(inputs).map_err(|found| found.0.len())
    };
    assert!(run(&["twilio_b_v1.yaml".to_owned(), "a_v2.json".to_owned()]).is_ok());
    assert_eq!(run(&["twilio_b_v1.yaml".to_owned()]), Err(1));
    assert_eq!(run(&[]), Err(1), "the SID types are named after all documents are lowered");
}

fn generate_without_unsupported(
    documents: &[Source],
    settings: Option<&Source>,
) -> Result<Output, Diagnostics> {
    let inputs = Inputs { documents, settings, unsupported: Unsupported::Omit, ..Inputs::default() };
    codegen::generate_with(inputs, &Runtime::Bundled)
}

/// Returns the files that do not list the reason of an omission.
fn code(output: &Output) -> Vec<&File> {
    output.files.iter().filter(|file| !file.path.starts_with("coverage/")).collect()
}

fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error)
}

/// The client equals the client of settings that drop the unsupported operations. A warning names each of them.
#[test]
fn unsupported_operations_are_omitted_on_request() {
    let dropped = settings("[documents.a_v1]\ndrop = [\"*Bad*\"]\n".to_owned());
    for (path, components) in CASES {
        for version in ["3.0.1", "3.1.0"] {
            let documents = [document(version, path, components, "")];
            if !has_errors(&diagnose(&documents, None)) {
                continue;
            }
            let output =
                generate_without_unsupported(&documents, None).unwrap_or_else(|found| panic!("{found}"));
            let expected = codegen::generate(&documents, Some(&dropped)).unwrap();
            assert_eq!(code(&output), code(&expected), "{path}");
            assert_eq!(output.documents[0].unsupported, 1, "{path}");
            let warnings: Vec<&Diagnostic> = output.warnings.0.iter().collect();
            let [warning] = warnings[..] else { panic!("{path}\n{}", output.warnings) };
            assert_eq!((warning.code, warning.level), (Code::UnsupportedOperation, Level::Warning), "{path}");
            assert!(warning.place.pointer.starts_with("/paths/"), "{path}\n{warning}");
            assert!(warning.place.position.is_some() && warning.related[0].0.position.is_some(), "{warning}");
            let coverage = output.files.iter().find(|file| file.path == "coverage/a_v1.md").unwrap();
            assert!(coverage.text.contains("## Not supported\n"), "{path}\n{}", coverage.text);
        }
    }
}

/// The errors of a document remain if one of them concerns more than its operations, or if no operation remains.
#[test]
fn an_error_that_concerns_no_operation_remains() {
    for (fixture, document) in documents() {
        let documents = [document];
        let Err(before) = codegen::generate(&documents, None) else { continue };
        match generate_without_unsupported(&documents, None) {
            Ok(output) => {
                assert!(output.documents[0].operations > 0, "{fixture}");
                assert!(output.documents[0].unsupported > 0, "{fixture}");
            }
            Err(after) => {
                assert!(has_errors(&after.0), "{fixture}");
                let is_fixed = |error: &&Diagnostic| error.level == Level::Error && error.omission.is_none();
                let fixed: Vec<Diagnostic> = before.0.iter().filter(is_fixed).cloned().collect();
                let after = summary(&after.0);
                assert!(summary(&fixed).iter().all(|error| after.contains(error)), "{fixture}");
            }
        }
    }
}

#[test]
fn the_settings_omit_unsupported_operations() {
    let (path, components) = CASES[0];
    let documents = [document("3.0.1", path, components, "")];
    for (text, is_accepted) in [
        ("", false),
        ("skip-unsupported = true\n", true),
        ("[documents.a_v1]\nskip-unsupported = true\n", true),
        ("skip-unsupported = true\n[documents.a_v1]\nskip-unsupported = false\n", false),
        // Settings for the omitted operation have no effect, but they are correct.
        ("skip-unsupported = true\n[documents.a_v1]\nrename = {FetchBad = \"fetch_worse\"}\n", true),
        ("skip-unsupported = true\n[documents.a_v1]\nrename = {FetchBed = \"fetch_worse\"}\n", false),
    ] {
        let result = codegen::generate(&documents, Some(&settings(text.to_owned())));
        let errors = result.err().map(|found| found.to_string());
        assert_eq!(errors.is_none(), is_accepted, "{text}\n{errors:?}");
    }
}
