//! Collects the response examples of a document, each with the type that the client decodes.
//!
//! The examples are data for a test of the generated crate. They do not affect the generated code.

use std::collections::BTreeMap;

use openapiv3::{Example as Given, MediaType, OpenAPI, ReferenceOr, Response, Responses, StatusCode};
use serde_json::{Map, Value};

use crate::diagnostic::Diagnostics;
use crate::document::media_type;
use crate::document::place::{At, Collector};
use crate::document::reference;
use crate::ir::{Api, Module, Operation, Output};
use crate::load::Document;
use crate::output::File;

/// The response examples of one document, in document order.
pub(crate) struct DocumentExamples<'a> {
    pub(crate) module: &'a Module,
    pub(crate) rows: Vec<Row<'a>>,
    bodies: Map<String, Value>,
}

/// One example.
pub(crate) struct Row<'a> {
    /// Operation, status and name: `FetchInvite 200 fetch`. The operation and the status contain no spaces, so
    /// the key is unique within a document.
    pub(crate) key: String,
    /// The output that the body contains: a value or a page.
    pub(crate) output: &'a Output,
}

impl DocumentExamples<'_> {
    /// The file that maps each key to a body.
    pub(crate) fn file(&self) -> File {
        let mut text = format!("{:#}", Value::Object(self.bodies.clone()));
        text.push('\n');
        File { path: format!("tests/examples/{}.json", self.module.name), text }
    }
}

/// Collects the examples of all documents, in the order of the modules.
///
/// # Errors
///
/// Diagnostics for references to missing examples.
pub(crate) fn collect<'a>(
    api: &'a Api,
    documents: &[Document],
) -> Result<Vec<DocumentExamples<'a>>, Diagnostics> {
    let mut all = Vec::new();
    let mut found = Vec::new();
    for module in &api.modules {
        let Some(document) = documents.iter().find(|document| document.file == module.source) else {
            continue;
        };
        let diagnostics = Collector::new(&document.source);
        all.push(of_document(module, &document.openapi, &diagnostics));
        found.extend(diagnostics.into_vec());
    }
    if found.is_empty() { Ok(all) } else { Err(Diagnostics(found)) }
}

fn of_document<'a>(
    module: &'a Module,
    openapi: &OpenAPI,
    diagnostics: &Collector<'_>,
) -> DocumentExamples<'a> {
    let operations: BTreeMap<&str, &Operation> = module
        .resources
        .iter()
        .flat_map(|resource| &resource.operations)
        .map(|operation| (operation.id.as_str(), operation))
        .collect();
    let mut examples = DocumentExamples { module, rows: Vec::new(), bodies: Map::new() };
    for (path, item) in &openapi.paths.paths {
        let ReferenceOr::Item(item) = item else { continue };
        for (method, given) in item.iter() {
            let unnamed = format!("{method} {path}");
            let id = given.operation_id.as_deref().filter(|id| operations.contains_key(id));
            let Some(&operation) = operations.get(id.unwrap_or(&unnamed)) else { continue };
            if operation.output.ty().is_none() {
                continue; // the client decodes no JSON
            }
            let at = At::root().key("paths").key(path).key(method).key("responses");
            for (status, response, at) in successes(openapi, &given.responses, &at, diagnostics) {
                let stem = format!("{} {status}", operation.id);
                of_response(openapi, response, &at, diagnostics, |name, body| {
                    let key = if name.is_empty() { stem.clone() } else { format!("{stem} {name}") };
                    examples.bodies.insert(key.clone(), body.clone());
                    examples.rows.push(Row { key, output: &operation.output });
                });
            }
        }
    }
    examples
}

/// The responses that contain an operation's output: those with a 2xx status, or else the default.
fn successes<'a>(
    openapi: &'a OpenAPI,
    responses: &'a Responses,
    at: &At,
    diagnostics: &Collector<'_>,
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
        let (response, at) =
            reference::component(table, "responses", response, &at.key(&status), diagnostics)?;
        Some((status, response, at))
    });
    found.collect()
}

/// Visits the examples of the media type that the client decodes, with their names. `example` has no name.
fn of_response(
    openapi: &OpenAPI,
    response: &Response,
    at: &At,
    diagnostics: &Collector<'_>,
    mut visit: impl FnMut(&str, &Value),
) {
    let Some((media_type, media)) = media_type::json(&response.content) else { return };
    let MediaType { schema: _, example, examples, encoding: _, extensions: _ } = media;
    if let Some(example) = example {
        visit("", example);
    }
    let at = at.key("content").key(media_type).key("examples");
    let table = openapi.components.as_ref().map(|components| &components.examples);
    for (name, example) in examples {
        let found = reference::component(table, "examples", example, &at.key(name), diagnostics);
        // The generator never fetches the value of a URL.
        if let Some((Given { value: Some(value), .. }, _)) = found {
            visit(name, value);
        }
    }
}
