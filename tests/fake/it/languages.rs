//! The official libraries of other languages on the fake. A library that is not installed is skipped with a message.

use std::process::Command;

use serde_json::json;
use twilio_client_fake::{Engine, Fault, Server};

use crate::documents;

/// Runs a script with the URL and the credentials of a fake of the sample.
fn run(program: &str, script: &str) {
    let (sources, settings) = documents::sample();
    let tables = sources.iter().map(|source| documents::table(source, Some(&settings)));
    let server = Server::start(Engine::new(tables.collect())).unwrap();
    let path = ["ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "bob", "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"];
    server.insert("FetchUserChannel", &path, json!({})).unwrap();
    server.next("chat_v2.DeleteInvite").fails_with(Fault::status(429));

    let script = format!("{}/languages/{script}", env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(program);
    command.arg(script).args([server.url(), server.account_sid(), server.auth_token()]);
    let Ok(output) = command.output() else { return eprintln!("skipped: `{program}` is not installed") };
    let printed = String::from_utf8_lossy(&output.stdout);
    if printed.starts_with("skipped: ") {
        return eprintln!("{}", printed.trim());
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && printed.trim() == "passed", "{printed}{errors}");
}

/// `TWILIO_PYTHON` selects the interpreter, for a library in a virtual environment.
#[test]
fn the_python_library() {
    let program = std::env::var("TWILIO_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    run(&program, "twilio_python.py");
}

/// `NODE_PATH` selects the folder of the library.
#[test]
fn the_node_library() {
    run("node", "twilio_node.js");
}
