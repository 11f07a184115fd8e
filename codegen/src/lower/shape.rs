//! A schema as the generator sees it: `openapiv3`'s many forms reduced to one.
//!
//! Foreign structs are taken apart in full; a keyword that has no effect on the client is named
//! with the reason, and a keyword nobody thought of breaks the build.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, BooleanType, IntegerFormat, IntegerType, NumberType,
    ObjectType, ReferenceOr, Schema, SchemaData, SchemaKind, StringFormat, StringType, Type,
    VariantOrUnknownOrEmpty,
};

pub(crate) type Properties = IndexMap<String, ReferenceOr<Box<Schema>>>;

/// A schema, reduced.
#[derive(Debug)]
pub(crate) struct View<'a> {
    pub(crate) shape: Shape<'a>,
    pub(crate) nullable: bool,
    pub(crate) description: Option<&'a str>,
    pub(crate) pii: bool,
}

/// What a value looks like.
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
        wide: bool,
        maximum: Option<i64>,
    },
    Number,
    Bool,
    Array(&'a ReferenceOr<Box<Schema>>),
    Object {
        properties: &'a Properties,
        required: &'a [String],
    },
    Map(Option<&'a ReferenceOr<Schema>>),
    /// Any JSON value.
    Any,
    /// Something the generator refuses, and the next step.
    Unsupported {
        what: String,
        help: &'static str,
    },
}

const COMPOSITION: &str =
    "composition of schemas is not supported yet; describe the object's properties directly";

/// Reduces one schema.
pub(crate) fn view(schema: &Schema) -> View<'_> {
    let Schema { schema_data, schema_kind } = schema;
    let SchemaData {
        nullable,
        read_only: _,     // models are for reading only, bodies are written field by field
        write_only: _,    // likewise
        deprecated: _,    // shown in the text where it matters
        external_docs: _, // a link, not a fact
        example: _,       // request examples break their own schemas
        title: _,         // the name comes from the component or the operation
        description,
        discriminator: _, // only with oneOf, which is refused below
        default: _,       // what the server does when a value is absent; not sent
        extensions,
    } = schema_data;
    View {
        shape: shape(schema_kind),
        nullable: *nullable,
        description: description.as_deref(),
        pii: is_pii(extensions),
    }
}

/// Whether `x-twilio.pii` marks the value.
pub(crate) fn is_pii(extensions: &IndexMap<String, serde_json::Value>) -> bool {
    extensions.get("x-twilio").is_some_and(|twilio| twilio.get("pii").is_some())
}

fn shape(kind: &SchemaKind) -> Shape<'_> {
    match kind {
        SchemaKind::Type(Type::String(text)) => string(text),
        SchemaKind::Type(Type::Integer(integer)) => integer_shape(integer),
        SchemaKind::Type(Type::Number(number)) => {
            // Bounds of a number are the server's to check.
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
        SchemaKind::OneOf { one_of: _ } => unsupported("`oneOf`", COMPOSITION),
        SchemaKind::AllOf { all_of: _ } => unsupported("`allOf`", COMPOSITION),
        SchemaKind::AnyOf { any_of: _ } => unsupported("`anyOf`", COMPOSITION),
        SchemaKind::Not { not: _ } => unsupported("`not`", COMPOSITION),
        SchemaKind::Any(any) => any_shape(any),
    }
}

fn string(text: &StringType) -> Shape<'_> {
    // Lengths are the server's to check; a SID's are in its pattern.
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
    // A null among the values says only that the value may be null; every response field may.
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
        exclusive_maximum: _,
        minimum: _,
        maximum,
        enumeration: _,
    } = integer;
    let wide = !matches!(format, VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32));
    Shape::Integer { wide, maximum: *maximum }
}

fn array_shape(array: &ArrayType) -> Shape<'_> {
    let ArrayType { items, min_items: _, max_items: _, unique_items: _ } = array;
    match items {
        Some(items) => Shape::Array(items),
        None => {
            unsupported("an array without `items`", "say what the items are; `items: {}` is any JSON value")
        }
    }
}

fn object_shape<'a>(
    properties: &'a Properties,
    required: &'a [String],
    additional: Option<&'a AdditionalProperties>,
) -> Shape<'a> {
    match additional {
        // With properties of its own an object keeps them; unknown ones are ignored on reading.
        _ if !properties.is_empty() => Shape::Object { properties, required },
        Some(AdditionalProperties::Schema(schema)) => Shape::Map(Some(schema)),
        Some(AdditionalProperties::Any(_)) | None => Shape::Any,
    }
}

/// The combinations that `openapiv3` has no variant for: a format on an object, an object without
/// `type`, the schema that says nothing.
fn any_shape(any: &AnySchema) -> Shape<'_> {
    let AnySchema {
        typ,
        pattern: _,
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
        not,
    } = any;
    if !one_of.is_empty() || !all_of.is_empty() || !any_of.is_empty() || not.is_some() {
        return unsupported("composition of schemas", COMPOSITION);
    }
    match (typ.as_deref(), format.as_deref()) {
        (Some("object"), Some("uri-map")) => Shape::Map(None),
        (Some("object"), _) => object_shape(properties, required, additional_properties.as_ref()),
        (None, _) if !properties.is_empty() => {
            object_shape(properties, required, additional_properties.as_ref())
        }
        (None, _) if items.is_none() && enumeration.is_empty() => Shape::Any,
        (Some("boolean"), _) => Shape::Bool,
        (Some("integer"), _) => Shape::Integer { wide: true, maximum: None },
        (Some("number"), _) => Shape::Number,
        (Some(other), _) => unsupported(
            &format!("`type: {other}` with the keywords beside it"),
            "use keywords that belong to the type",
        ),
        (None, _) => unsupported("a schema without `type`", "say which type it is"),
    }
}

fn unsupported<'a>(what: &str, help: &'static str) -> Shape<'a> {
    Shape::Unsupported { what: what.to_owned(), help }
}
