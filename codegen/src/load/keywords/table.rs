//! The table: every keyword of OpenAPI 3.0, by the object that it stands in.

use super::Effect::{Ignored, Used};
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
    ("tags", List(Kind::Tag), Ignored("resources are named after operations")),
    ("externalDocs", One(Kind::ExternalDocs), Ignored(LINK)),
];

pub(super) const INFO: &[Keyword] = &[
    ("title", Text, Used),
    ("description", Text, Ignored(TEXT)),
    ("termsOfService", Text, Ignored(LINK)),
    ("contact", One(Kind::Contact), Ignored(LINK)),
    ("license", One(Kind::License), Ignored("it is about the document, not about the client")),
    ("version", Text, Ignored("the version of the crate is set in the settings")),
];

pub(super) const SERVERS: &[Keyword] = &[
    ("url", Text, Used),
    ("description", Text, Ignored(TEXT)),
    ("variables", Map(Kind::ServerVariable), Used),
];

pub(super) const SERVER_VARIABLE: &[Keyword] = &[
    ("enum", Texts, Ignored("the default is taken; a base URL leads to others")),
    ("default", Text, Used),
    ("description", Text, Ignored(TEXT)),
];

pub(super) const CONTACT: &[Keyword] =
    &[("name", Text, Ignored(LINK)), ("url", Text, Ignored(LINK)), ("email", Text, Ignored(LINK))];

pub(super) const LICENSE: &[Keyword] = &[("name", Text, Ignored(LINK)), ("url", Text, Ignored(LINK))];

pub(super) const COMPONENTS: &[Keyword] = &[
    ("schemas", Map(Kind::Schema), Used),
    ("responses", Map(Kind::Response), Used),
    ("parameters", Map(Kind::Parameter), Used),
    ("examples", Map(Kind::Example), Ignored(SAMPLE)),
    ("requestBodies", Map(Kind::RequestBody), Used),
    ("headers", Map(Kind::Header), Ignored(ANSWER_HEADER)),
    ("securitySchemes", Map(Kind::SecurityScheme), Used),
    ("links", Map(Kind::Link), Ignored("values are passed on by the caller")),
    ("callbacks", Object, Ignored("a client does not serve them")),
];

pub(super) const PATH_ITEM: &[Keyword] = &[
    ("summary", Text, Ignored("the description says more")),
    ("description", Text, Used),
    ("get", One(Kind::Operation), Used),
    ("put", One(Kind::Operation), Used),
    ("post", One(Kind::Operation), Used),
    ("delete", One(Kind::Operation), Used),
    ("options", One(Kind::Operation), Used),
    ("head", One(Kind::Operation), Used),
    ("patch", One(Kind::Operation), Used),
    ("trace", One(Kind::Operation), Used),
    ("servers", List(Kind::Server), Ignored("the server of the document is taken")),
    ("parameters", List(Kind::Parameter), Used),
];

pub(super) const OPERATION: &[Keyword] = &[
    ("tags", Texts, Used),
    ("summary", Text, Used),
    ("description", Text, Used),
    ("externalDocs", One(Kind::ExternalDocs), Ignored(LINK)),
    ("operationId", Text, Used),
    ("parameters", List(Kind::Parameter), Used),
    ("requestBody", One(Kind::RequestBody), Used),
    ("responses", One(Kind::Responses), Used),
    ("callbacks", Object, Ignored("a client does not serve them")),
    ("deprecated", Flag, Used),
    ("security", Security, Used),
    ("servers", List(Kind::Server), Ignored("the server of the document is taken")),
];

pub(super) const PARAMETER: &[Keyword] = &[
    ("name", Text, Used),
    ("in", OneOf(PLACES), Used),
    ("description", Text, Used),
    ("required", Flag, Used),
    ("deprecated", Flag, Used),
    ("allowEmptyValue", Flag, Ignored(SERVER)),
    ("style", OneOf(STYLES), Used),
    ("explode", Flag, Used),
    ("allowReserved", Flag, Ignored("every reserved character is encoded, which any server reads")),
    ("schema", One(Kind::Schema), Used),
    ("content", Map(Kind::MediaType), Used),
    ("example", Any, Ignored(SAMPLE)),
    ("examples", Map(Kind::Example), Ignored(SAMPLE)),
];

pub(super) const HEADER: &[Keyword] = &[
    ("description", Text, Ignored(ANSWER_HEADER)),
    ("required", Flag, Ignored(ANSWER_HEADER)),
    ("deprecated", Flag, Ignored(ANSWER_HEADER)),
    ("allowEmptyValue", Flag, Ignored(ANSWER_HEADER)),
    ("style", OneOf(STYLES), Ignored(ANSWER_HEADER)),
    ("explode", Flag, Ignored(ANSWER_HEADER)),
    ("allowReserved", Flag, Ignored(ANSWER_HEADER)),
    ("schema", One(Kind::Schema), Ignored(ANSWER_HEADER)),
    ("content", Map(Kind::MediaType), Ignored(ANSWER_HEADER)),
    ("example", Any, Ignored(SAMPLE)),
    ("examples", Map(Kind::Example), Ignored(SAMPLE)),
];

pub(super) const REQUEST_BODY: &[Keyword] =
    &[("description", Text, Used), ("content", Map(Kind::MediaType), Used), ("required", Flag, Used)];

pub(super) const MEDIA_TYPE: &[Keyword] = &[
    ("schema", One(Kind::Schema), Used),
    ("example", Any, Ignored(SAMPLE)),
    ("examples", Map(Kind::Example), Ignored(SAMPLE)),
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
    ("description", Text, Ignored(TEXT)),
    ("headers", Map(Kind::Header), Ignored(ANSWER_HEADER)),
    ("content", Map(Kind::MediaType), Used),
    ("links", Map(Kind::Link), Ignored("values are passed on by the caller")),
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
    ("maximum", Number, Ignored(BOUND)),
    ("exclusiveMaximum", Flag, Ignored(SERVER)),
    ("minimum", Number, Ignored(SERVER)),
    ("exclusiveMinimum", Flag, Ignored(SERVER)),
    ("multipleOf", Number, Ignored(SERVER)),
    ("maxLength", Count, Ignored(SERVER)),
    ("minLength", Count, Ignored(SERVER)),
    ("maxItems", Count, Ignored(SERVER)),
    ("minItems", Count, Ignored(SERVER)),
    ("uniqueItems", Flag, Ignored(SERVER)),
    ("maxProperties", Count, Ignored(SERVER)),
    ("minProperties", Count, Ignored(SERVER)),
    ("title", Text, Ignored("types are named after components and operations")),
    ("default", Any, Ignored("what the server takes for an absent value; it is never sent")),
    ("example", Any, Ignored(SAMPLE)),
    ("readOnly", Flag, Used),
    ("writeOnly", Flag, Used),
    ("externalDocs", One(Kind::ExternalDocs), Ignored(LINK)),
    ("xml", One(Kind::Xml), Ignored(NO_XML)),
];

pub(super) const XML: &[Keyword] = &[
    ("name", Text, Ignored(NO_XML)),
    ("namespace", Text, Ignored(NO_XML)),
    ("prefix", Text, Ignored(NO_XML)),
    ("attribute", Flag, Ignored(NO_XML)),
    ("wrapped", Flag, Ignored(NO_XML)),
];

pub(super) const DISCRIMINATOR: &[Keyword] = &[("propertyName", Text, Used), ("mapping", TextMap, Used)];

pub(super) const SECURITY_SCHEME: &[Keyword] = &[
    ("type", OneOf(SCHEMES), Used),
    ("description", Text, Ignored(TEXT)),
    ("name", Text, Ignored("the client sends what its credentials are, or a header of the caller's")),
    ("in", OneOf(PLACES), Ignored("the client sends what its credentials are, or a header of the caller's")),
    ("scheme", Text, Used),
    ("bearerFormat", Text, Ignored("a token is passed on as it is")),
    ("flows", One(Kind::OAuthFlows), Used),
    ("openIdConnectUrl", Text, Ignored("a token is passed on as it is")),
];

pub(super) const OAUTH_FLOWS: &[Keyword] = &[
    ("implicit", One(Kind::OAuthFlow), Ignored("it needs a person and a browser")),
    ("password", One(Kind::OAuthFlow), Ignored("client credentials take its place")),
    ("clientCredentials", One(Kind::OAuthFlow), Used),
    ("authorizationCode", One(Kind::OAuthFlow), Ignored("it needs a person and a browser")),
];

pub(super) const OAUTH_FLOW: &[Keyword] = &[
    ("authorizationUrl", Text, Ignored("it needs a person and a browser")),
    ("tokenUrl", Text, Used),
    ("refreshUrl", Text, Ignored("a new token is asked for instead")),
    ("scopes", TextMap, Ignored("the server knows the scopes of the credentials")),
];

pub(super) const TAG: &[Keyword] = &[
    ("name", Text, Ignored("resources are named after operations")),
    ("description", Text, Ignored(TEXT)),
    ("externalDocs", One(Kind::ExternalDocs), Ignored(LINK)),
];

pub(super) const EXTERNAL_DOCS: &[Keyword] =
    &[("description", Text, Ignored(LINK)), ("url", Text, Ignored(LINK))];

pub(super) const EXAMPLE: &[Keyword] = &[
    ("summary", Text, Ignored(SAMPLE)),
    ("description", Text, Ignored(SAMPLE)),
    ("value", Any, Ignored(SAMPLE)),
    ("externalValue", Text, Ignored("addresses of a document are never read")),
];

pub(super) const LINKS: &[Keyword] = &[
    ("operationRef", Text, Ignored("values are passed on by the caller")),
    ("operationId", Text, Ignored("values are passed on by the caller")),
    ("parameters", Object, Ignored("values are passed on by the caller")),
    ("requestBody", Any, Ignored("values are passed on by the caller")),
    ("description", Text, Ignored(TEXT)),
    ("server", One(Kind::Server), Ignored("the server of the document is taken")),
];

/// What Twilio's own extension says, beside `pii`, which hides a value.
pub(in crate::load) const TWILIO: &[(&str, Effect)] = &[
    ("pii", Used),
    ("pathType", Ignored("the path itself says it")),
    ("defaultOutputProperties", Ignored("columns of a command line")),
    ("parent", Ignored("the path itself says it")),
    ("dependentProperties", Ignored("the path itself says it")),
    ("mountName", Ignored("resources are named after operations")),
    ("className", Ignored("resources are named after operations")),
    ("apiStandards", Ignored("the structure of answers says it")),
    ("shortDescription", Ignored("the description says more")),
    ("overrideType", Ignored("a number is read from text as well")),
    ("conditional", Ignored(SERVER)),
    ("isIEnum", Ignored("every enum is open")),
    ("ignoreFormat", Ignored("formats of texts are never enforced")),
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
