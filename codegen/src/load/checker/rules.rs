//! Rules for single objects and for the values of single keywords.

use serde_json::{Map, Value, json};

use super::{Checker, UNKNOWN_EXTENSION};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::contradictions;
use crate::load::cursor::Cursor;
use crate::load::keywords::{Effect, Kind, STYLES, TWILIO, ValueType};
use crate::load::reference::BrokenReference;
use crate::load::spelling::{self, is_token};
use crate::load::type_mismatch;

impl Checker<'_> {
    /// Checks the value of one keyword.
    pub(super) fn value(&mut self, kind: Kind, key: &str, value: &Value) {
        match (kind, key, value) {
            (Kind::OpenApi | Kind::PathItem | Kind::Operation, "servers", Value::Array(servers))
                if servers.len() > 1 =>
            {
                self.ignore(
                    kind,
                    "servers[1..]",
                    "the client uses the first server; set a base URL for the others",
                );
            }
            (Kind::Response | Kind::Encoding, "headers", Value::Object(entries)) => {
                // A response header is only read.
                let code = if kind == Kind::Response { Code::UnneededValue } else { Code::InvalidHeaderName };
                for name in entries.keys().filter(|name| !is_token(name)) {
                    let message = format!("`{}` is not a valid header name", name.escape_debug());
                    let help = "use letters, digits and `-`".to_owned();
                    self.below(name, |checker| checker.report(code, message, help));
                }
            }
            (Kind::RequestBody | Kind::Response, "content", Value::Object(entries)) => {
                for name in entries.keys().filter(|name| !is_media_type(name)) {
                    let message = format!("`{}` is not a valid media type", name.escape_debug());
                    let help = "use a media type such as `application/json`".to_owned();
                    self.below(name, |checker| checker.report(Code::InvalidMediaType, message, help));
                }
            }
            (Kind::OAuthFlow, "tokenUrl", Value::String(url))
                if is_plain_http(url) && self.pointer.ends_with("/clientCredentials/tokenUrl") =>
            {
                let message = format!(
                    "`{}` has no encryption, so a client does not request tokens from it",
                    url.escape_debug()
                );
                let help = "use `https://`, or set `oauth_token_url` of the client".to_owned();
                self.report(Code::UnencryptedServer, message, help);
            }
            (Kind::Discriminator, "mapping", Value::Object(entries)) => {
                for (name, target) in entries {
                    let checked = target.as_str().map_or(Ok(()), |target| self.targets.check_mapping(target));
                    let checked =
                        checked.map_err(|broken| BrokenReference { code: Code::UnknownMapping, ..broken });
                    self.below(name, |checker| checker.target(checked));
                }
            }
            (Kind::Link, "operationId", Value::String(id)) => {
                let checked = self.targets.check_operation(id);
                self.target(checked);
            }
            (Kind::Schema, "not", _) => {
                let message = "`not` has no effect on the client".to_owned();
                let help = "describe the allowed values instead; the server checks `not`";
                self.report(Code::IgnoredNot, message, help.to_owned());
            }
            (Kind::Schema, "format", Value::String(format)) => {
                if let Some(near) = self.near_format(format) {
                    let message = format!("unknown format `{}`", format.escape_debug());
                    self.report(Code::UnknownFormat, message, format!("did you mean `{near}`?"));
                }
            }
            _ => {}
        }
    }

    fn near_format(&mut self, format: &str) -> Option<&'static str> {
        if let Some(known) = self.formats.get(format) {
            return *known;
        }
        let near = spelling::near_format(format);
        self.formats.insert(format.to_owned(), near);
        near
    }

    pub(super) fn target(&mut self, checked: Result<(), BrokenReference>) {
        if let Err(BrokenReference { code, message, help }) = checked {
            self.report(code, message, help);
        }
    }

    /// Reports required keywords that are missing, and adds those that the generator can assume. A misspelled keyword
    /// is reported as unknown instead.
    pub(super) fn missing(&mut self, kind: Kind, entries: &mut Map<String, Value>) {
        let also = self.also_required(kind, entries);
        for needed in kind.required().iter().chain(also) {
            if entries.get(*needed).is_none_or(Value::is_null) {
                self.missing_keyword(kind, needed, entries);
            }
        }
    }

    fn missing_keyword(&mut self, kind: Kind, needed: &str, entries: &mut Map<String, Value>) {
        let is_misspelled = entries.keys().any(|key| spelling::meant(kind, key) == Some(needed));
        let assumed = kind.assumed(needed, entries, self.stem);
        if !is_misspelled {
            let code = if assumed.is_some() { Code::AssumedKeyword } else { Code::MissingKeyword };
            let message = format!("{} must have `{needed}`", spelling::article(kind.noun()));
            self.report(code, message, format!("add `{needed}`"));
        }
        match assumed {
            // The error for a misspelled keyword is enough.
            Some(value) if !(is_misspelled && kind.needs(needed)) => {
                entries.insert(needed.to_owned(), value);
            }
            _ => self.found.is_broken = true,
        }
    }

    /// The keywords that a security scheme of this type or an OAuth flow of this name requires.
    fn also_required(&self, kind: Kind, entries: &Map<String, Value>) -> &'static [&'static str] {
        match (kind, entries.get("type").and_then(Value::as_str), self.pointer.rsplit('/').next()) {
            (Kind::SecurityScheme, Some("http"), _) => &["scheme"],
            (Kind::SecurityScheme, Some("apiKey"), _) => &["name", "in"],
            (Kind::SecurityScheme, Some("oauth2"), _) => &["flows"],
            (Kind::SecurityScheme, Some("openIdConnect"), _) => &["openIdConnectUrl"],
            (Kind::OAuthFlow, _, Some("implicit")) => &["authorizationUrl", "scopes"],
            (Kind::OAuthFlow, _, Some("authorizationCode")) => &["authorizationUrl", "tokenUrl", "scopes"],
            (Kind::OAuthFlow, ..) => &["tokenUrl", "scopes"],
            _ => &[],
        }
    }

    /// Checks that a parameter has a schema, and removes a style that its location does not allow.
    pub(super) fn parameter(&mut self, entries: &mut Map<String, Value>) {
        let is_content =
            |key: &String| key == "content" || spelling::meant(Kind::Parameter, key) == Some("content");
        if entries.get("schema").is_none_or(Value::is_null) && !entries.keys().any(is_content) {
            self.missing_keyword(Kind::Parameter, "schema", entries);
        }
        let text = |key: &str| entries.get(key).and_then(Value::as_str);
        let (Some(location), Some(style)) = (text("in"), text("style")) else { return };
        let fits = match location {
            "query" => matches!(style, "form" | "spaceDelimited" | "pipeDelimited" | "deepObject"),
            "path" => matches!(style, "simple" | "label" | "matrix"),
            "header" => style == "simple",
            "cookie" => style == "form",
            _ => true,
        };
        if !fits && type_mismatch::check(ValueType::OneOf(STYLES), "style", &Value::from(style)).is_none() {
            let message = format!("a {location} parameter cannot have `style: {style}`");
            self.below("style", |checker| {
                checker.report(Code::ParameterStyle, message, "remove `style`: it has no effect".to_owned());
            });
            entries.remove("style");
        }
    }

    /// Checks a schema, and corrects the values of its `enum`.
    pub(super) fn schema(&mut self, entries: &mut Map<String, Value>) {
        let contradictions::SchemaFindings { contradictions, ignored } = contradictions::check(entries);
        for (keyword, reason) in ignored {
            self.ignore(Kind::Schema, keyword, reason);
        }
        for contradictions::Contradiction { code, steps, message, help, related } in contradictions {
            let mut diagnostic = Diagnostic::new(code, self.place_below(&steps), message).with_help(help);
            if let Some((steps, label)) = related {
                diagnostic = diagnostic.with_related(self.place_below(&steps), label);
            }
            self.found.diagnostics.push(diagnostic);
        }
        contradictions::correct_values(entries);
        self.discriminator(entries);
    }

    /// Corrects the name of a property in place of a discriminator object, as in Swagger 2. Removes a discriminator
    /// without a property: the client then selects a variant by its content.
    fn discriminator(&mut self, entries: &mut Map<String, Value>) {
        let Some(value) = entries.get_mut("discriminator") else { return };
        let (message, help) = match value {
            Value::String(name) => {
                let message = "`discriminator` must be an object, not a string".to_owned();
                let help = format!("write `discriminator: {{propertyName: {}}}`", name.escape_debug());
                *value = json!({ "propertyName": name });
                (message, help)
            }
            Value::Object(keys) if keys.get("propertyName").is_none_or(Value::is_null) => {
                entries.remove("discriminator");
                let message = "a discriminator object must have `propertyName`".to_owned();
                (message, "add `propertyName`".to_owned())
            }
            _ => return,
        };
        self.below("discriminator", |checker| checker.report(Code::AssumedKeyword, message, help));
    }

    pub(super) fn twilio(&mut self, kind: Kind, value: &Value) {
        let Value::Object(entries) = value else {
            self.mismatch(type_mismatch::not_an_object("x-twilio", value));
            return;
        };
        for key in entries.keys() {
            let known = TWILIO.iter().find(|(known, _)| known == key);
            let reason = match known {
                Some((_, Effect::Used)) => continue,
                Some((_, Effect::Ignored(reason))) => reason,
                None => UNKNOWN_EXTENSION,
            };
            self.ignore(kind, &format!("x-twilio.{key}"), reason);
        }
    }
}

fn is_plain_http(url: &str) -> bool {
    url.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http:"))
}

/// Removes the invalid media types of a body that has a valid one. A request body without a valid media type is an
/// error of its operation, and a response without one can be read as bytes.
pub(super) fn remove_invalid_media_types(kind: Kind, entries: &mut Map<String, Value>) {
    if !matches!(kind, Kind::RequestBody | Kind::Response) {
        return;
    }
    let Some(Value::Object(content)) = entries.get_mut("content") else { return };
    if content.keys().any(|name| is_media_type(name)) {
        content.retain(|name, _| is_media_type(name));
    }
}

/// Sets the default of `explode`, which depends on the style. `openapiv3` has another default.
pub(super) fn set_explode(kind: Kind, entries: &mut Map<String, Value>) {
    if kind == Kind::Encoding && !entries.contains_key("explode") {
        let is_form = entries.get("style").is_none_or(|style| style == "form");
        entries.insert("explode".to_owned(), Value::Bool(is_form));
    }
}

/// A media type consists of a type, a subtype and optional parameters. Headers contain it unchanged.
pub(crate) fn is_media_type(name: &str) -> bool {
    let (essence, parameters) = name.split_once(';').unwrap_or((name, ""));
    let is_printable = parameters.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    is_printable
        && essence.trim_end().split_once('/').is_some_and(|(kind, sub)| is_token(kind) && is_token(sub))
}
