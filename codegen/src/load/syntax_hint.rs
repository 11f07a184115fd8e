//! Common mistakes in a text that is not YAML, with a better message than that of the parser.

use super::yaml::Cause;
use crate::diagnostic::Position;
use crate::merge_conflict;

/// A mistake: its position, its description and the next step.
pub(super) struct SyntaxHint {
    pub(super) position: Position,
    pub(super) message: &'static str,
    pub(super) help: &'static str,
}

/// Finds a merge conflict, a second document or a zero byte. `cause` is the parser's reason.
pub(super) fn find(text: &str, cause: &Cause) -> Option<SyntaxHint> {
    let nth_line = |matches: &dyn Fn(&str) -> bool, nth: usize| {
        let line = text.lines().enumerate().filter(|(_, line)| matches(line)).nth(nth)?.0;
        Some(Position { line: line + 1, column: 1 })
    };
    if let Some(position) = merge_conflict::find(text) {
        let message = "the document contains a merge conflict";
        return Some(SyntaxHint { position, message, help: merge_conflict::HELP });
    }
    if *cause == Cause::SecondDocument {
        // The first document may begin without a marker.
        let first = text.lines().find(|line| !line.is_empty() && !line.starts_with('#'));
        let nth = usize::from(first.is_some_and(|line| line.starts_with("---")));
        let position = nth_line(&|line| line == "---" || line.starts_with("--- "), nth)?;
        let message = "the file contains more than one document";
        return Some(SyntaxHint { position, message, help: "put each document in a separate file" });
    }
    if let Some(position) = text.find('\0').map(|offset| position(text, offset)) {
        let message = "the document contains a zero byte";
        return Some(SyntaxHint { position, message, help: "save the file as UTF-8 text" });
    }
    None
}

fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or_default();
    let line = before.rsplit_once('\n').map_or(before, |(_, line)| line);
    Position { line: before.matches('\n').count() + 1, column: line.chars().count() + 1 }
}
