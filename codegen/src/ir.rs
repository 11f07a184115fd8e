//! What the pipeline decided: plain data, no OpenAPI and no tokens.
//!
//! Every named thing carries both of its names ([`Name`]); they are final when lowering ends.
//! Types are referred to by [`TypeId`], an index into [`Module::types`].

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Place;

mod coverage;
mod facts;
pub(crate) mod scalar;
mod types;

pub(crate) use coverage::{Coverage, LeftOut};
pub(crate) use facts::{Bounds, Facts, Limit};
pub(crate) use types::{
    Access, Construct, Field, Origin, Prefix, Type, TypeDef, TypeId, TypeKind, UnionVariant, Variant,
};

/// The two names of a thing: what goes over the wire, and what Rust calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// As the document spells it: `ChannelSid`.
    pub(crate) wire: String,
    /// A Rust identifier, keywords escaped: `channel_sid`.
    pub(crate) rust: String,
    pub(crate) why: Reason,
}

/// The reason for a Rust name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The operationId begins with this verb.
    Verb(&'static str),
    /// The operationId begins with no known verb.
    Tag,
    /// The operation has no operationId.
    MethodAndPath,
    /// The words of the name in the OpenAPI document, in lower case.
    Words,
    /// The words, with a `_` because they are a keyword of Rust.
    Keyword,
    /// The words of an enum's value.
    Value,
    /// A `_` was appended because generated code uses the name.
    InUse,
    /// An earlier thing has the name.
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
    /// The setting at this position.
    Setting(Place),
}

/// A whole client crate.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    /// What `Cargo.toml` says.
    pub(crate) package: Package,
    /// One a document, sorted by name.
    pub(crate) modules: Vec<Module>,
    /// The SID newtypes of all modules, sorted by Rust name.
    pub(crate) sids: Vec<Sid>,
}

/// The package's metadata.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) description: String,
    pub(crate) license: String,
    pub(crate) repository: Option<String>,
    pub(crate) rust_version: String,
}

/// A SID newtype: `IN` and 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sid {
    pub(crate) prefix: Prefix,
    /// `InviteSid`.
    pub(crate) rust: String,
    /// The noun that it identifies, in words: `invite`; empty if the prefix alone names it.
    pub(crate) noun: String,
    pub(crate) why: Reason,
}

/// One document.
#[derive(Clone, Debug)]
pub(crate) struct Module {
    /// The module, and the Cargo feature that switches it: `chat_v2`.
    pub(crate) name: String,
    /// The document's file name: `chat_v2.yaml`.
    pub(crate) source: String,
    /// What the document calls itself: `Twilio - Chat`.
    pub(crate) title: String,
    /// The type that makes the handles: `ChatV2`.
    pub(crate) handle: String,
    /// Scheme and authority, and the path that every address begins with; no slash at the end.
    pub(crate) host: String,
    /// Whether paths lead through an account that the credentials name.
    pub(crate) has_account: bool,
    /// Sorted by file name.
    pub(crate) resources: Vec<Resource>,
    /// The SID newtypes of the module's product. All versions of a product share one table.
    pub(crate) sids: Arc<BTreeMap<Prefix, Sid>>,
    /// Every named type, also those that belong to a resource.
    pub(crate) types: Vec<TypeDef>,
    /// Types that several resources use and none owns.
    pub(crate) shared: Vec<TypeId>,
    /// What the settings say of it, such as the end of its life.
    pub(crate) notice: Doc,
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

    /// The types that a file holds, in the order of the files: envelopes of lists are in none.
    pub(crate) fn public_types(&self) -> impl Iterator<Item = TypeId> {
        let held = self.resources.iter().flat_map(|resource| &resource.types);
        held.chain(&self.shared).copied()
    }
}

/// One resource: what is done with one noun.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    /// The file and module: `user_channel`.
    pub(crate) file: String,
    /// `UserChannels`.
    pub(crate) handle: String,
    /// The method that makes the handle: `user_channels`.
    pub(crate) accessor: String,
    /// The noun in words: `user channel`.
    pub(crate) noun: String,
    /// What the resource is, from its path item.
    pub(crate) doc: Doc,
    /// The path values that the handle holds.
    pub(crate) parents: Vec<PathParam>,
    /// In the order list, create, fetch, update, delete, others.
    pub(crate) operations: Vec<Operation>,
    /// The types that only this resource uses, or that are named after it.
    pub(crate) types: Vec<TypeId>,
}

/// Text of a document, made safe for rustdoc: paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Doc(pub Vec<String>);

/// A value in a path.
#[derive(Clone, Debug)]
pub(crate) struct PathParam {
    pub(crate) name: Name,
    pub(crate) doc: Doc,
    pub(crate) ty: Type,
    /// The account that the path leads through: the credentials' own unless another is given, so
    /// no argument.
    pub(crate) account: bool,
    pub(crate) facts: Facts,
}

/// The HTTP methods that occur.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Put,
    Post,
    Delete,
    Head,
    Patch,
}

impl Method {
    /// As it goes over the wire: `GET`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
        }
    }
}

impl Method {
    /// The key of a path item: `get`.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Head => "head",
            Self::Patch => "patch",
        }
    }

    /// Whether sending it twice does what sending it once does. The client's retries go by this
    /// (`codegen/runtime/src/runtime/retry.rs`), and each operation's documentation says it.
    pub(crate) fn is_repeatable(self) -> bool {
        match self {
            Self::Get | Self::Put | Self::Delete | Self::Head => true,
            Self::Post | Self::Patch => false,
        }
    }

    /// The client's default policy for this method, in a sentence.
    pub(crate) fn retry_rule(self) -> &'static str {
        if self.is_repeatable() {
            "The client retries this request after status 429, 502, 503 or 504, a timeout, or a failed \
             or broken connection."
        } else {
            "The client retries this request only if the server did not process it (status 429) or \
             nothing was sent (the connection failed)."
        }
    }
}

/// One operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The operationId, or method and path where there is none.
    pub(crate) id: String,
    /// The handle's method: `create`.
    pub(crate) verb: String,
    /// The reason for the verb.
    pub(crate) why: Reason,
    /// The request's type: `CreateInvite`.
    pub(crate) request: String,
    /// The struct of required values, where there are too many for arguments.
    pub(crate) arguments: Option<String>,
    pub(crate) method: Method,
    /// With `{placeholders}`, filled in order.
    pub(crate) path: String,
    pub(crate) doc: Doc,
    /// The path values beyond the handle's own.
    pub(crate) path_params: Vec<PathParam>,
    pub(crate) required: Vec<Input>,
    pub(crate) optional: Vec<Input>,
    pub(crate) body: Body,
    pub(crate) security: Security,
    /// The media types that are asked for, where the answer is never `application/json`.
    pub(crate) accept: Option<String>,
    pub(crate) output: Output,
    pub(crate) facts: Facts,
}

/// How the body of a request is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// As a form, where the method has a body.
    Form,
    /// As JSON, with its media type.
    Json(String),
}

/// How a request says who it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Security {
    /// With what the client has: HTTP basic auth, or a bearer token.
    Any,
    /// Without credentials.
    None,
    /// With a bearer token; the address that gives one for client credentials, if the document
    /// names it.
    Bearer(Option<String>),
}

/// A query parameter, a header or a body field.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    pub(crate) name: Name,
    pub(crate) doc: Doc,
    pub(crate) location: Location,
    pub(crate) ty: Type,
    pub(crate) pii: bool,
    pub(crate) facts: Facts,
}

/// Where an input goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Query,
    Header,
    /// A query parameter whose values are one text, with this between them.
    Joined(&'static str),
    /// A query parameter for each entry of a JSON object, its names after this prefix and a dot.
    Prefixed,
    /// The same with the names in brackets.
    Deep,
    Form,
    /// The whole body, as JSON.
    Json,
    /// One property of a JSON body.
    JsonField,
}

/// What a successful answer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// No body is read.
    Nothing,
    /// One value.
    Value(Type),
    /// The body as text.
    Text,
    /// The body as it is.
    Bytes,
    /// The address that a redirect leads to.
    Location,
    /// A page of items, with a way to the next.
    Page {
        /// The envelope's key: `invites`.
        key: String,
        item: Type,
        /// The upper bound of `PageSize`, where the operation takes one.
        max_page_size: Option<u32>,
        next: Next,
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

/// How the page after a page is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// By the address that the page gives: `meta.next_page_url` or `next_page_uri`.
    Link,
    /// By the same request with the token that the page gives.
    Token {
        /// The query parameter that takes the token.
        parameter: String,
        /// The query parameter that takes the number of items.
        size: Option<String>,
    },
    /// By the same request with the next number, as long as the page says `has_next`.
    Number {
        /// The query parameter that takes the number.
        parameter: String,
    },
}
