//! The diagnostics for a text that cannot be read.

use super::syntax_hint::{self, SyntaxHint};
use super::tree::{self, Exceeded};
use super::yaml::{Cause, ReadError};
use super::{duplicate_keys, foreign, position, version};
use crate::diagnostic::{Code, Diagnostic, Place, Position};
use crate::output::Source;

/// The diagnostics for a text that is not YAML or exceeds a limit.
pub(super) fn diagnostics(source: &Source, error: ReadError) -> Vec<Diagnostic> {
    let hint = syntax_hint::find(&source.text, &error);
    let ReadError { cause, message, mut position } = error;
    if !matches!(cause, Cause::Exceeded(_))
        && let Some(foreign) = foreign::of_text(&source.text)
    {
        return vec![at(version::not_openapi(source, &foreign), Some(Position { line: 1, column: 1 }))];
    }
    if let Cause::Exceeded(Exceeded::DuplicateKey(_)) = &cause {
        // The parser stops at the first duplicate key; report all of them.
        let all = duplicate_keys::find(&source.text);
        if !all.is_empty() {
            return all.into_iter().map(|found| duplicate_key(source, found)).collect();
        }
    }
    if let (Cause::SecondDocument | Cause::Syntax, Some(SyntaxHint { position, message, help })) =
        (&cause, hint)
    {
        let hint = diagnostic(Code::InvalidSyntax, source, "", message).with_help(help);
        return vec![at(hint, Some(position))];
    }
    let unreadable = match &cause {
        Cause::Exceeded(exceeded) => limit(source, exceeded),
        Cause::SecondDocument | Cause::Syntax => {
            let message = format!("cannot read the document: {message}");
            diagnostic(Code::InvalidSyntax, source, "", message).with_help(
                "check the indentation, quotation marks and brackets of this line and the line above; a document is YAML or \
                 JSON",
            )
        }
    };
    if unreadable.code == Code::TooManyAliases {
        position = position.or_else(|| position::first_alias(&source.text));
    }
    vec![at(unreadable, position)]
}

/// The diagnostic for a limit, without its position.
fn limit(source: &Source, exceeded: &Exceeded) -> Diagnostic {
    let limit = |code, message, help: &str| diagnostic(code, source, "", message).with_help(help);
    match exceeded {
        Exceeded::DuplicateKey(key) => limit(Code::DuplicateKey, duplicate_message(key), DUPLICATE_HELP),
        Exceeded::Depth => {
            let message = format!("the document must not nest more than {} levels", tree::MAX_DEPTH);
            limit(Code::NestedTooDeep, message, "give nested schemas a name and refer to them")
        }
        Exceeded::KeyLength => {
            let message = format!("a key must not have more than {} bytes", tree::MAX_KEY);
            limit(Code::KeyTooLong, message, "use a shorter key")
        }
        Exceeded::Aliases => {
            let message = "the aliases expand to too much data".to_owned();
            limit(Code::TooManyAliases, message, "replace the aliases with their values, or use `$ref`")
        }
    }
}

const DUPLICATE_HELP: &str = "remove one of the two keys, or merge their values under one key";

fn duplicate_message(key: &str) -> String {
    format!("an object must not contain the key `{}` twice", key.escape_debug())
}

fn duplicate_key(source: &Source, found: duplicate_keys::DuplicateKey) -> Diagnostic {
    let duplicate_keys::DuplicateKey { key, pointer, first, second } = found;
    let place = |span| {
        let mut place = Place::new(&source.name, &pointer);
        (place.position, place.end) = position::range(span);
        place
    };
    let diagnostic = Diagnostic::new(Code::DuplicateKey, place(second), duplicate_message(&key));
    diagnostic.with_help(DUPLICATE_HELP).with_related(place(first), "first occurrence of the key")
}

pub(super) fn at(mut diagnostic: Diagnostic, position: Option<Position>) -> Diagnostic {
    diagnostic.place.position = position;
    diagnostic
}

pub(super) fn diagnostic(code: Code, source: &Source, pointer: &str, message: String) -> Diagnostic {
    Diagnostic::new(code, Place::new(&source.name, pointer), message)
}
