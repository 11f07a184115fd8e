//! The output of `serve`: the URL and the credentials, and a line for each request.

use std::fs::File;
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value, json};
use twilio_client_fake::{Reply, Request, Response, Server};

use super::ServeFormat;
use crate::terminal;

/// Prints the requests, and writes the file of `--record`.
pub(super) struct Output {
    pub(super) format: ServeFormat,
    pub(super) record: Option<Mutex<File>>,
}

/// Prints the URL, the credentials and the commands.
pub(super) fn start(server: &Server, format: ServeFormat, commands: &[Vec<String>]) {
    let (url, account_sid, auth_token) = (server.url(), server.account_sid(), server.auth_token());
    let documents: Vec<(String, String)> =
        server.engine().documents().map(|(module, _)| (module.to_owned(), server.url_of(module))).collect();
    if format == ServeFormat::Json {
        let documents: Map<String, Value> =
            documents.into_iter().map(|(module, url)| (module, Value::from(url))).collect();
        let line =
            json!({"url": url, "account_sid": account_sid, "auth_token": auth_token, "documents": documents});
        terminal::say(&format!("{line}\n"));
        return;
    }
    let width = documents.iter().map(|(module, _)| module.len()).max().unwrap_or_default();
    let documents = documents.into_iter().map(|(module, url)| format!("{module:width$}  {url}\n"));
    let commands = commands.iter().map(|arguments| {
        let values =
            [("{url}", url.as_str()), ("{account_sid}", &account_sid), ("{auth_token}", &auth_token)];
        let arguments =
            values.iter().fold(arguments.join(" "), |text, (name, value)| text.replace(name, value));
        format!("curl {arguments}\n")
    });
    let (documents, commands) = (documents.collect::<String>(), commands.collect::<String>());
    let credentials = format!("URL          {url}\naccount SID  {account_sid}\nauth token   {auth_token}\n");
    terminal::say(&format!(
        "{credentials}\n{documents}\n{commands}\nOpen {url} in a browser to see the resources. Stop with Ctrl-C.\n\n"
    ));
}

impl Output {
    /// Prints a request, and records it.
    pub(super) fn request(&self, request: &Request, reply: &Reply, elapsed: Duration) {
        match self.format {
            ServeFormat::Text => terminal::say(&line(request, reply)),
            ServeFormat::Json => {
                let line = json!({
                    "method": request.method,
                    "target": request.target,
                    "operation": reply.operation,
                    "status": reply.response.status,
                    "problem": reply.problem,
                    "milliseconds": elapsed.as_millis(),
                });
                terminal::say(&terminal::visible_json(&format!("{line}\n")));
            }
        }
        if let Some(file) = &self.record {
            let line = json!({"request": recorded(request), "response": response(&reply.response)});
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(error) = writeln!(file, "{line}") {
                terminal::warn(&format!("warning: could not write the record: {error}"));
            }
        }
    }
}

/// `14:05:59 201 CreateInvite POST /v2/Services/…`, and the reason for which the fake rejected the request.
fn line(request: &Request, reply: &Reply) -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let (hours, minutes, seconds) = (now / 3600 % 24, now / 60 % 60, now % 60);
    let operation = reply.operation.as_deref().unwrap_or("-");
    let problem = reply
        .problem
        .as_deref()
        .map_or_else(String::new, |problem| format!("  ({})", terminal::name(problem)));
    let (method, target) = (terminal::name(&request.method), terminal::name(&request.target));
    let status = reply.response.status;
    format!("{hours:02}:{minutes:02}:{seconds:02} {status} {operation} {method} {target}{problem}\n")
}

/// A request without its credentials.
fn recorded(request: &Request) -> Value {
    let headers = request.headers.iter().filter(|(name, _)| name != "authorization");
    json!({
        "method": request.method,
        "target": request.target,
        "headers": object(headers),
        "body": String::from_utf8_lossy(&request.body),
    })
}

fn response(response: &Response) -> Value {
    json!({
        "status": response.status,
        "headers": object(response.headers.iter()),
        "body": String::from_utf8_lossy(&response.body),
    })
}

fn object<'a>(headers: impl Iterator<Item = &'a (String, String)>) -> Map<String, Value> {
    headers.map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect()
}
