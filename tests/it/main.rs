//! What the generator makes, and what the client does.

mod conformance;
mod conformance_row;
mod cursors;
mod errors;
mod faults;
mod fresh;
mod gate;
mod hosts;
mod lists;
mod load;
mod local_server;
mod oauth;
mod published;
mod readme;
mod requests;
mod retries;
mod sids;
mod snapshots;
mod tidy;
mod timeouts;
mod wire;
