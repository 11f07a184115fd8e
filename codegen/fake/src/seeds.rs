//! Resources from a file.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::engine::Engine;

/// A resource of a seed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Seed {
    /// An operationId.
    operation: String,
    /// The path values.
    #[serde(default)]
    path: Vec<String>,
    #[serde(default)]
    properties: Value,
}

/// Adds the resources of a seed: a JSON list of objects with `operation`, `path` and `properties`, the arguments of
/// [`Engine::insert`]. Returns the number of resources.
///
/// # Errors
///
/// Returns a message about the first resource that cannot be added.
pub fn seed(engine: &mut Engine, text: &str) -> Result<usize, String> {
    let seeds: Vec<Seed> =
        serde_json::from_str(text).map_err(|error| format!("the seed is invalid: {error}"))?;
    for (index, Seed { operation, path, properties }) in seeds.iter().enumerate() {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let properties = if properties.is_null() { json!({}) } else { properties.clone() };
        let inserted = engine.insert(operation, &path, properties);
        inserted.map_err(|error| format!("resource {index} of the seed: {error}"))?;
    }
    Ok(seeds.len())
}
