//! Copies the invites of a channel to a file, one identity in each line. The job stores its cursor after each page,
//! and the next run continues there after an error.
//!
//! `cargo run -p twilio-client-examples --example import_invites -- SERVICE_SID CHANNEL FILE`

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use twilio_client::Client;
use twilio_client::sid::ServiceSid;

/// Appends the identities to the file. The cursor is in the file with the extension `cursor`.
pub async fn import(
    client: &Client,
    service_sid: &str,
    channel: &str,
    file: &Path,
) -> Result<usize, Box<dyn Error>> {
    let cursor_file = file.with_extension("cursor");
    let invites = client.chat_v2().invites(service_sid.parse::<ServiceSid>()?, channel);
    let mut request = invites.list().page_size(50);
    if let Ok(stored) = fs::read_to_string(&cursor_file) {
        request = request.with_cursor(stored.parse()?);
    }
    let mut output = fs::OpenOptions::new().create(true).append(true).open(file)?;
    let (mut pages, mut count) = (request.pages(), 0);
    while let Some(page) = pages.try_next().await? {
        for invite in &page {
            writeln!(output, "{}", invite.identity.as_deref().unwrap_or_default())?;
            count += 1;
        }
        match page.next_cursor() {
            Some(cursor) => fs::write(&cursor_file, cursor.to_string())?,
            None => fs::remove_file(&cursor_file).unwrap_or_default(), // the next run begins again
        }
    }
    Ok(count)
}

#[allow(dead_code, reason = "a test calls only the function above")]
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [service_sid, channel, file] = arguments.as_slice() else {
        return Err("usage: import_invites SERVICE_SID CHANNEL FILE".into());
    };
    let client = Client::from_env()?;
    println!("{} invites", import(&client, service_sid, channel, Path::new(file)).await?);
    Ok(())
}
