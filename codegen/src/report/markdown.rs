//! A report as GitHub shows it: a comment or step summary in Markdown, and annotations beside the
//! lines of the documents.

use std::fmt::Write as _;

use super::text::plain;
use super::{Change, Report, Step, Verdict};

/// A comment holds 65,536 characters; what is more is counted.
const MOST: usize = 50;

impl Report {
    /// The report in Markdown.
    pub fn markdown(&self) -> String {
        let mut text = format!("### What this changes for users: {}\n", self.summary());
        if self.step != Step::None {
            let mark = if self.version_is_enough() { "✅" } else { "❌" };
            text.extend(["\n", mark, " ", &self.version(), "\n"]);
        }
        self.list(&mut text);
        self.table(&mut text, Verdict::Compatible, "Compatible");
        self.table(&mut text, Verdict::Documentation, "Documentation only");
        text
    }

    /// What breaks, each with its lines.
    fn list(&self, text: &mut String) {
        let all = || self.changes.iter().filter(|change| change.severity() == Verdict::Breaking);
        if all().next().is_some() {
            text.push_str("\n#### Breaking\n");
        }
        for change in all().take(MOST) {
            let Change { rust, wire, before, after, rule, fingerprint, approved, .. } = change;
            let (whom, way) = (change.whom(), change.direction.name());
            let lines = [
                format!("\n- **{}**: {}{way}, breaks {whom}. {}\n", code(rust), code(wire), rule.reason),
                "\n  ```diff\n".to_owned(),
                diff('-', before.as_deref()),
                diff('+', after.as_deref()),
                "  ```\n\n".to_owned(),
                match approved {
                    Some(reason) => format!("  ✅ approved: {}\n", code(reason)),
                    None => format!("  To approve it: {}\n", code(fingerprint)),
                },
            ];
            text.push_str(&lines.concat());
        }
        more(text, all().count());
    }

    fn table(&self, text: &mut String, verdict: Verdict, title: &str) {
        let all = || self.changes.iter().filter(move |change| change.severity() == verdict);
        let count = all().count();
        if count == 0 {
            return;
        }
        let head = format!("\n<details><summary>{title} ({count})</summary>\n\n| Rust | what | why |\n");
        text.push_str(&head);
        text.push_str("|---|---|---|\n");
        for change in all().take(MOST) {
            let (rust, news) = (cell(&change.rust), cell(&change.news()));
            // Writing to a text cannot fail.
            let _ = writeln!(text, "| {rust} | {news} | {} |", change.rule.reason);
        }
        more(text, count);
        text.push_str("\n</details>\n");
    }

    /// Workflow commands that put each breaking change beside its line of the document.
    pub fn annotations(&self) -> String {
        let mut text = String::new();
        for change in self.changes.iter().filter(|change| change.severity() == Verdict::Breaking) {
            let level = if change.approved.is_some() { "notice" } else { "warning" };
            let file = change.document.as_deref().map_or_else(String::new, |document| {
                let line = change.line.map_or_else(String::new, |line| format!(",line={line}"));
                format!("file={}{line},", property(document))
            });
            let title = property(&format!("{} breaks {}", change.wire, change.whom()));
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

/// Text of a document as code: it cannot end the span.
fn code(text: &str) -> String {
    let text = plain(text).replace('`', "'");
    if text.trim().is_empty() { "–".to_owned() } else { format!("`{text}`") }
}

/// The same in a table, where a bar ends a cell even inside code.
fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// A line of a diff, if there is one.
fn diff(sign: char, text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| format!("  {sign} {}\n", fenced(text)))
}

/// A line inside a fence: it cannot end it.
fn fenced(text: &str) -> String {
    plain(text).replace("```", "'''")
}

fn message(text: &str) -> String {
    plain(text).replace('%', "%25")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
