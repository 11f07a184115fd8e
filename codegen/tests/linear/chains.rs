//! Chains of references.

use std::fmt::Write as _;

use super::{Parts, Row, object};

/// `n` links with `#` and `@` as the numbers of the link and of its successor, and the end of the chain, `m{n}`.
fn chain(n: usize, link: &str, end: &str) -> String {
    let mut links = (0..n).fold(String::new(), |mut links, number| {
        let link = link.replace('#', &number.to_string()).replace('@', &(number + 1).to_string());
        let _ = write!(links, "{link},");
        links
    });
    let _ =
        write!(links, "{}: {end},", link.split(':').next().unwrap_or_default().replace('#', &n.to_string()));
    links.replace("^/", "#/")
}

pub(super) const ROWS: &[Row] = &[
    ("a chain of schemas", |n| Parts {
        schema: object("a: {$ref: '#/components/schemas/m0'}"),
        schemas: chain(n, "m#: {$ref: '^/components/schemas/m@'}", "{type: string}"),
        ..Parts::default()
    }),
    ("a chain of parameters", |n| Parts {
        parameters: "{$ref: '#/components/parameters/m0'}".to_owned(),
        components: format!(
            "parameters: {{{}}}",
            chain(
                n,
                "m#: {$ref: '^/components/parameters/m@'}",
                "{name: p, in: query, schema: {type: string}}"
            )
        ),
        ..Parts::default()
    }),
    ("a chain of properties", |n| Parts {
        schema: object("a: {$ref: '#/components/schemas/base/properties/m0'}"),
        schemas: format!(
            "base: {},",
            object(&chain(n, "m#: {$ref: '^/components/schemas/base/properties/m@'}", "{type: string}"))
        ),
        ..Parts::default()
    }),
    ("a chain of path items", |n| Parts {
        paths: chain(n, "/m#: {$ref: '^/paths/~1m@'}", "{get: {responses: {'204': {description: done}}}}"),
        ..Parts::default()
    }),
    ("a chain from a schema to its base schema", |n| Parts {
        schema: "{type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind}}"
            .to_owned(),
        schemas: chain(n, "m#: {$ref: '^/components/schemas/m@'}", "{$ref: '#/components/schemas/thing'}")
            + "child: {allOf: [{$ref: '#/components/schemas/m0'}, {properties: {p: {type: string}}}]}",
        ..Parts::default()
    }),
];
