//! The client of all fixtures in `tests/fixtures/emit` at once.

#![allow(
    confusable_idents,
    mixed_script_confusables,
    uncommon_codepoints,
    reason = "the attribute of the included file, which is not its root"
)]

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
