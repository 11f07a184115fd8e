//! Text to OpenAPI: reads a document and says what it is called. Knows no Rust.
//!
//! This is the only module that knows `serde_yaml`, which is no longer maintained upstream:
//! replacing it is a change of this one file.

use openapiv3::OpenAPI;

use crate::diagnostic::{Diagnostic, Place, Position};
use crate::output::Source;

/// A document that was read.
#[derive(Debug)]
pub(crate) struct Document {
    /// As named in [`Source::name`].
    pub(crate) source: String,
    /// The file name alone: `twilio_chat_v2.yaml`.
    pub(crate) file: String,
    /// The file name without `twilio_` and extension: `chat_v2`.
    pub(crate) stem: String,
    pub(crate) openapi: OpenAPI,
}

/// Reads one document. JSON is read too, since YAML contains it.
pub(crate) fn load(source: &Source) -> Result<Document, Diagnostic> {
    let version = version(source)?;
    if !version.starts_with("3.0.") {
        return Err(fault(source, "/openapi", format!("`openapi` is `{version}`, which is not supported"))
            .with_help("give a document in OpenAPI 3.0 (3.0.0 to 3.0.4); a newer or older one must be converted first"));
    }
    let file = source.name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    // The name goes into comments and becomes a module.
    if !file.chars().all(|c| c.is_ascii_alphanumeric() || "._- ".contains(c)) {
        return Err(fault(source, "", "the file's name cannot become a module".to_owned())
            .with_help("use letters, digits, `_`, `-` and `.`"));
    }
    let openapi = serde_yaml::from_str(&source.text).map_err(|error| unreadable(source, &error))?;
    let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
    let stem = stem.strip_prefix("twilio_").unwrap_or(stem).to_owned();
    Ok(Document { source: source.name.clone(), file, stem, openapi })
}

/// Reads the version first, alone: a document of another one would fail with a fault that
/// misleads.
fn version(source: &Source) -> Result<String, Diagnostic> {
    #[derive(serde::Deserialize)]
    struct Version {
        openapi: Option<String>,
        swagger: Option<serde::de::IgnoredAny>,
    }
    let Version { openapi, swagger } =
        serde_yaml::from_str(&source.text).map_err(|error| unreadable(source, &error))?;
    match (openapi, swagger) {
        (Some(version), _) => Ok(version),
        (None, Some(_)) => Err(fault(source, "/swagger", "this is a Swagger 2 document".to_owned())
            .with_help("convert it to OpenAPI 3.0")),
        (None, None) => {
            Err(fault(source, "", "this is not an OpenAPI document: `openapi` is missing".to_owned())
                .with_help("the spec folder holds OpenAPI 3.0 documents only; move other files away"))
        }
    }
}

fn unreadable(source: &Source, error: &serde_yaml::Error) -> Diagnostic {
    let mut diagnostic = fault(source, "", format!("cannot read the document: {error}"))
        .with_help("the document must be YAML or JSON in the form of OpenAPI 3.0");
    diagnostic.place.position =
        error.location().map(|location| Position { line: location.line(), column: location.column() });
    diagnostic
}

fn fault(source: &Source, pointer: &str, message: String) -> Diagnostic {
    let place = Place { source: source.name.clone(), pointer: pointer.to_owned(), position: None };
    Diagnostic { place, message, help: None }
}
