//! Text to OpenAPI: reads a document and says what it is called. Knows no Rust.
//!
//! The text is read once, into plain data; keywords are looked at there, since `openapiv3` drops
//! those that it does not know. This is the only module that knows `serde_yaml`, which is no longer
//! maintained upstream: replacing it is a change of this one file.

mod checker;
mod contradictions;
mod duplicate_keys;
mod keywords;
pub(crate) mod position;
mod reference;
mod spelling;
mod syntax_hint;
mod tree;
mod type_mismatch;

use std::collections::BTreeMap;

use openapiv3::OpenAPI;
use serde::de::DeserializeSeed as _;
use serde_json::{Map, Value};

use self::keywords::Kind;
use crate::diagnostic::{Code, Diagnostic, Place, Position};
use crate::ignored::Ignored;
use crate::output::Source;

pub(crate) use checker::{Examples, is_token};

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
    /// Keywords that are not known, in the order of the document.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Keywords that have no effect on the client, and how often each one stands there.
    pub(crate) ignored: BTreeMap<Ignored, usize>,
}

/// The largest document that is read, in bytes; the largest published one has 1.9 million.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Reads one document. JSON is read too, since YAML contains it.
///
/// # Errors
///
/// Every diagnostic that keeps the document from being read.
pub(crate) fn load(source: &Source, examples: Examples) -> Result<Document, Vec<Diagnostic>> {
    if source.text.len() > MAX_BYTES {
        let message = format!("the document is larger than {MAX_BYTES} bytes");
        return Err(vec![
            diagnostic(Code::DocumentTooLarge, source, "", message)
                .with_help("split it, or leave out the examples"),
        ]);
    }
    if nests_too_deep(&source.text) {
        let message = format!("the document opens more than {MAX_DEPTH} brackets inside one another");
        return Err(vec![
            diagnostic(Code::NestedTooDeep, source, "", message).with_help("close them, or nest less"),
        ]);
    }
    let mut value = plain(source).map_err(|error| unreadable(source, &error))?;
    check_version(source, &value)?;
    let file = source.name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    // The name goes into comments and becomes a module.
    if !file.chars().all(|c| c.is_ascii_alphanumeric() || "._- ".contains(c)) {
        return Err(vec![
            diagnostic(Code::FileName, source, "", "the file's name cannot become a module".to_owned())
                .with_help("use letters, digits, `_`, `-` and `.`"),
        ]);
    }
    let checker::Findings { diagnostics, ignored, is_broken } =
        checker::check(&source.name, &mut value, examples);
    let mut diagnostics = diagnostics.into_vec();
    if is_broken {
        return Err(diagnostics);
    }
    let openapi = match serde_json::from_value(value) {
        Ok(openapi) => openapi,
        Err(error) => {
            // What was taken out, because it is of the wrong type, may be missed here.
            let is_told = |diagnostic: &Diagnostic| diagnostic.code == Code::WrongForm;
            if !diagnostics.iter().any(is_told) {
                diagnostics.push(malformed(source, &error));
            }
            return Err(diagnostics);
        }
    };
    let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
    let stem = stem.strip_prefix("twilio_").unwrap_or(stem).to_owned();
    Ok(Document { source: source.name.clone(), file, stem, openapi, diagnostics, ignored })
}

/// Reads the text as plain data.
fn plain(source: &Source) -> Result<Value, serde_yaml::Error> {
    let budget = tree::Budget::of(source.text.len());
    tree::Tree::new(&budget).deserialize(serde_yaml::Deserializer::from_str(&source.text))
}

/// How many brackets may stand open at once. No published document opens more than thirty; reading
/// a hundred thousand of them would take minutes.
const MAX_DEPTH: usize = 1000;

/// Counts brackets in texts as well: only a document that is made to be deep comes near the bound.
fn nests_too_deep(text: &str) -> bool {
    let mut open = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MAX_DEPTH
    })
}

/// A document of another version would fail with a diagnostic that misleads.
fn check_version(source: &Source, document: &Value) -> Result<(), Vec<Diagnostic>> {
    let refuse = |code, pointer: &str, message: String, help: &str| {
        Err(vec![diagnostic(code, source, pointer, message).with_help(help)])
    };
    if let Some(version) = document.get("openapi") {
        let version = version.as_str();
        if version.is_some_and(|version| version.starts_with("3.0.")) {
            return Ok(());
        }
        let Some(version) = version else {
            let message = "`openapi` is no text".to_owned();
            return refuse(Code::OtherVersion, "/openapi", message, "write the version in quotes: `'3.0.1'`");
        };
        let help = "give a document in OpenAPI 3.0 (3.0.0 to 3.0.4); convert a newer or older one first";
        let message = format!("`openapi` is `{}`, which is not supported", version.escape_debug());
        return refuse(Code::OtherVersion, "/openapi", message, help);
    }
    if document.get("swagger").is_some() {
        let message = "this is a Swagger 2 document".to_owned();
        return refuse(Code::Swagger2, "/swagger", message, "convert it to OpenAPI 3.0");
    }
    let mut keys = document.as_object().into_iter().flat_map(Map::keys);
    if let Some(key) = keys.find(|key| spelling::meant(Kind::OpenApi, key) == Some("openapi")) {
        let message = format!("unknown keyword `{}` in a document object", key.escape_debug());
        let pointer = format!("/{}", key.replace('~', "~0").replace('/', "~1"));
        return refuse(Code::UnknownKeyword, &pointer, message, "did you mean `openapi`?");
    }
    let message = "this is not an OpenAPI document: `openapi` is missing".to_owned();
    let help = "the spec folder holds OpenAPI 3.0 documents only; move other files away";
    refuse(Code::NotOpenApi, "", message, help)
}

/// The document is YAML, but not of the form of OpenAPI. Reading the text once more tells where.
fn malformed(source: &Source, error: &serde_json::Error) -> Diagnostic {
    match serde_yaml::from_str::<OpenAPI>(&source.text) {
        Err(error) => located(Code::WrongForm, source, &error),
        Ok(_) => diagnostic(Code::WrongForm, source, "", format!("cannot read the document: {error}")),
    }
    .with_help("give the value the type that OpenAPI 3.0 wants there")
}

/// The text is no YAML, or more of it than is read.
fn unreadable(source: &Source, error: &serde_yaml::Error) -> Vec<Diagnostic> {
    const ALIASES: &str = "write out what the aliases stand for, or use `$ref`";
    let text = error.to_string();
    if text.contains(tree::TWICE) {
        let found: Vec<Diagnostic> =
            duplicate_keys::find(&source.text).into_iter().map(|twice| key_twice(source, twice)).collect();
        if !found.is_empty() {
            return found;
        }
    }
    let causes = [
        (tree::TWICE, Code::KeyTwice, TWICE_HELP),
        ("recursion limit", Code::NestedTooDeep, DEEP),
        (tree::TOO_DEEP, Code::NestedTooDeep, DEEP),
        (tree::TOO_LONG, Code::KeyTooLong, "give it a shorter name"),
        (tree::TOO_MUCH, Code::TooManyAliases, ALIASES),
        ("repetition limit", Code::TooManyAliases, ALIASES),
    ];
    let cause = causes.into_iter().find(|(phrase, ..)| text.contains(phrase));
    let Some((_, code, help)) = cause else {
        if let Some(syntax_hint::SyntaxHint { position, message, help }) =
            syntax_hint::find(&source.text, &text)
        {
            let mut diagnostic = diagnostic(Code::Unreadable, source, "", message.to_owned()).with_help(help);
            diagnostic.place.position = Some(position);
            return vec![diagnostic];
        }
        let help = "the document must be YAML or JSON in the form of OpenAPI 3.0";
        let mut diagnostic = located(Code::Unreadable, source, error).with_help(help);
        if text.contains("simple key") || diagnostic.place.position.is_none() {
            diagnostic.place.position = syntax_hint::told_place(&text).or(diagnostic.place.position);
        }
        return vec![diagnostic];
    };
    let mut diagnostic = located(code, source, error).with_help(help);
    if code == Code::NestedTooDeep {
        "the document nests deeper than is read".clone_into(&mut diagnostic.message);
    }
    if code == Code::TooManyAliases {
        "the aliases of this document repeat too much".clone_into(&mut diagnostic.message);
        diagnostic.place.position = diagnostic.place.position.or_else(|| position::first_alias(&source.text));
    }
    vec![diagnostic]
}

const DEEP: &str = "give inner schemas a name and refer to them";
const TWICE_HELP: &str = "remove one of the two, or put what they hold under one key";

fn key_twice(source: &Source, twice: duplicate_keys::DuplicateKey) -> Diagnostic {
    let duplicate_keys::DuplicateKey { key, pointer, first, second } = twice;
    let place = |span| {
        let mut place = Place::new(&source.name, &pointer);
        (place.position, place.end) = position::range(span);
        place
    };
    let message = format!("the key `{}` stands twice in one object", key.escape_debug());
    let diagnostic = Diagnostic::new(Code::KeyTwice, place(second), message).with_help(TWICE_HELP);
    diagnostic.with_related(place(first), "first given here")
}

fn located(code: Code, source: &Source, error: &serde_yaml::Error) -> Diagnostic {
    let text = error.to_string();
    let Some(location) = error.location() else {
        return diagnostic(code, source, "", format!("cannot read the document: {text}"));
    };
    // The place is shown beside the message.
    let told = format!(" at line {} column {}", location.line(), location.column());
    let mut diagnostic =
        diagnostic(code, source, "", format!("cannot read the document: {}", text.replacen(&told, "", 1)));
    diagnostic.place.position = Some(Position { line: location.line(), column: location.column() });
    diagnostic
}

fn diagnostic(code: Code, source: &Source, pointer: &str, message: String) -> Diagnostic {
    Diagnostic::new(code, Place::new(&source.name, pointer), message)
}
