//! The host, the account and the headers of requests.

use std::process::Command;

use twilio_client_sample::chat_v2::UserChannels;
use twilio_client_sample::sid::ServiceSid;
use twilio_client_sample::{Client, ClientBuilder, Credentials, ErrorKind};

use crate::local_server::{ACCOUNT, Answer, Server};

fn builder() -> ClientBuilder {
    Client::builder(Credentials::auth_token(ACCOUNT, "token"))
}

fn channels(client: &Client) -> UserChannels {
    client
        .chat_v2()
        .user_channels("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<ServiceSid>().unwrap(), "alice")
}

fn refused(builder: ClientBuilder) -> String {
    let error = builder.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    error.to_string()
}

#[test]
fn the_builder_rejects_invalid_hosts_proxies_and_headers() {
    let table = [
        (builder().region("au1"), "the region `au1` needs an edge: call `edge` too, or set TWILIO_EDGE"),
        (
            builder().region("evil.example/").edge("x"),
            "the region `evil.example/` is not one part of a host name: letters, digits and inner hyphens",
        ),
        (
            builder().edge("x\n"),
            "the edge `x\\n` is not one part of a host name: letters, digits and inner hyphens",
        ),
        (builder().proxy("http://u:secret@ x"), "the URL of the proxy is invalid"),
        (builder().default_header("x y", "secret"), "the header `x y` cannot be sent: its name is invalid"),
        (
            builder().default_header("x-y", "secret\r\nx: z"),
            "the header `x-y` cannot be sent: its value contains an invalid character",
        ),
        (
            builder().default_header("Authorization", "secret"),
            "the header `Authorization` cannot be sent: the client sets it, unless it has the credentials `Credentials::none()`",
        ),
        (
            Client::builder(Credentials::none()).default_header("Content-Length", "5"),
            "the header `Content-Length` cannot be sent: the client sets it",
        ),
    ];
    for (builder, wanted) in table {
        assert!(!format!("{builder:?}").contains("secret"));
        assert_eq!(refused(builder), wanted);
    }
}

/// The server of the token URL may belong to another party than the API.
#[tokio::test]
async fn a_request_for_a_token_contains_no_default_header() {
    let token = r#"{"access_token": "one", "expires_in": 3600}"#;
    let server = Server::start(vec![Answer::json(200, token), Answer::json(200, "{}")]).await;
    let builder = Client::builder(Credentials::oauth_client("OQ1", "secret")).base_url(&server.base);
    let client = builder.default_header("X-Secret", "secret").build().unwrap();
    channels(&client).fetch("general").send().await.unwrap();
    let requests = server.requests();
    let sent = |name| requests.iter().map(|request| request.header(name)).collect::<Vec<_>>();
    assert_eq!(sent("x-secret"), [None, Some("secret")]);
    assert_eq!(sent("user-agent")[0], sent("user-agent")[1]);
}

#[tokio::test]
async fn default_headers_are_sent_and_a_request_may_change_them() {
    let server = Server::start(vec![Answer::json(200, "{}"), Answer::json(200, "{}")]).await;
    let builder = server.builder().default_header("X-Tenant", "one").default_header("x-tenant", "two");
    let client = builder.user_agent_suffix("app/1").build().unwrap();
    channels(&client).fetch("general").send().await.unwrap();
    channels(&client).fetch("general").with_header("X-TENANT", "three").send().await.unwrap();
    let requests = server.requests();
    let sent: Vec<_> = requests.iter().map(|request| request.header("x-tenant").unwrap()).collect();
    assert_eq!(sent, ["two", "three"]);
    assert!(requests[0].header("user-agent").unwrap().ends_with(" app/1"));
    assert_eq!(requests[0].header("accept"), Some("application/json"));
}

#[tokio::test]
async fn a_client_without_credentials_can_send_its_own_authorization() {
    let server = Server::start(vec![Answer::json(200, "{}"), Answer::json(200, "{}")]).await;
    let builder = Client::builder(Credentials::none()).base_url(&server.base);
    let client = builder.default_header("authorization", "Bearer s3cret").build().unwrap();
    channels(&client).fetch("general").send().await.unwrap();
    channels(&client).fetch("general").with_header("Authorization", "Bearer other").send().await.unwrap();
    let requests = server.requests();
    let sent: Vec<_> = requests.iter().map(|request| request.header("authorization").unwrap()).collect();
    assert_eq!(sent, ["Bearer s3cret", "Bearer other"]);
    assert!(!format!("{client:?} {:?}", channels(&client).fetch("general")).contains("s3cret"));
}

#[tokio::test]
async fn a_request_cannot_speak_for_somebody_else_nor_lie_about_its_length() {
    let server = Server::start(vec![]).await;
    for name in ["authorization", "Content-Length", "Transfer-Encoding"] {
        let fetch = channels(&server.client()).fetch("general").with_header(name, "1");
        assert_eq!(fetch.send().await.unwrap_err().kind(), ErrorKind::InvalidRequest, "{name}");
    }
    assert_eq!(server.lines(), Vec::<String>::new());
}

/// A request to the proxy contains the complete URL.
#[tokio::test]
async fn a_proxy_is_gone_through() {
    let proxy = Server::start(vec![Answer::json(200, "{}")]).await;
    let client = builder()
        .base_url("http://chat.example:8080")
        .allow_insecure_http()
        .proxy(proxy.base.replacen("http://", "http://user:pass@", 1))
        .build()
        .unwrap();
    channels(&client).fetch("general").send().await.unwrap();
    let request = &proxy.requests()[0];
    assert!(request.target.starts_with("http://chat.example:8080/v2/"), "{}", request.target);
    assert_eq!(request.header("proxy-authorization"), Some("Basic dXNlcjpwYXNz"));
}

/// `http://` URLs refer to this machine only, even if the environment sets a proxy for all requests.
#[tokio::test]
async fn requests_to_this_machine_bypass_the_proxy_of_the_environment() {
    if let Some(base) = std::env::var_os(PRINTS).filter(|base| base != "1") {
        let client = builder().base_url(base.to_string_lossy()).build().unwrap();
        println!("printed: {:?}", channels(&client).fetch("general").send().await.is_ok());
        return;
    }
    let server = Server::start(vec![Answer::json(200, "{}")]).await;
    let proxy = Server::start(vec![Answer::json(200, "{}")]).await;
    let test = "hosts::requests_to_this_machine_bypass_the_proxy_of_the_environment";
    let variables = [
        (PRINTS, server.base.clone()),
        ("HTTP_PROXY", proxy.base.clone()),
        ("http_proxy", proxy.base.clone()),
    ];
    let request = tokio::task::spawn_blocking(move || {
        let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
        with_environment(test, &variables)
    });
    assert_eq!(request.await.unwrap(), "true");
    assert_eq!((server.lines().len(), proxy.lines()), (1, Vec::<String>::new()));
}

/// The HTTP client would ignore this proxy, and send the credentials directly.
#[test]
fn an_unsupported_proxy_of_the_environment_is_an_error_of_the_builder() {
    if let Some(credentials) = std::env::var_os(PRINTS) {
        let builder = if credentials == "oauth" {
            Client::builder(Credentials::oauth_client("OQ1", "secret"))
        } else {
            builder()
        };
        println!("printed: {}", builder.build().err().map_or("built".to_owned(), |error| error.to_string()));
        return;
    }
    let test = "hosts::an_unsupported_proxy_of_the_environment_is_an_error_of_the_builder";
    let unsupported = "htp://user:s3cret@localhost:1";
    // the proxy, the hosts without a proxy, the credentials, the host that the error names
    let table = [
        (unsupported, "", "1", Some("chat.twilio.com")),
        (unsupported, "chat.twilio.com", "1", Some("flex-api.twilio.com")),
        (unsupported, "chat.twilio.com,flex-api.twilio.com", "1", None),
        (unsupported, "chat.twilio.com,flex-api.twilio.com", "oauth", Some("oauth.twilio.com")),
        (unsupported, "twilio.com", "oauth", None),
        ("http://localhost:1", "", "1", None),
    ];
    for (url, exceptions, credentials, host) in table {
        let variables =
            [("HTTPS_PROXY", url), ("ALL_PROXY", ""), ("NO_PROXY", exceptions), (PRINTS, credentials)];
        let printed = with_environment(test, &variables);
        match host {
            Some(host) => {
                let words = format!("so requests to {host} would not pass through a proxy");
                assert!(printed.starts_with("the environment variable HTTPS_PROXY"), "{printed}");
                assert!(printed.contains(&words), "{exceptions}: {printed}");
            }
            None => assert_eq!(printed, "built", "{exceptions}"),
        }
    }
}

/// A test cannot reach the hosts of regions, so a proxy records the requested host.
#[tokio::test]
async fn region_and_edge_change_the_documents_host() {
    let proxy = Server::start(vec![Answer::json(502, ""); 3]).await;
    for (builder, host) in [
        (builder(), "chat.twilio.com:443"),
        (builder().region("au1").edge("sydney"), "chat.sydney.au1.twilio.com:443"),
        (builder().edge("dublin"), "chat.dublin.us1.twilio.com:443"),
    ] {
        let client =
            builder.proxy(&proxy.base).retry(twilio_client_sample::RetryPolicy::off()).build().unwrap();
        let error = channels(&client).fetch("general").send().await.unwrap_err();
        assert!(error.is_connect(), "{error:?}");
        assert_eq!(proxy.lines().pop().unwrap(), format!("CONNECT {host}"));
    }
}

/// The variable is set in processes that a test starts with this binary. They print, and check nothing.
const PRINTS: &str = "TWILIO_CLIENT_TESTS_PRINTS";

/// The output of the test in a new process with these variables. All threads of a process share one
/// environment.
fn with_environment(test: &str, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture"]).env(PRINTS, "1");
    for name in
        ["ACCOUNT_SID", "AUTH_TOKEN", "API_KEY", "API_SECRET", "CLIENT_ID", "CLIENT_SECRET", "REGION", "EDGE"]
    {
        command.env_remove(format!("TWILIO_{name}"));
    }
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let line = printed.lines().find_map(|line| line.split_once("printed: "));
    line.unwrap_or_else(|| panic!("{printed}")).1.to_owned()
}

#[test]
fn credentials_come_from_the_environment_or_an_error_names_the_missing_variables() {
    if std::env::var_os(PRINTS).is_some() {
        match Credentials::from_env() {
            Ok(credentials) => println!("printed: {credentials:?}"),
            Err(error) => println!("printed: {:?}: {error}", error.kind()),
        }
        return;
    }
    let account = ("TWILIO_ACCOUNT_SID", "AC1");
    let client = ("TWILIO_CLIENT_ID", "OQ1");
    let shown = "Credentials { account_sid: \"AC1\", .. }";
    let table = [
        (vec![account, ("TWILIO_AUTH_TOKEN", "secret")], shown),
        (vec![account, ("TWILIO_API_KEY", "SK1"), ("TWILIO_API_SECRET", "secret")], shown),
        (vec![], "Credentials: the environment variable TWILIO_ACCOUNT_SID is not set"),
        (
            vec![("TWILIO_ACCOUNT_SID", "")],
            "Credentials: the environment variable TWILIO_ACCOUNT_SID is empty, so it counts as not set",
        ),
        (
            vec![account],
            "Credentials: the environment variable TWILIO_AUTH_TOKEN is not set, and neither is TWILIO_API_KEY nor TWILIO_CLIENT_ID",
        ),
        (
            vec![account, ("TWILIO_API_KEY", "SK1"), ("TWILIO_AUTH_TOKEN", "secret")],
            "Credentials: the environment variable TWILIO_API_SECRET is not set",
        ),
        (vec![client, ("TWILIO_CLIENT_SECRET", "secret")], "Credentials { .. }"),
        (vec![account, client, ("TWILIO_CLIENT_SECRET", "secret")], shown),
        (vec![account, client], "Credentials: the environment variable TWILIO_CLIENT_SECRET is not set"),
    ];
    for (variables, wanted) in table {
        assert_eq!(
            with_environment(
                "hosts::credentials_come_from_the_environment_or_an_error_names_the_missing_variables",
                &variables
            ),
            wanted
        );
    }
}

#[test]
fn a_client_comes_from_the_environment() {
    if std::env::var_os(PRINTS).is_some() {
        match Client::from_env() {
            Ok(client) => println!("printed: {client:?}"),
            Err(error) => println!("printed: {error}"),
        }
        return;
    }
    let account = [("TWILIO_ACCOUNT_SID", "AC1"), ("TWILIO_AUTH_TOKEN", "secret")];
    let edge = ("TWILIO_EDGE", "sydney");
    let table = [
        (vec![], "the environment variable TWILIO_ACCOUNT_SID is not set"),
        (account.to_vec(), "Client { credentials: Credentials { account_sid: \"AC1\", .. }, .. }"),
        (
            vec![account[0], account[1], edge],
            "Client { credentials: Credentials { account_sid: \"AC1\", .. }, edge: \"sydney\", region: \"us1\", .. }",
        ),
        (
            vec![account[0], account[1], ("TWILIO_REGION", "au1")],
            "the region `au1` needs an edge: call `edge` too, or set TWILIO_EDGE",
        ),
    ];
    for (variables, wanted) in table {
        assert_eq!(with_environment("hosts::a_client_comes_from_the_environment", &variables), wanted);
    }
}

#[test]
fn region_and_edge_come_from_the_environment_on_request() {
    if std::env::var_os(PRINTS).is_some() {
        match builder().region_from_env().build() {
            Ok(client) => println!("printed: {client:?}"),
            Err(error) => println!("printed: {error}"),
        }
        return;
    }
    let client =
        "Client { credentials: Credentials { account_sid: \"ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", .. }";
    let table = [
        (vec![], client.to_owned() + ", .. }"),
        (vec![("TWILIO_REGION", ""), ("TWILIO_EDGE", "")], client.to_owned() + ", .. }"),
        (
            vec![("TWILIO_REGION", "au1"), ("TWILIO_EDGE", "sydney")],
            client.to_owned() + ", edge: \"sydney\", region: \"au1\", .. }",
        ),
        (
            vec![("TWILIO_REGION", "au1")],
            "the region `au1` needs an edge: call `edge` too, or set TWILIO_EDGE".to_owned(),
        ),
    ];
    for (variables, wanted) in table {
        assert_eq!(
            with_environment("hosts::region_and_edge_come_from_the_environment_on_request", &variables),
            wanted
        );
    }
}

/// The servers of a crate, by which the client checks the proxy of the environment, are those of its operations.
#[test]
fn a_crate_lists_the_servers_of_its_operations() {
    let document = "\
openapi: 3.0.1
info: {title: Servers, version: 1.0.0}
servers: [{url: 'https://a.twilio.com'}]
paths:
  /v1/Rooms:
    get: {operationId: ListRooms, security: [{required: []}], responses: {'204': {description: done}}}
    post:
      operationId: CreateRoom
      servers: [{url: 'https://b.twilio.com'}]
      security: [{optional: []}, {}]
      responses: {'204': {description: done}}
    delete: {operationId: DeleteRooms, security: [], responses: {'204': {description: done}}}
components:
  securitySchemes:
    required: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://a.twilio.com/token', scopes: {}}}}
    optional: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://b.twilio.com/token', scopes: {}}}}
    unused: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://c.twilio.com/token', scopes: {}}}}
";
    let source = codegen::Source { name: "servers_v1.yaml".to_owned(), text: document.to_owned() };
    let output = codegen::generate(&[source], None).unwrap();
    let text = &output.files.iter().find(|file| file.path == "src/lib.rs").unwrap().text;
    for (list, urls) in [
        ("HOSTS", ["https://a.twilio.com", "https://b.twilio.com"]),
        ("TOKEN_URLS", ["https://a.twilio.com/token", "https://b.twilio.com/token"]),
    ] {
        let (_, rest) = text.split_once(&format!("const {list}: &[&str] = &[")).unwrap();
        let found: Vec<&str> =
            rest.split("];").next().unwrap().split('"').filter(|part| part.contains("://")).collect();
        assert_eq!(found, urls, "{list}");
    }
}
