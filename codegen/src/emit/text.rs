//! Rustdoc lines.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Block, Doc};
use crate::name;

/// The maximum number of characters in a doc line.
const WIDTH: usize = 92;

/// Documentation that is built from paragraphs.
#[derive(Default)]
pub(super) struct Text(Vec<String>);

impl Text {
    /// A sentence of the generator.
    pub(super) fn sentence(text: &str) -> Self {
        let mut docs = Self::default();
        docs.paragraph(text);
        docs
    }

    /// A description. If it does not begin with a paragraph, the default comes first: rustdoc lists an item with
    /// its first paragraph.
    pub(super) fn of(doc: &Doc, default: &str) -> Self {
        let mut text = Self::default();
        if !matches!(doc.0.first(), Some(Block::Paragraph(_))) {
            text.paragraph(default);
        }
        text.blocks(&doc.0);
        text
    }

    /// Adds a paragraph.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.gap();
        self.0.extend(wrap(text, WIDTH));
    }

    /// Adds the blocks of a description.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        if !blocks.is_empty() {
            self.gap();
            self.0.extend(lines(blocks, WIDTH));
        }
    }

    /// Adds an item of a list.
    pub(super) fn item(&mut self, item: Vec<Block>) {
        if !self.0.last().is_some_and(|line| line.starts_with("- ") || line.starts_with("  ")) {
            self.gap();
        }
        self.0.extend(lines(&[Block::List { start: None, items: vec![item] }], WIDTH));
    }

    /// Adds unchanged lines.
    pub(super) fn code(&mut self, lines: &str) {
        self.gap();
        self.0.extend(lines.lines().map(ToOwned::to_owned));
    }

    fn gap(&mut self) {
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
    }

    fn spaced(&self) -> impl Iterator<Item = String> + '_ {
        self.0.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") })
    }

    /// `///` lines.
    pub(super) fn outer(&self) -> TokenStream {
        let lines = self.spaced();
        quote!(#(#[doc = #lines])*)
    }

    /// `//!` lines.
    pub(super) fn inner(&self) -> TokenStream {
        let lines = self.spaced();
        quote!(#(#![doc = #lines])*)
    }
}

/// A name in the document, as a code span.
pub(super) fn code(name: &str) -> String {
    format!("`{}`", name::shown(name))
}

/// The lines of blocks, with an empty line between two blocks.
fn lines(blocks: &[Block], width: usize) -> Vec<String> {
    let mut all = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            all.push(String::new());
        }
        match block {
            Block::Paragraph(text) => all.extend(wrap(text, width)),
            Block::Lines(lines) => all.extend(lines.iter().cloned()),
            Block::List { start, items } => {
                for (number, item) in (0..).zip(items) {
                    let marker =
                        start.map_or_else(|| "- ".to_owned(), |start| format!("{}. ", start + number));
                    all.extend(item_lines(item, &marker, width));
                }
            }
        }
    }
    all
}

/// The lines of an item: the first one after the marker, the others below its text.
fn item_lines(item: &[Block], marker: &str, width: usize) -> Vec<String> {
    let indent = " ".repeat(marker.len());
    let lines = match item {
        // A list that follows its introduction directly leaves the list without paragraphs.
        [Block::Paragraph(text), Block::List { start: None, .. }] => {
            let width = width.saturating_sub(marker.len());
            wrap(text, width).into_iter().chain(lines(item.get(1..).unwrap_or_default(), width)).collect()
        }
        _ => lines(item, width.saturating_sub(marker.len())),
    };
    let lines = lines.into_iter().enumerate().map(|(index, line)| match (index, line.as_str()) {
        (0, _) => format!("{marker}{line}"),
        (_, "") => line,
        _ => format!("{indent}{line}"),
    });
    lines.collect()
}

/// Breaks a paragraph into lines. A word that Markdown would interpret at the start of a line stays on the
/// previous line.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        match lines.last_mut() {
            Some(line) if used + 1 + length <= width || opens_a_block(word) => {
                line.push(' ');
                line.push_str(word);
                used += 1 + length;
            }
            _ => {
                lines.push(word.to_owned());
                used = length;
            }
        }
    }
    lines
}

/// Applies to words in a code span too, because Markdown finds blocks first.
fn opens_a_block(word: &str) -> bool {
    let numbered = word.trim_start_matches(|c: char| c.is_ascii_digit());
    word.starts_with(['#', '-', '+', '=', '>', ':', '_', '~', '|'])
        || word.chars().all(|c| c == '*')
        || (word.starts_with('<') && !word.starts_with("<http"))
        || (numbered.len() < word.len() && numbered.starts_with(['.', ')']))
}
