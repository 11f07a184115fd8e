//! `serve`: the first lines, requests, the files of the options, and the end.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::process::{TestResult, finish, folder, xtask};

/// A running command. It is killed when the test fails.
struct Running {
    process: Child,
    output: BufReader<ChildStdout>,
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

impl Running {
    fn start(spec: &Path, options: &[&str]) -> TestResult<Self> {
        let mut command = xtask(&["serve", "--port", "0", "--spec"]);
        let mut process = command.arg(spec).args(options).stdout(Stdio::piped()).spawn()?;
        let output = BufReader::new(process.stdout.take().ok_or("no output")?);
        Ok(Self { process, output })
    }

    fn line(&mut self) -> TestResult<String> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        Ok(line)
    }

    fn json(&mut self) -> TestResult<Value> {
        Ok(serde_json::from_str(&self.line()?)?)
    }
}

/// Sends a request, and returns the response.
fn send(url: &str, request: &str, headers: &str) -> TestResult<String> {
    let mut stream = TcpStream::connect(url.trim_start_matches("http://"))?;
    write!(stream, "{request} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\r\n")?;
    let mut response = String::new();
    stream.read_to_string(&mut response)?;
    Ok(response)
}

const BASIC: &str =
    "authorization: Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTpmYWtlLWF1dGgtdG9rZW4=\r\n";
const THING: &str = "TH0123456789abcdef0123456789abcdef";

#[test]
fn scripts_read_the_url_and_each_request() -> TestResult {
    let home = tempfile::tempdir()?;
    let spec = folder(&home.path().join("spec"), &[("things_v1.yaml", &["Thing"])])?;
    let (seed, record) = (home.path().join("seed.json"), home.path().join("record"));
    fs::write(
        &seed,
        format!(r#"[{{"operation": "FetchThing", "path": ["{THING}"], "properties": {{"name": "x"}}}}]"#),
    )?;
    let options =
        ["--format", "json", "--seed", &seed.to_string_lossy(), "--record", &record.to_string_lossy()];
    let mut running = Running::start(&spec, &options)?;
    let first = running.json()?;
    let url = first["url"].as_str().ok_or("no URL")?.to_owned();
    assert_eq!(first["documents"]["things_v1"], format!("{url}/things_v1"));
    assert_eq!(first["auth_token"], "fake-auth-token");

    let found = send(&url, &format!("GET /v1/Thing/{THING}"), BASIC)?;
    assert!(found.starts_with("HTTP/1.1 200") && found.ends_with(r#"{"name":"x"}"#), "{found}");
    let missing = send(&url, "GET /v1/Thing/1", "")?;
    assert!(missing.starts_with("HTTP/1.1 401"), "{missing}");
    let (one, other) = (running.json()?, running.json()?);
    assert_eq!((&one["operation"], &one["status"]), (&Value::from("FetchThing"), &Value::from(200)));
    assert!(other["problem"].as_str().ok_or("no problem")?.contains("credentials"));

    let page = send(&url, "GET /", "")?;
    assert!(page.contains("<!doctype html>"), "{page}");
    let state = send(&url, "GET /_fake/state", "")?;
    assert!(state.contains("FetchThing") && !state.contains("QUMw"), "{state}");
    let reset = send(&url, "POST /_fake/reset", "content-type: application/json\r\n")?;
    assert!(reset.starts_with("HTTP/1.1 204"), "{reset}");
    assert!(send(&url, &format!("GET /v1/Thing/{THING}"), BASIC)?.starts_with("HTTP/1.1 404"));

    let recorded = fs::read_to_string(&record)?;
    let lines: Vec<Value> = recorded.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    assert_eq!(lines.len(), 3);
    assert_eq!(lines.first().ok_or("empty")?["response"]["body"], r#"{"name":"x"}"#);
    assert!(!recorded.contains("authorization"), "{recorded}");
    Ok(())
}

#[test]
fn the_output_for_people_has_commands_and_a_line_for_each_request() -> TestResult {
    let home = tempfile::tempdir()?;
    let spec = folder(&home.path().join("spec"), &[("things_v1.yaml", &["Thing"])])?;
    let mut running = Running::start(&spec, &["--fail", "FetchThing=503", "--latency", "1ms"])?;
    let mut head = Vec::new();
    while !head.last().is_some_and(|line: &String| line.starts_with("Open ")) {
        head.push(running.line()?);
        assert!(head.len() < 20, "{head:?}");
    }
    let url = head.first().and_then(|line| line.split_whitespace().last()).ok_or("no URL")?.to_owned();
    assert!(head.iter().any(|line| line.starts_with("curl -u AC")), "{head:?}");
    let response = send(&url, &format!("GET /v1/Thing/{THING}"), BASIC)?;
    assert!(response.starts_with("HTTP/1.1 503"), "{response}");
    running.line()?;
    let line = running.line()?;
    assert!(line.contains(&format!(" 503 FetchThing GET /v1/Thing/{THING}")), "{line}");
    Ok(())
}

#[test]
fn new_resources_have_the_examples_of_the_document_on_request() -> TestResult {
    let home = tempfile::tempdir()?;
    let spec = home.path().join("parcels_v1.yaml");
    fs::write(&spec, include_str!("../../../tests/fixtures/examples/properties.yaml"))?;
    for (options, expected) in [(&["--examples"][..], "[\"a\",\"b\"]"), (&[], "null")] {
        let mut running = Running::start(&spec, &[&["--format", "json"], options].concat())?;
        let url = running.json()?["url"].as_str().ok_or("no URL")?.to_owned();
        let created = send(&url, "POST /v1/Parcels", BASIC)?;
        assert!(created.starts_with("HTTP/1.1 201"), "{created}");
        let (_, body) = created.split_once("\r\n\r\n").ok_or("no body")?;
        let body: Value = serde_json::from_str(body)?;
        assert_eq!(body.get("of_component").unwrap_or(&Value::Null).to_string(), expected);
    }
    Ok(())
}

#[test]
fn a_port_in_use_has_a_help() -> TestResult {
    let home = tempfile::tempdir()?;
    let spec = folder(&home.path().join("spec"), &[("things_v1.yaml", &["Thing"])])?;
    let taken = std::net::TcpListener::bind("127.0.0.1:0")?;
    let port = taken.local_addr()?.port().to_string();
    let finished = finish(xtask(&["serve", "--port", &port, "--spec"]).arg(&spec))?;
    assert!(!finished.is_success() && finished.stdout.is_empty(), "{finished:?}");
    assert!(finished.stderr.contains(&format!("could not serve on port {port}: ")), "{finished:?}");
    assert!(finished.stderr.contains("`--port 0`"), "{finished:?}");
    Ok(())
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_without_an_error() -> TestResult {
    let home = tempfile::tempdir()?;
    let spec = folder(&home.path().join("spec"), &[("things_v1.yaml", &["Thing"])])?;
    let mut running = Running::start(&spec, &["--format", "json"])?;
    running.line()?;
    // The process waits for the signal a moment after its first line.
    std::thread::sleep(std::time::Duration::from_millis(200));
    let status = Command::new("kill").args(["-INT", &running.process.id().to_string()]).status()?;
    assert!(status.success());
    assert_eq!(running.process.wait()?.code(), Some(0));
    Ok(())
}

#[test]
fn invalid_options_have_a_help() -> TestResult {
    let home = tempfile::tempdir()?;
    let spec = folder(&home.path().join("spec"), &[("things_v1.yaml", &["Thing"])])?;
    let seed = home.path().join("seed.json");
    fs::write(&seed, r#"[{"operation": "FetchOther"}]"#)?;
    for (options, message) in [
        (["--fail", "FetchOther=503"], "no operation has the id `FetchOther`"),
        (["--seed", &*seed.to_string_lossy()], "no operation has the id `FetchOther`"),
        (["--seed", "missing.json"], "could not read `missing.json`"),
    ] {
        let finished = finish(xtask(&["serve", "--port", "0", "--spec"]).arg(&spec).args(options))?;
        assert!(!finished.is_success() && finished.stderr.contains(message), "{finished:?}");
        assert!(finished.stderr.contains("help: "), "{finished:?}");
    }
    Ok(())
}

#[test]
fn an_unknown_operation_has_a_similar_name_as_its_help() -> TestResult {
    let home = tempfile::tempdir()?;
    let spec = folder(&home.path().join("spec"), &[("things_v1.yaml", &["Thing"])])?;
    for (name, help) in [
        ("FetchThign", "did you mean `FetchThing`?"),
        ("fetchthing", "did you mean `FetchThing`?"),
        ("things_v2.FetchThing", "did you mean `things_v1.FetchThing`?"),
        ("DeleteInvite", "`--fail` accepts an operationId"),
    ] {
        let fail = format!("{name}=503");
        let finished = finish(xtask(&["serve", "--port", "0", "--fail", &fail, "--spec"]).arg(&spec))?;
        assert!(finished.stderr.contains(&format!("no operation has the id `{name}`")), "{finished:?}");
        assert!(finished.stderr.contains(help), "{finished:?}");
    }
    Ok(())
}
