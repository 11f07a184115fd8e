//! What the generator makes, and what the client does.

mod blocking;
mod bounds;
mod conformance;
mod conformance_row;
mod cursors;
mod errors;
mod examples;
mod faults;
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
mod oauth;
mod properties;
mod published;
mod reading;
mod readme;
mod requests;
mod retries;
mod rustdoc;
mod sids;
mod snapshots;
mod tidy;
mod timeouts;
mod wire;
mod zoo;
