//! The keywords of OpenAPI 3.0: what each one holds, and whether it has an effect on the client.
//!
//! One table, walked once over every document: a keyword that is not in it is a fault, since a typo
//! is not a wish, and one that has no effect is counted, so that nothing is left out in silence.

use Effect::{Idle, Used};
use Holds::{Data, List, Map, One};

/// The kinds of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    OpenApi,
    Info,
    Server,
    Components,
    Paths,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Schema,
    Discriminator,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
    Tag,
    ExternalDocs,
    Example,
    Link,
}

/// What stands under a keyword.
#[derive(Clone, Copy, Debug)]
pub(super) enum Holds {
    /// Anything; its keys are no keywords.
    Data,
    One(Kind),
    List(Kind),
    /// Objects by names that the document chooses.
    Map(Kind),
}

/// What a keyword does.
#[derive(Clone, Copy, Debug)]
pub(super) enum Effect {
    Used,
    /// Nothing, for a reason.
    Idle(&'static str),
}

pub(super) type Keyword = (&'static str, Holds, Effect);

const TEXT: &str = "a text that no page of the client has a place for";
const LINK: &str = "a link, not a fact about the API";
const SERVER: &str = "the server checks it";
const BOUND: &str = "the server checks it; only the maximum of a page size is used";
const SAMPLE: &str = "a sample, not a rule";
const ANSWER_HEADER: &str = "every header of an answer can be read by its name";
const XML: &str = "bodies are JSON or forms";

impl Kind {
    /// What a person calls it.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::OpenApi => "document",
            Self::Info => "info",
            Self::Server => "server",
            Self::Components => "components",
            Self::Paths => "paths",
            Self::PathItem => "path item",
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::Header => "header",
            Self::RequestBody => "request body",
            Self::MediaType => "media type",
            Self::Encoding => "encoding",
            Self::Responses => "responses",
            Self::Response => "response",
            Self::Schema => "schema",
            Self::Discriminator => "discriminator",
            Self::SecurityScheme => "security scheme",
            Self::OAuthFlows => "OAuth flows",
            Self::OAuthFlow => "OAuth flow",
            Self::Tag => "tag",
            Self::ExternalDocs => "external documentation",
            Self::Example => "example",
            Self::Link => "link",
        }
    }

    /// Whether a reference may stand in place of the object.
    pub(super) fn may_be_reference(self) -> bool {
        matches!(
            self,
            Self::PathItem
                | Self::Parameter
                | Self::Header
                | Self::RequestBody
                | Self::Response
                | Self::Schema
                | Self::SecurityScheme
                | Self::Example
                | Self::Link
        )
    }

    /// The keywords of the object.
    pub(super) fn keywords(self) -> &'static [Keyword] {
        match self {
            Self::OpenApi => OPENAPI,
            Self::Info => INFO,
            Self::Server => SERVERS,
            Self::Components => COMPONENTS,
            Self::Paths | Self::Responses => &[], // their keys are looked at one by one
            Self::PathItem => PATH_ITEM,
            Self::Operation => OPERATION,
            Self::Parameter => PARAMETER,
            Self::Header => HEADER,
            Self::RequestBody => REQUEST_BODY,
            Self::MediaType => MEDIA_TYPE,
            Self::Encoding => ENCODING,
            Self::Response => RESPONSE,
            Self::Schema => SCHEMA,
            Self::Discriminator => DISCRIMINATOR,
            Self::SecurityScheme => SECURITY_SCHEME,
            Self::OAuthFlows => OAUTH_FLOWS,
            Self::OAuthFlow => OAUTH_FLOW,
            Self::Tag => TAG,
            Self::ExternalDocs => EXTERNAL_DOCS,
            Self::Example => EXAMPLE,
            Self::Link => LINKS,
        }
    }
}

const OPENAPI: &[Keyword] = &[
    ("openapi", Data, Used),
    ("info", One(Kind::Info), Used),
    ("servers", List(Kind::Server), Used),
    ("paths", One(Kind::Paths), Used),
    ("components", One(Kind::Components), Used),
    ("security", Data, Used),
    ("tags", List(Kind::Tag), Idle("resources are named after operations")),
    ("externalDocs", One(Kind::ExternalDocs), Idle(LINK)),
];

const INFO: &[Keyword] = &[
    ("title", Data, Used),
    ("description", Data, Idle(TEXT)),
    ("termsOfService", Data, Idle(LINK)),
    ("contact", Data, Idle(LINK)),
    ("license", Data, Idle("it is about the document, not about the client")),
    ("version", Data, Idle("the version of the crate is set in the settings")),
];

const SERVERS: &[Keyword] =
    &[("url", Data, Used), ("description", Data, Idle(TEXT)), ("variables", Data, Used)];

const COMPONENTS: &[Keyword] = &[
    ("schemas", Map(Kind::Schema), Used),
    ("responses", Map(Kind::Response), Used),
    ("parameters", Map(Kind::Parameter), Used),
    ("examples", Map(Kind::Example), Idle(SAMPLE)),
    ("requestBodies", Map(Kind::RequestBody), Used),
    ("headers", Map(Kind::Header), Idle(ANSWER_HEADER)),
    ("securitySchemes", Map(Kind::SecurityScheme), Used),
    ("links", Map(Kind::Link), Idle("values are passed on by the caller")),
    ("callbacks", Data, Idle("a client does not serve them")),
];

const PATH_ITEM: &[Keyword] = &[
    ("summary", Data, Idle("the description says more")),
    ("description", Data, Used),
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

const OPERATION: &[Keyword] = &[
    ("tags", Data, Used),
    ("summary", Data, Used),
    ("description", Data, Used),
    ("externalDocs", One(Kind::ExternalDocs), Idle(LINK)),
    ("operationId", Data, Used),
    ("parameters", List(Kind::Parameter), Used),
    ("requestBody", One(Kind::RequestBody), Used),
    ("responses", One(Kind::Responses), Used),
    ("callbacks", Data, Used),
    ("deprecated", Data, Used),
    ("security", Data, Used),
    ("servers", List(Kind::Server), Idle("the server of the document is taken")),
];

const PARAMETER: &[Keyword] = &[
    ("name", Data, Used),
    ("in", Data, Used),
    ("description", Data, Used),
    ("required", Data, Used),
    ("deprecated", Data, Used),
    ("allowEmptyValue", Data, Idle(SERVER)),
    ("style", Data, Used),
    ("explode", Data, Used),
    ("allowReserved", Data, Idle("every reserved character is encoded, which any server reads")),
    ("schema", One(Kind::Schema), Used),
    ("content", Map(Kind::MediaType), Used),
    ("example", Data, Idle(SAMPLE)),
    ("examples", Map(Kind::Example), Idle(SAMPLE)),
];

const HEADER: &[Keyword] = &[
    ("description", Data, Idle(ANSWER_HEADER)),
    ("required", Data, Idle(ANSWER_HEADER)),
    ("deprecated", Data, Idle(ANSWER_HEADER)),
    ("allowEmptyValue", Data, Idle(ANSWER_HEADER)),
    ("style", Data, Idle(ANSWER_HEADER)),
    ("explode", Data, Idle(ANSWER_HEADER)),
    ("allowReserved", Data, Idle(ANSWER_HEADER)),
    ("schema", Data, Idle(ANSWER_HEADER)),
    ("content", Data, Idle(ANSWER_HEADER)),
    ("example", Data, Idle(SAMPLE)),
    ("examples", Data, Idle(SAMPLE)),
];

const REQUEST_BODY: &[Keyword] =
    &[("description", Data, Used), ("content", Map(Kind::MediaType), Used), ("required", Data, Used)];

const MEDIA_TYPE: &[Keyword] = &[
    ("schema", One(Kind::Schema), Used),
    ("example", Data, Idle(SAMPLE)),
    ("examples", Map(Kind::Example), Idle(SAMPLE)),
    ("encoding", Map(Kind::Encoding), Used),
];

const ENCODING: &[Keyword] = &[
    ("contentType", Data, Used),
    ("headers", Data, Used),
    ("style", Data, Used),
    ("explode", Data, Used),
    ("allowReserved", Data, Used),
];

const RESPONSE: &[Keyword] = &[
    ("description", Data, Idle(TEXT)),
    ("headers", Map(Kind::Header), Idle(ANSWER_HEADER)),
    ("content", Map(Kind::MediaType), Used),
    ("links", Map(Kind::Link), Idle("values are passed on by the caller")),
];

const SCHEMA: &[Keyword] = &[
    ("type", Data, Used),
    ("format", Data, Used),
    ("pattern", Data, Used),
    ("enum", Data, Used),
    ("nullable", Data, Used),
    ("description", Data, Used),
    ("properties", Map(Kind::Schema), Used),
    ("required", Data, Used),
    ("additionalProperties", One(Kind::Schema), Used),
    ("items", One(Kind::Schema), Used),
    ("allOf", List(Kind::Schema), Used),
    ("oneOf", List(Kind::Schema), Used),
    ("anyOf", List(Kind::Schema), Used),
    ("not", One(Kind::Schema), Used),
    ("discriminator", One(Kind::Discriminator), Used),
    ("deprecated", Data, Used),
    ("maximum", Data, Idle(BOUND)),
    ("exclusiveMaximum", Data, Idle(SERVER)),
    ("minimum", Data, Idle(SERVER)),
    ("exclusiveMinimum", Data, Idle(SERVER)),
    ("multipleOf", Data, Idle(SERVER)),
    ("maxLength", Data, Idle(SERVER)),
    ("minLength", Data, Idle(SERVER)),
    ("maxItems", Data, Idle(SERVER)),
    ("minItems", Data, Idle(SERVER)),
    ("uniqueItems", Data, Idle(SERVER)),
    ("maxProperties", Data, Idle(SERVER)),
    ("minProperties", Data, Idle(SERVER)),
    ("title", Data, Idle("types are named after components and operations")),
    ("default", Data, Idle("what the server takes for an absent value; it is never sent")),
    ("example", Data, Idle(SAMPLE)),
    ("readOnly", Data, Idle("a model is one type in both directions")),
    ("writeOnly", Data, Idle("a model is one type in both directions")),
    ("externalDocs", One(Kind::ExternalDocs), Idle(LINK)),
    ("xml", Data, Idle(XML)),
];

const DISCRIMINATOR: &[Keyword] = &[("propertyName", Data, Used), ("mapping", Data, Used)];

const SECURITY_SCHEME: &[Keyword] = &[
    ("type", Data, Used),
    ("description", Data, Idle(TEXT)),
    ("name", Data, Idle("the client sends what its credentials are, or a header of the caller's")),
    ("in", Data, Idle("the client sends what its credentials are, or a header of the caller's")),
    ("scheme", Data, Used),
    ("bearerFormat", Data, Idle("a token is passed on as it is")),
    ("flows", One(Kind::OAuthFlows), Used),
    ("openIdConnectUrl", Data, Idle("a token is passed on as it is")),
];

const OAUTH_FLOWS: &[Keyword] = &[
    ("implicit", One(Kind::OAuthFlow), Idle("it needs a person and a browser")),
    ("password", One(Kind::OAuthFlow), Idle("client credentials take its place")),
    ("clientCredentials", One(Kind::OAuthFlow), Used),
    ("authorizationCode", One(Kind::OAuthFlow), Idle("it needs a person and a browser")),
];

const OAUTH_FLOW: &[Keyword] = &[
    ("authorizationUrl", Data, Idle("it needs a person and a browser")),
    ("tokenUrl", Data, Used),
    ("refreshUrl", Data, Idle("a new token is asked for instead")),
    ("scopes", Data, Idle("the server knows the scopes of the credentials")),
];

const TAG: &[Keyword] = &[
    ("name", Data, Idle("resources are named after operations")),
    ("description", Data, Idle(TEXT)),
    ("externalDocs", One(Kind::ExternalDocs), Idle(LINK)),
];

const EXTERNAL_DOCS: &[Keyword] = &[("description", Data, Idle(LINK)), ("url", Data, Idle(LINK))];

const EXAMPLE: &[Keyword] = &[
    ("summary", Data, Idle(SAMPLE)),
    ("description", Data, Idle(SAMPLE)),
    ("value", Data, Idle(SAMPLE)),
    ("externalValue", Data, Idle("addresses of a document are never read")),
];

const LINKS: &[Keyword] = &[
    ("operationRef", Data, Idle("values are passed on by the caller")),
    ("operationId", Data, Idle("values are passed on by the caller")),
    ("parameters", Data, Idle("values are passed on by the caller")),
    ("requestBody", Data, Idle("values are passed on by the caller")),
    ("description", Data, Idle(TEXT)),
    ("server", One(Kind::Server), Idle("the server of the document is taken")),
];

/// What Twilio's own extension says, beside `pii`, which hides a value.
pub(super) const TWILIO: &[(&str, Effect)] = &[
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
pub(super) const NEWER: &[&str] = &[
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
    "examples",
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
