//! `cargo +nightly fuzz run lower_to_render`: see CONTRIBUTING.md.

#![no_main]

use std::sync::LazyLock;

use serde_json::Value;

/// Valid documents to change.
static SEEDS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    [
        include_str!("../../tests/fixtures/sample/chat_v2.yaml"),
        include_str!("../../tests/fixtures/sample/flex_v1.yaml"),
        include_str!("../../tests/fixtures/emit/unions/one_of.yaml"),
    ]
    .into_iter()
    .map(|text| serde_yaml::from_str(text).expect("a document"))
    .collect()
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    properties::documents::tree(bytes);
    properties::documents::lower_to_render(bytes, &SEEDS);
});
