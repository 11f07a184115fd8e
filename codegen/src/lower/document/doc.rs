//! Text of a document → paragraphs that rustdoc shows as they were meant and never runs.
//!
//! Kept: code spans in backticks, links to absolute `http(s)` addresses. Everything else that
//! Markdown or HTML would give a meaning is escaped. Lines are joined into paragraphs, so that no
//! indentation can become a code block, and no line can open a fence, a heading or a list.

use crate::invisible::is_invisible;
use crate::ir::Doc;

/// Makes a text safe for rustdoc.
pub(crate) fn doc(text: Option<&str>) -> Doc {
    let text = text.unwrap_or_default();
    let short = cut(text);
    let normalized = short.replace("\r\n", "\n");
    let mut paragraphs = normalized.split("\n\n").map(paragraph).filter(|paragraph| !paragraph.is_empty());
    let mut shown: Vec<String> = paragraphs.by_ref().take(MAX_PARAGRAPHS).collect();
    if short.len() < text.len() || paragraphs.next().is_some() {
        shown.push("The OpenAPI document contains the rest of this description.".to_owned());
    }
    Doc(shown)
}

/// The maximum length of a description, in bytes and in paragraphs. A paragraph needs a thousand times the memory
/// of its text while the code is generated.
const MAX_BYTES: usize = 128 * 1024;
const MAX_PARAGRAPHS: usize = 1_000;

fn cut(text: &str) -> &str {
    let end = (0..=MAX_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

/// The documentation of a type that another place uses too: a description of only one of the places
/// does not apply to the others.
pub(crate) fn share(docs: &mut Doc, others: &Doc) {
    if docs != others {
        *docs = Doc::default();
    }
}

/// The documentation of a deprecated item.
pub(crate) fn deprecation(deprecated: bool) -> Option<String> {
    deprecated.then(|| "Deprecated: a later version of the API may remove it.".to_owned())
}

fn paragraph(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let mut safe = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let (shown, length) = code_span(rest)
            .or_else(|| picture(rest))
            .or_else(|| link(rest))
            .or_else(|| address(rest, safe.chars().last()))
            .unwrap_or_else(|| (escape(first), first.len_utf8()));
        safe.push_str(&shown);
        rest = rest.get(length..).unwrap_or_default();
    }
    guard_start(finished(safe))
}

/// Ends like a sentence.
fn finished(mut text: String) -> String {
    if text.ends_with(|c: char| c.is_alphanumeric() || c == '`' || c == ')') {
        text.push('.');
    }
    text
}

/// A span in single backticks, closed in the same paragraph. A run of several backticks could open
/// a fence: it is escaped as a whole.
fn code_span(rest: &str) -> Option<(String, usize)> {
    let inner = rest.strip_prefix('`')?;
    if inner.starts_with('`') {
        let run = rest.len() - rest.trim_start_matches('`').len();
        return Some(("\\`".repeat(run), run));
    }
    let (code, after) = inner.split_once('`')?;
    (!after.starts_with('`')).then(|| (format!("`{code}`"), code.len() + 2))
}

/// A link after `!` would be a picture, which a browser fetches unasked.
fn picture(rest: &str) -> Option<(String, usize)> {
    rest.starts_with("![").then(|| ("\\!".to_owned(), 1))
}

/// `[text](https://…)`; text without brackets, an address without spaces or brackets.
fn link(rest: &str) -> Option<(String, usize)> {
    // Nothing is looked at twice: a text of a million brackets takes no longer than another.
    let rest = rest.strip_prefix('[')?;
    let (text, after) = rest.split_at_checked(rest.find(['[', ']'])?)?;
    let after = after.strip_prefix("](")?;
    let absolute = after.starts_with("https://") || after.starts_with("http://");
    let (target, end) = after.split_at_checked(after.find(|c: char| !is_address_character(c))?)?;
    if text.is_empty() || !absolute || !end.starts_with(')') {
        return None;
    }
    let length = text.len() + target.len() + 4;
    Some((format!("[{}]({target})", text.chars().map(escape).collect::<String>()), length))
}

/// A bare address becomes `<address>`, as rustdoc asks for.
fn address(rest: &str, before: Option<char>) -> Option<(String, usize)> {
    if before.is_some_and(char::is_alphanumeric)
        || !(rest.starts_with("https://") || rest.starts_with("http://"))
    {
        return None;
    }
    let end = rest.find(|c: char| !is_address_character(c)).unwrap_or(rest.len());
    let target = rest.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
    Some((format!("<{target}>"), target.len()))
}

fn is_address_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(c)
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
    if text.starts_with(['#', '-', '+', '=']) {
        return format!("\\{text}");
    }
    if numbered.len() < text.len() && numbered.starts_with(['.', ')']) {
        let digits = text.len() - numbered.len();
        return format!("{}\\{numbered}", text.get(..digits).unwrap_or_default());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::doc;

    #[test]
    fn texts() {
        let table = [
            ("plain text", "plain text."),
            ("  two\n lines ", "two lines."),
            ("use `code_span` here", "use `code_span` here."),
            ("a [link](https://x.example/a_b) b", "a [link](https://x.example/a_b) b."),
            ("a [relative](/docs) link", "a \\[relative\\](/docs) link."),
            ("a ![picture](https://x.example)", "a \\![picture](https://x.example)."),
            (
                "[a](https://x.example [b](https://y.example)",
                "\\[a\\](<https://x.example> [b](https://y.example).",
            ),
            ("an [array] of", "an \\[array\\] of."),
            ("see https://x.example/a.", "see <https://x.example/a>."),
            ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
            ("```\npanic!()\n```", "\\`\\`\\` panic!() \\`\\`\\`."),
            ("    panic!()", "panic!()."),
            ("# heading", "\\# heading."),
            ("1. item", "1\\. item."),
            ("*/ pub fn x() {} /*", "\\*/ pub fn x() {} /\\*"),
            ("odd ` backtick", "odd \\` backtick."),
            ("snake_case & more", "snake\\_case &amp; more."),
            ("right\u{202E}left", "rightleft."),
        ];
        for (text, safe) in table {
            assert_eq!(doc(Some(text)).0.join("|"), safe, "{text:?}");
        }
        assert_eq!(doc(Some("one\n\ntwo")).0, ["one.", "two."]);
        assert_eq!(doc(None).0, Vec::<String>::new());
    }

    #[test]
    fn long_descriptions_end_with_a_note() {
        let note = "The OpenAPI document contains the rest of this description.";
        let paragraphs = doc(Some(&"x\n\n".repeat(1_000_000))).0;
        assert_eq!(
            (paragraphs.len(), paragraphs.last().unwrap().as_str()),
            (super::MAX_PARAGRAPHS + 1, note)
        );
        let long = doc(Some(&"ü".repeat(1_000_000))).0;
        assert_eq!((long[0].chars().count(), long[1].as_str()), (super::MAX_BYTES / 2 + 1, note));
        assert_eq!(doc(Some(&"x\n\n".repeat(super::MAX_PARAGRAPHS))).0.len(), super::MAX_PARAGRAPHS);
    }
}
