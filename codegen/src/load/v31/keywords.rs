//! The keywords of OpenAPI 3.1 that 3.0 does not have.

use super::super::keywords::{Kind, NEWER, ValueType};
use crate::diagnostic::Code;
use crate::nearest::nearest;

/// The treatment of a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// It has a form in OpenAPI 3.0.
    Converted,
    /// It has no effect on the client, for a reason.
    Ignored(&'static str),
}

type Keyword = (Kind, &'static str, ValueType, Use);

const SERVER: &str = "the server checks it";
const TEXT: &str = "no page of the client shows it";
const SAMPLE: &str = "a sample, not a rule";
const DIALECT: &str = "the client reads schemas as OpenAPI 3.1 defines them";
const DYNAMIC: &str = "the client accepts any JSON value";

const SCHEMAS: ValueType = ValueType::Map(Kind::Schema);

const KEYWORDS: &[Keyword] = &[
    (Kind::OpenApi, "jsonSchemaDialect", ValueType::Str, Use::Ignored(DIALECT)),
    (Kind::OpenApi, "webhooks", ValueType::Map(Kind::PathItem), Use::Converted),
    (Kind::Info, "summary", ValueType::Str, Use::Ignored(TEXT)),
    (Kind::License, "identifier", ValueType::Str, Use::Ignored("it describes the document, not the client")),
    (Kind::Components, "pathItems", ValueType::Map(Kind::PathItem), Use::Converted),
    (Kind::Schema, "$anchor", ValueType::Str, Use::Converted),
    (Kind::Schema, "$comment", ValueType::Str, Use::Ignored(TEXT)),
    (Kind::Schema, "$defs", SCHEMAS, Use::Converted),
    (Kind::Schema, "$dynamicAnchor", ValueType::Str, Use::Ignored(DYNAMIC)),
    (Kind::Schema, "$dynamicRef", ValueType::Str, Use::Ignored(DYNAMIC)),
    (Kind::Schema, "$id", ValueType::Str, Use::Ignored(DIALECT)),
    (Kind::Schema, "$schema", ValueType::Str, Use::Ignored(DIALECT)),
    (Kind::Schema, "$vocabulary", ValueType::Object, Use::Ignored(DIALECT)),
    (Kind::Schema, "const", ValueType::Any, Use::Converted),
    (Kind::Schema, "contains", ValueType::Any, Use::Ignored(SERVER)),
    (Kind::Schema, "contentEncoding", ValueType::Str, Use::Converted),
    (Kind::Schema, "contentMediaType", ValueType::Str, Use::Converted),
    (Kind::Schema, "contentSchema", ValueType::Any, Use::Ignored("the string is passed on as it is")),
    (Kind::Schema, "definitions", SCHEMAS, Use::Converted),
    (Kind::Schema, "dependentRequired", ValueType::Object, Use::Ignored(SERVER)),
    (Kind::Schema, "dependentSchemas", ValueType::Object, Use::Ignored(SERVER)),
    (Kind::Schema, "else", ValueType::Any, Use::Ignored(SERVER)),
    (Kind::Schema, "examples", ValueType::Any, Use::Ignored(SAMPLE)),
    (Kind::Schema, "if", ValueType::Any, Use::Ignored(SERVER)),
    (Kind::Schema, "maxContains", ValueType::Count, Use::Ignored(SERVER)),
    (Kind::Schema, "minContains", ValueType::Count, Use::Ignored(SERVER)),
    (Kind::Schema, "patternProperties", SCHEMAS, Use::Converted),
    (Kind::Schema, "prefixItems", ValueType::List(Kind::Schema), Use::Converted),
    (Kind::Schema, "propertyNames", ValueType::Any, Use::Ignored(SERVER)),
    (Kind::Schema, "summary", ValueType::Str, Use::Ignored(TEXT)),
    (Kind::Schema, "then", ValueType::Any, Use::Ignored(SERVER)),
    (Kind::Schema, "unevaluatedItems", ValueType::SchemaOrBoolean, Use::Ignored(SERVER)),
    (Kind::Schema, "unevaluatedProperties", ValueType::SchemaOrBoolean, Use::Ignored(SERVER)),
];

/// Finds a keyword of OpenAPI 3.1.
pub(super) fn find(kind: Kind, key: &str) -> Option<(ValueType, Use)> {
    let found = KEYWORDS.iter().find(|(object, known, ..)| *object == kind && *known == key);
    found.map(|(_, _, value_type, usage)| (*value_type, *usage))
}

/// The type of the value of a keyword of OpenAPI 3.0 or 3.1 that has an effect on the client.
pub(in crate::load) fn value_type(kind: Kind, key: &str) -> Option<ValueType> {
    let newer =
        || find(kind, key).filter(|(_, usage)| *usage == Use::Converted).map(|(value_type, _)| value_type);
    kind.keyword(key).map(|(_, value_type, _)| *value_type).or_else(newer)
}

/// The code and the help for an unknown keyword. `None` if the keyword has no meaning in OpenAPI 3.1 either.
pub(super) fn help(kind: Kind, key: &str) -> Option<(Code, String)> {
    let newer = KEYWORDS.iter().filter(|(object, ..)| *object == kind).map(|(_, known, ..)| *known);
    let older = kind.keywords().iter().map(|(known, ..)| *known);
    let near = nearest(key, newer.chain(older));
    let found = near.and_then(|near| find(kind, near).map(|(_, usage)| (near, usage)));
    match found {
        Some((near, usage)) => {
            let is_needed = usage == Use::Converted;
            let code = if is_needed { Code::UnknownKeyword } else { Code::UnrecognizedKeyword };
            Some((code, format!("did you mean `{near}`?")))
        }
        None if near.is_none() && NEWER.contains(&key) => {
            Some((Code::UnrecognizedKeyword, "move it into a schema, or remove it".to_owned()))
        }
        _ => None,
    }
}
