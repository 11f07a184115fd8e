//! Reduces the many forms of a schema in `openapiv3` to one.
//!
//! Structs of `openapiv3` are destructured exhaustively. A keyword without effect on the client has a reason,
//! and an unhandled keyword breaks the build.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, BooleanType, Discriminator, IntegerFormat, IntegerType,
    NumberType, ObjectType, ReferenceOr, Schema, SchemaData, SchemaKind, StringFormat, StringType, Type,
    VariantOrUnknownOrEmpty,
};

use crate::ir::Access;
use crate::lower::document::enum_values::integers;

pub(crate) type Properties = IndexMap<String, ReferenceOr<Box<Schema>>>;

/// An inline schema or a reference. `openapiv3` boxes some of them.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Node<'a> {
    Item(&'a Schema),
    Reference(&'a str),
}

impl<'a> From<&'a ReferenceOr<Schema>> for Node<'a> {
    fn from(schema: &'a ReferenceOr<Schema>) -> Self {
        match schema {
            ReferenceOr::Item(item) => Self::Item(item),
            ReferenceOr::Reference { reference } => Self::Reference(reference),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for Node<'a> {
    fn from(schema: &'a ReferenceOr<Box<Schema>>) -> Self {
        match schema {
            ReferenceOr::Item(item) => Self::Item(item),
            ReferenceOr::Reference { reference } => Self::Reference(reference),
        }
    }
}

/// A reduced schema.
#[derive(Debug)]
pub(crate) struct View<'a> {
    pub(crate) shape: Shape<'a>,
    pub(crate) nullable: bool,
    pub(crate) description: Option<&'a str>,
    pub(crate) pii: bool,
    pub(crate) deprecated: bool,
    pub(crate) access: Access,
}

/// The form of a value.
#[derive(Debug)]
pub(crate) enum Shape<'a> {
    Text {
        format: Option<&'a str>,
        pattern: Option<&'a str>,
    },
    Enum {
        format: Option<&'a str>,
        values: Vec<&'a str>,
    },
    Integer {
        format: Option<&'a str>,
        maximum: Option<i64>,
        /// The only values, if the schema lists them.
        values: Vec<i64>,
    },
    Number,
    Bool,
    Array(Node<'a>),
    Object {
        properties: &'a Properties,
        required: &'a [String],
        /// The schema of all other properties.
        additional_properties: Option<Node<'a>>,
    },
    Map(Option<Node<'a>>),
    /// A map that a query contains as `Prefix.name=value`.
    Prefixed(&'a str),
    /// A value that matches several schemas (`allOf`).
    All(Parts<'a>),
    /// A value that matches one of several schemas, without further keywords.
    One(Choice<'a>),
    /// Any JSON value.
    Any,
}

/// The parts of a schema that a value must match together.
#[derive(Clone, Debug)]
pub(crate) struct Parts<'a> {
    pub(crate) members: &'a [ReferenceOr<Schema>],
    pub(crate) properties: Option<&'a Properties>,
    pub(crate) required: &'a [String],
    pub(crate) additional_properties: Option<Node<'a>>,
    pub(crate) choices: Vec<Choice<'a>>,
}

/// `oneOf` or `anyOf`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Choice<'a> {
    pub(crate) keyword: &'static str,
    pub(crate) members: &'a [ReferenceOr<Schema>],
    pub(crate) discriminator: Option<&'a Discriminator>,
}

/// Reduces one schema.
pub(crate) fn view(schema: &Schema) -> View<'_> {
    let Schema { schema_data, schema_kind } = schema;
    let SchemaData {
        nullable,
        read_only,
        write_only,
        deprecated,
        external_docs: _, // a link without effect
        example: _,       // the fake reads it
        title: _,         // the name comes from the component or the operation
        description,
        discriminator,
        default: _, // the server applies it
        extensions,
    } = schema_data;
    View {
        shape: shape(schema_kind, discriminator.as_ref()),
        nullable: *nullable,
        description: description.as_deref(),
        pii: is_pii(extensions) || is_password(schema_kind),
        deprecated: *deprecated,
        access: match (*read_only, *write_only) {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            _ => Access::ReadWrite,
        },
    }
}

/// Returns whether the format of a string is `password`.
fn is_password(kind: &SchemaKind) -> bool {
    let SchemaKind::Type(Type::String(StringType { format, .. })) = kind else { return false };
    *format == VariantOrUnknownOrEmpty::Item(StringFormat::Password)
}

/// Whether `x-twilio.pii` marks the value.
pub(crate) fn is_pii(extensions: &IndexMap<String, serde_json::Value>) -> bool {
    extensions.get("x-twilio").is_some_and(|twilio| twilio.get("pii").is_some())
}

fn shape<'a>(kind: &'a SchemaKind, discriminator: Option<&'a Discriminator>) -> Shape<'a> {
    match kind {
        SchemaKind::Type(Type::String(text)) => string(text),
        SchemaKind::Type(Type::Integer(integer)) => integer_shape(integer),
        SchemaKind::Type(Type::Number(number)) => {
            // The server checks the bounds of numbers.
            let NumberType {
                format: _,
                multiple_of: _,
                exclusive_minimum: _,
                exclusive_maximum: _,
                minimum: _,
                maximum: _,
                enumeration: _,
            } = number;
            Shape::Number
        }
        SchemaKind::Type(Type::Boolean(BooleanType { enumeration: _ })) => Shape::Bool,
        SchemaKind::Type(Type::Array(array)) => array_shape(array),
        SchemaKind::Type(Type::Object(object)) => {
            let ObjectType {
                properties,
                required,
                additional_properties,
                min_properties: _,
                max_properties: _,
            } = object;
            object_shape(properties, required, additional_properties.as_ref())
        }
        SchemaKind::OneOf { one_of: members } => {
            Shape::One(Choice { keyword: "oneOf", members, discriminator })
        }
        SchemaKind::AnyOf { any_of: members } => {
            Shape::One(Choice { keyword: "anyOf", members, discriminator })
        }
        SchemaKind::AllOf { all_of: members } => Shape::All(Parts {
            members,
            properties: None,
            required: &[],
            additional_properties: None,
            choices: Vec::new(),
        }),
        SchemaKind::Not { not: _ } => Shape::Any, // `load` removes it
        SchemaKind::Any(any) => any_shape(any, discriminator),
    }
}

fn string(text: &StringType) -> Shape<'_> {
    // The server checks lengths. The pattern of a SID contains its length.
    let StringType { format, pattern, enumeration, min_length: _, max_length: _ } = text;
    let format = match format {
        VariantOrUnknownOrEmpty::Item(StringFormat::Date) => Some("date"),
        VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => Some("date-time"),
        VariantOrUnknownOrEmpty::Item(StringFormat::Password) => Some("password"),
        VariantOrUnknownOrEmpty::Item(StringFormat::Byte) => Some("byte"),
        VariantOrUnknownOrEmpty::Item(StringFormat::Binary) => Some("binary"),
        VariantOrUnknownOrEmpty::Unknown(format) => Some(format.as_str()),
        VariantOrUnknownOrEmpty::Empty => None,
    };
    // A null among the values marks the schema as nullable, which every field of a response is anyway.
    let values: Vec<&str> = enumeration.iter().flatten().map(String::as_str).collect();
    if values.is_empty() {
        Shape::Text { format, pattern: pattern.as_deref() }
    } else {
        Shape::Enum { format, values }
    }
}

fn integer_shape(integer: &IntegerType) -> Shape<'_> {
    let IntegerType {
        format,
        multiple_of: _,
        exclusive_minimum: _,
        exclusive_maximum,
        minimum: _,
        maximum,
        enumeration,
    } = integer;
    let format = match format {
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => Some("int32"),
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int64) => Some("int64"),
        VariantOrUnknownOrEmpty::Unknown(format) => Some(format.as_str()),
        VariantOrUnknownOrEmpty::Empty => None,
    };
    let maximum = maximum.map(|maximum| maximum.saturating_sub(i64::from(*exclusive_maximum)));
    Shape::Integer { format, maximum, values: enumeration.iter().flatten().copied().collect() }
}

fn array_shape(array: &ArrayType) -> Shape<'_> {
    let ArrayType { items, min_items: _, max_items: _, unique_items: _ } = array;
    match items {
        Some(items) => Shape::Array(items.into()),
        None => Shape::Any, // `load` rejects an array without items
    }
}

fn object_shape<'a>(
    properties: &'a Properties,
    required: &'a [String],
    additional: Option<&'a AdditionalProperties>,
) -> Shape<'a> {
    let additional_properties = additional_schema(additional);
    match additional_properties {
        _ if !properties.is_empty() || !required.is_empty() => {
            Shape::Object { properties, required, additional_properties }
        }
        Some(_) => Shape::Map(additional_properties),
        None => Shape::Any,
    }
}

fn additional_schema(additional: Option<&AdditionalProperties>) -> Option<Node<'_>> {
    match additional {
        Some(AdditionalProperties::Schema(schema)) => Some(Node::from(&**schema)),
        // The client always ignores unknown properties.
        Some(AdditionalProperties::Any(_)) | None => None,
    }
}

/// Whether an object has no other properties than the documented ones.
pub(crate) fn is_closed(schema: &Schema) -> bool {
    let additional = match &schema.schema_kind {
        SchemaKind::Type(Type::Object(object)) => object.additional_properties.as_ref(),
        SchemaKind::Any(any) => any.additional_properties.as_ref(),
        _ => None,
    };
    matches!(additional, Some(AdditionalProperties::Any(false)))
}

/// The combinations without a variant in `openapiv3`: a format on an object, an object without `type`,
/// composition beside a `type`, and the empty schema.
fn any_shape<'a>(any: &'a AnySchema, discriminator: Option<&'a Discriminator>) -> Shape<'a> {
    let AnySchema {
        typ,
        pattern,
        multiple_of: _,
        exclusive_minimum: _,
        exclusive_maximum: _,
        minimum: _,
        maximum: _,
        properties,
        required,
        additional_properties,
        min_properties: _,
        max_properties: _,
        items,
        min_items: _,
        max_items: _,
        unique_items: _,
        enumeration,
        format,
        min_length: _,
        max_length: _,
        one_of,
        all_of,
        any_of,
        not: _, // `load` removes it
    } = any;
    let additional = additional_properties.as_ref();
    let choices =
        [("oneOf", one_of), ("anyOf", any_of)].into_iter().filter(|(_, members)| !members.is_empty());
    let choices: Vec<_> =
        choices.map(|(keyword, members)| Choice { keyword, members, discriminator }).collect();
    let is_alone = all_of.is_empty()
        && properties.is_empty()
        && required.is_empty()
        && additional_schema(additional).is_none();
    match choices.as_slice() {
        [choice] if is_alone => return Shape::One(*choice),
        [] if all_of.is_empty() => {}
        _ => {
            let (members, properties, additional_properties) =
                (all_of, Some(properties), additional_schema(additional));
            return Shape::All(Parts { members, properties, required, additional_properties, choices });
        }
    }
    if matches!(typ.as_deref(), Some("object") | None)
        && (!properties.is_empty() || !required.is_empty() || additional.is_some())
    {
        return object_shape(properties, required, additional);
    }
    let format = format.as_deref().or_else(|| is_beyond_i64(any).then_some("uint64"));
    loose_shape(typ.as_deref(), format, pattern.as_deref(), items.as_ref(), enumeration)
}

/// Whether the bounds or the values of an integer without a format are greater than an `i64`.
fn is_beyond_i64(any: &AnySchema) -> bool {
    /// 2 to the power of 63.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    let is_positive = any.minimum.is_some_and(|minimum| minimum >= 0.0);
    any.typ.as_deref() == Some("integer")
        && (any.enumeration.iter().any(|value| value.is_u64() && !value.is_i64())
            || (is_positive && any.maximum.is_some_and(|maximum| maximum > LIMIT)))
}

/// The shape of a schema with an unusual format or with keywords of other types.
fn loose_shape<'a>(
    typ: Option<&'a str>,
    format: Option<&'a str>,
    pattern: Option<&'a str>,
    items: Option<&'a ReferenceOr<Box<Schema>>>,
    enumeration: &'a [serde_json::Value],
) -> Shape<'a> {
    let values: Vec<&str> = enumeration.iter().filter_map(serde_json::Value::as_str).collect();
    let is_of_texts = enumeration.iter().all(|value| value.is_string() || value.is_null());
    match typ {
        Some("object") => match format {
            Some("uri-map") => Shape::Map(None),
            Some(format) if format.starts_with(PREFIXED) => {
                Shape::Prefixed(format.strip_prefix(PREFIXED).unwrap_or_default())
            }
            _ => Shape::Any,
        },
        Some("array") | None if items.is_some() => {
            items.map_or(Shape::Any, |items| Shape::Array(items.into()))
        }
        Some("string") if !values.is_empty() => Shape::Enum { format, values },
        None if !values.is_empty() && is_of_texts => Shape::Enum { format, values },
        Some("string") => Shape::Text { format, pattern },
        Some("boolean") => Shape::Bool,
        Some("integer") => Shape::Integer { format, maximum: None, values: integers(enumeration) },
        None if !integers(enumeration).is_empty() => {
            Shape::Integer { format, maximum: None, values: integers(enumeration) }
        }
        Some("number") => Shape::Number,
        None if pattern.is_some() => Shape::Text { format, pattern },
        // `load` adds the items of an array, and rejects other types.
        Some(_) | None => Shape::Any,
    }
}

/// The beginning of the format of a map whose entries are separate query parameters. The rest is their
/// prefix.
const PREFIXED: &str = "prefixed-collapsible-map-";
