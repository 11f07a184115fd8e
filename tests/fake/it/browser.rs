//! The page of the server in headless Chromium. Without a browser, the test is skipped with a message.

use std::io::ErrorKind;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::json;
use twilio_client_fake::Server;

use crate::languages::server;

/// The programs that can be the browser, unless the variable `CHROMIUM` selects one.
const PROGRAMS: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// The document at a URL after its scripts have run. `None` without a browser.
fn document(url: &str) -> Option<String> {
    let selected = std::env::var("CHROMIUM").ok();
    let programs = selected.as_deref().map_or(PROGRAMS.to_vec(), |program| vec![program]);
    programs.into_iter().find_map(|program| {
        let mut command = Command::new(program);
        // The sandbox does not work in containers. The virtual time ends after the responses.
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000"]);
        command.args(["--dump-dom", url]).stdout(Stdio::piped()).stderr(Stdio::null());
        match command.spawn() {
            Ok(browser) => Some(output(browser, program)),
            Err(error) if error.kind() == ErrorKind::NotFound && selected.is_none() => None,
            Err(error) => panic!("could not run `{program}`: {error}"),
        }
    })
}

/// The output of a browser, which has a minute to end.
fn output(mut browser: Child, program: &str) -> String {
    let pipe = browser.stdout.take().unwrap();
    let reader = std::thread::spawn(move || std::io::read_to_string(pipe));
    for _ in 0..600 {
        if let Some(status) = browser.try_wait().unwrap() {
            assert!(status.success(), "`{program}` failed: {status}");
            return reader.join().unwrap().unwrap();
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    browser.kill().unwrap();
    panic!("`{program}` does not end");
}

/// A fake with an invite and a request.
fn used() -> Server {
    let server = server();
    let path = ["ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"];
    server.insert("chat_v2.ListInvite", &path, json!({"identity": "<b>alice</b>"})).unwrap();
    let request = twilio_client_fake::Request {
        method: "GET".to_owned(),
        target: "/chat_v2/v2/Nothing".to_owned(),
        ..twilio_client_fake::Request::default()
    };
    assert_eq!(server.engine().handle(&request).response.status, 404);
    server
}

#[test]
fn the_page_shows_the_resources_and_the_requests() {
    let server = used();
    let Some(page) = document(&server.url()) else {
        eprintln!("skipped: no Chromium is installed; the variable `CHROMIUM` selects one");
        return;
    };
    for expected in [
        "chat_v2: https://chat.twilio.com",
        "/Channels/CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Invites (1)</summary>",
        "\"identity\": \"&lt;b&gt;alice&lt;/b&gt;\"",
        "<td>404</td><td>GET</td><td>/chat_v2/v2/Nothing</td>",
        "was not found</td>",
    ] {
        assert!(page.contains(expected), "the page does not contain {expected:?}: {page}");
    }
}
