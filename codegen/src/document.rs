//! Reads parts of an OpenAPI document: positions, references and media types. `lower` and `examples` use it.

pub(crate) mod media_type;
pub(crate) mod place;
pub(crate) mod reference;
