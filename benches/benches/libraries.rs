//! The CPU time of the client, compared with the official libraries of Python and Node on the same server.
//!
//! Each library runs in a separate process, with the scripts in `tests/fake/languages`. `TWILIO_PYTHON` selects the
//! Python interpreter, and `NODE_PATH` the folder of the Node library. A library that is not installed is skipped with a
//! message. Only the CPU time of the measured calls counts: no start of a process, no work of the server.

use std::hint::black_box;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use benches::rounds::{self, Target};
use benches::server::{Encoding, Server, Settings};
use benches::{Failure, ours, process};
use tokio::runtime::{Builder, Runtime};

const ROUNDS: usize = 15;
/// The fetches in one round.
const FETCHES: usize = 200;
/// The pages of the list, of 1000 invites each.
const PAGES: usize = 20;

fn main() -> Result<(), Failure> {
    let program = std::env::var("TWILIO_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    compare("twilio-python", &program, "measured_calls.py")?;
    compare("twilio-node", "node", "measured_calls.js")
}

fn compare(library: &str, program: &str, script: &str) -> Result<(), Failure> {
    let plain = Server::start(Settings { pages: PAGES, ..Settings::default() })?;
    let gzip = Server::start(Settings { pages: PAGES, encoding: Encoding::Gzip, ..Settings::default() })?;
    let mut other = match Library::start(program, script, &plain)? {
        Started::Running(library) => library,
        Started::Skipped(reason) => {
            println!("skipped {library}: {reason}");
            return Ok(());
        }
    };
    let runtime = Builder::new_current_thread().enable_all().build()?;
    rounds::head(&format!("{library} {}", other.version));
    let (client, sid) = (ours::invites(&plain)?, ours::invite_sid()?);
    let fetch = || {
        runtime.block_on(async {
            for _ in 0..FETCHES {
                black_box(ours::fetch(&client, &sid).await?);
            }
            Ok(())
        })
    };
    let times = rounds::compare_seconds(
        ROUNDS,
        || process::own_cpu_seconds(fetch),
        || other.seconds(&format!("fetch {FETCHES}")),
    )?;
    rounds::line("single fetches on a warm connection, CPU time", Target::AtMost(1.0), &times);
    paging("20,000 invites in pages of 1000, CPU time", &plain, &runtime, &mut other)?;
    let Started::Running(mut other) = Library::start(program, script, &gzip)? else {
        return Err(format!("{library} does not start again").into());
    };
    paging("20,000 invites in pages of 1000 with gzip, CPU time", &gzip, &runtime, &mut other)
}

fn paging(measurement: &str, server: &Server, runtime: &Runtime, other: &mut Library) -> Result<(), Failure> {
    let client = ours::invites(server)?;
    let list =
        || runtime.block_on(ours::page_through(&client, 1000, false, |invite| drop(black_box(invite))));
    let times = rounds::compare_seconds(
        ROUNDS,
        || process::own_cpu_seconds(list),
        || other.seconds(&format!("list {}", PAGES * 1000)),
    )?;
    rounds::line(measurement, Target::AtMost(1.0), &times);
    Ok(())
}

/// A process with a library. It reads one command per line, and prints the CPU time of each.
struct Library {
    process: Child,
    commands: ChildStdin,
    output: BufReader<ChildStdout>,
    version: String,
}

/// The result of a start.
enum Started {
    Running(Library),
    /// With the missing program or library.
    Skipped(String),
}

impl Library {
    fn start(program: &str, script: &str, server: &Server) -> Result<Started, Failure> {
        let script = format!("{}/../tests/fake/languages/{script}", env!("CARGO_MANIFEST_DIR"));
        let mut command = Command::new(program);
        command.arg(script).args([server.base().as_str(), benches::ACCOUNT, "token"]);
        command.env("PYTHONDONTWRITEBYTECODE", "1").stdin(Stdio::piped()).stdout(Stdio::piped());
        let Ok(mut process) = command.spawn() else {
            return Ok(Started::Skipped(format!("`{program}` is not installed")));
        };
        let commands = process.stdin.take().ok_or("no standard input")?;
        let output = BufReader::new(process.stdout.take().ok_or("no standard output")?);
        let mut library = Self { process, commands, output, version: String::new() };
        let line = library.line()?;
        if let Some(reason) = line.strip_prefix("skipped: ") {
            return Ok(Started::Skipped(reason.to_owned()));
        }
        library.version = line;
        Ok(Started::Running(library))
    }

    fn line(&mut self) -> Result<String, Failure> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err("the process of the library ended".into());
        }
        Ok(line.trim().to_owned())
    }

    /// Runs a command of the script. Returns its CPU time in seconds.
    fn seconds(&mut self, command: &str) -> Result<f64, Failure> {
        writeln!(self.commands, "{command}")?;
        Ok(self.line()?.parse()?)
    }
}

impl Drop for Library {
    fn drop(&mut self) {
        // The process can have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
