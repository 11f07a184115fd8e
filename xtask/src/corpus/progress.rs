//! What a run that takes its time is at, on the standard error.

use std::io::{self, IsTerminal as _, Write as _};

/// One line a crate; on a terminal always the same one, which also tells the step.
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

    /// The next crate.
    pub(super) fn begin(&mut self, name: &str) {
        self.at += 1;
        name.clone_into(&mut self.name);
        self.show("generate");
    }

    /// The next step of the same crate.
    pub(super) fn step(&self, step: &str) {
        if self.terminal || self.at == 0 {
            self.show(step);
        }
    }

    /// Nothing more to come.
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

/// A standard error that went away is not a fault.
fn print(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes());
    let _ = stderr.flush();
}
