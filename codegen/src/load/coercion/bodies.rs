//! The parameters of Swagger 2 that are request bodies: `in: body` and `in: formData`.
//!
//! An operation may contain them, its path item, and the components that it refers to. This stage runs after the
//! values of all parameters were converted.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::super::keywords::{Kind, Meaning, STYLES};
use super::Coercion;
use crate::load::checker::is_media_type;
use crate::load::converter::below;
use crate::load::cursor::Cursor;
use crate::load::selection::is_method;
use crate::pointer::escape;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// A body parameter, with its pointer in the author's text.
#[derive(Clone, Debug)]
struct BodyParameter {
    pointer: String,
    /// The place of its diagnostic: its `in`, or the reference to it, which belongs to an operation.
    reported_at: String,
    /// Whether the parameter is the whole body. Otherwise it is a field of a form.
    is_whole: bool,
    name: Option<String>,
    schema: Value,
    /// The pointer of the schema.
    schema_at: String,
    encoding: Option<Value>,
    description: Option<Value>,
    is_required: bool,
}

/// The body parameters outside of operations, and the result of their conversion.
#[derive(Default)]
struct Document {
    /// The parameters among the components, by the references to them.
    shared: BTreeMap<String, BodyParameter>,
    /// The media types of a document of Swagger 2.
    consumes: Vec<String>,
    /// The pointers of the parameters that are reported, and of their diagnostics.
    reported: BTreeSet<String>,
    /// Whether an operation has several bodies, so that the checker reports its parameters.
    is_ambiguous: bool,
}

/// The places of shared parameters. The second is that of Swagger 2.
const SHARED: [&[&str]; 2] = [&["components", "parameters"], &["parameters"]];

impl Coercion<'_> {
    /// Converts the body parameters of all operations. An operation with several bodies is ambiguous: the checker
    /// reports its parameters.
    pub(super) fn bodies(&mut self, document: &mut Value) {
        let consumes = strings(document.get("consumes")).map(ToOwned::to_owned).collect();
        let mut found = Document { consumes, ..Document::default() };
        for section in SHARED {
            self.shared_bodies(section, document, &mut found);
        }
        for section in [["paths"].as_slice(), &["components", "pathItems"]] {
            let Some(items) = object_mut(document, section) else { continue };
            let above = section.iter().fold(String::new(), |above, step| below(&above, step));
            for (path, item) in items {
                let Value::Object(item) = item else { continue };
                let pointer = self.converter.layer.origin(&below(&above, path));
                self.at(&pointer, |coercion| coercion.path_item_bodies(item, &mut found));
            }
        }
        if found.is_ambiguous {
            return;
        }
        for parameter in found.shared.values() {
            if !found.reported.contains(&parameter.pointer) {
                self.report_body(parameter, PART, &mut found.reported);
            }
        }
        for section in SHARED {
            if let Some(parameters) = object_mut(document, section) {
                parameters.retain(|_, parameter| is_whole_body(parameter).is_none());
            }
        }
    }

    /// Calls a function with another pointer of the author's text.
    fn at<T>(&mut self, pointer: &str, go: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.converter.pointer, pointer.to_owned());
        let result = go(self);
        self.converter.pointer = outer;
        result
    }

    fn shared_bodies(&mut self, section: &[&str], document: &mut Value, found: &mut Document) {
        let Some(parameters) = object_mut(document, section) else { return };
        let above = section.iter().fold(String::new(), |above, step| below(&above, step));
        for (name, parameter) in
            parameters.iter_mut().filter(|(_, parameter)| is_whole_body(parameter).is_some())
        {
            let pointer = below(&above, name);
            if section.len() == 1 {
                // `parameters` is not a keyword of a document, so its values are not converted yet.
                self.at(&pointer, |coercion| coercion.object(Kind::Parameter, parameter));
            }
            let Some(read) = self.read_body(&pointer, parameter) else { continue };
            for name in [escape(name), name.clone()] {
                found.shared.insert(format!("#{above}/{name}"), read.clone());
            }
        }
    }

    fn path_item_bodies(&mut self, item: &mut Map<String, Value>, found: &mut Document) {
        let inherited = self.body_parameters(item, found);
        let mut is_converted = true;
        for (method, operation) in item.iter_mut().filter(|(key, _)| is_method(key)) {
            let Value::Object(operation) = operation else { continue };
            // The requests of these methods have no body.
            let inherited =
                if matches!(method.as_str(), "get" | "head") { &[] } else { inherited.as_slice() };
            is_converted &= self.below(method, |coercion| coercion.body(operation, inherited, found));
        }
        if !is_converted {
            found.is_ambiguous = true;
        } else if !inherited.is_empty() {
            self.remove_body_parameters(item, found);
            for (_, parameter) in &inherited {
                self.report_body(parameter, PART, &mut found.reported);
            }
        }
    }

    /// Converts the body parameters of an operation. Returns whether it has at most one body.
    fn body(
        &mut self,
        operation: &mut Map<String, Value>,
        inherited: &[(usize, BodyParameter)],
        found: &mut Document,
    ) -> bool {
        let own = self.body_parameters(operation, found);
        let is_overridden = |parameter: &BodyParameter| {
            own.iter().any(|(_, own)| {
                own.is_whole == parameter.is_whole && (own.is_whole || own.name == parameter.name)
            })
        };
        let inherited = inherited.iter().filter(|(_, parameter)| !is_overridden(parameter));
        let all: Vec<&BodyParameter> = own.iter().chain(inherited).map(|(_, parameter)| parameter).collect();
        let has_body = operation.get("requestBody").is_some_and(|body| !body.is_null());
        let body = match all.as_slice() {
            [] => return true,
            _ if has_body => None,
            [whole] if whole.is_whole => Some(self.whole_body(operation, whole, found)),
            fields if fields.iter().all(|field| !field.is_whole) => {
                match self.form_body(operation, fields, found) {
                    Some(body) => Some(body),
                    None => return false,
                }
            }
            _ => return false,
        };
        let effect = if has_body { IGNORED } else { PART };
        for parameter in all {
            self.report_body(parameter, effect, &mut found.reported);
        }
        self.remove_body_parameters(operation, found);
        if let Some(body) = body {
            operation.insert("requestBody".to_owned(), body);
        }
        true
    }

    fn report_body(&mut self, parameter: &BodyParameter, effect: &str, reported: &mut BTreeSet<String>) {
        reported.insert(parameter.pointer.clone());
        if reported.insert(parameter.reported_at.clone()) {
            let location = if parameter.is_whole { "body" } else { "formData" };
            let message = format!("OpenAPI has no parameters with `in: {location}`; {effect}");
            self.report_at(&parameter.reported_at, message, "use `requestBody`".to_owned());
        }
    }

    /// The body parameters of an operation or a path item, with their indices.
    fn body_parameters(
        &mut self,
        entries: &Map<String, Value>,
        found: &Document,
    ) -> Vec<(usize, BodyParameter)> {
        let Some(Value::Array(parameters)) = entries.get("parameters") else { return Vec::new() };
        let above = below(&self.converter.pointer, "parameters");
        let mut all = Vec::new();
        for (index, parameter) in parameters.iter().enumerate() {
            let read = match found.of_reference(parameter) {
                Some(shared) => {
                    Some(BodyParameter { reported_at: below(&above, &index.to_string()), ..shared.clone() })
                }
                None => self.read_body(&below(&above, &index.to_string()), parameter),
            };
            all.extend(read.map(|read| (index, read)));
        }
        all
    }

    /// Reads a parameter. `None` if it is not a body parameter.
    fn read_body(&mut self, pointer: &str, parameter: &Value) -> Option<BodyParameter> {
        let is_whole = is_whole_body(parameter)?;
        let parameter = parameter.as_object()?;
        let schema_at =
            if parameter.contains_key("schema") { below(pointer, "schema") } else { pointer.to_owned() };
        let schema = match parameter.get("schema") {
            Some(schema) => schema.clone(),
            None if is_whole => json!({}),
            None => self.at(pointer, |coercion| coercion.schema_of(parameter)),
        };
        let encoding = if is_whole { None } else { encoding(parameter, &schema) };
        Some(BodyParameter {
            pointer: pointer.to_owned(),
            reported_at: below(pointer, "in"),
            is_whole,
            name: parameter.get("name").and_then(Value::as_str).map(ToOwned::to_owned),
            schema,
            schema_at,
            encoding,
            description: parameter.get("description").cloned(),
            is_required: parameter.get("required").is_some_and(|required| *required == true),
        })
    }

    /// The request body of the parameter `in: body`.
    fn whole_body(
        &mut self,
        operation: &Map<String, Value>,
        parameter: &BodyParameter,
        found: &Document,
    ) -> Value {
        // The media types of the document also contain those of its forms.
        let is_whole = |name: &&str| is_media_type(name) && ![FORM, MULTIPART].contains(name);
        let media = found.consumed(operation).into_iter().find(is_whole).unwrap_or(JSON);
        let mut body = json!({ "content": { media: { "schema": parameter.schema } } });
        if let Value::Object(body) = &mut body {
            body.extend(parameter.description.clone().map(|text| ("description".to_owned(), text)));
            if parameter.is_required {
                body.insert("required".to_owned(), json!(true));
            }
        }
        let pointer = parameter.pointer.clone();
        let layer = &mut self.converter.layer;
        layer.value(&self.converter.pointer, "/requestBody".to_owned(), pointer.clone());
        layer.value(&pointer, format!("/content{}", below("", media)), pointer.clone());
        body
    }

    /// The request body of the parameters `in: formData`. `None` if two parameters have the same name.
    fn form_body(
        &mut self,
        operation: &Map<String, Value>,
        fields: &[&BodyParameter],
        found: &Document,
    ) -> Option<Value> {
        let (mut properties, mut required, mut encodings) = (Map::new(), Vec::new(), Map::new());
        let mut has_file = false;
        let pointer = below(&self.converter.pointer, "parameters");
        for BodyParameter { name, schema, schema_at, encoding, is_required, .. } in fields {
            let name = name.clone()?;
            has_file |= schema.get("format").is_some_and(|format| format == "binary" || format == "file");
            self.converter.layer.value(
                &pointer,
                format!("/properties{}", below("", &name)),
                schema_at.clone(),
            );
            if properties.insert(name.clone(), schema.clone()).is_some() {
                return None;
            }
            encodings.extend(encoding.clone().map(|encoding| (name.clone(), encoding)));
            if *is_required {
                required.push(name);
            }
        }
        let media = match found.consumed(operation).into_iter().find(|name| [FORM, MULTIPART].contains(name))
        {
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

    /// The schema of a form parameter without `schema`: the keywords of a schema beside `in`.
    fn schema_of(&mut self, parameter: &Map<String, Value>) -> Value {
        let is_of_schema = |key: &str| Kind::Schema.keyword(key).is_some() && key != "required";
        let keywords = parameter.iter().filter(|(key, _)| is_of_schema(key));
        let mut schema = Value::Object(keywords.map(|(key, value)| (key.clone(), value.clone())).collect());
        self.object(Kind::Schema, &mut schema);
        schema
    }

    fn remove_body_parameters(&mut self, entries: &mut Map<String, Value>, found: &Document) {
        let Some(Value::Array(parameters)) = entries.get_mut("parameters") else { return };
        let pointer = self.converter.pointer.clone();
        let is_kept =
            |parameter: &Value| is_whole_body(parameter).is_none() && found.of_reference(parameter).is_none();
        let all = std::mem::take(parameters).into_iter().enumerate();
        for (old, parameter) in all.filter(|(_, parameter)| is_kept(parameter)) {
            let new = parameters.len();
            if new != old {
                let at = below(&below(&pointer, "parameters"), &old.to_string());
                self.converter.layer.value(&pointer, format!("/parameters/{new}"), at);
            }
            parameters.push(parameter);
        }
    }
}

/// The effects of a body parameter.
const PART: &str = "the parameter is read as a part of the request body";
const IGNORED: &str = "the operation has a `requestBody`, so the client ignores the parameter";

impl Document {
    /// The shared parameter that a reference leads to.
    fn of_reference(&self, parameter: &Value) -> Option<&BodyParameter> {
        self.shared.get(parameter.get("$ref")?.as_str()?)
    }

    /// The media types of the requests of an operation of Swagger 2.
    fn consumed<'s>(&'s self, operation: &'s Map<String, Value>) -> Vec<&'s str> {
        let own: Vec<&str> = strings(operation.get("consumes")).collect();
        if own.is_empty() { self.consumes.iter().map(String::as_str).collect() } else { own }
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

/// Whether a body parameter is the whole body, and not a field of a form. `None` for other parameters.
fn is_whole_body(parameter: &Value) -> Option<bool> {
    let location = parameter.get("in")?.as_str()?.trim();
    let is_whole = location.eq_ignore_ascii_case("body");
    (is_whole || location.eq_ignore_ascii_case("formData")).then_some(is_whole)
}

/// The object at a path.
fn object_mut<'d>(document: &'d mut Value, path: &[&str]) -> Option<&'d mut Map<String, Value>> {
    path.iter().try_fold(document, |value, step| value.get_mut(step))?.as_object_mut()
}

fn strings(value: Option<&Value>) -> impl Iterator<Item = &str> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
