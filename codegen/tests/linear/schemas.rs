//! The constructs of schemas.

use std::fmt::Write as _;

use crate::{Parts, Row, object, repeat, with_schema};

pub(crate) const ROWS: &[Row] = &[
    ("properties", |n| with_schema(object(&repeat(n, "p#: {type: string, description: Text #.},")))),
    ("inline objects", |n| {
        with_schema(object(&repeat(n, "p#: {type: object, properties: {a: {type: string}}},")))
    }),
    ("inline enums", |n| with_schema(object(&repeat(n, "p#: {type: string, enum: [a#, b#]},")))),
    ("enum values", |n| {
        with_schema(object(&format!("p: {{type: string, enum: [{}]}}", repeat(n, "value-#,"))))
    }),
    ("enum values with equal names", |n| {
        with_schema(object(&format!("p: {{type: string, enum: [{}]}}", repeat(n, "'v#', 'V#', 'v-#',"))))
    }),
    ("required properties", |n| {
        let properties = repeat(n, "p#: {type: string},");
        let required = repeat(n, "p#,");
        with_schema(format!("{{type: object, required: [{required}], properties: {{{properties}}}}}"))
    }),
    ("members of allOf", |n| {
        with_schema(format!(
            "{{allOf: [{}]}}",
            repeat(n, "{type: object, properties: {p#: {type: string}}},")
        ))
    }),
    ("members of allOf with the same property", |n| {
        with_schema(format!(
            "{{allOf: [{}]}}",
            repeat(n, "{type: object, properties: {p: {type: object, properties: {q#: {type: string}}}}},")
        ))
    }),
    ("members of oneOf", |n| {
        with_schema(format!(
            "{{oneOf: [{}]}}",
            repeat(n, "{type: object, properties: {p#: {type: string}}},")
        ))
    }),
    ("members of oneOf with a discriminator", |n| Parts {
        schema: format!(
            "{{oneOf: [{}], discriminator: {{propertyName: kind}}}}",
            repeat(n, "{$ref: '@/components/schemas/m#'},").replace('@', "#")
        ),
        schemas: repeat(n, "m#: {type: object, properties: {kind: {type: string}}},"),
        ..Parts::default()
    }),
    ("schemas that extend a base schema", |n| Parts {
        schema: "{type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind}}"
            .to_owned(),
        schemas: repeat(
            n,
            "m#: {allOf: [{$ref: '@/components/schemas/thing'}, {properties: {p#: {type: string}}}]},",
        )
        .replace('@', "#"),
        ..Parts::default()
    }),
    ("base schemas", |n| Parts {
        schema: object(&repeat(n, "p#: {$ref: '@/components/schemas/b#'},").replace('@', "#")),
        schemas: repeat(
            n,
            "b#: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind}}, \
             m#: {allOf: [{$ref: '@/components/schemas/b#'}, {properties: {p: {type: string}}}]},",
        )
        .replace('@', "#"),
        ..Parts::default()
    }),
    ("references to a choice", |n| Parts {
        schema: object(&repeat(n, "p#: {$ref: '@/components/schemas/choice'},").replace('@', "#")),
        schemas: format!(
            "choice: {{oneOf: [{}]}},",
            repeat(n, &format!("{},", object("p#: {type: string}")))
        ),
        ..Parts::default()
    }),
    ("references to a choice of strings", |n| Parts {
        schema: object(&repeat(n, "p#: {$ref: '@/components/schemas/choice'},").replace('@', "#")),
        schemas: format!("choice: {{oneOf: [{}]}},", repeat(n, "{type: string, maxLength: #},")),
        ..Parts::default()
    }),
    ("values of a discriminator", |n| Parts {
        schema: format!(
            "{{oneOf: [{}], discriminator: {{propertyName: kind, mapping: {{{}}}}}}}",
            repeat(n, "{$ref: '@/components/schemas/m#'},"),
            repeat(n, "v#: '@/components/schemas/m#',")
        )
        .replace('@', "#"),
        schemas: repeat(n, "m#: {type: object, properties: {kind: {type: string}}},"),
        ..Parts::default()
    }),
    ("choices that contain each other", |n| Parts {
        schema: "{oneOf: [{$ref: '#/components/schemas/m0'}, {type: integer}]}".to_owned(),
        schemas: repeat(
            n,
            "m#: {oneOf: [{$ref: '@/components/schemas/thing'}, {$ref: '@/components/schemas/m0'}, \
             {type: array, items: {$ref: '@/components/schemas/m#'}}, {properties: {p#: {type: string}}}]},",
        )
        .replace('@', "#"),
        ..Parts::default()
    }),
    ("choices of a form", |n| Parts {
        body: "{content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/m0'}}}}"
            .to_owned(),
        schemas: (0..6).fold(String::new(), |mut schemas, number| {
            let next =
                repeat(n, &format!("{{$ref: '@/components/schemas/m{}'}},", number + 1)).replace('@', "#");
            let _ = write!(schemas, "m{number}: {{oneOf: [{next}]}},");
            schemas
        }) + "m6: {type: object, properties: {p: {type: string}}},",
        ..Parts::default()
    }),
    ("a chain of models", |n| Parts {
        schema: object("next: {$ref: '#/components/schemas/m0'}"),
        schemas: (0..n).fold(String::new(), |mut schemas, number| {
            let next = number + 1;
            let _ = write!(
                schemas,
                "m{number}: {},",
                object(&format!("next: {{$ref: '#/components/schemas/m{next}'}}"))
            );
            schemas
        }) + &format!("m{n}: {{type: string}},"),
        ..Parts::default()
    }),
    ("unused schemas", |n| Parts {
        schemas: repeat(n, "m#: {type: object, properties: {a: {type: string}}},"),
        ..Parts::default()
    }),
    ("examples", |n| with_schema(object(&repeat(n, "p#: {type: string, example: text #},")))),
    ("references to properties", |n| Parts {
        schema: object(
            &repeat(n, "p#: {$ref: '@/components/schemas/base/properties/q#'},").replace('@', "#"),
        ),
        schemas: format!("base: {},", object(&repeat(n, "q#: {type: string, enum: [a#, b]},"))),
        ..Parts::default()
    }),
    ("extensions", |n| {
        with_schema(format!(
            "{{type: object, {} properties: {{a: {{type: string}}}}}}",
            repeat(n, "x-e#: 1,")
        ))
    }),
];
