//! The arguments of all benchmarks. Each benchmark uses those that it needs, so that one command can pass all of them.

use std::path::PathBuf;
use std::{env, fs};

use crate::Failure;

/// The arguments of the command line.
#[derive(Debug, Default)]
pub struct Arguments {
    /// OpenAPI documents: files.
    pub documents: Vec<PathBuf>,
    /// Folders of OpenAPI documents.
    pub folders: Vec<PathBuf>,
    /// Crates that other generators made: folders with a `Cargo.toml`.
    pub crates: Vec<PathBuf>,
    /// The names of measurements: arguments that are neither options nor existing paths.
    pub words: Vec<String>,
    /// Whether `--cold` is present.
    pub is_cold: bool,
}

impl Arguments {
    /// Reads the arguments of the program. `cargo bench` adds `--bench` itself.
    pub fn read() -> Result<Self, Failure> {
        let mut arguments = Self::default();
        for argument in env::args().skip(1) {
            match argument.as_str() {
                "--cold" => arguments.is_cold = true,
                option if option.starts_with('-') => {}
                _ => arguments.add(argument)?,
            }
        }
        Ok(arguments)
    }

    fn add(&mut self, argument: String) -> Result<(), Failure> {
        let Ok(path) = fs::canonicalize(&argument) else {
            if argument.contains(['/', '.']) {
                return Err(format!("{argument}: no such file or folder").into());
            }
            self.words.push(argument);
            return Ok(());
        };
        let list = match (path.is_dir(), path.join("Cargo.toml").exists()) {
            (true, true) => &mut self.crates,
            (true, false) => &mut self.folders,
            (false, _) => &mut self.documents,
        };
        list.push(path);
        Ok(())
    }
}
