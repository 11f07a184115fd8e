//! Collects the response examples of a document, each with the type that the client decodes.
//!
//! The examples are data for a test of the generated crate, and for the fake. They do not affect the generated code.

mod properties;

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, ReferenceOr, Response, Responses, StatusCode};
use serde_json::{Map, Value};

use crate::diagnostic::Diagnostics;
use crate::document::media_type;
use crate::document::place::{At, Collector};
use crate::document::reference::{self, ReferenceCycle};
use crate::ir::{Api, Module, Operation, Output};
use crate::load::{Document, ExampleValues};
use crate::output::File;

pub(crate) use properties::{OfProperties, of_properties};

/// The response examples of one document, in document order.
pub(crate) struct DocumentExamples<'a> {
    /// The name of the document.
    pub(crate) source: &'a str,
    pub(crate) module: &'a Module,
    pub(crate) rows: Vec<Row<'a>>,
}

/// An example of a response, which a caller of the generator can select.
#[derive(Clone, Copy, Debug)]
pub struct ResponseExample<'a> {
    /// The name of the document, from [`Source::name`](crate::Source::name).
    pub source: &'a str,
    /// Operation, status and name. Unique within a document.
    pub key: &'a str,
    /// The JSON pointer of the schema in the author's text; `None` if the response has no schema.
    pub schema: Option<&'a str>,
    /// The example.
    pub body: &'a Value,
}

/// One example.
pub(crate) struct Row<'a> {
    /// Operation, status and name: `FetchInvite 200 fetch`. The operation and the status contain no spaces, so
    /// the key is unique within a document.
    pub(crate) key: String,
    /// The output that the body contains: a value or a page.
    pub(crate) output: &'a Output,
    pub(crate) body: &'a Value,
    /// The pointer of the schema, as in [`ResponseExample`].
    schema: Option<String>,
}

impl Row<'_> {
    pub(crate) fn public<'r>(&'r self, source: &'r str) -> ResponseExample<'r> {
        ResponseExample { source, key: &self.key, schema: self.schema.as_deref(), body: self.body }
    }
}

impl DocumentExamples<'_> {
    /// The file that maps each key to a body.
    pub(crate) fn file(&self) -> File {
        let bodies: Map<String, Value> =
            self.rows.iter().map(|row| (row.key.clone(), row.body.clone())).collect();
        let mut text = format!("{:#}", Value::Object(bodies));
        text.push('\n');
        File { path: format!("tests/examples/{}.json", self.module.name), text }
    }
}

/// Collects the examples of all documents, in the order of the modules.
///
/// # Errors
///
/// Diagnostics for references that refer to themselves.
pub(crate) fn collect<'a>(
    api: &'a Api,
    documents: &'a [Document],
) -> Result<Vec<DocumentExamples<'a>>, Diagnostics> {
    let mut all = Vec::new();
    let mut found = Vec::new();
    for module in &api.modules {
        let Some(document) = documents.iter().find(|document| document.file == module.source) else {
            continue;
        };
        let diagnostics = Collector::new(&document.source);
        all.push(of_document(module, document, &diagnostics));
        found.extend(diagnostics.into_vec());
    }
    if found.is_empty() { Ok(all) } else { Err(Diagnostics(found)) }
}

fn of_document<'a>(
    module: &'a Module,
    document: &'a Document,
    diagnostics: &Collector<'_>,
) -> DocumentExamples<'a> {
    let openapi = &document.openapi;
    let operations: BTreeMap<&str, &Operation> = module
        .resources
        .iter()
        .flat_map(|resource| &resource.operations)
        .map(|operation| (operation.id.as_str(), operation))
        .collect();
    let mut examples = DocumentExamples { source: &document.source, module, rows: Vec::new() };
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
            for Success { status, response, at } in successes(openapi, &given.responses, &at, diagnostics) {
                let stem = format!("{} {status}", operation.id);
                let schema = schema(document, response, &at);
                of_response(&document.examples, response, &at, diagnostics, |name, body| {
                    let key = if name.is_empty() { stem.clone() } else { format!("{stem} {name}") };
                    let schema = schema.clone();
                    examples.rows.push(Row { key, output: &operation.output, body, schema });
                });
            }
        }
    }
    examples
}

/// A response that contains the output of an operation.
struct Success<'a> {
    status: String,
    response: &'a Response,
    at: At,
}

/// The responses that contain an operation's output: those with a 2xx status, or else the default.
fn successes<'a>(
    openapi: &'a OpenAPI,
    responses: &'a Responses,
    at: &At,
    diagnostics: &Collector<'_>,
) -> Vec<Success<'a>> {
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
        Some(Success { status, response, at })
    });
    found.collect()
}

/// The pointer in the author's text of the schema that the client decodes.
fn schema(document: &Document, response: &Response, at: &At) -> Option<String> {
    let (name, media_type) = media_type::json(&response.content)?;
    media_type.schema.as_ref()?;
    let at = at.key("content").key(name).key("schema");
    Some(document.moves.origin(at.pointer().as_str()))
}

/// Visits the examples of the media type that the client decodes, with their names. `example` has no name.
fn of_response<'a>(
    values: &'a ExampleValues,
    response: &Response,
    at: &At,
    diagnostics: &Collector<'_>,
    mut visit: impl FnMut(&str, &'a Value),
) {
    let Some((media_type, _)) = media_type::json(&response.content) else { return };
    let at = at.key("content").key(media_type);
    if let Some(example) = values.get(at.key("example").pointer()) {
        visit("", example);
    }
    let at = at.key("examples");
    let components = values.get(At::root().key("components").key("examples").pointer());
    for (name, example) in values.get(at.pointer()).and_then(Value::as_object).into_iter().flatten() {
        let found = reference::value(components, "examples", example).unwrap_or_else(|ReferenceCycle| {
            reference::report_cycle(&at.key(name), diagnostics);
            None
        });
        // The generator never fetches the value of a URL.
        if let Some(value) = found.and_then(|example| example.get("value")) {
            visit(name, value);
        }
    }
}
