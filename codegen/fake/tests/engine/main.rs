//! The engine on a small document, which `notes.json` describes.

mod arbitrary;
mod examples;
mod injections;
mod lists;
mod rejections;
mod state;

use serde_json::Value;
use twilio_client_fake::table::Document;
use twilio_client_fake::{Engine, Request, Response};

const BASIC: &str = "Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTpmYWtlLWF1dGgtdG9rZW4=";
const FORM: &str = "application/x-www-form-urlencoded";

/// A fake of the document at the first second of 2024.
pub(crate) fn engine() -> Engine {
    let mut engine = Engine::new(vec![Document::read(include_str!("../notes.json")).unwrap()]);
    engine.set_clock(1_704_067_200);
    engine
}

/// A request with credentials.
pub(crate) fn request(method: &str, target: &str, body: &str) -> Request {
    let media_type = if body.starts_with('{') { "application/json" } else { FORM };
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: vec![
            header("host", "127.0.0.1:4010"),
            header("authorization", BASIC),
            header("content-type", media_type),
        ],
        body: body.as_bytes().to_vec(),
    }
}

/// The status and the body of a response.
pub(crate) fn send(engine: &mut Engine, method: &str, target: &str, body: &str) -> (u16, Value) {
    let Response { status, body, .. } = engine.handle(&request(method, target, body)).response;
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

/// Creates a book, and returns it.
pub(crate) fn book(engine: &mut Engine, name: &str) -> Value {
    let (status, body) = send(engine, "POST", "/v1/Books", &format!("UniqueName={name}"));
    assert_eq!(status, 201, "{body}");
    body
}
