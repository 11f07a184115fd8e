//! `names.lock`: an addition or removal never renames an existing item.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use codegen::{Inputs, Source};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};

use crate::sample::root;
use crate::sids::three_invites;

const METHODS: [&str; 6] = ["get", "put", "post", "delete", "head", "patch"];

/// Returns the file with these assigned names.
fn lock(text: String) -> Source {
    Source { name: "spec/names.lock".to_owned(), text }
}

fn inputs<'s>(documents: &'s [Source], names: Option<&'s Source>) -> Inputs<'s> {
    Inputs { documents, names, ..Inputs::default() }
}

fn assign(documents: &[Source], names: Option<&Source>) -> Source {
    lock(codegen::names(inputs(documents, names)).unwrap_or_else(|found| panic!("{found}")))
}

/// Returns the names by table and key.
fn flat(lock: &Source) -> BTreeMap<String, String> {
    fn collect(path: &str, value: &toml::Value, found: &mut BTreeMap<String, String>) {
        match value {
            toml::Value::Table(table) => {
                table.iter().for_each(|(key, value)| collect(&format!("{path}/{key}"), value, found));
            }
            value => {
                found.insert(path.to_owned(), value.as_str().unwrap().to_owned());
            }
        }
    }
    let mut found = BTreeMap::new();
    let table: toml::Table = lock.text.parse().unwrap();
    collect("", &toml::Value::Table(table), &mut found);
    found
}

/// The items of both files whose names differ.
fn changed(before: &Source, after: &Source) -> Vec<String> {
    let (before, after) = (flat(before), flat(after));
    let both = before.iter().filter_map(|(key, old)| Some((key, old, after.get(key)?)));
    both.filter(|(_, old, new)| old != new).map(|(key, old, new)| format!("{key}: {old}, {new}")).collect()
}

/// The renamed items, by the report.
fn reported(before: Inputs<'_>, after: Inputs<'_>) -> Vec<String> {
    let report = codegen::report(before, after).unwrap();
    // Another name of a schema does not change the Rust names.
    let is_rename = |id: &str| id.ends_with("-renamed") && id != "component-renamed";
    let changes = report.changes.iter().filter(|change| is_rename(change.rule.id));
    changes.map(|change| format!("{change:?}")).collect()
}

/// One operation of a document.
#[derive(Clone, Debug)]
struct Operation {
    document: usize,
    path: String,
    method: &'static str,
}

/// Documents whose operations can be removed.
struct Pool {
    documents: Vec<Value>,
    operations: Vec<Operation>,
}

/// The names of the documents: two products, one of them with several versions.
const FILES: [&str; 4] = ["p_v1.json", "p_v2.json", "p_v3.json", "q_v1.json"];

/// Merges the fixtures into a few documents, so that many of their items compete for the same names.
fn pool() -> Pool {
    let fixtures = crate::fixtures::find(&root().join("tests/fixtures/emit")).unwrap();
    let mut documents: Vec<Value> = FILES
        .iter()
        .map(|_| {
            json!({"openapi": "3.0.3", "info": {"title": "t", "version": "1"},
                "servers": [{"url": "https://a.example"}], "paths": {}, "components": {}})
        })
        .collect();
    for (index, path) in fixtures.values().enumerate() {
        let text = std::fs::read_to_string(path).unwrap();
        let mut fixture: Value = serde_yaml::from_str(&text).unwrap();
        // The test removes operations, so none may refer into another one. It keeps only `paths` and `components`.
        let is_separable = !text.contains("#/paths/") && !text.contains("#/parameters/");
        if is_separable && fixture["openapi"].as_str().is_some_and(|version| version.starts_with("3.0")) {
            prefix(&mut fixture, &format!("f{index}."));
            merge(&mut documents[index % FILES.len()], fixture, index);
        }
    }
    let mut operations = Vec::new();
    for (document, value) in documents.iter().enumerate() {
        for (path, item) in value["paths"].as_object().unwrap() {
            for method in METHODS.into_iter().filter(|method| item.get(method).is_some()) {
                operations.push(Operation { document, path: path.clone(), method });
            }
        }
    }
    Pool { documents, operations }
}

/// Gives all components another name that ends equally.
fn prefix(value: &mut Value, with: &str) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries.iter_mut() {
                match value {
                    Value::String(reference) if reference.starts_with("#/components/") => {
                        let (section, name) = reference["#/components/".len()..].split_once('/').unwrap();
                        *reference = format!("#/components/{section}/{with}{name}");
                    }
                    _ if key == "mapping" => {
                        for target in value.as_object_mut().into_iter().flat_map(Map::values_mut) {
                            let name = target.as_str().unwrap();
                            if !name.starts_with('#') {
                                *target = Value::String(format!("{with}{name}"));
                            }
                        }
                        prefix(value, with);
                    }
                    Value::Array(requirements) if key == "security" => {
                        for requirement in requirements.iter_mut().filter_map(Value::as_object_mut) {
                            let schemes = std::mem::take(requirement);
                            let renamed =
                                schemes.into_iter().map(|(name, value)| (format!("{with}{name}"), value));
                            requirement.extend(renamed);
                        }
                    }
                    _ => prefix(value, with),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| prefix(item, with)),
        _ => {}
    }
}

fn merge(into: &mut Value, fixture: Value, index: usize) {
    let Value::Object(mut fixture) = fixture else { return };
    // The name of an operation with a duplicate operationId depends on the other one.
    let mut ids: Vec<String> = into["paths"].as_object().unwrap().values().flat_map(ids).collect();
    let security = fixture.remove("security");
    let mut shapes = BTreeSet::new();
    for (path, mut item) in fixture["paths"].as_object().cloned().unwrap_or_default() {
        // For the report, operations are equal if their paths differ only in the names of the parameters.
        let steps = path.split('/').map(|step| if step.starts_with('{') { "{}" } else { step });
        if !shapes.insert(steps.collect::<Vec<_>>().join("/")) {
            continue;
        }
        for method in METHODS {
            let Some(Value::Object(operation)) = item.get_mut(method) else { continue };
            if let Some(mut id) = operation.get("operationId").and_then(Value::as_str).map(ToOwned::to_owned)
            {
                while ids.contains(&id) {
                    id = format!("{id}{index}");
                }
                operation.insert("operationId".to_owned(), id.clone().into());
                ids.push(id);
            }
            if let Some(security) = &security {
                operation.entry("security").or_insert_with(|| security.clone());
            }
        }
        into["paths"].as_object_mut().unwrap().insert(format!("/f{index}{path}"), item);
    }
    let components = fixture.remove("components").unwrap_or_else(|| json!({}));
    for (section, components) in components.as_object().unwrap() {
        let section = into["components"].as_object_mut().unwrap().entry(section).or_insert_with(|| json!({}));
        for (name, value) in components.as_object().into_iter().flatten() {
            section.as_object_mut().unwrap().insert(format!("f{index}.{name}"), value.clone());
        }
    }
}

fn ids(item: &Value) -> Vec<String> {
    let operations = METHODS.iter().filter_map(|method| item.get(method)?.get("operationId")?.as_str());
    operations.map(ToOwned::to_owned).collect()
}

impl Pool {
    /// The documents with some of their operations. A document without operations does not exist.
    fn documents(&self, present: &[bool]) -> Vec<Source> {
        let mut documents = self.documents.clone();
        for (operation, _) in self.operations.iter().zip(present).filter(|(_, present)| !**present) {
            let item = &mut documents[operation.document]["paths"][&operation.path];
            item.as_object_mut().unwrap().remove(operation.method);
        }
        let has_operations = |index: usize| {
            self.operations
                .iter()
                .zip(present)
                .any(|(operation, present)| operation.document == index && *present)
        };
        let named = documents.iter().zip(FILES).enumerate().filter(|(index, _)| has_operations(*index));
        named.map(|(_, (value, file))| Source { name: file.to_owned(), text: value.to_string() }).collect()
    }
}

/// Adds and removes operations and documents at random. Each step begins with the names of the last one.
#[test]
fn an_addition_or_removal_never_renames_an_item() {
    let pool = pool();
    let count = pool.operations.len();
    assert!(count > 80, "only {count} operations");
    let config = Config { cases: 4, failure_persistence: None, max_shrink_iters: 0, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let steps = vec((any::<u8>(), vec(0..count, 1..30)), 8);
    let renames = std::cell::Cell::new(0);
    let outcome = runner.run(&(vec(any::<u8>(), count), steps), |(start, steps)| {
        // Few operations at the start, so that later ones claim their names.
        let mut present: Vec<bool> = start.into_iter().map(|random| random < 40).collect();
        let mut documents = pool.documents(&present);
        let mut names = assign(&documents, None);
        let mut by_rules = names.clone();
        for (kind, operations) in steps {
            match usize::from(kind) {
                // A whole document appears or disappears.
                kind if kind % 4 == 0 => {
                    let document = kind / 4 % FILES.len();
                    let is_added = kind / 16 % 2 == 0;
                    let own = pool.operations.iter().zip(&mut present);
                    own.filter(|(of, _)| of.document == document)
                        .for_each(|(_, present)| *present = is_added);
                }
                _ => operations.iter().for_each(|index| present[*index] = !present[*index]),
            }
            let next = pool.documents(&present);
            let assigned = assign(&next, Some(&names));
            let mut found = changed(&names, &assigned);
            found.extend(reported(inputs(&documents, Some(&names)), inputs(&next, Some(&assigned))));
            assert!(found.is_empty(), "{}", found.join("\n"));
            let rules = assign(&next, None);
            renames.set(renames.get() + changed(&by_rules, &rules).len());
            by_rules = rules;
            (documents, names) = (next, assigned);
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    let without_lock = renames.get();
    assert!(
        without_lock > 20,
        "only {without_lock} items change their names without the file: the test is weak"
    );
}

/// All names are assigned, and the assigned names produce the same files: a second run changes nothing.
#[test]
fn assigned_names_produce_the_same_files() {
    let fixtures = crate::fixtures::find(&root().join("tests/fixtures/emit")).unwrap().into_iter();
    let read = |path: &Path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        vec![Source { name, text: std::fs::read_to_string(path).unwrap() }]
    };
    let all = fixtures.map(|(fixture, path)| (fixture, read(&path)));
    for (fixture, documents) in all.chain([("two SIDs with one noun".to_owned(), three_invites())]) {
        let without = codegen::generate(&documents, None).unwrap();
        let names = lock(without.names.clone());
        let runtime = codegen::Runtime::Bundled;
        let with = codegen::generate_with(inputs(&documents, Some(&names)), &runtime).unwrap();
        assert_eq!((with.files, &with.names), (without.files, &names.text), "{fixture}");
    }
}

/// A document with one resource, whose SIDs have the prefix `IS`.
pub(crate) const SERVICE: &str = "openapi: 3.0.1
info: {title: t, version: '1'}
servers: [{url: 'https://a.example'}]
paths:
  /Services/{Sid}:
    get:
      operationId: FetchService
      parameters: [{name: Sid, in: path, required: true, schema: {type: string, pattern: '^IS[0-9a-f]{32}$'}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/p.service'}}}}}
components:
  schemas:
    p.service: {type: object, properties: {sid: {type: string, pattern: '^IS[0-9a-f]{32}$'}}}
";

/// A document that names the SID of the service twice, so that it alone does not decide its name.
const NOTE: &str = "openapi: 3.0.1
info: {title: t, version: '1'}
servers: [{url: 'https://a.example'}]
paths:
  /Notes:
    get:
      operationId: FetchNote
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/p.note'}}}}}
components:
  schemas:
    p.note:
      type: object
      properties:
        note_sid: {type: string, pattern: '^IS[0-9a-f]{32}$'}
        summary_sid: {type: string, pattern: '^IS[0-9a-f]{32}$'}
";

fn documents(texts: &[(&str, &str)]) -> Vec<Source> {
    let source = |(name, text): &(&str, &str)| Source { name: (*name).to_owned(), text: (*text).to_owned() };
    texts.iter().map(source).collect()
}

#[test]
fn a_sid_type_keeps_the_name_that_another_document_decided() {
    let both = documents(&[("p_v1.yaml", SERVICE), ("p_v2.yaml", NOTE)]);
    let names = assign(&both, None);
    assert_eq!(flat(&names)["/sids/p/IS"], "ServiceSid");
    let note = &both[1..];
    assert_eq!(flat(&assign(note, None))["/sids/p/IS"], "IsSid");
    let after = assign(note, Some(&names));
    assert_eq!(flat(&after)["/sids/p/IS"], "ServiceSid");
    assert!(!after.text.contains("p_v1"), "the names of removed items are dropped:\n{}", after.text);
    let found = codegen::explain(inputs(note, Some(&after)), "ServiceSid").unwrap();
    let shown: String = found.iter().map(ToString::to_string).collect();
    assert!(shown.contains("assigned by an earlier run, spec/names.lock:"), "{shown}");
}

#[test]
fn an_item_keeps_its_name_if_a_new_one_claims_it() {
    let before = documents(&[("p_v1.yaml", SERVICE)]);
    let names = assign(&before, None);
    let other = "  /Others/{Sid}:
    get:
      operationId: FetchOther
      parameters: [{name: Sid, in: path, required: true, schema: {type: string, pattern: '^IX[0-9a-f]{32}$'}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/a.service'}}}}}
  /Services:
    get: {operationId: ListService, responses: {'204': {description: done}}}
components:
  schemas:
    a.service: {type: object, properties: {sid: {type: string, pattern: '^IX[0-9a-f]{32}$'}}}
";
    let text = SERVICE.replace("components:\n  schemas:\n", other).replace(
        "p.service: {type: object, properties: {sid:",
        "p.service: {type: object, properties: {Sid: {type: string}, sid:",
    );
    let after = documents(&[("p_v1.yaml", &text)]);
    let without = flat(&assign(&after, None));
    let with = flat(&assign(&after, Some(&names)));
    for (key, name, without_lock) in [
        ("/documents/p_v1/types/p.service", "Service", "PService"),
        ("/documents/p_v1/members/p.service.sid", "sid", "sid_2"),
        ("/sids/p/IS", "ServiceSid", "IsSid"),
    ] {
        assert_eq!((with[key].as_str(), without[key].as_str()), (name, without_lock), "{key}");
    }
    let assigned = assign(&after, Some(&names));
    let found = reported(inputs(&before, Some(&names)), inputs(&after, Some(&assigned)));
    assert!(found.is_empty() && assign(&after, Some(&assigned)).text == assigned.text, "{found:?}");
}

/// A setting has precedence over an assigned name, and the assigned name returns without the setting.
#[test]
fn settings_have_precedence_over_assigned_names() {
    let before = documents(&[("p_v1.yaml", SERVICE)]);
    let names = assign(&before, None);
    let text = "[documents.p_v1.rename]\nFetchService = \"get\"\n\"p.service\" = \"Thing\"\n\n[sids.p]\nIS = \"ThingSid\"\n";
    let settings = Source { name: "codegen.toml".to_owned(), text: text.to_owned() };
    let inputs = Inputs { settings: Some(&settings), ..inputs(&before, Some(&names)) };
    let listing = codegen::listing_with(inputs).unwrap();
    assert!(
        listing.contains("get(") && listing.contains("ThingSid") && !listing.contains("ServiceSid"),
        "{listing}"
    );
    assert_eq!(codegen::names(inputs).unwrap(), names.text);
}

/// A run of one document keeps the names of the documents beside it.
#[test]
fn a_run_of_one_document_keeps_the_names_of_the_others() {
    let both = documents(&[("p_v1.yaml", SERVICE), ("p_v2.yaml", NOTE)]);
    let names = assign(&both, None);
    let beside = ["p_v1.yaml".to_owned()];
    let one = Inputs { beside: &beside, ..inputs(&both[1..], Some(&names)) };
    assert_eq!(codegen::names(one).unwrap(), names.text);
}

/// A handle of one thing keeps its name if the resource gets further operations.
#[test]
fn a_handle_in_the_singular_stays_so() {
    let before = documents(&[("p_v1.yaml", NOTE)]);
    let names = assign(&before, None);
    let create = "  /Notes:\n    post: {operationId: CreateNote, responses: {'204': {description: done}}}\n";
    let after = documents(&[("p_v1.yaml", &NOTE.replace("  /Notes:\n", create))]);
    let accessor =
        |names: Option<&Source>| flat(&assign(&after, names))["/documents/p_v1/accessors/note"].clone();
    assert_eq!((accessor(None).as_str(), accessor(Some(&names)).as_str()), ("notes", "note"));
}
