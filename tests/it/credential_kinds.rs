//! Credentials are sent only to operations that require credentials of their kind, and OAuth secrets
//! only to a token URL of the document or the settings.

use twilio_client_runtime::generated_code::{self as rt, Call, Target};

use crate::local_server::{ACCOUNT, Answer, JsonCall, Server};

const HOST: &str = "https://api.example.com";

fn good() -> Answer {
    Answer::json(200, "{}")
}

fn call(client: &rt::Client) -> Call {
    Call::get(&Target::new(client, HOST), "/v1/Gauges").query("Page", 1_i64)
}

/// A header parameter describes the credentials only of an operation without a security scheme.
#[tokio::test]
async fn a_second_authorization_is_an_error() {
    let server = Server::start(vec![]).await;
    let client = server.runtime_client(rt::Credentials::auth_token(ACCOUNT, "token"));
    let error = call(&client).header("Authorization", "own").json_value().await.unwrap_err();
    let wanted = "the header `Authorization` cannot be sent: the client sets it, unless it has the credentials \
                  `Credentials::none()`";
    assert_eq!(error.to_string(), wanted);
    assert!(server.requests().is_empty());
}

/// Requirement of the operation, credentials, what the server receives: target, `Authorization`, the
/// header `X-Key`, and cookie; or words of the error.
#[expect(clippy::too_many_lines, reason = "one table contains all kinds")]
#[tokio::test]
async fn each_kind_of_credentials_is_sent_only_where_it_is_required() {
    type Sent = Result<[Option<&'static str>; 4], &'static str>;
    type Requirement = fn(Call) -> Call;
    const TARGET: Option<&str> = Some("/v1/Gauges?Page=1");
    const BASIC: Option<&str> = Some("Basic QUNhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYTp0b2tlbg==");
    let basic = || rt::Credentials::auth_token(ACCOUNT, "token");
    let key = || rt::Credentials::parameter_key("k&y");
    let bearer = || rt::Credentials::bearer_token("mine");
    let header: Requirement = |call| call.key_in_header("X-Key");
    let query: Requirement = |call| call.key_in_query("key");
    let cookie: Requirement = |call| call.key_in_cookie("session");
    let any: Requirement = |call| call;
    let by_bearer: Requirement = Call::bearer;
    let digest: Requirement = |call| call.unsupported_security("digest");
    let optional_any: Requirement = Call::optional_credentials;
    let optional_header: Requirement = |call| call.key_in_header("X-Key").optional_credentials();
    let optional_header_set: Requirement =
        |call| call.key_in_header("X-Key").optional_credentials().with_header("X-Key", "own");
    let optional_bearer: Requirement = |call| call.bearer().optional_credentials();
    let own: Requirement = |call| call.key_in_header("X-Key").with_header("X-Key", "own");
    let only_authorization: Requirement = |call| call.anonymous().header("authorization", "own");
    let any_set: Requirement = |call| call.with_header("Authorization", "own");
    let bearer_set: Requirement = |call| call.bearer().with_header("Authorization", "own");
    let query_set: Requirement = |call| call.key_in_query("key").with_header("Authorization", "own");
    let digest_set: Requirement =
        |call| call.unsupported_security("digest").with_header("Authorization", "own");
    let combined: Requirement = |call| call.also_key_in_header("X-Key");
    let complete: Requirement = |call| call.also_key_in_header("x-key").with_header("X-Key", "own");
    let two_keys: Requirement =
        |call| call.key_in_query("key").also_key_in_header("X-Key").with_header("X-Key", "own");
    let table: [(Requirement, rt::Credentials, Sent); 34] = [
        (any_set, rt::Credentials::none(), Ok([TARGET, Some("own"), None, None])),
        (bearer_set, rt::Credentials::none(), Ok([TARGET, Some("own"), None, None])),
        (query_set, rt::Credentials::none(), Ok([TARGET, Some("own"), None, None])),
        (digest_set, rt::Credentials::none(), Ok([TARGET, Some("own"), None, None])),
        (any, basic(), Ok([TARGET, BASIC, None, None])),
        (any, rt::Credentials::basic("user", ""), Ok([TARGET, Some("Basic dXNlcjo="), None, None])),
        (any, bearer(), Ok([TARGET, Some("Bearer mine"), None, None])),
        (any, rt::Credentials::none(), Ok([TARGET, None, None, None])),
        (any, key(), Err("requires a user name and a password")),
        (header, key(), Ok([TARGET, None, Some("k&y"), None])),
        (query, key(), Ok([Some("/v1/Gauges?Page=1&key=k%26y"), None, None, None])),
        (cookie, key(), Ok([TARGET, None, None, Some("session=k&y")])),
        (header, basic(), Err("requires a key in the header `X-Key`")),
        (header, bearer(), Err("requires a key in the header `X-Key`")),
        (query, basic(), Err("requires a key in the query parameter `key`")),
        (cookie, rt::Credentials::none(), Err("requires a key in the cookie `session`")),
        (own, basic(), Ok([TARGET, None, Some("own"), None])),
        (combined, basic(), Err("also requires a key in the header `X-Key`")),
        (complete, basic(), Ok([TARGET, BASIC, Some("own"), None])),
        (complete, key(), Err("requires a user name and a password")),
        (two_keys, key(), Ok([Some("/v1/Gauges?Page=1&key=k%26y"), None, Some("own"), None])),
        (by_bearer, basic(), Err("requires a bearer token")),
        (by_bearer, rt::Credentials::none(), Err("requires a bearer token")),
        (optional_any, basic(), Ok([TARGET, BASIC, None, None])),
        (optional_any, key(), Ok([TARGET, None, None, None])),
        (optional_header, key(), Ok([TARGET, None, Some("k&y"), None])),
        (optional_header, basic(), Ok([TARGET, None, None, None])),
        (optional_header, rt::Credentials::none(), Ok([TARGET, None, None, None])),
        (optional_header_set, basic(), Ok([TARGET, None, Some("own"), None])),
        (optional_bearer, bearer(), Ok([TARGET, Some("Bearer mine"), None, None])),
        (optional_bearer, basic(), Ok([TARGET, None, None, None])),
        (digest, basic(), Err("`digest`, which the client does not support")),
        (Call::anonymous, basic(), Ok([TARGET, None, None, None])),
        (only_authorization, basic(), Ok([TARGET, Some("own"), None, None])),
    ];
    for (row, (requirement, credentials, wanted)) in table.into_iter().enumerate() {
        let server = Server::start(vec![good()]).await;
        let sent = requirement(call(&server.runtime_client(credentials))).json_value().await;
        let requests = server.requests();
        match wanted {
            Ok(wanted) => {
                sent.unwrap();
                let request = &requests[0];
                let header = |name| request.header(name);
                let found = [
                    Some(request.target.as_str()),
                    header("authorization"),
                    header("x-key"),
                    header("cookie"),
                ];
                assert_eq!(found, wanted, "row {row}");
            }
            Err(words) => {
                let error = sent.unwrap_err();
                assert_eq!((error.kind(), requests.len()), (rt::ErrorKind::Credentials, 0), "row {row}");
                assert!(error.to_string().contains(words), "row {row}: {error}");
            }
        }
    }
}

#[tokio::test]
async fn an_oauth_secret_is_sent_to_no_token_url_of_another_api() {
    let server = Server::start(vec![]).await;
    let client = server.runtime_client(rt::Credentials::oauth_client("id", "secret"));
    for call in [call(&client), call(&client).bearer()] {
        let error = call.json_value().await.unwrap_err();
        assert_eq!(error.kind(), rt::ErrorKind::Credentials);
        assert!(error.to_string().contains("contains no token URL for client credentials"), "{error}");
    }
    assert_eq!(server.lines(), Vec::<String>::new());
}

#[tokio::test]
async fn the_token_url_of_the_settings_replaces_that_of_the_document() {
    let token = Answer::json(200, r#"{"access_token": "one", "expires_in": 3600}"#);
    let (api, login) = (Server::start(vec![good()]).await, Server::start(vec![token]).await);
    let mut settings = rt::ClientSettings::new(rt::Credentials::oauth_client("id", "secret"));
    settings.base_url = Some(api.base.clone());
    settings.token_url = Some(format!("{}/login/token", login.base));
    let client =
        settings.build(rt::Package { name: "tests", version: "0.1.0", hosts: &[], token_urls: &[] }).unwrap();
    call(&client).bearer_from("https://document.example/token").json_value().await.unwrap();
    assert_eq!(login.lines(), ["POST /login/token"]);
    assert_eq!(api.requests()[0].header("authorization"), Some("Bearer one"));
}

/// A key in the query or a header that a server echoes is a secret like any other.
#[tokio::test]
async fn a_key_is_not_printed() {
    for requirement in [
        (|call| call.key_in_header("X-Key")) as fn(Call) -> Call,
        |call| call.key_in_query("key"),
        |call| call.key_in_cookie("session"),
    ] {
        let echo = Answer::json(400, r#"{"code": 1, "message": "bad key S3CR3T in k=s3cr3t"}"#);
        let server = Server::start(vec![echo]).await;
        let client = server.runtime_client(rt::Credentials::parameter_key("s3cr3t"));
        let error = requirement(call(&client)).json_value().await.unwrap_err();
        let shown = format!("{error} {error:?} {client:?}").to_lowercase();
        assert!(!shown.contains("s3cr3t") && shown.contains("bad key"), "{shown}");
    }
}

#[tokio::test]
async fn a_path_through_an_account_needs_one() {
    let server = Server::start(vec![good(), good(), good()]).await;
    let bearer = rt::Credentials::bearer_token("mine");
    let through = |credentials: rt::Credentials| {
        let client = server.runtime_client(credentials);
        let target = Target::new(&client, "https://api.twilio.com");
        let path = "/Accounts/{AccountSid}/Calls";
        let other = target.with_account("AC2").account();
        [Call::get(&target, path).account(), Call::get(&target.account(), path), Call::get(&other, path)]
    };
    let [call, target, other] = through(bearer.clone());
    for call in [call, target] {
        let error = call.json_value().await.unwrap_err();
        assert_eq!(error.kind(), rt::ErrorKind::Credentials);
        let words =
            "the path requires an account, and the credentials contain none; use `Credentials::for_account`";
        assert_eq!(error.to_string(), words);
    }
    other.json_value().await.unwrap();
    assert_eq!(bearer.account_sid(), None);
    let named = bearer.for_account("AC1");
    assert_eq!(named.account_sid(), Some("AC1"));
    let [call, target, _] = through(named);
    call.json_value().await.unwrap();
    target.json_value().await.unwrap();
    assert_eq!(
        server.lines(),
        ["GET /Accounts/AC2/Calls", "GET /Accounts/AC1/Calls", "GET /Accounts/AC1/Calls"]
    );
}
