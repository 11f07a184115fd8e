//! Places inside a document while it is walked, and the faults found there.

use std::cell::RefCell;

use crate::diagnostic::{Diagnostic, Place};

/// A JSON pointer under construction.
#[derive(Clone, Debug)]
pub(crate) struct At(String);

impl At {
    pub(crate) fn root() -> Self {
        Self(String::new())
    }

    /// One step down.
    pub(crate) fn key(&self, key: &str) -> Self {
        Self(format!("{}/{}", self.0, key.replace('~', "~0").replace('/', "~1")))
    }

    pub(crate) fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    pub(crate) fn pointer(&self) -> &str {
        &self.0
    }
}

/// Collects the faults of one document.
#[derive(Debug)]
pub(crate) struct Faults<'a> {
    source: &'a str,
    found: RefCell<Vec<Diagnostic>>,
}

impl<'a> Faults<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self { source, found: RefCell::new(Vec::new()) }
    }

    /// Notes one fault; the same fault at the same place is noted once.
    pub(crate) fn add(&self, at: &At, message: impl Into<String>, help: impl Into<String>) {
        let place =
            Place { source: self.source.to_owned(), pointer: at.pointer().to_owned(), position: None };
        let fault = Diagnostic { place, message: message.into(), help: Some(help.into()) };
        let mut found = self.found.borrow_mut();
        if !found.contains(&fault) {
            found.push(fault);
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Diagnostic> {
        self.found.into_inner()
    }
}
