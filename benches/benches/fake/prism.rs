//! Prism, the mock server of Stoplight, which responds with the example of the document.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use benches::Failure;

/// The variable with the program, for example `node_modules/.bin/prism`.
const PROGRAM: &str = "PRISM";

/// A running Prism. It ends when it is dropped.
pub(super) struct Prism {
    process: Child,
    pub(super) url: String,
}

impl Drop for Prism {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Serves a document with Prism without its log. `None`, with a message, if the variable is not set.
pub(super) fn start(document: &Path) -> Result<Option<Prism>, Failure> {
    let Some(program) = std::env::var_os(PROGRAM) else {
        println!("skipped: the variable `{PROGRAM}` contains no program to compare with");
        return Ok(None);
    };
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let mut command = Command::new(&program);
    command.args(["mock", "--verboseLevel", "silent", "--port", &address.port().to_string()]).arg(document);
    let process = command.stdout(Stdio::null()).spawn();
    let process = process.map_err(|error| format!("could not run `{}`: {error}", program.display()))?;
    let mut prism = Prism { process, url: format!("http://{address}") };
    for _ in 0..300 {
        if TcpStream::connect(address).is_ok() {
            return Ok(Some(prism));
        }
        if let Some(status) = prism.process.try_wait()? {
            return Err(format!("`{}` ended: {status}", program.display()).into());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Err(format!("`{}` does not accept connections", program.display()).into())
}
