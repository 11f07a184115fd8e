//! The keywords of OpenAPI 3.0: the type of each value, and whether the keyword affects the client.
//!
//! The checker visits every document with this table. A keyword that the table does not contain produces a
//! diagnostic. A keyword without effect is counted, so that nothing is skipped silently.

mod table;
mod words;

pub(crate) use table::{ENUM_DESCRIPTIONS, ENUM_NAMES};
pub(super) use table::{LIKE_FORMATS, NEWER, OBJECT_FORMATS, TWILIO};
pub(super) use words::{MEDIA_TYPES, Meaning, STYLES, TYPES, Words, boolean, status_of_reason};

use serde_json::{Map, Value, json};

use table as t;

/// The kinds of objects in an OpenAPI document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    OpenApi,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
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
    Xml,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
    Tag,
    ExternalDocs,
    Example,
    Link,
}

/// The type of a keyword's value.
#[derive(Clone, Copy, Debug)]
pub(super) enum ValueType {
    /// Any value. Its keys are not keywords.
    Any,
    /// An object. Its keys are not keywords.
    Object,
    Str,
    Boolean,
    Number,
    /// A non-negative integer.
    Count,
    Strings,
    Values,
    /// An object of strings. The document chooses the keys.
    StringMap,
    /// One of these strings.
    OneOf(&'static Words),
    /// Security requirements: an array of objects whose values are arrays of strings.
    Security,
    /// The value of `additionalProperties`.
    SchemaOrBoolean,
    One(Kind),
    List(Kind),
    /// An object of objects. The document chooses the keys.
    Map(Kind),
}

/// The effect of a keyword on the client.
#[derive(Clone, Copy, Debug)]
pub(super) enum Effect {
    Used,
    /// None, for this reason.
    Ignored(&'static str),
}

pub(super) type Keyword = (&'static str, ValueType, Effect);

impl Kind {
    /// The name of the object in messages.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::OpenApi => "document",
            Self::Info => "info",
            Self::Contact => "contact",
            Self::License => "license",
            Self::Server => "server",
            Self::ServerVariable => "server variable",
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
            Self::Xml => "XML",
            Self::SecurityScheme => "security scheme",
            Self::OAuthFlows => "OAuth flows",
            Self::OAuthFlow => "OAuth flow",
            Self::Tag => "tag",
            Self::ExternalDocs => "external documentation",
            Self::Example => "example",
            Self::Link => "link",
        }
    }

    /// Whether OpenAPI allows a reference instead of the object.
    pub(super) fn may_be_reference(self) -> bool {
        self == Self::PathItem || self.section().is_some()
    }

    /// The section of `components` that contains objects of this kind.
    pub(super) fn section(self) -> Option<&'static str> {
        match self {
            Self::Parameter => Some("parameters"),
            Self::Header => Some("headers"),
            Self::RequestBody => Some("requestBodies"),
            Self::Response => Some("responses"),
            Self::Schema => Some("schemas"),
            Self::SecurityScheme => Some("securitySchemes"),
            Self::Example => Some("examples"),
            Self::Link => Some("links"),
            _ => None,
        }
    }

    /// Finds a keyword of the object.
    pub(super) fn keyword(self, key: &str) -> Option<&'static Keyword> {
        self.keywords().iter().find(|(known, ..)| *known == key)
    }

    /// Whether the client would be incorrect without the value of a keyword. It is correct without a description, and
    /// without a constraint that only the server checks.
    pub(super) fn needs(self, key: &str) -> bool {
        // The types of the credentials depend on all keywords of a security scheme.
        if matches!(self, Self::SecurityScheme | Self::OAuthFlows | Self::OAuthFlow) {
            return !matches!(key, "description" | "bearerFormat");
        }
        let is_hint = match self {
            Self::Schema => matches!(key, "description" | "pattern" | "deprecated" | "required"),
            Self::Operation => matches!(key, "summary" | "description" | "deprecated"),
            Self::Parameter => matches!(key, "description" | "deprecated"),
            Self::PathItem | Self::RequestBody => key == "description",
            Self::Info => key == "title",
            _ => false,
        };
        let is_ignored = matches!(self.keyword(key), Some((.., Effect::Ignored(_))));
        !is_hint && !is_ignored
    }

    /// The keyword whose value a document may contain in place of the object: `servers: ["https://a.example"]`.
    pub(super) fn essential(self) -> Option<&'static str> {
        match self {
            Self::Server => Some("url"),
            Self::ServerVariable => Some("default"),
            Self::Tag => Some("name"),
            Self::Response | Self::Header => Some("description"),
            _ => None,
        }
    }

    /// The value that the generator assumes for a required keyword that an object does not have. `None` if the client
    /// would be incorrect. `stem` is the title of a document without a title.
    pub(super) fn assumed(self, key: &str, entries: &Map<String, Value>, stem: &str) -> Option<Value> {
        match (self, key) {
            (Self::OpenApi, "info") => Some(json!({ "title": stem, "version": "" })),
            (Self::Info | Self::License | Self::Tag | Self::ExternalDocs, _)
            | (Self::Response, "description")
            | (Self::OAuthFlow, "authorizationUrl")
            | (Self::SecurityScheme, "openIdConnectUrl") => Some(json!("")),
            (Self::OpenApi, "paths")
            | (Self::Operation, "responses")
            | (Self::OAuthFlow, "scopes")
            | (Self::SecurityScheme, "flows") => Some(json!({})),
            (Self::Parameter, "schema") => Some(json!({ "type": "string" })),
            (Self::Server, "url") => Some(json!("/")),
            (Self::ServerVariable, "default") => {
                entries.get("enum")?.as_array()?.first().filter(|first| first.is_string()).cloned()
            }
            _ => None,
        }
    }

    /// The keywords of the object.
    pub(super) fn keywords(self) -> &'static [Keyword] {
        match self {
            Self::OpenApi => t::OPENAPI,
            Self::Info => t::INFO,
            Self::Contact => t::CONTACT,
            Self::License => t::LICENSE,
            Self::Server => t::SERVERS,
            Self::ServerVariable => t::SERVER_VARIABLE,
            Self::Components => t::COMPONENTS,
            Self::Paths | Self::Responses => &[], // the checker validates their keys
            Self::PathItem => t::PATH_ITEM,
            Self::Operation => t::OPERATION,
            Self::Parameter => t::PARAMETER,
            Self::Header => t::HEADER,
            Self::RequestBody => t::REQUEST_BODY,
            Self::MediaType => t::MEDIA_TYPE,
            Self::Encoding => t::ENCODING,
            Self::Response => t::RESPONSE,
            Self::Schema => t::SCHEMA,
            Self::Discriminator => t::DISCRIMINATOR,
            Self::Xml => t::XML,
            Self::SecurityScheme => t::SECURITY_SCHEME,
            Self::OAuthFlows => t::OAUTH_FLOWS,
            Self::OAuthFlow => t::OAUTH_FLOW,
            Self::Tag => t::TAG,
            Self::ExternalDocs => t::EXTERNAL_DOCS,
            Self::Example => t::EXAMPLE,
            Self::Link => t::LINKS,
        }
    }

    /// The keywords that OpenAPI requires.
    pub(super) fn required(self) -> &'static [&'static str] {
        match self {
            Self::OpenApi => &["openapi", "info", "paths"],
            Self::Info => &["title", "version"],
            Self::License | Self::Tag => &["name"],
            Self::Server | Self::ExternalDocs => &["url"],
            Self::ServerVariable => &["default"],
            Self::Operation => &["responses"],
            Self::Parameter => &["name", "in"],
            Self::RequestBody => &["content"],
            Self::Response => &["description"],
            Self::Discriminator => &["propertyName"],
            Self::SecurityScheme => &["type"],
            _ => &[],
        }
    }
}
