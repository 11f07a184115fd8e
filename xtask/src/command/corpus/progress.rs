//! The progress of a long run, on the standard error.

use std::io::{self, IsTerminal as _, Write as _};

/// Prints one line per crate. On a terminal, the line is overwritten and also contains the step.
#[derive(Debug)]
pub(super) struct Progress {
    total: usize,
    at: usize,
    name: String,
    terminal: bool,
}

impl Progress {
    pub(super) fn new(total: usize) -> Self {
        Self { total, at: 0, name: String::new(), terminal: io::stderr().is_terminal() }
    }

    /// Starts the next crate.
    pub(super) fn begin(&mut self, name: &str) {
        self.at += 1;
        name.clone_into(&mut self.name);
        self.show("generate");
    }

    /// Starts the next step of the same crate.
    pub(super) fn step(&self, step: &str) {
        if self.terminal || self.at == 0 {
            self.show(step);
        }
    }

    /// Clears the line.
    pub(super) fn end(&self) {
        if self.terminal {
            print("\r\u{1b}[2K");
        }
    }

    fn show(&self, step: &str) {
        let Self { total, at, name, terminal } = self;
        match (terminal, *at) {
            (true, 0) => print(&format!("\r\u{1b}[2K{step}")),
            (true, at) => print(&format!("\r\u{1b}[2K[{at}/{total}] {name}: {step}")),
            (false, 0) => print(&format!("{step}\n")),
            (false, at) => print(&format!("[{at}/{total}] {name}\n")),
        }
    }
}

/// Prints to the standard error. A closed pipe is not an error.
fn print(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes());
    let _ = stderr.flush();
}
