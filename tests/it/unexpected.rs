//! The hook for values that the OpenAPI document does not describe, and the paths of errors. Neither contains
//! values or keys that may be personal data.

use std::sync::{Arc, Mutex};

use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{Client, Credentials, ErrorKind, RetryPolicy, UnexpectedKind};
use twilio_client_zoo::discriminator_values_of_members::Note;
use twilio_client_zoo::one_of::ThingBody;

use crate::lenient::required_kinds;
use crate::local_server::{ACCOUNT, Answer, Server};

const SERVICE: &str = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// The reports of a hook.
#[derive(Clone, Default)]
struct Reports(Arc<Mutex<Vec<String>>>);

impl Reports {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

fn sample(server: &Server) -> (Client, Reports) {
    let reports = Reports::default();
    let Reports(list) = reports.clone();
    let builder = Client::builder(Credentials::auth_token(ACCOUNT, "token")).base_url(&server.base);
    let builder = builder.retry(RetryPolicy::off()).on_unexpected(move |unexpected| {
        assert_eq!(unexpected.kind() == UnexpectedKind::EnumValue, unexpected.to_string().contains("enum"));
        list.lock().unwrap().push(unexpected.to_string());
    });
    (builder.build().unwrap(), reports)
}

fn zoo(server: &Server) -> (twilio_client_zoo::Client, Reports) {
    let reports = Reports::default();
    let Reports(list) = reports.clone();
    let credentials = twilio_client_zoo::Credentials::auth_token(ACCOUNT, "token");
    let builder = twilio_client_zoo::Client::builder(credentials).base_url(&server.base);
    let builder = builder.retry(twilio_client_zoo::RetryPolicy::off()).on_unexpected(move |unexpected| {
        let model = unexpected.model().unwrap_or("-");
        let place = format!("{} {} {model}", unexpected.kind(), unexpected.json_path());
        list.lock().unwrap().push(place);
    });
    (builder.build().unwrap(), reports)
}

/// Each row: the name of an unknown field, and the name in its path. The request contains the values `alice` and
/// `Ann_O`.
#[tokio::test]
async fn an_unknown_field_with_a_value_of_the_request_is_not_printed() {
    for (field, wanted) in [("new", "new"), ("alice", "…"), ("ANN_O", "…"), ("alice_2", "…_2")] {
        let server = Server::start(vec![Answer::json(200, format!(r#"{{"{field}": 1}}"#))]).await;
        let (client, reports) = sample(&server);
        let channels = client.chat_v2().user_channels(SERVICE.parse::<ServiceSid>().unwrap(), "alice");
        channels.fetch("Ann_O").send().await.unwrap();
        let reports = reports.take();
        assert!(reports[0].ends_with(&format!("unknown field at {wanted}")), "{reports:?}");
    }
}

/// Each row: the second of three items, and the report of it.
#[tokio::test]
async fn the_report_names_the_operation_and_the_expected_type() {
    let rows = [
        (r#""status": "joined""#, ""),
        (r#""status": null, "last_consumed_message_index": 1e3"#, ""),
        (r#""status": "secret""#, "unknown enum value at channels[1].status, expected UserChannelStatus"),
        (r#""channel_sid": "secret""#, "invalid format at channels[1].channel_sid, expected SID"),
        (r#""new": {"secret": "secret"}"#, "unknown field at channels[1].new"),
        (r#""new": null"#, "unknown field at channels[1].new"),
        (r#""+1 555 0100": 1"#, "unknown field at channels[1][…]"),
        (r#""links": {"secret": null}"#, ""),
        (
            r#""unread_messages_count": 2.5"#,
            "unexpected type at channels[1].unread_messages_count, expected integer",
        ),
        (r#""url": "\ud83d", "new": "\ud83d""#, "unknown field at channels[1].new"),
    ];
    let operation = "GET /v2/Services/{ServiceSid}/Users/{UserSid}/Channels";
    for (row, wanted) in rows {
        let body = format!(r#"{{"channels": [{{}}, {{{row}}}, {{"status": "joined"}}], "meta": {{}}}}"#);
        let server = Server::start(vec![Answer::json(200, body.clone()), Answer::json(200, body)]).await;
        let (client, reports) = sample(&server);
        let wanted = Vec::from_iter((!wanted.is_empty()).then(|| format!("{operation}: {wanted}")));
        for prefetch in [false, true] {
            let channels = client.chat_v2().user_channels(SERVICE.parse::<ServiceSid>().unwrap(), "alice");
            let list = if prefetch { channels.list().with_prefetch() } else { channels.list() };
            assert_eq!(list.stream().collect_vec().await.unwrap().len(), 3, "{row}");
            assert_eq!(reports.take(), wanted, "{row}");
        }
    }
}

/// Each row: a property of each kind with an unexpected value, and the report. The page of the value is decoded.
#[tokio::test]
async fn each_kind_of_unexpected_value_is_reported_without_the_value() {
    for (name, value, wanted) in [
        ("amount", r#""secret""#, "invalid format amount Thing"),
        ("amount", r#""1.50""#, ""),
        ("count", "5.0", ""),
        ("count", r#""5""#, "unexpected type count Thing"),
        ("flag", r#""true""#, "unexpected type flag Thing"),
        ("labels", r#"{"secret": "1"}"#, "unexpected type labels[…] Thing"),
        ("time", r#""secret""#, "invalid format time Thing"),
        ("time", r#""2015-07-30T20:00:00""#, "invalid format time Thing"),
        ("day", r#""0000-00-00""#, "invalid format day Thing"),
        ("span", r#""1 hour""#, "invalid format span Thing"),
        ("sid", r#""secret""#, "invalid format sid Thing"),
        ("state", r#""secret""#, "unknown enum value state Thing"),
        ("rank", "2.0", ""),
        ("rank", "9", "unknown enum value rank Thing"),
        ("rank", "9.0", "unknown enum value rank Thing"),
        ("part", r#"{"name": "a", "secret": 1}"#, "unknown field part.secret ThingPart"),
        ("choice", r#"{"secret": 1}"#, "unexpected type choice Thing"),
        ("any", r#"{"secret": [1, "secret"]}"#, ""),
        ("text", r#""secret\ud83d""#, ""),
    ] {
        let server = Server::start(vec![Answer::json(200, required_kinds(&[(name, value)]))]).await;
        let (client, reports) = zoo(&server);
        client.required_kinds().things().fetch("a").send().await.unwrap();
        assert_eq!(reports.take(), Vec::from_iter((!wanted.is_empty()).then_some(wanted)), "{name}: {value}");
    }
}

/// A required property keeps null if its type can: a union, and any JSON. For every other type, null is an error
/// that names the property. An absent property is an error for every type.
#[tokio::test]
async fn null_and_absence_of_each_required_kind_follow_one_rule() {
    for (name, null) in [
        ("text", Err("unexpected null")),
        ("amount", Err("unexpected null")),
        ("count", Err("unexpected null")),
        ("flag", Err("unexpected null")),
        ("time", Err("unexpected null")),
        ("day", Err("unexpected null")),
        ("span", Err("unexpected null")),
        ("sid", Err("unexpected null")),
        ("state", Err("unexpected null")),
        ("rank", Err("unexpected null")),
        ("tags", Err("unexpected null")),
        ("labels", Err("unexpected null")),
        ("part", Err("unexpected null")),
        ("choice", Ok(Some("unexpected null"))),
        ("any", Ok(None)),
    ] {
        for (value, kept) in [("null", null), ("", Err("missing field"))] {
            let server = Server::start(vec![Answer::json(200, required_kinds(&[(name, value)]))]).await;
            let (client, reports) = zoo(&server);
            let result = client.required_kinds().things().fetch("a").send().await;
            let path = result.as_ref().err().map(|error| error.json_path().unwrap());
            assert_eq!(path, kept.err().map(|_| name), "{name}: {value}");
            let wanted = kept.unwrap_or_else(Some).map(|kind| format!("{kind} {name} Thing"));
            assert_eq!(reports.take(), Vec::from_iter(wanted), "{name}: {value}");
            if let Ok(thing) = result {
                assert_eq!(serde_json::to_value(&thing).unwrap()[name], serde_json::Value::Null);
            }
        }
    }
}

/// Each row: an element of an array or a map that is null, and the path of the error and of the report.
#[tokio::test]
async fn a_null_element_is_an_error() {
    for (name, value, path) in [
        ("tags", r#"["a", null]"#, "tags[1]"),
        ("labels", r#"{"secret": null}"#, "labels[…]"),
        ("part", r#"{"name": null}"#, "part.name"),
    ] {
        let server = Server::start(vec![Answer::json(200, required_kinds(&[(name, value)]))]).await;
        let (client, reports) = zoo(&server);
        let error = client.required_kinds().things().fetch("a").send().await.unwrap_err();
        assert_eq!((error.kind(), error.json_path()), (twilio_client_zoo::ErrorKind::Decode, Some(path)));
        let model = if name == "part" { "ThingPart" } else { "Thing" };
        assert_eq!(reports.take(), [format!("unexpected null {path} {model}")]);
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
}

/// Each row: a body, the reports, and the path of the error if the body cannot be decoded.
#[tokio::test]
async fn null_and_absence_of_a_required_property_are_reported_and_an_error() {
    let rows: [(&str, &[&str], Option<&str>); 7] = [
        (r#"{"always": "a", "nullable": null}"#, &[], None),
        (r#"{"always": "a"}"#, &[], None),
        (
            r#"{"always": null, "new": 1}"#,
            &["unexpected null always Thing", "unknown field new Thing"],
            Some("always"),
        ),
        (r#"{"nullable": "secret"}"#, &["missing field always Thing"], Some("always")),
        ("{}", &["missing field always Thing"], Some("always")),
        (r#"{"always": 7}"#, &["unexpected type always Thing"], Some("always")),
        ("null", &["unexpected null  -"], Some("")),
    ];
    for (body, wanted, path) in rows {
        let server = Server::start(vec![Answer::json(200, body)]).await;
        let (client, reports) = zoo(&server);
        let result = client.required_and_nullable().things().fetch("a").send().await;
        let found = result.as_ref().err().map(|error| error.json_path().unwrap());
        assert_eq!(found, path, "{body}");
        assert_eq!(reports.take(), wanted, "{body}");
        assert!(!format!("{result:?}").contains("secret") || result.is_ok());
    }
}

/// Each row: a property with a union, and the reports.
#[tokio::test]
async fn the_unexpected_values_of_a_union_are_those_of_its_variant() {
    let rows: [(&str, &[&str]); 5] = [
        (r#"{"content": {"kind": "n", "text": "x"}}"#, &[]),
        (
            r#"{"content": {"kind": "n", "text": "x", "new": 1}, "size": "s"}"#,
            &["unknown field content.new Note"],
        ),
        (r#"{"size": true}"#, &["unexpected type size Thing"]),
        (r#"{"price": "free", "mode": 7}"#, &[]),
        (r#"{"size": [1, 2], "new": [{}]}"#, &["unknown field new Thing"]),
    ];
    for (body, wanted) in rows {
        let server = Server::start(vec![Answer::json(201, body)]).await;
        let (client, reports) = zoo(&server);
        client.one_of().things().create(ThingBody::default()).send().await.unwrap();
        assert_eq!(reports.take(), wanted, "{body}");
    }
}

/// Each row: a union with a discriminator, the report, and whether it is a known variant. Every value is kept.
#[tokio::test]
async fn a_union_with_a_discriminator_keeps_a_value_of_none_of_its_types() {
    for (body, wanted, is_known) in [
        (r#"{"noteType": "text", "body": "x"}"#, "", true),
        (r#"{"noteType": "text", "body": "x", "new": 1}"#, "unknown field new TextNote", true),
        (r#"{"noteType": "text", "body": ["secret"]}"#, "unexpected type body TextNote", false),
        (r#"{"noteType": "secret"}"#, "unknown enum value noteType -", false),
        (r#"{"noteType": null}"#, "unexpected null noteType -", false),
        (r#"{"noteType": 7}"#, "unexpected type noteType -", false),
        (r#"{"body": "x"}"#, "missing field noteType -", false),
        (r#""secret""#, "unexpected type  -", false),
        ("null", "unexpected null  -", false),
    ] {
        let server = Server::start(vec![Answer::json(200, body)]).await;
        let (client, reports) = zoo(&server);
        let note = client.discriminator_values_of_members().notes().fetch("a").send().await.unwrap();
        assert_eq!(!matches!(note, Note::Unrecognized(_)), is_known, "{body}");
        assert_eq!(reports.take(), Vec::from_iter((!wanted.is_empty()).then_some(wanted)), "{body}");
        if !is_known {
            let body: serde_json::Value = serde_json::from_str(body).unwrap();
            assert_eq!(serde_json::to_value(&note).unwrap(), body);
        }
    }
}

/// Each row: a channel that cannot be decoded, and the path of the error.
#[tokio::test]
async fn the_path_of_an_error_contains_no_key_of_a_map() {
    for (channel, path) in [
        (r#"{"links": {"secret": 5}}"#, "links[…]"),
        (r#"{"links": {"a": null, "secret": {"secret": 1}}}"#, "links[…]"),
        (r#"{"links": {"secret": "a", "secret": "#, "links[…]"),
        (r#"{"new": {"secret": {"secret": x"#, "new"),
        (r#"{"unread_messages_count": "secret"}"#, "unread_messages_count"),
    ] {
        let list = format!(r#"{{"meta": {{}}, "channels": [{{}}, {channel}, {{}}]}}"#);
        let server = Server::start(vec![Answer::json(200, channel), Answer::json(200, list)]).await;
        let channels =
            server.client().chat_v2().user_channels(SERVICE.parse::<ServiceSid>().unwrap(), "alice");
        let error = channels.fetch("general").send().await.unwrap_err();
        assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some(path)), "{channel}");
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
        let error = channels.list().send().await.unwrap_err();
        assert_eq!(error.json_path(), Some(format!("channels[1].{path}").as_str()), "{channel}");
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
}
