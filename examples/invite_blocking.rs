//! A script without async: invites users to a channel, and skips those who have an invite.
//!
//! `cargo run -p twilio-client-examples --example invite_blocking -- SERVICE_SID CHANNEL USER…`

use std::error::Error;

use twilio_client::sid::ServiceSid;
use twilio_client::{Client, codes};

/// Invites each user. Returns the users who had an invite already.
pub fn invite(
    client: &Client,
    service_sid: &str,
    channel: &str,
    users: &[String],
) -> Result<Vec<String>, Box<dyn Error>> {
    let invites = client.chat_v2().invites(service_sid.parse::<ServiceSid>()?, channel);
    let mut skipped = Vec::new();
    for user in users {
        match invites.create(user).send_blocking() {
            Ok(invite) => println!("{user}: {:?}", invite.sid),
            Err(error) if error.code() == Some(codes::USER_ALREADY_INVITED) => skipped.push(user.clone()),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(skipped)
}

#[allow(dead_code, reason = "a test calls only the function above")]
fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [service_sid, channel, users @ ..] = arguments.as_slice() else {
        return Err("usage: invite_blocking SERVICE_SID CHANNEL USER…".into());
    };
    let client = Client::from_env()?;
    println!("skipped: {:?}", invite(&client, service_sid, channel, users)?);
    Ok(())
}
