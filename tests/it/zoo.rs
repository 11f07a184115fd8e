//! Features that the documents of the sample do not contain: the client of all fixtures (`tests/zoo`) against
//! a local server.

use std::time::Duration;

use serde_json::{Value, json};
use twilio_client_zoo::json_object_body::Part;
use twilio_client_zoo::keywords_beside_one_of::{AllOfPet, Pet, PetCat};
use twilio_client_zoo::nested_arrays::Grid;
use twilio_client_zoo::nullable_form_values::ThingState;
use twilio_client_zoo::nullable_responses::{Sizes, SizesEither};
use twilio_client_zoo::one_of::{Card, Thing, ThingBody, ThingContent, ThingSize};
use twilio_client_zoo::read_only_and_write_only::User;
use twilio_client_zoo::second_response_and_media_type::CreateThingResponse;
use twilio_client_zoo::{
    Client, Credentials, Date, ErrorKind, IsoDuration, Number, RetryPolicy, Timestamp, durations, sid,
};

use crate::local_server::{ACCOUNT, Answer, Recorded, Server};

const CALL: &str = "CAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const SUBACCOUNT: &str = "ACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

fn client(server: &Server) -> Client {
    let builder = Client::builder(Credentials::auth_token(ACCOUNT, "token")).base_url(&server.base);
    builder.retry(RetryPolicy::off()).build().unwrap()
}

async fn answering(answers: impl IntoIterator<Item = Answer>) -> (Server, Client) {
    let server = Server::start(answers.into_iter().collect()).await;
    let client = client(&server);
    (server, client)
}

fn only(server: &Server) -> Recorded {
    let requests = server.requests();
    let [request] = requests.as_slice() else { panic!("{requests:?}") };
    request.clone()
}

/// Decodes a JSON text as a type and encodes it again.
fn again<T: serde::de::DeserializeOwned + serde::Serialize>(value: &Value) -> (T, Value) {
    let read: T = serde_json::from_value(value.clone()).unwrap();
    let written = serde_json::to_value(&read).unwrap();
    (read, written)
}

#[tokio::test]
async fn a_null_in_a_form_is_an_empty_value() {
    let (server, client) = answering([Answer::json(201, "{}"), Answer::json(201, "{}")]).await;
    let things = client.nullable_form_values().things();
    let request = things.create(None).count(None).flag(None).time(None).owner_sid(None).state(None).name("");
    request.await.unwrap();
    let request = things.create(Number::from(0.5)).count(7).flag(true).state(ThingState::Open).name("a");
    request.await.unwrap();
    let bodies: Vec<String> = server.requests().into_iter().map(|request| request.body).collect();
    assert_eq!(
        bodies,
        [
            "Weight=&Count=&Flag=&Time=&OwnerSid=&State=&Name=",
            "Weight=0.5&Count=7&Flag=true&State=open&Name=a"
        ]
    );
}

#[tokio::test]
async fn a_json_object_is_written_property_by_property() {
    let (server, client) = answering([Answer::json(201, r#"{"name": "a"}"#)]).await;
    let part = Part::new("p", "0.10".parse::<Number>().unwrap()).tags(["x", "y"]).inner(Part::new("q", 2));
    let things = client.json_object_body().things();
    let request = things.create("a").colour(None).weight(1.5).parts([part]).weight(2.5);
    assert_eq!(request.send().await.unwrap().name, "a");
    let sent = only(&server);
    assert_eq!(sent.header("content-type"), Some("application/json"));
    let expected = r#"{"name":"a","colour":null,"parts":[{"id":"p","price":"0.10","tags":["x","y"],"inner":{"id":"q","price":2}}],"weight":2.5}"#;
    assert_eq!(sent.body, expected);
}

#[tokio::test]
async fn properties_beside_one_of_are_sent_and_decoded_with_it() {
    let (server, client) = answering([Answer::json(201, r#"{"id": "1", "meow": true}"#)]).await;
    let pets = client.keywords_beside_one_of().pets();
    let cat = PetCat::new("1").kind("CAT").meow(true);
    let answer = pets.create(Pet::Cat(Box::new(cat))).send().await.unwrap();
    assert!(matches!(answer, AllOfPet::Cat(cat) if cat.id.as_deref() == Some("1") && cat.meow == Some(true)));
    assert_eq!(only(&server).body, r#"{"id":"1","kind":"CAT","meow":true}"#);
}

#[tokio::test]
async fn read_only_and_write_only_properties() {
    let body = r#"{"id": "1", "created_at": "2020-01-01T00:00:00Z", "name": "a"}"#;
    let (server, client) = answering([Answer::json(201, body), Answer::json(204, "")]).await;
    let client = client.read_only_and_write_only();
    let user = client.users().create("a", "secret").send().await.unwrap();
    assert_eq!((user.id.as_deref(), user.password), (Some("1"), None));
    client.teams().create([User::new("b").password("c")]).send().await.unwrap();
    let sent: Vec<String> = server.requests().into_iter().map(|request| request.body).collect();
    assert_eq!(sent, [r#"{"name":"a","password":"secret"}"#, r#"[{"name":"b","password":"c"}]"#]);
}

#[tokio::test]
async fn each_success_can_have_another_type() {
    let answers = [Answer::json(200, r#"{"sid": "1"}"#), Answer::json(202, r#"{"job": "2"}"#)];
    let (_server, client) = answering(answers).await;
    let things = client.second_response_and_media_type().things();
    let answer = things.create().send().await.unwrap();
    assert!(matches!(answer, CreateThingResponse::Status200(thing) if thing.sid == "1"));
    let answer = things.create().send().await.unwrap();
    assert!(matches!(answer, CreateThingResponse::Status202(later) if later.job == "2"));
}

#[tokio::test]
async fn nullable_responses_and_items_may_be_null() {
    let page = r#"{"things": [{"name": "a"}, null], "next_page_uri": null}"#;
    let answers = [Answer::json(200, "null"), Answer::json(200, page)];
    let (_server, client) = answering(answers).await;
    let things = client.nullable_responses().things();
    assert_eq!(things.fetch("1").send().await.unwrap(), None);
    let items = things.list().send().await.unwrap().into_items();
    assert_eq!(items.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn an_array_is_never_an_object_of_a_union() {
    let (read, written) = again::<Sizes>(&json!({"either": [null]}));
    assert!(matches!(read.either, Some(SizesEither::Unrecognized(_))), "{read:?}");
    assert_eq!(written, json!({"either": [null]}));
}

#[tokio::test]
async fn a_json_value_is_written_as_it_is_with_its_media_type() {
    let (server, client) = answering([Answer::json(200, r#"{"name": "a"}"#)]).await;
    let things = client.json_object_body().things();
    things.patch("1").body([Part::new("p", 1)]).send().await.unwrap();
    let sent = only(&server);
    assert_eq!((sent.method.as_str(), sent.target.as_str()), ("PATCH", "/v1/Things/1"));
    assert_eq!(sent.header("content-type"), Some("application/scim+json"));
    assert_eq!(sent.body, r#"[{"id":"p","price":1}]"#);
}

#[tokio::test]
async fn lists_may_hold_lists_and_nulls() {
    let (server, client) = answering([Answer::Full(204, vec![], String::new())]).await;
    let grid = Grid::new([vec![Number::from(1), Number::from(2)]]).weights([Some(Number::from(3)), None]);
    let request = client.nested_arrays().things().create([vec!["a".to_owned()], vec![]]).grid(grid);
    let request = request.gaps([Some("b".to_owned()), None]).names(["c"]).areas([json!([1, 2]), json!([])]);
    request.filters([json!({"a": "b"})]).send().await.unwrap();
    let sent = only(&server);
    let target = "/v1/Things?Areas=%5B1%2C2%5D&Areas=%5B%5D&Filters=%7B%22a%22%3A%22b%22%7D";
    assert_eq!(sent.target, target);
    let expected =
        r#"{"rows":[["a"],[]],"grid":{"points":[[1,2]],"weights":[3,null]},"gaps":["b",null],"names":["c"]}"#;
    assert_eq!(sent.body, expected);
}

#[tokio::test]
async fn a_union_is_sent_as_its_member() {
    let (server, client) = answering([Answer::json(201, "{}")]).await;
    let body = ThingBody::Card(Box::new(Card::new("CARD").front("f")));
    client.one_of().things().create(body).send().await.unwrap();
    assert_eq!(only(&server).body, r#"{"kind":"CARD","front":"f"}"#);
}

#[test]
fn a_union_is_read_by_its_tag() {
    let rows = [
        (json!({"kind": "CARD", "front": "f"}), "Card"),
        (json!({"kind": "NOTE", "text": "secret"}), "Note"),
        (json!({"kind": "POEM", "text": "secret"}), "Unrecognized"),
        (json!("secret"), "Unrecognized"),
    ];
    for (value, variant) in rows {
        let (read, written) = again::<ThingBody>(&value);
        let shown = format!("{read:?}");
        assert!(shown.starts_with(variant) && !shown.contains("secret"), "{shown}");
        assert_eq!(written, value);
    }
}

#[test]
fn a_union_without_a_tag_is_the_member_that_keeps_most() {
    let content = |value: &Value| again::<ThingContent>(value).0;
    assert!(matches!(content(&json!({"kind": "x", "front": "f"})), ThingContent::Card(_)));
    assert!(matches!(content(&json!({"kind": "x", "text": "t"})), ThingContent::Note(_)));
    assert!(matches!(content(&json!({"text": "t"})), ThingContent::Unrecognized(_)), "`kind` is required");
    for value in [json!(3), json!("3"), json!([3, 4]), json!({"a": 1}), json!(true)] {
        let (read, written) = again::<ThingSize>(&value);
        assert_eq!(written, value, "{read:?}");
    }
    let (thing, _) = again::<Thing>(&json!({"size": "3", "colour": "green"}));
    assert_eq!((thing.size, thing.colour.as_deref()), (Some(ThingSize::Text("3".to_owned())), Some("green")));
}

#[test]
fn a_number_or_a_numeric_string_is_written_as_it_was_read() {
    for value in [json!(3), json!(-3), json!(18_446_744_073_709_551_615_u64), json!(0.05), json!("19.720000")]
    {
        assert_eq!(again::<Number>(&value).1, value);
    }
    let price: Number = serde_json::from_str("\"0.0075\"").unwrap();
    assert_eq!(
        (price.as_f64(), price.as_i64(), price.to_string()),
        (Some(0.0075), None, "0.0075".to_owned())
    );
    assert_eq!(Number::from(2), "2.0".parse().unwrap());
    assert!("two".parse::<Number>().is_err() && "inf".parse::<Number>().is_err());
}

#[tokio::test]
async fn a_type_that_contains_itself_is_read_to_its_end() {
    let body = r#"{"parent": {"parent": {"owner": {"first": {}}}}, "children": [{"children": []}, {}]}"#;
    let (_server, client) = answering([Answer::json(200, body)]).await;
    let thing = client.recursive_model().things().fetch("1").send().await.unwrap();
    let grandparent = thing.parent.unwrap().parent.unwrap();
    assert_eq!(*grandparent.owner.unwrap().first, again(&json!({})).0);
    assert_eq!(thing.children.unwrap().len(), 2);
}

#[tokio::test]
async fn a_redirect_gives_the_address_and_is_not_followed() {
    let there = vec![("location", "https://files.example/a?b")];
    let (server, client) = answering([
        Answer::Full(307, there, String::new()),
        Answer::json(200, "{}"),
        Answer::json(303, "{}"),
        Answer::json(404, r#"{"code": 20404, "message": "gone"}"#),
    ])
    .await;
    let data = client.responses_other_than_json().data("1");
    assert_eq!(data.fetch().send().await.unwrap(), "https://files.example/a?b");
    for status in [200, 303] {
        let error = data.fetch().send().await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(status)), "{error}");
        assert!(error.may_have_been_processed(), "{error}");
    }
    assert!(data.fetch().send().await.unwrap_err().is_not_found());
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn answers_may_be_text_bytes_or_nothing() {
    let (server, client) = answering([
        Answer::Full(200, vec![("content-type", "text/csv")], "a;b\n".to_owned()),
        Answer::Full(200, vec![("content-type", "image/png")], "\u{1}".to_owned()),
        Answer::Full(204, vec![], String::new()),
        Answer::json(200, r#"{"text": "t"}"#),
    ])
    .await;
    let all = client.responses_other_than_json();
    assert_eq!(all.report("1").fetch().send().await.unwrap(), "a;b\n");
    assert_eq!(all.picture("1").fetch().send().await.unwrap(), [1]);
    assert_eq!(all.note("1").update().send().await.unwrap(), None);
    assert_eq!(all.note("1").update().send().await.unwrap().unwrap().text.as_deref(), Some("t"));
    let sent = server.requests();
    let asked: Vec<_> = sent.iter().map(|request| request.header("accept").unwrap_or_default()).collect();
    assert_eq!(asked, ["text/csv", "image/png", "application/json", "application/json"]);
}

#[tokio::test]
async fn paths_lead_through_the_account_of_the_credentials_unless_another_is_given() {
    let page = |next: &str| Answer::json(200, format!(r#"{{"calls": [{{}}], "next_page_uri": {next}}}"#));
    let next = format!(r#""/2010-04-01/Accounts/{ACCOUNT}/Calls.json?Page=1""#);
    let (server, client) = answering([page(&next), page("null")]).await;
    let api = client.account_from_the_credentials();
    assert_eq!(api.calls().list().page_size(9999).stream().collect_vec().await.unwrap().len(), 2);
    server.answer(Answer::json(200, r#"{"start_time": "Thu, 30 Jul 2015 20:00:00 +0000"}"#));
    let sid: sid::CallSid = CALL.parse().unwrap();
    let call = api.with_account(SUBACCOUNT).calls().fetch(sid).send().await.unwrap();
    assert_eq!(call.start_time.unwrap().unix_seconds(), Some(1_438_286_400));
    let expected = [
        format!("GET /2010-04-01/Accounts/{ACCOUNT}/Calls.json?PageSize=1000"),
        format!("GET /2010-04-01/Accounts/{ACCOUNT}/Calls.json?Page=1"),
        format!("GET /2010-04-01/Accounts/{SUBACCOUNT}/Calls/{CALL}.json"),
    ];
    assert_eq!(server.lines(), expected);
}

#[tokio::test]
async fn query_values_have_the_format_of_their_schema() {
    let (server, client) = answering([Answer::Full(204, vec![], String::new())]).await;
    let at: Timestamp = "2015-07-30T22:00:00+02:00".parse().unwrap();
    let add_ons = json!({"caller": {"deep": {"a b": 1}}, "flag": true, "list": ["x", "y"], "none": null});
    let request = client.query_value_types().things().fetch();
    let request = request.at(at.clone()).mail_at(at).on(Date::new(2015, 7, 30).unwrap()).price(0.5);
    request.prices([1.5, 2.0]).add_ons_data(add_ons).send().await.unwrap();
    let expected = [
        "At=2015-07-30T20%3A00%3A00Z",
        "MailAt=Thu%2C+30+Jul+2015+20%3A00%3A00+%2B0000",
        "On=2015-07-30",
        "Price=0.5",
        "Prices=1.5",
        "Prices=2",
        "AddOns.caller.deep.a+b=1",
        "AddOns.flag=true",
        "AddOns.list=x",
        "AddOns.list=y",
    ];
    assert_eq!(only(&server).target, format!("/v1/Things?{}", expected.join("&")));
}

#[tokio::test]
async fn durations_are_sent_and_preserved_as_strings() {
    let thing = json!({"length": "PT90M", "limit": null, "pauses": ["P1W", "P1M", "-PT1S", "90 minutes"]});
    let (server, client) = answering([Answer::json(200, thing.to_string())]).await;
    let parse = |text: &str| text.parse::<IsoDuration>().unwrap();
    let half = IsoDuration::try_from(Duration::from_secs(1800)).unwrap();
    let request = client.durations().things().update(parse("P1DT12H"), half);
    let request = request.longer_than(parse("PT0.5S")).pauses([parse("P1W"), parse("PT1H")]);
    let thing: durations::Thing = request.send().await.unwrap();
    let sent = only(&server);
    assert_eq!(sent.target, "/v1/Things/P1DT12H?LongerThan=PT0.5S");
    assert_eq!(sent.body, "Length=PT30M&Pauses=P1W&Pauses=PT1H");

    assert_eq!(thing.length.as_ref().and_then(IsoDuration::to_std), Some(Duration::from_secs(5400)));
    let pauses = thing.pauses.unwrap();
    let lengths: Vec<_> = pauses.iter().map(IsoDuration::to_std).collect();
    assert_eq!(lengths, [Some(Duration::from_secs(604_800)), None, None, None]);
    assert_eq!(json!(pauses), json!(["P1W", "P1M", "-PT1S", "90 minutes"]));
    for text in ["", "90 minutes", "1H", "P", "PT", "P1.5Y"] {
        assert!(text.parse::<IsoDuration>().is_err(), "{text}");
    }
}

#[tokio::test]
async fn path_values_have_the_format_of_their_schema() {
    let done = || Answer::Full(204, vec![], String::new());
    let (server, client) = answering([done(), done()]).await;
    let at: Timestamp = "2015-07-30T22:00:00+02:00".parse().unwrap();
    let prices = client.path_value_types();
    prices.things("0.10".parse::<Number>().unwrap(), at.clone()).fetch(at).send().await.unwrap();
    prices.prices().delete(1.5).send().await.unwrap();
    let time = "2015-07-30T20%3A00%3A00Z/Thu%2C%2030%20Jul%202015%2020%3A00%3A00%20%2B0000";
    let expected = [format!("GET /v1/Prices/0.10/Things/{time}"), "DELETE /v1/Prices/1.5".to_owned()];
    assert_eq!(server.lines(), expected);
}

#[tokio::test]
async fn the_next_page_is_asked_for_by_its_token() {
    let (server, client) = answering([
        Answer::json(200, r#"{"things": ["a", "b"], "meta": {"next_token": "t&1"}}"#),
        Answer::json(200, r#"{"things": [], "meta": {"next_token": "t2"}}"#),
        Answer::json(200, r#"{"things": ["c"], "meta": {"next_token": ""}}"#),
    ])
    .await;
    let list = client.next_page_by_token().things().list().page_size(50);
    assert_eq!(list.stream().collect_vec().await.unwrap(), ["a", "b", "c"]);
    let expected =
        ["GET /v1/Things?Size=20", "GET /v1/Things?Size=20&Token=t%261", "GET /v1/Things?Size=20&Token=t2"];
    assert_eq!(server.lines(), expected);
}

#[tokio::test]
async fn the_next_page_is_asked_for_by_its_number() {
    let (server, client) = answering([
        Answer::json(200, r#"{"results": ["a"], "has_next": true, "current_page": 0}"#),
        Answer::json(200, r#"{"results": ["b"], "has_next": true}"#),
        Answer::json(200, r#"{"results": ["c"], "has_next": false}"#),
    ])
    .await;
    let list = client.next_page_by_token().others().list();
    assert_eq!(list.stream().collect_vec().await.unwrap(), ["a", "b", "c"]);
    assert_eq!(server.lines(), ["GET /v1/Others", "GET /v1/Others?Page=1", "GET /v1/Others?Page=2"]);
}

#[tokio::test]
async fn a_repeated_page_token_is_a_loop() {
    let page = || Answer::json(200, r#"{"things": ["a"], "meta": {"next_token": "t"}}"#);
    let (server, client) = answering([page(), page(), page()]).await;
    let mut items = client.next_page_by_token().things().list().stream();
    assert_eq!(items.try_next().await.unwrap().as_deref(), Some("a"));
    assert_eq!(items.try_next().await.unwrap().as_deref(), Some("a"));
    assert_eq!(items.try_next().await.unwrap_err().kind(), ErrorKind::PageLoop);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn no_credentials_are_sent_to_operations_without_security() {
    let done = || Answer::Full(204, vec![], String::new());
    let (server, client) = answering([done(), done()]).await;
    let api = client.security_schemes();
    api.tokens().create().grant_type("client_credentials").send().await.unwrap();
    api.both().fetch().send().await.unwrap();
    let sent: Vec<bool> =
        server.requests().iter().map(|request| request.header("authorization").is_some()).collect();
    assert_eq!(sent, [false, true]);
    for error in [api.keys().fetch().send().await.unwrap_err(), api.users().fetch().send().await.unwrap_err()]
    {
        assert_eq!(error.kind(), ErrorKind::Credentials, "{error}");
    }
    assert_eq!(server.requests().len(), 2, "basic auth is not sent where a bearer token is wanted");
}

#[test]
fn choices_among_constants_are_enums() {
    use twilio_client_zoo::choices_among_constants::{State, Ticket, TicketPriority};
    let value = json!({"state": "in_review", "priority": 2, "channel": "later", "rate": 0.5, "flag": true});
    let (ticket, written) = again::<Ticket>(&value);
    assert_eq!((ticket.state, ticket.priority), (Some(State::InReview), Some(TicketPriority::High)));
    assert!(value.as_object().unwrap().iter().all(|(key, value)| written[key] == *value), "{written}");
}
