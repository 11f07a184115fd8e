//! Performs every operation of a document, in the order of a test that an application could contain: create the
//! parents, then the children, list, fetch, update, and delete in the opposite order.

use std::collections::{BTreeMap, BTreeSet};

use codegen::Source;
use serde_json::{Value, json};
use twilio_client_fake::table::{Body, Document, Input, Operation, Output, Part, Type};
use twilio_client_fake::{Engine, Request, Response};

use super::sample_values::{texts, value};
use super::schemas::Schemas;

/// The number of resources in each collection: three pages with two items at most.
const ITEMS: usize = 5;

/// Performs every operation. Returns the number of operations, and the problems.
pub(super) fn document(table: &Document, engine: Engine, source: &Source) -> (usize, Vec<String>) {
    let mut visit = Visit {
        table,
        engine,
        schemas: Schemas::new(source),
        keys: BTreeMap::new(),
        succeeded: BTreeSet::new(),
        problems: Vec::new(),
    };
    visit.all();
    let Visit { succeeded, mut problems, .. } = visit;
    let ids = table.operations.iter().map(|operation| &operation.id);
    problems
        .extend(ids.filter(|id| !succeeded.contains(*id)).map(|id| format!("no request of {id} succeeded")));
    let problems = problems.into_iter().map(|problem| format!("{}: {problem}", source.name));
    (succeeded.len(), problems.collect())
}

struct Visit<'a> {
    table: &'a Document,
    engine: Engine,
    schemas: Schemas,
    /// The keys of the resources of each collection.
    keys: BTreeMap<String, Vec<String>>,
    succeeded: BTreeSet<String>,
    problems: Vec<String>,
}

/// A path without the extension and the names of its placeholders.
fn shape(path: &str) -> String {
    let path = path.strip_suffix(".json").unwrap_or(path);
    let segments = path.split('/').map(|segment| if segment.contains('{') { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

fn is_instance(path: &str) -> bool {
    path.rsplit('/').next().unwrap().contains('{')
}

/// The shape of the collection of a resource.
fn collection(path: &str) -> String {
    let shape = shape(path);
    if is_instance(path) { shape.rsplit_once('/').unwrap().0.to_owned() } else { shape }
}

fn is_page(operation: &Operation) -> bool {
    matches!(operation.output, Output::Page(_))
}

impl Visit<'_> {
    fn all(&mut self) {
        let mut shapes: Vec<String> =
            self.table.operations.iter().map(|operation| collection(&operation.path)).collect();
        shapes.sort_by_key(|shape| (shape.matches('/').count(), shape.clone()));
        shapes.dedup();
        for shape in &shapes {
            self.create(shape);
            self.read(shape);
            self.update(shape);
        }
        for shape in shapes.iter().rev() {
            self.delete(shape);
        }
    }

    fn operations(&self, shape: &str) -> Vec<Operation> {
        let operations = self.table.operations.iter();
        operations.filter(|operation| collection(&operation.path) == shape).cloned().collect()
    }

    /// Creates or seeds the resources of a collection.
    fn create(&mut self, shape: &str) {
        let operations = self.operations(shape);
        let creates = |operation: &&Operation| operation.method == "POST" && !is_instance(&operation.path);
        let instance = operations.iter().find(|operation| is_instance(&operation.path));
        let key = instance.map(|operation| operation.values.last().unwrap().name.clone());
        if let Some(operation) = operations.iter().find(creates) {
            for number in 0..ITEMS {
                let response = self.succeed(operation, None, number);
                let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
                if let Some(key) = key.as_ref().and_then(|name| Self::key(&body, name)) {
                    self.keys.entry(shape.to_owned()).or_default().push(key);
                }
            }
        }
        let is_readable = |operation: &&Operation| {
            matches!(operation.output, Output::Value(_) | Output::Page(_))
                && (is_instance(&operation.path) || is_page(operation))
        };
        if self.keys.get(shape).is_none_or(|keys| keys.len() < ITEMS)
            && let Some(operation) = operations.iter().find(is_readable)
            && let Some(instance) = instance.or(Some(operation))
        {
            for number in 0..ITEMS {
                let mut path = self.parents(operation);
                let input = instance.values.last().filter(|_| is_instance(&instance.path));
                let key = input
                    .map(|input| texts(&value(self.table, &input.ty, &input.bounds, 100 + number)).concat());
                let seeding = if is_instance(&operation.path) {
                    path.push(key.clone().unwrap());
                    operation
                } else {
                    operation
                };
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                let known = self
                    .keys
                    .get(shape)
                    .is_some_and(|keys| key.as_ref().is_some_and(|key| keys.contains(key)));
                if known {
                    continue; // a value of an enum
                }
                let seeded = self.engine.insert(&seeding.id, &path, json!({}));
                let seeded = seeded.unwrap_or_else(|error| {
                    self.problems.push(format!("{}: {error}", seeding.id));
                    Value::Null
                });
                let name = input.map(|input| input.name.clone());
                let found = if is_instance(&operation.path) {
                    key
                } else {
                    name.and_then(|name| Self::key(&seeded, &name))
                };
                self.keys.entry(shape.to_owned()).or_default().extend(found);
            }
        }
    }

    /// The key of a resource in a response.
    fn key(body: &Value, placeholder: &str) -> Option<String> {
        let letters = |text: &str| text.replace(['_', '-'], "").to_lowercase();
        let named = body.as_object()?.iter().find(|(name, _)| letters(name) == letters(placeholder));
        let found = named.map(|(_, value)| value).or(body.get("sid")).or(body.get("id"))?;
        Some(texts(found).concat()).filter(|key| !key.is_empty() && key != "null")
    }

    fn read(&mut self, shape: &str) {
        for operation in self.operations(shape) {
            if operation.method != "GET" {
                continue;
            }
            if is_page(&operation) {
                self.pages(&operation);
            } else if is_instance(&operation.path) {
                for key in self.keys.get(shape).cloned().unwrap_or_default() {
                    self.succeed(&operation, Some(&key), 0);
                }
            } else {
                self.succeed(&operation, None, 0);
            }
        }
    }

    /// Follows the pages of a list.
    fn pages(&mut self, operation: &Operation) {
        let Output::Page(page) = &operation.output else { return };
        let mut request = self.request(operation, None, 0);
        if let Some((size, _)) = &page.size {
            let separator = if request.target.contains('?') { '&' } else { '?' };
            request.target = format!("{}{separator}{size}=2", request.target);
        }
        let (mut items, mut pages) = (0, 0);
        loop {
            let response = self.send(operation, &request);
            let body: Value = serde_json::from_slice(&response.body).unwrap();
            let Some(found) = body[&page.key].as_array() else { return };
            items += found.len();
            pages += 1;
            let links = ["next_page_url", "next_page_uri", "nextPageUrl"];
            let next = links.iter().find_map(|name| body["meta"].get(name).or(body.get(name))?.as_str());
            let Some(next) = next else { break };
            next.split_once("://localhost")
                .map_or(next, |(_, target)| target)
                .clone_into(&mut request.target);
        }
        if page.size.is_some() && !request.target.contains("StartDate") && items > 0 {
            assert_eq!(pages, items.div_ceil(2), "{}", operation.id);
        }
    }

    fn update(&mut self, shape: &str) {
        for operation in self.operations(shape) {
            let is_create = operation.method == "POST" && !is_instance(&operation.path);
            if ["GET", "DELETE"].contains(&operation.method.as_str())
                || (is_create && self.succeeded.contains(&operation.id))
            {
                continue;
            }
            let key = self.keys.get(shape).and_then(|keys| keys.first()).cloned();
            self.succeed(&operation, key.as_deref(), 0);
        }
    }

    fn delete(&mut self, shape: &str) {
        for operation in self.operations(shape) {
            if operation.method != "DELETE" {
                continue;
            }
            let key = self.keys.get_mut(shape).and_then(Vec::pop);
            self.succeed(&operation, key.as_deref(), 0);
            let again = self.request(&operation, key.as_deref(), 0);
            let status = self.engine.handle(&again).response.status;
            if status != 404 {
                self.problems.push(format!("{}: the second request returns {status}", operation.id));
            }
        }
    }

    /// The values of the path without the last one of a resource.
    fn parents(&self, operation: &Operation) -> Vec<String> {
        let own = usize::from(is_instance(&operation.path));
        let parents = &operation.values[..operation.values.len() - own];
        parents.iter().map(|input| self.parent(operation, input)).collect()
    }

    /// The value of a placeholder: a resource that exists, or any value of the type.
    fn parent(&self, operation: &Operation, input: &Input) -> String {
        let (before, _) = operation.path.split_once(&format!("{{{}", input.name)).unwrap();
        let known = self.keys.get(&shape(before.rsplit_once('/').unwrap().0));
        if matches!(&input.ty, Type::Sid(prefix) if prefix == "AC") {
            return self.engine.credentials().account_sid.clone();
        }
        known
            .and_then(|keys| keys.first().cloned())
            .unwrap_or_else(|| texts(&value(self.table, &input.ty, &input.bounds, 1)).concat())
    }

    /// A request with all required values.
    fn request(&self, operation: &Operation, key: Option<&str>, number: usize) -> Request {
        let mut values = self.parents(operation);
        if is_instance(&operation.path) {
            let input = operation.values.last().unwrap();
            values.push(key.map_or_else(
                || texts(&value(self.table, &input.ty, &input.bounds, number)).concat(),
                str::to_owned,
            ));
        }
        let mut target = operation.path.clone();
        for (input, value) in operation.values.iter().zip(&values) {
            let value: String = form_encoded(value);
            target = target.replacen(&format!("{{{}}}", input.name), &value, 1);
        }
        let (mut query, mut form, mut json, mut headers) = (Vec::new(), Vec::new(), json!({}), Vec::new());
        for input in operation.inputs.iter().filter(|input| input.required) {
            let value = value(self.table, &input.ty, &input.bounds, number);
            let pairs = texts(&value)
                .into_iter()
                .map(|text| format!("{}={}", form_encoded(&input.name), form_encoded(&text)));
            match input.part {
                Part::Query | Part::Joined(_) => query.extend(pairs),
                Part::Form | Part::FormJoined(_) => form.extend(pairs),
                Part::Header => headers.push((input.name.to_lowercase(), texts(&value).concat())),
                Part::Property => json[&input.name] = value,
                Part::Whole => json = value,
                _ => {}
            }
        }
        query.extend(operation.query.iter().map(|(name, value)| format!("{name}={}", form_encoded(value))));
        if !query.is_empty() {
            target = format!("{target}?{}", query.join("&"));
        }
        let (media_type, body) = match &operation.body {
            Body::Form => ("application/x-www-form-urlencoded", form.join("&").into_bytes()),
            Body::Json => ("application/json", json.to_string().into_bytes()),
            Body::Raw(media_types) => {
                (media_types.first().map(String::as_str).unwrap_or_default(), b"bytes".to_vec())
            }
            Body::Multipart(media_type) => (media_type.as_str(), b"bytes".to_vec()),
        };
        headers.push(("content-type".to_owned(), media_type.to_owned()));
        headers.push(("authorization".to_owned(), authorization(operation)));
        Request { method: operation.method.clone(), target, headers, body }
    }

    fn succeed(&mut self, operation: &Operation, key: Option<&str>, number: usize) -> Response {
        let request = self.request(operation, key, number);
        self.send(operation, &request)
    }

    fn send(&mut self, operation: &Operation, request: &Request) -> Response {
        let reply = self.engine.handle(request);
        let response = reply.response;
        let has_json = matches!(operation.output, Output::Value(_) | Output::Page(_));
        let problem = if reply.operation.as_deref() != Some(operation.id.as_str()) {
            Some(format!("is routed to {:?}", reply.operation))
        } else if response.status != operation.status {
            Some(format!("returns {}: {}", response.status, String::from_utf8_lossy(&response.body)))
        } else if has_json {
            self.schemas.error(operation, &response.body)
        } else {
            None
        };
        match problem {
            None => drop(self.succeeded.insert(operation.id.clone())),
            Some(problem) => {
                let body = String::from_utf8_lossy(&request.body);
                self.problems.push(format!("{} {} {body} {problem}", operation.id, request.target));
            }
        }
        response
    }
}

fn authorization(operation: &Operation) -> String {
    use twilio_client_fake::table::Security;
    match operation.security {
        Security::Bearer(_) | Security::Header(_) => "Bearer fake-auth-token".to_owned(),
        _ => "Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTpmYWtlLWF1dGgtdG9rZW4=".to_owned(),
    }
}

fn form_encoded(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}
