//! The servers of an OpenAPI document and of its operations.

use openapiv3::{OpenAPI, Operation, PathItem, Server};

use crate::diagnostic::Code;
use crate::document::place::{At, Collector};

/// The URL of a server, in two parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ServerUrl {
    /// The scheme, the host and the port. Empty if the document names no host: callers then set a base URL.
    pub(crate) host: String,
    /// The prefix of every path: empty, or with a slash at the beginning and none at the end.
    pub(crate) path: String,
}

/// The server of a document or an operation, and the defect that a caller has to work around.
pub(crate) struct SelectedServer {
    pub(crate) url: ServerUrl,
    defect: Option<Defect>,
}

struct Defect {
    code: Code,
    at: At,
    message: String,
}

impl SelectedServer {
    /// Reports the defect, if the server has one.
    pub(crate) fn report(&self, help: String, diagnostics: &Collector<'_>) {
        let Some(Defect { code, at, message }) = &self.defect else { return };
        diagnostics.add(*code, at, message.clone(), help);
    }
}

/// The server of the document. If the document names none, but each operation has its own servers, it is that of
/// the first operation.
pub(crate) fn from_document(openapi: &OpenAPI) -> SelectedServer {
    let at = At::root().key("servers");
    if openapi.servers.is_empty() {
        let operations = openapi.paths.paths.iter().filter_map(|(path, item)| Some((path, item.as_item()?)));
        let own = operations.flat_map(|(path, item)| {
            let item_at = At::root().key("paths").key(path);
            item.iter()
                .map(move |(method, operation)| own_servers(item, &item_at, operation, &item_at.key(method)))
        });
        let own: Option<Vec<_>> = own.collect();
        if let Some((servers, at)) = own.unwrap_or_default().first() {
            return select(servers, at);
        }
    }
    select(&openapi.servers, &at)
}

/// The server of an operation, if the operation or its path names other servers than the document. A relative URL
/// has the host of the document's server.
pub(crate) fn of_operation(
    (item, item_at): (&PathItem, &At),
    (operation, at): (&Operation, &At),
    (from_document, url): (&SelectedServer, &ServerUrl),
) -> Option<SelectedServer> {
    let (servers, at) = own_servers(item, item_at, operation, at)?;
    let mut own = select(servers, &at);
    if own.url == from_document.url {
        return None;
    }
    if own.url.host.is_empty() {
        own.url.host.clone_from(&url.host);
        if let Some(defect) = own.defect.as_mut().filter(|_| !url.host.is_empty()) {
            let (first, host) = (servers.first().map_or("", |server| &server.url), &url.host);
            defect.message =
                format!("`{}` has no host, so the client sends requests to `{host}`", first.escape_debug());
        }
    }
    Some(own)
}

/// The servers that replace those of the document.
fn own_servers<'s>(
    item: &'s PathItem,
    item_at: &At,
    operation: &'s Operation,
    at: &At,
) -> Option<(&'s [Server], At)> {
    let candidates = [(operation.servers.as_slice(), at), (item.servers.as_slice(), item_at)];
    let found = candidates.into_iter().find(|(servers, _)| !servers.is_empty());
    found.map(|(servers, at)| (servers, at.key("servers")))
}

/// Selects a server, with the default values of its variables: the first one with `https`, or else the first one
/// with `http`, or else the path of the first relative URL. Other servers are mirrors and sandboxes; callers
/// select one with the base URL of a client.
fn select(servers: &[Server], at: &At) -> SelectedServer {
    let filled: Vec<Option<String>> = servers.iter().map(filled).collect();
    let is_too_long = filled.first().is_some_and(Option::is_none);
    let servers: Vec<(usize, String)> =
        filled.into_iter().enumerate().filter_map(|(index, url)| Some((index, url?))).collect();
    let with = |scheme: Scheme| {
        servers
            .iter()
            .find_map(|(index, url)| cut(url).filter(|(found, _)| *found == scheme).zip(Some(*index)))
    };
    let at = |index: Option<usize>| index.map_or_else(|| at.clone(), |index| at.index(index).key("url"));
    if let Some(((_, url), _)) = with(Scheme::Https) {
        return SelectedServer { url, defect: None };
    }
    if let Some(((_, url), index)) = with(Scheme::Http) {
        let defect = (!is_this_machine(&url.host)).then(|| Defect {
            code: Code::UnencryptedServer,
            at: at(Some(index)),
            message: format!(
                "`{}` has no encryption, so a client sends requests only if the caller allows that",
                url.host
            ),
        });
        return SelectedServer { url, defect };
    }
    let relative = servers.iter().find_map(|(_, url)| prefix(url.trim()));
    let (index, message) = match servers.first() {
        _ if is_too_long => {
            let message = format!("the URL has more than {MAX_URL} bytes, so callers must set a base URL");
            (Some(0), message)
        }
        None => (None, "the document has no server, so callers must set a base URL".to_owned()),
        Some((index, url)) => {
            let message = format!(
                "`{}` is not the URL of a server, so callers must set a base URL",
                url.escape_debug()
            );
            (Some(*index), message)
        }
    };
    SelectedServer {
        url: ServerUrl { host: String::new(), path: relative.unwrap_or_default() },
        defect: Some(Defect { code: Code::NoServer, at: at(index), message }),
    }
}

impl ServerUrl {
    /// Whether the host is `twilio.com` or below it.
    pub(crate) fn is_twilio(&self) -> bool {
        let host = host_name(&self.host).to_ascii_lowercase();
        host == "twilio.com" || host.ends_with(".twilio.com")
    }

    /// Parses the URL of a setting. If it cannot be used, returns a message and a next step.
    pub(crate) fn parse(url: &str) -> Result<Self, (String, &'static str)> {
        cut(url).map(|(_, url)| url).ok_or_else(|| {
            let message = format!("`{}` is not a usable server URL", url.escape_debug());
            (message, "use a scheme and a host, for example `https://api.example.com`")
        })
    }
}

/// The maximum length of the URL of a server in bytes.
const MAX_URL: usize = 8 * 1024;

/// The URL of a server with the default values of its variables, if it is not too long. A short URL may contain a
/// variable with a long default many times.
fn filled(server: &Server) -> Option<String> {
    let Server { url, description: _, variables, extensions: _ } = server;
    let mut filled = String::new();
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
        if filled.len() > MAX_URL {
            return None;
        }
    }
    filled.push_str(rest);
    (filled.len() <= MAX_URL).then_some(filled)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Https,
    Http,
}

/// The parts of an absolute URL.
fn cut(url: &str) -> Option<(Scheme, ServerUrl)> {
    let (name, rest) = url.trim().split_once("://")?;
    let scheme = match name.to_ascii_lowercase().as_str() {
        "https" => Scheme::Https,
        "http" => Scheme::Http,
        _ => return None,
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
    let good_name = name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(is_name);
    let good_port = port.is_none_or(|port| port.parse::<u16>().is_ok());
    if !good_name || !good_port {
        return None;
    }
    let path = if path.is_empty() { String::new() } else { prefix(&format!("/{path}"))? };
    let scheme_name = if scheme == Scheme::Https { "https" } else { "http" };
    Some((scheme, ServerUrl { host: format!("{scheme_name}://{host}"), path }))
}

/// The prefix of all paths from the path of a URL.
fn prefix(path: &str) -> Option<String> {
    let is_path = |c: char| c.is_ascii_alphanumeric() || "/-._~".contains(c);
    let has_dots = path.split('/').any(|segment| matches!(segment, "." | ".."));
    let is_usable =
        path.starts_with('/') && !path.starts_with("//") && !has_dots && path.chars().all(is_path);
    is_usable.then(|| path.trim_end_matches('/').to_owned())
}

/// The name of a host, without the scheme and the port.
fn host_name(host: &str) -> &str {
    host.split("://").nth(1).and_then(|rest| rest.split(':').next()).unwrap_or_default()
}

/// Whether requests to the host stay on this machine, so that they need no encryption.
fn is_this_machine(host: &str) -> bool {
    let name = host_name(host);
    let is_loopback = name.starts_with("127.") && name.chars().all(|c| c.is_ascii_digit() || c == '.');
    name == "localhost" || is_loopback
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use super::*;

    #[test]
    fn urls() {
        let table = [
            ("https://api.example.com", Some(("https://api.example.com", ""))),
            ("https://api.example.com/", Some(("https://api.example.com", ""))),
            ("https://api.example:8443/v2/pets/", Some(("https://api.example:8443", "/v2/pets"))),
            (" HTTPS://api.example.com ", Some(("https://api.example.com", ""))),
            ("http://api.example.com/v1", Some(("http://api.example.com", "/v1"))),
            ("ftp://api.example.com", None),
            ("/v2", None),
            ("https://", None),
            ("https://user@api.example.com", None),
            ("https://api.example.com/../x", None),
            ("https://api.example.com/{region}", None),
            ("https://api.example.com?a=b", None),
            ("https://api.example.com\r\nX: y", None),
        ];
        for (url, expected) in table {
            let found = super::cut(url).map(|(_, server)| (server.host, server.path));
            assert_eq!(found, expected.map(|(host, path)| (host.to_owned(), path.to_owned())), "{url}");
        }
    }

    #[test]
    fn hosts_of_twilio() {
        let table = [
            ("https://twilio.com", true),
            ("https://API.Twilio.com:8443", true),
            ("https://api.twilio.com.example", false),
            ("https://nottwilio.com", false),
            ("https://twilio.com.", false),
            ("", false),
        ];
        for (host, is_twilio) in table {
            let url = ServerUrl { host: host.to_owned(), path: String::new() };
            assert_eq!(url.is_twilio(), is_twilio, "{host}");
        }
    }

    #[test]
    fn the_length_of_a_url_is_limited() {
        let variable = |length: usize| openapiv3::ServerVariable {
            default: "x".repeat(length),
            enumeration: Vec::new(),
            description: None,
            extensions: IndexMap::default(),
        };
        let prefix = "https://a.example/";
        for (url, length, is_usable) in [
            (format!("{prefix}{{v}}"), MAX_URL - prefix.len(), true),
            (format!("{prefix}{{v}}"), MAX_URL - prefix.len() + 1, false),
            (format!("{prefix}{}", "{v}".repeat(100_000)), 1_000_000, false),
            (format!("{prefix}{}", "x".repeat(MAX_URL)), 0, false),
        ] {
            let variables = Some(IndexMap::from([("v".to_owned(), variable(length))]));
            let servers = vec![Server { url, variables, ..Server::default() }];
            let SelectedServer { url, defect } =
                super::from_document(&OpenAPI { servers, ..OpenAPI::default() });
            assert_eq!(url.host.is_empty(), !is_usable);
            let message = defect.map(|defect| defect.message).unwrap_or_default();
            assert_eq!(message.contains("more than 8192 bytes"), !is_usable, "{message}");
        }
    }

    /// The URLs of the servers, the host and the prefix of the client, and the code of the warning.
    #[test]
    fn servers_of_a_document() {
        let table: &[(&[&str], [&str; 2], Option<Code>)] = &[
            (&["https://a.example/v1", "https://b.example"], ["https://a.example", "/v1"], None),
            (&["/v1", "http://a.example", "https://b.example"], ["https://b.example", ""], None),
            (&["http://a.example:81/v1"], ["http://a.example:81", "/v1"], Some(Code::UnencryptedServer)),
            (&["http://localhost:81", "/v1"], ["http://localhost:81", ""], None),
            (&["http://127.0.0.1"], ["http://127.0.0.1", ""], None),
            (&["/api/v3/"], ["", "/api/v3"], Some(Code::NoServer)),
            (&["/"], ["", ""], Some(Code::NoServer)),
            (&["ftp://a.example", "a.example/v1", "//a.example/v1", "/{x}"], ["", ""], Some(Code::NoServer)),
            (&[], ["", ""], Some(Code::NoServer)),
        ];
        for (urls, expected, code) in table {
            let server = |url: &&str| Server { url: (*url).to_owned(), ..Server::default() };
            let openapi = OpenAPI { servers: urls.iter().map(server).collect(), ..OpenAPI::default() };
            let SelectedServer { url, defect } = super::from_document(&openapi);
            assert_eq!([url.host.as_str(), &url.path], *expected, "{urls:?}");
            assert_eq!(defect.map(|defect| defect.code), *code, "{urls:?}");
        }
    }

    /// The servers of the document, the path and the operation, and the server of the operation if it differs.
    #[test]
    fn servers_of_an_operation() {
        type Row = ([&'static [&'static str]; 3], Option<[&'static str; 2]>);
        let table: &[Row] = &[
            ([&["https://a.example/v1"], &[], &[]], None),
            ([&["https://a.example/v1"], &["https://a.example/v1/"], &[]], None),
            ([&["https://a.example"], &["https://b.example"], &[]], Some(["https://b.example", ""])),
            (
                [&["https://a.example"], &["https://b.example"], &["https://c.example/v2"]],
                Some(["https://c.example", "/v2"]),
            ),
            ([&["https://a.example"], &["https://b.example"], &["https://a.example"]], None),
            ([&["https://a.example/v1"], &["/v2"], &[]], Some(["https://a.example", "/v2"])),
            (
                [&["https://a.example", "https://b.example"], &["https://b.example"], &[]],
                Some(["https://b.example", ""]),
            ),
            ([&[], &["https://a.example/v1"], &[]], None),
            ([&[], &["https://a.example"], &["https://b.example"]], None),
        ];
        let servers = |urls: &&[&str]| -> Vec<Server> {
            urls.iter().map(|url| Server { url: (*url).to_owned(), ..Server::default() }).collect()
        };
        for ([document, path, operation], expected) in table {
            let operation = Operation { servers: servers(operation), ..Operation::default() };
            let item =
                PathItem { servers: servers(path), get: Some(operation.clone()), ..PathItem::default() };
            let mut openapi = OpenAPI { servers: servers(document), ..OpenAPI::default() };
            let paths = std::iter::once(("/".to_owned(), openapiv3::ReferenceOr::Item(item.clone())));
            openapi.paths.paths = paths.collect();
            let (at, selected) = (At::root(), super::from_document(&openapi));
            let own = of_operation((&item, &at), (&operation, &at), (&selected, &selected.url));
            let own = own.map(|own| [own.url.host, own.url.path]);
            assert_eq!(own, expected.map(|parts| parts.map(ToOwned::to_owned)), "{document:?} {path:?}");
        }
    }
}
