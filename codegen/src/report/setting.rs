//! The setting that keeps a Rust name although the OpenAPI document changed, and the names of commands and
//! files in a report.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

/// The setting that keeps the previous Rust name of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// The tables of `codegen.toml` that need the entry, without brackets: `documents.rooms_v1.rename`.
    pub tables: Vec<String>,
    /// The line of each table: `FetchRoom = "get"`.
    pub entry: String,
}

impl Setting {
    /// Renames an item of a module. `key` is its name in the OpenAPI document.
    pub(super) fn rename(module: &str, key: &str, rust: &str) -> Self {
        Self { tables: vec![format!("documents.{module}.rename")], entry: entry(key, rust) }
    }

    /// Sets the name of a SID type in each product that uses its prefix.
    pub(super) fn sid(products: &[&str], prefix: &str, rust: &str) -> Self {
        let tables = products.iter().map(|product| format!("sids.{product}")).collect();
        Self { tables, entry: entry(prefix, rust) }
    }
}

fn entry(key: &str, value: &str) -> String {
    // Serializing a map of strings cannot fail.
    toml::to_string(&BTreeMap::from([(key, value)])).unwrap_or_default().trim_end().to_owned()
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tables: Vec<String> = self.tables.iter().map(|table| format!("`[{table}]`")).collect();
        write!(f, "`{}` in {}", self.entry, tables.join(" and "))
    }
}

/// The names that a report uses for the command line and for the files of the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// The command line, without a subcommand.
    pub command: String,
    /// The arguments that select the two compared states, each after a space. Empty for the defaults.
    pub arguments: String,
    /// The file of the approvals.
    pub approvals: String,
    /// The file of the settings.
    pub settings: String,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            command: "twilio-codegen".to_owned(),
            arguments: String::new(),
            approvals: "spec/approved.toml".to_owned(),
            settings: "spec/codegen.toml".to_owned(),
        }
    }
}

impl Names {
    /// The command that prints all entries.
    pub(super) fn everything(&self) -> String {
        format!("{} diff{} --all", self.command, self.arguments)
    }

    /// The command that approves changes. `fingerprints` are separated by spaces.
    pub fn approve(&self, fingerprints: &str) -> String {
        format!("{} approve {fingerprints} --reason TEXT{}", self.command, self.arguments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_one_line_of_toml() {
        for (key, expected) in [
            ("FetchRoom", "`FetchRoom = \"get\"` in `[documents.rooms_v1.rename]`"),
            ("room.title", "`\"room.title\" = \"get\"` in `[documents.rooms_v1.rename]`"),
        ] {
            assert_eq!(Setting::rename("rooms_v1", key, "get").to_string(), expected);
        }
        for key in ["a\"b", "a\nb", "a'\"b", "é"] {
            let Setting { entry, .. } = Setting::rename("m", key, "x");
            assert_eq!(entry.lines().count(), 1, "{entry}");
            assert_eq!(entry.parse::<toml::Table>().unwrap().get(key).unwrap().as_str(), Some("x"));
        }
    }
}
