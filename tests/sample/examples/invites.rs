//! Creates, lists and deletes invites on the fake of `cargo xtask serve`.

use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{Client, Credentials};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    if let Err(error) = run().await {
        eprintln!("{error}; run `cargo xtask serve` in another terminal");
        std::process::exit(1);
    }
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let credentials = Credentials::auth_token("AC00000000000000000000000000000001", "fake-auth-token");
    let client = Client::builder(credentials).base_url("http://127.0.0.1:4010/{host}").build()?;
    let service: ServiceSid = "IS37c7ad8dc8c0a4a7a7a3e0b1f0c1d2e3".parse()?;
    let invites = client.chat_v2().invites(service, "general");

    for identity in ["alice", "bob", "carol"] {
        let invite = invites.create(identity).await?;
        println!("created {:?}", invite.sid);
    }
    let mut all = invites.list().page_size(2).stream();
    while let Some(invite) = all.try_next().await? {
        println!("invited {} as {:?}", invite.identity.unwrap_or_default(), invite.sid);
        if let Some(sid) = invite.sid {
            invites.delete(sid).await?;
        }
    }
    if let Err(error) = invites.create("").await {
        println!("{error}");
    }
    Ok(())
}
