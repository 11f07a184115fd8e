//! Compares the imports of each crate with `tests/layers.toml`, which describes its keys.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use serde::Deserialize;

use super::imports::{Crate, Import, ModulePath, Target};
use crate::sample::root;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Layers {
    #[serde(rename = "crate")]
    crates: Vec<Rules>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Rules {
    root: String,
    may_import: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    external: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    items: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    exception: Vec<Exception>,
    #[serde(default)]
    cycle: Vec<Cycle>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    file: String,
    imports: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cycle {
    rows: Vec<String>,
    files: usize,
    reason: String,
}

fn layers() -> Vec<Rules> {
    let text = std::fs::read_to_string(root().join("tests/layers.toml")).unwrap();
    let layers: Layers = toml::from_str(&text).unwrap_or_else(|error| panic!("layers.toml: {error}"));
    layers.crates
}

/// A path relative to the repository.
fn relative(path: &Path) -> String {
    path.strip_prefix(root().canonicalize().unwrap()).unwrap().to_string_lossy().replace('\\', "/")
}

/// Whether a module is the module of a row or below it. The row `crate` is the root module alone.
fn is_within(module: &str, row: &str) -> bool {
    module.strip_prefix(row).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Whether an entry of a list names a module: `NAME`, `PARENT::*` or `*`.
fn matches(entry: &str, module: &str) -> bool {
    match entry.strip_suffix('*') {
        Some(parent) => module.starts_with(parent),
        None => entry == module,
    }
}

fn display(module: &ModulePath) -> String {
    if module.is_empty() { "crate".to_owned() } else { module.join("::") }
}

impl Rules {
    fn read(&self) -> Crate {
        Crate::read(&root().join(&self.root))
    }

    /// The row of a module: the longest one that contains it.
    fn row(&self, module: &ModulePath) -> Option<&str> {
        let module = display(module);
        let rows = self.may_import.keys().filter(|row| is_within(&module, row));
        rows.max_by_key(|row| row.len()).map(String::as_str)
    }

    /// Whether the row lists the other one: by name, as `*`, or as `PARENT::*`.
    fn allows(&self, row: &str, other: &str) -> bool {
        row == other || self.may_import[row].iter().any(|entry| matches(entry, other))
    }

    /// The target of an import and the rule that forbids it, if the table does not allow the import.
    fn forbidden(&self, import: &Import) -> Option<(String, String)> {
        let from = display(&import.from);
        let limited = |table: &BTreeMap<String, Vec<String>>, path: &str| {
            let (name, modules) = table.iter().find(|(name, _)| is_within(path, name))?;
            let is_allowed = modules.iter().any(|entry| matches(entry, &from));
            (!is_allowed).then(|| (name.clone(), format!("only {modules:?} may use it")))
        };
        match &import.target {
            Target::External(path) => limited(&self.external, &path.join("::")),
            Target::Module(target) => {
                let (row, other) = (self.row(&import.from)?, self.row(target)?);
                if !self.allows(row, other) {
                    let rule = format!("`{row}` may import only {:?}", self.may_import[row]);
                    return Some((other.to_owned(), rule));
                }
                limited(&self.items, &format!("{}::{}", display(target), import.item.as_deref()?))
            }
        }
    }
}

#[test]
fn imports_are_those_that_the_table_allows() {
    let mut wrong = BTreeSet::new();
    for rules in layers() {
        let mut excepted: BTreeMap<(String, String), usize> = BTreeMap::new();
        for Exception { file, imports, reason } in &rules.exception {
            assert!(!reason.trim().is_empty(), "layers.toml: the exception of {file} needs a reason");
            let before = excepted.insert((file.clone(), imports.clone()), 0);
            assert_eq!(before, None, "layers.toml has the exception {file} → {imports} twice");
        }
        for import in rules.read().imports() {
            let Some((other, rule)) = rules.forbidden(&import) else { continue };
            let file = relative(&import.file);
            match excepted.get_mut(&(file.clone(), other.clone())) {
                Some(uses) => *uses += 1,
                None => {
                    wrong.insert(format!(
                        "{file}:{}: `{}` leads to `{other}`; {rule} ({})",
                        import.line, import.written, rules.root
                    ));
                }
            }
        }
        let unneeded = excepted.into_iter().filter(|(_, uses)| *uses == 0);
        wrong.extend(unneeded.map(|((file, imports), _)| {
            format!("layers.toml: the exception {file} → {imports} is not needed")
        }));
    }
    assert!(wrong.is_empty(), "the table is tests/layers.toml\n{}", Vec::from_iter(wrong).join("\n"));
}

#[test]
fn every_module_has_a_row_and_every_row_a_module() {
    let mut wrong = Vec::new();
    for rules in layers() {
        let read = rules.read();
        let mut unused: BTreeSet<&str> = rules.may_import.keys().map(String::as_str).collect();
        let modules: Vec<String> = read.modules().map(|(module, _)| display(module)).collect();
        for (module, file) in read.modules() {
            match rules.row(module) {
                Some(row) => drop(unused.remove(row)),
                None => wrong.push(format!("{}: no row contains `{}`", relative(file), display(module))),
            }
        }
        wrong.extend(unused.into_iter().map(|row| format!("{}: the row `{row}` has no module", rules.root)));
        let lists = [&rules.may_import, &rules.external, &rules.items];
        let listed = lists.into_iter().flat_map(BTreeMap::values).flatten();
        for entry in listed.filter(|entry| *entry != "*") {
            let is_known = match entry.strip_suffix("::*") {
                Some(parent) => modules.iter().any(|module| is_within(module, parent)),
                None => modules.contains(entry),
            };
            if !is_known {
                wrong.push(format!("{}: there is no module `{entry}`", rules.root));
            }
        }
    }
    assert!(wrong.is_empty(), "the table is tests/layers.toml\n{}", wrong.join("\n"));
}

/// The sets of nodes that reach each other, where they are more than one.
fn cycles<T: Clone + Ord>(edges: &BTreeSet<(T, T)>) -> Vec<BTreeSet<T>> {
    let mut graph: DiGraph<T, ()> = DiGraph::new();
    let mut nodes: BTreeMap<T, NodeIndex> = BTreeMap::new();
    for (from, to) in edges {
        let [from, to] =
            [from, to].map(|node| *nodes.entry(node.clone()).or_insert_with(|| graph.add_node(node.clone())));
        graph.add_edge(from, to, ());
    }
    let components = tarjan_scc(&graph).into_iter().filter(|nodes| nodes.len() > 1);
    components.map(|nodes| nodes.into_iter().map(|node| graph[node].clone()).collect()).collect()
}

/// A table with a cycle would allow every import between the rows of the cycle.
#[test]
fn the_table_has_no_cycle() {
    for rules in layers() {
        let rows: Vec<&str> = rules.may_import.keys().map(String::as_str).collect();
        let pairs = rows.iter().flat_map(|row| rows.iter().map(move |other| (*row, *other)));
        let edges = pairs.filter(|(row, other)| row != other && rules.allows(row, other)).collect();
        assert_eq!(cycles(&edges), [], "the rows of {} allow a cycle", rules.root);
    }
}

/// The imports between two files of a crate, as `FILE:LINE: PATH`.
fn edges(read: &Crate) -> BTreeMap<(String, String), Vec<String>> {
    let mut edges: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for import in read.imports() {
        let Target::Module(target) = &import.target else { continue };
        let (from, to) = (relative(&import.file), relative(read.file(target)));
        if from != to {
            let line = format!("  {from}:{}: {}", import.line, import.written);
            edges.entry((from, to)).or_default().push(line);
        }
    }
    edges
}

/// Two files may import each other. More files in a cycle can only be understood together.
#[test]
fn cycles_have_at_most_two_files() {
    let mut wrong = Vec::new();
    for rules in layers() {
        let read = rules.read();
        let edges = edges(&read);
        let mut listed: Vec<(Vec<String>, usize)> = Vec::new();
        for Cycle { rows, files, reason } in &rules.cycle {
            assert!(!reason.trim().is_empty(), "layers.toml: the cycle of {rows:?} needs a reason");
            listed.push((rows.clone(), *files));
        }
        for files in cycles(&edges.keys().cloned().collect()).into_iter().filter(|files| files.len() > 2) {
            let modules = read.modules().filter(|(_, file)| files.contains(&relative(file)));
            let rows: BTreeSet<String> =
                modules.filter_map(|(module, _)| rules.row(module)).map(ToOwned::to_owned).collect();
            let found = (rows.into_iter().collect(), files.len());
            if let Some(at) = listed.iter().position(|cycle| *cycle == found) {
                listed.remove(at);
                continue;
            }
            let inside = edges.iter().filter(|((from, to), _)| files.contains(from) && files.contains(to));
            let lines: Vec<String> = inside.flat_map(|(_, lines)| lines.clone()).collect();
            wrong.push(format!("{found:?} is a cycle: {files:#?}\n{}", lines.join("\n")));
        }
        wrong.extend(listed.iter().map(|cycle| format!("layers.toml: there is no cycle {cycle:?}")));
    }
    assert!(wrong.is_empty(), "the table is tests/layers.toml\n{}", wrong.join("\n"));
}
