//! The description of an OpenAPI document: the operations, their values, and the types of the values.
//!
//! The generator derives a table from its intermediate representation. A generated client contains the table
//! as JSON, so that it costs no compile time. The engine contains all rules about the data.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One OpenAPI document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The module of the generated client: `chat_v2`.
    pub module: String,
    /// The title of the document.
    pub title: String,
    /// The scheme and the host of the server, and the path before all paths: `https://chat.twilio.com`.
    pub server: String,
    /// All operations.
    pub operations: Vec<Operation>,
    /// The named types. [`Type::Named`] contains an index into this list.
    pub types: Vec<Definition>,
    /// The rules that an OpenAPI document cannot express.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// The operationId.
    pub id: String,
    /// The method: `GET`.
    pub method: String,
    /// The path with `{placeholders}`.
    pub path: String,
    /// The scheme and the host, if they differ from those of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// The query parameters that every request contains.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<(String, String)>,
    /// The status of a successful response.
    pub status: u16,
    /// The path values, in the order of the path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Input>,
    /// The query parameters, headers and properties of the body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<Input>,
    /// The body of a request.
    #[serde(default, skip_serializing_if = "is_default")]
    pub body: Body,
    /// The authorization.
    #[serde(default, skip_serializing_if = "is_default")]
    pub security: Security,
    /// The body of a successful response.
    #[serde(default, skip_serializing_if = "is_default")]
    pub output: Output,
}

/// A value of a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The name in the request.
    pub name: String,
    /// The part of the request. A path value has the default.
    #[serde(default, skip_serializing_if = "is_default")]
    pub part: Part,
    /// The type.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether a request must contain it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub required: bool,
    /// Limits within the type.
    #[serde(default, skip_serializing_if = "is_default")]
    pub bounds: Bounds,
    /// The names of a family of inputs whose names differ only in a number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
}

/// The part of a request that contains an input.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The path.
    #[default]
    Path,
    /// A query parameter.
    Query,
    /// A query parameter whose values are joined with this separator.
    Joined(String),
    /// Query parameters `name.key`.
    Prefixed,
    /// Query parameters `name[key]`.
    Deep,
    /// Query parameters of any names: the entries of an object.
    Exploded,
    /// A header.
    Header,
    /// A cookie, which the fake does not check.
    Cookie,
    /// A field of a form, or a part that is text.
    Form,
    /// A field of a form whose values are joined with this separator.
    FormJoined(String),
    /// Fields of a form `name[key][0]`.
    FormDeep,
    /// A part that is JSON.
    Json,
    /// A part that is a file, which the fake does not read.
    File,
    /// Parts of any names that are files.
    Files,
    /// A property of a JSON body.
    Property,
    /// The whole body.
    Whole,
}

/// The format of a request body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// A form, or no body.
    #[default]
    Form,
    /// JSON.
    Json,
    /// Bytes of one of these media types. `image/*` is any image, and `application/octet-stream` is anything.
    Raw(Vec<String>),
    /// Parts in this media type.
    Multipart(String),
}

/// The authorization of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// HTTP basic authentication or a bearer token.
    #[default]
    Any,
    /// No authorization.
    None,
    /// A bearer token, and the URL that issues it.
    Bearer(Option<String>),
    /// A key in the header with this name.
    Header(String),
    /// A key in the query parameter with this name.
    Query(String),
    /// An authorization that the fake does not check.
    Unchecked,
    /// One of these, or no authorization.
    Optional(Box<Security>),
}

impl Security {
    /// The authorization that a request may contain.
    pub fn sent(&self) -> &Self {
        match self {
            Self::Optional(inner) => inner.sent(),
            other => other,
        }
    }
}

/// The body of a successful response.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Output {
    /// No body.
    #[default]
    Nothing,
    /// A JSON value.
    Value(Type),
    /// A string.
    Text,
    /// Bytes.
    Bytes,
    /// A redirect.
    Location,
    /// A page of a list.
    Page(Page),
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The key of the items.
    pub key: String,
    /// The type of an item.
    pub item: Type,
    /// The query parameter for the number of items, and its maximum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<(String, u32)>,
    /// The query parameter that selects a page, unless the page contains a link.
    #[serde(default, skip_serializing_if = "is_default")]
    pub next: Next,
    /// The other keys beside the items.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Key>,
    /// The keys in `meta`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub meta: Vec<Key>,
}

/// A key of a page that describes the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// The key.
    pub name: String,
    /// Whether its value can be null.
    #[serde(default, skip_serializing_if = "is_default")]
    pub nullable: bool,
}

/// The query parameter that selects a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// The page contains the URL of the next page.
    #[default]
    Link,
    /// A token, in this parameter.
    Token(String),
    /// A page number, in this parameter.
    Number(String),
    /// The number of items before the page, in this parameter.
    Offset(String),
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// A string.
    Text,
    /// A Boolean.
    Bool,
    /// An integer of 32 bits.
    Int32,
    /// An integer.
    Int64,
    /// An integer that is not negative.
    Unsigned,
    /// A number.
    Number,
    /// A time in the format of RFC 3339.
    Timestamp,
    /// A time in the format of RFC 2822.
    Rfc2822,
    /// A date.
    Date,
    /// A duration in the format of ISO 8601.
    Duration,
    /// Bytes.
    Bytes,
    /// Any JSON value.
    Json,
    /// A SID with this prefix, or with one of several prefixes: `SM|MM`. `*` accepts each
    /// prefix.
    Sid(String),
    /// The type with this index.
    Named(usize),
    /// A list.
    List(Box<Type>),
    /// A map from strings.
    Map(Box<Type>),
    /// The type, or null.
    Nullable(Box<Type>),
}

impl Type {
    /// The type without null.
    pub fn bare(&self) -> &Self {
        match self {
            Self::Nullable(inner) => inner.bare(),
            other => other,
        }
    }
}

/// A named type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Definition {
    /// An object.
    Object(Vec<Property>),
    /// A string with one of these values.
    Enum(Vec<String>),
    /// An integer with one of these values.
    Integers(Vec<i64>),
    /// A value of one of these types.
    Union(Vec<Type>),
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// The key. Empty for all other keys of the object.
    pub name: String,
    /// The type.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether every object contains it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub required: bool,
    /// Whether only requests contain it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub write_only: bool,
    /// Whether it can be null.
    #[serde(default, skip_serializing_if = "is_default")]
    pub nullable: bool,
    /// Limits within the type.
    #[serde(default, skip_serializing_if = "is_default")]
    pub bounds: Bounds,
    /// The value in a new resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// An example, if its JSON has at most 64 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<Value>,
}

/// Limits on a value within its type. All bounds are inclusive.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Bounds {
    /// The lowest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The highest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// The lowest number of characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<f64>,
    /// The highest number of characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<f64>,
    /// The lowest number of items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<f64>,
    /// The highest number of items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<f64>,
}

/// A rule that an OpenAPI document cannot express.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Two resources of a collection must not have the same value.
    Unique {
        /// The collection: its path with placeholders.
        path: String,
        /// The property.
        property: String,
        /// The code of the error with status 409.
        code: u32,
    },
    /// The value of a property addresses a resource like its SID.
    Alias {
        /// The collection: its path with placeholders.
        path: String,
        /// The property.
        property: String,
    },
    /// The deletion of a resource deletes the collections of another path.
    Cascade {
        /// The instance: its path with placeholders.
        path: String,
        /// The path of the other collection. Placeholders without a value in `path` match any value; the last
        /// placeholder is the key of the deleted resource.
        deletes: String,
    },
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Document {
    /// Reads a table.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not a table of this version.
    pub fn read(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }
}
