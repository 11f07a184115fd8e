//! Finds the positions of JSON pointers in the text of a document.
//!
//! `openapiv3` and `serde` discard positions. If a run produces diagnostics, a second YAML parser visits the
//! text once and reports positions without building a tree. A valid document does not pay for this. A node
//! that the two parsers read differently gets the position of its parent.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, Span};

use super::nodes;

use crate::diagnostic::Position;

/// The byte offsets of a node's key and value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spot {
    /// `None` for the items of an array and for the document itself.
    pub(crate) key: Option<Range<usize>>,
    pub(crate) value: Range<usize>,
    /// Whether the value is a scalar: a string, a number, a boolean or null.
    pub(crate) is_scalar: bool,
    /// Whether this is the node itself. Otherwise it is the nearest existing parent.
    pub(crate) is_exact: bool,
}

/// Finds the nodes of JSON pointers. Every result is `None` if the text cannot be read.
pub(crate) fn find(text: &str, pointers: &[&str]) -> Vec<Option<Spot>> {
    let mut search = Search { nodes: vec![RequestedNode::default()], missing: 1, frames: Vec::new() };
    let ends: Vec<Vec<usize>> = pointers.iter().map(|pointer| search.request(pointer)).collect();
    for (event, span) in nodes::of(text) {
        search.event(&event, span);
        if search.missing == 0 || (search.frames.is_empty() && matches!(event, Event::DocumentEnd)) {
            break;
        }
    }
    let offsets = Offsets::new(text, &search.nodes);
    let spot = |path: &Vec<usize>| {
        // The node itself, or the nearest parent.
        let found = path.iter().rev().enumerate().find_map(|(steps, node)| {
            let found = search.nodes.get(*node)?.found?;
            Some((steps, found))
        });
        found.map(|(steps, NodeSpan { key, value, is_scalar })| Spot {
            key: key.map(|key| offsets.range(key)),
            value: offsets.range(value),
            is_scalar,
            is_exact: steps == 0,
        })
    };
    ends.iter().map(spot).collect()
}

/// The begin and the end of a span.
pub(crate) fn range(span: Span) -> (Option<Position>, Option<Position>) {
    let position = |marker: Marker| Some(Position { line: marker.line(), column: marker.col() + 1 });
    (position(span.start), position(span.end))
}

/// The position of the first alias in a text.
pub(crate) fn first_alias(text: &str) -> Option<Position> {
    let mut events = Parser::new_from_str(text).map_while(Result::ok);
    let span = events.find_map(|(event, span)| matches!(event, Event::Alias(_)).then_some(span))?;
    range(span).0
}

/// A node on the path to a requested node.
#[derive(Debug, Default)]
struct RequestedNode {
    below: BTreeMap<String, usize>,
    found: Option<NodeSpan>,
}

#[derive(Clone, Copy, Debug)]
struct NodeSpan {
    key: Option<Span>,
    value: Span,
    is_scalar: bool,
}

/// An array or an object that is being read.
#[derive(Debug)]
struct Frame {
    /// The node, if it contains a requested node.
    node: Option<usize>,
    state: FrameState,
}

#[derive(Debug)]
enum FrameState {
    Array(usize),
    /// The next node is a key.
    Key,
    /// The next node is the value of this key.
    Value {
        node: Option<usize>,
        key: Option<Span>,
    },
}

struct Search {
    nodes: Vec<RequestedNode>,
    /// The number of nodes that are not found yet.
    missing: usize,
    frames: Vec<Frame>,
}

impl Search {
    /// Adds a pointer and returns the nodes on its path, beginning with the document.
    fn request(&mut self, pointer: &str) -> Vec<usize> {
        let mut path = vec![0];
        let mut node = 0;
        for step in pointer.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            let next = self.nodes.len();
            let Some(parent) = self.nodes.get_mut(node) else { break };
            node = *parent.below.entry(step).or_insert(next);
            if node == next {
                self.nodes.push(RequestedNode::default());
                self.missing += 1;
            }
            path.push(node);
        }
        path
    }

    fn event(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Scalar(text, ..) => self.leaf(Some(text), span),
            // The value of an alias is not visited: its position is that of the alias.
            Event::Alias(_) => self.leaf(None, span),
            Event::MappingStart(..) => self.open(span, FrameState::Key),
            Event::SequenceStart(..) => self.open(span, FrameState::Array(0)),
            Event::MappingEnd | Event::SequenceEnd => {
                self.frames.pop();
            }
            _ => {}
        }
    }

    fn leaf(&mut self, text: Option<&str>, span: Span) {
        if !self.is_key(text, span) {
            self.value(span, true);
        }
    }

    fn open(&mut self, span: Span, state: FrameState) {
        let node = if self.is_key(None, span) { None } else { self.value(span, false) };
        self.frames.push(Frame { node, state });
    }

    /// Processes a node as a key, if the innermost open object expects one.
    fn is_key(&mut self, text: Option<&str>, span: Span) -> bool {
        let Some(frame) = self.frames.last_mut() else { return false };
        if !matches!(frame.state, FrameState::Key) {
            return false;
        }
        let object = frame.node.and_then(|node| self.nodes.get_mut(node));
        let mut node = None;
        if let Some(object) = object {
            node = text.and_then(|text| object.below.get(text)).copied();
            // An object without a key is shown by its first key.
            if let Some(found) = &mut object.found
                && found.key.is_none()
                && found.value.is_empty()
            {
                found.value = span;
            }
        }
        frame.state = FrameState::Value { node, key: Some(span) };
        true
    }

    /// Processes a node as a value. Records the position of a requested node and returns its index.
    fn value(&mut self, span: Span, is_scalar: bool) -> Option<usize> {
        let (node, key) = match self.frames.last_mut() {
            None => (Some(0), None),
            Some(Frame { node, state: FrameState::Array(index) }) => {
                let step = index.to_string();
                *index += 1;
                let list = node.and_then(|node| self.nodes.get(node));
                (list.and_then(|list| list.below.get(&step)).copied(), None)
            }
            Some(frame) => match std::mem::replace(&mut frame.state, FrameState::Key) {
                FrameState::Value { node, key } => (node, key),
                FrameState::Key | FrameState::Array(_) => (None, None),
            },
        };
        let requested = self.nodes.get_mut(node?)?;
        if requested.found.is_none() {
            requested.found = Some(NodeSpan { key, value: span, is_scalar });
            self.missing = self.missing.saturating_sub(1);
        }
        node
    }
}

/// The byte offsets of the nodes found. The parser counts characters.
struct Offsets(BTreeMap<usize, usize>);

impl Offsets {
    fn new(text: &str, nodes: &[RequestedNode]) -> Self {
        let spans = nodes.iter().filter_map(|node| node.found);
        let spans = spans.flat_map(|found| [found.key, Some(found.value)]).flatten();
        let mut offsets: BTreeMap<usize, usize> =
            spans.flat_map(|span| [(span.start.index(), 0), (span.end.index(), 0)]).collect();
        let mut characters = text.char_indices();
        let mut passed = 0;
        for (index, offset) in &mut offsets {
            let at = characters.nth(index - passed);
            passed = index + 1;
            *offset = at.map_or(text.len(), |(offset, _)| offset);
        }
        Self(offsets)
    }

    fn range(&self, span: Span) -> Range<usize> {
        let offset = |index| self.0.get(&index).copied().unwrap_or_default();
        let start = offset(span.start.index());
        start..offset(span.end.index()).max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "a:\n  - x: 1\n    \"y/z\": {k: [5, 'ü', ö]}\n  - &n null\nb: *n\n200: |\n  text\nc:\n";

    /// Each row: a pointer, the text of the key, the text of the value, and whether the node is exact.
    #[test]
    fn nodes_are_found() {
        let table = [
            ("", None, "a", true),
            ("/a", Some("a"), "", true),
            ("/a/0", None, "x", true),
            ("/a/0/x", Some("x"), "1", true),
            ("/a/0/y~1z", Some("\"y/z\""), "{", true),
            ("/a/0/y~1z/k/1", None, "'ü'", true),
            ("/a/0/y~1z/k/2", None, "ö", true),
            ("/a/0/y~1z/k/3", Some("k"), "[", false),
            ("/a/1", None, "&n null", true),
            ("/b/deep/inside", Some("b"), "*n", false),
            ("/200", Some("200"), "text\n", true),
            ("/c/nothing", Some("c"), "", false),
            ("/nothing/at/all", None, "a", false),
        ];
        let pointers: Vec<&str> = table.iter().map(|row| row.0).collect();
        for ((pointer, key, value, exact), spot) in table.iter().zip(find(TEXT, &pointers)) {
            let spot = spot.unwrap();
            assert_eq!(spot.key.map(|range| &TEXT[range]), *key, "{pointer}");
            let found = &TEXT[spot.value];
            assert!(found == *value || (value.is_empty() && key.is_some()), "{pointer}: {found:?}");
            assert_eq!(spot.is_exact, *exact, "{pointer}");
        }
    }

    #[test]
    fn json_is_read_as_well() {
        let text = "\u{FEFF}{\"paths\": {\"/v1/{Sid}\": {\"get\": 5}},\r\n \"x\": [true]}";
        for (pointer, expected) in [("/paths/~1v1~1{Sid}/get", "5"), ("/x/0", "true")] {
            let spots = find(text, &[pointer]);
            let spot = spots[0].clone().unwrap();
            assert_eq!(&text[spot.value.clone()], expected, "{spots:?}");
        }
    }

    #[test]
    fn an_unreadable_node_has_no_position_or_that_of_a_parent() {
        for text in
            ["", "\0", "a: [", "- {", "a: 'b", "? [x]\n: 1\n", "*no", "\u{FEFF}", "a: b: c", "%YAML 9"]
        {
            let _ = find(text, &["", "/a", "/a/b/0", "/0", "no pointer"]);
        }
        let deep = "[".repeat(20_000);
        let _ = find(&deep, &["/0/0/0"]);
    }
}
