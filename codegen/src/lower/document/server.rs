//! The server of a document: where its requests go.

use openapiv3::{OpenAPI, Server};

use crate::diagnostic::Code;
use crate::document::place::{At, Collector};

/// An address, cut in two.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Address {
    /// Scheme and authority.
    pub(crate) host: String,
    /// What every path begins with; empty, or with a slash at the beginning and none at the end.
    pub(crate) path: String,
}

/// The first server of the document, with the default values of its variables. Others are mirrors
/// and sandboxes: a client's base URL leads there.
pub(crate) fn lower(openapi: &OpenAPI, module: &str, diagnostics: &Collector<'_>) -> Address {
    let at = At::root().key("servers");
    let setting = format!("or set `server` in `[documents.{module}]` of `codegen.toml`");
    let Some(server) = openapi.servers.first() else {
        let help = format!("give one, as in `servers: [{{url: https://chat.twilio.com}}]`, {setting}");
        diagnostics.add(Code::NoServer, &at, "the document needs a server", help);
        return Address::default();
    };
    let at = at.index(0).key("url");
    address(&filled(server), &server.url).unwrap_or_else(|(message, help)| {
        diagnostics.add(Code::ServerUnusable, &at, message, format!("{help}, {setting}"));
        Address::default()
    })
}

/// An address of which both parts can be used, or what is wrong with it and what to do; `shown` is
/// how it is written.
pub(crate) fn address(url: &str, shown: &str) -> Result<Address, (String, &'static str)> {
    cut(url).ok_or_else(|| {
        let shown = shown.escape_debug();
        if url.starts_with("http://") {
            let message = format!("`{shown}` would have credentials sent in the open");
            (message, "give it with `https://` (a client's base URL may lead elsewhere, for tests)")
        } else {
            let message = format!("`{shown}` is not a server that can be used");
            (message, "give scheme and host, as in `https://chat.twilio.com`")
        }
    })
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

fn cut(url: &str) -> Option<Address> {
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
    Some(Address { host: format!("https://{host}"), path })
}

#[cfg(test)]
mod tests {
    #[test]
    fn addresses() {
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
            let found = super::cut(url).map(|address| (address.host, address.path));
            assert_eq!(found, expected.map(|(host, path)| (host.to_owned(), path.to_owned())), "{url}");
        }
    }
}
