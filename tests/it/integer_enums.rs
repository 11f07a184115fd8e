//! Enums of integers: their values in requests and responses, and the traits of their types.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use twilio_client_zoo::integer_enums::{
    Level, NoteCount, NoteNarrowed, NoteRank, NoteStep, NoteWait, Thing, ThingLimit, ThingSize, ThingXMode,
};
use twilio_client_zoo::{Client, Credentials, ParseError, RetryPolicy};

use crate::local_server::{ACCOUNT, Answer, Recorded, Server};

/// A client, and the reports of its hook as "KIND PATH".
fn client(server: &Server) -> (Client, Arc<Mutex<Vec<String>>>) {
    let reports = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&reports);
    let builder = Client::builder(Credentials::auth_token(ACCOUNT, "token")).base_url(&server.base);
    let builder = builder.retry(RetryPolicy::off()).on_unexpected(move |unexpected| {
        list.lock().unwrap().push(format!("{} {}", unexpected.kind(), unexpected.json_path()));
    });
    (builder.build().unwrap(), reports)
}

#[tokio::test]
async fn each_part_of_a_request_contains_the_integer() {
    let done = || Answer::Full(204, vec![], String::new());
    let thing = Answer::json(200, r#"{"level": 0, "step": 1}"#);
    let server = Server::start(vec![thing, done(), done(), done()]).await;
    let (client, _) = client(&server);
    let client = client.integer_enums();
    let fetch = client.things().fetch(Level::InHighDemand).size(ThingSize::N50).x_mode(ThingXMode::Minus1);
    fetch.levels([Level::Low, Level::from(9)]).await.unwrap();
    client.things().create(Level::Medium).limit(ThingLimit::N2).await.unwrap();
    client.things().create(Level::Low).limit(None).await.unwrap();
    let note = client.notes().create(Level::Medium, NoteStep::Minus9223372036854775808).wait(NoteWait::Long);
    let counts = [("a".to_owned(), NoteCount::N1)].into();
    note.ranks([NoteRank::N1, NoteRank::from(7)]).counts(counts).narrowed(NoteNarrowed::N8).await.unwrap();
    let [fetched, created, without_limit, noted] = <[Recorded; 4]>::try_from(server.requests()).unwrap();
    assert_eq!(fetched.target, "/v1/Things/2?Size=50&Levels=0&Levels=9");
    assert_eq!(fetched.header("x-mode"), Some("-1"));
    assert_eq!((created.body.as_str(), without_limit.body.as_str()), ("Level=1&Limit=2", "Level=0&Limit="));
    let wanted = json!({
        "level": 1, "step": i64::MIN, "wait": 10, "ranks": [1, 7], "counts": {"a": 1}, "narrowed": 8,
    });
    assert_eq!(serde_json::from_str::<Value>(&noted.body).unwrap(), wanted);
}

/// Each row: properties of a response, and the reports. The response is decoded, and written as it was received.
#[tokio::test]
async fn an_unknown_value_is_kept_and_reported() {
    let rows: [(Value, &[&str]); 5] = [
        (json!({"level": 2, "step": -1, "wait": null, "ranks": [], "counts": {}}), &[]),
        (json!({"level": 3, "step": 1}), &["unknown enum value level"]),
        (
            json!({"level": 0, "step": i64::MAX, "wait": 6}),
            &["unknown enum value step", "unknown enum value wait"],
        ),
        (json!({"level": 0, "step": 1, "ranks": [1, 4]}), &["unknown enum value ranks[1]"]),
        (json!({"level": 0, "step": 1, "counts": {"secret": 4}}), &["unknown enum value counts[…]"]),
    ];
    for (body, wanted) in rows {
        let server = Server::start(vec![Answer::json(200, body.to_string())]).await;
        let (client, reports) = client(&server);
        let thing = client.integer_enums().things().fetch(Level::Low).await.unwrap();
        assert_eq!(*reports.lock().unwrap(), wanted, "{body}");
        let written = serde_json::to_value(&thing).unwrap();
        for (name, value) in body.as_object().unwrap() {
            assert_eq!(&written[name], value, "{body}");
        }
    }
}

/// Each row: the `step` of a response in JSON, and its value. Another form of an integer is the same value.
#[tokio::test]
async fn a_value_in_another_form_is_the_integer() {
    for (step, wanted) in
        [("1", NoteStep::N1), ("-1.0", NoteStep::Minus1), ("1e0", NoteStep::N1), ("5.0", NoteStep::from(5))]
    {
        let body = format!(r#"{{"level": 0, "step": {step}}}"#);
        let server = Server::start(vec![Answer::json(200, body)]).await;
        let thing = client(&server).0.integer_enums().things().fetch(Level::Low).await.unwrap();
        assert_eq!(thing.step, wanted, "{step}");
    }
}

#[test]
fn an_integer_is_converted_and_only_a_listed_one_is_parsed() {
    assert_eq!(Level::VARIANTS, [Level::Low, Level::Medium, Level::InHighDemand]);
    for level in Level::VARIANTS {
        assert_eq!(&Level::from(level.as_i64()), level);
        assert_eq!(level.to_string().parse::<Level>().as_ref(), Ok(level));
    }
    let parse = |text: &str| text.parse::<Level>().map_err(|error: ParseError| error.to_string());
    for text in ["3", "", "Low", "1.0", "99999999999999999999"] {
        assert_eq!(parse(text), Err("the value must be one of `0`, `1`, `2`".to_owned()), "{text}");
    }
    let unknown = Level::from(-7);
    assert!(
        matches!(&unknown, Level::Unrecognized(value) if value.as_i64() == -7 && value.to_string() == "-7")
    );
    assert_eq!((unknown.to_string().as_str(), i64::from(unknown)), ("-7", -7));
    assert_eq!((Level::default(), Thing::default().level), (Level::Low, Level::Low));
}
