//! The samples of the README: their code is the code of these tests, which run it with the client of the
//! sample documents, and their output is the output of these tests.

use twilio_client_sample::sid::{InviteSid, ServiceSid};
use twilio_client_sample::{Client, Credentials};

use crate::blocking::program;
use crate::local_server::{ACCOUNT, Answer, Server};

/// The block of the README that begins with this fence.
fn block(fence: &str) -> String {
    let readme = std::fs::read_to_string(crate::sample::root().join("README.md")).unwrap();
    let (_, after) = readme.split_once(&format!("```{fence}\n")).unwrap();
    after.split_once("```").unwrap().0.to_owned()
}

/// Runs the first example of the README, and returns the printed lines.
async fn first_screen(server: &Server) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut printed = Vec::new();
    let credentials = Credentials::auth_token(ACCOUNT, "token");
    let client = Client::builder(credentials).base_url(&server.base).build()?;
    let service: ServiceSid = "IS37c7ad8dc8c0a4a7a7a3e0b1f0c1d2e3".parse()?;
    let invites = client.chat_v2().invites(service, "general");

    let invite = invites.create("alice").await?;
    printed.push(format!("{:?} of {:?}", invite.sid, invite.date_created));

    let unknown: InviteSid = "IN00000000000000000000000000000000".parse()?;
    if let Err(error) = invites.fetch(unknown).await {
        printed.push(format!("{error}"));
    }
    Ok(printed)
}

#[tokio::test]
async fn the_first_screen_of_the_readme_is_true() {
    let created = r#"{"sid": "IN5d1f0c2e9b8a47638291a0b3c4d5e6f7", "date_created": "2016-03-24T21:05:19Z"}"#;
    let missing = r#"{"code": 20404, "message": "The requested resource was not found", "more_info": "https://www.twilio.com/docs/errors/20404", "status": 404}"#;
    let server = Server::start(vec![
        Answer::json(201, created),
        Answer::Full(404, vec![("Twilio-Request-Id", "RQ3a7b")], missing.to_owned()),
    ])
    .await;
    let printed = first_screen(&server).await.unwrap();
    assert_eq!(printed.join("\n") + "\n", block("text"));
    tried(&block("rust"));
}

/// Runs the example without async, and returns the printed lines.
fn without_async(base: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut printed = Vec::new();
    let client = Client::builder(Credentials::auth_token(ACCOUNT, "token")).base_url(base).build()?;
    let service: ServiceSid = "IS37c7ad8dc8c0a4a7a7a3e0b1f0c1d2e3".parse()?;
    let invites = client.chat_v2().invites(service, "general");

    for invite in invites.list().limit(250).iter_blocking() {
        printed.push(format!("{:?}", invite?.sid));
    }
    Ok(printed)
}

#[tokio::test]
async fn the_blocking_example_of_the_readme() {
    let page = r#"{"invites": [{"sid": "IN5d1f0c2e9b8a47638291a0b3c4d5e6f7"}], "meta": {}}"#;
    let server = Server::start(vec![Answer::json(200, page)]).await;
    let base = server.base.clone();
    let printed = program(move || without_async(&base).unwrap()).await;
    assert_eq!(printed, ["Some(InviteSid(IN5d1f0c2e9b8a47638291a0b3c4d5e6f7))"]);
    tried(&block("rust,ignore"));
}

/// Each line of a block must occur in this file.
fn tried(block: &str) {
    let own = include_str!("readme.rs");
    for line in block.lines().map(str::trim).filter(|line| !line.contains("from_env")) {
        let printing = line.replace("println!(", "printed.push(format!(").replace(");", "));");
        let line = if line.starts_with("println!") { printing } else { line.to_owned() };
        assert!(own.contains(&line), "the README has a line that is not tried: {line}");
    }
}

/// The documentation tests compile the example in the client's README. The README of the repository repeats
/// it.
#[test]
fn the_example_for_the_engineer_on_call_is_one_that_compiles() {
    let (documents, settings) = crate::sample::documents();
    let output = codegen::generate(&documents, Some(&settings)).unwrap();
    let page = output.files.iter().find(|file| file.path == "src/docs.md").unwrap();
    let compiled = page.text.replace("# fn main() {}\n", "").replace("twilio_client_sample", "twilio_client");
    assert!(compiled.contains(&format!("```rust\n{}```", block("rust,no_run"))));
}

/// The README of a crate for an API with this server and security requirement.
fn readme(server: &str, security: &str) -> String {
    let schemes = "{a: {type: http, scheme: basic}, b: {type: http, scheme: bearer}, c: {type: apiKey, in: header, name: X-Key}}";
    let schemes = if security.is_empty() { "{}" } else { schemes };
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: Shop, version: '1'}}\nservers: [{{url: '{server}'}}]\n{security}\n\
         components: {{securitySchemes: {schemes}}}\n\
         paths:\n  /things:\n    get:\n      operationId: ListThing\n      responses: {{'204': {{description: none}}}}\n"
    );
    let source = codegen::Source { name: "shop_v1.yaml".to_owned(), text };
    let output = codegen::generate(&[source], None).unwrap();
    output.files.into_iter().find(|file| file.path == "README.md").unwrap().text
}

#[test]
fn only_the_readme_for_twilio_describes_what_only_twilio_has() {
    let (twilio, other) = (readme("https://chat.twilio.com", ""), readme("https://api.example.com", ""));
    for phrase in ["SID", "region and edge", "`twilio.com`", "**Request IDs.**", "let twilio = Fake"] {
        assert!(twilio.contains(phrase) && !other.contains(phrase), "{phrase}\n{other}");
    }
    for phrase in ["the client does not send them", "let server = Fake"] {
        assert!(other.contains(phrase) && !twilio.contains(phrase), "{phrase}\n{twilio}");
    }
    for (name, text) in [("Twilio", &twilio), ("another API", &other)] {
        assert!(!text.contains("{twilio}") && !text.contains("{other}"), "{name}: {text}");
    }
}

/// The first sample of a crate without a guide creates the client with the credentials that the API requires.
#[test]
fn the_first_sample_has_the_credentials_of_the_api() {
    for (server, security, expected) in [
        ("https://chat.twilio.com", "", "Client::from_env()?"),
        ("https://api.example.com", "", "Client::new(Credentials::none())?"),
        (
            "https://api.example.com",
            "security: [{a: []}]",
            r#"Client::new(Credentials::basic("user", "password"))?"#,
        ),
        (
            "https://api.example.com",
            "security: [{b: []}]",
            r#"Client::new(Credentials::bearer_token("token"))?"#,
        ),
        (
            "https://api.example.com",
            "security: [{c: []}]",
            r#"Client::new(Credentials::parameter_key("key"))?"#,
        ),
        (
            "/v1",
            "security: [{b: []}]",
            r#"Client::builder(Credentials::bearer_token("token")).base_url("https://api.example.com").build()?"#,
        ),
    ] {
        let page = readme(server, security);
        let line = format!("    let client = {expected};\n");
        assert!(page.contains(&line), "{server} {security}: {page}");
    }
}

/// The first sample calls the operation that reads, and never one that deletes.
#[test]
fn the_first_sample_reads() {
    let operation = |method: &str, id: &str| {
        format!("{method}: {{operationId: {id}, responses: {{'204': {{description: done}}}}}}")
    };
    let rows = [
        (vec![("delete", "DeleteItems"), ("post", "CreateItem"), ("get", "ListItems")], "items.list()"),
        (vec![("delete", "DeleteItems"), ("post", "CreateItem")], "items.create()"),
        (vec![("delete", "DeleteItems")], "println!(\"{client:?}\");"),
    ];
    for (operations, expected) in rows {
        let operations: Vec<String> = operations.iter().map(|(method, id)| operation(method, id)).collect();
        let text = format!(
            "openapi: 3.0.1\ninfo: {{title: T, version: 1.0.0}}\nservers: [{{url: 'https://a.example'}}]\npaths: {{/items: {{{}}}}}\n",
            operations.join(", ")
        );
        let document = codegen::Source { name: "t_v1.yaml".to_owned(), text };
        let output = codegen::generate(&[document], None).unwrap();
        let readme = &output.files.iter().find(|file| file.path == "README.md").unwrap().text;
        assert!(readme.contains(expected) && !readme.contains("items.delete("), "{expected}: {readme}");
    }
}
