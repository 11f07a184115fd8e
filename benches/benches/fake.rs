//! The fake server: its requests compared with a handwritten server and with Prism, its start, its memory and its tables.
//!
//! `cargo bench --bench fake -- DIR` also prints the sizes of the tables of the documents in a folder. The measurements
//! use the documents of `tests/fixtures/sample`, and Prism if the variable `PRISM` contains its program. They need
//! Linux.

#[path = "fake/hyper_server.rs"]
mod hyper_server;
#[path = "fake/load.rs"]
mod load;
#[path = "fake/prism.rs"]
mod prism;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use benches::arguments::Arguments;
use benches::rounds::{self, Target};
use benches::{Failure, process};
use codegen::{File, Inputs, Source};
use serde_json::json;
use twilio_client_fake::{Engine, Server};

/// The rounds of the comparison with the handwritten server.
const ROUNDS: usize = 30;
/// The requests of each connection in a round.
const REQUESTS: u32 = 250;
/// The rounds of the comparison with Prism, and the requests of each connection in a round. Prism is slow.
const PRISM: (usize, u32) = (20, 25);
/// The connections.
const CONNECTIONS: u32 = 8;
/// The starts, of which the median counts.
const STARTS: usize = 101;
/// The resources in memory.
const RESOURCES: u32 = 100_000;

/// The path values of the invites.
const PARENTS: [&str; 2] = ["IS00000000000000000000000000000001", "CH00000000000000000000000000000001"];
/// The invite of the requests.
const INVITE: &str = "IN0123456789abcdef0123456789abcdef";

fn main() -> Result<(), Failure> {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/sample");
    let tables = tables(&documents(&sample)?)?;
    sizes(&tables);
    for folder in Arguments::read()?.folders {
        for document in documents(&folder)? {
            sizes(&self::tables(&[document])?);
        }
    }
    // First, so that the memory of the other measurements cannot be reused.
    memory(&tables)?;
    starts(&tables)?;
    requests(&tables, &sample.join("chat_v2.yaml"))
}

/// The OpenAPI documents of a folder.
fn documents(folder: &Path) -> Result<Vec<Source>, Failure> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|end| end == "yaml" || end == "json"));
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok::<_, Failure>(Source { name, text: fs::read_to_string(path)? })
    };
    paths.iter().map(read).collect()
}

/// The tables of the documents, with the rule that an identity is invited once.
fn tables(documents: &[Source]) -> Result<Vec<File>, Failure> {
    let text = "[fake]\nunique = { \"ListInvite.identity\" = 50212 }\n".to_owned();
    let settings = Source { name: "codegen.toml".to_owned(), text };
    let has_invites = documents.iter().any(|document| document.text.contains("operationId: ListInvite"));
    let settings = has_invites.then_some(&settings);
    let tables = codegen::fake(Inputs { documents, settings, ..Inputs::default() });
    tables.map_err(|diagnostics| diagnostics.to_string().into())
}

fn sizes(tables: &[File]) {
    for File { path, text } in tables {
        println!("{path}: {} bytes", text.len());
    }
}

fn engine(tables: &[File]) -> Result<Engine, Failure> {
    let tables: Vec<&str> = tables.iter().map(|table| table.text.as_str()).collect();
    Ok(Engine::of_tables(&tables)?)
}

/// The memory of resources in one collection.
fn memory(tables: &[File]) -> Result<(), Failure> {
    let mut engine = engine(tables)?;
    let (start, before) = (Instant::now(), process::resident()?);
    for number in 0..RESOURCES {
        let identity = format!("user-{number}@example.com");
        engine.insert("chat_v2.ListInvite", &PARENTS, json!({"identity": identity}))?;
    }
    let (elapsed, after) = (start.elapsed(), process::resident()?);
    let megabytes = f64::from(after.saturating_sub(before)) * 1024.0 / 1e6;
    println!("{RESOURCES} resources: {megabytes:.0} MB in {} ms", elapsed.as_millis());
    rounds::head("200 MB");
    rounds::exact("100,000 invites, memory", Target::AtMost(1.0), megabytes / 200.0);
    Ok(())
}

/// The time from the tables to the first response.
fn starts(tables: &[File]) -> Result<(), Failure> {
    let mut seconds = Vec::new();
    for _ in 0..STARTS {
        let start = Instant::now();
        let server = Server::start(engine(tables)?)?;
        load::first_response(&server.url())?;
        seconds.push(start.elapsed().as_secs_f64());
    }
    let median = rounds::median(seconds);
    println!("start until the first response: {:.2} ms", median * 1e3);
    rounds::head("20 ms");
    rounds::exact("start until the first response, time", Target::AtMost(1.0), median / 20e-3);
    Ok(())
}

/// The requests for one invite, with persistent connections: the whole time, and the CPU time of the server. Prism serves
/// the document, and its process has only the time.
fn requests(tables: &[File], document: &Path) -> Result<(), Failure> {
    let server = Server::start(engine(tables)?)?;
    let invite = json!({"sid": INVITE, "identity": "alice"});
    server.insert("chat_v2.FetchInvite", &[PARENTS[0], PARENTS[1], INVITE], invite)?;
    let path = format!("/v2/Services/{}/Channels/{}/Invites/{INVITE}", PARENTS[0], PARENTS[1]);
    let mut fake = load::Load::connect(&server.url(), &format!("/chat_v2{path}"), CONNECTIONS)?;
    let mut by_hand = load::Load::connect(&hyper_server::start(fake.body()?)?, &path, CONNECTIONS)?;
    let times = rounds::compare(ROUNDS, || fake.run(REQUESTS), || by_hand.run(REQUESTS))?;
    let all = f64::from(REQUESTS * CONNECTIONS);
    println!("{:.0} requests per second", all / times.fastest());
    let cpu = rounds::compare_seconds(
        ROUNDS,
        || process::cpu_seconds("fake", || fake.run(REQUESTS)),
        || process::cpu_seconds(hyper_server::THREAD, || by_hand.run(REQUESTS)),
    )?;
    println!("{:.1} µs of CPU time per request", cpu.fastest() / all * 1e6);
    rounds::head("10,000 requests per second");
    rounds::exact("requests per second", Target::AtLeast(1.0), all / times.fastest() / 10_000.0);
    rounds::head("a handwritten hyper server");
    rounds::line("requests on 8 connections, time", Target::AtMost(3.0), &times);
    rounds::line("requests on 8 connections, CPU time of the server", Target::AtMost(4.0), &cpu);
    if let Some(prism) = prism::start(document)? {
        let mut other = load::Load::connect(&prism.url, &path, CONNECTIONS)?;
        let (rounds, requests) = PRISM;
        let times = rounds::compare(rounds, || fake.run(requests), || other.run(requests))?;
        rounds::head("Prism");
        rounds::speedup("requests on 8 connections, per second", Target::AtLeast(1.0), &times);
    }
    Ok(())
}
