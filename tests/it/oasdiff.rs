//! The table of oasdiff's checks (`fixtures/oasdiff.toml`) names rules that exist and that a row shows.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::sample::root;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    group: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    checks: Vec<String>,
    #[serde(default)]
    rules: Vec<String>,
    #[serde(default)]
    because: String,
}

/// All names that a pattern with `{a,b}` represents.
fn expand(pattern: &str) -> Vec<String> {
    let Some((start, rest)) = pattern.split_once('{') else { return vec![pattern.to_owned()] };
    let (choices, end) = rest.split_once('}').unwrap();
    let ends = expand(end);
    choices
        .split(',')
        .flat_map(|choice| ends.iter().map(move |end| format!("{start}{choice}{end}")))
        .collect()
}

#[test]
fn every_check_is_a_rule_or_has_a_reason() {
    let text = std::fs::read_to_string(root().join("tests/fixtures/oasdiff.toml")).unwrap();
    let table: Table = toml::from_str(&text).unwrap();
    let shown: BTreeSet<String> = crate::rules::rows()
        .into_iter()
        .flat_map(|(_, row)| [row.rules.into_inner(), row.rules_reversed].concat())
        .collect();
    let mut seen = BTreeSet::new();
    for Group { checks, rules, because } in table.group {
        assert_eq!(rules.is_empty(), !because.is_empty(), "{checks:?} must have either rules or a reason");
        for rule in rules {
            assert!(shown.contains(&rule), "no row of rows.toml shows `{rule}`, which covers {checks:?}");
        }
        for check in checks.iter().flat_map(|pattern| expand(pattern)) {
            assert!(seen.insert(check.clone()), "{check} is listed twice");
        }
    }
    assert!(seen.len() >= 509, "the table lists {} checks", seen.len());
}

#[test]
fn braces_are_expanded() {
    assert_eq!(expand("a-{b,c}-{d,e}"), ["a-b-d", "a-b-e", "a-c-d", "a-c-e"]);
    assert_eq!(expand("a"), ["a"]);
}
