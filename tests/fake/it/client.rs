//! The generated client on the fake: the life of the resources, and lists.

use serde_json::json;
use twilio_client_sample::chat_v2::{UserChannel, UserChannelNotificationLevel};
use twilio_client_sample::fake::Fake;
use twilio_client_sample::flex_v1::CreateChannelParams;
use twilio_client_sample::sid::{RoleSid, ServiceSid};
use twilio_client_sample::{Client, Credentials, codes};

pub(crate) const SERVICE: &str = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const CHANNEL: &str = "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

pub(crate) async fn start() -> (Fake, Client) {
    let fake = Fake::start().await.unwrap();
    fake.set_clock(1_704_067_200);
    let client = fake.client();
    (fake, client)
}

#[tokio::test]
async fn an_invite_is_created_fetched_and_deleted() {
    let (fake, client) = start().await;
    let invites = client.chat_v2().invites(SERVICE.parse::<ServiceSid>().unwrap(), CHANNEL);
    let role = "RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let invite = invites.create("alice").role_sid(role.parse::<RoleSid>().unwrap()).send().await.unwrap();
    assert_eq!(invite.identity.as_deref(), Some("alice"));
    assert_eq!(invite.role_sid.as_ref().unwrap().as_ref(), role);
    assert_eq!(invite.channel_sid.as_ref().unwrap().as_ref(), CHANNEL);
    assert_eq!(invite.service_sid.as_ref().unwrap().as_ref(), SERVICE);
    assert_eq!(invite.account_sid.as_ref().unwrap().as_ref(), fake.account_sid());
    assert_eq!(invite.date_created, invite.date_updated);
    assert!(invite.url.as_ref().unwrap().starts_with(&fake.url()), "{:?}", invite.url);

    let sid = invite.sid.clone().unwrap();
    assert_eq!(invites.fetch(sid.clone()).send().await.unwrap(), invite);
    invites.delete(sid.clone()).send().await.unwrap();
    let error = invites.fetch(sid).send().await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(404), Some(codes::NOT_FOUND)));
    assert!(error.request_id().unwrap().starts_with("RQ"));
    assert!(invites.list().send().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_list_has_pages_filters_and_a_limit() {
    let (fake, client) = start().await;
    let invites = client.chat_v2().invites(SERVICE.parse::<ServiceSid>().unwrap(), "general");
    for number in 0..5 {
        invites.create(format!("user{number}")).send().await.unwrap();
    }
    let all = invites.list().page_size(2).stream().collect_vec().await.unwrap();
    assert_eq!(all.len(), 5);
    let pages =
        fake.requests().iter().filter(|request| request.operation.as_deref() == Some("ListInvite")).count();
    assert_eq!(pages, 3);
    let two = invites.list().identity(["user1", "user3", "other"]).stream().collect_vec().await.unwrap();
    assert_eq!(two, [all[1].clone(), all[3].clone()]);
    assert_eq!(invites.list().limit(3).stream().collect_vec().await.unwrap(), all[..3]);
    // The name and the SID address the same channel.
    let sid = all[0].channel_sid.clone().unwrap();
    let by_sid = client.chat_v2().invites(SERVICE.parse::<ServiceSid>().unwrap(), sid.to_string());
    assert_eq!(by_sid.list().stream().collect_vec().await.unwrap().len(), 5);
    let other = client.chat_v2().invites(SERVICE.parse::<ServiceSid>().unwrap(), "random");
    assert!(other.list().send().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_seeded_user_channel_is_updated() {
    let (fake, client) = start().await;
    fake.insert("ListUserChannel", &[SERVICE, "bob"], json!({"channel_sid": CHANNEL})).unwrap_err();
    fake.insert("chat_v2.ListUserChannel", &[SERVICE, "bob"], json!({"channel_sid": CHANNEL})).unwrap();
    let channels = client.chat_v2().user_channels(SERVICE.parse::<ServiceSid>().unwrap(), "bob");
    let channel = channels.fetch(CHANNEL).send().await.unwrap();
    let url = channel.url.as_deref().unwrap();
    assert!(url.starts_with(&fake.url_of("chat_v2")), "{url}");
    assert_eq!(channels.list().send().await.unwrap().items(), std::slice::from_ref(&channel));
    let update = channels.update(CHANNEL).notification_level(UserChannelNotificationLevel::Muted);
    let updated = update.last_consumed_message_index(7).send().await.unwrap();
    assert_eq!(updated.notification_level, Some(UserChannelNotificationLevel::Muted));
    assert_eq!(updated.last_consumed_message_index, Some(7));
    assert_eq!(updated.member_sid, channel.member_sid);
    channels.delete(CHANNEL).x_twilio_webhook_enabled(true).send().await.unwrap();
    assert!(channels.fetch(CHANNEL).send().await.unwrap_err().is_not_found());
    assert!(
        client
            .chat_v1()
            .user_channels(SERVICE.parse::<ServiceSid>().unwrap(), "bob")
            .list()
            .send()
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_seed_can_be_a_model() {
    let (fake, client) = start().await;
    let mut seed = UserChannel::default();
    seed.notification_level = Some(UserChannelNotificationLevel::Muted);
    let path = [SERVICE, "bob", CHANNEL];
    fake.insert("chat_v2.FetchUserChannel", &path, &seed).unwrap();
    let fetch = |client: &Client| {
        let service = SERVICE.parse::<ServiceSid>().unwrap();
        client.chat_v2().user_channels(service, "bob").fetch(CHANNEL)
    };
    let channel = fetch(&client).send().await.unwrap();
    assert_eq!(channel.notification_level, seed.notification_level);
    assert_eq!(channel.channel_sid.as_ref().unwrap().as_ref(), CHANNEL);
    assert_eq!(channel.service_sid.as_ref().unwrap().as_ref(), SERVICE);

    // A resource of one fake is a seed of another one.
    let (other, client) = start().await;
    other.insert("chat_v2.FetchUserChannel", &path, &channel).unwrap();
    assert_eq!(fetch(&client).send().await.unwrap(), channel);
}

#[tokio::test]
async fn a_flex_channel_is_created_and_deleted() {
    let (fake, client) = start().await;
    let channels = client.flex_v1().channels();
    let flow = "FOaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let arguments = CreateChannelParams {
        flex_flow_sid: flow.parse().unwrap(),
        identity: "alice".to_owned(),
        chat_user_friendly_name: "Alice".to_owned(),
        chat_friendly_name: "Chat".to_owned(),
    };
    let channel = channels.create(arguments).long_lived(true).send().await.unwrap();
    assert_eq!(channel.flex_flow_sid.as_ref().unwrap().as_ref(), flow);
    let sid = channel.sid.clone().unwrap();
    assert_eq!(channels.list().stream().collect_vec().await.unwrap(), [channel]);
    channels.delete(sid.clone()).send().await.unwrap();
    assert!(channels.delete(sid).send().await.unwrap_err().is_not_found());
    let sent = fake.requests();
    let create = sent.iter().find(|request| request.operation.as_deref() == Some("CreateChannel")).unwrap();
    assert_eq!(create.form_value("LongLived"), Some("true"));
    assert_eq!(create.module.as_deref(), Some("flex_v1"));
}

#[tokio::test]
async fn invalid_requests_and_credentials_are_rejected() {
    let (fake, client) = start().await;
    let error = client
        .chat_v2()
        .invites(SERVICE.parse::<ServiceSid>().unwrap(), "general")
        .create("")
        .send()
        .await
        .unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(400), Some(codes::UNKNOWN_PARAMETERS)));
    assert!(error.message().contains("`Identity`"), "{error}");
    let stranger = Client::builder(Credentials::auth_token(fake.account_sid(), "wrong")).base_url(fake.url());
    let error = stranger.build().unwrap().flex_v1().channels().list().send().await.unwrap_err();
    assert!(error.is_auth());
}

#[test]
fn blocking_calls_use_the_same_fake() {
    let fake = Fake::start_blocking().unwrap();
    let invites = fake.client().chat_v1().invites(SERVICE.parse::<ServiceSid>().unwrap(), "general");
    let invite = invites.create("alice").send_blocking().unwrap();
    let all: Vec<_> = invites.list().iter_blocking().collect::<Result<_, _>>().unwrap();
    assert_eq!(all, [invite]);
}
