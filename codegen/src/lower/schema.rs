//! Schemas → types.

pub(crate) mod all_of;
mod constants;
pub(crate) mod cycle;
mod discriminator;
mod enumeration;
pub(crate) mod equal;
mod joined;
mod list;
mod model;
mod property;
pub(crate) mod types;
mod union;
mod usage;
