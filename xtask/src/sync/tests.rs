//! Tests of plans and of carrying them out.

mod interruption;
mod plan;
