//! The public API of the committed client: one line for each operation and type, with its wire form.

use std::panic::catch_unwind;

use crate::spec;

/// The command that accepts the listing, which CONTRIBUTING.md shows too.
const ACCEPT: &str = "INSTA_UPDATE=always cargo test --test committed";

#[test]
fn public_api() {
    let spec = spec::read().unwrap();
    let listing = codegen::listing_with(spec.inputs()).unwrap();
    let compared = catch_unwind(|| insta::assert_snapshot!(listing));
    assert!(
        compared.is_ok(),
        "the public API differs from its snapshot. If the change is intended, run `{ACCEPT}` and commit the snapshot"
    );
}

#[test]
fn contributing_contains_the_command() {
    let page = std::fs::read_to_string(spec::root().join("CONTRIBUTING.md")).unwrap();
    assert!(page.contains(ACCEPT));
}
