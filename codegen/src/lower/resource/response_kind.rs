//! Whether an operation returns a list.

use openapiv3::{OpenAPI, Operation, ReferenceOr, Schema, SchemaKind, StatusCode, Type};

use crate::document::reference::follow;

/// The kind of a successful response.
pub(super) enum ResponseKind {
    /// An array, or an object with one array.
    List,
    /// Another JSON value.
    Value,
    /// No JSON, or a schema that does not describe a type.
    Unknown,
}

/// The kind of the first successful response of an operation.
pub(super) fn response_kind(openapi: &OpenAPI, operation: &Operation) -> ResponseKind {
    schema(openapi, operation).map_or(ResponseKind::Unknown, |schema| match &schema.schema_kind {
        SchemaKind::Type(Type::Array(_)) => ResponseKind::List,
        SchemaKind::Type(Type::Object(object)) => {
            let arrays = object.properties.values().filter(|property| {
                let property = match property {
                    ReferenceOr::Item(schema) => Some(&**schema),
                    ReferenceOr::Reference { reference } => component(openapi, reference),
                };
                property.is_some_and(|schema| matches!(schema.schema_kind, SchemaKind::Type(Type::Array(_))))
            });
            match arrays.count() {
                1 => ResponseKind::List,
                0 if object.properties.is_empty() => ResponseKind::Unknown,
                0 => ResponseKind::Value,
                _ => ResponseKind::Unknown,
            }
        }
        SchemaKind::Type(_) => ResponseKind::Value,
        _ => ResponseKind::Unknown,
    })
}

fn schema<'a>(openapi: &'a OpenAPI, operation: &'a Operation) -> Option<&'a Schema> {
    let is_success = |status: &StatusCode| match status {
        StatusCode::Code(code) => (200..300).contains(code),
        StatusCode::Range(range) => *range == 2,
    };
    let success = operation.responses.responses.iter().find(|(status, _)| is_success(status));
    let response = match success?.1 {
        ReferenceOr::Item(response) => response,
        ReferenceOr::Reference { reference } => {
            let responses = openapi.components.as_ref().map(|components| &components.responses);
            follow(responses, "responses", reference).ok()??.1
        }
    };
    let json = response.content.iter().find(|(media_type, _)| media_type.contains("json"))?;
    match json.1.schema.as_ref()? {
        ReferenceOr::Item(schema) => Some(schema),
        ReferenceOr::Reference { reference } => component(openapi, reference),
    }
}

fn component<'a>(openapi: &'a OpenAPI, reference: &'a str) -> Option<&'a Schema> {
    let schemas = openapi.components.as_ref().map(|components| &components.schemas);
    Some(follow(schemas, "schemas", reference).ok()??.1)
}
