//! The table: every keyword of OpenAPI 3.0, by the object that it stands in.

use super::Effect::{Idle, Used};
use super::Holds::{
    Any, Count, Flag, List, Map, Number, Object, One, OneOf, SchemaOrFlag, Security, Text, TextMap, Texts,
    Values,
};
use super::{Effect, Keyword, Kind};

const TEXT: &str = "a text that no page of the client has a place for";
const LINK: &str = "a link, not a fact about the API";
const SERVER: &str = "the server checks it";
const BOUND: &str = "the server checks it; only the maximum of a page size is used";
const SAMPLE: &str = "a sample, not a rule";
const ANSWER_HEADER: &str = "every header of an answer can be read by its name";
const NO_XML: &str = "bodies are JSON or forms";

/// Where a parameter, or the key of a security scheme, may stand.
const PLACES: &[&str] = &["query", "header", "path", "cookie"];
/// How a parameter may be written.
pub(in crate::load) const STYLES: &[&str] =
    &["form", "simple", "matrix", "label", "spaceDelimited", "pipeDelimited", "deepObject"];
const TYPES: &[&str] = &["string", "integer", "number", "boolean", "array", "object"];
const SCHEMES: &[&str] = &["http", "apiKey", "oauth2", "openIdConnect"];

pub(super) const OPENAPI: &[Keyword] = &[
    ("openapi", Text, Used),
    ("info", One(Kind::Info), Used),
    ("servers", List(Kind::Server), Used),
    ("paths", One(Kind::Paths), Used),
    ("components", One(Kind::Components), Used),
    ("security", Security, Used),
    ("tags", List(Kind::Tag), Idle("resources are named after operations")),
    ("externalDocs", One(Kind::ExternalDocs), Idle(LINK)),
];

pub(super) const INFO: &[Keyword] = &[
    ("title", Text, Used),
    ("description", Text, Idle(TEXT)),
    ("termsOfService", Text, Idle(LINK)),
    ("contact", One(Kind::Contact), Idle(LINK)),
    ("license", One(Kind::License), Idle("it is about the document, not about the client")),
    ("version", Text, Idle("the version of the crate is set in the settings")),
];

pub(super) const SERVERS: &[Keyword] =
    &[("url", Text, Used), ("description", Text, Idle(TEXT)), ("variables", Map(Kind::ServerVariable), Used)];

pub(super) const SERVER_VARIABLE: &[Keyword] = &[
    ("enum", Texts, Idle("the default is taken; a base URL leads to others")),
    ("default", Text, Used),
    ("description", Text, Idle(TEXT)),
];

pub(super) const CONTACT: &[Keyword] =
    &[("name", Text, Idle(LINK)), ("url", Text, Idle(LINK)), ("email", Text, Idle(LINK))];

pub(super) const LICENSE: &[Keyword] = &[("name", Text, Idle(LINK)), ("url", Text, Idle(LINK))];

pub(super) const COMPONENTS: &[Keyword] = &[
    ("schemas", Map(Kind::Schema), Used),
    ("responses", Map(Kind::Response), Used),
    ("parameters", Map(Kind::Parameter), Used),
    ("examples", Map(Kind::Example), Idle(SAMPLE)),
    ("requestBodies", Map(Kind::RequestBody), Used),
    ("headers", Map(Kind::Header), Idle(ANSWER_HEADER)),
    ("securitySchemes", Map(Kind::SecurityScheme), Used),
    ("links", Map(Kind::Link), Idle("values are passed on by the caller")),
    ("callbacks", Object, Idle("a client does not serve them")),
];

pub(super) const PATH_ITEM: &[Keyword] = &[
    ("summary", Text, Idle("the description says more")),
    ("description", Text, Used),
    ("get", One(Kind::Operation), Used),
    ("put", One(Kind::Operation), Used),
    ("post", One(Kind::Operation), Used),
    ("delete", One(Kind::Operation), Used),
    ("options", One(Kind::Operation), Used),
    ("head", One(Kind::Operation), Used),
    ("patch", One(Kind::Operation), Used),
    ("trace", One(Kind::Operation), Used),
    ("servers", List(Kind::Server), Idle("the server of the document is taken")),
    ("parameters", List(Kind::Parameter), Used),
];

pub(super) const OPERATION: &[Keyword] = &[
    ("tags", Texts, Used),
    ("summary", Text, Used),
    ("description", Text, Used),
    ("externalDocs", One(Kind::ExternalDocs), Idle(LINK)),
    ("operationId", Text, Used),
    ("parameters", List(Kind::Parameter), Used),
    ("requestBody", One(Kind::RequestBody), Used),
    ("responses", One(Kind::Responses), Used),
    ("callbacks", Object, Idle("a client does not serve them")),
    ("deprecated", Flag, Used),
    ("security", Security, Used),
    ("servers", List(Kind::Server), Idle("the server of the document is taken")),
];

pub(super) const PARAMETER: &[Keyword] = &[
    ("name", Text, Used),
    ("in", OneOf(PLACES), Used),
    ("description", Text, Used),
    ("required", Flag, Used),
    ("deprecated", Flag, Used),
    ("allowEmptyValue", Flag, Idle(SERVER)),
    ("style", OneOf(STYLES), Used),
    ("explode", Flag, Used),
    ("allowReserved", Flag, Idle("every reserved character is encoded, which any server reads")),
    ("schema", One(Kind::Schema), Used),
    ("content", Map(Kind::MediaType), Used),
    ("example", Any, Idle(SAMPLE)),
    ("examples", Map(Kind::Example), Idle(SAMPLE)),
];

pub(super) const HEADER: &[Keyword] = &[
    ("description", Text, Idle(ANSWER_HEADER)),
    ("required", Flag, Idle(ANSWER_HEADER)),
    ("deprecated", Flag, Idle(ANSWER_HEADER)),
    ("allowEmptyValue", Flag, Idle(ANSWER_HEADER)),
    ("style", OneOf(STYLES), Idle(ANSWER_HEADER)),
    ("explode", Flag, Idle(ANSWER_HEADER)),
    ("allowReserved", Flag, Idle(ANSWER_HEADER)),
    ("schema", One(Kind::Schema), Idle(ANSWER_HEADER)),
    ("content", Map(Kind::MediaType), Idle(ANSWER_HEADER)),
    ("example", Any, Idle(SAMPLE)),
    ("examples", Map(Kind::Example), Idle(SAMPLE)),
];

pub(super) const REQUEST_BODY: &[Keyword] =
    &[("description", Text, Used), ("content", Map(Kind::MediaType), Used), ("required", Flag, Used)];

pub(super) const MEDIA_TYPE: &[Keyword] = &[
    ("schema", One(Kind::Schema), Used),
    ("example", Any, Idle(SAMPLE)),
    ("examples", Map(Kind::Example), Idle(SAMPLE)),
    ("encoding", Map(Kind::Encoding), Used),
];

pub(super) const ENCODING: &[Keyword] = &[
    ("contentType", Text, Used),
    ("headers", Map(Kind::Header), Used),
    ("style", OneOf(STYLES), Used),
    ("explode", Flag, Used),
    ("allowReserved", Flag, Used),
];

pub(super) const RESPONSE: &[Keyword] = &[
    ("description", Text, Idle(TEXT)),
    ("headers", Map(Kind::Header), Idle(ANSWER_HEADER)),
    ("content", Map(Kind::MediaType), Used),
    ("links", Map(Kind::Link), Idle("values are passed on by the caller")),
];

pub(super) const SCHEMA: &[Keyword] = &[
    ("type", OneOf(TYPES), Used),
    ("format", Text, Used),
    ("pattern", Text, Used),
    ("enum", Values, Used),
    ("nullable", Flag, Used),
    ("description", Text, Used),
    ("properties", Map(Kind::Schema), Used),
    ("required", Texts, Used),
    ("additionalProperties", SchemaOrFlag, Used),
    ("items", One(Kind::Schema), Used),
    ("allOf", List(Kind::Schema), Used),
    ("oneOf", List(Kind::Schema), Used),
    ("anyOf", List(Kind::Schema), Used),
    ("not", One(Kind::Schema), Used),
    ("discriminator", One(Kind::Discriminator), Used),
    ("deprecated", Flag, Used),
    ("maximum", Number, Idle(BOUND)),
    ("exclusiveMaximum", Flag, Idle(SERVER)),
    ("minimum", Number, Idle(SERVER)),
    ("exclusiveMinimum", Flag, Idle(SERVER)),
    ("multipleOf", Number, Idle(SERVER)),
    ("maxLength", Count, Idle(SERVER)),
    ("minLength", Count, Idle(SERVER)),
    ("maxItems", Count, Idle(SERVER)),
    ("minItems", Count, Idle(SERVER)),
    ("uniqueItems", Flag, Idle(SERVER)),
    ("maxProperties", Count, Idle(SERVER)),
    ("minProperties", Count, Idle(SERVER)),
    ("title", Text, Idle("types are named after components and operations")),
    ("default", Any, Idle("what the server takes for an absent value; it is never sent")),
    ("example", Any, Idle(SAMPLE)),
    ("readOnly", Flag, Used),
    ("writeOnly", Flag, Used),
    ("externalDocs", One(Kind::ExternalDocs), Idle(LINK)),
    ("xml", One(Kind::Xml), Idle(NO_XML)),
];

pub(super) const XML: &[Keyword] = &[
    ("name", Text, Idle(NO_XML)),
    ("namespace", Text, Idle(NO_XML)),
    ("prefix", Text, Idle(NO_XML)),
    ("attribute", Flag, Idle(NO_XML)),
    ("wrapped", Flag, Idle(NO_XML)),
];

pub(super) const DISCRIMINATOR: &[Keyword] = &[("propertyName", Text, Used), ("mapping", TextMap, Used)];

pub(super) const SECURITY_SCHEME: &[Keyword] = &[
    ("type", OneOf(SCHEMES), Used),
    ("description", Text, Idle(TEXT)),
    ("name", Text, Idle("the client sends what its credentials are, or a header of the caller's")),
    ("in", OneOf(PLACES), Idle("the client sends what its credentials are, or a header of the caller's")),
    ("scheme", Text, Used),
    ("bearerFormat", Text, Idle("a token is passed on as it is")),
    ("flows", One(Kind::OAuthFlows), Used),
    ("openIdConnectUrl", Text, Idle("a token is passed on as it is")),
];

pub(super) const OAUTH_FLOWS: &[Keyword] = &[
    ("implicit", One(Kind::OAuthFlow), Idle("it needs a person and a browser")),
    ("password", One(Kind::OAuthFlow), Idle("client credentials take its place")),
    ("clientCredentials", One(Kind::OAuthFlow), Used),
    ("authorizationCode", One(Kind::OAuthFlow), Idle("it needs a person and a browser")),
];

pub(super) const OAUTH_FLOW: &[Keyword] = &[
    ("authorizationUrl", Text, Idle("it needs a person and a browser")),
    ("tokenUrl", Text, Used),
    ("refreshUrl", Text, Idle("a new token is asked for instead")),
    ("scopes", TextMap, Idle("the server knows the scopes of the credentials")),
];

pub(super) const TAG: &[Keyword] = &[
    ("name", Text, Idle("resources are named after operations")),
    ("description", Text, Idle(TEXT)),
    ("externalDocs", One(Kind::ExternalDocs), Idle(LINK)),
];

pub(super) const EXTERNAL_DOCS: &[Keyword] = &[("description", Text, Idle(LINK)), ("url", Text, Idle(LINK))];

pub(super) const EXAMPLE: &[Keyword] = &[
    ("summary", Text, Idle(SAMPLE)),
    ("description", Text, Idle(SAMPLE)),
    ("value", Any, Idle(SAMPLE)),
    ("externalValue", Text, Idle("addresses of a document are never read")),
];

pub(super) const LINKS: &[Keyword] = &[
    ("operationRef", Text, Idle("values are passed on by the caller")),
    ("operationId", Text, Idle("values are passed on by the caller")),
    ("parameters", Object, Idle("values are passed on by the caller")),
    ("requestBody", Any, Idle("values are passed on by the caller")),
    ("description", Text, Idle(TEXT)),
    ("server", One(Kind::Server), Idle("the server of the document is taken")),
];

/// What Twilio's own extension says, beside `pii`, which hides a value.
pub(in crate::load) const TWILIO: &[(&str, Effect)] = &[
    ("pii", Used),
    ("pathType", Idle("the path itself says it")),
    ("defaultOutputProperties", Idle("columns of a command line")),
    ("parent", Idle("the path itself says it")),
    ("dependentProperties", Idle("the path itself says it")),
    ("mountName", Idle("resources are named after operations")),
    ("className", Idle("resources are named after operations")),
    ("apiStandards", Idle("the structure of answers says it")),
    ("shortDescription", Idle("the description says more")),
    ("overrideType", Idle("a number is read from text as well")),
    ("conditional", Idle(SERVER)),
    ("isIEnum", Idle("every enum is open")),
    ("ignoreFormat", Idle("formats of texts are never enforced")),
];

/// Keywords of OpenAPI 3.1, which people write by habit.
pub(in crate::load) const NEWER: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicRef",
    "$id",
    "$schema",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "jsonSchemaDialect",
    "maxContains",
    "minContains",
    "pathItems",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "webhooks",
];

/// Formats that change what is generated. Any other text is a format as well, and changes nothing: to
/// misspell one of these is to lose what it says.
pub(in crate::load) const FORMATS: &[&str] =
    &["binary", "byte", "date", "date-time", "date-time-rfc-2822", "int32", "int64", "uri-map"];

/// Formats that are like those, and mean something else.
pub(in crate::load) const LIKE_FORMATS: &[&str] =
    &["data", "int", "int16", "int8", "time", "uint", "uint16", "uint32", "uint64", "uint8", "uri", "url"];
