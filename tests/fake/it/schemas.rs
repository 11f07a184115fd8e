//! Validates responses against the schemas of the document.

use std::rc::Rc;

use codegen::Source;
use serde_json::Value;
use twilio_client_fake::table::Operation;

/// The schemas of a document.
pub(super) struct Schemas {
    document: Rc<Value>,
    schemas: openapi_schemas::Schemas,
}

impl Schemas {
    pub(super) fn new(source: &Source) -> Self {
        let document: Rc<Value> = Rc::new(serde_yaml::from_str(&source.text).unwrap());
        Self { schemas: openapi_schemas::Schemas::new(Rc::clone(&document)), document }
    }

    /// The difference between a body and the schema of the operation's successful response.
    pub(super) fn error(&mut self, operation: &Operation, body: &[u8]) -> Option<String> {
        let pointer = pointer(&self.document, operation)?;
        let body: Value = serde_json::from_slice(body).unwrap();
        let error = self.schemas.check(&pointer, &body).err()?;
        Some(format!("does not match the schema: {error}"))
    }
}

/// The JSON pointer of the schema of the successful response, if the document describes its body.
fn pointer(document: &Value, operation: &Operation) -> Option<String> {
    let paths = document["paths"].as_object().unwrap();
    let method = operation.method.to_lowercase();
    let has_operation = |item: &Value| item.get(&method).is_some();
    let (path, _) = paths
        .iter()
        .filter(|(path, item)| operation.path.ends_with(path.as_str()) && has_operation(item))
        .max_by_key(|(path, _)| path.len())
        .unwrap();
    let responses = format!("/paths/{}/{method}/responses", escape(path));
    let statuses = [operation.status.to_string(), "default".to_owned()];
    let mut responses = statuses.iter().map(|status| format!("{responses}/{status}"));
    let response = responses.find_map(|pointer| resolve(document, pointer))?;
    let content = document.pointer(&response)?.get("content")?.as_object()?;
    let (name, _) = content.iter().find(|(name, _)| name.contains("json"))?;
    let schema = format!("{response}/content/{}/schema", escape(name));
    document.pointer(&schema).map(|_| schema)
}

/// The pointer of a value, or of the value that it refers to.
fn resolve(document: &Value, pointer: String) -> Option<String> {
    match document.pointer(&pointer)?.get("$ref").and_then(Value::as_str) {
        Some(reference) => Some(reference.trim_start_matches('#').to_owned()),
        None => Some(pointer),
    }
}

/// A key as a step of a JSON pointer.
fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
