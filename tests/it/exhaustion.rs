//! Documents that would exhaust time or memory, or hide an error.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use codegen::{Diagnostics, Output, Source};

/// The time that each of these documents may take on a slow machine. Without limits, they take minutes.
const MAX: Duration = Duration::from_secs(60);

fn generate(text: String) -> Result<Output, Diagnostics> {
    let start = Instant::now();
    let result = codegen::generate(&[Source { name: "large_v1.yaml".to_owned(), text }], None);
    assert!(start.elapsed() < MAX, "took {:?}", start.elapsed());
    result
}

/// A document with these schemas, of which an operation returns the first, `a0`.
fn document(schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\npaths:\n  \
         /things:\n    get:\n      operationId: ListThing\n      responses: {{'200': {{description: ok, content: \
         {{application/json: {{schema: {{$ref: '#/components/schemas/a0'}}}}}}}}}}\ncomponents:\n  schemas:\n{schemas}"
    )
}

#[test]
fn arrays_of_inline_objects_that_contain_arrays() {
    let item = |next: usize| {
        let next = format!("{{$ref: '#/components/schemas/a{next}'}}");
        format!("{{type: array, items: {{type: object, properties: {{x: {next}, y: {next}}}}}}}")
    };
    let mut schemas = String::new();
    for index in 0..40 {
        let _ = writeln!(schemas, "    a{index}: {}", item(index + 1));
    }
    schemas.push_str("    a40: {type: array, items: {type: string}}\n");
    let files = generate(document(&schemas)).unwrap().files;
    let types = files.iter().map(|file| file.text.matches("pub struct A").count()).sum::<usize>();
    assert!(types < 200, "{types} types");
    let circle = format!("    a0: {}\n    a1: {}\n", item(1), item(0));
    assert!(generate(document(&circle)).is_ok());
}

#[test]
fn server_variables_that_contain_variables() {
    let mut text = document("    a0: {type: object}\n");
    let mut variables = String::new();
    for index in 0..100 {
        let _ = write!(variables, "v{index}: {{default: '{}'}}, ", format!("{{v{}}}", index + 1).repeat(10));
    }
    text = text.replace(
        "{url: 'https://a.example'}",
        &format!("{{url: 'https://{{v0}}', variables: {{{variables}}}}}"),
    );
    let Ok(output) = generate(text) else { panic!("an error") };
    let warnings = output.warnings.to_string();
    assert!(warnings.contains("E0702") && warnings.len() < 5_000, "{warnings}");
}

#[test]
fn a_chain_of_a_hundred_thousand_references() {
    let mut schemas = String::new();
    for index in 0..100_000 {
        let _ = writeln!(schemas, "    a{index}: {{$ref: '#/components/schemas/a{}'}}", index + 1);
    }
    let end = "    a100000: {type: object, properties: {id: {type: string}}}\n";
    assert!(generate(document(&(schemas.clone() + end))).is_ok());
    let cycle = "    a100000: {$ref: '#/components/schemas/a0'}\n";
    let Err(diagnostics) = generate(document(&(schemas + cycle))) else { panic!("no error") };
    assert!(diagnostics.to_string().contains("E0203"), "{diagnostics}");
}

#[test]
fn many_misspelled_names_among_many_names() {
    let mut schemas = "    a0:\n      type: object\n      properties:\n".to_owned();
    for index in 0..3_000 {
        let _ = writeln!(schemas, "        property_number_{index}: {{type: string}}");
    }
    let names: Vec<String> = (0..3_000).map(|index| format!("property_numbre_{index}")).collect();
    let _ = writeln!(schemas, "      required: [{}]", names.join(", "));
    let Ok(output) = generate(document(&schemas)) else { panic!("an error") };
    assert_eq!(output.warnings.0.len(), 3_000);
}

/// The number of warnings is limited, but the limit never hides an error, nor a warning that the settings deny.
#[test]
fn an_error_among_many_warnings() {
    let mut schemas =
        "    a0:\n      type: object\n      required: [missing]\n      properties:\n".to_owned();
    for index in 0..12_000 {
        let _ = writeln!(schemas, "        p{index}: {{type: string, format: date-tim}}");
    }
    let text = document(&schemas);
    assert_eq!(generate(text.clone()).unwrap().warnings.0.len(), 10_001);
    let settings = "[lints]\nunknown-format = \"allow\"\nrequired-not-a-property = \"deny\"\n";
    let settings = Source { name: "codegen.toml".to_owned(), text: settings.to_owned() };
    let documents = [Source { name: "large_v1.yaml".to_owned(), text: text.clone() }];
    assert_eq!(codegen::generate(&documents, Some(&settings)).unwrap_err().0.len(), 1);
    let errors = generate(format!("{text}        last: {{typ: string}}\n")).unwrap_err();
    assert_eq!(errors.0.iter().filter(|found| found.level == codegen::Level::Error).count(), 1);
}

#[test]
fn many_broken_references_among_many_schemas() {
    let mut schemas = "    a0:\n      type: object\n      properties:\n".to_owned();
    for index in 0..3_000 {
        let _ = writeln!(schemas, "        p{index}: {{$ref: '#/components/schemas/name_nubmer_{index}'}}");
    }
    for index in 0..3_000 {
        let _ = writeln!(schemas, "    name_number_{index}: {{type: string}}");
    }
    assert_eq!(generate(document(&schemas)).unwrap_err().0.len(), 3_000);
}

#[test]
fn one_operation_id_for_many_operations() {
    let mut text = document("    a0: {type: object}\n");
    let mut paths = "paths:\n".to_owned();
    for index in 0..5_000 {
        let _ = writeln!(
            paths,
            "  /p{index}: {{get: {{operationId: ListThing, responses: {{'204': {{description: ok}}}}}}}}"
        );
    }
    text = text.replacen("paths:\n", &paths, 1);
    let warnings = generate(text).unwrap().warnings;
    assert_eq!(warnings.0.len(), 5_000);
}

#[test]
fn a_description_of_a_million_paragraphs() {
    let text =
        document(&format!("    a0: {{type: object, description: \"{}\"}}\n", "x\\n\\n".repeat(1_000_000)));
    let files = generate(text).unwrap().files;
    assert!(files.iter().map(|file| file.text.len()).sum::<usize>() < 2_000_000);
}

#[test]
fn an_error_longer_than_all_diagnostics_together_is_an_error() {
    let long = "a".repeat(17 << 20);
    let errors = generate(document(&format!("    a0: {{type: {long}}}\n"))).unwrap_err();
    assert_eq!(errors.0.len(), 1);
    assert!(errors.to_string().len() < 100_000);
}
