//! Reads an OpenAPI document: its server, its schemas and their documentation.

pub(crate) mod bounds;
pub(crate) mod doc;
pub(crate) mod enum_values;
pub(crate) mod file;
pub(crate) mod outline;
pub(crate) mod reader;
pub(crate) mod server;
pub(crate) mod shape;
pub(crate) mod sid_pattern;
