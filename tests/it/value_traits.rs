//! The traits of generated SIDs, enums and models, and the values that tests of an application create.

use std::collections::{HashMap, HashSet};
use std::str::FromStr;

use clap::Parser;
use twilio_client_sample::chat_v2::{
    Invite, InviteSid, RoleSid, ServiceSid, UserChannelNotificationLevel as Level,
};
use twilio_client_sample::{Client, Page, SidError, sid};

use crate::local_server::{Answer, Server};

const INVITE: &str = "INaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const ROLE: &str = "RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const SERVICE: &str = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

#[test]
fn a_sid_is_compared_and_found_as_a_string() {
    let invite: sid::InviteSid = INVITE.parse().unwrap();
    assert!(invite == *INVITE && invite == INVITE && invite != ROLE);
    assert_eq!(InviteSid::try_from(INVITE.to_owned()), Ok(invite.clone()));
    assert!(matches!(InviteSid::try_from(ROLE.to_owned()), Err(SidError { .. })));
    let named = HashMap::from([(invite, "alice")]);
    assert_eq!((named.get(INVITE), named.get(ROLE)), (Some(&"alice"), None));
}

#[tokio::test]
async fn a_sid_is_passed_by_value_and_by_reference() {
    let server = Server::start(vec![Answer::json(200, "{}"); 4]).await;
    let (service, invite): (ServiceSid, InviteSid) = (SERVICE.parse().unwrap(), INVITE.parse().unwrap());
    let role: RoleSid = ROLE.parse().unwrap();
    let client = Client::for_tests(&server.base).unwrap();
    let invites = client.chat_v2().invites(&service, "general");
    invites.fetch(&invite).await.unwrap();
    invites.create("alice").role_sid(&role).await.unwrap();
    let invites = client.chat_v2().invites(service, "general");
    invites.fetch(invite).await.unwrap();
    invites.create("alice").role_sid(role).await.unwrap();
    let lines = server.lines();
    assert_eq!((&lines[0], &lines[1]), (&lines[2], &lines[3]));
    assert_eq!(server.requests()[1].body, format!("Identity=alice&RoleSid={ROLE}"));
}

#[tokio::test]
async fn the_default_of_a_sid_is_rejected_before_a_request() {
    let client = Client::for_tests("http://localhost:9").unwrap();
    let error = client.chat_v2().invites(ServiceSid::default(), "general").list().await.unwrap_err();
    assert_eq!((error.attempts(), error.kind()), (0, twilio_client_sample::ErrorKind::InvalidRequest));
}

#[test]
fn an_enum_parses_only_listed_values() {
    assert_eq!(Level::VARIANTS, [Level::Default, Level::Muted]);
    for level in Level::VARIANTS {
        assert_eq!(Level::from_str(level.as_str()).as_ref(), Ok(level));
        assert_eq!(&Level::from(level.as_str().to_owned()), level);
    }
    let error = Level::from_str("loud").unwrap_err();
    assert_eq!(error.to_string(), "the value must be one of `default`, `muted`");
    assert_eq!(Level::from("loud".to_owned()).as_str(), "loud");
    assert_eq!(Level::default().as_str(), "");
}

/// A program whose option is an enum. Without `value_parser`, clap prefers `From<String>`, which accepts every value.
#[derive(Debug, Parser)]
struct Options {
    #[arg(long, value_parser = Level::from_str)]
    level: Level,
}

#[test]
fn a_command_line_accepts_only_listed_values() {
    let parsed = |level: &str| Options::try_parse_from(["program", "--level", level]);
    assert_eq!(parsed("muted").unwrap().level, Level::Muted);
    let error = parsed("loud").unwrap_err();
    assert_eq!(error.kind(), clap::error::ErrorKind::ValueValidation);
    let expected = "invalid value 'loud' for '--level <LEVEL>': the value must be one of `default`, `muted`";
    assert!(error.to_string().contains(expected), "{error}");
}

#[test]
fn a_model_is_created_compared_and_hashed() {
    let mut invite = Invite::default();
    invite.sid = Some(INVITE.parse().unwrap());
    let other: Invite = serde_json::from_value(serde_json::json!({ "sid": INVITE })).unwrap();
    assert_eq!(invite, other);
    assert_eq!(HashSet::from([invite.clone(), other, Invite::default()]).len(), 2);
    let page = serde_json::to_value(Page::from_items([invite])).unwrap();
    assert_eq!((&page["items"][0]["sid"], &page["next_cursor"]), (&INVITE.into(), &serde_json::Value::Null));
}
