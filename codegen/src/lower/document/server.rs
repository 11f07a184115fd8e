//! The server of an OpenAPI document.

use openapiv3::{OpenAPI, Server};

use crate::diagnostic::Code;
use crate::document::place::{At, Collector};

/// The URL of a server, in two parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ServerUrl {
    /// The scheme, the host and the port.
    pub(crate) host: String,
    /// The prefix of every path: empty, or with a slash at the beginning and none at the end.
    pub(crate) path: String,
}

/// A document without a usable server.
#[derive(Debug)]
pub(crate) struct ServerError {
    code: Code,
    at: At,
    message: String,
    help: String,
}

impl ServerError {
    pub(crate) fn report(self, module: &str, diagnostics: &Collector<'_>) {
        let Self { code, at, message, help } = self;
        let help = format!("{help}, or set `server` in `[documents.{module}]` of `codegen.toml`");
        diagnostics.add(code, &at, message, help);
    }
}

/// The first server of the document, with the default values of its variables. Further servers are mirrors
/// and sandboxes; callers select one with the base URL of a client.
pub(crate) fn from_document(openapi: &OpenAPI) -> Result<ServerUrl, ServerError> {
    let at = At::root().key("servers");
    let Some(server) = openapi.servers.first() else {
        let message = "the document needs a server".to_owned();
        let help = "add one, for example `servers: [{url: https://chat.twilio.com}]`".to_owned();
        return Err(ServerError { code: Code::NoServer, at, message, help });
    };
    ServerUrl::parse(&filled(server), &server.url).map_err(|(message, help)| {
        let at = at.index(0).key("url");
        ServerError { code: Code::UnusableServer, at, message, help: help.to_owned() }
    })
}

impl ServerUrl {
    /// Parses a URL. If it cannot be used, returns a message that quotes `shown`, and a next step.
    pub(crate) fn parse(url: &str, shown: &str) -> Result<Self, (String, &'static str)> {
        cut(url).ok_or_else(|| {
            let shown = shown.escape_debug();
            if url.starts_with("http://") {
                let message = format!("`{shown}` would send credentials without encryption");
                (message, "use `https://` (tests can set another base URL in the client)")
            } else {
                let message = format!("`{shown}` is not a usable server URL");
                (message, "use a scheme and a host, for example `https://chat.twilio.com`")
            }
        })
    }
}

fn filled(server: &Server) -> String {
    let Server { url, description: _, variables, extensions: _ } = server;
    let mut filled = String::with_capacity(url.len());
    let mut rest = url.as_str();
    // The default of a variable is not a template: variables in it remain.
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let variable = after
            .split_once('}')
            .and_then(|(name, after)| Some((&variables.as_ref()?.get(name)?.default, after)));
        let (text, after) = variable.map_or(("{", after), |(default, after)| (default.as_str(), after));
        filled.push_str(text);
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn cut(url: &str) -> Option<ServerUrl> {
    let rest = url.strip_prefix("https://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
    let is_path = |c: char| c.is_ascii_alphanumeric() || "/-._~".contains(c);
    let good_name = name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(is_name);
    let good_port = port.is_none_or(|port| port.parse::<u16>().is_ok());
    let segments = path.split('/').any(|segment| matches!(segment, "." | ".."));
    if !good_name || !good_port || segments || !path.chars().all(is_path) {
        return None;
    }
    let path = path.trim_end_matches('/');
    let path = if path.is_empty() { String::new() } else { format!("/{path}") };
    Some(ServerUrl { host: format!("https://{host}"), path })
}

#[cfg(test)]
mod tests {
    #[test]
    fn urls() {
        let table = [
            ("https://chat.twilio.com", Some(("https://chat.twilio.com", ""))),
            ("https://chat.twilio.com/", Some(("https://chat.twilio.com", ""))),
            ("https://api.example:8443/v2/pets/", Some(("https://api.example:8443", "/v2/pets"))),
            ("http://chat.twilio.com", None),
            ("/v2", None),
            ("https://", None),
            ("https://user@chat.twilio.com", None),
            ("https://chat.twilio.com/../x", None),
            ("https://chat.twilio.com/{region}", None),
            ("https://chat.twilio.com?a=b", None),
            ("https://chat.twilio.com\r\nX: y", None),
        ];
        for (url, expected) in table {
            let found = super::cut(url).map(|server| (server.host, server.path));
            assert_eq!(found, expected.map(|(host, path)| (host.to_owned(), path.to_owned())), "{url}");
        }
    }
}
