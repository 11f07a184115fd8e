//! All operations of the sample with its client: the bytes of each request, and each example of the
//! documents decoded and encoded again.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;
use twilio_client_sample::{Client, Page, sid};

use crate::local_server::{ACCOUNT, Answer, Server};

/// `ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:token` in base64.
const BASIC: &str = "Basic QUNhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYTp0b2tlbg==";
const SERVICE: &str = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const INVITE: &str = "INaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const ROLE: &str = "RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const CHANNEL: &str = "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const FLOW: &str = "FOaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const TASK: &str = "WTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// A unique name that is not a segment as it is.
const NAME: &str = "a b/ü?#%";
const NAME_SENT: &str = "a%20b%2F%C3%BC%3F%23%25";
const IDENTITY: &str = "a+b&c=d é~";
const IDENTITY_SENT: &str = "a%2Bb%26c%3Dd+%C3%A9~";

fn document(name: &str) -> Value {
    let path = crate::sample::root().join(format!("tests/fixtures/sample/{name}.yaml"));
    serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn operations(document: &Value) -> Vec<&Value> {
    let items = document["paths"].as_object().unwrap().values();
    items
        .flat_map(|item| item.as_object().unwrap().values())
        .filter(|op| op["operationId"].is_string())
        .collect()
}

/// Status and examples of an operation's successful answer.
fn examples(name: &str, id: &str) -> (u16, Vec<Value>) {
    let document = document(name);
    let operation = operations(&document).into_iter().find(|op| op["operationId"] == id).unwrap();
    let (status, response) = operation["responses"].as_object().unwrap().iter().next().unwrap();
    let examples = response["content"]["application/json"]["examples"].as_object();
    let values =
        examples.into_iter().flat_map(|examples| examples.values().map(|example| example["value"].clone()));
    (status.parse().unwrap(), values.collect())
}

/// The result of a row as JSON: the value, or the items of a page.
trait Encoded {
    fn encoded(&self) -> Value;
}

impl Encoded for () {
    fn encoded(&self) -> Value {
        Value::Null
    }
}

impl<T: Serialize> Encoded for Page<T> {
    fn encoded(&self) -> Value {
        serde_json::to_value(self.items()).unwrap()
    }
}

macro_rules! encoded {
    ($($module:ident::$model:ident),* $(,)?) => {
        $(impl Encoded for twilio_client_sample::$module::$model {
            fn encoded(&self) -> Value {
                serde_json::to_value(self).unwrap()
            }
        })*
    };
}

encoded!(chat_v1::Invite, chat_v2::Invite, chat_v2::UserChannel, flex_v1::Channel,);

/// A null and an absent property are one thing to a reader.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, without_nulls(v))).collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(without_nulls).collect()),
        other => other,
    }
}

/// The expected request of one operation.
struct Wanted {
    document: &'static str,
    id: &'static str,
    line: String,
    body: String,
}

/// Sends an operation once for each example, and compares the requests and the results with the expected ones.
async fn check<T: Encoded, F: Future<Output = twilio_client_sample::Result<T>>>(
    wanted: &Wanted,
    send: impl Fn(Client) -> F,
) {
    let Wanted { document, id, line, body } = wanted;
    let (status, examples) = examples(document, id);
    let answers: Vec<Answer> = match examples.as_slice() {
        [] => vec![Answer::Full(status, vec![], String::new())],
        some => some.iter().map(|example| Answer::json(status, example.to_string())).collect(),
    };
    let server = Server::start(answers.clone()).await;
    for index in 0..answers.len() {
        let answer = send(server.client()).await.unwrap_or_else(|error| panic!("{document} {id}: {error}"));
        if let Some(example) = examples.get(index) {
            let key = example["meta"]["key"].as_str();
            let example = key.map_or(example, |key| &example[key]);
            assert_eq!(without_nulls(answer.encoded()), without_nulls(example.clone()), "{document} {id}");
        }
    }
    assert_eq!(server.requests().len(), answers.len(), "{document} {id}");
    for request in server.requests() {
        assert_eq!(format!("{} {}", request.method, request.target), *line, "{document} {id}");
        assert_eq!(request.body, *body, "{document} {id}");
        assert_eq!(request.header("accept"), Some("application/json"));
        assert_eq!(request.header("authorization"), Some(BASIC), "{ACCOUNT}:token");
        assert!(request.header("user-agent").unwrap().starts_with("twilio-client-sample-rust/"));
        let form = (request.method == "POST").then_some("application/x-www-form-urlencoded");
        assert_eq!(request.header("content-type"), form, "{document} {id}");
    }
}

fn sid<T: std::str::FromStr<Err = twilio_client_sample::SidError>>(text: &str) -> T {
    text.parse().unwrap()
}

/// One row: document, operation, request line, body, and how it is sent.
macro_rules! row {
    ($seen:ident, $document:literal $id:literal, $line:expr, $body:expr, |$client:ident| $request:expr) => {
        let wanted = Wanted { document: $document, id: $id, line: $line, body: $body.to_string() };
        check(&wanted, |$client| async move { $request.send().await }).await;
        $seen.insert((wanted.document, wanted.id));
    };
}

/// The operations that both chat documents have.
macro_rules! chat {
    ($seen:ident, $document:literal, $module:ident, $version:literal) => {
        let invites = format!("/{}/Services/{SERVICE}/Channels/{NAME_SENT}/Invites", $version);
        let channels = format!("/{}/Services/{SERVICE}/Users/{IDENTITY_PATH}/Channels", $version);
        row!($seen, $document "ListInvite", format!("GET {invites}?Identity={IDENTITY_SENT}&Identity=bob&PageSize=50"), "",
            |c| c.$module().invites(sid::<sid::ServiceSid>(SERVICE), NAME).list().identity([IDENTITY, "bob"]).page_size(50));
        row!($seen, $document "CreateInvite", format!("POST {invites}"), format!("Identity={IDENTITY_SENT}&RoleSid={ROLE}"),
            |c| c.$module().invites(sid::<sid::ServiceSid>(SERVICE), NAME).create(IDENTITY).role_sid(sid::<sid::RoleSid>(ROLE)));
        row!($seen, $document "FetchInvite", format!("GET {invites}/{INVITE}"), "",
            |c| c.$module().invites(sid::<sid::ServiceSid>(SERVICE), NAME).fetch(sid::<sid::InviteSid>(INVITE)));
        row!($seen, $document "DeleteInvite", format!("DELETE {invites}/{INVITE}"), "",
            |c| c.$module().invites(sid::<sid::ServiceSid>(SERVICE), NAME).delete(sid::<sid::InviteSid>(INVITE)));
        row!($seen, $document "ListUserChannel", format!("GET {channels}?Page=2&PageToken=PT%2F1"), "",
            |c| c.$module().user_channels(sid::<sid::ServiceSid>(SERVICE), IDENTITY).list().page(2).page_token("PT/1"));
    };
}

const IDENTITY_PATH: &str = "a%2Bb%26c%3Dd%20%C3%A9~";

/// The operations that version 2 adds.
macro_rules! chat_v2 {
    ($seen:ident, $document:literal, $module:ident) => {
        let channel = format!("/v2/Services/{SERVICE}/Users/{IDENTITY_PATH}/Channels/{NAME_SENT}");
        row!($seen, $document "FetchUserChannel", format!("GET {channel}"), "",
            |c| c.$module().user_channels(sid::<sid::ServiceSid>(SERVICE), IDENTITY).fetch(NAME));
        row!($seen, $document "UpdateUserChannel", format!("POST {channel}"),
            "NotificationLevel=muted&LastConsumedMessageIndex=7&LastConsumptionTimestamp=2015-07-30T15%3A00%3A00Z",
            |c| c.$module().user_channels(sid::<sid::ServiceSid>(SERVICE), IDENTITY).update(NAME)
                .notification_level(twilio_client_sample::$module::UserChannelNotificationLevel::Muted)
                .last_consumed_message_index(7)
                .last_consumption_timestamp("2015-07-30T20:00:00+05:00".parse().unwrap()));
        row!($seen, $document "DeleteUserChannel", format!("DELETE {channel}"), "",
            |c| c.$module().user_channels(sid::<sid::ServiceSid>(SERVICE), IDENTITY).delete(NAME));
    };
}

#[tokio::test]
async fn every_operation_sends_its_request_and_decodes_its_examples() {
    let mut seen = BTreeSet::new();
    chat!(seen, "chat_v1", chat_v1, "v1");
    chat!(seen, "chat_v2", chat_v2, "v2");
    chat_v2!(seen, "chat_v2", chat_v2);
    flex(&mut seen).await;
    let names = ["chat_v1", "chat_v2", "flex_v1"];
    let documents = names.map(|name| (name, document(name)));
    let all: BTreeSet<(&str, &str)> = documents
        .iter()
        .flat_map(|(name, document)| {
            operations(document).into_iter().map(|op| (*name, op["operationId"].as_str().unwrap()))
        })
        .collect();
    assert_eq!(seen, all, "an operation has no row");
}

async fn flex(seen: &mut BTreeSet<(&'static str, &'static str)>) {
    row!(seen, "flex_v1" "ListChannel", "GET /v1/Channels?PageSize=3".to_owned(), "",
        |c| c.flex_v1().channels().list().limit(3));
    row!(seen, "flex_v1" "CreateChannel", "POST /v1/Channels".to_owned(),
        format!("FlexFlowSid={FLOW}&Identity={IDENTITY_SENT}&ChatUserFriendlyName=Alice&ChatFriendlyName=Help\
                 &Target=t&ChatUniqueName=u&PreEngagementData=%7B%22a%22%3A1%7D&TaskSid={TASK}&TaskAttributes=%7B%7D&LongLived=true"),
        |c| c.flex_v1().channels().create(twilio_client_sample::flex_v1::CreateChannelParams {
            flex_flow_sid: sid(FLOW),
            identity: IDENTITY.to_owned(),
            chat_user_friendly_name: "Alice".to_owned(),
            chat_friendly_name: "Help".to_owned(),
        }).target("t").chat_unique_name("u").pre_engagement_data("{\"a\":1}").task_sid(sid::<sid::TaskSid>(TASK)).task_attributes("{}").long_lived(true));
    row!(seen, "flex_v1" "FetchChannel", format!("GET /v1/Channels/{CHANNEL}"), "",
        |c| c.flex_v1().channels().fetch(sid::<sid::ChannelSid>(CHANNEL)));
    row!(seen, "flex_v1" "DeleteChannel", format!("DELETE /v1/Channels/{CHANNEL}"), "",
        |c| c.flex_v1().channels().delete(sid::<sid::ChannelSid>(CHANNEL)));
}

#[tokio::test]
async fn a_documented_header_is_sent_on_delete_when_it_is_set() {
    let server = Server::start(vec![Answer::Full(204, vec![], String::new()); 2]).await;
    let channels = server.client().chat_v2().user_channels(sid::<sid::ServiceSid>(SERVICE), "alice");
    channels.delete("general").x_twilio_webhook_enabled(true).send().await.unwrap();
    channels.delete("general").send().await.unwrap();
    let sent: Vec<Option<String>> = server
        .requests()
        .iter()
        .map(|request| request.header("x-twilio-webhook-enabled").map(ToOwned::to_owned))
        .collect();
    assert_eq!(sent, [Some("true".to_owned()), None]);
}

#[tokio::test]
async fn a_flex_channel_can_be_handed_to_chat() {
    let channel: sid::ChannelSid = sid(CHANNEL);
    let server = Server::start(vec![Answer::json(200, "{\"invites\": []}")]).await;
    server.client().chat_v2().invites(sid::<sid::ServiceSid>(SERVICE), channel).list().send().await.unwrap();
    assert_eq!(server.lines(), [format!("GET /v2/Services/{SERVICE}/Channels/{CHANNEL}/Invites")]);
}

#[tokio::test]
async fn a_response_has_status_request_id_and_concurrency() {
    let headers = vec![("Twilio-Request-Id", "RQ1"), ("Twilio-Concurrent-Requests", "4")];
    let server = Server::start(vec![Answer::Full(200, headers, "{}".to_owned())]).await;
    let response =
        server.client().flex_v1().channels().fetch(sid::<sid::ChannelSid>(CHANNEL)).response().await.unwrap();
    assert_eq!(
        (response.status(), response.request_id(), response.concurrent_requests()),
        (200, Some("RQ1"), Some(4))
    );
    assert_eq!(response.value().sid, None);
}

#[tokio::test]
async fn a_form_without_fields_is_an_empty_body_with_its_length() {
    let server = Server::start(vec![Answer::json(200, "{}")]).await;
    server
        .client()
        .chat_v2()
        .user_channels(sid::<sid::ServiceSid>(SERVICE), "alice")
        .update("general")
        .send()
        .await
        .unwrap();
    let request = &server.requests()[0];
    let lengths: Vec<_> = request.headers.iter().filter(|(name, _)| name == "content-length").collect();
    assert_eq!((lengths.len(), request.header("content-length"), request.body.as_str()), (1, Some("0"), ""));
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
}
