//! Values that do not match the OpenAPI document: the rest of the response is decoded, and the received value is
//! preserved as far as its type allows.

use serde_json::json;
use twilio_client_sample::chat_v2::{Invites, UserChannels};
use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{Client, Date, ErrorKind, Timestamp};
use twilio_client_zoo::one_of::Thing;

use crate::local_server::{Answer, Server};

const SERVICE: &str = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

fn invites(client: &Client) -> Invites {
    client.chat_v2().invites(SERVICE.parse::<ServiceSid>().unwrap(), "general")
}

fn channels(client: &Client) -> UserChannels {
    client.chat_v2().user_channels(SERVICE.parse::<ServiceSid>().unwrap(), "alice")
}

/// Each row: a property of the second of three invites.
#[tokio::test]
async fn a_list_with_unexpected_values_is_decoded() {
    let rows: [&[u8]; 9] = [
        br#""date_created": """#,
        br#""date_created": "2020-01-01""#,
        br#""date_created": "2015-07-30T20:00:00""#,
        br#""date_created": "0000-00-00""#,
        br#""date_created": "9999-12-31T23:59:59Z""#,
        br#""url": "\ud83d x""#,
        br#""url": "x \ude00""#,
        b"\"url\": \"x \xc3(\"",
        br#""new": [5.0, 1e999, "\ud83d"]"#,
    ];
    for row in rows {
        let item = [br#"{"identity": "b", "#, row, b"}"].concat();
        let body =
            [br#"{"invites": [{"identity": "a"}, "#.as_slice(), &item, br#", {"identity": "c"}]}"#].concat();
        let server = Server::start(vec![Answer::Bytes(body.clone()), Answer::Bytes(body)]).await;
        for prefetch in [false, true] {
            let list = invites(&server.client()).list();
            let list = if prefetch { list.with_prefetch() } else { list };
            let items = list.stream().collect_vec().await.unwrap();
            let names: Vec<_> = items.iter().map(|invite| invite.identity.as_deref().unwrap()).collect();
            assert_eq!(names, ["a", "b", "c"], "{}", String::from_utf8_lossy(row));
        }
    }
}

/// Each row: a number as it is sent, and the integer that it is.
#[tokio::test]
async fn an_integer_in_another_form_is_decoded() {
    for (sent, wanted) in [
        ("5", Some(5)),
        ("5.0", Some(5)),
        ("1e3", Some(1000)),
        ("-0.0", Some(0)),
        ("9223372036854775807", Some(i64::MAX)),
        ("9223372036854775808", None),
        ("18446744073709551615", None),
        ("1e30", None),
        ("2.5", None),
    ] {
        let body = format!(r#"{{"unread_messages_count": {sent}, "status": "joined"}}"#);
        let list = format!(
            r#"{{"channels": [{body}, {{"unread_messages_count": 1}}, {body}], "meta": {{"page": 0}}}}"#
        );
        let server = Server::start(vec![Answer::json(200, body), Answer::json(200, list)]).await;
        let channel = channels(&server.client()).fetch("general").send().await.unwrap();
        assert_eq!((channel.unread_messages_count, channel.status.is_some()), (wanted, true), "{sent}");
        let items = channels(&server.client()).list().stream().collect_vec().await.unwrap();
        let counts: Vec<_> = items.iter().map(|channel| channel.unread_messages_count).collect();
        assert_eq!(counts, [wanted, Some(1), wanted], "{sent}");
    }
}

/// Each row: keys beside the items. None of them announces another page.
#[tokio::test]
async fn the_keys_of_an_envelope_can_have_values_of_any_type() {
    for keys in [
        r#""page": "0", "page_size": {}, "uri": 1, "total": [], "has_next": "yes""#,
        r#""meta": {"page": "x", "page_size": 1.5, "key": 7, "url": [], "first_page_url": {}}"#,
        r#""next_page_url": 5, "previous_page_url": true"#,
        r#""meta": "next""#,
        r#""meta": 1.5"#,
    ] {
        let page = format!(r#"{{"channels": [{{"status": "joined"}}], {keys}}}"#);
        let server = Server::start(vec![Answer::json(200, page)]).await;
        let items = channels(&server.client()).list().stream().collect_vec().await;
        assert_eq!(items.map(|items| items.len()).map_err(|error| error.to_string()), Ok(1), "{keys}");
        assert_eq!(server.requests().len(), 1, "{keys}");
    }
}

/// Each row: the digits of a number that is alone in its property, and of one in a string.
#[tokio::test]
async fn a_number_preserves_its_digits() {
    for digits in [
        "0",
        "-0",
        "1.10",
        "5.0",
        "1e3",
        "-1.50E-7",
        "9223372036854775807",
        "18446744073709551615",
        "123456789012345678901234567890",
        "0.1234567890123456789012345",
    ] {
        for sent in [digits.to_owned(), format!("\"{digits}\"")] {
            let body = required_kinds(&[("amount", &sent)]);
            let server = Server::start(vec![Answer::json(200, body)]).await;
            let builder = twilio_client_zoo::Client::builder(twilio_client_zoo::Credentials::none());
            let client = builder.base_url(&server.base).build().unwrap();
            let thing = client.required_kinds().things().fetch("a").await.unwrap();
            assert_eq!(thing.amount.to_string(), digits);
            assert_eq!(serde_json::to_string(&thing.amount).unwrap(), sent);
        }
    }
}

/// Returns the JSON of a model with a required property of each kind, with other values for some of them.
pub(crate) fn required_kinds(others: &[(&str, &str)]) -> String {
    let valid = [
        ("text", "\"a\""),
        ("amount", "1.5"),
        ("count", "7"),
        ("flag", "true"),
        ("time", "\"2015-07-30T20:00:00Z\""),
        ("day", "\"2015-07-30\""),
        ("span", "\"PT1H\""),
        ("sid", "\"THaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\""),
        ("state", "\"open\""),
        ("rank", "1"),
        ("tags", "[\"a\"]"),
        ("labels", "{\"a\": 1}"),
        ("part", "{\"name\": \"a\"}"),
        ("choice", "7"),
        ("any", "{\"a\": [null]}"),
    ];
    let written = valid.iter().filter_map(|(name, value)| {
        let other = others.iter().find(|(other, _)| other == name);
        let value = other.map_or(*value, |(_, other)| other);
        // An empty value omits the property.
        (!value.is_empty()).then(|| format!("\"{name}\": {value}"))
    });
    format!("{{{}}}", written.collect::<Vec<_>>().join(", "))
}

#[test]
fn a_received_value_is_preserved() {
    for text in
        ["", "2020-01-01", "2015-07-30T20:00:00", "0000-00-00", "9999-12-31T23:59:59Z", "a\n\u{202e}b"]
    {
        let time: Timestamp = serde_json::from_value(json!(text)).unwrap();
        assert_eq!((time.to_string().as_str(), time.unix_seconds()), (text, None));
        assert_eq!(serde_json::to_value(&time).unwrap(), json!(text));
        assert!(text.parse::<Timestamp>().is_err() && std::time::SystemTime::try_from(time.clone()).is_err());
        assert!(!format!("{time:?}").contains(['\n', '\u{202e}']));
    }
    for text in ["", "0000-00-00", "2020-02-30", "yesterday"] {
        let date: Date = serde_json::from_value(json!(text)).unwrap();
        assert_eq!(
            (date.to_string().as_str(), date.year(), date.month(), date.day()),
            (text, None, None, None)
        );
        assert_eq!(serde_json::to_value(&date).unwrap(), json!(text));
        assert!(text.parse::<Date>().is_err());
    }
    let date: Date = "2015-07-30".parse().unwrap();
    assert_eq!((date.year(), date.month(), date.day()), (Some(2015), Some(7), Some(30)));
}

/// Each row: a property, a value, and the variant with its value.
#[test]
fn a_union_is_the_variant_that_fits() {
    for (property, value, wanted) in [
        ("price", json!("free"), "Text"),
        ("price", json!("5"), "Text"),
        ("price", json!(5), "Number"),
        ("price", json!(0.5), "Number"),
        ("mode", json!("auto"), "Enum"),
        ("mode", json!("other"), "Text"),
        ("mode", json!(7), "Integer"),
    ] {
        let thing: Thing = serde_json::from_value(json!({ property: value })).unwrap();
        let shown = format!("{thing:?}");
        let (_, shown) = shown.split_once(&format!("{property}: Some(")).unwrap();
        assert_eq!(shown.split('(').next(), Some(wanted), "{property} {value}");
        assert_eq!(serde_json::to_value(&thing).unwrap()[property], value);
    }
}

/// Each row: an integer in a string, and the integer.
#[tokio::test]
async fn an_integer_in_a_string_is_decoded() {
    for (sent, wanted) in [(r#""5""#, 5), (r#""-5.0""#, -5), (r#""007""#, 7)] {
        let body = format!(r#"{{"unread_messages_count": {sent}, "status": "joined", "url": "\ud83d"}}"#);
        let list = format!(r#"{{"channels": [{{}}, {body}, {{"status": "joined"}}], "meta": {{}}}}"#);
        let server = Server::start(vec![Answer::json(200, body), Answer::json(200, list)]).await;
        let channel = channels(&server.client()).fetch("general").send().await.unwrap();
        let items = channels(&server.client()).list().stream().collect_vec().await.unwrap();
        assert_eq!((channel.unread_messages_count, channel.status.is_some()), (Some(wanted), true), "{sent}");
        assert_eq!((items.len(), &items[1], items[2].status.is_some()), (3, &channel, true), "{sent}");
    }
}

/// A value that its type cannot keep.
#[tokio::test]
async fn a_value_without_a_form_in_its_type_is_an_error() {
    for value in ["true", r#""five""#, r#""""#, "[5]", "{}"] {
        let body = format!(r#"{{"unread_messages_count": {value}, "url": "\ud83d"}}"#);
        let server = Server::start(vec![Answer::json(200, body)]).await;
        let error = channels(&server.client()).fetch("general").send().await.unwrap_err();
        assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some("unread_messages_count")));
    }
}

/// Each row: a body with another value in place of an object, an array or a map, and the path of the error.
#[tokio::test]
async fn a_scalar_in_place_of_a_container_is_an_error() {
    for (body, path) in
        [(r#"{"links": "none"}"#, "links"), (r#"{"links": [5]}"#, "links"), ("5", ""), (r#"["joined"]"#, "")]
    {
        let server = Server::start(vec![Answer::json(200, body)]).await;
        let error = channels(&server.client()).fetch("general").send().await.unwrap_err();
        assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some(path)), "{body}");
    }
    for (channels_value, path) in [(r#""none""#, "channels"), ("{}", "channels"), ("[5]", "channels[0]")] {
        let body = format!(r#"{{"channels": {channels_value}, "meta": {{}}}}"#);
        let server = Server::start(vec![Answer::json(200, body)]).await;
        let error = channels(&server.client()).list().stream().collect_vec().await.unwrap_err();
        assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some(path)), "{channels_value}");
    }
}
