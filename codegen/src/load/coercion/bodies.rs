//! The parameters of Swagger 2 that are request bodies: `in: body` and `in: formData`.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::super::keywords::{Kind, Meaning, STYLES};
use super::Coercion;
use crate::load::checker::is_media_type;
use crate::load::converter::below;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

impl Coercion<'_> {
    /// Converts the body parameters of an operation without a request body. An operation with several bodies is
    /// ambiguous: the checker reports its parameters.
    pub(super) fn body(&mut self, operation: &mut Map<String, Value>) {
        if operation.get("requestBody").is_some_and(|body| !body.is_null()) {
            return;
        }
        let Some(Value::Array(parameters)) = operation.get("parameters") else { return };
        let all = || parameters.iter().enumerate();
        let body: Vec<usize> =
            all().filter(|(_, item)| is_in(item, "body")).map(|(index, _)| index).collect();
        let form: Vec<usize> =
            all().filter(|(_, item)| is_in(item, "formData")).map(|(index, _)| index).collect();
        let converted = match (body.as_slice(), form.as_slice()) {
            ([index], []) => self.whole_body(operation, parameters, *index),
            ([], [_, ..]) => self.form_body(operation, parameters, &form),
            _ => None,
        };
        let Some(converted) = converted else { return };
        let removed: BTreeSet<usize> = body.iter().chain(&form).copied().collect();
        let location = if body.is_empty() { "formData" } else { "body" };
        for index in &removed {
            let pointer = format!("{}/parameters/{index}/in", self.converter.pointer);
            let message = format!(
                "OpenAPI has no parameters with `in: {location}`; the parameter is read as a part of the request body"
            );
            self.report_at(&pointer, message, "use `requestBody`".to_owned());
        }
        self.remove_parameters(operation, &removed);
        operation.insert("requestBody".to_owned(), converted);
    }

    /// The request body of the parameter `in: body`.
    fn whole_body(
        &mut self,
        operation: &Map<String, Value>,
        parameters: &[Value],
        index: usize,
    ) -> Option<Value> {
        let parameter = parameters.get(index)?.as_object()?;
        let media = consumed(operation).find(|name| is_media_type(name)).unwrap_or(JSON);
        let schema = parameter.get("schema").cloned().unwrap_or_else(|| json!({}));
        let mut body = json!({ "content": { media: { "schema": schema } } });
        for keyword in ["description", "required"] {
            if let (Some(value), Value::Object(body)) = (parameter.get(keyword), &mut body) {
                body.insert(keyword.to_owned(), value.clone());
            }
        }
        let operation = self.converter.pointer.clone();
        let pointer = below(&below(&operation, "parameters"), &index.to_string());
        let layer = &mut self.converter.layer;
        layer.value(&operation, "/requestBody".to_owned(), pointer.clone());
        layer.value(&pointer, format!("/content{}", below("", media)), pointer.clone());
        Some(body)
    }

    /// The request body of the parameters `in: formData`. `None` if two parameters have the same name.
    fn form_body(
        &mut self,
        operation: &Map<String, Value>,
        parameters: &[Value],
        indices: &[usize],
    ) -> Option<Value> {
        let (mut properties, mut required, mut encodings) = (Map::new(), Vec::new(), Map::new());
        let mut has_file = false;
        let pointer = below(&self.converter.pointer, "parameters");
        for index in indices {
            let parameter = parameters.get(*index)?.as_object()?;
            let name = parameter.get("name")?.as_str()?;
            let at = index.to_string();
            let schema = self.below("parameters", |coercion| {
                coercion.below(&at, |coercion| coercion.schema_of(parameter))
            });
            has_file |= schema.get("format").is_some_and(|format| format == "binary" || format == "file");
            if let Some(encoding) = encoding(parameter, &schema) {
                encodings.insert(name.to_owned(), encoding);
            }
            if properties.insert(name.to_owned(), schema).is_some() {
                return None;
            }
            if parameter.get("required").is_some_and(|required| *required == true) {
                required.push(name);
            }
            let parameter_at = below(&pointer, &at);
            let schema_at = match parameter.get("schema") {
                Some(_) => below(&parameter_at, "schema"),
                None => parameter_at,
            };
            self.converter.layer.value(&pointer, format!("/properties{}", below("", name)), schema_at);
        }
        let media = match consumed(operation).find(|name| [FORM, MULTIPART].contains(name)) {
            Some(media) if !has_file => media,
            None if !has_file => FORM,
            _ => MULTIPART,
        };
        let is_required = !required.is_empty();
        let mut schema = json!({ "type": "object", "properties": properties });
        if let (true, Value::Object(schema)) = (is_required, &mut schema) {
            schema.insert("required".to_owned(), json!(required));
        }
        let layer = &mut self.converter.layer;
        layer.value(&self.converter.pointer, "/requestBody".to_owned(), pointer.clone());
        layer.value(&pointer, format!("/content{}", below("", media)), pointer.clone());
        layer.value(&pointer, "/schema".to_owned(), pointer.clone());
        let mut content = json!({ "schema": schema });
        if let (false, Value::Object(content)) = (encodings.is_empty(), &mut content) {
            content.insert("encoding".to_owned(), Value::Object(encodings));
        }
        Some(json!({ "required": is_required, "content": { media: content } }))
    }

    /// The schema of a form parameter: its own keyword, or the keywords of a schema beside `in`.
    fn schema_of(&mut self, parameter: &Map<String, Value>) -> Value {
        if let Some(schema) = parameter.get("schema") {
            return schema.clone();
        }
        let is_of_schema = |key: &str| Kind::Schema.keyword(key).is_some() && key != "required";
        let keywords = parameter.iter().filter(|(key, _)| is_of_schema(key));
        let mut schema = Value::Object(keywords.map(|(key, value)| (key.clone(), value.clone())).collect());
        self.object(Kind::Schema, &mut schema);
        schema
    }

    fn remove_parameters(&mut self, operation: &mut Map<String, Value>, removed: &BTreeSet<usize>) {
        let Some(Value::Array(parameters)) = operation.get_mut("parameters") else { return };
        let pointer = self.converter.pointer.clone();
        let all = std::mem::take(parameters).into_iter().enumerate();
        for (old, parameter) in all.filter(|(index, _)| !removed.contains(index)) {
            let new = parameters.len();
            if new != old {
                let at = below(&below(&pointer, "parameters"), &old.to_string());
                self.converter.layer.value(&pointer, format!("/parameters/{new}"), at);
            }
            parameters.push(parameter);
        }
    }
}

/// The encoding of a list of Swagger 2, whose default differs from that of OpenAPI.
fn encoding(parameter: &Map<String, Value>, schema: &Value) -> Option<Value> {
    let is_list = schema.get("type").is_some_and(|name| name == "array");
    if !is_list || parameter.contains_key("schema") {
        return None;
    }
    let format = parameter.get("collectionFormat").and_then(Value::as_str).unwrap_or("csv");
    let Meaning { word, implied } = STYLES.meaning(format)?;
    let style = word.map(|word| ("style", json!(word)));
    let keywords: Map<String, Value> =
        style.into_iter().chain(implied).map(|(keyword, value)| (keyword.to_owned(), value)).collect();
    (!keywords.is_empty()).then_some(Value::Object(keywords))
}

fn is_in(parameter: &Value, location: &str) -> bool {
    let found = parameter.get("in").and_then(Value::as_str);
    found.is_some_and(|found| found.trim().eq_ignore_ascii_case(location))
}

/// The media types of an operation of Swagger 2.
fn consumed(operation: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let consumed = operation.get("consumes").and_then(Value::as_array).into_iter().flatten();
    consumed.filter_map(Value::as_str)
}
