//! Reads the constraints of a schema on its values.

use std::collections::BTreeMap;

use openapiv3::{
    AnySchema, ArrayType, IntegerType, NumberType, ObjectType, Schema, SchemaKind, StringType, Type,
};

use super::sid_pattern;
use crate::ir::{Bound, Bounds, Limit};

/// The bounds of a schema, without those of the schemas that it refers to.
pub(crate) fn bounds(schema: &Schema) -> Bounds {
    let mut bounds =
        Bounds { default: schema.schema_data.default.as_ref().map(ToString::to_string), ..Bounds::default() };
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(StringType { pattern, min_length, max_length, .. })) => {
            count(&mut bounds, [(Limit::MinLength, *min_length), (Limit::MaxLength, *max_length)]);
            bounds.pattern.clone_from(pattern);
        }
        SchemaKind::Type(Type::Array(ArrayType { min_items, max_items, unique_items, items: _ })) => {
            count(&mut bounds, [(Limit::MinItems, *min_items), (Limit::MaxItems, *max_items)]);
            bounds.unique_items = *unique_items;
        }
        SchemaKind::Type(Type::Integer(IntegerType {
            minimum,
            maximum,
            exclusive_minimum,
            exclusive_maximum,
            multiple_of,
            ..
        })) => {
            #[expect(clippy::cast_precision_loss, reason = "shown and compared, never sent")]
            let float = |number: &i64| *number as f64;
            let (minimum, maximum) = (minimum.as_ref().map(float), maximum.as_ref().map(float));
            bounds.limits = range((minimum, *exclusive_minimum), (maximum, *exclusive_maximum));
            bounds.multiple_of = multiple_of.as_ref().map(float);
        }
        SchemaKind::Type(Type::Number(NumberType {
            minimum,
            maximum,
            exclusive_minimum,
            exclusive_maximum,
            multiple_of,
            ..
        })) => {
            bounds.limits = range((*minimum, *exclusive_minimum), (*maximum, *exclusive_maximum));
            bounds.multiple_of = *multiple_of;
        }
        SchemaKind::Type(Type::Object(ObjectType { min_properties, max_properties, .. })) => {
            count(
                &mut bounds,
                [(Limit::MinProperties, *min_properties), (Limit::MaxProperties, *max_properties)],
            );
        }
        SchemaKind::Any(any) => untyped(&mut bounds, any),
        SchemaKind::Type(Type::Boolean(_))
        | SchemaKind::OneOf { .. }
        | SchemaKind::AnyOf { .. }
        | SchemaKind::AllOf { .. }
        | SchemaKind::Not { .. } => {}
    }
    bounds.pattern = bounds.pattern.filter(|pattern| sid_pattern::prefix(pattern).is_none());
    bounds
}

/// Reads the bounds of a schema without `type`.
fn untyped(bounds: &mut Bounds, any: &AnySchema) {
    bounds.limits = range(
        (any.minimum, any.exclusive_minimum.unwrap_or_default()),
        (any.maximum, any.exclusive_maximum.unwrap_or_default()),
    );
    count(
        bounds,
        [
            (Limit::MinLength, any.min_length),
            (Limit::MaxLength, any.max_length),
            (Limit::MinItems, any.min_items),
            (Limit::MaxItems, any.max_items),
            (Limit::MinProperties, any.min_properties),
            (Limit::MaxProperties, any.max_properties),
        ],
    );
    bounds.pattern.clone_from(&any.pattern);
    bounds.multiple_of = any.multiple_of;
    bounds.unique_items = any.unique_items.unwrap_or_default();
}

fn count<const N: usize>(bounds: &mut Bounds, values: [(Limit, Option<usize>); N]) {
    #[expect(
        clippy::cast_precision_loss,
        reason = "no document bounds a length that a float cannot represent"
    )]
    let bound = |(limit, value): (Limit, Option<usize>)| Some((limit, Bound::inclusive(value? as f64)));
    bounds.limits.extend(values.into_iter().filter_map(bound));
}

/// The bounds of a number: each with its value, and whether the value is outside of it.
fn range(minimum: (Option<f64>, bool), maximum: (Option<f64>, bool)) -> BTreeMap<Limit, Bound> {
    let bound = |limit, (value, is_exclusive): (Option<f64>, bool)| {
        Some((limit, Bound { value: value?, is_exclusive }))
    };
    let bounds = [bound(Limit::Minimum, minimum), bound(Limit::Maximum, maximum)];
    bounds.into_iter().flatten().collect()
}
