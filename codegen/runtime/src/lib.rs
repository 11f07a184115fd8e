//! The hand-written half of `twilio-client`, compiled and tested where it lives.
//!
//! `src/runtime/` is copied as it is into the generated crate, where generated code uses it as
//! `crate::runtime`. This file is not copied; it gives the same path here.

pub mod runtime;
