//! The bodies of the fuzz targets, for a short while and with the same random numbers every time.
//! A failure prints the bytes: add them to `fuzz/corpus` and fix the bug.

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;

use crate::fuzz::{client, documents, fake};
use crate::sample::root;

/// How many times as much is tried: `PROPERTIES=1000 cargo test properties`.
fn times() -> u32 {
    std::env::var("PROPERTIES").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

fn runner(cases: u32) -> TestRunner {
    let config = Config { cases: cases * times(), failure_persistence: None, ..Config::default() };
    let longer = times() > 1;
    if longer {
        TestRunner::new(config)
    } else {
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
    }
}

fn hold<S: Strategy>(cases: u32, strategy: S, property: impl Fn(S::Value)) {
    let outcome = runner(cases).run(&strategy, |value| {
        property(value);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

/// A property that holds for any bytes.
type Property = fn(&[u8]);

/// The seeds of a target, as files of its corpus.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = root().join("fuzz/corpus").join(target);
    let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let seeds: Vec<Vec<u8>> = files.map(|path| std::fs::read(path).unwrap()).collect();
    assert!(!seeds.is_empty(), "{} is empty", folder.display());
    seeds
}

/// The documents of this repository.
pub(crate) fn documents_of_ours() -> Vec<Value> {
    let fixtures = crate::fixtures::find(&root().join("tests/fixtures/emit")).unwrap();
    let mut texts: Vec<String> =
        fixtures.values().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    texts.extend(crate::sample::documents().0.into_iter().map(|document| document.text));
    assert!(texts.len() > 20);
    texts.iter().map(|text| serde_yaml::from_str(text).unwrap()).collect()
}

#[test]
fn every_seed_holds() {
    let targets: [(&str, Property); 5] = [
        ("load", documents::load),
        ("sid", client::sid),
        ("error_body", client::error_body),
        ("page_link", client::page_link),
        ("fake_requests", fake::requests),
    ];
    for (target, property) in targets {
        for seed in corpus(target) {
            property(&seed);
        }
    }
    let ours = documents_of_ours();
    for seed in corpus("lower_to_render") {
        documents::lower_to_render(&seed, &ours);
    }
}

#[test]
fn any_bytes_are_rejected_or_generated() {
    hold(300, vec(any::<u8>(), 0..300), |bytes| documents::load(&bytes));
    // Nearly a document: what a person mistypes.
    let pieces = corpus("load").concat();
    let cut = (0..pieces.len(), 0..pieces.len(), vec(any::<u8>(), 0..4));
    hold(200, cut, |(from, to, between)| {
        let (from, to) = (from.min(to), from.max(to));
        documents::load(&[&pieces[from..to], between.as_slice(), &pieces[to..]].concat());
    });
}

#[test]
fn any_tree_is_rejected_or_generated() {
    hold(1000, vec(any::<u8>(), 0..800), |bytes| documents::tree(&bytes));
}

#[test]
fn a_changed_document_is_rejected_or_generated() {
    let ours = documents_of_ours();
    hold(400, vec(any::<u8>(), 0..60), |bytes| documents::lower_to_render(&bytes, &ours));
}

#[test]
fn an_invalid_sid_is_rejected() {
    hold(2000, vec(any::<u8>(), 0..40), |bytes| client::sid(&bytes));
    hold(2000, "I?[A-Z]?[0-9a-fA-Fg]{31,33}", |text| client::sid(text.as_bytes()));
}

#[test]
fn an_error_keeps_its_status_whatever_its_fields_are() {
    hold(200, vec(any::<u8>(), 0..200), |bytes| client::error_body(&bytes));
    let words = r#"([{}\[\],:"]|"(code|message|errors|detail|title|status|more_info)":|-?[0-9]{1,25}|null|\\u[0-9a-f]{4}|\n){0,40}"#;
    hold(300, words, |body| client::error_body(&[&[0, 4], body.as_bytes()].concat()));
}

#[test]
fn no_page_leads_elsewhere() {
    hold(100, vec(any::<u8>(), 0..60), |bytes| client::page_link(&bytes));
    let links = r"(SERVER|OTHER|/|//|\\|@|:|#|\?|\.|[a-z0-9]|http:|https:|%[0-9]{2}| |PageToken=){0,12}";
    hold(400, links, |link| client::page_link(link.as_bytes()));
}

#[test]
fn the_fake_responds_to_any_request() {
    hold(300, vec(any::<u8>(), 0..200), |bytes| fake::requests(&bytes));
    let requests = "((GET|POST|PUT|DELETE) (/v1|/Books|/Notes|/Cover|/a|/Numbers|/%2F|\\?|PageSize=|Page=|[0-9]{1,20}|&){1,6}\
                    (\ncontent-type: application/(json|x-www-form-urlencoded))?\n\n(UniqueName=|Size=|[0-9a-f%]|&|\\{|\"text\":|\\}){0,8}\n---\n){1,6}";
    hold(400, requests, |text| fake::requests(text.as_bytes()));
}
