//! The blocks of a description.

use pulldown_cmark::{Alignment, Event, Options, Parser, Tag, TagEnd, TextMergeStream};

use super::html::{Closed, Element, Token, decode, tokens};
use super::inline::{Inline, Place};
use crate::invisible::is_invisible;
use crate::ir::Block;

/// Lists within more lists than this become paragraphs.
const MAX_DEPTH: usize = 6;

/// A table with more columns becomes nothing.
const MAX_COLUMNS: usize = 100;

/// Reads the blocks of a description, and whether they are complete: no more than `most` parts are read.
pub(super) fn read(text: &str, most: usize) -> (Vec<Block>, bool) {
    let mut reader = Reader { left: most, closed: Closed::of(text), ..Reader::default() };
    for event in TextMergeStream::new(Parser::new_ext(text, Options::ENABLE_TABLES)) {
        reader.event(event);
        if reader.is_full {
            break;
        }
    }
    reader.finish()
}

/// The state while a description is read.
#[derive(Default)]
struct Reader {
    done: Vec<Block>,
    /// The open lists, the innermost last.
    lists: Vec<List>,
    /// The number of open lists that are too deep.
    ignored_lists: usize,
    inline: Inline,
    /// The code block that is open.
    code: Option<String>,
    table: Option<Table>,
    /// The elements of HTML that the description closes.
    closed: Closed,
    /// The HTML of the block that is open. Its parts are lines, and a tag can extend over several.
    html: String,
    /// The text of the HTML element `<code>` that is open.
    html_code: Option<String>,
    /// The number of further parts that are read.
    left: usize,
    is_full: bool,
}

struct List {
    start: Option<u64>,
    is_html: bool,
    items: Vec<Vec<Block>>,
}

#[derive(Default)]
struct Table {
    lines: Vec<String>,
    cells: Vec<String>,
    alignments: Vec<Alignment>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(code) if self.html_code.is_some() => self.text(&code),
            Event::Code(code) => self.inline.code(&code, self.place()),
            Event::Html(text) => self.html.push_str(&text),
            Event::InlineHtml(text) => self.html(&text),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            // A rule separates paragraphs. The other events need options that are not enabled.
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.code.as_mut().or(self.html_code.as_mut()) {
            Some(code) => code.push_str(text),
            None => self.inline.text(text),
        }
    }

    fn html(&mut self, text: &str) {
        // The tokens borrow the elements, and each token changes the reader.
        let closed = std::mem::take(&mut self.closed);
        for token in tokens(text, &closed) {
            match token {
                Token::Text(text) => self.text(&decode(text)),
                Token::Open(element, target) => self.open_element(element, target),
                Token::Close(element) => self.close_element(element),
            }
        }
        self.closed = closed;
    }

    fn open_element(&mut self, element: Element, target: &str) {
        match element {
            Element::Strong | Element::Emphasis | Element::Link if self.html_code.is_some() => {}
            Element::Strong => self.inline.open_element("**"),
            Element::Emphasis => self.inline.open_element("*"),
            Element::Link if !target.is_empty() => self.inline.open_link(&decode(target)),
            Element::Code => self.html_code = Some(self.html_code.take().unwrap_or_default()),
            Element::Link | Element::Plain => {}
            // A cell of a table is one line.
            _ if self.table.is_some() => self.text(" "),
            Element::Space => self.text(" "),
            Element::List(is_numbered) if self.lists.len() < MAX_DEPTH => {
                self.flush();
                let start = is_numbered.then_some(1);
                self.lists.push(List { start, is_html: true, items: Vec::new() });
            }
            Element::Item if self.lists.last().is_some_and(|list| list.is_html) => {
                self.flush();
                self.start_item();
            }
            Element::List(_) | Element::Item | Element::Separator => self.flush(),
        }
    }

    fn close_element(&mut self, element: Element) {
        match element {
            Element::Strong | Element::Emphasis | Element::Link if self.html_code.is_some() => {}
            Element::Strong | Element::Emphasis => self.inline.close_element(),
            Element::Link => self.inline.close_link(self.place()),
            Element::Code => self.end_html_code(),
            Element::Plain => {}
            _ if self.table.is_some() => self.text(" "),
            Element::Space => self.text(" "),
            Element::List(_) => {
                self.flush();
                if self.lists.last().is_some_and(|list| list.is_html) {
                    self.end_list();
                }
            }
            Element::Item | Element::Separator => self.flush(),
        }
    }

    /// Ends the lists of HTML inside a block of Markdown.
    fn end_html_lists(&mut self) {
        while self.lists.last().is_some_and(|list| list.is_html) {
            self.flush();
            self.end_list();
        }
    }

    fn end_html_code(&mut self) {
        if let Some(code) = self.html_code.take() {
            self.inline.code(&code, self.place());
        }
    }

    fn place(&self) -> Place {
        if self.table.is_some() { Place::Cell } else { Place::Paragraph }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            // Code contains only text.
            Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. }
                if self.html_code.is_some() => {}
            Tag::Emphasis => self.inline.open("*"),
            Tag::Strong => self.inline.open("**"),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => self.inline.open_link(&dest_url),
            Tag::TableHead | Tag::TableRow | Tag::TableCell => {}
            block => {
                self.flush();
                self.start_block(&block);
            }
        }
    }

    fn start_block(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { .. } => self.inline.open("**"),
            Tag::CodeBlock(_) => self.code = Some(String::new()),
            Tag::List(_) if self.lists.len() == MAX_DEPTH => self.ignored_lists += 1,
            Tag::List(start) => {
                self.lists.push(List { start: *start, is_html: false, items: Vec::new() });
            }
            Tag::Item if self.ignored_lists == 0 => self.start_item(),
            Tag::Table(alignments) => {
                self.is_full |= alignments.len() > MAX_COLUMNS;
                self.table = Some(Table { alignments: alignments.clone(), ..Table::default() });
            }
            _ => {}
        }
    }

    fn start_item(&mut self) {
        if self.take_part()
            && let Some(list) = self.lists.last_mut()
        {
            list.items.push(Vec::new());
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if matches!(tag, TagEnd::Item | TagEnd::List(_)) {
            self.end_html_lists();
        }
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image if self.html_code.is_some() => {}
            TagEnd::Emphasis | TagEnd::Strong => self.inline.close(),
            TagEnd::Link | TagEnd::Image => self.inline.close_link(self.place()),
            TagEnd::Paragraph if self.lists.is_empty() => self.paragraph(Inline::take_paragraph),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                self.html(&html);
                self.flush();
            }
            TagEnd::List(_) if self.ignored_lists > 0 => {
                self.flush();
                self.ignored_lists -= 1;
            }
            TagEnd::List(_) => {
                self.flush();
                self.end_list();
            }
            TagEnd::TableCell => {
                self.end_html_code();
                let cell = self.inline.take_cell();
                if let Some(table) = &mut self.table {
                    table.cells.push(cell);
                }
            }
            TagEnd::TableHead => {
                self.end_row();
                self.delimit();
            }
            TagEnd::TableRow => self.end_row(),
            TagEnd::Table => self.end_table(),
            _ => self.flush(),
        }
    }

    /// Ends a heading, or the text of an item without a paragraph.
    fn flush(&mut self) {
        self.paragraph(Inline::take_item);
    }

    fn paragraph(&mut self, take: impl FnOnce(&mut Inline) -> String) {
        self.end_html_code();
        let text = take(&mut self.inline);
        if !text.is_empty() && self.take_part() {
            self.push(Block::Paragraph(text));
        }
    }

    /// Adds a block to the innermost item.
    fn push(&mut self, block: Block) {
        let item = self.lists.last_mut().and_then(|list| list.items.last_mut());
        item.unwrap_or(&mut self.done).push(block);
    }

    /// Whether a further part is read.
    fn take_part(&mut self) -> bool {
        self.is_full |= self.left == 0;
        self.left = self.left.saturating_sub(1);
        !self.is_full
    }

    fn end_code(&mut self) {
        let code = self.code.take().unwrap_or_default().replace('\t', "    ");
        let mut lines = Vec::new();
        for line in code.trim_end().lines() {
            if !self.take_part() {
                break;
            }
            let line: String = line.chars().filter(|c| !is_invisible(*c)).collect();
            lines.push(line.trim_end().to_owned());
        }
        if lines.is_empty() {
            return;
        }
        let longest = lines.iter().map(|line| longest_run(line)).max().unwrap_or_default();
        let fence = "`".repeat(3.max(longest + 1));
        lines.insert(0, format!("{fence}text"));
        lines.push(fence);
        self.push(Block::Lines(lines));
    }

    fn end_list(&mut self) {
        let Some(List { start, is_html: _, mut items }) = self.lists.pop() else { return };
        items.retain(|item| !item.is_empty());
        if !items.is_empty() {
            self.push(Block::List { start, items });
        }
    }

    fn end_row(&mut self) {
        let has_room = self.take_part();
        if let Some(table) = self.table.as_mut().filter(|_| has_room) {
            table.lines.push(format!("| {} |", std::mem::take(&mut table.cells).join(" | ")));
        }
    }

    /// Adds the row between the head and the body of a table.
    fn delimit(&mut self) {
        let Some(table) = self.table.as_mut().filter(|table| !table.lines.is_empty()) else { return };
        let dashes = table.alignments.iter().map(|alignment| match alignment {
            Alignment::None => "---",
            Alignment::Left => ":---",
            Alignment::Center => ":---:",
            Alignment::Right => "---:",
        });
        table.lines.push(format!("| {} |", dashes.collect::<Vec<_>>().join(" | ")));
    }

    fn end_table(&mut self) {
        if let Some(table) = self.table.take().filter(|table| !table.lines.is_empty()) {
            self.push(Block::Lines(table.lines));
        }
    }

    /// Ends all that is open.
    fn finish(mut self) -> (Vec<Block>, bool) {
        self.end_code();
        self.end_table();
        let html = std::mem::take(&mut self.html);
        self.html(&html);
        if !self.is_full {
            self.flush();
        }
        while !self.lists.is_empty() {
            self.end_list();
        }
        (self.done, !self.is_full)
    }
}

/// The length of the longest run of backticks.
fn longest_run(line: &str) -> usize {
    line.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}
