//! The program whose first build and size are measured. It calls three operations of `chat_v2`.

use client::sid::ServiceSid;
use client::{Client, Credentials};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(Credentials::from_env()?)?;
    let service: ServiceSid = "IS00000000000000000000000000000000".parse()?;
    let invites = client.chat_v2().invites(service, "general");
    let invite = invites.create("alice").await?;
    println!("{:?}", invite.sid);
    if let Some(sid) = invite.sid {
        println!("{:?}", invites.fetch(sid.clone()).await?.identity);
        invites.delete(sid).await?;
    }
    Ok(())
}
