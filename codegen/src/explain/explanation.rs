//! The explanation of one item, and its text.

use std::fmt;

use crate::diagnostic::{Place, Position};
use crate::invisible::plain;

/// The explanation of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The kind of item: `operation`, `property`, …
    pub kind: &'static str,
    /// The name in the document, in the notation of `codegen.toml`.
    pub wire: String,
    /// The path in Rust, without the crate. `None` if the item is not generated.
    pub rust: Option<String>,
    /// The signature in Rust.
    pub signature: Option<String>,
    /// The position in the document.
    pub place: Place,
    /// Further facts, each with a label.
    pub facts: Vec<(&'static str, String)>,
    /// Further names that find the item.
    pub(super) aliases: Vec<String>,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, wire, rust, signature, place, facts, aliases: _ } = self;
        writeln!(f, "{kind} {}", plain(wire))?;
        let mut line = |word: &str, text: &str| writeln!(f, "  {word:<9} {}", plain(text));
        line("rust", rust.as_deref().unwrap_or("not generated"))?;
        if let Some(signature) = signature {
            line("", signature)?;
        }
        let Place { source, pointer, position, .. } = place;
        let position =
            position.map_or_else(String::new, |Position { line, column }| format!(":{line}:{column}"));
        line("document", &format!("{source}{position}"))?;
        if !pointer.is_empty() {
            line("", &format!("#{pointer}"))?;
        }
        for (word, text) in facts {
            line(word, text)?;
        }
        Ok(())
    }
}
