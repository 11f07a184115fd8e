//! The handwritten side: `reqwest`, `serde_json`, a struct and a loop.
//!
//! It is written to be fast: one client, borrowed strings for dates, no unused field. It checks the status,
//! authenticates and sets the timeouts of the client. It has no other feature of the client.

use std::time::Duration;

use serde::{Deserialize, Deserializer};

use crate::server::Server;
use crate::{ACCOUNT, CHANNEL, Failure, INVITE, SERVICE};

/// The fields of the client's model, with SIDs as strings.
#[derive(Debug, Deserialize)]
pub struct Invite {
    /// The SID of the invite.
    pub sid: Option<String>,
    /// The SID of its account.
    pub account_sid: Option<String>,
    /// The SID of its channel.
    pub channel_sid: Option<String>,
    /// The SID of its service.
    pub service_sid: Option<String>,
    /// The identity of the invited user.
    pub identity: Option<String>,
    /// The time of its creation.
    #[serde(default, deserialize_with = "time")]
    pub date_created: Option<jiff::Timestamp>,
    /// The time of its last change.
    #[serde(default, deserialize_with = "time")]
    pub date_updated: Option<jiff::Timestamp>,
    /// The role of the invited user.
    pub role_sid: Option<String>,
    /// The identity of the inviting user.
    pub created_by: Option<String>,
    /// The URL of the invite.
    pub url: Option<String>,
}

#[derive(Deserialize)]
struct Page {
    invites: Vec<Invite>,
    meta: Meta,
}

#[derive(Deserialize)]
struct Meta {
    next_page_url: Option<String>,
}

fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<jiff::Timestamp>, D::Error> {
    let text = Option::<&str>::deserialize(deserializer)?;
    text.map(str::parse).transpose().map_err(serde::de::Error::custom)
}

/// The handwritten client.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    list: String,
}

impl Client {
    /// Creates a client for this server.
    pub fn new(server: &Server) -> Result<Self, Failure> {
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(30))
            .connect_timeout(Duration::from_secs(10))
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("by-hand/", env!("CARGO_PKG_VERSION"), " (rust)"))
            .build()?;
        let list = format!("{}/v1/Services/{SERVICE}/Channels/{CHANNEL}/Invites", server.base());
        Ok(Self { http, list })
    }

    async fn get(&self, url: &str) -> Result<impl AsRef<[u8]> + use<>, Failure> {
        let request = self.http.get(url).header("accept", "application/json");
        let response = request.basic_auth(ACCOUNT, Some("token")).send().await?;
        if !response.status().is_success() {
            return Err(format!("status {}", response.status()).into());
        }
        Ok(response.bytes().await?)
    }

    /// Passes all invites to a function, page by page.
    pub async fn page_through(&self, page_size: usize, mut each: impl FnMut(Invite)) -> Result<(), Failure> {
        let mut next = Some(format!("{}?PageSize={page_size}", self.list));
        while let Some(url) = next {
            let page: Page = serde_json::from_slice(self.get(&url).await?.as_ref())?;
            page.invites.into_iter().for_each(&mut each);
            next = page.meta.next_page_url;
        }
        Ok(())
    }

    /// Fetches one invite.
    pub async fn fetch(&self) -> Result<Invite, Failure> {
        let body = self.get(&format!("{}/{INVITE}", self.list)).await?;
        Ok(serde_json::from_slice(body.as_ref())?)
    }
}
