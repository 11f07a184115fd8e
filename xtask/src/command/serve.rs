//! `serve`: serves a stateful fake of the OpenAPI documents on a port of this machine.

mod curl;
mod output;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use clap::{Args, ValueEnum};
use twilio_client_fake::table::Document;
use twilio_client_fake::{Engine, Fault, Injection, Server};

use crate::failure::Failure;
use crate::input::paths;
use crate::input::project::{Project, ProjectArguments};
use crate::terminal;
use output::Output;

/// The arguments of `serve`.
#[derive(Args, Debug)]
pub(crate) struct Serve {
    #[command(flatten)]
    project: ProjectArguments,
    /// The port; 0 is any free port
    #[arg(long, default_value_t = 4010)]
    port: u16,
    /// Resources that exist at the start: a JSON list of objects with `operation`, `path` and `properties`
    #[arg(long, value_name = "FILE", value_parser = paths::argument)]
    seed: Option<PathBuf>,
    /// Give new resources the examples of the documents instead of null
    #[arg(long)]
    examples: bool,
    /// Wait for this time before each response: 50ms, 2s
    #[arg(long, value_name = "TIME", value_parser = duration)]
    latency: Option<Duration>,
    /// Respond to all requests of an operation with an error status; can be repeated
    #[arg(long, value_name = "OPERATION=STATUS", value_parser = failing)]
    fail: Vec<(String, u16)>,
    /// Write each request and its response to a file, as JSON lines
    #[arg(long, value_name = "FILE", value_parser = paths::argument)]
    record: Option<PathBuf>,
    /// The format of the output
    #[arg(long, value_enum, default_value_t)]
    format: ServeFormat,
}

/// The format of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ServeFormat {
    /// Text for a terminal
    #[default]
    Text,
    /// A JSON line with the URL and the credentials, and one for each request
    Json,
}

/// The time that requests in progress have after Ctrl-C.
const GRACE: Duration = Duration::from_secs(2);

/// Serves the documents until Ctrl-C.
pub(crate) fn run(request: &Serve) -> Result<(), Failure> {
    let project = Project::find(&request.project)?;
    let documents = documents(&codegen::fake(project.read()?.inputs())?)?;
    let commands = curl::commands(&documents);
    let operations = operations(&documents);
    let mut engine = Engine::new(documents);
    if request.examples {
        engine.use_examples();
    }
    for (operation, status) in &request.fail {
        if !engine.has_operation(operation) {
            return Err(unknown_operation(operation, &operations));
        }
        let (operation, error) = (Some(operation.clone()), Fault::status(*status));
        engine.inject(Injection { operation, error, times: None, probability: 1.0 });
    }
    let record = request.record.as_deref().map(create).transpose()?;
    let output = Output { format: request.format, record: record.map(Mutex::new) };
    let observer = Box::new(move |request: &_, reply: &_, elapsed| output.request(request, reply, elapsed));
    let signal = runtime()?;
    let server = Server::start_on(engine, request.port, Some(observer)).map_err(|error| {
        let problem = format_args!("could not serve on port {}: {error}", request.port);
        Failure::new(problem, "select another port with `--port`, or a free one with `--port 0`")
    })?;
    // The URLs of seeded resources contain the port.
    if let Some(file) = &request.seed {
        seed(&mut server.engine(), file)?;
    }
    if let Some(latency) = request.latency {
        server.latency(latency);
    }
    output::start(&server, request.format, &commands);
    let waited = signal.block_on(tokio::signal::ctrl_c());
    server.stop(GRACE);
    waited.map_err(|error| {
        Failure::new(format_args!("could not wait for Ctrl-C: {error}"), "run it in a terminal")
    })
}

/// Reads the tables of the generator.
fn documents(tables: &[codegen::File]) -> Result<Vec<Document>, Failure> {
    let read = |table: &codegen::File| Document::read(&table.text);
    tables.iter().map(read).collect::<Result<_, _>>().map_err(|error| {
        Failure::new(
            format_args!("could not read a table: {error}"),
            "install a version of this program whose parts match",
        )
    })
}

/// The names that select an operation: its operationId, and the module with the operationId.
fn operations(documents: &[Document]) -> Vec<String> {
    let names = documents.iter().flat_map(|document| {
        let module = &document.module;
        let names = move |id: &String| [id.clone(), format!("{module}.{id}")];
        document.operations.iter().flat_map(move |operation| names(&operation.id))
    });
    names.collect()
}

fn unknown_operation(name: &str, known: &[String]) -> Failure {
    let help = match codegen::nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{}`?", terminal::name(near)),
        None => "`--fail` accepts an operationId, as FetchInvite=503".to_owned(),
    };
    Failure::usage(format_args!("no operation has the id `{}`", terminal::name(name)), help)
}

/// The runtime that waits for the signal.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread().enable_io().build().map_err(|error| {
        Failure::new(
            format_args!("could not prepare for Ctrl-C: {error}"),
            "close other programs and try again",
        )
    })
}

fn seed(engine: &mut Engine, file: &Path) -> Result<(), Failure> {
    let text = fs::read_to_string(file)
        .map_err(|error| Failure::io("read", file, &error, "`--seed` accepts a JSON file"))?;
    let seeded = twilio_client_fake::seed(engine, &text);
    seeded.map(drop).map_err(|error| {
        let help = "each object has an operationId in `operation`, path values in `path`, and `properties`";
        Failure::new(format_args!("{}: {}", terminal::path(file), terminal::name(&error)), help)
    })
}

fn create(file: &Path) -> Result<File, Failure> {
    File::create(file).map_err(|error| Failure::io("write", file, &error, "name another file"))
}

/// Parses `50ms` or `2s`.
fn duration(text: &str) -> Result<Duration, String> {
    let parse = |number: &str| number.parse::<u64>().ok();
    let milliseconds = text.strip_suffix("ms").and_then(parse).map(Duration::from_millis);
    let parsed = milliseconds.or_else(|| text.strip_suffix('s').and_then(parse).map(Duration::from_secs));
    parsed.ok_or_else(|| "use a number with a unit: 50ms or 2s".to_owned())
}

/// Parses `FetchInvite=503`.
fn failing(text: &str) -> Result<(String, u16), String> {
    let parsed = text.split_once('=').and_then(|(operation, status)| {
        let status = status.parse::<u16>().ok().filter(|status| (400..600).contains(status))?;
        (!operation.is_empty()).then(|| (operation.to_owned(), status))
    });
    parsed.ok_or_else(|| "use an operationId and a status from 400 to 599: FetchInvite=503".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_unit() {
        assert_eq!(duration("50ms"), Ok(Duration::from_millis(50)));
        assert_eq!(duration("2s"), Ok(Duration::from_secs(2)));
        for text in ["", "5", "ms", "-1s", "1.5s", "1m"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_failure_has_an_operation_and_an_error_status() {
        assert_eq!(failing("FetchInvite=503"), Ok(("FetchInvite".to_owned(), 503)));
        for text in ["FetchInvite", "FetchInvite=", "FetchInvite=200", "FetchInvite=x", "=600", "=503"] {
            assert!(failing(text).is_err(), "{text}");
        }
    }
}
