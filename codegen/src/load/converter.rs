//! The state of a conversion: the position, the moves and the results.

use std::collections::BTreeMap;

use super::cursor::Cursor;
use super::keywords::Kind;
use super::moves::{Layer, Moves};
use crate::diagnostic::bounded::BoundedDiagnostics;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ignored::Ignored;
use crate::pointer::escape;

/// The results of a conversion, except for the document.
#[derive(Default)]
pub(super) struct Conversion {
    /// The diagnostics, with pointers of the author's text.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The keywords without effect that the conversion removed.
    pub(super) ignored: BTreeMap<Ignored, usize>,
    pub(super) layer: Layer,
}

/// The state of a conversion.
pub(super) struct Converter<'c> {
    source: &'c str,
    /// The moves of the stages before this one.
    moves: &'c Moves,
    /// The pointer of the current value, before the conversion.
    pub(super) pointer: String,
    pub(super) layer: Layer,
    diagnostics: BoundedDiagnostics,
    ignored: BTreeMap<Ignored, usize>,
}

impl<'c> Converter<'c> {
    pub(super) fn new(source: &'c str, moves: &'c Moves) -> Self {
        let (pointer, layer) = (String::new(), Layer::default());
        let (diagnostics, ignored) = (BoundedDiagnostics::default(), BTreeMap::new());
        Self { source, moves, pointer, layer, diagnostics, ignored }
    }

    pub(super) fn finish(self) -> Conversion {
        let Self { diagnostics, ignored, layer, .. } = self;
        Conversion { diagnostics: diagnostics.into_vec(), ignored, layer }
    }

    pub(super) fn ignore(&mut self, kind: Kind, keyword: &str, reason: &'static str) {
        let ignored = Ignored { keyword: keyword.to_owned(), object: kind.noun(), reason };
        *self.ignored.entry(ignored).or_default() += 1;
    }

    pub(super) fn diagnose(&mut self, code: Code, pointer: &str, message: String, help: String) {
        let place = Place::new(self.source, self.moves.origin(pointer));
        self.diagnostics.push(Diagnostic::new(code, place, message).with_help(help));
    }
}

impl Cursor for Converter<'_> {
    fn pointer(&mut self) -> &mut String {
        &mut self.pointer
    }
}

/// The pointer to a key of the object at `pointer`.
pub(super) fn below(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", escape(key))
}
