//! The work for a document is linear in its size: twice as many of any construct need about twice the allocations.
//!
//! The counts of allocations and of their bytes do not depend on the machine. Only one test of this binary
//! counts, because all threads of the process share the counts.

mod chains;
mod schemas;

use std::alloc::System;
use std::fmt::Write as _;

use codegen::Source;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The parts of a document, each as YAML in flow style.
#[derive(Default)]
struct Parts {
    info: String,
    servers: String,
    tags: String,
    path: String,
    paths: String,
    operation: String,
    parameters: String,
    body: String,
    responses: String,
    schema: String,
    schemas: String,
    components: String,
}

impl Parts {
    fn document(&self) -> String {
        let Self { info, servers, tags, path, paths, operation, parameters, body, responses, .. } = self;
        let Self { schema, schemas, components, .. } = self;
        let schema =
            if schema.is_empty() { "{type: object, properties: {id: {type: string}}}" } else { schema };
        let body = if body.is_empty() { String::new() } else { format!("requestBody: {body},") };
        format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1', {info}}}\nservers: [{servers}]\ntags: [{tags}]\n\
             paths: {{/things: {{{path} post: {{operationId: createThing, {operation} parameters: [{parameters}], \
             {body} responses: {{'200': {{description: ok, content: {{application/json: {{schema: \
             {{$ref: '#/components/schemas/thing'}}}}}}}}, {responses}}}}}}}, {paths}}}\n\
             components: {{schemas: {{thing: {schema}, {schemas}}}, {components}}}\n"
        )
    }
}

/// Repeats a text, with `#` as the number.
fn repeat(count: usize, text: &str) -> String {
    (0..count).map(|number| text.replace('#', &number.to_string())).collect()
}

/// Repeats a text, with letters in place of `#`.
fn letters(count: usize, text: &str) -> String {
    let letters =
        |number: usize| number.to_string().bytes().map(|digit| char::from(digit + 49)).collect::<String>();
    (0..count).map(|number| text.replace('#', &letters(number))).collect()
}

/// A construct, and the document with `count` of it.
type Row = (&'static str, fn(usize) -> Parts);

fn object(properties: &str) -> String {
    format!("{{type: object, properties: {{{properties}}}}}")
}

fn with_schema(schema: String) -> Parts {
    Parts { schema, ..Parts::default() }
}

const DOCUMENT: &[Row] = &[
    ("paragraphs of a description", |n| Parts {
        info: format!("description: \"{}\"", repeat(n, "Paragraph # of `code` and *text*.\\n\\n")),
        ..Parts::default()
    }),
    ("servers", |n| Parts { servers: repeat(n, "{url: 'https://a#.example'},"), ..Parts::default() }),
    ("server variables", |n| Parts {
        servers: format!(
            "{{url: 'https://a.example/{}', variables: {{{}}}}}",
            repeat(n, "{v#}"),
            repeat(n, "v#: {default: x},")
        ),
        ..Parts::default()
    }),
    ("tags", |n| Parts {
        tags: repeat(n, "{name: t#},"),
        operation: format!("tags: [{}],", repeat(n, "t#,")),
        ..Parts::default()
    }),
    ("paths", |n| Parts {
        paths: repeat(
            n,
            "/items#/{id}: {get: {operationId: fetchItem#, parameters: [{name: id, in: path, required: true, \
             schema: {type: string}}], responses: {'204': {description: done}}}},",
        ),
        ..Parts::default()
    }),
    ("operations without ids", |n| Parts {
        paths: repeat(
            n,
            "/items#: {get: {responses: {'204': {description: done}}}, delete: {responses: {'204': {description: done}}}},",
        ),
        ..Parts::default()
    }),
    ("query parameters", |n| Parts {
        parameters: repeat(n, "{name: p#, in: query, schema: {type: string}},"),
        ..Parts::default()
    }),
    ("numbered form inputs", |n| Parts {
        body: format!(
            "{{content: {{application/x-www-form-urlencoded: {{schema: {}}}}}}}",
            object(&repeat(n, "Part#.Name: {type: string}, Part#.Value: {type: string},"))
        ),
        ..Parts::default()
    }),
    ("digits of a parameter's name", |n| Parts {
        parameters: format!("{{name: '{}', in: query, schema: {{type: string}}}},", repeat(n, "a#b")),
        ..Parts::default()
    }),
    ("properties of a body", |n| Parts {
        body: format!(
            "{{content: {{application/json: {{schema: {}}}}}}}",
            object(&repeat(n, "p#: {type: integer, readOnly: false},"))
        ),
        ..Parts::default()
    }),
    ("responses", |n| Parts {
        paths: repeat(
            n,
            "/items#: {get: {responses: {'200': {description: a, content: {application/json: {schema: {type: object, \
             properties: {a: {type: string}}}}}}, '404': {description: b}}}},",
        ),
        ..Parts::default()
    }),
    ("headers of a response", |n| Parts {
        responses: format!(
            "'404': {{description: b, headers: {{{}}}}},",
            repeat(n, "X-H#: {schema: {type: string}},")
        ),
        ..Parts::default()
    }),
    ("media types of a response", |n| Parts {
        responses: format!(
            "'201': {{description: b, content: {{{}}}}},",
            repeat(n, "application/x#+json: {schema: {type: string}},")
        ),
        ..Parts::default()
    }),
    ("shared parameters", |n| Parts {
        parameters: repeat(n, "{$ref: '@/components/parameters/p#'},").replace('@', "#"),
        components: format!(
            "parameters: {{{}}}",
            repeat(n, "p#: {name: p#, in: query, schema: {type: string}},")
        ),
        ..Parts::default()
    }),
    ("references into a path", |n| Parts {
        paths: format!(
            "/base: {{get: {{responses: {{'200': {{description: ok}}}}}}}}, {}",
            repeat(n, "/items#: {get: {responses: {'200': {$ref: '@/paths/~1base/get/responses/200'}}}},")
                .replace('@', "#")
        ),
        ..Parts::default()
    }),
    ("paths with undeclared parameters", |n| Parts {
        paths: repeat(n, "/items#/{a}: {get: {responses: {'204': {description: done}}}},"),
        ..Parts::default()
    }),
    ("paths that differ in the names of parameters", |n| Parts {
        paths: repeat(
            n,
            "/items/{a#}: {get: {parameters: [{name: a#, in: path, required: true, schema: {type: string}}], \
             responses: {'204': {description: done}}}},",
        ),
        ..Parts::default()
    }),
];

const DIAGNOSTICS: &[Row] = &[
    ("a chain of schemas that extend the previous one", |n| Parts {
        schema: "{type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind}}"
            .to_owned(),
        schemas: (0..n).fold(String::new(), |mut schemas, number| {
            let base = number.checked_sub(1).map_or("thing".to_owned(), |base| format!("m{base}"));
            let _ = write!(
                schemas,
                "m{number}: {{allOf: [{{$ref: '#/components/schemas/{base}'}}, \
                 {{properties: {{kind: {{type: string}}, p: {{type: string}}}}}}]}},"
            );
            schemas
        }),
        ..Parts::default()
    }),
    ("a chain of base schemas", |n| Parts {
        schema: "{type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind}}"
            .to_owned(),
        schemas: (0..n).fold(String::new(), |mut schemas, number| {
            let base = number.checked_sub(1).map_or("thing".to_owned(), |base| format!("m{base}"));
            let _ = write!(
                schemas,
                "m{number}: {{allOf: [{{$ref: '#/components/schemas/{base}'}}, \
                 {{properties: {{kind: {{type: string}}, p: {{type: string}}}}}}], \
                 discriminator: {{propertyName: kind}}}},"
            );
            schemas
        }),
        ..Parts::default()
    }),
    ("equal enum values", |n| {
        with_schema(object(&format!("p: {{type: string, enum: [{}]}}", repeat(n, "same,"))))
    }),
    ("required names without properties", |n| {
        with_schema(format!(
            "{{type: object, required: [{}], properties: {{a: {{type: string}}}}}}",
            repeat(n, "x#,")
        ))
    }),
    ("contradictory properties", |n| {
        let one = repeat(n, "p#: {type: string},");
        let other = repeat(n, "p#: {type: boolean},");
        with_schema(format!("{{allOf: [{}, {}]}}", object(&one), object(&other)))
    }),
    ("equal operationIds", |n| Parts {
        paths: repeat(n, "/items#: {get: {operationId: same, responses: {'204': {description: done}}}},"),
        ..Parts::default()
    }),
    ("unknown keywords", |n| with_schema(format!("{{type: object, {}}}", repeat(n, "unheard#: 1,")))),
    ("misspelled keywords", |n| with_schema(object(&repeat(n, "p#: {tipe: string},")))),
    ("missing references", |n| {
        with_schema(object(&repeat(n, "p#: {$ref: '@/components/schemas/none#'},").replace('@', "#")))
    }),
    ("external references", |n| {
        with_schema(object(&repeat(n, "p#: {$ref: 'other.yaml@/a#'},").replace('@', "#")))
    }),
    ("values of the wrong type", |n| with_schema(object(&repeat(n, "p#: {type: string, nullable: 7},")))),
    ("unknown formats", |n| with_schema(object(&repeat(n, "p#: {type: string, format: date-tim},")))),
    ("defaults of the wrong type", |n| with_schema(object(&repeat(n, "p#: {type: integer, default: x},")))),
    ("contradictory bounds", |n| {
        with_schema(object(&repeat(n, "p#: {type: integer, minimum: 2, maximum: 1},")))
    }),
    ("duplicate parameters", |n| Parts {
        parameters: repeat(n, "{name: same, in: query, schema: {type: string}},"),
        ..Parts::default()
    }),
    ("values in another form", |n| {
        with_schema(object(&repeat(n, "p#: {type: Int, nullable: 'true', allOf: {maximum: 1}, title: 5},")))
    }),
    ("schemas in place of types", |n| {
        with_schema(object(&repeat(n, "p#: {type: {type: [string, 'null']}},")))
    }),
    ("keywords in another case", |n| Parts {
        paths: repeat(n, "items#/:id: {GET: {operationID: x#, responses: {204 Done: {description: done}}}},"),
        ..Parts::default()
    }),
    ("responses without a status", |n| Parts {
        responses: letters(n, "Failure#: {description: b},"),
        ..Parts::default()
    }),
    ("form parameters", |n| Parts {
        parameters: repeat(n, "{name: p#, in: formData, type: string},"),
        ..Parts::default()
    }),
    ("references by name", |n| Parts {
        schema: object(&repeat(n, "p#: {$ref: s#},")),
        schemas: repeat(n, "s#: {type: string},"),
        ..Parts::default()
    }),
    ("missing security schemes", |n| Parts {
        operation: format!("security: [{}],", repeat(n, "{none#: []},")),
        ..Parts::default()
    }),
];

/// The number of each construct in the smaller of two documents.
const COUNT: usize = 200;

/// The maximum ratio of the work for two documents, one of which has twice as many of a construct. A part of the work
/// grows with the logarithm, and a table doubles its size in steps.
const MAX_RATIO: f64 = 2.3;

/// The number of allocations and of allocated bytes for a document, and the number of its diagnostics.
fn work(parts: &Parts) -> ([f64; 2], usize) {
    let source = Source { name: "large_v1.yaml".to_owned(), text: parts.document() };
    let region = Region::new(ALLOCATOR);
    let result = codegen::generate(std::slice::from_ref(&source), None);
    let stats = region.change();
    let diagnostics = match result {
        Ok(output) => output.warnings,
        Err(diagnostics) => diagnostics,
    };
    #[expect(clippy::cast_precision_loss, reason = "the ratio need not be exact")]
    ([stats.allocations as f64, stats.bytes_allocated as f64], diagnostics.0.len())
}

/// A line for each unit in which the work grows too much.
fn superlinear(once: [f64; 2], twice: [f64; 2]) -> Vec<String> {
    let units = ["allocations", "bytes"].iter().zip(once.iter().zip(twice));
    let grown = units.filter(|(_, (once, twice))| twice / *once > MAX_RATIO);
    grown.map(|(unit, (once, twice))| format!("{once} → {twice} {unit}")).collect()
}

#[test]
fn twice_as_many_of_a_construct_need_twice_the_work() {
    let (_, usual) = work(&Parts::default()); // initializes the tables that live as long as the process
    let mut wrong = Vec::new();
    for (construct, parts) in DOCUMENT.iter().chain(schemas::ROWS).chain(chains::ROWS).chain(DIAGNOSTICS) {
        let ((once, _), (twice, count)) = (work(&parts(COUNT)), work(&parts(2 * COUNT)));
        wrong.extend(superlinear(once, twice).iter().map(|line| format!("{construct}: {line}")));
        // A document that cannot be read would need little work.
        let is_reported = DIAGNOSTICS.iter().any(|(name, _)| name == construct);
        let (least, most) = if is_reported { (COUNT, usize::MAX) } else { (0, usual) };
        if !(least..=most).contains(&count) {
            wrong.push(format!("{construct}: {count} diagnostics"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn superlinear_work_is_found() {
    assert_eq!(superlinear([100.0, 10.0], [220.0, 20.0]), Vec::<String>::new());
    assert_eq!(superlinear([100.0, 10.0], [220.0, 40.0]), ["10 → 40 bytes"]);
}
