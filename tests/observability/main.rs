//! The spans and events that a subscriber of `tracing` receives: a span for each call, an event for each
//! attempt, and no value of a request or a response.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{Client, Credentials, RetryPolicy};

#[allow(dead_code, reason = "other tests use the rest of the file")]
#[path = "../it/local_server.rs"]
mod local_server;

use local_server::{Answer, Server, TestClock};

/// Records every span and event as a line.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Vec<String>>>);

impl Collector {
    fn note(&self, line: String) -> usize {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push(line);
        lines.len()
    }

    /// The lines, without the port, which differs in each run.
    fn lines(&self, server: &Server) -> Vec<String> {
        let port = server.base.rsplit(':').next().unwrap().to_owned();
        let lines = self.0.lock().unwrap().clone();
        lines.into_iter().map(|line| line.replace(&port, "PORT")).collect()
    }
}

impl Subscriber for Collector {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let about = span.metadata();
        let mut line = format!("{} {} span {}", about.target(), about.level(), about.name());
        span.record(&mut Fields(&mut line));
        Id::from_u64(self.note(line) as u64)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut line = format!("{TARGET} record");
        values.record(&mut Fields(&mut line));
        self.note(line);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = format!("{} {} event", event.metadata().target(), event.metadata().level());
        event.record(&mut Fields(&mut line));
        self.note(line);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Fields<'l>(&'l mut String);

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        write!(self.0, " {}={value}", field.name()).unwrap();
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

/// The target of the client's spans and events, as its README documents it. Other libraries have other
/// targets.
const TARGET: &str = "twilio_client";

/// The lines of the client, without the target.
fn of_client(lines: &[String]) -> Vec<&str> {
    lines.iter().filter_map(|line| line.strip_prefix(TARGET)?.strip_prefix(' ')).collect()
}

const LIMITED: &str = r#"{"code": 20429, "message": "Too many by body-secret", "status": 429}"#;

fn secretive(server: &Server) -> Client {
    let credentials =
        Credentials::api_key("ACcccccccccccccccccccccccccccccccc", "SKkey-secret", "token-secret");
    let timing = TestClock::new(0.5);
    Client::builder(credentials).base_url(&server.base).timing(timing).build().unwrap()
}

/// Checks that no line contains a value of the request or of a body.
fn without_values(lines: &[String]) {
    let all = lines.join("\n");
    for value in [
        "path-secret",
        "query-secret",
        "form-secret",
        "body-secret",
        "header-secret",
        "token-secret",
        "key-secret",
        "ACcccc",
        "ISaaaa",
        "Too many",
        "Identity",
        "Basic",
    ] {
        assert!(!all.contains(value), "{value} was recorded:\n{all}");
    }
}

#[tokio::test]
async fn a_call_is_a_span_and_each_attempt_an_event() {
    let server = Server::start(vec![
        Answer::Full(429, vec![("Retry-After", "2"), ("Twilio-Request-Id", "RQ1")], LIMITED.to_owned()),
        Answer::Full(201, vec![("Twilio-Request-Id", "RQ2")], r#"{"identity": "body-secret"}"#.to_owned()),
    ])
    .await;
    let collector = Collector::default();
    let guard = tracing::subscriber::set_default(collector.clone());
    let service_sid: ServiceSid = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse().unwrap();
    let invites = secretive(&server).chat_v2().invites(service_sid, "path-secret");
    let created = invites.create("form-secret").with_header("X-Test", "header-secret").send().await.unwrap();
    drop(guard);
    assert_eq!(created.identity.as_deref(), Some("body-secret"));
    let lines = collector.lines(&server);
    assert_eq!(
        of_client(&lines),
        [
            "INFO span twilio.call http.request.method=POST url.template=/v2/Services/{ServiceSid}/Channels/{ChannelSid}/Invites server.address=127.0.0.1 server.port=PORT",
            "DEBUG event message=attempt failed attempt=1 http.response.status_code=429 twilio.request_id=RQ1 twilio.error_code=20429 error.type=Api wait_ms=2250",
            "DEBUG event message=attempt succeeded attempt=2 http.response.status_code=201 twilio.request_id=RQ2",
            "record http.request.resend_count=1",
            "record http.response.status_code=201",
        ]
    );
    without_values(&lines);
}

#[tokio::test]
async fn each_page_of_a_list_is_a_span_and_an_error_has_its_kind() {
    let page = r#"{"invites": [{"identity": "body-secret"}], "meta": {"next_page_url": "/v2/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Channels/path-secret/Invites?PageToken=query-secret"}}"#;
    let server = Server::start(vec![
        Answer::json(200, page),
        Answer::Cut("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"),
    ])
    .await;
    let collector = Collector::default();
    let guard = tracing::subscriber::set_default(collector.clone());
    let service_sid: ServiceSid = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse().unwrap();
    let invites = secretive(&server).chat_v2().invites(service_sid, "path-secret");
    let list = invites.list().identity(["query-secret"]).with_retry(RetryPolicy::off()).with_prefetch();
    list.stream().collect_vec().await.unwrap_err();
    drop(guard);
    let lines = collector.lines(&server);
    let span = "INFO span twilio.call http.request.method=GET url.template=/v2/Services/{ServiceSid}/Channels/{ChannelSid}/Invites server.address=127.0.0.1 server.port=PORT";
    assert_eq!(
        of_client(&lines),
        [
            span,
            "DEBUG event message=attempt succeeded attempt=1 http.response.status_code=200",
            "record http.response.status_code=200",
            span,
            "DEBUG event message=attempt failed attempt=1 http.response.status_code=200 error.type=Transport",
            "record http.response.status_code=200",
            "record error.type=Transport",
        ]
    );
    without_values(&lines);
}

/// A request ID is a string of the server, which can echo any value.
#[tokio::test]
async fn a_request_id_that_echoes_a_value_is_recorded_without_it() {
    for id in
        ["x-path-secret", "PATH-SECRET", "path%2Dsecret", "token-secret", "Form-Secret-1", "SKkey-secret"]
    {
        let echo = |status| Answer::Full(status, vec![("Twilio-Request-Id", id)], "{}".to_owned());
        let server = Server::start(vec![echo(429), echo(201), echo(400)]).await;
        let collector = Collector::default();
        let guard = tracing::subscriber::set_default(collector.clone());
        let service_sid: ServiceSid = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse().unwrap();
        let invites = secretive(&server).chat_v2().invites(service_sid, "path-secret");
        invites.create("form-secret").send().await.unwrap();
        invites.create("form-secret").send().await.unwrap_err();
        drop(guard);
        let lines = collector.lines(&server);
        let all = lines.join("\n").to_lowercase();
        assert_eq!(all.matches("twilio.request_id=").count(), 3, "{all}");
        assert!(!all.contains("secret"), "{id}: {all}");
    }
}

/// The server's response is complete, and the call is not a success.
#[tokio::test]
async fn a_call_that_cannot_be_decoded_or_continued_is_a_failure() {
    let link = |to: &str| format!(r#"{{"invites": [{{}}], "meta": {{"next_page_url": "{to}"}}}}"#);
    let here = "{base}/v2/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Channels/path-secret/Invites";
    for (body, kind) in [
        (r#"{"invites": "body-secret"}"#.to_owned(), "Decode"),
        (r#"{"invitations": []}"#.to_owned(), "Decode"),
        (link("https://evil.example/"), "ForeignLink"),
        (link(here), "PageLoop"),
    ] {
        let server = Server::start(vec![Answer::json(200, body)]).await;
        let collector = Collector::default();
        let guard = tracing::subscriber::set_default(collector.clone());
        let service_sid: ServiceSid = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse().unwrap();
        let invites = secretive(&server).chat_v2().invites(service_sid, "path-secret");
        invites.list().stream().collect_vec().await.unwrap_err();
        drop(guard);
        let lines = collector.lines(&server);
        assert_eq!(
            of_client(&lines).last(),
            Some(&format!("record error.type={kind}").as_str()),
            "{lines:?}"
        );
        without_values(&lines);
    }
}
