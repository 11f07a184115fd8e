//! The property of the fake server: every request has a response.

use twilio_client_fake::table::Document;
use twilio_client_fake::{Engine, Request};

/// The bytes are requests, which lines with `---` separate. The first line of a request is the method and the target,
/// the next lines are headers, and an empty line precedes the body. Credentials are added to each request.
pub fn requests(bytes: &[u8]) {
    let table = include_str!("../../codegen/fake/tests/notes.json");
    let mut engine = Engine::new(vec![Document::read(table).expect("a table")]);
    let text = String::from_utf8_lossy(bytes);
    for part in text.split("\n---\n") {
        let reply = engine.handle(&request(part));
        let status = reply.response.status;
        assert!((200..500).contains(&status), "{part:?} has status {status}");
        assert!(status < 400 || reply.problem.is_some(), "{part:?} has status {status} without a reason");
    }
}

fn request(text: &str) -> Request {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let (method, target) = lines.next().and_then(|line| line.split_once(' ')).unwrap_or(("GET", "/"));
    let basic = "Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTpmYWtlLWF1dGgtdG9rZW4=";
    let given = lines.filter_map(|line| line.split_once(": "));
    let headers = given.chain([("authorization", basic)]);
    Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        body: body.as_bytes().to_vec(),
    }
}
