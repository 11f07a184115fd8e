//! Validates responses against the schemas of the document.

use std::collections::BTreeMap;

use boon::{Compiler, Draft, SchemaIndex};
use codegen::Source;
use serde_json::{Map, Value, json};
use twilio_client_fake::table::Operation;

/// The schemas of a document, as JSON Schema.
pub(super) struct Schemas {
    document: Value,
    components: Value,
    compiled: BTreeMap<String, Option<Validator>>,
}

/// The schema of one response, and its compiled form.
struct Validator {
    schemas: boon::Schemas,
    index: SchemaIndex,
}

impl Schemas {
    pub(super) fn new(source: &Source) -> Self {
        let document: Value = serde_yaml::from_str(&source.text).unwrap();
        let mut components = document["components"].clone();
        convert(&mut components);
        Self { document, components, compiled: BTreeMap::new() }
    }

    /// The difference between a body and the schema of the operation's successful response.
    pub(super) fn error(&mut self, operation: &Operation, body: &[u8]) -> Option<String> {
        let Self { document, components, compiled } = self;
        let validator =
            compiled.entry(operation.id.clone()).or_insert_with(|| compile(document, components, operation));
        let body: Value = serde_json::from_slice(body).unwrap();
        let Validator { schemas, index } = validator.as_ref()?;
        let error = schemas.validate(&body, *index).err()?;
        Some(format!("does not match the schema: {error:#}"))
    }
}

/// The validator of the successful response, if the document describes its body.
fn compile(document: &Value, components: &Value, operation: &Operation) -> Option<Validator> {
    let paths = document["paths"].as_object().unwrap();
    let (_, item) = paths
        .iter()
        .filter(|(path, item)| {
            operation.path.ends_with(path.as_str()) && item.get(operation.method.to_lowercase()).is_some()
        })
        .max_by_key(|(path, _)| path.len())
        .unwrap();
    let responses = &item[operation.method.to_lowercase()]["responses"];
    let response = responses.get(operation.status.to_string()).or_else(|| responses.get("default"))?;
    let response = resolve(document, response);
    let content = response.get("content")?.as_object()?;
    let (_, media) = content.iter().find(|(name, _)| name.contains("json"))?;
    let mut schema = media.get("schema")?.clone();
    convert(&mut schema);
    let mut reached = Map::new();
    reach(&schema, components, &mut reached);
    let root = json!({"allOf": [schema], "components": {"schemas": reached}});
    let (mut compiler, mut schemas) = (Compiler::new(), boon::Schemas::new());
    compiler.set_default_draft(Draft::V4);
    compiler.enable_format_assertions();
    let url = "https://example.com/response";
    compiler.add_resource(url, root).unwrap();
    let index = compiler.compile(url, &mut schemas);
    let index = index.unwrap_or_else(|error| panic!("{}: {error:#}", operation.id));
    Some(Validator { schemas, index })
}

/// Adds the components that a schema refers to.
fn reach(schema: &Value, components: &Value, reached: &mut Map<String, Value>) {
    match schema {
        Value::Object(object) => {
            let reference = object.get("$ref").and_then(Value::as_str).unwrap_or_default();
            if let Some(name) = reference.strip_prefix("#/components/schemas/")
                && !reached.contains_key(name)
            {
                let component = components["schemas"][name].clone();
                reached.insert(name.to_owned(), component.clone());
                reach(&component, components, reached);
            }
            object.values().for_each(|value| reach(value, components, reached));
        }
        Value::Array(items) => items.iter().for_each(|item| reach(item, components, reached)),
        _ => {}
    }
}

fn resolve<'a>(document: &'a Value, node: &'a Value) -> &'a Value {
    match node.get("$ref").and_then(Value::as_str) {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
        None => node,
    }
}

/// Converts schemas of OpenAPI to JSON Schema: `nullable` allows null.
fn convert(node: &mut Value) {
    match node {
        Value::Object(object) => {
            object.values_mut().for_each(convert);
            // The examples of api_v2010 contain relative references.
            if object.get("format").is_some_and(|format| format == "uri") {
                object.insert("format".to_owned(), json!("uri-reference"));
            }
            if object.get("nullable") == Some(&Value::Bool(true)) {
                allow_null(object);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(convert),
        _ => {}
    }
}

fn allow_null(schema: &mut Map<String, Value>) {
    if let Some(reference) = schema.remove("$ref") {
        let alternatives = json!([{"$ref": reference}, {"type": "null"}]);
        *schema = Map::from_iter([("anyOf".to_owned(), alternatives)]);
        return;
    }
    if let Some(ty) = schema.get("type").filter(|ty| ty.is_string()).cloned() {
        schema.insert("type".to_owned(), json!([ty, "null"]));
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        values.push(Value::Null);
    }
}
