//! The examples of properties: a response example contains a value for each property of its type.

use std::collections::BTreeMap;

use serde_json::Value;

use super::of_document;
use crate::document::place::Collector;
use crate::ir::{Api, Module, Output, Type, TypeId, TypeKind};
use crate::load::{Document, is_small};

/// The first small example of each property of a module that is not null, by the type and the name of the property.
#[derive(Debug, Default)]
pub(crate) struct OfProperties(BTreeMap<(TypeId, String), Value>);

/// Collects the examples of properties from the response examples, for each module.
pub(crate) fn of_properties(api: &Api, documents: &[Document]) -> Vec<OfProperties> {
    let of_module = |module: &Module| {
        let mut examples = OfProperties::default();
        let document = documents.iter().find(|document| document.file == module.source);
        if let Some(document) = document {
            // A run that uses only some examples does not report the others.
            let ignored = Collector::new(&document.source);
            for row in of_document(module, document, &ignored).rows {
                examples.add_body(module, row.output, row.body);
            }
        }
        examples
    };
    api.modules.iter().map(of_module).collect()
}

impl OfProperties {
    /// The example of a property. The schema of the property has precedence.
    pub(crate) fn get(&self, ty: TypeId, property: &str) -> Option<&Value> {
        self.0.get(&(ty, property.to_owned()))
    }

    fn add_body(&mut self, module: &Module, output: &Output, body: &Value) {
        match output {
            Output::Value(ty) => self.add(module, ty, body),
            Output::Page { key, item, .. } => {
                for found in body.get(key).and_then(Value::as_array).into_iter().flatten() {
                    self.add(module, item, found);
                }
            }
            Output::Nothing | Output::Text | Output::Bytes | Output::Location => {}
        }
    }

    /// Adds the properties inside a value of a type.
    fn add(&mut self, module: &Module, ty: &Type, value: &Value) {
        match (ty, value) {
            (Type::Nullable(inner) | Type::Boxed(inner), _) => self.add(module, inner, value),
            (Type::List(item), Value::Array(found)) => {
                for found in found {
                    self.add(module, item, found);
                }
            }
            (Type::Map(inner), Value::Object(found)) => {
                for found in found.values() {
                    self.add(module, inner, found);
                }
            }
            (Type::Named(id), Value::Object(_)) => self.add_object(module, *id, value),
            _ => {}
        }
    }

    fn add_object(&mut self, module: &Module, id: TypeId, object: &Value) {
        match module.types.get(id.0).map(|def| &def.kind) {
            Some(TypeKind::Model(fields)) => {
                for field in fields {
                    let Some(value) = object.get(&field.name.wire) else { continue };
                    self.add(module, &field.ty, value);
                    if !value.is_null() && is_small(value) {
                        let key = (id, field.name.wire.clone());
                        self.0.entry(key).or_insert_with(|| value.clone());
                    }
                }
            }
            // The example does not state which of the types it has. The fake rejects a value of the wrong type.
            Some(TypeKind::Union { variants, .. }) => {
                for variant in variants {
                    self.add(module, &variant.ty, object);
                }
            }
            Some(TypeKind::Enum(_)) | None => {}
        }
    }
}
