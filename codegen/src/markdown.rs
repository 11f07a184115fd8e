//! Strings of OpenAPI documents and settings → Markdown that rustdoc shows and never runs.
//!
//! A description is parsed as `CommonMark` with tables, and written again from its parts. Therefore only these
//! parts reach rustdoc: paragraphs, lists, tables, code blocks that are marked as text, code spans, emphasis
//! and links to absolute URLs. A heading becomes a bold paragraph. The tags of HTML elements with a form in Markdown
//! become that form. Everything else becomes text, whose special characters are escaped.

mod blocks;
mod html;
mod inline;

use crate::invisible::is_invisible;
use crate::ir::{Block, Doc};

/// The maximum length of a description: in bytes, and in paragraphs, items, rows and lines of code. A
/// paragraph needs a thousand times the memory of its text while the code is generated.
const MAX_BYTES: usize = 128 * 1024;
const MAX_PARTS: usize = 1_000;

/// Converts a description.
pub(crate) fn doc(text: Option<&str>) -> Doc {
    let text = text.unwrap_or_default();
    let short = cut(text);
    // Characters that a reader does not see must not hide a marker, such as that of a list.
    let visible: String =
        short.chars().filter(|c| matches!(c, '\n' | '\r' | '\t') || !is_invisible(*c)).collect();
    // The indentation of the first line does not make it a code block.
    let (mut blocks, is_complete) = blocks::read(visible.trim_start(), MAX_PARTS);
    if short.len() < text.len() || !is_complete {
        let note = "The OpenAPI document contains the rest of this description.";
        blocks.push(Block::Paragraph(note.to_owned()));
    }
    Doc(blocks)
}

/// Converts a string that is not Markdown, such as a title, to one line.
pub(crate) fn line(text: &str) -> String {
    let mut line = inline::Inline::default();
    line.text(cut(text));
    line.take_item()
}

fn cut(text: &str) -> &str {
    let end = (0..=MAX_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Block, MAX_BYTES, MAX_PARTS, doc, line};

    /// The lines of the blocks: those of a list with its markers, without nested indentation.
    fn shown(blocks: &[Block]) -> String {
        let shown = blocks.iter().map(|block| match block {
            Block::Paragraph(text) => text.clone(),
            Block::Lines(lines) => lines.join("\n"),
            Block::List { start, items } => {
                let marker = start.map_or("-".to_owned(), |start| format!("{start}."));
                let items: Vec<String> =
                    items.iter().map(|item| format!("({marker} {})", shown(item))).collect();
                items.concat()
            }
        });
        shown.collect::<Vec<_>>().join("|")
    }

    fn assert_shown(table: &[(&str, &str)]) {
        for (text, safe) in table {
            assert_eq!(shown(&doc(Some(text)).0), *safe, "{text:?}");
        }
    }

    #[test]
    fn descriptions() {
        let table = [
            ("plain text", "plain text."),
            ("  two\n lines ", "two lines."),
            ("hard  \nbreak\\\nhere", "hard break here."),
            ("one\n\ntwo", "one.|two."),
            ("use `code_span` here", "use `code_span` here."),
            ("a ``b ` c`` d", "a ``b ` c`` d."),
            ("a ````b ``` c```` d", "a b \\`\\`\\` c d."),
            ("a [link](https://x.example/a_b) b", "a [link](https://x.example/a_b) b."),
            ("a [link](<https://x.example/a (b)> 'title')", "a [link](https://x.example/a%20%28b%29)."),
            ("a [reference][1]\n\n[1]: https://x.example", "a [reference](https://x.example)."),
            ("a [relative](/docs) link", "a relative (`/docs`) link."),
            ("a [script](javascript:x) and an [anchor](#x)", "a script (`javascript:x`) and an anchor."),
            ("a ![picture](https://x.example)", "a [picture](https://x.example)."),
            ("wow![link](x.png) ![](https://x.example)", "wowlink (`x.png`) <https://x.example>"),
            ("Oh\\![a](https://x.example)", "Oh\\![a](https://x.example)."),
            ("an [array] of `Vec<[x]>`", "an \\[array\\] of `Vec<[x]>`."),
            (
                "[a](https://x.example [b](https://y.example)",
                "\\[a\\](<https://x.example> [b](https://y.example).",
            ),
            ("see https://x.example/a_b_c?d=e*.", "see <https://x.example/a_b_c?d=e*>."),
            ("(One sentence.)", "(One sentence.)"),
            ("the place (home, etc.)", "the place (home, etc.)."),
            ("GET https://x.example/{a}/b_c. (See d.)", "GET `https://x.example/{a}/b_c`. (See d.)"),
            ("see <https://x.example/a>", "see <https://x.example/a>"),
            ("mail <a_b@x.example> [c@x](mailto:c@x)", "mail a\\_b@x.example c@x."),
            ("the [guide](/docs/guide)", "the guide (`/docs/guide`)."),
            ("*a* **b** _c_ __d__ snake_case 2*3*4", "*a* **b** *c* **d** snake\\_case 2*3*4."),
            ("*/ pub fn x() {}", "\\*/ pub fn x() {}"),
            ("/*a*/ pub fn x() {}", "/*a*/ pub fn x() {}"),
            ("odd ` backtick", "odd \\` backtick."),
            ("snake_case & more &lt;b&gt; &copy;", "snake\\_case &amp; more \\<b\\> ©"),
            ("right\u{202E}left", "rightleft."),
            ("\u{200B}# a\u{200B}", "**a**"),
            ("a\n---\n\n***\n\n> quoted\n> text", "**a**|quoted text."),
            ("# **Bold** *title* #", "**Bold *title***"),
            ("**\u{200B}** x", "\\*\\*\\*\\* x."),
            ("1986\\. was a year", "1986\\. was a year."),
            ("\\# no heading", "\\# no heading."),
            ("\\- no item", "\\- no item."),
            ("[^1]\n\n[^1]: note", "^1 (`note`)."),
            ("a[^1]", "a\\[^1\\]"),
            ("- [ ] open\n- [x] done", "(- \\[ \\] open)(- \\[x\\] done)"),
        ];
        assert_shown(&table);
        assert!(doc(None).is_empty() && doc(Some(" \n\u{200B}")).is_empty() && doc(Some("***")).is_empty());
    }

    #[test]
    fn elements_of_html() {
        let table = [
            ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
            ("the <id> and the <b> of `a`", "the \\<id\\> and the \\<b\\> of `a`."),
            ("a <b>bold</b> <i class=\"x\"> move </i>.", "a **bold** *move* ."),
            (
                "<b>a</b><b>b</b><i>c</i> un<b>(</b>x <b>Note:</b>text",
                "**a** **b** *c* un **(** x **Note:** text.",
            ),
            ("<div>\nhttps://x.example/ a\n</div>", "<https://x.example/> a"),
            ("<p>one &lt;id&gt;</p>\n<p>two</p>", "one \\<id\\>|two"),
            ("one<br>two<br/>\nthree", "one|two|three."),
            ("use <code>a_b*c</code> <tt>`</tt>", "use `a_b*c` `` ` ``."),
            ("a <code>b <b>c</b> `d` *e* <a href='/f'>f</a></code> g", "a `b c d e f` g."),
            ("<A HREF='https://x.example/a?b=1&amp;c'>link</a>", "[link](https://x.example/a?b=1&amp;c)."),
            ("<a href=\"/docs\">link</a> <a name=\"x\">x</a>", "link (`/docs`) x."),
            ("<b>a **b** <a href=https://x.example>c</b> d</a>", "**a b [c** d](https://x.example)."),
            ("a:<ul><li>b<li>c</ul>d", "a:|(- b)(- c)|d."),
            ("<ol>\n <li>a <ul><li>b</li></ul></li>\n</ol>", "(1. a|(- b))"),
            ("- a <ul><li>b\n- c", "(- a \\<ul\\>|b)(- c)"),
            ("- a <ul><li>b\n- c</ul>\n\nd", "(- a|(- b))(- c)|d."),
            ("<!-- a --> b <span style=\"x\">c</span>", "b c"),
        ];
        assert_shown(&table);
    }

    #[test]
    fn blocks_keep_their_lines() {
        let table = [
            ("```\npanic!()\n```", "```text\npanic!()\n```"),
            ("~~~rust,no_run\na\n\n\tb  \n```\n~~~", "````text\na\n\n    b\n```\n````"),
            ("a\n\n    let x = 1;\n      y\n\nb", "a.|```text\nlet x = 1;\n  y\n```|b."),
            ("    panic!()", "panic!()."),
            ("```\n```\na", "a."),
            ("a:\n- one\n- two `x`\n\n  more\n- ", "a:|(- one)(- two `x`|more)"),
            ("* one\n  1. two\n     - three", "(- one|(1. two|(- three)))"),
            ("7) a\n8) b", "(7. a)(7. b)"),
            ("- ```\n  x\n  ```", "(- ```text\nx\n```)"),
            (
                "| a | b |\n|:--|--:|\n| `x\\|y` | *1* \\| <br> |\n| only |",
                "| a | b |\n| :--- | ---: |\n| `x\\|y` | *1* \\| |\n| only |  |",
            ),
            ("> - a\n> - b", "(- a)(- b)"),
        ];
        assert_shown(&table);
    }

    #[test]
    fn titles_are_not_markdown() {
        let table = [
            ("Twilio - Chat", "Twilio - Chat"),
            ("    panic!()", "panic!()"),
            ("~~~", "\\~\\~\\~"),
            ("# a\n\n- *b* `c`", "\\# a - \\*b\\* \\`c\\`"),
            ("1. a https://x.example", "1\\. a <https://x.example>"),
            ("a\u{202E}b\u{0}c", "abc"),
        ];
        for (text, safe) in table {
            assert_eq!(line(text), safe, "{text:?}");
        }
    }

    #[test]
    fn long_descriptions_end_with_a_note() {
        let note = Block::Paragraph("The OpenAPI document contains the rest of this description.".to_owned());
        let row = "| b |\n".repeat(1_000_000);
        // Each row: a description, the number of its blocks, and whether the note follows.
        let long = [
            ("x\n\n".repeat(1_000_000), MAX_PARTS, true),
            ("- x\n".repeat(1_000_000), 1, true),
            (format!("```\n{}", "x\n".repeat(1_000_000)), 1, true),
            (format!("| a |\n|---|\n{row}"), 1, true),
            (format!("{}\n{}", "|a".repeat(30_000), "|-".repeat(30_000)), 0, true),
            ("> ".repeat(1_000_000), 0, true),
            (format!("{}x", "- ".repeat(60_000)), 1, false),
            ("*a **".repeat(100_000), 1, true),
            ("ü".repeat(1_000_000), 1, true),
        ];
        for (text, count, has_note) in long {
            let begin: String = text.chars().take(8).collect();
            let mut blocks = doc(Some(&text)).0;
            assert_eq!(blocks.pop_if(|last| *last == note).is_some(), has_note, "{begin:?}");
            assert_eq!(blocks.len(), count, "{begin:?}");
            assert!(shown(&blocks).len() < 3 * MAX_BYTES, "{begin:?}");
        }
        assert_eq!(doc(Some(&"x\n\n".repeat(MAX_PARTS))).0.len(), MAX_PARTS);
    }
}
