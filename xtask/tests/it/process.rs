//! Runs the command, writes OpenAPI documents for it, and reads the folder that it writes.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub(crate) type TestResult<T = ()> = Result<T, Box<dyn Error>>;

/// All files of a folder, and its subfolders with a `/` at the end.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// The result of a command.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Finished {
    pub(crate) fn is_success(&self) -> bool {
        self.status == Some(0)
    }
}

/// Returns `cargo xtask` with arguments, without output.
pub(crate) fn xtask(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_twilio-codegen"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Returns the command that generates a crate into a folder.
pub(crate) fn generate(spec: &Path, out: &Path) -> Command {
    let mut command = xtask(&["generate", "--spec"]);
    command.arg(spec).arg("--out").arg(out);
    command
}

/// Runs a command to its end. A command that hangs fails after 30 seconds.
pub(crate) fn finish(command: &mut Command) -> TestResult<Finished> {
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let pipes = (process.stdout.take(), process.stderr.take());
    let stdout = std::thread::spawn(move || pipes.0.map(std::io::read_to_string));
    let stderr = std::thread::spawn(move || pipes.1.map(std::io::read_to_string));
    for _ in 0..3_000 {
        if let Some(status) = process.try_wait()? {
            let text = |pipe: std::thread::JoinHandle<Option<std::io::Result<String>>>| {
                Ok::<_, Box<dyn Error>>(pipe.join().map_err(|_| "panic")?.transpose()?.unwrap_or_default())
            };
            return Ok(Finished { status: status.code(), stdout: text(stdout)?, stderr: text(stderr)? });
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    process.kill()?;
    Err(format!("{command:?} hangs").into())
}

/// Generates a crate, and fails the test if the command fails.
pub(crate) fn generated(spec: &Path, out: &Path) -> TestResult<Finished> {
    let finished = finish(&mut generate(spec, out))?;
    if finished.is_success() { Ok(finished) } else { Err(finished.stderr.into()) }
}

/// Returns an OpenAPI document with one resource for each noun.
pub(crate) fn document(title: &str, nouns: &[String]) -> String {
    let host = title.to_ascii_lowercase();
    let mut text = format!(
        "openapi: 3.0.1\ninfo: {{title: {title}, version: '1'}}\nservers: [{{url: https://{host}.twilio.com}}]\npaths:\n"
    );
    for noun in nouns {
        let _ = write!(
            text,
            "  /v1/{noun}/{{Sid}}:
    get:
      operationId: Fetch{noun}
      parameters:
      - {{name: Sid, in: path, required: true, schema: {{type: string, pattern: '^TH[0-9a-fA-F]{{32}}$'}}}}
      responses:
        '200':
          description: ok
          content: {{application/json: {{schema: {{type: object, properties: {{name: {{type: string}}}}}}, example: {{name: x}}}}}}
"
        );
    }
    text
}

/// Writes a folder of OpenAPI documents: a file name and the nouns of each.
pub(crate) fn folder(path: &Path, documents: &[(&str, &[&str])]) -> TestResult<PathBuf> {
    fs::create_dir_all(path)?;
    for (name, nouns) in documents {
        let nouns: Vec<String> = nouns.iter().map(|noun| (*noun).to_owned()).collect();
        fs::write(path.join(name), document("Things", &nouns))?;
    }
    Ok(path.to_owned())
}

/// Returns the content of a folder.
pub(crate) fn tree(folder: &Path) -> TestResult<Tree> {
    let mut found = Tree::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
            if path.is_dir() && !path.is_symlink() {
                found.insert(name + "/", Vec::new());
                waiting.push(path);
            } else {
                let bytes = if path.is_file() { fs::read(&path)? } else { Vec::new() };
                found.insert(name, bytes);
            }
        }
    }
    Ok(found)
}
