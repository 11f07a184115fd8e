//! The section of a changelog in the form of Keep a Changelog, for users of the crate.

use std::fmt::Write as _;

use super::change::{Change, Report};
use super::groups::{Group, groups};
use super::markdown::code;
use super::verdict::{Affected, Subject, Verdict};

/// The maximum number of bytes of the previous and the new state. Longer signatures do not fit into a sentence.
const MAX_STATES: usize = 200;

/// The headings, in the order of Keep a Changelog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heading {
    Added,
    Changed,
    Deprecated,
    Removed,
}

impl Heading {
    const ALL: [Self; 4] = [Self::Added, Self::Changed, Self::Deprecated, Self::Removed];

    fn of(change: &Change) -> Self {
        match (&change.before, &change.after) {
            _ if matches!(change.rule.id, "deprecated" | "operation-deprecated") => Self::Deprecated,
            // A bound or a default of an existing item is no new item.
            _ if change.rule.rust == Verdict::Unchanged => Self::Changed,
            (None, Some(_)) => Self::Added,
            (Some(_), None) => Self::Removed,
            _ => Self::Changed,
        }
    }
}

impl Report {
    /// The section of a changelog for the version that the changes need. Changes that concern only the wording of the
    /// documentation are left out.
    pub fn changelog(&self) -> String {
        let version = (&self.version_needed).max(&self.version_after);
        let mut text = format!("## [{version}]\n");
        let breaking = groups(&self.changes, Verdict::Breaking);
        let compatible = groups(&self.changes, Verdict::Compatible);
        let documentation = groups(&self.changes, Verdict::Documentation);
        let deprecated = documentation.iter().filter(|group| Heading::of(group.first) == Heading::Deprecated);
        let all: Vec<&Group<'_>> = breaking.iter().chain(&compatible).chain(deprecated).collect();
        for heading in Heading::ALL {
            let mut entries = all.iter().filter(|group| Heading::of(group.first) == heading).peekable();
            if entries.peek().is_some() {
                let _ = writeln!(text, "\n### {heading:?}\n");
            }
            for group in entries {
                let _ = writeln!(text, "- {}", entry(group, heading));
            }
        }
        text
    }
}

/// One change in sentences.
fn entry(group: &Group<'_>, heading: Heading) -> String {
    let Change { rule, breaks, .. } = group.first;
    let mark = if breaks.is_empty() {
        String::new()
    } else {
        format!("**Breaking for {}:** ", Affected::all(breaks))
    };
    let (kind, rust, wire) = (kind(group), code(group.rust()), code(group.wire()));
    match heading {
        Heading::Added | Heading::Removed => format!("{mark}{kind} {rust} ({wire}).{}", next(rule.next)),
        Heading::Changed | Heading::Deprecated => {
            let change = states(group);
            format!("{mark}{rust} ({wire}){change}: {}{}", rule.reason, next(rule.next))
        }
    }
}

fn next(step: &str) -> String {
    if step.is_empty() { String::new() } else { format!(" {step}") }
}

/// The previous and the new state.
fn states(group: &Group<'_>) -> String {
    let states = group.states();
    let length: usize = states.iter().map(|(_, state)| state.len()).sum();
    match states.as_slice() {
        _ if length > MAX_STATES => String::new(),
        [(_, before), (_, after)] if before != after => format!(" from {} to {}", code(before), code(after)),
        [('-', before)] => format!(", before: {}", code(before)),
        [(_, after)] => format!(", now: {}", code(after)),
        _ => String::new(),
    }
}

/// The kind of item, with a capital letter.
fn kind(group: &Group<'_>) -> String {
    let count = group.others.len() + 1;
    let values = || {
        let names: Vec<String> = group.all().filter_map(|change| change.value().map(code)).collect();
        format!("Values {} of", names.join(", "))
    };
    match group.first.subject {
        Subject::Package => "Package".to_owned(),
        Subject::Module => "Module".to_owned(),
        Subject::Resource => "Handle".to_owned(),
        Subject::Operation => "Method".to_owned(),
        Subject::Parameter => "Parameter".to_owned(),
        Subject::Body => "Field of the request body".to_owned(),
        Subject::Type => "Type".to_owned(),
        Subject::Property => "Field".to_owned(),
        Subject::Value if count > 1 => values(),
        Subject::Value => "Value".to_owned(),
        Subject::Sid => "SID type".to_owned(),
    }
}
