//! Positions of the values that a stage moved to another location of the document.
//!
//! A diagnostic contains the JSON pointer of a value in the converted document. The author's text has the
//! value at another pointer if a stage moved it.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;

/// The moves of all stages, in the order of the stages.
#[derive(Debug, Default)]
pub(crate) struct Moves(Vec<Layer>);

/// The moves of one stage: by the original pointer of an object, and by the path from it.
#[derive(Debug)]
pub(super) struct Layer {
    moved: BTreeMap<String, BTreeMap<String, Origin>>,
    /// The number of bytes of pointers that may still be added.
    budget: usize,
}

/// The original position of a value.
#[derive(Debug)]
struct Origin {
    pointer: String,
    /// Whether `pointer` is the value itself. Otherwise it is the object that contains the same path.
    is_value: bool,
}

/// The maximum number of bytes of all pointers of a stage. Without an entry, a value has the position of its
/// parent.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The maximum number of keys in the path of a move.
const MAX_STEPS: usize = 2;

impl Default for Layer {
    fn default() -> Self {
        Self { moved: BTreeMap::new(), budget: MAX_BYTES }
    }
}

impl Layer {
    /// Records that the value at `path` below `object` was at `pointer`.
    pub(super) fn value(&mut self, object: &str, path: String, pointer: String) {
        self.add(object, path, Origin { pointer, is_value: true });
    }

    /// Records that the value at `path` below `object` was at the same path below `pointer`.
    pub(super) fn member(&mut self, object: &str, path: String, pointer: String) {
        self.add(object, path, Origin { pointer, is_value: false });
    }

    fn add(&mut self, object: &str, path: String, origin: Origin) {
        let bytes = object.len() + path.len() + origin.pointer.len();
        let Some(budget) = self.budget.checked_sub(bytes) else { return };
        self.budget = budget;
        self.moved.entry(object.to_owned()).or_default().insert(path, origin);
    }

    /// The pointer before the stage.
    pub(super) fn origin(&self, pointer: &str) -> String {
        let mut origin = String::new();
        let mut rest = pointer;
        // A member keeps its name at its origin, where a value below it may have moved as well.
        let mut is_member = false;
        loop {
            let moved = self.moved.get(&origin);
            let path = moved.and_then(|moved| paths(rest).find_map(|path| Some((path, moved.get(path)?))));
            if let Some((path, found)) = path {
                if found.is_value {
                    origin.clone_from(&found.pointer);
                    rest = rest.get(path.len()..).unwrap_or_default();
                    is_member = false;
                    continue;
                }
                if !is_member {
                    origin.clone_from(&found.pointer);
                    is_member = true;
                    continue;
                }
            }
            is_member = false;
            let Some(step) = paths(rest).last() else { return origin };
            origin.push_str(step);
            rest = rest.get(step.len()..).unwrap_or_default();
        }
    }
}

/// The first steps of a pointer: the longest path first, and one step last.
fn paths(pointer: &str) -> impl Iterator<Item = &str> {
    let ends = pointer.match_indices('/').map(|(at, _)| at).skip(1).chain([pointer.len()]);
    let mut ends: Vec<usize> = ends.take(MAX_STEPS).collect();
    ends.dedup();
    ends.into_iter().rev().filter_map(|end| pointer.get(..end)).filter(|path| !path.is_empty())
}

impl Moves {
    /// Adds the moves of the next stage.
    pub(super) fn push(&mut self, layer: Layer) {
        if !layer.moved.is_empty() {
            self.0.push(layer);
        }
    }

    /// Replaces the pointers of diagnostics with those of the author's text.
    pub(super) fn restore(&self, diagnostics: &mut [Diagnostic]) {
        for diagnostic in diagnostics.iter_mut().filter(|_| !self.0.is_empty()) {
            let related = diagnostic.related.iter_mut().map(|(place, _)| place);
            for place in related.chain([&mut diagnostic.place]) {
                place.pointer = self.origin(&place.pointer);
            }
        }
    }

    /// The pointer in the author's text.
    pub(crate) fn origin(&self, pointer: &str) -> String {
        self.0.iter().rev().fold(pointer.to_owned(), |pointer, layer| layer.origin(&pointer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_of_moved_values_lead_to_the_text_of_the_author() {
        let mut first = Layer::default();
        first.value("/components/schemas", "/B".to_owned(), "/components/schemas/A/$defs/B".to_owned());
        let mut second = Layer::default();
        second.value(
            "/components/schemas/B",
            "/anyOf/0".to_owned(),
            "/components/schemas/B/anyOf/1".to_owned(),
        );
        second.member("/a", "/type".to_owned(), "/a/anyOf/1".to_owned());
        second.value("/a/anyOf/1", "/enum/0".to_owned(), "/a/anyOf/1/const".to_owned());
        second.member("/a", "/enum".to_owned(), "/a/anyOf/1".to_owned());
        let moves = Moves(vec![first, second]);
        for (pointer, origin) in [
            ("", ""),
            ("/x/y", "/x/y"),
            ("/a", "/a"),
            ("/a/type", "/a/anyOf/1/type"),
            ("/a/enum/0", "/a/anyOf/1/const"),
            ("/a/types", "/a/types"),
            ("/components/schemas/B/anyOf/0/type", "/components/schemas/A/$defs/B/anyOf/1/type"),
            ("/components/schemas/BB", "/components/schemas/BB"),
        ] {
            assert_eq!(moves.origin(pointer), origin, "{pointer}");
        }
    }

    #[test]
    fn the_size_of_the_moves_is_limited() {
        let mut layer = Layer::default();
        for index in 0..10_000 {
            layer.value(&format!("/{}{index}", "x".repeat(10_000)), "/enum/0".to_owned(), String::new());
        }
        assert!(layer.moved.len() < 7_000, "{}", layer.moved.len());
    }
}
