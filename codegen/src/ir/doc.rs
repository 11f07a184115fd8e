//! Documentation: Markdown that is safe for rustdoc.

/// The documentation of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Doc(pub Vec<Block>);

/// A part of a documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// Inline Markdown without line breaks.
    Paragraph(String),
    /// A code block or a table, whose line breaks have a meaning.
    Lines(Vec<String>),
    /// A list.
    List {
        /// The number of the first item, if the items are numbered.
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
}

impl Doc {
    /// One paragraph of the generator.
    pub(crate) fn sentence(text: String) -> Self {
        Self(vec![Block::Paragraph(text)])
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Appends a paragraph of the generator, if there is one.
    pub(crate) fn push(&mut self, text: Option<String>) {
        self.0.extend(text.map(Block::Paragraph));
    }

    /// The documentation on one line, for comparisons.
    pub(crate) fn line(&self) -> String {
        let mut parts = Vec::new();
        self.0.iter().for_each(|block| block.collect(&mut parts));
        parts.join(" ")
    }
}

impl Block {
    /// Collects the text of a block.
    fn collect<'a>(&'a self, parts: &mut Vec<&'a str>) {
        match self {
            Self::Paragraph(text) => parts.push(text),
            Self::Lines(lines) => parts.extend(lines.iter().map(String::as_str)),
            Self::List { start: _, items } => {
                items.iter().flatten().for_each(|block| block.collect(parts));
            }
        }
    }
}
