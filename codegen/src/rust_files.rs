//! The Rust files of the crate: emits and renders them, and divides each file that is too long.
//!
//! The pieces of a file are rendered one by one, because the tokens of a long file take a hundred times the memory
//! of its text.
//!
//! A divided file becomes a folder. The name of a piece determines its part, so that a new piece moves no other one,
//! unless its part becomes too long and is divided, too. The first part that is short enough contains the piece:
//! `types`, `types_u`, `types_us`, and so on. The first file re-exports all items, so their public paths do not
//! change.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::emit::{self, Extent, FileKind, Piece, PieceKey};
use crate::ir::Api;
use crate::output::File;
use crate::parallel;
use crate::render::{self, Rendered};

/// The maximum number of lines of a file.
const MAX_LINES: usize = 3000;

/// The maximum number of lines of the pieces of a part. The rest remains for the header and the imports.
const MAX_PART: usize = 2500;

/// A piece and its text.
#[derive(Clone, Copy)]
struct Text<'t, 'a> {
    piece: Piece<'a>,
    rendered: &'t Rendered,
}

/// All Rust files.
pub(crate) fn all(api: &Api) -> Vec<File> {
    let kinds = emit::files(api);
    let pieces: Vec<(FileKind<'_>, Piece<'_>)> =
        kinds.iter().flat_map(|kind| kind.pieces().into_iter().map(|piece| (*kind, piece))).collect();
    // Tokens cannot move between threads, so the same thread emits and renders a piece.
    let rendered = parallel::map(&pieces, |(kind, piece)| render::piece(&emit::piece(api, *kind, *piece)));
    let mut texts =
        pieces.iter().zip(&rendered).map(|((_, piece), rendered)| Text { piece: *piece, rendered });
    let files: Vec<(FileKind<'_>, Vec<Text<'_, '_>>)> =
        kinds.iter().map(|kind| (*kind, texts.by_ref().take(kind.pieces().len()).collect())).collect();
    parallel::map(&files, |(kind, texts)| divide(api, *kind, texts)).into_iter().flatten().collect()
}

/// The file of a kind, or its parts.
fn divide(api: &Api, kind: FileKind<'_>, texts: &[Text<'_, '_>]) -> Vec<File> {
    let lines: usize = texts.iter().map(|text| text.rendered.lines()).sum();
    if lines <= MAX_LINES {
        let whole = file(api, kind, Extent::Whole, texts);
        if texts.is_empty() || whole.text.lines().count() <= MAX_LINES {
            return vec![whole];
        }
    }
    let mut first = Vec::new();
    let mut families: BTreeMap<&str, Vec<(String, Text<'_, '_>)>> = BTreeMap::new();
    for text in texts {
        match kind.key(text.piece) {
            None => first.push(*text),
            Some(PieceKey { family, name }) => families.entry(family).or_default().push((name, *text)),
        }
    }
    let mut parts = Vec::new();
    for (family, texts) in families {
        add_parts(family, 0, texts, &mut parts);
    }
    let names: Vec<String> = parts.iter().map(|(name, _)| name.clone()).collect();
    let mut files = vec![file(api, kind, Extent::Root(&names), &first)];
    files.extend(parts.iter().map(|(name, texts)| file(api, kind, Extent::Part(name), texts)));
    files
}

/// Adds the parts of pieces whose names agree in the first `length` characters.
fn add_parts<'t, 'a>(
    family: &str,
    length: usize,
    mut texts: Vec<(String, Text<'t, 'a>)>,
    parts: &mut Vec<(String, Vec<Text<'t, 'a>>)>,
) {
    let mut length = length;
    loop {
        let lines: usize = texts.iter().map(|(_, text)| text.rendered.lines()).sum();
        let is_divisible = texts.iter().any(|(name, _)| name.chars().nth(length).is_some());
        if lines <= MAX_PART || texts.len() == 1 || !is_divisible {
            let prefix = texts.first().map_or("", |(name, _)| name.as_str());
            let name = part_name(family, prefix, length);
            parts.push((name, texts.into_iter().map(|(_, text)| text).collect()));
            return;
        }
        let mut groups: BTreeMap<Option<char>, Vec<(String, Text<'t, 'a>)>> = BTreeMap::new();
        for (name, text) in texts {
            groups.entry(name.chars().nth(length)).or_default().push((name, text));
        }
        length += 1;
        if groups.len() > 1 {
            for (next, texts) in groups {
                // A name that ends here keeps the shorter prefix.
                add_parts(family, if next.is_some() { length } else { length - 1 }, texts, parts);
            }
            return;
        }
        texts = groups.into_values().next().unwrap_or_default();
    }
}

/// The name of a part: its family, and the beginning of the names of its pieces. The name of a module file must
/// consist of ASCII characters. The code point of another letter has six digits, so that different names do not
/// become equal: no name begins with a digit or contains `_`.
fn part_name(family: &str, name: &str, length: usize) -> String {
    let mut part = family.to_owned();
    for (index, c) in name.chars().take(length).enumerate() {
        if index == 0 || !c.is_ascii() {
            part.push('_');
        }
        if c.is_ascii() {
            part.push(c);
        } else {
            let _ = write!(part, "{:06x}", u32::from(c)); // writing to a String cannot fail
        }
    }
    part
}

fn file(api: &Api, kind: FileKind<'_>, extent: Extent<'_>, texts: &[Text<'_, '_>]) -> File {
    let pieces: Vec<Piece<'_>> = texts.iter().map(|text| text.piece).collect();
    let rendered: Vec<&Rendered> = texts.iter().map(|text| text.rendered).collect();
    render::with_pieces(&emit::head(api, kind, extent, &pieces), kind.handle(), &rendered)
}

#[cfg(test)]
mod tests {
    #[test]
    fn parts() {
        let table = [
            ("user", 0, "types"),
            ("user", 2, "types_us"),
            ("user", 9, "types_user"),
            ("éa", 2, "types_0000e9a"),
            ("ບ", 1, "types_000e9a"),
            ("aé", 2, "types_a_0000e9"),
        ];
        for (name, length, part) in table {
            assert_eq!(super::part_name("types", name, length), part);
        }
    }
}
