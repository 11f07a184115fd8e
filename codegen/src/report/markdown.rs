//! The report for GitHub: a comment or step summary in Markdown, and annotations for the lines of the
//! documents.

use std::fmt::Write as _;

use super::change::{Change, Report};
use super::setting::Names;
use super::verdict::Verdict;
use super::version::Step;
use crate::invisible::plain;

/// The maximum number of changes per section, because a comment is limited to 65,536 characters. Further
/// changes are counted.
const MOST: usize = 50;

impl Report {
    /// The report in Markdown.
    pub fn markdown(&self) -> String {
        let mut text = format!("### Changes for users: {}\n", self.summary());
        if self.step != Step::None {
            let mark = if self.version_is_enough() { "✅" } else { "❌" };
            text.extend(["\n", mark, " ", &self.version(), "\n"]);
        }
        self.list(&mut text);
        self.table(&mut text, Verdict::Compatible, "Compatible");
        self.table(&mut text, Verdict::Documentation, "Documentation only");
        text
    }

    /// The breaking changes, each with its old and new lines.
    fn list(&self, text: &mut String) {
        let all = || self.changes.iter().filter(|change| change.severity() == Verdict::Breaking);
        if all().next().is_some() {
            text.push_str("\n#### Breaking\n");
        }
        for change in all().take(MOST) {
            let Change { rust, wire, before, after, rule, .. } = change;
            let (broken, direction) = (change.broken(), change.direction.name());
            let lines = [
                format!(
                    "\n- **{}**: {}{direction}, breaks {broken}. {}\n",
                    code(rust),
                    code(wire),
                    rule.reason
                ),
                "\n  ```diff\n".to_owned(),
                diff('-', before.as_deref()),
                diff('+', after.as_deref()),
                "  ```\n\n".to_owned(),
                self.next_step(change),
            ];
            text.push_str(&lines.concat());
        }
        more(text, all().count());
    }

    /// The approval of a change, or the ways to keep the name and to approve the change.
    fn next_step(&self, change: &Change) -> String {
        if let Some(reason) = &change.approved {
            return format!("  ✅ approved: {}\n", code(reason));
        }
        let Names { command: _, approvals, settings } = &self.names;
        let keep = change.setting.as_ref().map_or_else(String::new, |setting| {
            let tables: Vec<String> =
                setting.tables.iter().map(|table| code(&format!("[{table}]"))).collect();
            let (entry, tables) = (code(&setting.entry), tables.join(" and "));
            format!("  To keep the name, add {entry} to {tables} in {}\n\n", code(settings))
        });
        let approve = code(&self.names.approve(&change.fingerprint));
        format!("{keep}  To approve the change, run {approve}, which writes {}\n", code(approvals))
    }

    fn table(&self, text: &mut String, verdict: Verdict, title: &str) {
        let all = || self.changes.iter().filter(move |change| change.severity() == verdict);
        let count = all().count();
        if count == 0 {
            return;
        }
        let head = format!("\n<details><summary>{title} ({count})</summary>\n\n| Rust | change | reason |\n");
        text.push_str(&head);
        text.push_str("|---|---|---|\n");
        for change in all().take(MOST) {
            let (rust, news) = (cell(&change.rust), cell(&change.news()));
            // Writing to a string cannot fail.
            let _ = writeln!(text, "| {rust} | {news} | {} |", change.rule.reason);
        }
        more(text, count);
        text.push_str("\n</details>\n");
    }

    /// Workflow commands that annotate the line of each breaking change in the document.
    pub fn annotations(&self) -> String {
        let mut text = String::new();
        for change in self.changes.iter().filter(|change| change.severity() == Verdict::Breaking) {
            let level = if change.approved.is_some() { "notice" } else { "warning" };
            let file = change.document.as_deref().map_or_else(String::new, |document| {
                let line = change.line.map_or_else(String::new, |line| format!(",line={line}"));
                format!("file={}{line},", property(document))
            });
            let title = property(&format!("{} breaks {}", change.wire, change.broken()));
            let message = message(&format!("{}: {}", change.rust, change.rule.reason));
            let _ = writeln!(text, "::{level} {file}title={title}::{message}");
        }
        text
    }
}

fn more(text: &mut String, count: usize) {
    if let Some(more @ 1..) = count.checked_sub(MOST) {
        let _ = writeln!(text, "\n… and {more} more.");
    }
}

/// Text of a document as inline code, without backticks that would end it.
fn code(text: &str) -> String {
    let text = plain(text).replace('`', "'");
    if text.trim().is_empty() { "–".to_owned() } else { format!("`{text}`") }
}

/// Inline code in a table, where a `|` would end the cell.
fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// A line of a diff. Empty if the text is empty.
fn diff(sign: char, text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| format!("  {sign} {}\n", fenced(text)))
}

/// A line in a code block, without backticks that would end it.
fn fenced(text: &str) -> String {
    plain(text).replace("```", "'''")
}

fn message(text: &str) -> String {
    plain(text).replace('%', "%25")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
