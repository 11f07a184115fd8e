//! The other side: `reqwest` and `serde_json`, a struct and a loop.
//!
//! It is written to be hard to beat: one client, borrowed texts for dates, no field that is not
//! needed. It checks the status, says who it is and has the timeouts of the client, and nothing else
//! of it.

use std::time::Duration;

use serde::{Deserialize, Deserializer};

use crate::server::Server;
use crate::{ACCOUNT, CHANNEL, Failure, INVITE, SERVICE};

/// The fields of the client's model, with SIDs as texts.
#[derive(Debug, Deserialize)]
pub struct Invite {
    /// The invite.
    pub sid: Option<String>,
    /// Its account.
    pub account_sid: Option<String>,
    /// Its channel.
    pub channel_sid: Option<String>,
    /// Its service.
    pub service_sid: Option<String>,
    /// Who is invited.
    pub identity: Option<String>,
    /// When it was made.
    #[serde(default, deserialize_with = "time")]
    pub date_created: Option<jiff::Timestamp>,
    /// When it was changed.
    #[serde(default, deserialize_with = "time")]
    pub date_updated: Option<jiff::Timestamp>,
    /// The role that the user gets.
    pub role_sid: Option<String>,
    /// Who invites.
    pub created_by: Option<String>,
    /// Where it is.
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

/// A client of this side.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    list: String,
}

impl Client {
    /// A client of this server.
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

    /// Hands out all invites, page by page.
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
