//! Explains the features of a client.

use super::explanation::Explanation;
use crate::diagnostic::Place;
use crate::ir::Feature;

/// The features of every client. The feature of a document is part of the explanation of the document.
pub(crate) fn features(features: &[Feature]) -> Vec<Explanation> {
    let feature = |Feature { name, line, purpose }: &Feature| {
        let purpose = match *name {
            "default" => "the features without `default-features = false`",
            "all" => "the features of all OpenAPI documents",
            _ => purpose.as_str(),
        };
        Explanation {
            kind: "feature",
            wire: format!("{name} feature"),
            rust: Some(format!("Cargo.toml: {name}")),
            signature: (!line.contains('{')).then(|| (*line).to_owned()),
            place: Place::new("Cargo.toml of the client", ""),
            facts: vec![("enables", purpose.to_owned())],
            aliases: vec![(*name).to_owned()],
        }
    };
    features.iter().map(feature).collect()
}
