//! From each name of a thing to the others.

use codegen::{Explanation, Inputs, Source, Unknown};

use crate::fresh::spec;

fn ask(settings: &str, query: &str) -> Result<Vec<Explanation>, Unknown> {
    let (mut documents, _) = spec();
    documents.retain(|document| document.name.contains("chat_v") || document.name.contains("flex"));
    let settings = Source { name: "spec/codegen.toml".to_owned(), text: settings.to_owned() };
    let inputs = Inputs { documents: &documents, settings: Some(&settings) };
    codegen::explain(inputs, query).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

const SETTINGS: &str = r#"[documents.chat_v2]
drop = ["DeleteInvite"]
required = ["chat.v2.service.channel.invite.sid"]

[documents.chat_v2.rename]
FetchInvite = "get"
"#;

#[test]
fn what_is_said() {
    let queries = [
        "chat_v2::Invites",
        "chat_v2::Invites::list",
        "chat_v2::Invites::get",
        "DELETE /v2/Services/{ServiceSid}/Channels/{ChannelSid}/Invites/{Sid}",
        "chat_v2::CreateInvite::role_sid",
        "DeleteUserChannel.X-Twilio-Webhook-Enabled",
        "twilio_client::flex_v1::CreateChannel::identity",
        "flex_v1::Channels::fetch(sid)",
        "#/components/schemas/chat.v2.service.channel.invite/properties/sid/pattern",
        "chat_v2::UserChannel.status",
        "notParticipating",
        "user_channel_enum_channel_status",
        "InviteSid",
    ];
    let mut text = String::new();
    for query in queries {
        text.extend(["? ", query, "\n"]);
        let found = ask(SETTINGS, query).unwrap_or_else(|_| panic!("nothing is called {query}"));
        for thing in found {
            text.extend([&thing.to_string(), "\n"]);
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn a_name_that_is_nearly_right() {
    let suggestion = |query: &str| ask("", query).unwrap_err().suggestion;
    assert_eq!(suggestion("FetchUserChanel").as_deref(), Some("FetchUserChannel"));
    assert_eq!(suggestion("chat_v2::Invite::role").as_deref(), Some("chat_v2::Invite::url"));
    assert_eq!(suggestion("something else entirely"), None);
}

/// Whatever is found under one name is found under each of its others.
#[test]
fn every_name_leads_to_the_others() {
    let (documents, _) = spec();
    let listing = codegen::listing(&documents, None).unwrap();
    let own = listing.lines().filter(|line| line.starts_with("chat_v2") || line.starts_with("flex_v1"));
    let mut seen = 0;
    for name in own.filter_map(|line| line.split(['(', ' ']).next()) {
        let Ok(found) = ask("", name) else { continue };
        for thing in found {
            let rust = thing.rust.clone().unwrap();
            assert!(ask("", &rust).unwrap().contains(&thing), "{rust}");
            assert!(ask("", &thing.wire).unwrap().contains(&thing), "{}", thing.wire);
            let here = ask("", &thing.place.pointer).unwrap();
            assert!(here.contains(&thing), "{} {}", thing.place.pointer, thing.wire);
            seen += 1;
        }
    }
    assert!(seen > 15, "{seen} things");
}
