//! Rustdoc lines.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Doc;
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

    /// A description, or a default where the OpenAPI document has none.
    pub(super) fn of(doc: &Doc, default: &str) -> Self {
        let mut text = Self::default();
        if doc.0.is_empty() {
            text.paragraph(default);
        }
        for paragraph in &doc.0 {
            text.paragraph(paragraph);
        }
        text
    }

    /// Adds a paragraph.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.gap();
        self.0.extend(wrap(text, ""));
    }

    /// Adds an item of a list.
    pub(super) fn item(&mut self, text: &str) {
        if !self.0.last().is_some_and(|line| line.starts_with("- ") || line.starts_with("  ")) {
            self.gap();
        }
        let lines = wrap(text, "  ");
        let lines = lines
            .iter()
            .enumerate()
            .map(|(index, line)| if index == 0 { format!("- {line}") } else { line.clone() });
        self.0.extend(lines);
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

/// Breaks a paragraph into lines. A word that Markdown would interpret at the start of a line stays on the
/// previous line.
fn wrap(text: &str, indent: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut width = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        match lines.last_mut() {
            Some(line) if width + 1 + length <= WIDTH || opens_a_block(word) => {
                line.push(' ');
                line.push_str(word);
                width += 1 + length;
            }
            Some(_) => {
                lines.push(format!("{indent}{word}"));
                width = indent.len() + length;
            }
            None => {
                lines.push(word.to_owned());
                width = length;
            }
        }
    }
    lines
}

/// Applies to words in a code span too, because Markdown finds blocks first.
fn opens_a_block(word: &str) -> bool {
    let numbered = word.trim_start_matches(|c: char| c.is_ascii_digit());
    word.starts_with(['#', '-', '+', '=', '>', ':', '*', '_', '~', '|'])
        || (word.starts_with('<') && !word.starts_with("<http"))
        || (numbered.len() < word.len() && numbered.starts_with(['.', ')']))
}
