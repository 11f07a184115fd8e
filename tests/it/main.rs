//! What the generator makes, and what the client does.

mod cursors;
mod errors;
mod examples;
mod fresh;
mod lists;
mod local_server;
mod published;
mod readme;
mod requests;
mod retries;
mod snapshots;
mod tidy;
mod timeouts;
