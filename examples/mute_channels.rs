//! A moderation job: mutes the channels of a user that have many unread messages.
//!
//! `cargo run -p twilio-client-examples --example mute_channels -- SERVICE_SID USER`

use std::error::Error;

use twilio_client::Client;
use twilio_client::chat_v2::UserChannelNotificationLevel;
use twilio_client::sid::ServiceSid;

/// Mutes each channel with more unread messages than the limit. Returns the number of changed channels.
pub async fn mute_channels(
    client: &Client,
    service_sid: &str,
    user: &str,
    limit: i64,
) -> Result<u32, Box<dyn Error>> {
    let channels = client.chat_v2().user_channels(service_sid.parse::<ServiceSid>()?, user);
    let mut muted = 0;
    let mut all = channels.list().page_size(100).stream();
    while let Some(channel) = all.try_next().await? {
        let Some(sid) = channel.channel_sid else { continue };
        if channel.unread_messages_count.is_none_or(|count| count <= limit) {
            continue;
        }
        let level = UserChannelNotificationLevel::Muted;
        match channels.update(sid).notification_level(level).await {
            Ok(_) => muted += 1,
            Err(error) if error.is_not_found() => {} // the user has left the channel in the meantime
            Err(error) => return Err(error.into()),
        }
    }
    Ok(muted)
}

#[allow(dead_code, reason = "a test calls only the function above")]
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(service_sid), Some(user)) = (arguments.next(), arguments.next()) else {
        return Err("usage: mute_channels SERVICE_SID USER".into());
    };
    let client = Client::from_env()?;
    println!("{} channels are muted", mute_channels(&client, &service_sid, &user, 100).await?);
    Ok(())
}
