//! The rules of the report, each shown by a change of one OpenAPI document (`fixtures/rules/rows.toml`).

use std::collections::BTreeSet;

use codegen::report::{Affected, Setting};
use codegen::{Inputs, Source};
use serde::Deserialize;
use toml::Spanned;

use crate::changes::Side;
use crate::sample::root;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    row: Vec<Row>,
}

/// One change. The file describes its keys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    pub(crate) rules: Spanned<Vec<String>>,
    pub(crate) rules_reversed: Vec<String>,
    /// The parts that the change breaks.
    breaks: Vec<String>,
    breaks_reversed: Vec<String>,
    #[serde(default)]
    new_document: bool,
    #[serde(default)]
    settings: Settings,
    #[serde(default)]
    edit: Vec<Edit>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    #[serde(default)]
    before: String,
    #[serde(default)]
    after: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    old: String,
    new: String,
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join("tests/fixtures/rules").join(name)).unwrap()
}

/// All rows, each with its line.
pub(crate) fn rows() -> Vec<(usize, Row)> {
    let text = read("rows.toml");
    let table: Table = toml::from_str(&text).unwrap_or_else(|error| panic!("rows.toml: {error}"));
    let line = |row: &Row| text[..row.rules.span().start].lines().count();
    table.row.into_iter().map(|row| (line(&row), row)).collect()
}

/// The OpenAPI documents before and after the change of a row.
fn documents(line: usize, row: &Row) -> (Vec<Source>, Vec<Source>) {
    let before = read("rooms_v1.yaml");
    let source = |text: &str| Source { name: "spec/rooms_v1.yaml".to_owned(), text: text.to_owned() };
    if row.new_document {
        return (Vec::new(), vec![source(&before)]);
    }
    let mut after = before.clone();
    for Edit { old, new } in &row.edit {
        let found = after.matches(old).count();
        assert_eq!(found, 1, "rows.toml, line {line}: rooms_v1.yaml must contain this once: {old}");
        after = after.replace(old, new);
    }
    (vec![source(&before)], vec![source(&after)])
}

/// The OpenAPI documents and the settings before and after the change of a row.
pub(crate) fn sides(line: usize, row: &Row) -> (Side, Side) {
    let (before, after) = documents(line, row);
    let settings = |text: &str| Some(Source { name: "spec/codegen.toml".to_owned(), text: text.to_owned() });
    ((before, settings(&row.settings.before)), (after, settings(&row.settings.after)))
}

/// The rules of a report, each as often as it occurs, sorted, and the parts that its changes break.
fn reported(before: Inputs<'_>, after: Inputs<'_>) -> (Vec<String>, Vec<String>) {
    let report = codegen::report(before, after).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let mut rules: Vec<String> = report.changes.iter().map(|change| change.rule.id.to_owned()).collect();
    rules.sort();
    let breaks: BTreeSet<Affected> = report.changes.iter().flat_map(|change| change.breaks.clone()).collect();
    (rules, breaks.into_iter().map(|part| format!("{part:?}").to_lowercase()).collect())
}

/// The rules that report a change that no other rule explains. No known change needs them.
const WITHOUT_A_ROW: &[&str] = &["signature-changed"];

#[test]
fn each_change_is_reported_by_its_rules() {
    let mut shown = BTreeSet::new();
    let mut wrong = Vec::new();
    for (line, row) in rows() {
        let (before, after) = sides(line, &row);
        let old = Inputs { documents: &before.0, settings: before.1.as_ref(), ..Inputs::default() };
        let new = Inputs { documents: &after.0, settings: after.1.as_ref(), ..Inputs::default() };
        let (found, reversed) = (reported(old, new), reported(new, old));
        let directions = [
            ("rules", row.rules.into_inner(), found.0),
            ("rules_reversed", row.rules_reversed, reversed.0),
            ("breaks", row.breaks, found.1),
            ("breaks_reversed", row.breaks_reversed, reversed.1),
        ];
        for (key, mut expected, found) in directions {
            if key.starts_with("rules") {
                shown.extend(expected.iter().cloned());
                expected.sort();
            }
            if expected != found {
                wrong.push(format!("rows.toml, line {line}: `{key}`\nlists {expected:?}\nfound {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let all: BTreeSet<String> = codegen::report::rules().iter().map(|rule| rule.id.to_owned()).collect();
    let without: Vec<&String> =
        all.difference(&shown).filter(|rule| !WITHOUT_A_ROW.contains(&rule.as_str())).collect();
    assert!(without.is_empty(), "no row of rows.toml shows {without:?}");
}

/// Adds a setting of the report to the settings of a side.
fn with_setting(side: &Side, setting: &Setting) -> Side {
    let text = side.1.as_ref().map_or("", |settings| &settings.text);
    let mut tables: toml::Table = text.parse().unwrap();
    for path in &setting.tables {
        let entry: toml::Table = setting.entry.parse().unwrap();
        let table = path.split('.').fold(&mut tables, |table, name| {
            let inner = table.entry(name).or_insert_with(|| toml::Table::new().into());
            inner.as_table_mut().unwrap()
        });
        table.extend(entry);
    }
    let source = Source { name: "spec/codegen.toml".to_owned(), text: tables.to_string() };
    (side.0.clone(), Some(source))
}

/// The report contains a setting for each changed Rust name that a setting can keep. The setting has an
/// effect, and it removes the change.
#[test]
fn the_setting_of_a_renamed_item_keeps_its_name() {
    let report = |before: &Side, after: &Side| {
        let before = Inputs { documents: &before.0, settings: before.1.as_ref(), ..Inputs::default() };
        let after = Inputs { documents: &after.0, settings: after.1.as_ref(), ..Inputs::default() };
        codegen::report(before, after).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
    };
    let mut kept = BTreeSet::new();
    for (line, row) in rows() {
        let (one, other) = sides(line, &row);
        for (before, after) in [(&one, &other), (&other, &one)] {
            for change in report(before, after).changes {
                let Some(setting) = change.setting else { continue };
                let again = report(before, &with_setting(after, &setting));
                let remains = again.changes.iter().find(|other| other.fingerprint == change.fingerprint);
                assert!(remains.is_none(), "rows.toml, line {line}: {setting} does not keep the name");
                kept.insert(change.rule.id);
            }
        }
    }
    let expected = [
        "argument-renamed",
        "operation-renamed",
        "parameter-renamed",
        "parameter-spelling-changed",
        "property-renamed",
        "property-spelling-changed",
        "sid-renamed",
        "type-renamed",
        "value-renamed",
    ];
    assert_eq!(kept.into_iter().collect::<Vec<_>>(), expected);
}
