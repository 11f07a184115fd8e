//! The official libraries of other languages on the fake. A library that is not installed is skipped with a message.

use std::process::Command;

use serde_json::json;
use twilio_client_fake::{Engine, Fault, Server};

use crate::documents;

/// The result of a script.
pub(crate) enum Outcome {
    Passed,
    /// With the missing program or library.
    Skipped(String),
}

/// A fake of the sample.
pub(crate) fn server() -> Server {
    let (sources, settings) = documents::sample();
    let tables = sources.iter().map(|source| documents::table(source, Some(&settings)));
    Server::start(Engine::new(tables.collect())).unwrap()
}

/// Runs a script with the URL and the credentials of a fake.
pub(crate) fn run(program: &str, script: &str, server: &Server) -> Outcome {
    let script = format!("{}/languages/{script}", env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(program);
    command.arg(script).args([server.url(), server.account_sid(), server.auth_token()]);
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    let Ok(output) = command.output() else {
        return Outcome::Skipped(format!("`{program}` is not installed"));
    };
    let printed = String::from_utf8_lossy(&output.stdout);
    if let Some(reason) = printed.strip_prefix("skipped: ") {
        return Outcome::Skipped(reason.trim().to_owned());
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && printed.trim() == "passed", "{printed}{errors}");
    Outcome::Passed
}

/// The library makes its calls on a fake in which one request fails.
fn passes(program: &str, script: &str) {
    let server = server();
    let path = ["ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "bob", "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"];
    server.insert("FetchUserChannel", &path, json!({})).unwrap();
    server.next("chat_v2.DeleteInvite").fails_with(Fault::status(429));
    if let Outcome::Skipped(reason) = run(program, script, &server) {
        eprintln!("skipped: {reason}");
    }
}

/// `TWILIO_PYTHON` selects the interpreter, for a library in a virtual environment.
#[test]
fn the_python_library() {
    let program = std::env::var("TWILIO_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    passes(&program, "twilio_python.py");
}

/// `NODE_PATH` selects the folder of the library.
#[test]
fn the_node_library() {
    passes("node", "twilio_node.js");
}
