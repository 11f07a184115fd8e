//! The cases of `fixtures/conformance.toml`: one call each, and the comparison of everything that the
//! client sends, waits and returns. The file describes its keys.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::Deserialize;
use toml::Spanned;
use twilio_client_sample::flex_v1::CreateChannelParams;
use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{Client, Credentials, Error, RetryPolicy};

use crate::local_server::{ACCOUNT, Answer, Server, TestClock};

const SERVICE: &str = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const USER: &str = "/v2/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Users/alice/Channels";
const INVITES: &str = "/v2/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Channels/general/Invites";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    call: Spanned<Call>,
    #[serde(default)]
    client: Settings,
    #[serde(default)]
    server: Vec<Reply>,
    sent: Vec<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    waits: Vec<u128>,
    result: Expected,
    message: Option<String>,
    unexpected: Option<Vec<String>>,
}

/// The reports of the hook for unexpected values.
type Reports = Arc<Mutex<Vec<String>>>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
enum Call {
    Fetch(String),
    Delete {
        channel: String,
        webhook: Option<bool>,
    },
    Update {
        channel: String,
        index: Option<i64>,
        #[serde(default)]
        null_index: bool,
        at: Option<String>,
    },
    Create(String),
    Open,
    List(List),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    identity: Option<Vec<String>>,
    limit: Option<u64>,
    page_size: Option<u32>,
    #[serde(default)]
    prefetch: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    api_key: Option<String>,
    oauth_client: Option<String>,
    bearer_token: Option<String>,
    #[serde(default)]
    unreachable: bool,
    retries: Option<bool>,
    timeout_ms: Option<u64>,
    max_response_bytes: Option<usize>,
    jitter: Option<f64>,
}

/// A response of the local server. Exactly one of `status`, `page` and `connection` is present.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reply {
    status: Option<u16>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: String,
    page: Option<Vec<String>>,
    next: Option<String>,
    connection: Option<Connection>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Connection {
    Closed,
    Cut,
    Silent,
    Slow,
    Endless,
    Malformed,
}

/// The result of a call: the returned value, or the properties of the error that a case lists.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
enum Expected {
    Done,
    Index(i64),
    Items(Vec<String>),
    Error(Properties),
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Properties {
    kind: String,
    status: Option<u16>,
    code: Option<u32>,
    attempts: Option<u32>,
    request_id: Option<String>,
    json_path: Option<String>,
    has_status: Option<bool>,
    has_cursor: Option<bool>,
    may_have_been_processed: Option<bool>,
    keeps_private_body: Option<bool>,
}

fn expand(text: &str) -> String {
    text.replace("{user}", USER).replace("{invites}", INVITES)
}

impl Case {
    /// Makes the call and compares everything that the case lists.
    pub(crate) async fn check(&self, file: &str) {
        let line = file[..self.call.span().start].lines().count();
        let at = format!("conformance.toml, line {line}");
        let server = Server::start(self.server.iter().map(Reply::answer).collect()).await;
        let clock = TestClock::new(self.client.jitter.unwrap_or(1.0));
        let reports = self.unexpected.as_ref().map(|_| Reports::default());
        let client = self.client.build(&server, &clock, reports.clone());
        let result = self.call.get_ref().make(&client).await;
        let sent: Vec<String> = server
            .requests()
            .iter()
            .map(|request| {
                format!("{} {} {}", request.method, request.target, request.body).trim_end().to_owned()
            })
            .collect();
        let expected: Vec<String> = self.sent.iter().map(|line| expand(line)).collect();
        assert_eq!(sent, expected, "{at}: {result:?}");
        for (name, value) in &self.headers {
            let host = server.base.trim_start_matches("http://");
            let value = value.replace("{version}", twilio_client_sample::VERSION).replace("{host}", host);
            for request in server.requests() {
                assert_eq!(request.header(name), Some(value.as_str()), "{at}");
            }
        }
        assert_eq!(clock.waits(), self.waits, "{at}: the waits");
        let reports = reports.map(|reports| reports.lock().unwrap().clone());
        assert_eq!(reports, self.unexpected, "{at}: the unexpected values");
        match (&result, &self.result) {
            (Err(error), Expected::Error(properties)) => {
                properties.compare(error, &at);
                let message = self.message.clone().unwrap_or_else(|| error.to_string());
                assert_eq!(error.to_string(), message, "{at}");
            }
            (Ok(value), expected) => {
                assert_eq!((value, &self.message), (expected, &None), "{at}");
            }
            (Err(error), expected) => panic!("{at}: {error:?} instead of {expected:?}"),
        }
    }
}

impl Properties {
    fn compare(&self, error: &Error, at: &str) {
        let body = String::from_utf8_lossy(error.body());
        let keeps_body = body.contains("private") && !format!("{error} {error:?}").contains("private");
        let found = Self {
            kind: format!("{:?}", error.kind()),
            status: self.status.and(error.status()),
            code: self.code.and(error.code()),
            attempts: self.attempts.map(|_| error.attempts()),
            request_id: self.request_id.as_ref().and(error.request_id()).map(ToOwned::to_owned),
            json_path: self.json_path.as_ref().and(error.json_path()).map(ToOwned::to_owned),
            has_status: self.has_status.map(|_| error.status().is_some()),
            has_cursor: self.has_cursor.map(|_| error.cursor().is_some()),
            may_have_been_processed: self.may_have_been_processed.map(|_| error.may_have_been_processed()),
            keeps_private_body: self.keeps_private_body.map(|_| keeps_body),
        };
        assert_eq!(&found, self, "{at}: {error:?}");
    }
}

impl Settings {
    fn build(&self, server: &Server, clock: &Arc<TestClock>, reports: Option<Reports>) -> Client {
        let credentials = match self {
            Self { api_key: Some(key), .. } => Credentials::api_key(ACCOUNT, key, "secret"),
            Self { oauth_client: Some(id), .. } => Credentials::oauth_client(id, "secret"),
            Self { bearer_token: Some(token), .. } => Credentials::bearer_token(token),
            _ => Credentials::auth_token(ACCOUNT, "token"),
        };
        let base = if self.unreachable { "http://127.0.0.1:1" } else { &server.base };
        let mut builder = Client::builder(credentials).base_url(base).timing(clock.clone());
        if self.retries == Some(false) {
            builder = builder.retry(RetryPolicy::off());
        }
        if let Some(millis) = self.timeout_ms {
            builder = builder.timeout(Duration::from_millis(millis));
        }
        if let Some(bytes) = self.max_response_bytes {
            builder = builder.max_response_bytes(bytes);
        }
        if let Some(reports) = reports {
            builder = builder.on_unexpected(move |unexpected| {
                let report = format!("{} at {}", unexpected.kind(), unexpected.json_path());
                reports.lock().unwrap().push(report);
            });
        }
        builder.build().unwrap()
    }
}

impl Reply {
    fn answer(&self) -> Answer {
        match (self.status, &self.page, &self.connection) {
            (Some(status), None, None) => {
                // The server of a test exists as long as the test.
                let leak = |text: &String| -> &'static str { text.clone().leak() };
                let headers = self.headers.iter().map(|(name, value)| (leak(name), leak(value)));
                Answer::Full(status, headers.collect(), self.body.clone())
            }
            (None, Some(identities), None) => {
                let items: Vec<_> =
                    identities.iter().map(|name| serde_json::json!({ "identity": name })).collect();
                let next = self.next.as_deref().map(|next| match next {
                    link if link.contains(['/', '{']) => expand(link),
                    token => format!("{{base}}{INVITES}?PageToken={token}"),
                });
                let body = serde_json::json!({ "invites": items, "meta": { "next_page_url": next } });
                Answer::json(200, body.to_string())
            }
            (None, None, Some(connection)) => match connection {
                Connection::Closed => Answer::Cut(""),
                Connection::Cut => Answer::Cut("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"sid"),
                Connection::Silent => Answer::Stall,
                Connection::Slow => Answer::Drip("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n{"),
                Connection::Endless => Answer::Flood,
                Connection::Malformed => Answer::Cut("SSH-2.0-OpenSSH\r\n"),
            },
            _ => panic!("a response has exactly one of `status`, `page` and `connection`: {self:?}"),
        }
    }
}

impl Call {
    async fn make(&self, client: &Client) -> Result<Expected, Error> {
        let channels = client.chat_v2().user_channels(SERVICE.parse::<ServiceSid>().unwrap(), "alice");
        let invites = client.chat_v2().invites(SERVICE.parse::<ServiceSid>().unwrap(), "general");
        match self {
            Self::Fetch(channel) => channels.fetch(channel).send().await.map(drop)?,
            Self::Delete { channel, webhook } => {
                let mut delete = channels.delete(channel);
                if let Some(value) = webhook {
                    delete = delete.x_twilio_webhook_enabled(value.to_string().parse().unwrap());
                }
                delete.send().await?;
            }
            Self::Update { channel, index, null_index, at } => {
                let mut update = channels.update(channel);
                if let Some(value) = *index {
                    update = update.last_consumed_message_index(value);
                }
                if *null_index {
                    update = update.last_consumed_message_index(None);
                }
                if let Some(value) = at {
                    update = update.last_consumption_timestamp(value.parse().unwrap());
                }
                let index = update.send().await?.last_consumed_message_index;
                return Ok(index.map_or(Expected::Done, Expected::Index));
            }
            Self::Create(identity) => invites.create(identity).send().await.map(drop)?,
            Self::Open => open(client).await?,
            Self::List(list) => return list.collect(invites.list()).await.map(Expected::Items),
        }
        Ok(Expected::Done)
    }
}

async fn open(client: &Client) -> Result<(), Error> {
    let channel = CreateChannelParams {
        flex_flow_sid: "FOaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse().unwrap(),
        identity: "alice".to_owned(),
        chat_user_friendly_name: "Alice".to_owned(),
        chat_friendly_name: "Help".to_owned(),
    };
    client.flex_v1().channels().create(channel).long_lived(true).send().await.map(drop)
}

impl List {
    async fn collect(
        &self,
        mut list: twilio_client_sample::chat_v2::ListInvites,
    ) -> Result<Vec<String>, Error> {
        if let Some(identities) = &self.identity {
            list = list.identity(identities);
        }
        if let Some(limit) = self.limit {
            list = list.limit(limit);
        }
        if let Some(size) = self.page_size {
            list = list.page_size(size);
        }
        if self.prefetch {
            list = list.with_prefetch();
        }
        let items = list.stream().collect_vec().await?;
        Ok(items.into_iter().filter_map(|invite| invite.identity).collect())
    }
}
