//! The rules of the fake server that an OpenAPI document cannot express.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::entry::Entry;
use crate::pointer::escape;

/// The rules. Each applies to every document that has its operation.
#[derive(Debug, Default)]
pub(crate) struct FakeSettings {
    /// `OPERATION.PROPERTY`: two resources must not have the same value. The code of the error.
    pub(crate) unique: Vec<(Entry, u32)>,
    /// `OPERATION.PROPERTY`: the value addresses the resource like its key.
    pub(crate) alias: Vec<Entry>,
    /// An operation that deletes a resource, and the operations on the collections that it deletes.
    pub(crate) cascade: Vec<(Entry, Vec<Entry>)>,
}

/// The structure of the table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FakeTable {
    unique: BTreeMap<Spanned<String>, u32>,
    alias: Vec<Spanned<String>>,
    cascade: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
}

/// The keys of the table.
pub(super) const FAKE: &[&str] = &["unique", "alias", "cascade"];

impl FakeTable {
    /// Converts the strings, each with its JSON pointer.
    pub(super) fn settings(self, entry: impl Fn(Spanned<String>, String) -> Entry) -> FakeSettings {
        let Self { unique, alias, cascade } = self;
        let list = |texts: Vec<Spanned<String>>, pointer: &str| {
            let entries = texts.into_iter().enumerate();
            entries.map(|(index, text)| entry(text, format!("{pointer}/{index}"))).collect()
        };
        let pointer = |table: &str, key: &Spanned<String>| format!("/fake/{table}/{}", escape(key.get_ref()));
        FakeSettings {
            unique: unique
                .into_iter()
                .map(|(key, code)| {
                    let at = pointer("unique", &key);
                    (entry(key, at), code)
                })
                .collect(),
            alias: list(alias, "/fake/alias"),
            cascade: cascade
                .into_iter()
                .map(|(key, operations)| {
                    let at = pointer("cascade", &key);
                    let operations = list(operations, &at);
                    (entry(key, at), operations)
                })
                .collect(),
        }
    }
}
