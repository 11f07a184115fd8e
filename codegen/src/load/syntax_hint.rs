//! Common mistakes in a text that is not YAML, with a better message than that of the parser.

use super::json;
use super::type_mismatch::OUT_OF_RANGE_HELP;
use super::yaml::{Cause, ReadError};
use crate::diagnostic::Position;
use crate::merge_conflict;

/// A mistake: its position, its description and the next step.
pub(super) struct SyntaxHint {
    pub(super) position: Position,
    pub(super) message: String,
    pub(super) help: String,
}

impl SyntaxHint {
    fn new(position: Position, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { position, message: message.into(), help: help.into() }
    }
}

/// The parts of the parser's messages about an entry that is not one.
const NO_ENTRY: &[&str] = &["could not find expected ':'", "mapping values are not allowed"];

/// The message of the JSON parser about a number such as `1e999`.
const OUT_OF_RANGE: &str = "number out of range";

/// Finds the mistake that leads to an error of the parser.
pub(super) fn find(text: &str, error: &ReadError) -> Option<SyntaxHint> {
    if matches!(error.cause, Cause::Exceeded(_)) {
        return None;
    }
    if let Some(position) = merge_conflict::find(text) {
        return Some(SyntaxHint::new(
            position,
            "the document contains a merge conflict",
            merge_conflict::HELP,
        ));
    }
    if error.cause == Cause::SecondDocument {
        return second_document(text);
    }
    if let Some(position) = text.find('\0').map(|offset| position(text, offset)) {
        let message = "the document contains a zero byte";
        return Some(SyntaxHint::new(position, message, "save the file as UTF-8 text"));
    }
    if json::is_object(text) {
        let position = error.position.filter(|_| error.message == OUT_OF_RANGE);
        let message = "the number is too large";
        return position.map(|position| SyntaxHint::new(position, message, OUT_OF_RANGE_HELP));
    }
    let stopped = error.position?.line;
    let is_of_entry = NO_ENTRY.iter().any(|phrase| error.message.contains(phrase));
    let of_entry: &[Mistake] = &[unquoted_colon, missing_space, missing_colon];
    let mistakes = [tab as Mistake, reserved_start].into_iter();
    let mistakes: Vec<Mistake> = mistakes.chain(of_entry.iter().copied().filter(|_| is_of_entry)).collect();
    let found = near(text, stopped)
        .find_map(|(number, line)| mistakes.iter().find_map(|mistake| mistake(number, line)));
    found.or_else(|| too_deep(text, stopped).filter(|_| is_of_entry))
}

/// Finds a mistake in the line with a number.
type Mistake = fn(usize, &str) -> Option<SyntaxHint>;

fn second_document(text: &str) -> Option<SyntaxHint> {
    let is_marker = |line: &str| line == "---" || line.starts_with("--- ");
    // The first document may begin without a marker.
    let first = text.lines().find(|line| !line.is_empty() && !line.starts_with('#'));
    let nth = usize::from(first.is_some_and(|line| line.starts_with("---")));
    let line = text.lines().enumerate().filter(|(_, line)| is_marker(line)).nth(nth)?.0;
    let position = Position { line: line + 1, column: 1 };
    let message = "the file contains more than one document";
    Some(SyntaxHint::new(position, message, "put each document in a separate file"))
}

/// The line where the parser stopped, and the line with text before it: a value can continue on the next line.
fn near(text: &str, stopped: usize) -> impl Iterator<Item = (usize, &str)> {
    let lines = || text.lines().enumerate().map(|(index, line)| (index + 1, line));
    let is_text = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let before = lines().take(stopped.saturating_sub(1)).filter(|(_, line)| is_text(line)).last();
    lines().nth(stopped.saturating_sub(1)).into_iter().chain(before)
}

/// A line that begins with a tab.
fn tab(number: usize, line: &str) -> Option<SyntaxHint> {
    let indentation = line.get(..line.len() - line.trim_start().len())?;
    let column = indentation.chars().position(|c| c == '\t')? + 1;
    let message = "the line is indented with a tab, which YAML does not allow";
    Some(SyntaxHint::new(Position { line: number, column }, message, "replace the tab with spaces"))
}

/// A value without quotation marks that contains a colon and a space: `description: Note: this`.
fn unquoted_colon(number: usize, line: &str) -> Option<SyntaxHint> {
    let (column, text) = entry(line);
    let (key, value) = text.split_once(": ")?;
    let is_plain = !value.trim_start().starts_with(['"', '\'', '{', '[', '|', '>', '&', '!', '#']);
    if !is_key(key) || !is_plain || !(value.contains(": ") || value.ends_with(':')) {
        return None;
    }
    let position = Position { line: number, column: column + key.chars().count() + 2 };
    let message =
        format!("the value of `{}` contains a colon and has no quotation marks", key.escape_debug());
    Some(SyntaxHint::new(position, message, "put the value in quotation marks"))
}

/// A key whose colon no space follows: `title:Fixture`.
fn missing_space(number: usize, line: &str) -> Option<SyntaxHint> {
    let (column, text) = entry(line);
    let (key, value) = text.split_once(':')?;
    let is_value = !value.is_empty() && !value.starts_with([' ', '/', ':', '\t']);
    if !is_key(key) || !is_value {
        return None;
    }
    let position = Position { line: number, column: column + key.chars().count() };
    let message = format!("no space follows the colon of `{}`", key.escape_debug());
    Some(SyntaxHint::new(position, message, format!("write `{key}: {}`", shown(value))))
}

/// A key without a colon: `title Fixture`.
fn missing_colon(number: usize, line: &str) -> Option<SyntaxHint> {
    let (column, text) = entry(line);
    if text.contains(':') || text.starts_with(['"', '\'', '{', '[', ']', '}', '#']) {
        return None;
    }
    let (key, value) = text.split_once(' ').unwrap_or((text, ""));
    if !is_key(key) {
        return None;
    }
    let position = Position { line: number, column };
    let message = format!("`{}` has no colon", key.escape_debug());
    let entry = format!("{key}: {}", shown(value.trim()));
    Some(SyntaxHint::new(
        position,
        message,
        format!("write `{}`, or indent the line if it continues the text above", entry.trim_end()),
    ))
}

/// A value that begins with a character that YAML reserves: `description: @mention`.
fn reserved_start(number: usize, line: &str) -> Option<SyntaxHint> {
    let (column, text) = entry(line);
    let (key, value) = text.split_once(": ")?;
    let first = value.chars().next().filter(|c| ['@', '`', '%', '*', '&', '!'].contains(c))?;
    let position = Position { line: number, column: column + key.chars().count() + 2 };
    let message = format!(
        "a value without quotation marks cannot begin with `{}`",
        if first == '`' { '\'' } else { first }
    );
    is_key(key).then(|| SyntaxHint::new(position, message, "put the value in quotation marks"))
}

/// A line that is indented more than the entry above it, which already has a value.
fn too_deep(text: &str, stopped: usize) -> Option<SyntaxHint> {
    let mut lines = near(text, stopped);
    let ((number, line), (_, above)) = (lines.next()?, lines.next()?);
    let ((column, key), (column_above, above)) = (entry(line), entry(above));
    let has_value =
        above.split_once(": ").is_some_and(|(key, value)| is_key(key) && !value.trim().is_empty());
    let is_entry = key.split_once(':').is_some_and(|(key, _)| is_key(key));
    let message = "the line is indented more than the entry above it, which already has a value";
    let position = Position { line: number, column };
    let hint = SyntaxHint::new(position, message, "indent both lines equally");
    (is_entry && has_value && column > column_above).then_some(hint)
}

/// The text of a line after its indentation and the dash of a list, and its column.
fn entry(line: &str) -> (usize, &str) {
    let mut text = line.trim_start();
    while let Some(rest) = text.strip_prefix("- ") {
        text = rest.trim_start();
    }
    let before = line.len() - text.len();
    (line.get(..before).unwrap_or_default().chars().count() + 1, text.trim_end())
}

/// Whether a text can be the key of an entry without quotation marks.
fn is_key(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_-./{}$".contains(c);
    !text.is_empty() && text.len() <= 80 && text.chars().all(is_part) && text.contains(char::is_alphanumeric)
}

/// The beginning of a value, for a message.
fn shown(value: &str) -> String {
    let beginning: String = value.chars().take(40).collect();
    let end = if value.chars().count() > 40 { "…" } else { "" };
    format!("{}{end}", beginning.escape_debug().to_string().replace('`', "'"))
}

fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or_default();
    let line = before.rsplit_once('\n').map_or(before, |(_, line)| line);
    Position { line: before.matches('\n').count() + 1, column: line.chars().count() + 1 }
}
