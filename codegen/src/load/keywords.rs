//! The keywords of OpenAPI 3.0: what each one holds, and whether it has an effect on the client.
//!
//! One table, walked once over every document: a keyword that is not in it is a diagnostic, since a typo
//! is not a wish, and one that has no effect is counted, so that nothing is left out in silence.

mod table;

pub(super) use table::{FORMATS, LIKE_FORMATS, NEWER, STYLES, TWILIO};

use table as t;

/// The kinds of objects.
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

/// What stands under a keyword.
#[derive(Clone, Copy, Debug)]
pub(super) enum Holds {
    /// Anything; its keys are no keywords.
    Any,
    /// An object; its keys are no keywords.
    Object,
    Text,
    Flag,
    Number,
    /// A whole number that is not negative.
    Count,
    Texts,
    Values,
    /// Texts by names that the document chooses.
    TextMap,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A list of maps of lists of texts.
    Security,
    /// What other properties are, or whether there may be some.
    SchemaOrFlag,
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
    Ignored(&'static str),
}

pub(super) type Keyword = (&'static str, Holds, Effect);

impl Kind {
    /// What a person calls it.
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

    /// Whether a reference may stand in place of the object.
    pub(super) fn may_be_reference(self) -> bool {
        self == Self::PathItem || self.section().is_some()
    }

    /// The part of the components that a reference to such an object leads to.
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

    /// A keyword of the object.
    pub(super) fn keyword(self, key: &str) -> Option<&'static Keyword> {
        self.keywords().iter().find(|(known, ..)| *known == key)
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
            Self::Paths | Self::Responses => &[], // their keys are looked at one by one
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

    /// The keywords that the object must have.
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
