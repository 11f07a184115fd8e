//! The promises of the client, each with what shows it: `fixtures/promises.txt` lists them,
//! `fixtures/conformance.txt` has the rows.

use crate::conformance_row::{Promise, read};
use crate::fresh::root;

fn fixture(name: &str) -> String {
    std::fs::read_to_string(root().join("tests/fixtures").join(name)).unwrap()
}

fn table() -> Vec<Promise> {
    read(&fixture("conformance.txt"))
}

#[test]
fn every_promise_is_shown() {
    let list = fixture("promises.txt");
    let promised: Vec<&str> =
        list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let table = table();
    let shown: Vec<&str> = table.iter().map(|promise| promise.words.as_str()).collect();
    let missing: Vec<_> = promised.iter().filter(|words| !shown.contains(words)).collect();
    assert!(missing.is_empty(), "conformance.txt does not show {missing:#?}");
    assert_eq!(shown, promised, "the table is in the order of the list, and has no more");
    for promise in &table {
        let idle = promise.rows.is_empty() && promise.held_by.is_empty();
        assert!(!idle, "nothing shows that {}", promise.words);
    }
}

#[tokio::test]
async fn every_row_is_true() {
    let mut rows = 0;
    for promise in table() {
        for row in &promise.rows {
            row.check().await;
            rows += 1;
        }
    }
    assert!(rows >= 50, "{rows} rows: has the table lost some?");
}

/// A test that is renamed or gone is no proof.
#[test]
fn the_tests_that_hold_a_promise_exist() {
    for promise in table() {
        for name in &promise.held_by {
            let (module, function) = name.split_once("::").unwrap();
            let path = root().join("tests/it").join(format!("{module}.rs"));
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let at = text.find(&format!("fn {function}()"));
            let before = at.and_then(|at| text[..at].trim_end_matches("async ").trim_end().lines().last());
            let tested = before.is_some_and(|line| line == "#[test]" || line.starts_with("#[tokio::test"));
            assert!(tested, "{name} is no test, but holds the promise: {}", promise.words);
        }
    }
}
