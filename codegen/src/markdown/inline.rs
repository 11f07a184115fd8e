//! Inline Markdown, from the parts of a paragraph.

use std::fmt::Write as _;

use crate::invisible::is_invisible;

/// A paragraph, a heading or a cell of a table while it is written.
#[derive(Default)]
pub(super) struct Inline {
    text: String,
    /// The markers that are open, and the length of the text before each.
    open: Vec<(&'static str, usize)>,
    /// Whether a letter cannot follow the text, because it would keep the marker from ending its emphasis.
    needs_space: bool,
    /// The target of the link that is open, and the length of the text before it.
    link: Option<(Target, usize)>,
}

/// The target of a link.
enum Target {
    /// An absolute URL.
    Web(String),
    /// Any other target, which has no meaning in rustdoc.
    Other(String),
}

/// The cells of a table end at `|`, also within a code span.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Paragraph,
    Cell,
}

impl Inline {
    /// Adds text without any meaning in Markdown.
    pub(super) fn text(&mut self, text: &str) {
        let spaced: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        let visible: String = spaced.chars().filter(|c| !is_invisible(*c)).collect();
        let mut rest = visible.as_str();
        if std::mem::take(&mut self.needs_space) && rest.starts_with(char::is_alphanumeric) {
            self.text.push(' ');
        }
        if self.is_after_space() {
            rest = rest.trim_start();
        }
        while let Some(first) = rest.chars().next() {
            let shown = if self.link.is_none() { url(rest, self.text.chars().last()) } else { None };
            let (shown, length) = shown.unwrap_or_else(|| (escape(first), first.len_utf8()));
            self.text.push_str(&shown);
            rest = rest.get(length..).unwrap_or_default();
            if first == ' ' {
                rest = rest.trim_start();
            }
        }
    }

    /// Whether a space would begin the text, follow another space or follow an opening marker.
    fn is_after_space(&self) -> bool {
        let is_open = self.open.last().is_some_and(|(marker, start)| self.text.len() == start + marker.len());
        is_open || self.text.is_empty() || self.text.ends_with(' ')
    }

    /// Adds a code span. A span with several backticks in a row needs a delimiter that could open a fence: it
    /// becomes text.
    pub(super) fn code(&mut self, code: &str, place: Place) {
        let visible: String = code.chars().filter(|c| !is_invisible(*c) || c.is_whitespace()).collect();
        let code = visible.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_in_cell = place == Place::Cell && code.contains('|');
        if code.is_empty() || code.contains("``") || (is_in_cell && code.contains('\\')) {
            self.text(&code);
            return;
        }
        let code = if is_in_cell { code.replace('|', "\\|") } else { code };
        // Two spans in a row would share a delimiter.
        if self.text.ends_with('`') {
            self.text.push(' ');
        }
        if !code.contains('`') {
            let _ = write!(self.text, "`{code}`");
            return;
        }
        let space = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
        let _ = write!(self.text, "``{space}{code}{space}``");
    }

    /// Begins emphasis. Within the same emphasis it has no marker.
    pub(super) fn open(&mut self, marker: &'static str) {
        let is_open = self.open.iter().any(|(other, _)| *other == marker);
        let marker = if is_open { "" } else { marker };
        self.open.push((marker, self.text.len()));
        self.text.push_str(marker);
    }

    /// Ends the innermost emphasis. It is removed if it contains nothing.
    pub(super) fn close(&mut self) {
        let Some((marker, start)) = self.open.pop() else { return };
        let content = start + marker.len();
        let length = self.text.trim_end_matches(' ').len();
        if length <= content {
            self.text.truncate(start);
            return;
        }
        let is_spaced = length < self.text.len();
        self.text.truncate(length);
        self.text.push_str(marker);
        if is_spaced {
            self.text.push(' ');
        }
    }

    /// Begins the emphasis of an HTML element.
    pub(super) fn open_element(&mut self, marker: &'static str) {
        // Two markers in a row would be another marker.
        if self.text.ends_with('*') && !self.is_after_space() {
            self.text.push(' ');
        }
        self.open(marker);
    }

    /// Ends the emphasis of an HTML element. Unlike in Markdown, it may begin or end inside a word: a marker between a
    /// letter and another character needs a space.
    pub(super) fn close_element(&mut self) {
        let Some((marker, start)) = self.open.last().copied() else { return };
        let content = self.text.get(start + marker.len()..).unwrap_or_default().trim_end();
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (first, last) = (content.chars().next(), content.chars().last());
        let before = self.text.get(..start).unwrap_or_default().chars().last();
        // A space would move a link that is open.
        let has_link = self.link.as_ref().is_some_and(|(_, at)| *at > start);
        let is_inside_word = is_letter(before) && !is_letter(first) && first.is_some() && !has_link;
        self.close();
        self.needs_space = !is_letter(last) && !marker.is_empty();
        if is_inside_word && !marker.is_empty() {
            self.text.insert(start, ' ');
        }
    }

    /// Begins a link or a picture. A picture becomes a link, because a browser would fetch it.
    pub(super) fn open_link(&mut self, target: &str) {
        if self.link.is_some() {
            return; // a picture in the text of a link
        }
        let target = encode(target).map_or_else(|| Target::Other(target.to_owned()), Target::Web);
        if matches!(target, Target::Web(_)) {
            if self.text.ends_with('!') {
                self.text.pop();
                self.text.push_str("\\!");
            }
            self.link = Some((target, self.text.len()));
            self.text.push('[');
        } else {
            self.link = Some((target, self.text.len()));
        }
    }

    /// Ends the link.
    pub(super) fn close_link(&mut self, place: Place) {
        let Some((target, start)) = self.link.take() else { return };
        match target {
            Target::Web(target) => {
                let text = self.text.get(start + 1..).unwrap_or_default();
                if text.trim().is_empty() || text.replace("&amp;", "&").replace('\\', "") == target {
                    self.text.truncate(start);
                    let _ = write!(self.text, "<{target}>");
                } else {
                    let _ = write!(self.text, "]({})", target.replace('&', "&amp;"));
                }
            }
            // An anchor refers to another page.
            Target::Other(target) if target.starts_with('#') => {}
            // The text of a link to an email address is the address.
            Target::Other(target) if self.text.get(start..).is_some_and(|text| is_mail(&target, text)) => {}
            Target::Other(target) if target.contains('`') => {}
            Target::Other(target) => {
                self.text.push_str(" (");
                self.code(&target, place);
                self.text.push(')');
            }
        }
    }

    /// Returns the text of a cell, and starts again without text.
    pub(super) fn take_cell(&mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.close_link(Place::Paragraph);
        std::mem::take(self).text.trim().to_owned()
    }

    /// The text of a heading or an item.
    pub(super) fn take_item(&mut self) -> String {
        guard_start(self.take_cell())
    }

    /// The text of a paragraph, which ends like a sentence.
    pub(super) fn take_paragraph(&mut self) -> String {
        let mut text = self.take_item();
        if text.ends_with(|c: char| c.is_alphanumeric() || c == '`' || c == ')') && !ends_with_sentence(&text)
        {
            text.push('.');
        }
        text
    }
}

/// Whether the end of a text is a whole sentence in parentheses. (Like this one.)
fn ends_with_sentence(text: &str) -> bool {
    const ENDS: [char; 3] = ['.', '!', '?'];
    let inside = text.strip_suffix(')').filter(|inside| inside.ends_with(ENDS));
    let before = inside.and_then(|inside| inside.rsplit_once('(')).map(|(before, _)| before.trim_end());
    before.is_some_and(|before| before.is_empty() || before.ends_with(ENDS))
}

/// Whether a link leads to the email address that it shows.
fn is_mail(target: &str, text: &str) -> bool {
    target.strip_prefix("mailto:").unwrap_or(target) == text.replace('\\', "")
}

/// A bare URL becomes `<url>`, as rustdoc requires. The template of a URL, which contains `{}`, becomes code.
fn url(rest: &str, before: Option<char>) -> Option<(String, usize)> {
    if before.is_some_and(char::is_alphanumeric) || !is_web(rest) {
        return None;
    }
    let end = rest.find(|c: char| !is_url_character(c)).unwrap_or(rest.len());
    let is_template = rest.get(end..).is_some_and(|after| after.starts_with('{')) && before != Some('`');
    let is_part = |c: char| is_url_character(c) || (is_template && matches!(c, '{' | '}'));
    let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
    let target = rest.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
    if is_template {
        return Some((format!("`{target}`"), target.len()));
    }
    Some((format!("<{target}>"), target.len()))
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn is_url_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(c)
}

/// An absolute URL with all characters encoded that could end it.
fn encode(target: &str) -> Option<String> {
    if !is_web(target) || target.contains(is_invisible) {
        return None;
    }
    let mut encoded = String::with_capacity(target.len());
    for c in target.chars() {
        if is_url_character(c) {
            encoded.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    Some(encoded)
}

fn escape(c: char) -> String {
    match c {
        '`' | '[' | ']' | '<' | '>' | '\\' | '*' | '_' | '|' | '~' => format!("\\{c}"),
        '&' => "&amp;".to_owned(),
        _ => c.to_string(),
    }
}

/// A paragraph must not begin like a heading, a list, a quote, a table or a rule.
fn guard_start(text: String) -> String {
    let numbered = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if text.starts_with(['#', '-', '+', '=', ':']) {
        return format!("\\{text}");
    }
    if numbered.len() < text.len() && numbered.starts_with(['.', ')']) {
        let digits = text.len() - numbered.len();
        return format!("{}\\{numbered}", text.get(..digits).unwrap_or_default());
    }
    text
}
