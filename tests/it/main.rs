//! Tests of the generator on fixtures and of the generated client against a local server. `tests/README.md`
//! explains how to add a case to each data file.

mod alone;
mod awaits;
mod blocking;
mod bounds;
mod changes;
mod conformance;
mod conformance_case;
mod connect_errors;
mod credential_kinds;
mod cursors;
mod encodings;
mod error_responses;
mod errors;
mod examples;
mod exhaustion;
mod explain;
mod features;
mod forms;

#[path = "../zoo/fixtures.rs"]
mod fixtures;
#[path = "../../fuzz/src/lib.rs"]
mod fuzz;
#[path = "../zoo/hostile.rs"]
mod hostile;
mod hosts;
mod injection;
mod integer_enums;
mod large;
mod lenient;
mod lifecycle;
mod limiter;
mod lists;
mod load;
mod local_server;
mod misspelt;
mod mistyped;
mod multipart;
mod names;
mod nullable_properties;
mod numbered;
mod oasdiff;
mod oauth;
mod omissions;
mod page_keys;
mod parameters;
mod properties;
mod published;
mod raw_bodies;
mod reading;
mod readme;
mod redaction;
mod rejected_links;
mod relay;
mod report_contracts;
mod requests;
mod retries;
mod rules;
mod runtime_location;
mod rustdoc;
mod sample;
mod semver;
mod settings;
mod sids;
mod small_diffs;
mod snapshots;
mod text_forms;
mod tidy;
mod timeouts;
mod unexpected;
mod unions;
mod value_traits;
mod wire;
mod workflows;
mod zoo;
