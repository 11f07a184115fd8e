//! The HTML elements that descriptions contain. Their tags become Markdown, or nothing.

use std::collections::BTreeSet;

/// An element that has a form in Markdown, or that only changes the appearance of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// Its tags separate paragraphs: `<br>`, `<p>`, `<div>`.
    Separator,
    Strong,
    Emphasis,
    Code,
    Link,
    /// A list. `true` if its items have numbers.
    List(bool),
    Item,
    /// Its tags become a space: `<td>`.
    Space,
    /// Its tags become nothing: `<span>`.
    Plain,
}

impl Element {
    /// The element with this name in lower case. Any other name in angle brackets is a placeholder, such as `<id>`.
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "blockquote" | "br" | "center" | "dd" | "details" | "div" | "dl" | "dt" | "h1" | "h2" | "h3"
            | "h4" | "h5" | "h6" | "hr" | "p" | "pre" | "section" | "summary" | "table" | "tr" => {
                Self::Separator
            }
            "b" | "strong" => Self::Strong,
            "cite" | "em" | "i" => Self::Emphasis,
            "code" | "kbd" | "samp" | "tt" => Self::Code,
            "a" => Self::Link,
            "ol" => Self::List(true),
            "ul" => Self::List(false),
            "li" => Self::Item,
            "td" | "th" => Self::Space,
            "abbr" | "big" | "font" | "img" | "mark" | "nobr" | "small" | "span" | "sub" | "sup"
            | "tbody" | "tfoot" | "thead" | "u" | "wbr" => Self::Plain,
            _ => return None,
        })
    }

    /// Whether authors omit the closing tag. Any other opening tag without a closing tag is a placeholder.
    fn may_be_open(name: &str) -> bool {
        matches!(name, "br" | "hr" | "img" | "li" | "p" | "td" | "th" | "tr" | "wbr")
    }
}

/// A part of a string with HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    Text(&'t str),
    /// An opening tag, with the target of a link.
    Open(Element, &'t str),
    Close(Element),
}

/// The names of the elements that a description closes.
#[derive(Default)]
pub(super) struct Closed(BTreeSet<String>);

impl Closed {
    pub(super) fn of(text: &str) -> Self {
        let names = text.split("</").skip(1).map(|rest| name(rest).to_ascii_lowercase());
        Self(names.filter(|name| Element::of(name).is_some()).collect())
    }
}

/// Divides a string at the tags of known elements and at comments.
pub(super) fn tokens<'t>(text: &'t str, closed: &Closed) -> Vec<Token<'t>> {
    let mut tokens = Vec::new();
    let (mut rest, mut plain) = (text, 0);
    // `plain` is the length of the text at the beginning of `rest` that contains no tag.
    while let Some(start) = rest.get(plain..).and_then(|after| after.find('<')).map(|start| plain + start) {
        let (before, from) = rest.split_at_checked(start).unwrap_or((rest, ""));
        match token(from, closed) {
            Some((token, length)) => {
                tokens.extend(Some(Token::Text(before)).filter(|_| !before.is_empty()));
                tokens.extend(token);
                rest = from.get(length..).unwrap_or_default();
                plain = 0;
            }
            None => plain = start + 1,
        }
    }
    tokens.extend(Some(Token::Text(rest)).filter(|_| !rest.is_empty()));
    tokens
}

/// The tag or comment at the beginning of a string, and its length. A comment is no token.
fn token<'t>(text: &'t str, closed: &Closed) -> Option<(Option<Token<'t>>, usize)> {
    if text.starts_with("<!--") {
        let length = text.find("-->").map_or(text.len(), |end| end + "-->".len());
        return Some((None, length));
    }
    let inside = text.strip_prefix('<')?;
    let (tag, after) = inside.split_at_checked(inside.find(['<', '>'])?)?;
    if !after.starts_with('>') {
        return None;
    }
    let length = tag.len() + "<>".len();
    let (is_closing, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
    let name = name(tag);
    let attributes = tag.get(name.len()..)?;
    if !(attributes.is_empty() || attributes.starts_with(|c: char| c.is_whitespace() || c == '/')) {
        return None; // `<a:b>`
    }
    let name = name.to_ascii_lowercase();
    let element = Element::of(&name)?;
    if is_closing {
        return Some((Some(Token::Close(element)), length));
    }
    let is_element = Element::may_be_open(&name) || closed.0.contains(&name);
    is_element.then(|| (Some(Token::Open(element, target(attributes))), length))
}

/// The name at the beginning of a tag.
fn name(tag: &str) -> &str {
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
    tag.get(..end).unwrap_or_default()
}

/// The value of `href`. It is empty if there is none.
fn target(attributes: &str) -> &str {
    const NAME: &str = "href=";
    let start = attributes.to_ascii_lowercase().find(NAME).map(|start| start + NAME.len());
    let Some(value) = start.and_then(|start| attributes.get(start..)) else { return "" };
    let quoted = |quote| value.strip_prefix(quote).and_then(|value| value.split(quote).next());
    quoted('"').or_else(|| quoted('\'')).or_else(|| value.split_whitespace().next()).unwrap_or_default()
}

/// Replaces the entities of HTML that descriptions contain most often.
pub(super) fn decode(text: &str) -> String {
    const ENTITIES: [(&str, &str); 6] =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    ENTITIES.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

#[cfg(test)]
mod tests {
    use super::Token::{Close, Open, Text};
    use super::{Closed, Element, decode, tokens};

    #[test]
    fn tags_of_known_elements_are_tokens() {
        let table: [(&str, &[super::Token<'_>]); 9] = [
            (
                "a <B class='x'>b</B >",
                &[Text("a "), Open(Element::Strong, ""), Text("b"), Close(Element::Strong)],
            ),
            ("<br/>a<BR />", &[Open(Element::Separator, ""), Text("a"), Open(Element::Separator, "")]),
            ("the <b> of <id>", &[Text("the <b> of <id>")]),
            ("<script>a</script>", &[Text("<script>a</script>")]),
            ("<a\nhref=\"x\">a</a>", &[Open(Element::Link, "x"), Text("a"), Close(Element::Link)]),
            ("<a href=x rel=y>a</a>", &[Open(Element::Link, "x"), Text("a"), Close(Element::Link)]),
            ("a<!-- <b>\n -->b", &[Text("a"), Text("b")]),
            ("1 < 2 <p", &[Text("1 < 2 <p")]),
            ("<p<p>a", &[Text("<p"), Open(Element::Separator, ""), Text("a")]),
        ];
        for (text, expected) in table {
            assert_eq!(tokens(text, &Closed::of(text)), expected, "{text}");
        }
        assert_eq!(decode("a&nbsp;&amp;lt; &lt;b&gt;"), "a &lt; <b>");
    }
}
