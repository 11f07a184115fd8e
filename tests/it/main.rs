//! What the generator makes, and what the client does.

mod alone;
mod blocking;
mod bounds;
mod changes;
mod conformance;
mod conformance_case;
mod cursors;
mod errors;
mod examples;
mod explain;
mod faults;
#[path = "../zoo/fixtures.rs"]
mod fixtures;
mod fresh;
#[path = "../../fuzz/src/lib.rs"]
mod fuzz;
mod gate;
#[path = "../zoo/hostile.rs"]
mod hostile;
mod hosts;
mod injection;
mod lists;
mod load;
mod local_server;
mod misspelt;
mod mistyped;
mod oauth;
mod page_keys;
mod properties;
mod published;
mod reading;
mod readme;
mod requests;
mod retries;
mod rules;
mod rustdoc;
mod semver;
mod settings;
mod sids;
mod small_diffs;
mod snapshots;
mod tidy;
mod timeouts;
mod wire;
mod zoo;
