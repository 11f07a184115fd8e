//! The rules of the report, each shown by an edit of one document (`tests/fixtures/rules/rows.txt`).

use std::collections::BTreeSet;

use codegen::{Inputs, Source};

use crate::changes::Side;
use crate::fresh::root;

/// What one block of the table says.
#[derive(Default)]
pub(crate) struct Row {
    pub(crate) forward: Vec<String>,
    pub(crate) backward: Vec<String>,
    /// What stands in the document, and what stands there instead.
    edits: Vec<(Vec<String>, Vec<String>)>,
    /// The settings before and after.
    settings: (String, String),
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join("tests/fixtures/rules").join(name)).unwrap()
}

/// All rows.
pub(crate) fn rows() -> Vec<Row> {
    let text = read("rows.txt");
    let mut rows: Vec<Row> = Vec::new();
    let mut is_new = true;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if line.is_empty() {
            is_new = true;
            continue;
        }
        if std::mem::take(&mut is_new) {
            let words = |text: &str| text.split_whitespace().map(ToOwned::to_owned).collect();
            let (forward, backward) = line.split_once(" | ").unwrap();
            rows.push(Row { forward: words(forward), backward: words(backward), ..Row::default() });
            continue;
        }
        let row = rows.last_mut().unwrap();
        let (mark, rest) = line.split_at(2);
        match mark {
            "- " => {
                if row.edits.last().is_none_or(|(_, new)| !new.is_empty()) {
                    row.edits.push(Default::default());
                }
                row.edits.last_mut().unwrap().0.push(rest.to_owned());
            }
            "+ " => row.edits.last_mut().unwrap().1.push(rest.to_owned()),
            "= " => row.settings.0.extend([rest, "\n"]),
            ": " => row.settings.1.extend([rest, "\n"]),
            _ => panic!("what is `{line}`?"),
        }
    }
    rows
}

/// The documents of a row, before and after.
fn documents(row: &Row) -> (Vec<Source>, Vec<Source>) {
    let before = read("rooms_v1.yaml");
    let mut after = before.clone();
    let source = |text: &str| Source { name: "spec/rooms_v1.yaml".to_owned(), text: text.to_owned() };
    for (old, new) in &row.edits {
        let old = old.join("\n");
        if old == "THE WHOLE DOCUMENT" {
            return (Vec::new(), vec![source(&before)]);
        }
        assert_eq!(after.matches(&old).count(), 1, "`{old}` does not stand there once");
        after = after.replace(&old, &new.join("\n"));
    }
    (vec![source(&before)], vec![source(&after)])
}

/// Documents and settings of a row, before and after.
pub(crate) fn sides(row: &Row) -> (Side, Side) {
    let (before, after) = documents(row);
    let settings = |text: &str| Some(Source { name: "spec/codegen.toml".to_owned(), text: text.to_owned() });
    ((before, settings(&row.settings.0)), (after, settings(&row.settings.1)))
}

/// The rules of a report, each as often as it is there, without an order.
fn told(before: Inputs<'_>, after: Inputs<'_>) -> Vec<String> {
    let report = codegen::report(before, after).unwrap_or_else(|faults| panic!("{faults}"));
    let mut rules: Vec<String> = report.changes.iter().map(|change| change.rule.id.to_owned()).collect();
    rules.sort();
    rules
}

#[test]
fn each_edit_is_told_by_its_rules() {
    let mut shown = BTreeSet::new();
    let mut wrong = Vec::new();
    for row in rows() {
        let (before, after) = sides(&row);
        let old = Inputs { documents: &before.0, settings: before.1.as_ref() };
        let new = Inputs { documents: &after.0, settings: after.1.as_ref() };
        for (mut wanted, found) in [(row.forward, told(old, new)), (row.backward, told(new, old))] {
            shown.extend(wanted.iter().cloned());
            wanted.sort();
            if wanted != found {
                wrong.push(format!("wanted {wanted:?}\n found {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let all: BTreeSet<String> = codegen::report::rules().iter().map(|rule| rule.id.to_owned()).collect();
    let without: Vec<&String> = all.difference(&shown).collect();
    assert!(without.is_empty(), "no row shows {without:?}");
}
