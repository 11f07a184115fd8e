//! Positions in a document, and the diagnostics found there.

use std::cell::RefCell;

use crate::diagnostic::bounded::BoundedDiagnostics;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::load::Moves;
use crate::nearest::Suggestions;
use crate::pointer::Pointer;

/// A position in an OpenAPI document.
#[derive(Clone, Debug)]
pub(crate) struct At {
    pointer: Pointer,
    /// The position in the document, if it differs because of a reference.
    target: Option<Pointer>,
}

impl At {
    pub(crate) fn root() -> Self {
        Self { pointer: Pointer::default(), target: None }
    }

    /// The position of a component.
    pub(crate) fn component(kind: &str, name: &str) -> Self {
        Self { pointer: Pointer::component(kind, name), target: None }
    }

    /// The position of a key of the value.
    pub(crate) fn key(&self, key: &str) -> Self {
        Self { pointer: self.pointer.key(key), target: self.target.as_ref().map(|target| target.key(key)) }
    }

    pub(crate) fn index(&self, index: usize) -> Self {
        self.key(&index.to_string())
    }

    /// The same pointer, to a value at another position in the document.
    pub(crate) fn with_target(self, target: &Self) -> Self {
        Self { target: Some(target.place().clone()), ..self }
    }

    /// The same position in the document, with another pointer.
    pub(crate) fn with_pointer(self, pointer: Pointer) -> Self {
        let target = Some(self.place().clone());
        Self { pointer, target }
    }

    /// The pointer that identifies the value: keys behind a reference are appended to the referring
    /// position.
    pub(crate) fn pointer(&self) -> &Pointer {
        &self.pointer
    }

    /// The position in the document.
    pub(crate) fn place(&self) -> &Pointer {
        self.target.as_ref().unwrap_or(&self.pointer)
    }
}

/// Collects the diagnostics of one document.
#[derive(Debug)]
pub(crate) struct Collector<'a> {
    source: &'a str,
    moves: Option<&'a Moves>,
    found: RefCell<BoundedDiagnostics>,
    pub(crate) suggestions: Suggestions,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        let (found, suggestions) = (RefCell::default(), Suggestions::default());
        Self { source, moves: None, found, suggestions }
    }

    /// The diagnostics of a document whose values `moves` contains.
    pub(crate) fn with_moves(source: &'a str, moves: &'a Moves) -> Self {
        Self { moves: Some(moves), ..Self::new(source) }
    }

    /// Adds a diagnostic. The end of the run removes duplicates.
    pub(crate) fn add(&self, code: Code, at: &At, message: impl Into<String>, help: impl Into<String>) {
        self.push(Diagnostic::new(code, self.place(at), message).with_help(help));
    }

    /// Adds a diagnostic with a related position: a duplicate or a contradiction.
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

    /// Adds a diagnostic with several related positions.
    pub(crate) fn add_with_all(
        &self,
        code: Code,
        at: &At,
        message: impl Into<String>,
        help: impl Into<String>,
        others: &[(&At, &str)],
    ) {
        let diagnostic = Diagnostic::new(code, self.place(at), message).with_help(help);
        let related = |diagnostic: Diagnostic, (at, label): &(&At, &str)| {
            diagnostic.with_related(self.place(at), *label)
        };
        self.push(others.iter().fold(diagnostic, related));
    }

    fn place(&self, at: &At) -> Place {
        let pointer = at.place().as_str();
        Place::new(self.source, self.moves.map_or_else(|| pointer.to_owned(), |moves| moves.origin(pointer)))
    }

    fn push(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    pub(crate) fn into_vec(self) -> Vec<Diagnostic> {
        self.found.into_inner().into_vec()
    }
}
