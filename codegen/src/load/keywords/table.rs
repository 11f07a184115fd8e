//! The table of all keywords of OpenAPI 3.0, grouped by object.

use super::Effect::{Ignored, Used};
use super::ValueType::{
    Any, Boolean, Count, List, Map, Number, Object, One, OneOf, SchemaOrBoolean, Security, Str, StringMap,
    Strings, Values,
};
use super::words::{LOCATIONS, SCHEMES, STYLES, TYPES};
use super::{Effect, Keyword, Kind};

const UNUSED_TEXT: &str = "the documentation of the client has no page for it";
const LINK: &str = "it is a link, not a property of the API";
const SERVER_CHECKS: &str = "the server checks it";
const BOUND: &str = "the server checks it; the client uses only the maximum of a page size";
const EXAMPLE_ONLY: &str = "it is an example, not a constraint";
const RESPONSE_HEADER: &str = "every response header can be read by its name";
const NO_XML: &str = "the client supports only JSON and forms";

pub(super) const OPENAPI: &[Keyword] = &[
    ("openapi", Str, Used),
    ("info", One(Kind::Info), Used),
    ("servers", List(Kind::Server), Used),
    ("paths", One(Kind::Paths), Used),
    ("components", One(Kind::Components), Used),
    ("security", Security, Used),
    ("tags", List(Kind::Tag), Ignored("resource names are derived from operations")),
    ("externalDocs", One(Kind::ExternalDocs), Ignored(LINK)),
];

pub(super) const INFO: &[Keyword] = &[
    ("title", Str, Used),
    ("description", Str, Ignored(UNUSED_TEXT)),
    ("termsOfService", Str, Ignored(LINK)),
    ("contact", One(Kind::Contact), Ignored(LINK)),
    ("license", One(Kind::License), Ignored("it applies to the document, not to the client")),
    ("version", Str, Ignored("the settings contain the version of the crate")),
];

pub(super) const SERVERS: &[Keyword] = &[
    ("url", Str, Used),
    ("description", Str, Ignored(UNUSED_TEXT)),
    ("variables", Map(Kind::ServerVariable), Used),
];

pub(super) const SERVER_VARIABLE: &[Keyword] = &[
    ("enum", Strings, Ignored("the client uses the default; set a base URL for other values")),
    ("default", Str, Used),
    ("description", Str, Ignored(UNUSED_TEXT)),
];

pub(super) const CONTACT: &[Keyword] =
    &[("name", Str, Ignored(LINK)), ("url", Str, Ignored(LINK)), ("email", Str, Ignored(LINK))];

pub(super) const LICENSE: &[Keyword] = &[("name", Str, Ignored(LINK)), ("url", Str, Ignored(LINK))];

pub(super) const COMPONENTS: &[Keyword] = &[
    ("schemas", Map(Kind::Schema), Used),
    ("responses", Map(Kind::Response), Used),
    ("parameters", Map(Kind::Parameter), Used),
    ("examples", Map(Kind::Example), Ignored(EXAMPLE_ONLY)),
    ("requestBodies", Map(Kind::RequestBody), Used),
    ("headers", Map(Kind::Header), Ignored(RESPONSE_HEADER)),
    ("securitySchemes", Map(Kind::SecurityScheme), Used),
    ("links", Map(Kind::Link), Ignored("the caller passes the values")),
    ("callbacks", Object, Ignored("a client does not receive callbacks")),
];

pub(super) const PATH_ITEM: &[Keyword] = &[
    ("summary", Str, Ignored("the description contains more")),
    ("description", Str, Used),
    ("get", One(Kind::Operation), Used),
    ("put", One(Kind::Operation), Used),
    ("post", One(Kind::Operation), Used),
    ("delete", One(Kind::Operation), Used),
    ("options", One(Kind::Operation), Used),
    ("head", One(Kind::Operation), Used),
    ("patch", One(Kind::Operation), Used),
    ("trace", One(Kind::Operation), Used),
    ("servers", List(Kind::Server), Used),
    ("parameters", List(Kind::Parameter), Used),
];

pub(super) const OPERATION: &[Keyword] = &[
    ("tags", Strings, Used),
    ("summary", Str, Used),
    ("description", Str, Used),
    ("externalDocs", One(Kind::ExternalDocs), Ignored(LINK)),
    ("operationId", Str, Used),
    ("parameters", List(Kind::Parameter), Used),
    ("requestBody", One(Kind::RequestBody), Used),
    ("responses", One(Kind::Responses), Used),
    ("callbacks", Object, Ignored("a client does not receive callbacks")),
    ("deprecated", Boolean, Used),
    ("security", Security, Used),
    ("servers", List(Kind::Server), Used),
];

pub(super) const PARAMETER: &[Keyword] = &[
    ("name", Str, Used),
    ("in", OneOf(LOCATIONS), Used),
    ("description", Str, Used),
    ("required", Boolean, Used),
    ("deprecated", Boolean, Used),
    ("allowEmptyValue", Boolean, Ignored(SERVER_CHECKS)),
    ("style", OneOf(STYLES), Used),
    ("explode", Boolean, Used),
    ("allowReserved", Boolean, Ignored("the client encodes all reserved characters")),
    ("schema", One(Kind::Schema), Used),
    ("content", Map(Kind::MediaType), Used),
    ("example", Any, Ignored(EXAMPLE_ONLY)),
    ("examples", Map(Kind::Example), Ignored(EXAMPLE_ONLY)),
];

pub(super) const HEADER: &[Keyword] = &[
    ("description", Str, Ignored(RESPONSE_HEADER)),
    ("required", Boolean, Ignored(RESPONSE_HEADER)),
    ("deprecated", Boolean, Ignored(RESPONSE_HEADER)),
    ("allowEmptyValue", Boolean, Ignored(RESPONSE_HEADER)),
    ("style", OneOf(STYLES), Ignored(RESPONSE_HEADER)),
    ("explode", Boolean, Ignored(RESPONSE_HEADER)),
    ("allowReserved", Boolean, Ignored(RESPONSE_HEADER)),
    ("schema", One(Kind::Schema), Ignored(RESPONSE_HEADER)),
    ("content", Map(Kind::MediaType), Ignored(RESPONSE_HEADER)),
    ("example", Any, Ignored(EXAMPLE_ONLY)),
    ("examples", Map(Kind::Example), Ignored(EXAMPLE_ONLY)),
];

pub(super) const REQUEST_BODY: &[Keyword] =
    &[("description", Str, Used), ("content", Map(Kind::MediaType), Used), ("required", Boolean, Used)];

pub(super) const MEDIA_TYPE: &[Keyword] = &[
    ("schema", One(Kind::Schema), Used),
    ("example", Any, Ignored(EXAMPLE_ONLY)),
    ("examples", Map(Kind::Example), Ignored(EXAMPLE_ONLY)),
    ("encoding", Map(Kind::Encoding), Used),
];

pub(super) const ENCODING: &[Keyword] = &[
    ("contentType", Str, Used),
    ("headers", Map(Kind::Header), Used),
    ("style", OneOf(STYLES), Used),
    ("explode", Boolean, Used),
    ("allowReserved", Boolean, Used),
];

pub(super) const RESPONSE: &[Keyword] = &[
    ("description", Str, Ignored(UNUSED_TEXT)),
    ("headers", Map(Kind::Header), Ignored(RESPONSE_HEADER)),
    ("content", Map(Kind::MediaType), Used),
    ("links", Map(Kind::Link), Ignored("the caller passes the values")),
];

pub(super) const SCHEMA: &[Keyword] = &[
    ("type", OneOf(TYPES), Used),
    ("format", Str, Used),
    ("pattern", Str, Used),
    ("enum", Values, Used),
    ("nullable", Boolean, Used),
    ("description", Str, Used),
    ("properties", Map(Kind::Schema), Used),
    ("required", Strings, Used),
    ("additionalProperties", SchemaOrBoolean, Used),
    ("items", One(Kind::Schema), Used),
    ("allOf", List(Kind::Schema), Used),
    ("oneOf", List(Kind::Schema), Used),
    ("anyOf", List(Kind::Schema), Used),
    ("not", One(Kind::Schema), Used),
    ("discriminator", One(Kind::Discriminator), Used),
    ("deprecated", Boolean, Used),
    ("maximum", Number, Ignored(BOUND)),
    ("exclusiveMaximum", Boolean, Ignored(BOUND)),
    ("minimum", Number, Ignored(SERVER_CHECKS)),
    ("exclusiveMinimum", Boolean, Ignored(SERVER_CHECKS)),
    ("multipleOf", Number, Ignored(SERVER_CHECKS)),
    ("maxLength", Count, Ignored(SERVER_CHECKS)),
    ("minLength", Count, Ignored(SERVER_CHECKS)),
    ("maxItems", Count, Ignored(SERVER_CHECKS)),
    ("minItems", Count, Ignored(SERVER_CHECKS)),
    ("uniqueItems", Boolean, Ignored(SERVER_CHECKS)),
    ("maxProperties", Count, Ignored(SERVER_CHECKS)),
    ("minProperties", Count, Ignored(SERVER_CHECKS)),
    ("title", Str, Ignored("type names are derived from components and operations")),
    ("default", Any, Ignored("the server applies the default; the client never sends it")),
    ("example", Any, Ignored(EXAMPLE_ONLY)),
    ("readOnly", Boolean, Used),
    ("writeOnly", Boolean, Used),
    ("externalDocs", One(Kind::ExternalDocs), Ignored(LINK)),
    ("xml", One(Kind::Xml), Ignored(NO_XML)),
];

pub(super) const XML: &[Keyword] = &[
    ("name", Str, Ignored(NO_XML)),
    ("namespace", Str, Ignored(NO_XML)),
    ("prefix", Str, Ignored(NO_XML)),
    ("attribute", Boolean, Ignored(NO_XML)),
    ("wrapped", Boolean, Ignored(NO_XML)),
];

pub(super) const DISCRIMINATOR: &[Keyword] = &[("propertyName", Str, Used), ("mapping", StringMap, Used)];

pub(super) const SECURITY_SCHEME: &[Keyword] = &[
    ("type", OneOf(SCHEMES), Used),
    ("description", Str, Ignored(UNUSED_TEXT)),
    ("name", Str, Ignored("the credentials of the client, or a header that the caller sets, determine it")),
    (
        "in",
        OneOf(LOCATIONS),
        Ignored("the credentials of the client, or a header that the caller sets, determine it"),
    ),
    ("scheme", Str, Used),
    ("bearerFormat", Str, Ignored("the client sends the token unchanged")),
    ("flows", One(Kind::OAuthFlows), Used),
    ("openIdConnectUrl", Str, Ignored("the client sends the token unchanged")),
];

pub(super) const OAUTH_FLOWS: &[Keyword] = &[
    ("implicit", One(Kind::OAuthFlow), Ignored("the flow requires a person and a browser")),
    ("password", One(Kind::OAuthFlow), Ignored("the client uses client credentials instead")),
    ("clientCredentials", One(Kind::OAuthFlow), Used),
    ("authorizationCode", One(Kind::OAuthFlow), Ignored("the flow requires a person and a browser")),
];

pub(super) const OAUTH_FLOW: &[Keyword] = &[
    ("authorizationUrl", Str, Ignored("the flow requires a person and a browser")),
    ("tokenUrl", Str, Used),
    ("refreshUrl", Str, Ignored("the client requests a new token instead")),
    ("scopes", StringMap, Ignored("the credentials determine the scopes")),
];

pub(super) const TAG: &[Keyword] = &[
    ("name", Str, Ignored("resource names are derived from operations")),
    ("description", Str, Ignored(UNUSED_TEXT)),
    ("externalDocs", One(Kind::ExternalDocs), Ignored(LINK)),
];

pub(super) const EXTERNAL_DOCS: &[Keyword] =
    &[("description", Str, Ignored(LINK)), ("url", Str, Ignored(LINK))];

pub(super) const EXAMPLE: &[Keyword] = &[
    ("summary", Str, Ignored(EXAMPLE_ONLY)),
    ("description", Str, Ignored(EXAMPLE_ONLY)),
    ("value", Any, Ignored(EXAMPLE_ONLY)),
    ("externalValue", Str, Ignored("the generator never reads URLs")),
];

pub(super) const LINKS: &[Keyword] = &[
    ("operationRef", Str, Ignored("the caller passes the values")),
    ("operationId", Str, Ignored("the caller passes the values")),
    ("parameters", Object, Ignored("the caller passes the values")),
    ("requestBody", Any, Ignored("the caller passes the values")),
    ("description", Str, Ignored(UNUSED_TEXT)),
    ("server", One(Kind::Server), Ignored("the client uses the server of the document")),
];

/// The keys of Twilio's extension `x-twilio`. `pii` hides a value in `Debug` output.
pub(in crate::load) const TWILIO: &[(&str, Effect)] = &[
    ("pii", Used),
    ("pathType", Ignored("the path contains this information")),
    ("defaultOutputProperties", Ignored("it applies only to command-line output")),
    ("parent", Ignored("the path contains this information")),
    ("dependentProperties", Ignored("the path contains this information")),
    ("mountName", Ignored("resource names are derived from operations")),
    ("className", Ignored("resource names are derived from operations")),
    ("apiStandards", Ignored("the structure of the responses shows it")),
    ("shortDescription", Ignored("the description contains more")),
    ("overrideType", Ignored("the client also reads numbers from strings")),
    ("conditional", Ignored(SERVER_CHECKS)),
    ("isIEnum", Ignored("every enum accepts unknown values")),
    ("ignoreFormat", Ignored("the client never enforces the format of a string")),
];

/// The extensions that name the values of an enum. Each contains a list with a name for each value. The first one has
/// precedence.
pub(crate) const ENUM_NAMES: &[&str] = &["x-enum-varnames", "x-enumNames", "x-enum-names"];

/// The extensions that describe the values of an enum. Each contains a list with a description for each value, or an
/// object whose keys are the values. The first one has precedence.
pub(crate) const ENUM_DESCRIPTIONS: &[&str] =
    &["x-enum-descriptions", "x-enumDescriptions", "x-enum-description"];

/// Keywords of OpenAPI 3.1, for a more specific help text.
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

/// The formats of objects that affect the generated code. `ir::scalar` contains those of scalars. OpenAPI
/// allows any other string as a format, so a misspelled format would be ignored silently.
pub(in crate::load) const OBJECT_FORMATS: &[&str] = &["uri-map"];

/// Formats with similar names and another meaning.
pub(in crate::load) const LIKE_FORMATS: &[&str] = &["data", "int", "time", "uri", "url"];
