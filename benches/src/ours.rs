//! Our side: the generated client with all its defaults.

use twilio_client_sample::chat_v1::{Invite, Invites};
use twilio_client_sample::sid::{InviteSid, ServiceSid};
use twilio_client_sample::{Client, Credentials, Page};

use crate::server::Server;
use crate::{ACCOUNT, CHANNEL, Failure, INVITE, SERVICE};

/// The invites of the server's channel.
pub fn invites(server: &Server) -> Result<Invites, Failure> {
    let credentials = Credentials::auth_token(ACCOUNT, "token");
    let client = Client::builder(credentials).base_url(server.base()).build()?;
    Ok(client.chat_v1().invites(SERVICE.parse::<ServiceSid>()?, CHANNEL))
}

/// The invites of the channel of the server at `base`, with a configured HTTP client.
pub fn invites_over(base: &str, http: reqwest::Client) -> Result<Invites, Failure> {
    let credentials = Credentials::auth_token(ACCOUNT, "token");
    let client = Client::builder(credentials).base_url(base).http_client(http).build()?;
    Ok(client.chat_v1().invites(SERVICE.parse::<ServiceSid>()?, CHANNEL))
}

/// Passes all invites to a function, with or without prefetching.
pub async fn page_through(
    invites: &Invites,
    page_size: u32,
    ahead: bool,
    mut each: impl FnMut(Invite),
) -> Result<(), Failure> {
    let list = invites.list().page_size(page_size);
    let mut items = if ahead { list.with_prefetch().stream() } else { list.stream() };
    while let Some(invite) = items.try_next().await? {
        each(invite);
    }
    Ok(())
}

/// Fetches the first page.
pub async fn first_page(invites: &Invites, page_size: u32) -> Result<Page<Invite>, Failure> {
    Ok(invites.list().page_size(page_size).await?)
}

/// The SID of the invite for single fetches.
pub fn invite_sid() -> Result<InviteSid, Failure> {
    Ok(INVITE.parse()?)
}

/// Fetches one invite.
pub async fn fetch(invites: &Invites, sid: &InviteSid) -> Result<Invite, Failure> {
    Ok(invites.fetch(sid.clone()).send().await?)
}
