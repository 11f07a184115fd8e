//! The report for GitHub: a comment or step summary in Markdown, and annotations for the lines of the
//! documents.

use std::fmt::Write as _;

use super::change::{Change, Report};
use super::groups::{Group, groups};
use super::setting::Names;
use super::verdict::{Affected, Verdict};
use super::version::Step;
use crate::invisible::plain;

/// The maximum number of changes per section, because a comment is limited to 65,536 characters. Further
/// changes are counted.
const MOST: usize = 50;
/// The maximum number of breaking changes that are not folded.
const MOST_OPEN: usize = 10;

impl Report {
    /// The report in Markdown.
    pub fn markdown(&self) -> String {
        let mut text = format!("### Changes for users: {}\n", self.summary());
        if self.step != Step::None {
            let mark = if self.version_is_enough() { "✅" } else { "❌" };
            text.extend(["\n", mark, " ", &self.version(), "\n"]);
            text.extend(self.version_before.note().map(|note| format!("({note})\n")));
        }
        for left_out in &self.not_compared {
            let _ = writeln!(text, "\n❌ not compared: {}", code(&left_out.to_string()));
        }
        self.list(&mut text);
        self.table(&mut text, Verdict::Compatible, "Compatible");
        self.table(&mut text, Verdict::Documentation, "Documentation only");
        text
    }

    /// The breaking changes, each with its old and new lines.
    fn list(&self, text: &mut String) {
        let all = groups(&self.changes, Verdict::Breaking);
        if !all.is_empty() {
            text.push_str("\n#### Breaking\n");
        }
        let (open, folded) = all.split_at_checked(MOST_OPEN).unwrap_or((&all, &[]));
        for group in open {
            self.item(text, group);
        }
        if !folded.is_empty() {
            let _ = writeln!(text, "\n<details><summary>{} more breaking changes</summary>", folded.len());
            for group in folded.iter().take(MOST - MOST_OPEN) {
                self.item(text, group);
            }
            self.more_in_markdown(text, all.len());
            text.push_str("\n</details>\n");
        }
    }

    fn item(&self, text: &mut String, group: &Group<'_>) {
        let Change { direction, rule, breaks, .. } = group.first;
        let place = group.first.place().map_or_else(String::new, |place| format!(", {}", code(&place)));
        let (rust, wire, broken) = (code(group.rust()), code(group.wire()), Affected::all(breaks));
        let direction = direction.name();
        let _ = writeln!(text, "\n- **{rust}**: {wire}{direction}, breaks {broken}{place}. {}", rule.reason);
        text.push_str("\n  ```diff\n");
        for (sign, state) in group.states() {
            let _ = writeln!(text, "  {sign} {}", fenced(&state));
        }
        text.push_str("  ```\n\n");
        if !rule.next.is_empty() {
            let _ = writeln!(text, "  For users: {}\n", rule.next);
        }
        text.push_str(&self.next_step(group));
    }

    /// The approval of a change, or the ways to keep the name and to approve the change.
    fn next_step(&self, group: &Group<'_>) -> String {
        if let Some(reason) = &group.first.approved {
            return format!("  ✅ approved: {}\n", code(reason));
        }
        let Names { approvals, settings, .. } = &self.names;
        let keep = group.first.setting.as_ref().map_or_else(String::new, |setting| {
            let tables: Vec<String> =
                setting.tables.iter().map(|table| code(&format!("[{table}]"))).collect();
            let (entry, tables) = (code(&setting.entry), tables.join(" and "));
            format!("  To keep the name, add {entry} to {tables} in {}\n\n", code(settings))
        });
        let approve = code(&self.names.approve(&group.fingerprints()));
        format!("{keep}  To approve the change, run {approve}, which writes {}\n", code(approvals))
    }

    fn table(&self, text: &mut String, verdict: Verdict, title: &str) {
        let all = groups(&self.changes, verdict);
        if all.is_empty() {
            return;
        }
        let count = self.count(verdict);
        let head =
            format!("\n<details><summary>{title} ({count})</summary>\n\n| Rust | change | reason | line |\n");
        text.push_str(&head);
        text.push_str("|---|---|---|---|\n");
        for group in all.iter().take(MOST) {
            let (rust, news) = (cell(group.rust()), cell(&group.news()));
            let place = group.first.place().map_or_else(String::new, |place| cell(&place));
            let _ = writeln!(text, "| {rust} | {news} | {} | {place} |", group.first.rule.reason);
        }
        self.more_in_markdown(text, all.len());
        text.push_str("\n</details>\n");
    }

    /// The number of entries that are not in the comment, and how to see them.
    fn more_in_markdown(&self, text: &mut String, count: usize) {
        if let Some(more @ 1..) = count.checked_sub(MOST) {
            let _ = writeln!(text, "\n… and {more} more: {} lists all", code(&self.names.everything()));
        }
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
            let title = property(&format!("{} breaks {}", change.wire, Affected::all(&change.breaks)));
            let message = message(&format!("{}: {}", change.rust, change.rule.reason));
            let _ = writeln!(text, "::{level} {file}title={title}::{message}");
        }
        text
    }
}

/// Text of a document as inline code, without backticks that would end it.
pub(super) fn code(text: &str) -> String {
    let text = plain(text).replace('`', "'");
    if text.trim().is_empty() { "–".to_owned() } else { format!("`{text}`") }
}

/// Inline code in a table, where a `|` would end the cell.
fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
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
