//! The nodes of a text with their positions, by the parser that reads the text.

use saphyr_parser::{Event, Parser, Span};

use super::json;

/// The nodes of a YAML or JSON text. They end at the first error.
pub(super) fn of(text: &str) -> Box<dyn Iterator<Item = (Event<'_>, Span)> + '_> {
    if json::is_valid(text) {
        return Box::new(json::Nodes::of(text));
    }
    Box::new(Parser::new_from_str(text).map_while(Result::ok))
}
