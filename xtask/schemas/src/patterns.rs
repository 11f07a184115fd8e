//! The patterns that the validator supports.

use std::cell::RefCell;
use std::collections::BTreeMap;

use boon::Compiler;
use serde_json::json;

/// The patterns that were tried.
///
/// The validator has no look-ahead, which `ECMAScript` has, and rejects a schema that contains one.
#[derive(Default)]
pub(super) struct Patterns(RefCell<BTreeMap<String, bool>>);

impl Patterns {
    pub(super) fn is_supported(&self, pattern: &str) -> bool {
        let known = self.0.borrow().get(pattern).copied();
        known.unwrap_or_else(|| {
            let is_supported = compiles(pattern);
            self.0.borrow_mut().insert(pattern.to_owned(), is_supported);
            is_supported
        })
    }
}

fn compiles(pattern: &str) -> bool {
    let (mut compiler, mut schemas) = (Compiler::new(), boon::Schemas::new());
    let url = "https://pattern.invalid/";
    compiler.add_resource(url, json!({"pattern": pattern})).is_ok()
        && compiler.compile(url, &mut schemas).is_ok()
}
