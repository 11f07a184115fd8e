//! The values of enums, and of choices among constants.

use openapiv3::{Schema, SchemaData};

use crate::ir::{self, EnumValue, Reason, Variant};
use crate::lower::document::doc::{deprecation, doc};
use crate::lower::document::enum_values::Texts;
use crate::lower::document::shape::{Shape, view};
use crate::lower::names::values;
use crate::name;

/// The values that the enum of a schema lists. Empty if it is not an enum.
pub(super) fn listed(schema: &Schema) -> Vec<Variant> {
    let values: Vec<(String, EnumValue)> = match view(schema).shape {
        Shape::Enum { values, .. } => {
            values.into_iter().map(|value| (value.to_owned(), EnumValue::Text)).collect()
        }
        Shape::Integer { values, .. } => {
            values.into_iter().map(|value| (value.to_string(), EnumValue::Integer(value))).collect()
        }
        _ => Vec::new(),
    };
    let texts = Texts::of(schema);
    let variant = |(index, (wire, value)): (usize, (String, EnumValue))| Variant {
        name: values::value(&wire, texts.name(index)),
        value,
        doc: doc(texts.description(index, &wire)),
    };
    values.into_iter().enumerate().map(variant).collect()
}

/// The values of a choice, each of which is a schema with one value or an enum: one enum. `None` if the schemas differ
/// in their types, or another schema is among them.
///
/// OpenAPI has no place for the description of a value in `enum`, so documents write a choice among constants.
pub(super) fn of_constants(schemas: &[&Schema]) -> Option<Vec<Variant>> {
    let mut all: Vec<Variant> = Vec::new();
    for schema in schemas {
        let mut variants = listed(schema);
        if let [only] = variants.as_mut_slice() {
            describe(only, schema);
        }
        let is_of_integers = ir::is_of_integers(&variants);
        if variants.is_empty() || all.first().is_some_and(|_| ir::is_of_integers(&all) != is_of_integers) {
            return None;
        }
        variants.retain(|new| all.iter().all(|variant| variant.name.wire != new.name.wire));
        all.extend(variants);
    }
    (!all.is_empty()).then_some(all)
}

/// Documents a value with the title and the description of its schema. The title names a value without letters.
fn describe(variant: &mut Variant, schema: &Schema) {
    let SchemaData { title, description, deprecated, .. } = &schema.schema_data;
    let wire = variant.name.wire.clone();
    if variant.name.why != Reason::ValueName && !wire.contains(char::is_alphabetic) {
        variant.name =
            values::value(&wire, title.as_deref().filter(|title| title.contains(char::is_alphabetic)));
    }
    let title = title.as_deref().filter(|title| name::pascal(title) != variant.name.rust);
    for text in [title, description.as_deref()].into_iter().flatten() {
        variant.doc.0.extend(doc(Some(text)).0);
    }
    variant.doc.push(deprecation(*deprecated));
}
