//! Completes the diagnostics of a run: determines their positions in the text, and sorts them.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Diagnostics, Excerpt, Place, Position};
use crate::load::position;
use crate::output::Source;

/// The maximum number of characters of a line before and after the marked part.
const AROUND: usize = 100;
/// The maximum number of marked characters.
const MARKED: usize = 100;

/// Determines positions, sorts the diagnostics by document and line, and removes duplicates.
/// The positions in the `others`, such as settings, are known.
pub(crate) fn finish(found: Diagnostics, documents: &[Source], others: &[&Source]) -> Diagnostics {
    let Diagnostics(mut found) = found;
    for source in documents.iter().chain(others.iter().copied()) {
        let is_other = others.iter().any(|other| std::ptr::eq(*other, source));
        let unread =
            |diagnostic: &Diagnostic| diagnostic.place.source == source.name && diagnostic.code.is_unread();
        let can_be_searched = !is_other && !found.iter().any(unread);
        let mut places: Vec<(bool, &mut Place)> =
            found.iter_mut().flat_map(places).filter(|(_, place)| place.source == source.name).collect();
        if places.is_empty() {
            continue;
        }
        let lines = Lines::new(&source.text);
        if can_be_searched {
            search(&lines, &mut places);
        }
        for (_, place) in places {
            lines.quote(place);
        }
    }
    let rank = |source: &str| documents.iter().position(|document| document.name == source);
    found.sort_by_cached_key(|diagnostic| {
        let Place { source, pointer, position, .. } = &diagnostic.place;
        (rank(source), *position, diagnostic.code, pointer.clone(), diagnostic.message.clone())
    });
    found.dedup();
    Diagnostics(found)
}

/// Determines the positions of nodes, or of their nearest existing parents.
pub(crate) fn fill<'p>(places: impl Iterator<Item = &'p mut Place>, documents: &[Source]) {
    let mut places: Vec<&mut Place> = places.filter(|place| !place.pointer.is_empty()).collect();
    for source in documents {
        let matching = places.iter_mut().filter(|place| place.source == source.name);
        let mut matching: Vec<(bool, &mut Place)> = matching.map(|place| (true, &mut **place)).collect();
        search(&Lines::new(&source.text), &mut matching);
    }
}

/// The places of a diagnostic, and whether each concerns a key.
fn places(diagnostic: &mut Diagnostic) -> impl Iterator<Item = (bool, &mut Place)> {
    let key = diagnostic.code.is_about_the_key();
    let related = diagnostic.related.iter_mut().map(|(place, _)| (false, place));
    std::iter::once((key, &mut diagnostic.place)).chain(related)
}

/// Determines the missing positions.
fn search(lines: &Lines<'_>, places: &mut [(bool, &mut Place)]) {
    let mut unknown: Vec<_> = places.iter_mut().filter(|(_, place)| place.position.is_none()).collect();
    if unknown.is_empty() {
        return;
    }
    // The checker converts a reference with siblings to an `allOf` of the reference. If the text contains no
    // such `allOf`, the pointer without it is the original one.
    let originals: Vec<String> =
        unknown.iter().map(|(_, place)| place.pointer.replace("/allOf/0/$ref", "/$ref")).collect();
    let pointers: Vec<&str> = unknown
        .iter()
        .map(|(_, place)| place.pointer.as_str())
        .chain(originals.iter().map(String::as_str))
        .collect();
    let mut spots = position::find(lines.text, &pointers);
    let spots_of_originals = spots.split_off(unknown.len());
    for (index, (about_key, place)) in unknown.iter_mut().enumerate() {
        let exact = |spot: &&position::Spot| spot.is_exact;
        let spot_of_pointer = spots.get(index).and_then(Option::as_ref);
        let original = spots_of_originals.get(index).and_then(Option::as_ref);
        let spot = match (spot_of_pointer.filter(exact), original.filter(exact), originals.get(index)) {
            (None, Some(original), Some(pointer)) => {
                place.pointer.clone_from(pointer);
                Some(original)
            }
            _ => spot_of_pointer,
        };
        let Some(spot) = spot else { continue };
        let by_value = spot.key.is_none() || (spot.is_exact && spot.is_scalar && !*about_key);
        let range = match &spot.key {
            Some(key) if !by_value || spot.value.is_empty() => key,
            _ => &spot.value,
        };
        lines.show(place, range);
    }
}

/// A line, and an offset inside it.
struct Line<'t> {
    number: usize,
    text: &'t str,
    offset: usize,
}

/// A text, split into lines. A position takes a short time even if the text is one line of many megabytes.
struct Lines<'t> {
    text: &'t str,
    /// The byte offset of each line.
    starts: Vec<usize>,
    /// The number of characters that begin before each block of [`BLOCK`] bytes.
    characters: Vec<usize>,
}

const BLOCK: usize = 4096;

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let counts = text.as_bytes().chunks(BLOCK).scan(0, |total, block| {
            *total += count(block);
            Some(*total)
        });
        Self {
            text,
            starts: std::iter::once(0).chain(breaks).collect(),
            characters: std::iter::once(0).chain(counts).collect(),
        }
    }

    /// A line without its line break. The first line has the number 1.
    fn line(&self, number: usize) -> &'t str {
        let start = self.start(number);
        let end = self.starts.get(number).map_or(self.text.len(), |next| next.saturating_sub(1));
        self.text.get(start..end).unwrap_or_default().trim_end_matches('\r')
    }

    /// The offset of a line.
    fn start(&self, number: usize) -> usize {
        self.starts.get(number.saturating_sub(1)).copied().unwrap_or_default()
    }

    /// The number of characters before an offset.
    fn characters(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let inside = self.text.as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        self.characters.get(block).copied().unwrap_or_default() + count(inside)
    }

    /// The column of a byte of a line, from 1.
    fn column(&self, line: usize, byte: usize) -> usize {
        let start = self.start(line);
        self.characters(start + byte) - self.characters(start) + 1
    }

    /// Sets the position and the excerpt of a place to a range of the text.
    fn show(&self, place: &mut Place, range: &Range<usize>) {
        let Line { number: line, text, offset: from } = self.at(range.start);
        let to = text.len().min(from + range.len());
        let begin = Position { line, column: self.column(line, from) };
        // A block that spans several lines ends with the last line that contains some of it.
        let content = self.text.get(range.clone()).unwrap_or_default().trim_end();
        let Line { number: last, offset: end, .. } = self.at(range.start + content.len());
        place.position = Some(begin);
        place.end = Some(Position { line: last, column: self.column(last, end) });
        place.excerpt = Some(cut(text, from..to));
    }

    /// The line at an offset.
    fn at(&self, offset: usize) -> Line<'t> {
        let number = self.starts.partition_point(|start| *start <= offset);
        let text = self.line(number);
        Line { number, text, offset: offset.saturating_sub(self.start(number)).min(text.len()) }
    }

    /// Adds the excerpt to a place whose position is already known.
    fn quote(&self, place: &mut Place) {
        let (Some(Position { line, column }), None) = (place.position, &place.excerpt) else { return };
        if line > self.starts.len() {
            return;
        }
        let text = self.line(line);
        let offset = |column: usize| {
            text.char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(offset, _)| offset)
        };
        let from = offset(column);
        let behind = place.end.filter(|end| end.line == line && end.column > column);
        let to = offset(behind.map_or(column + 1, |end| end.column));
        place.end = Some(Position { line, column: self.column(line, to) });
        place.excerpt = Some(cut(text, from..to));
    }
}

/// The number of characters that begin in a part of a text.
fn count(part: &[u8]) -> usize {
    let is_first = |byte: &&u8| !matches!(byte, 0x80..=0xBF);
    part.iter().filter(is_first).count()
}

/// Cuts a line around the marked part. A document may consist of one line of several megabytes.
fn cut(text: &str, marked: Range<usize>) -> Excerpt {
    let (before, rest) = text.split_at_checked(marked.start).unwrap_or((text, ""));
    let (inside, after) = rest.split_at_checked(marked.len()).unwrap_or((rest, ""));
    let start = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let first = |text: &str, count| text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    let before = before.get(start..).unwrap_or_default();
    let inside = inside.get(..first(inside, MARKED)).unwrap_or_default();
    let after = after.get(..first(after, AROUND)).unwrap_or_default();
    let start = if start == 0 { "" } else { "…" };
    let text = format!("{start}{before}{inside}{after}");
    let from = start.len() + before.len();
    Excerpt { text, marked: from..from + inside.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        let lines = Lines::new("ä: 1\r\nbü: c\n");
        for (range, line, column, behind, text, marked) in [
            (0..2, 1, 1, 2, "ä: 1", 0..2),
            (12..13, 2, 5, 6, "bü: c", 5..6),
            (13..14, 2, 6, 6, "bü: c", 6..6),
        ] {
            let mut place = Place::new("", "");
            lines.show(&mut place, &range);
            let end = Position { line, column: behind };
            assert_eq!(
                (place.position, place.end),
                (Some(Position { line, column }), Some(end)),
                "{range:?}"
            );
            assert_eq!(place.excerpt, Some(Excerpt { text: text.to_owned(), marked }));
        }
    }

    #[test]
    fn columns_are_exact_in_long_lines() {
        let long = format!("k: {}\n{}", "ü".repeat(BLOCK), "€x".repeat(BLOCK));
        let lines = Lines::new(&long);
        for (offset, column) in [(3, 4), (BLOCK + 3, BLOCK / 2 + 4), (2 * BLOCK + 3, BLOCK + 4)] {
            assert_eq!(lines.column(1, offset), column, "{offset}");
        }
        for index in [0, 1, BLOCK / 4, BLOCK / 4 + 1, BLOCK - 1] {
            assert_eq!(lines.column(2, index * 4), index * 2 + 1, "{index}");
        }
    }

    #[test]
    fn a_long_line_is_cut_around_the_marked_part() {
        let text = format!("{}X{}", "ü".repeat(5000), "ö".repeat(5000));
        let Excerpt { text, marked } = cut(&text, 10_000..10_001);
        assert_eq!(text, format!("…{}X{}", "ü".repeat(AROUND), "ö".repeat(AROUND)));
        assert_eq!(&text[marked], "X");
        let Excerpt { text, marked } = cut(&"x".repeat(5000), 0..5000);
        assert_eq!((text.len(), marked), (MARKED, 0..MARKED));
    }
}
