//! The examples of answers that a document holds, each with what the client reads it as.
//!
//! They are data for a test of the generated crate, not part of it: nothing here changes what is
//! generated.

use std::collections::BTreeMap;

use openapiv3::{Example as Given, MediaType, OpenAPI, ReferenceOr, Response, Responses, StatusCode};
use serde_json::{Map, Value};

use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Module, Operation, Output};
use crate::load::Document;
use crate::lower::is_json;
use crate::lower::place::{At, Faults};
use crate::lower::reference;
use crate::output::File;

/// The examples of one document, in its order.
pub(crate) struct Examples<'a> {
    pub(crate) module: &'a Module,
    pub(crate) rows: Vec<Row<'a>>,
    bodies: Map<String, Value>,
}

/// One example.
pub(crate) struct Row<'a> {
    /// Operation, status and name: `FetchInvite 200 fetch`. None of the first two holds a space,
    /// so no two examples of a document have the same key.
    pub(crate) key: String,
    /// What the body is read as: a value or a page.
    pub(crate) output: &'a Output,
}

impl Examples<'_> {
    /// The bodies by key.
    pub(crate) fn file(&self) -> File {
        let mut text = format!("{:#}", Value::Object(self.bodies.clone()));
        text.push('\n');
        File { path: format!("tests/examples/{}.json", self.module.name), text }
    }
}

/// Collects the examples of all documents, sorted as the modules are.
///
/// # Errors
///
/// References to examples that are not there.
pub(crate) fn collect<'a>(api: &'a Api, documents: &[Document]) -> Result<Vec<Examples<'a>>, Diagnostics> {
    let mut all = Vec::new();
    let mut found = Vec::new();
    for module in &api.modules {
        let Some(document) = documents.iter().find(|document| document.file == module.source) else {
            continue;
        };
        let faults = Faults::new(&document.source);
        all.push(of_document(module, &document.openapi, &faults));
        found.extend(faults.into_vec());
    }
    if found.is_empty() { Ok(all) } else { Err(Diagnostics(found)) }
}

fn of_document<'a>(module: &'a Module, openapi: &OpenAPI, faults: &Faults<'_>) -> Examples<'a> {
    let operations: BTreeMap<&str, &Operation> = module
        .resources
        .iter()
        .flat_map(|resource| &resource.operations)
        .map(|operation| (operation.id.as_str(), operation))
        .collect();
    let mut examples = Examples { module, rows: Vec::new(), bodies: Map::new() };
    for (path, item) in &openapi.paths.paths {
        let ReferenceOr::Item(item) = item else { continue };
        for (method, given) in item.iter() {
            let unnamed = format!("{method} {path}");
            let id = given.operation_id.as_deref().filter(|id| operations.contains_key(id));
            let Some(&operation) = operations.get(id.unwrap_or(&unnamed)) else { continue };
            if operation.output.ty().is_none() {
                continue; // no JSON is read
            }
            let at = At::root().key("paths").key(path).key(method).key("responses");
            for (status, response, at) in successes(openapi, &given.responses, &at, faults) {
                let stem = format!("{} {status}", operation.id);
                of_response(openapi, response, &at, faults, |name, body| {
                    let key = if name.is_empty() { stem.clone() } else { format!("{stem} {name}") };
                    examples.bodies.insert(key.clone(), body.clone());
                    examples.rows.push(Row { key, output: &operation.output });
                });
            }
        }
    }
    examples
}

/// The answers that an operation's output is read from: those of 2xx, or else the default.
fn successes<'a>(
    openapi: &'a OpenAPI,
    responses: &'a Responses,
    at: &At,
    faults: &Faults<'_>,
) -> Vec<(String, &'a Response, At)> {
    let Responses { default, responses, extensions: _ } = responses;
    let named = responses
        .iter()
        .filter(|(status, _)| matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2)))
        .map(|(status, response)| (status.to_string(), response));
    let mut named: Vec<_> = named.collect();
    if named.is_empty() {
        named.extend(default.as_ref().map(|response| ("default".to_owned(), response)));
    }
    let table = openapi.components.as_ref().map(|components| &components.responses);
    let found = named.into_iter().filter_map(|(status, response)| {
        let (response, at) = reference::component(table, "responses", response, &at.key(&status), faults)?;
        Some((status, response, at))
    });
    found.collect()
}

/// The examples of the media type that the client reads, by name; `example` has none.
fn of_response(
    openapi: &OpenAPI,
    response: &Response,
    at: &At,
    faults: &Faults<'_>,
    mut take: impl FnMut(&str, &Value),
) {
    let json = response.content.iter().find(|(media_type, _)| is_json(media_type) || *media_type == "*/*");
    let Some((media_type, media)) = json else { return };
    let MediaType { schema: _, example, examples, encoding: _, extensions: _ } = media;
    if let Some(example) = example {
        take("", example);
    }
    let at = at.key("content").key(media_type).key("examples");
    let table = openapi.components.as_ref().map(|components| &components.examples);
    for (name, example) in examples {
        let found = reference::component(table, "examples", example, &at.key(name), faults);
        // A value that stands at an address is never fetched.
        if let Some((Given { value: Some(value), .. }, _)) = found {
            take(name, value);
        }
    }
}
