//! Schemas → types.

pub(crate) mod all_of;
pub(crate) mod cycle;
mod list;
mod model;
pub(crate) mod types;
mod union;
mod usage;
