//! Finds all duplicate keys of a document.

use std::collections::HashMap;

use saphyr_parser::{Event, Span};

use super::nodes;

/// A key that an object contains twice.
#[derive(Debug)]
pub(super) struct DuplicateKey {
    pub(super) key: String,
    pub(super) pointer: String,
    pub(super) first: Span,
    pub(super) second: Span,
}

/// An object or an array that is being read.
struct Frame {
    /// The keys of an object. `None` for an array.
    keys: Option<HashMap<String, Span>>,
    /// The pointer step to the next value: a key or an index.
    step: String,
    /// Whether the next node is the value of a key.
    at_value: bool,
    items: usize,
}

/// The maximum number of results. Each contains a pointer, which may be long.
const MAX: usize = 100;

/// Finds the duplicate keys of a text that the parser rejected because of one.
pub(super) fn find(text: &str) -> Vec<DuplicateKey> {
    let mut frames: Vec<Frame> = Vec::new();
    let mut found = Vec::new();
    for (event, span) in nodes::of(text) {
        if found.len() >= MAX {
            break;
        }
        match event {
            Event::Scalar(text, ..) => node(&mut frames, Some(&text), span, &mut found),
            Event::Alias(_) => node(&mut frames, None, span, &mut found),
            Event::MappingStart(..) => {
                node(&mut frames, None, span, &mut found);
                frames.push(Frame::new(Some(HashMap::new())));
            }
            Event::SequenceStart(..) => {
                node(&mut frames, None, span, &mut found);
                frames.push(Frame::new(None));
            }
            Event::MappingEnd | Event::SequenceEnd => {
                frames.pop();
            }
            Event::DocumentEnd => break,
            _ => {}
        }
    }
    found
}

impl Frame {
    fn new(keys: Option<HashMap<String, Span>>) -> Self {
        Self { keys, step: String::new(), at_value: false, items: 0 }
    }
}

/// Processes a node as a key, a value or an item of the innermost open frame.
fn node(frames: &mut [Frame], text: Option<&str>, span: Span, found: &mut Vec<DuplicateKey>) {
    let Some(frame) = frames.last_mut() else { return };
    let Some(keys) = &mut frame.keys else {
        frame.step = frame.items.to_string();
        frame.items += 1;
        return;
    };
    frame.at_value = !frame.at_value;
    if !frame.at_value {
        return;
    }
    let key = text.unwrap_or_default();
    key.clone_into(&mut frame.step);
    let first = *keys.entry(key.to_owned()).or_insert(span);
    if text.is_some() && first.start.index() != span.start.index() {
        let steps = frames.iter().map(|frame| crate::pointer::escape(&frame.step));
        let pointer = steps.fold(String::new(), |pointer, step| format!("{pointer}/{step}"));
        found.push(DuplicateKey { key: key.to_owned(), pointer, first, second: span });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_duplicates_are_found() {
        let text = "a: {x: 1, y: [{z: 1, 'z': 2}], x: 3}\nb: {x: 1}\na: 5\n? [k]\n: 1\n? [k]\n: 2\n";
        let found: Vec<_> =
            find(text).into_iter().map(|found| (found.pointer, found.second.start.col())).collect();
        let expected = [("/a/y/0/z", 21), ("/a/x", 31), ("/a", 0)];
        assert_eq!(found, expected.map(|(pointer, column)| (pointer.to_owned(), column)));
    }
}
