//! OpenAPI documents that are built to take much time or memory. Each one ends soon, with files or with a
//! diagnostic.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use codegen::Source;

/// Far above the time of each document, and far below the time without the limit.
const SOON: Duration = Duration::from_secs(20);

const HEAD: &str = "openapi: 3.0.1\ninfo: {title: a, version: a}\nservers: [{url: https://a.twilio.com}]\n";

/// A document with one operation, whose response is the first of these schemas, `s0`.
fn schemas(schemas: impl IntoIterator<Item = String>) -> String {
    let mut text = format!(
        "{HEAD}paths:\n  /v1/A:\n    get:\n      operationId: FetchA\n      responses: {{'200': {{description: ok, content: \
         {{application/json: {{schema: {{$ref: '#/components/schemas/s0'}}}}}}}}}}\ncomponents:\n  schemas:\n"
    );
    for (number, schema) in schemas.into_iter().enumerate() {
        writeln!(text, "    s{number}: {schema}").unwrap();
    }
    text
}

fn reference(number: usize) -> String {
    format!("{{$ref: '#/components/schemas/s{number}'}}")
}

fn joined(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(", ")
}

/// A document with many paths. Each has one operation, and all have the same response schema.
fn paths(count: usize, id: impl Fn(usize) -> String) -> String {
    let mut text = format!("{HEAD}paths:\n");
    for number in 0..count {
        writeln!(
            text,
            "  /v1/A{number}: {{get: {{operationId: '{}', responses: {{'200': {{description: ok, content: {{application/json: \
             {{schema: {{$ref: '#/components/schemas/s'}}}}}}}}}}}}}}",
            id(number)
        )
        .unwrap();
    }
    text + "components: {schemas: {s: {type: object, properties: {a: {type: string}}}}}\n"
}

fn operation(inside: &str) -> String {
    format!(
        "{HEAD}paths: {{/v1/A: {{get: {{operationId: FetchA, {inside}, responses: {{'204': {{description: ok}}}}}}}}}}\n"
    )
}

/// Generates within the bound, in a thread with a stack like that of any other.
fn ends_soon(name: &str, text: String) -> Result<usize, usize> {
    let start = Instant::now();
    let document = Source { name: "a.yaml".to_owned(), text };
    let outcome = codegen::generate(&[document], None);
    let elapsed = start.elapsed();
    assert!(elapsed < SOON, "{name} took {elapsed:?}");
    match outcome {
        Ok(output) => Ok(output.files.iter().map(|file| file.text.len()).sum()),
        Err(diagnostics) => Err(diagnostics.to_string().len()),
    }
}

type Table = Vec<(&'static str, String)>;

fn wide_schemas() -> Table {
    let long = "x".repeat(300_000);
    vec![
        (
            "enum values",
            schemas([format!("{{type: string, enum: [{}]}}", joined(20_000, |n| format!("v{n}")))]),
        ),
        (
            "enum values that become one name",
            schemas([format!(
                "{{type: object, properties: {{e: {{type: string, enum: [{}]}}}}}}",
                joined(5_000, |n| format!("'a{}'", "-".repeat(n % 100) + &".".repeat(n / 100)))
            )]),
        ),
        (
            "properties",
            schemas([format!(
                "{{type: object, properties: {{{}}}, required: [{}]}}",
                joined(20_000, |n| format!("p{n}: {{type: string}}")),
                joined(20_000, |n| format!("p{n}"))
            )]),
        ),
        (
            "properties that become one name",
            schemas([format!(
                "{{type: object, properties: {{{}}}}}",
                joined(5_000, |n| format!("'a{}': {{}}", "-".repeat(n % 100) + &".".repeat(n / 100)))
            )]),
        ),
        (
            "properties of two schemas",
            schemas([
                format!("{{allOf: [{}, {}]}}", reference(1), reference(2)),
                format!(
                    "{{type: object, properties: {{{}}}}}",
                    joined(10_000, |n| format!("p{n}: {{type: string}}"))
                ),
                format!(
                    "{{type: object, properties: {{{}}}}}",
                    joined(10_000, |n| format!("q{n}: {{type: string}}"))
                ),
            ]),
        ),
        (
            "inline types under a long name",
            schemas([format!(
                "{{type: object, properties: {{? {long} : {{type: object, properties: {{{}}}}}}}}}",
                joined(2_000, |n| format!("p{n}: {{type: string, enum: [a{n}]}}"))
            )]),
        ),
        (
            "many under a name that may just be",
            schemas([format!(
                "{{type: object, properties: {{{}: {{type: object, properties: {{{}}}}}}}}}",
                "x".repeat(512),
                joined(2_000, |n| format!("p{n}: {{type: string, enum: [a{n}]}}"))
            )]),
        ),
    ]
}

fn wide_paths() -> Table {
    vec![
        ("paths", paths(2_000, |n| format!("FetchA{n}"))),
        ("paths of one resource", paths(2_000, |n| format!("do{n}"))),
        ("operations with one name", paths(500, |n| format!("do{}", "-".repeat(n)))),
        ("long operationIds", paths(20, |n| format!("Fetch{}{n}", "A".repeat(20_000)))),
        ("long names in words", paths(20, |n| format!("Fetch{}{n}", "Ab".repeat(20_000)))),
        (
            "parameters",
            operation(&format!(
                "parameters: [{}]",
                joined(2_000, |n| format!("{{name: p{n}, in: query, schema: {{type: string}}}}"))
            )),
        ),
        ("tags", operation(&format!("tags: [{}]", joined(20_000, |n| format!("t{n}"))))),
    ]
}

fn wide_references() -> Table {
    vec![
        (
            "circles",
            schemas((0..100).map(|_| {
                format!(
                    "{{type: object, properties: {{{}}}}}",
                    joined(100, |n| format!("p{n}: {}", reference(n)))
                )
            })),
        ),
        (
            "members",
            schemas([format!(
                "{{oneOf: [{}]}}",
                joined(3_000, |n| format!("{{type: object, properties: {{p{n}: {{type: string}}}}}}"))
            )]),
        ),
        (
            "diagnostics",
            schemas([format!(
                "{{type: object, properties: {{{}}}}}",
                joined(3_000, |n| format!("p{n}: {}", reference(n + 9)))
            )]),
        ),
        ("unknown keywords", schemas([format!("{{{}}}", joined(3_000, |n| format!("k{n}: 1")))])),
    ]
}

#[test]
fn wide_documents_end_soon() {
    let table = [wide_schemas(), wide_paths(), wide_references()].concat();
    for (name, text) in table {
        let (given, length) = (text.len(), ends_soon(name, text));
        let (Ok(length) | Err(length)) = length;
        assert!(length < 2_000_000 + 60 * given, "{name}: {given} bytes became {length}");
    }
}

/// The references of a small document repeat very many values. Each error names the reference, and is the only one.
#[test]
fn references_that_repeat_too_much_are_reported() {
    let path = format!(
        "{HEAD}paths:\n  /v1/A: {{x-a: [{}], get: {{responses: {{'204': {{description: ok}}}}}}}}\n{}",
        joined(3_000, |_| "1".to_owned()),
        (0..1_000).map(|n| format!("  /v1/B{n}: {{$ref: '#/paths/~1v1~1A'}}\n")).collect::<Vec<_>>().concat()
    );
    let base = format!("{{type: object, properties: {{{}}}}}", joined(10_000, |n| format!("p{n}: {{}}")));
    let list = format!("{{oneOf: [{}]}}", joined(200, |n| reference(n + 2)));
    let derived = (0..200)
        .map(|n| format!("{{allOf: [{}, {{type: object, properties: {{q{n}: {{}}}}}}]}}", reference(1)));
    let bases = schemas([list, base].into_iter().chain(derived));
    let required = operation(&format!(
        "parameters: [{}]",
        joined(10_000, |n| format!("{{name: p{n}, in: query, required: true, schema: {{type: string}}}}"))
    ));
    for (text, place) in [
        (path, "in #/paths/~1v1~1B"),
        (bases, "in #/components/schemas/s"),
        (required, "in #/paths/~1v1~1A/get"),
    ] {
        let document = Source { name: "a.yaml".to_owned(), text };
        let found = codegen::generate(&[document], None).unwrap_err().to_string();
        assert!(found.contains("error[E0013]") && found.contains(place), "{place}: {found}");
        assert_eq!(found.matches("error[").count(), 1, "{found}");
    }
}

/// An operation may have this number of required values: they do not exhaust the stack of a thread.
#[test]
fn a_thousand_required_values_are_generated() {
    let parameter = |n| format!("{{name: p{n}, in: query, required: true, schema: {{type: string}}}}");
    let text = operation(&format!("parameters: [{}]", joined(1_000, parameter)));
    codegen::generate(&[Source { name: "a.yaml".to_owned(), text }], None).unwrap();
}

#[test]
fn long_texts_end_soon() {
    for piece in [
        "a",
        "a ",
        "- ",
        "# ",
        "[",
        "[a",
        "[a](",
        "[a](https://",
        "`",
        "` `` ",
        "``",
        "https://",
        "https:// ",
        "<",
        "<b>",
        "<b><i></b>",
        "a<b>(</b>",
        "<code>a</code>",
        "<a href=x>a</a>",
        "<ul><li>a</ul>",
        "<ul><li></ul>\n\n- ",
        "<!-- ",
        "<br>",
        "*_",
        "\\n\\n",
        "\\r",
        "1. ",
        "![",
        "é",
        "]",
        "\\t",
    ] {
        let text = piece.repeat(300_000 / piece.len());
        let document = operation(&format!("summary: \"{text}\", description: \"{text}\""));
        let _ = ends_soon(piece, document);
    }
}

fn deep_schemas() -> Table {
    let chain = |count: usize, link: &dyn Fn(usize) -> String| {
        schemas(
            (0..count)
                .map(|n| link(n + 1))
                .chain(["{type: object, properties: {a: {type: string}}}".to_owned()]),
        )
    };
    vec![
        ("references", chain(10_000, &reference)),
        ("arrays of references", chain(10_000, &|n| format!("{{type: array, items: {}}}", reference(n)))),
        (
            "maps of references",
            chain(10_000, &|n| format!("{{type: object, additionalProperties: {}}}", reference(n))),
        ),
        ("objects", chain(3_000, &|n| format!("{{type: object, properties: {{a: {}}}}}", reference(n)))),
        (
            "required objects",
            chain(3_000, &|n| {
                format!("{{type: object, required: [a], properties: {{a: {}}}}}", reference(n))
            }),
        ),
        ("allOf of one", chain(10_000, &|n| format!("{{allOf: [{}]}}", reference(n)))),
        (
            "allOf of one and more",
            chain(10_000, &|n| format!("{{allOf: [{}], properties: {{p{n}: {{}}}}}}", reference(n))),
        ),
        ("allOf twice", chain(60, &|n| format!("{{allOf: [{0}, {0}]}}", reference(n)))),
        (
            "allOf twice and more",
            chain(60, &|n| format!("{{allOf: [{0}, {0}], properties: {{p{n}: {{}}}}}}", reference(n))),
        ),
        ("oneOf", chain(10_000, &|n| format!("{{oneOf: [{}, {{type: integer}}]}}", reference(n)))),
        ("oneOf twice", chain(60, &|n| format!("{{oneOf: [{0}, {0}]}}", reference(n)))),
        ("oneOf of one", chain(10_000, &|n| format!("{{oneOf: [{}]}}", reference(n)))),
        ("allOf of itself", schemas([format!("{{allOf: [{}], properties: {{a: {{}}}}}}", reference(0))])),
        ("oneOf of itself", schemas([format!("{{oneOf: [{}, {}]}}", reference(0), reference(0))])),
        (
            "allOf in a circle",
            schemas([
                format!("{{allOf: [{}, {}]}}", reference(1), reference(1)),
                format!("{{allOf: [{}, {}]}}", reference(0), reference(0)),
            ]),
        ),
        ("array of itself", schemas([format!("{{type: array, items: {}}}", reference(0))])),
        ("map of itself", schemas([format!("{{type: object, additionalProperties: {}}}", reference(0))])),
    ]
}

fn deep_values() -> Table {
    vec![
        ("flow lists", format!("{HEAD}x-a: {}", "[".repeat(100_000))),
        ("flow maps", format!("{HEAD}x-a: {}", "{a: ".repeat(100_000))),
        ("block lists", format!("{HEAD}x-a:\n {}", "- ".repeat(50_000))),
        ("keys", format!("{HEAD}x-a:\n {}", "? ".repeat(50_000))),
        (
            "indentation",
            (0..1_500).fold(format!("{HEAD}x-a:\n"), |text, depth| text + &" ".repeat(depth + 1) + "a:\n"),
        ),
        (
            "nested arrays",
            schemas([format!("{}{{type: string}}{}", "{type: array, items: ".repeat(50), "}".repeat(50))]),
        ),
        ("tags of YAML", format!("{HEAD}x-a: {}", "!a ".repeat(50_000))),
        (
            "aliases of nothing",
            format!("{HEAD}x-a: &a [{}]\nx-b: [{}]\n", "~,".repeat(20_000), "*a,".repeat(20_000)),
        ),
        (
            "aliases in aliases",
            (1..40).fold(format!("{HEAD}x-0: &a0 [a, a]\n"), |text, n| {
                format!("{text}x-{n}: &a{n} [*a{0}, *a{0}]\n", n - 1)
            }),
        ),
        ("an alias of itself", format!("{HEAD}x-a: &a [*a]\n")),
        ("many anchors", format!("{HEAD}x-a: [{}]\n", joined(20_000, |n| format!("&a{n} b, *a{n}")))),
        ("documents in one file", format!("{HEAD}---\n").repeat(1000)),
    ]
}

#[test]
fn deep_documents_end_soon() {
    for (name, text) in [deep_schemas(), deep_values()].concat() {
        let (Ok(length) | Err(length)) = ends_soon(name, text);
        assert!(length < 20_000_000, "{name} became {length} bytes");
    }
}
