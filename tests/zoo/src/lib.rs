//! The client of all fixtures in `tests/fixtures/emit` at once.

#![allow(confusable_idents, reason = "the attribute of the included root")]
#![allow(mixed_script_confusables, reason = "the attribute of the included root")]
#![allow(uncommon_codepoints, reason = "the attribute of the included root")]

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
