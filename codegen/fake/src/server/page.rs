//! The page about the state of the fake, and the requests that the page sends.

use serde::Serialize;
use serde_json::{Value, json};

use crate::engine::Engine;
use crate::message::{Request, Response};
use crate::record::Record;
use crate::seeds::seed;

/// The page.
const PAGE: &str = include_str!("page.html");

/// The number of requests and of resources that the page shows.
const SHOWN: usize = 100;

/// A request on the page.
#[derive(Serialize)]
struct Line<'a> {
    method: &'a str,
    target: &'a str,
    operation: Option<&'a str>,
    status: u16,
    problem: Option<&'a str>,
}

impl<'a> From<&'a Record> for Line<'a> {
    fn from(record: &'a Record) -> Self {
        let Record { method, target, operation, status, problem, .. } = record;
        Self { method, target, operation: operation.as_deref(), status: *status, problem: problem.as_deref() }
    }
}

/// Responds to a request of the page. `None` for all other requests.
pub(crate) fn respond(engine: &mut Engine, request: &Request) -> Option<Response> {
    let path = request.path();
    match (request.method.as_str(), path) {
        ("GET", "/") => Some(Response::new(200, "text/html; charset=utf-8", PAGE)),
        ("GET", "/_fake/state") => Some(Response::json(200, state(engine).to_string())),
        ("POST", "/_fake/reset" | "/_fake/seed") if !is_json(request) => {
            Some(Response::new(415, "text/plain", "the content type must be application/json"))
        }
        ("POST", "/_fake/reset") => {
            engine.reset();
            Some(Response::empty(204))
        }
        ("POST", "/_fake/seed") => {
            let text = String::from_utf8_lossy(&request.body);
            Some(match seed(engine, &text) {
                Ok(_) => Response::empty(204),
                Err(message) => Response::new(400, "text/plain; charset=utf-8", message),
            })
        }
        _ => None,
    }
}

/// A browser sends this content type to another origin only with permission.
fn is_json(request: &Request) -> bool {
    request.header("content-type").is_some_and(|value| value.starts_with("application/json"))
}

fn state(engine: &Engine) -> Value {
    let documents: Vec<Value> =
        engine.documents().map(|(module, server)| json!({"module": module, "server": server})).collect();
    let collections: Vec<Value> = engine
        .collections()
        .map(|(path, size)| json!({"path": path, "size": size, "resources": engine.resources(path, SHOWN)}))
        .collect();
    let requests: Vec<Line<'_>> = engine.records().rev().take(SHOWN).map(Line::from).collect();
    json!({"documents": documents, "collections": collections, "requests": requests})
}
