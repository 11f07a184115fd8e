//! Where a text that is no YAML goes wrong, better than the reader tells it.

use crate::diagnostic::Position;

/// What is wrong with a text in particular: where, what, and the next step.
pub(super) struct SyntaxHint {
    pub(super) position: Position,
    pub(super) message: &'static str,
    pub(super) help: &'static str,
}

/// The marks that a merge leaves where both sides changed the same lines.
const MARKS: [&str; 3] = ["<<<<<<< ", "=======", ">>>>>>> "];

/// What people do to documents without meaning to. `told` is the reader's message.
pub(super) fn find(text: &str, told: &str) -> Option<SyntaxHint> {
    let at = |is_meant: &dyn Fn(&str) -> bool, nth: usize| {
        let line = text.lines().enumerate().filter(|(_, line)| is_meant(line)).nth(nth)?.0;
        Some(Position { line: line + 1, column: 1 })
    };
    if let Some(position) = at(&|line| MARKS.iter().any(|mark| line.starts_with(mark)), 0) {
        let message = "this is the mark of a merge conflict";
        return Some(SyntaxHint {
            position,
            message,
            help: "choose between the two sides, and remove the marks",
        });
    }
    if told.contains("more than one document") {
        // The first one may begin without a mark.
        let begins_with_one = text.lines().find(|line| !line.is_empty() && !line.starts_with('#'));
        let nth = usize::from(begins_with_one.is_some_and(|line| line.starts_with("---")));
        let position = at(&|line| line == "---" || line.starts_with("--- "), nth)?;
        let message = "a second document begins here";
        return Some(SyntaxHint { position, message, help: "put each document into a file of its own" });
    }
    if let Some(position) = text.find('\0').map(|offset| position(text, offset)) {
        let message = "a zero byte stands here";
        return Some(SyntaxHint { position, message, help: "save the file as text, in UTF-8" });
    }
    None
}

/// Where the slip itself is, if the reader's message tells that besides the place where it gave up.
pub(super) fn told_place(told: &str) -> Option<Position> {
    let (_, begun) =
        told.split_once("while scanning a simple key at line ").or_else(|| told.rsplit_once(" at line "))?;
    let (line, rest) = begun.split_once(" column ")?;
    let column: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Some(Position { line: line.parse().ok()?, column: column.parse().ok()? })
}

fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or_default();
    let line = before.rsplit_once('\n').map_or(before, |(_, line)| line);
    Position { line: before.matches('\n').count() + 1, column: line.chars().count() + 1 }
}
