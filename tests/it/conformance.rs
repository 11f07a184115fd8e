//! The guarantees of the client. `fixtures/conformance.toml` lists them, each with the cases and the
//! tests that show it.

use serde::Deserialize;
use toml::Spanned;

use crate::conformance_case::Case;
use crate::sample::root;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    guarantee: Vec<Guarantee>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Guarantee {
    text: Spanned<String>,
    #[serde(default)]
    tests: Vec<String>,
    #[serde(default)]
    case: Vec<Case>,
}

fn file() -> String {
    std::fs::read_to_string(root().join("tests/fixtures/conformance.toml")).unwrap()
}

fn guarantees() -> Vec<Guarantee> {
    let table: Table = toml::from_str(&file()).unwrap_or_else(|error| panic!("conformance.toml: {error}"));
    table.guarantee
}

#[test]
fn every_guarantee_has_a_case_or_a_test() {
    let guarantees = guarantees();
    for guarantee in &guarantees {
        let text = guarantee.text.get_ref();
        assert!(!guarantee.case.is_empty() || !guarantee.tests.is_empty(), "nothing shows this: {text}");
        let same = guarantees.iter().filter(|other| other.text == guarantee.text);
        assert_eq!(same.count(), 1, "conformance.toml has this guarantee twice: {text}");
    }
    assert!(guarantees.len() >= 50, "the file has lost guarantees: {} are left", guarantees.len());
}

#[tokio::test]
async fn every_case_holds() {
    let file = file();
    let mut cases = 0;
    for guarantee in guarantees() {
        for case in &guarantee.case {
            case.check(&file).await;
            cases += 1;
        }
    }
    assert!(cases >= 50, "the file has lost cases: {cases} are left");
}

/// Each test that a guarantee names must exist.
#[test]
fn the_tests_of_a_guarantee_exist() {
    for guarantee in guarantees() {
        for name in &guarantee.tests {
            let (module, function) = name.rsplit_once("::").unwrap();
            let path = match module.strip_prefix("runtime::") {
                Some(module) => format!("codegen/runtime/src/{}.rs", module.replace("::", "/")),
                None => format!("tests/it/{module}.rs"),
            };
            let path = root().join(path);
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let at = text.find(&format!("fn {function}()"));
            let before = at.and_then(|at| text[..at].trim_end_matches("async ").trim_end().lines().last());
            let before = before.map(str::trim);
            let is_test = before.is_some_and(|line| line == "#[test]" || line.starts_with("#[tokio::test"));
            assert!(is_test, "there is no test {name}, which shows: {}", guarantee.text.get_ref());
        }
    }
}
