//! The intermediate representation: the result of all decisions, as plain data without OpenAPI and tokens.
//!
//! Every named item has both of its names ([`Name`]). They do not change after lowering. A [`TypeId`] is an
//! index into [`Module::types`].

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Place;
use page_style::{Continuation, Envelope, PageSize};

mod body;
mod chapter;
mod contract;
mod coverage;
mod doc;
mod facts;
mod fake_rule;
mod feature;
mod location;
mod method;
mod numbered;
mod outline;
pub(crate) mod page_style;
pub(crate) mod scalar;
mod style;
mod types;
mod uses;

pub(crate) use body::{Body, Multipart, Presence};
pub(crate) use chapter::Chapter;
pub(crate) use contract::{BodyContract, Contract, Credentials, ResponseHeader};
pub(crate) use coverage::{Coverage, Warning};
pub(crate) use doc::{Block, Doc};
pub(crate) use facts::{Bound, Bounds, Facts, Limit};
pub(crate) use fake_rule::FakeRule;
pub(crate) use feature::Feature;
pub(crate) use location::{Encoding, Location, RequestPart};
pub(crate) use method::Method;
pub(crate) use numbered::{Entries, Numbered};
pub(crate) use outline::{Outline, OutlineProperty};
pub(crate) use style::Style;
pub(crate) use types::{
    Access, Construct, EnumValue, Field, FieldRole, Origin, Prefix, Type, TypeDef, TypeId, TypeKind,
    UnionVariant, Variant, is_of_integers,
};

/// The two names of an item: on the wire and in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// The spelling in the document: `ChannelSid`.
    pub(crate) wire: String,
    /// A Rust identifier that is not a keyword: `channel_sid`.
    pub(crate) rust: String,
    pub(crate) why: Reason,
}

/// The reason for a Rust name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The operationId begins with this verb.
    Verb(&'static str),
    /// The operationId does not begin with a known verb, and the operation has a tag.
    Tag,
    /// The operationId does not begin with a known verb, and the operation has no tag.
    Path,
    /// The operation has no operationId.
    MethodAndPath,
    /// The words of the name in the OpenAPI document, in lower case.
    Words,
    /// The words, with a `_` because they are a keyword of Rust.
    Keyword,
    /// The words of an enum's value.
    Value,
    /// The words of the name that an extension gives to an enum's value.
    ValueName,
    /// A `_` was appended because generated code uses the name.
    InUse,
    /// An earlier item has the name.
    Duplicate,
    /// The last part of the component's name.
    Component,
    /// Several parts of the component's name, because the last part alone is not unique.
    ComponentPath,
    /// The component's words before and after `_enum_`.
    ComponentEnum,
    /// The resource and the property, because the schema has no name.
    Inline,
    /// The format that several equal schemas share.
    Alike,
    /// The component whose `sid` has the prefix.
    Owner(String),
    /// The names of the values that have the prefix, or the prefix itself.
    SidValues,
    /// The line of `names.lock` at this position.
    Locked(Place),
    /// The setting at this position.
    Setting(Place),
}

/// A whole client crate.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    /// The metadata in `Cargo.toml`.
    pub(crate) package: Package,
    /// One module per document, sorted by name.
    pub(crate) modules: Vec<Module>,
    /// The SID newtypes of all modules, sorted by Rust name.
    pub(crate) sids: Vec<Sid>,
    /// The guide, which the project writes.
    pub(crate) guide: Vec<Chapter>,
}

/// The package's metadata.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) description: String,
    pub(crate) license: String,
    pub(crate) repository: Option<String>,
    pub(crate) documentation: Option<String>,
    pub(crate) keywords: Vec<String>,
    pub(crate) categories: Vec<String>,
    pub(crate) rust_version: String,
}

/// A SID newtype: `IN` and 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sid {
    pub(crate) prefix: Prefix,
    /// `InviteSid`.
    pub(crate) rust: String,
    /// The noun that it identifies, in words: `invite`. Empty if only the prefix is known.
    pub(crate) noun: String,
    pub(crate) why: Reason,
}

/// One document.
#[derive(Clone, Debug)]
pub(crate) struct Module {
    /// The module, and the Cargo feature that switches it: `shop_v2`.
    pub(crate) name: String,
    /// The document's file name: `shop_v2.yaml`.
    pub(crate) source: String,
    /// The title of the document: `Twilio - Chat`.
    pub(crate) title: String,
    /// The type that makes the handles: `ChatV2`.
    pub(crate) handle: String,
    /// The scheme, the host and the port of the server, without a slash at the end.
    pub(crate) host: String,
    /// Whether the host is `twilio.com` or below it.
    pub(crate) is_twilio: bool,
    /// Whether a path contains the account of the credentials.
    pub(crate) has_account: bool,
    /// Sorted by file name.
    pub(crate) resources: Vec<Resource>,
    /// The SID newtypes of the module's product. All versions of a product share one table.
    pub(crate) sids: Arc<BTreeMap<Prefix, Sid>>,
    /// All named types, including those that belong to a resource.
    pub(crate) types: Vec<TypeDef>,
    /// The types that belong to no single resource.
    pub(crate) shared: Vec<TypeId>,
    /// The notice in the settings, for example the end of the API's life.
    pub(crate) notice: Doc,
    /// The rules of the fake server that the settings contain.
    pub(crate) fake_rules: Vec<FakeRule>,
    pub(crate) coverage: Coverage,
}

impl Module {
    /// All operations, each with its resource.
    pub(crate) fn operations(&self) -> impl Iterator<Item = (&Resource, &Operation)> {
        self.resources
            .iter()
            .flat_map(|resource| resource.operations.iter().map(move |operation| (resource, operation)))
    }

    /// The Rust name of a SID newtype.
    pub(crate) fn sid<'a>(&'a self, prefix: &'a Prefix) -> &'a str {
        self.sids.get(prefix).map_or(prefix.as_str(), |sid| &sid.rust)
    }

    /// The types in the files, in the order of the files. The envelopes of lists are in no file.
    pub(crate) fn public_types(&self) -> impl Iterator<Item = TypeId> {
        let of_resources = self.resources.iter().flat_map(|resource| &resource.types);
        of_resources.chain(&self.shared).copied()
    }
}

/// A resource: the operations on one noun.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    /// The file and module: `user_channel`.
    pub(crate) file: String,
    /// `UserChannels`.
    pub(crate) handle: String,
    /// The method that returns the handle: `user_channels`.
    pub(crate) accessor: String,
    /// The noun in words: `user channel`.
    pub(crate) noun: String,
    /// The description of the path item.
    pub(crate) doc: Doc,
    /// The notice in the settings about this resource alone.
    pub(crate) notice: Doc,
    /// The path values that the handle stores.
    pub(crate) parents: Vec<PathParam>,
    /// In the order list, create, fetch, update, delete, others.
    pub(crate) operations: Vec<Operation>,
    /// The types that only this resource uses, or that are named after it.
    pub(crate) types: Vec<TypeId>,
}

/// A value in a path.
#[derive(Clone, Debug)]
pub(crate) struct PathParam {
    pub(crate) name: Name,
    pub(crate) doc: Doc,
    pub(crate) ty: Type,
    /// The style, if the value is not one string without a prefix.
    pub(crate) style: Option<Style>,
    /// Whether it is the account that contains all other resources of the path. The client supplies it, so it
    /// is not an argument.
    pub(crate) account: bool,
    pub(crate) facts: Facts,
}

/// One operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The operationId, or the method and the path of an operation without one.
    pub(crate) id: String,
    /// The handle's method: `create`.
    pub(crate) verb: String,
    /// The reason for the verb.
    pub(crate) why: Reason,
    /// The request's type: `CreateInvite`.
    pub(crate) request: String,
    /// The struct of required values, if there are too many for arguments.
    pub(crate) arguments: Option<String>,
    pub(crate) method: Method,
    /// The scheme, the host and the port of the server, if it differs from that of the module.
    pub(crate) host: Option<String>,
    /// With `{placeholders}`, filled in order.
    pub(crate) path: String,
    /// The query parameters with fixed values, which the path in the document contains.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) doc: Doc,
    /// The path values that the handle does not store.
    pub(crate) path_params: Vec<PathParam>,
    pub(crate) required: Vec<Input>,
    pub(crate) optional: Vec<Input>,
    pub(crate) body: Body,
    pub(crate) security: Security,
    /// The headers with further keys. The client requires that the caller sets them.
    pub(crate) key_headers: Vec<String>,
    /// The value of the `Accept` header, if no response is `application/json`.
    pub(crate) accept: Option<String>,
    pub(crate) output: Output,
    /// The status of a successful response. The client accepts any successful status.
    pub(crate) status: u16,
    pub(crate) facts: Facts,
    pub(crate) contract: Contract,
}

impl Operation {
    /// The path and the fixed query parameters, for documentation.
    pub(crate) fn target(&self) -> String {
        let pairs: Vec<String> = self.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if pairs.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, pairs.join("&")) }
    }
}

/// The authorization of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Security {
    /// The credentials of the client: HTTP basic authentication or a bearer token.
    Any,
    /// No credentials.
    None,
    /// A bearer token, with the URL of the token endpoint for client credentials if the document contains
    /// one.
    Bearer(Option<String>),
    /// With a key in a parameter of this name.
    Key(KeyLocation, String),
    /// With an authentication scheme of HTTP that the client does not implement.
    Unsupported(String),
    /// One of these, if the client has such credentials. The server also accepts a request without them.
    Optional(Box<Security>),
}

impl Security {
    /// The authorization that a request contains if the client has the credentials.
    pub(crate) fn sent(&self) -> &Self {
        match self {
            Self::Optional(inner) => inner.sent(),
            other => other,
        }
    }

    /// Whether the server also accepts a request without the credentials.
    pub(crate) fn is_optional(&self) -> bool {
        matches!(self, Self::Optional(_))
    }
}

/// The part of a request that contains a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyLocation {
    Header,
    Query,
    Cookie,
}

impl KeyLocation {
    /// Returns its name in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Query => "query",
            Self::Cookie => "cookie",
        }
    }
}

/// A query parameter, a header or a body field, or a family of them.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    pub(crate) name: Name,
    pub(crate) doc: Doc,
    pub(crate) location: Location,
    pub(crate) ty: Type,
    pub(crate) pii: bool,
    pub(crate) facts: Facts,
    /// The names of the family.
    pub(crate) numbered: Option<Numbered>,
}

/// The result of a successful response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// The body is not read.
    Nothing,
    /// One value.
    Value(Type),
    /// The body as a string.
    Text,
    /// The bytes of the body.
    Bytes,
    /// The target URL of a redirect.
    Location,
    /// One page of a list.
    Page {
        /// The key of the items in the envelope: `invites`.
        key: String,
        item: Type,
        /// The query parameter for the page size, if the operation takes one.
        page_size: Option<PageSize>,
        next: Continuation,
        /// The other keys of a page. The client finds them in each response.
        envelope: Envelope,
    },
}

impl Output {
    /// The type of the value or item, if there is one.
    pub(crate) fn ty(&self) -> Option<&Type> {
        match self {
            Self::Value(ty) | Self::Page { item: ty, .. } => Some(ty),
            Self::Nothing | Self::Text | Self::Bytes | Self::Location => None,
        }
    }
}

/// `big_shop_v2` → `big_shop`.
pub(crate) fn product(module: &str) -> &str {
    match module.rsplit_once("_v") {
        Some((product, version)) if !version.is_empty() && version.chars().all(|c| c.is_ascii_digit()) => {
            product
        }
        _ => module,
    }
}
