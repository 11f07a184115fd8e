//! The requests of this client compared with those of the official libraries, field by field. All three make the
//! calls of `calls` in the same order. `languages/same_calls.py` and `languages/same_calls.js` contain the same calls.

use std::collections::{BTreeMap, BTreeSet};

use twilio_client_fake::{Record, Server};
use twilio_client_sample::chat_v2::UserChannelNotificationLevel;
use twilio_client_sample::flex_v1::CreateChannelParams;
use twilio_client_sample::sid::{ChannelSid, InviteSid, RoleSid, ServiceSid, TaskSid};
use twilio_client_sample::{Client, Credentials, Error};

use crate::languages::{Outcome, run, server};

const SERVICE: &str = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const CHANNEL: &str = "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const ROLE: &str = "RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const INVITE: &str = "INaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const FLOW: &str = "FOaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const TASK: &str = "WTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// A difference with a reason.
struct Difference {
    library: &'static str,
    field: &'static str,
    ours: Option<&'static str>,
    theirs: Option<&'static str>,
}

const DIFFERENCES: &[Difference] = &[
    // The default of Node's HTTP client. An error response is JSON, also that of a request without a result.
    Difference {
        library: "Node",
        field: "header accept",
        ours: Some("application/json"),
        theirs: Some("application/json, text/plain, */*"),
    },
    // The default of Python's HTTP client, for the same requests.
    Difference {
        library: "Python",
        field: "header accept",
        ours: Some("application/json"),
        theirs: Some("*/*"),
    },
    // Python sets the media type of a form for the list too, whose request has no body.
    Difference {
        library: "Python",
        field: "header content-type",
        ours: None,
        theirs: Some("application/x-www-form-urlencoded"),
    },
    // Python accepts the argument and does not send the header.
    Difference {
        library: "Python",
        field: "header x-twilio-webhook-enabled",
        ours: Some("true"),
        theirs: None,
    },
];

/// Only the request counts, so an error response is correct.
fn sent<T>(result: Result<T, Error>) {
    if let Err(error) = result {
        assert!(error.status().is_some(), "{error}");
    }
}

/// The calls on invites, whose types differ between the versions.
macro_rules! invite_calls {
    ($invites:expr) => {
        let invites = $invites;
        sent(invites.create("alice").send_blocking());
        sent(invites.create("ä + b&c=d,e").role_sid(ROLE.parse::<RoleSid>().unwrap()).send_blocking());
        invites.list().pages_blocking().take(1).for_each(sent);
        invites.list().identity(["alice", "b,c"]).page_size(20).pages_blocking().take(1).for_each(sent);
        sent(invites.fetch(INVITE.parse::<InviteSid>().unwrap()).send_blocking());
        sent(invites.delete(INVITE.parse::<InviteSid>().unwrap()).send_blocking());
    };
}

fn calls(client: &Client) {
    let service = || SERVICE.parse::<ServiceSid>().unwrap();
    invite_calls!(client.chat_v1().invites(service(), "general"));
    invite_calls!(client.chat_v2().invites(service(), "general"));
    sent(client.chat_v2().invites(service(), "söme + channel%").create("alice").send_blocking());
    client.chat_v1().user_channels(service(), "bob").list().pages_blocking().take(1).for_each(sent);
    let channels = client.chat_v2().user_channels(service(), "bob");
    channels.list().limit(3).pages_blocking().take(1).for_each(sent);
    sent(channels.fetch(CHANNEL).send_blocking());
    sent(channels.fetch("söme + channel%").send_blocking());
    let muted = UserChannelNotificationLevel::Muted;
    sent(channels.update(CHANNEL).notification_level(muted).last_consumed_message_index(0).send_blocking());
    let read = "2024-02-03T04:05:06Z".parse().unwrap();
    sent(channels.update(CHANNEL).last_consumption_timestamp(read).send_blocking());
    sent(channels.update(CHANNEL).send_blocking());
    sent(channels.delete(CHANNEL).send_blocking());
    sent(channels.delete(CHANNEL).x_twilio_webhook_enabled(true).send_blocking());
    flex_calls(client);
}

fn flex_calls(client: &Client) {
    let channels = client.flex_v1().channels();
    let arguments = |user: &str, chat: &str| CreateChannelParams {
        flex_flow_sid: FLOW.parse().unwrap(),
        identity: "alice".to_owned(),
        chat_user_friendly_name: user.to_owned(),
        chat_friendly_name: chat.to_owned(),
    };
    channels.list().page_size(50).pages_blocking().take(1).for_each(sent);
    sent(channels.create(arguments("Älice", "a chat")).send_blocking());
    let create = channels.create(arguments("Alice", "Chat")).target("web").chat_unique_name("unique");
    let create = create.pre_engagement_data(r#"{"a": ["b", 1]}"#).task_sid(TASK.parse::<TaskSid>().unwrap());
    sent(create.task_attributes("{}").long_lived(true).send_blocking());
    sent(channels.fetch(CHANNEL.parse::<ChannelSid>().unwrap()).send_blocking());
    sent(channels.delete(CHANNEL.parse::<ChannelSid>().unwrap()).send_blocking());
}

/// The fields of a request, by their names. A repeated field has all its values.
fn fields(record: &Record) -> BTreeMap<String, String> {
    let mut fields: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (place, pairs) in [("path", &record.path), ("query", &record.query), ("form", &record.form)] {
        for (name, value) in pairs {
            fields.entry(format!("{place} {name}")).or_default().push(value);
        }
    }
    // The other headers describe the library and its HTTP client.
    for name in ["content-type", "accept", "x-twilio-webhook-enabled"] {
        if let Some(value) = record.header(name) {
            fields.insert(format!("header {name}"), vec![value.split(';').next().unwrap_or_default()]);
        }
    }
    fields.into_iter().map(|(name, values)| (name, values.join(" | "))).collect()
}

/// Returns the differences that the table does not list.
fn differences(library: &str, ours: &[Record], theirs: &[Record]) -> Vec<String> {
    let mut found = Vec::new();
    for (number, (own, their)) in ours.iter().zip(theirs).enumerate() {
        let operation = own.operation.as_deref().unwrap_or("no operation");
        assert_eq!(
            (&own.module, &own.operation),
            (&their.module, &their.operation),
            "{library}, call {number}"
        );
        let (own, their) = (fields(own), fields(their));
        let names: BTreeSet<&String> = own.keys().chain(their.keys()).collect();
        for name in names {
            let (own, their) = (own.get(name).map(String::as_str), their.get(name).map(String::as_str));
            let is_known = DIFFERENCES.iter().any(|known| {
                (known.library, known.field, known.ours, known.theirs) == (library, name, own, their)
            });
            if own != their && !is_known {
                found.push(format!("call {number} of {operation}, {name}: {own:?}, {library}: {their:?}"));
            }
        }
    }
    found
}

fn compare(library: &str, program: &str, script: &str) {
    let server: Server = server();
    let credentials = Credentials::auth_token(server.account_sid(), server.auth_token());
    let client = Client::builder(credentials).base_url(server.base_url()).build().unwrap();
    calls(&client);
    let ours = server.requests();
    assert_eq!(ours.len(), 27);
    server.reset();
    match run(program, script, &server) {
        Outcome::Skipped(reason) => eprintln!("skipped: {reason}"),
        Outcome::Passed => {
            let theirs = server.requests();
            assert_eq!(ours.len(), theirs.len(), "{theirs:#?}");
            let found = differences(library, &ours, &theirs);
            assert!(found.is_empty(), "{}", found.join("\n"));
        }
    }
}

/// `TWILIO_PYTHON` selects the interpreter, for a library in a virtual environment.
#[test]
fn the_requests_of_the_python_library() {
    let program = std::env::var("TWILIO_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    compare("Python", &program, "same_calls.py");
}

/// `NODE_PATH` selects the folder of the library.
#[test]
fn the_requests_of_the_node_library() {
    compare("Node", "node", "same_calls.js");
}
