//! Places inside a document while it is walked, and the faults found there.

use std::cell::RefCell;

use crate::diagnostic::{BoundedDiagnostics, Code, Diagnostic, Place};

/// A JSON pointer under construction.
#[derive(Clone, Debug)]
pub(crate) struct At {
    pointer: String,
    /// Where it stands in the document, if that is elsewhere: behind a reference.
    stands: Option<String>,
}

impl At {
    pub(crate) fn root() -> Self {
        Self { pointer: String::new(), stands: None }
    }

    /// One step down.
    pub(crate) fn key(&self, key: &str) -> Self {
        let step = key.replace('~', "~0").replace('/', "~1");
        let below = |pointer: &String| format!("{pointer}/{step}");
        Self { pointer: below(&self.pointer), stands: self.stands.as_ref().map(below) }
    }

    pub(crate) fn index(&self, index: usize) -> Self {
        self.key(&index.to_string())
    }

    /// The same pointer, to something that stands at another place.
    pub(crate) fn standing_at(self, other: &Self) -> Self {
        Self { stands: Some(other.place().to_owned()), ..self }
    }

    /// What tells it from all others.
    pub(crate) fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Where it stands in the document.
    pub(crate) fn place(&self) -> &str {
        self.stands.as_deref().unwrap_or(&self.pointer)
    }
}

/// Collects the faults of one document.
#[derive(Debug)]
pub(crate) struct Faults<'a> {
    source: &'a str,
    found: RefCell<BoundedDiagnostics>,
}

impl<'a> Faults<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self { source, found: RefCell::default() }
    }

    /// Notes one fault; that it is the same fault at the same place is seen at the end of the run.
    pub(crate) fn add(&self, code: Code, at: &At, message: impl Into<String>, help: impl Into<String>) {
        self.push(Diagnostic::new(code, self.place(at), message).with_help(help));
    }

    /// Notes that something stands twice, or against something else: the other place is shown too.
    pub(crate) fn add_with(
        &self,
        code: Code,
        at: &At,
        message: impl Into<String>,
        help: impl Into<String>,
        other: (&At, &str),
    ) {
        self.add_with_all(code, at, message, help, &[other]);
    }

    /// The same with several other places.
    pub(crate) fn add_with_all(
        &self,
        code: Code,
        at: &At,
        message: impl Into<String>,
        help: impl Into<String>,
        others: &[(&At, &str)],
    ) {
        let fault = Diagnostic::new(code, self.place(at), message).with_help(help);
        let related = |fault: Diagnostic, (at, what): &(&At, &str)| fault.with_related(self.place(at), *what);
        self.push(others.iter().fold(fault, related));
    }

    fn place(&self, at: &At) -> Place {
        Place::new(self.source, at.place())
    }

    fn push(&self, fault: Diagnostic) {
        self.found.borrow_mut().push(fault);
    }

    pub(crate) fn into_vec(self) -> Vec<Diagnostic> {
        self.found.into_inner().into_vec()
    }
}
