//! Reads the constraints of a schema on its values.

use std::collections::BTreeMap;

use openapiv3::{
    AnySchema, ArrayType, IntegerType, NumberType, ObjectType, Schema, SchemaKind, StringType, Type,
};

use super::sid_pattern;
use crate::ir::{Bounds, Limit};

/// The bounds of a schema, without those of the schemas that it refers to.
pub(crate) fn bounds(schema: &Schema) -> Bounds {
    let mut limits = BTreeMap::new();
    let mut pattern = None;
    let mut count = |limit, value: Option<usize>| {
        #[expect(
            clippy::cast_precision_loss,
            reason = "no document bounds a length that a float cannot represent"
        )]
        limits.extend(value.map(|value| (limit, value as f64)));
    };
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(StringType { pattern: own, min_length, max_length, .. })) => {
            count(Limit::MinLength, *min_length);
            count(Limit::MaxLength, *max_length);
            pattern.clone_from(own);
        }
        SchemaKind::Type(Type::Array(ArrayType { min_items, max_items, .. })) => {
            count(Limit::MinItems, *min_items);
            count(Limit::MaxItems, *max_items);
        }
        SchemaKind::Type(Type::Integer(IntegerType { minimum, maximum, .. })) => {
            #[expect(clippy::cast_precision_loss, reason = "shown and compared, never sent")]
            limits.extend(both(minimum.map(|bound| bound as f64), maximum.map(|bound| bound as f64)));
        }
        SchemaKind::Type(Type::Number(NumberType { minimum, maximum, .. })) => {
            limits.extend(both(*minimum, *maximum));
        }
        SchemaKind::Any(any) => {
            let AnySchema { pattern: own, minimum, maximum, min_length, max_length, .. } = any;
            count(Limit::MinLength, *min_length);
            count(Limit::MaxLength, *max_length);
            limits.extend(both(*minimum, *maximum));
            pattern.clone_from(own);
        }
        SchemaKind::Type(Type::Boolean(_) | Type::Object(ObjectType { .. }))
        | SchemaKind::OneOf { .. }
        | SchemaKind::AnyOf { .. }
        | SchemaKind::AllOf { .. }
        | SchemaKind::Not { .. } => {}
    }
    Bounds { limits, pattern: pattern.filter(|pattern| sid_pattern::prefix(pattern).is_none()) }
}

fn both(minimum: Option<f64>, maximum: Option<f64>) -> impl Iterator<Item = (Limit, f64)> {
    let minimum = minimum.map(|bound| (Limit::Minimum, bound));
    minimum.into_iter().chain(maximum.map(|bound| (Limit::Maximum, bound)))
}
