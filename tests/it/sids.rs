//! Compares the names of the SIDs of whole products with a table.

use std::collections::{BTreeMap, BTreeSet};

use codegen::Source;

use crate::names::SERVICE;
use crate::published::published;

/// The documents of a product, and its prefixes with their names.
struct Row<'a> {
    documents: Vec<&'a str>,
    names: BTreeSet<&'a str>,
}

fn table(text: &str) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if let Some(documents) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            rows.push(Row { documents: documents.split(' ').collect(), names: BTreeSet::new() });
        } else {
            rows.last_mut().expect("documents come first").names.insert(line);
        }
    }
    rows
}

#[test]
fn the_rule_gives_the_names_of_the_table() {
    let text = include_str!("../fixtures/sids.txt");
    for Row { documents, names } in table(text) {
        let sources: Vec<_> = documents.iter().filter_map(|document| published(document)).collect();
        if sources.len() < documents.len() {
            continue; // said to be skipped already
        }
        let listing = codegen::listing(&sources, None).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        let found: Vec<String> = listing
            .lines()
            .filter_map(|line| line.strip_prefix("sid::")?.strip_suffix('…')?.split_once(" = "))
            .map(|(name, prefix)| format!("{prefix} {name}"))
            .collect();
        let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(found, names, "{documents:?}");
    }
}

/// The name that separates two prefixes may itself be the name of a third one.
#[test]
fn each_sid_type_has_one_prefix() {
    let output = codegen::generate(&three_invites(), None).unwrap();
    let names: toml::Table = output.names.parse().unwrap();
    let sids = names["sids"].as_table().unwrap().values().flat_map(|of| of.as_table().unwrap());
    let sids: BTreeMap<&str, &str> =
        sids.map(|(prefix, name)| (name.as_str().unwrap(), prefix.as_str())).collect();
    assert_eq!(sids.len(), 3, "{sids:?}");
    assert_eq!(sids["AInviteSid"], "IC");
}

/// Two products with the same noun, and one whose noun contains the name of the first product.
pub(crate) fn three_invites() -> Vec<Source> {
    let document = |noun: &str, prefix: &str| {
        let text = SERVICE.replace("p.service", noun).replace("IS[", &format!("{prefix}["));
        let (product, _) = noun.split_once('.').unwrap();
        Source { name: format!("{product}_v1.yaml"), text }
    };
    vec![document("a.invite", "IA"), document("b.invite", "IB"), document("c.a_invite", "IC")]
}
