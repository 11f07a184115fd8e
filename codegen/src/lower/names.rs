//! Decides the Rust names, and records the reason of each decision.
//!
//! Lowering collects candidates. Then one function per scope resolves them: it escapes keywords, avoids the
//! names that the generated code needs itself, separates duplicates, and applies the settings last.

pub(crate) mod candidates;
pub(crate) mod locations;
pub(crate) mod locked_sids;
pub(crate) mod sid;
pub(crate) mod taken;
pub(crate) mod values;

use crate::name;

/// The name of the variant that every enum has for values outside of the OpenAPI document. No published
/// value has this name, but `unknown` and `other` occur. A value with this name gets a trailing `_`.
pub(crate) const UNRECOGNIZED: &str = "Unrecognized";

/// The module of a document: `shop_v2`. A stem is escaped if it begins with a digit, or if it is a keyword or
/// the name of a device.
pub(crate) fn module_name(stem: &str) -> String {
    name::file(stem)
}
