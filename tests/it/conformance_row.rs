//! The rows of `fixtures/conformance.txt`: what they say, and what they say it of.

use std::collections::BTreeMap;
use std::time::Duration;

use twilio_client::flex_v1::CreateChannel;
use twilio_client::{Client, Credentials, Error, RetryPolicy};

use crate::local_server::{ACCOUNT, Answer, Server, TestClock};

const SERVICE: &str = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const USER: &str = "/v2/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Users/alice/Channels";
const INVITES: &str = "/v2/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Channels/general/Invites";

/// One promise: the rows that show it, and the tests elsewhere that do.
#[derive(Default)]
pub(crate) struct Promise {
    pub(crate) words: String,
    pub(crate) held_by: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

/// One call and what comes of it, each key with its values, in order.
#[derive(Default)]
pub(crate) struct Row {
    pub(crate) line: usize,
    said: BTreeMap<String, Vec<String>>,
}

/// `name=value` words, and single ones.
struct Options<'r>(Vec<&'r str>);

impl<'r> Options<'r> {
    fn of(text: &'r str) -> Self {
        Self(text.split_whitespace().collect())
    }

    fn get(&self, name: &str) -> Option<&'r str> {
        self.0.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
    }

    fn has(&self, word: &str) -> bool {
        self.0.contains(&word)
    }
}

/// Reads the table. Anything that is not understood stops the test.
pub(crate) fn read(text: &str) -> Vec<Promise> {
    let mut promises: Vec<Promise> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(words) = line.strip_prefix("promise ") {
            promises.push(Promise { words: words.to_owned(), ..Promise::default() });
            continue;
        }
        let promise = promises.last_mut().expect("a row before the first promise");
        if let Some(test) = line.strip_prefix("  held by ") {
            promise.held_by.push(test.to_owned());
            continue;
        }
        let (key, value) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        if key == "call" {
            promise.rows.push(Row { line: number + 1, ..Row::default() });
        }
        let known = ["call", "client", "server", "sent", "header", "waits", "gives", "says"];
        assert!(known.contains(&key), "line {}: what is `{key}`?", number + 1);
        let row = promise.rows.last_mut().expect("a row begins with `call`");
        row.said.entry(key.to_owned()).or_default().push(value.trim().to_owned());
    }
    promises
}

fn full(text: &str) -> String {
    text.replace("{user}", USER).replace("{invites}", INVITES)
}

impl Row {
    fn all(&self, key: &str) -> &[String] {
        self.said.get(key).map_or(&[], Vec::as_slice)
    }

    fn one(&self, key: &str) -> &str {
        self.all(key).first().map_or("", String::as_str)
    }

    /// Makes the call and compares everything that the row says.
    pub(crate) async fn check(&self) {
        let at = format!("conformance.txt, line {}", self.line);
        let server = Server::start(self.all("server").iter().map(|text| answer(text)).collect()).await;
        let options = Options::of(self.one("client"));
        let clock = TestClock::new(options.get("chance").map_or(1.0, |chance| chance.parse().unwrap()));
        let client = client(&options, &server, &clock);
        let outcome = call(&client, self.one("call")).await;
        let sent: Vec<String> = server
            .requests()
            .iter()
            .map(|request| {
                format!("{} {} {}", request.method, request.target, request.body).trim_end().to_owned()
            })
            .collect();
        let wanted: Vec<String> =
            self.all("sent").iter().filter(|line| *line != "nothing").map(|line| full(line)).collect();
        assert!(!self.all("sent").is_empty(), "{at}: what is sent?");
        assert_eq!(sent, wanted, "{at}: {outcome:?}");
        for header in self.all("header") {
            let (name, value) = header.split_once(": ").unwrap();
            let host = server.base.trim_start_matches("http://");
            let value = value.replace("{version}", env!("CARGO_PKG_VERSION")).replace("{host}", host);
            for request in server.requests() {
                assert_eq!(request.header(name), Some(value.as_str()), "{at}");
            }
        }
        let waits: Vec<String> = clock.waits().iter().map(ToString::to_string).collect();
        assert_eq!(waits.join(" "), self.one("waits"), "{at}: the waits");
        self.compare(outcome, &at);
    }

    fn compare(&self, outcome: Result<String, Error>, at: &str) {
        let gives = self.one("gives");
        let error = match outcome {
            Ok(value) => return assert_eq!(value, gives, "{at}"),
            Err(error) => error,
        };
        let kind = gives.split_whitespace().next().unwrap_or_default();
        assert_eq!(format!("{:?}", error.kind()), kind, "{at}: {error}");
        for property in gives.split_whitespace().skip(1) {
            let (name, wanted) = property.split_once('=').unwrap();
            assert_eq!(told(&error, name), wanted, "{at}: {name} of {error:?}");
        }
        if !self.one("says").is_empty() {
            assert_eq!(error.to_string(), self.one("says"), "{at}");
        }
    }
}

/// One property of an error, as text.
fn told(error: &Error, name: &str) -> String {
    let number = |value: Option<u32>| value.map_or("none".to_owned(), |value| value.to_string());
    let yes = |value: bool| if value { "yes" } else { "no" }.to_owned();
    match name {
        "status" => number(error.status().map(u32::from)),
        "code" => number(error.code()),
        "attempts" => error.attempts().to_string(),
        "processed" => yes(error.may_have_been_processed()),
        "cursor" => yes(error.cursor().is_some()),
        "request_id" => error.request_id().unwrap_or("none").to_owned(),
        "path" => error.json_path().unwrap_or("none").to_owned(),
        "body" => {
            let body = String::from_utf8_lossy(error.body());
            let shown = format!("{error} {error:?}");
            let kept = body.contains("private") && !shown.contains("private");
            if kept { "kept" } else { "lost or printed" }.to_owned()
        }
        other => panic!("an error has no `{other}`"),
    }
}

fn client(options: &Options<'_>, server: &Server, clock: &std::sync::Arc<TestClock>) -> Client {
    let credentials = match (options.get("key"), options.get("oauth"), options.get("bearer")) {
        (Some(key), ..) => Credentials::api_key(ACCOUNT, key, "secret"),
        (_, Some(id), _) => Credentials::oauth_client(id, "secret"),
        (_, _, Some(token)) => Credentials::bearer_token(token),
        _ => Credentials::auth_token(ACCOUNT, "token"),
    };
    let base = if options.get("nobody").is_some() { "http://127.0.0.1:1" } else { &server.base };
    let mut builder = Client::builder(credentials).base_url(base).timing(clock.clone());
    if options.get("retry") == Some("off") {
        builder = builder.retry(RetryPolicy::off());
    }
    if let Some(millis) = options.get("timeout") {
        builder = builder.timeout(Duration::from_millis(millis.parse().unwrap()));
    }
    if let Some(bytes) = options.get("max_bytes") {
        builder = builder.max_response_bytes(bytes.parse().unwrap());
    }
    builder.build().unwrap()
}

fn answer(text: &str) -> Answer {
    match text {
        "closed" => return Answer::Cut(""),
        "cut" => return Answer::Cut("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"sid"),
        "silent" => return Answer::Stall,
        "endless" => return Answer::Flood,
        _ => {}
    }
    if let Some(page) = text.strip_prefix("page") {
        let (items, next) = page.split_once("->").map_or((page, None), |(items, next)| (items, Some(next)));
        let items = items.split_whitespace().map(|name| serde_json::json!({ "identity": name }));
        let items: Vec<_> = items.collect();
        let next = next.map(str::trim).map(|next| match next {
            link if link.contains(['/', '{']) => full(link),
            token => format!("{{base}}{INVITES}?PageToken={token}"),
        });
        let body = serde_json::json!({ "invites": items, "meta": { "next_page_url": next } });
        return Answer::json(200, body.to_string());
    }
    let (status, mut rest) = text.split_once(' ').unwrap_or((text, ""));
    let mut headers = Vec::new();
    while let Some((header, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let (name, value) = header.split_once(": ").unwrap();
        // A server of a test lives as long as the test does.
        headers.push((&*name.to_owned().leak(), &*value.to_owned().leak()));
        rest = after.trim_start();
    }
    Answer::Full(status.parse().unwrap(), headers, rest.to_owned())
}

/// Makes a call by its name, with its arguments; what it gives, as text.
async fn call(client: &Client, text: &str) -> Result<String, Error> {
    let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
    let options = Options::of(rest);
    let name = options.0.first().copied().unwrap_or_default().trim_matches('"');
    let channels = client.chat_v2().user_channels(SERVICE.parse().unwrap(), "alice");
    let invites = client.chat_v2().invites(SERVICE.parse().unwrap(), "general");
    let ok = "ok".to_owned();
    match verb {
        "fetch" => channels.fetch(name).send().await.map(|_| ok),
        "delete" => {
            let mut delete = channels.delete(name);
            if let Some(value) = options.get("webhook") {
                delete = delete.x_twilio_webhook_enabled(value.parse().unwrap());
            }
            delete.send().await.map(|()| ok)
        }
        "update" => {
            let mut update = channels.update(name);
            if let Some(value) = options.get("index") {
                update = update.last_consumed_message_index(value.parse().unwrap());
            }
            if let Some(value) = options.get("at") {
                update = update.last_consumption_timestamp(value.parse().unwrap());
            }
            let index = update.send().await?.last_consumed_message_index;
            Ok(index.map_or(ok, |index| format!("ok index={index}")))
        }
        "create" => invites.create(name).send().await.map(|_| ok),
        "open" => open(client).await.map(|()| ok),
        "list" => list(invites.list(), &options).await,
        other => panic!("no call is named `{other}`"),
    }
}

async fn open(client: &Client) -> Result<(), Error> {
    let channel = CreateChannel {
        flex_flow_sid: "FOaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse().unwrap(),
        identity: "alice".to_owned(),
        chat_user_friendly_name: "Alice".to_owned(),
        chat_friendly_name: "Help".to_owned(),
    };
    client.flex_v1().channels().create(channel).long_lived(true).send().await.map(drop)
}

async fn list(mut list: twilio_client::chat_v2::ListInvites, options: &Options<'_>) -> Result<String, Error> {
    if let Some(identities) = options.get("identity") {
        list = list.identity(identities.split(','));
    }
    if let Some(limit) = options.get("limit") {
        list = list.limit(limit.parse().unwrap());
    }
    if let Some(size) = options.get("page_size") {
        list = list.page_size(size.parse().unwrap());
    }
    if options.has("prefetch") {
        list = list.with_prefetch();
    }
    let items = list.stream().try_collect().await?;
    let names: Vec<_> = items.iter().filter_map(|invite| invite.identity.as_deref()).collect();
    Ok(format!("items {}", names.join(" ")).trim_end().to_owned())
}
