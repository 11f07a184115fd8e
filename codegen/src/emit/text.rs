//! Rustdoc lines.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Doc;

/// Columns of text in a doc line.
const WIDTH: usize = 92;

/// Doc attributes under construction, a paragraph at a time.
#[derive(Default)]
pub(super) struct Text(Vec<String>);

impl Text {
    /// A text of the document, or what to say where it says nothing.
    pub(super) fn of(doc: &Doc, otherwise: &str) -> Self {
        let mut text = Self::default();
        if doc.0.is_empty() {
            text.paragraph(otherwise);
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

    /// Adds lines as they are.
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

/// A name of the document as a code span: nothing in it can end the span or the line.
pub(super) fn code(name: &str) -> String {
    let shown: String = name.chars().map(|c| if c == '`' || c.is_control() { '\'' } else { c }).collect();
    format!("`{shown}`")
}

/// Breaks a paragraph into lines. A word that would mean something to Markdown at the start of a
/// line stays on the line before.
fn wrap(text: &str, indent: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let fits = lines.last().is_some_and(|line| line.chars().count() + 1 + word.chars().count() <= WIDTH);
        match lines.last_mut() {
            Some(line) if fits || opens_a_block(word) => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) => lines.push(format!("{indent}{word}")),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

fn opens_a_block(word: &str) -> bool {
    let numbered = word.trim_start_matches(|c: char| c.is_ascii_digit());
    word.starts_with(['#', '-', '+', '=', '>', ':'])
        || (numbered.len() < word.len() && numbered.starts_with(['.', ')']))
}
