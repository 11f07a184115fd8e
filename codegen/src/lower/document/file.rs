//! Decides whether a schema is the content of a file.

use openapiv3::{AnySchema, Schema, SchemaKind, StringFormat, StringType, Type, VariantOrUnknownOrEmpty};

/// Whether the value is the content of a file: `format: binary`, or `format: file` of OpenAPI 2. Some documents use
/// these formats without `type: string`.
pub(crate) fn is_binary(schema: &Schema) -> bool {
    let is_file = |format: &str| matches!(format, "binary" | "file");
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(StringType { format, enumeration, .. })) if enumeration.is_empty() => {
            match format {
                VariantOrUnknownOrEmpty::Item(format) => *format == StringFormat::Binary,
                VariantOrUnknownOrEmpty::Unknown(format) => is_file(format),
                VariantOrUnknownOrEmpty::Empty => false,
            }
        }
        SchemaKind::Any(AnySchema { properties, format, .. }) => {
            properties.is_empty() && format.as_deref().is_some_and(is_file)
        }
        _ => false,
    }
}
