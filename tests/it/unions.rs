//! The variants of unions: by discriminator, by status, and by the type that fits best.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use twilio_client_zoo::best_fit::Gauge;
use twilio_client_zoo::inheritance::{Dog, Garage, Pet, PetBase, Tool, Vehicle};
use twilio_client_zoo::inheritance_in_openapi_3_1::Note;
use twilio_client_zoo::nullable_members::{Shelf, ShelfNone, ShelfTwo, Tree};
use twilio_client_zoo::types_by_status::{CreateJobResponse, DeleteJob, Job, ListJobResponse};
use twilio_client_zoo::{Client, Credentials, RetryPolicy};

use crate::local_server::{ACCOUNT, Answer, Server};

/// Decodes each value, compares the beginning of its `Debug` output, and encodes it again to the same JSON.
fn assert_variants<T: DeserializeOwned + Serialize + std::fmt::Debug>(
    rows: impl IntoIterator<Item = (Value, &'static str)>,
) {
    for (value, expected) in rows {
        let read: T = serde_json::from_value(value.clone()).unwrap();
        let shown = format!("{read:?}");
        assert!(shown.starts_with(expected), "{value} is {shown}, not {expected}");
        let written = serde_json::to_value(&read).unwrap();
        assert_eq!(without_nulls(written), value, "{shown}");
    }
}

/// Models contain every property of their schema.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(entries) => {
            let entries = entries.into_iter().filter(|(_, value)| !value.is_null());
            entries.map(|(name, value)| (name, without_nulls(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

#[test]
fn a_base_schema_is_read_as_the_schema_that_extends_it() {
    assert_variants::<Pet>([
        (json!({"petType": "dog", "name": "Rex", "bark": true}), "Dog(Dog {"),
        (json!({"petType": "hound", "bark": false}), "Dog(Dog {"),
        (json!({"petType": "Cat", "claws": 3}), "Cat(Cat {"),
        (json!({"petType": "fish", "depth": 3}), "Fish(Fish {"),
        (json!({"petType": "bird", "name": "Tweety"}), "PetBase(PetBase {"),
        // Without the required property, the value is preserved.
        (json!({"name": "Rex"}), "Unrecognized"),
        (json!([1]), "Unrecognized"),
    ]);
    assert_variants::<Vehicle>([
        (json!({"type": "bike", "bell": true}), "Bike(Bike {"),
        (json!({"type": "moped", "motor": "m"}), "SmallBike(SmallBike {"),
        (json!({"type": "CAR", "body": "van", "load": 2}), "Car(Van(Van {"),
        (json!({"type": "CAR", "body": "sedan"}), "Car(CarBase(CarBase {"),
        (json!({"type": "abstract", "wheels": 2}), "VehicleBase(VehicleBase {"),
        (json!({"wheels": 2}), "VehicleBase(VehicleBase {"),
    ]);
    assert_variants::<Tool>([
        (json!({"kind": "Drill", "size": 1, "speed": 2}), "Drill(Drill {"),
        (json!({"kind": "Hammer", "head": 2}), "Unrecognized"),
    ]);
    assert_variants::<Note>([
        (json!({"kind": "text", "body": "b"}), "Text(Text {"),
        (json!({"kind": "Line", "length": 1}), "Line(Line {"),
        (json!({"kind": "other"}), "NoteBase(NoteBase {"),
    ]);
    assert_variants::<Garage>([
        (
            json!({"circle": {"kind": "Circle", "radius": 1}}),
            "Garage { vehicles: None, guard: None, circle: Some(Circle {",
        ),
        (json!({"guard": {"petType": "Cat", "claws": 1}}), "Garage { vehicles: None, guard: Some(Cat("),
        (json!({"lock": {"@type": "CodeLock", "digits": 4}}), "Garage"),
        (json!({"vehicles": [{"type": "bike"}]}), "Garage { vehicles: Some([Some(Bike("),
    ]);
}

#[tokio::test]
async fn the_items_of_a_list_are_read_as_the_schemas_that_extend_its_base() {
    let body =
        r#"[{"petType": "dog", "bark": true}, {"petType": "Cat"}, {"petType": "bird", "name": "Tweety"}]"#;
    let (_server, client) = client([Answer::json(200, body)]).await;
    let pets = client.inheritance().pets().list().send().await.unwrap();
    match &pets[..] {
        [Pet::Dog(dog), Pet::Cat(_), Pet::PetBase(other)] => {
            assert!(dog.bark);
            assert_eq!((other.pet_type.as_str(), other.name.as_deref()), ("bird", Some("Tweety")));
        }
        others => panic!("{others:?}"),
    }
}

#[test]
fn a_value_of_a_nullable_union_can_be_null() {
    let shelf =
        json!({"none": {"pages": 1}, "nested": null, "tree": ["a", null, ["b"]], "two": {"minutes": 2}});
    let read: Shelf = serde_json::from_value(shelf.clone()).unwrap();
    assert!(matches!(read.two, Some(ShelfTwo::Disc(_))), "{read:?}");
    assert!(matches!(read.none, ShelfNone::Book(_)), "{read:?}");
    assert!(read.nested.is_none() && read.two_nullable.is_none(), "{read:?}");
    let Some(Tree::List(items)) = &read.tree else { panic!("{read:?}") };
    assert!(matches!(&items[..], [Some(Tree::Text(_)), None, Some(Tree::List(_))]), "{read:?}");
    let written = without_nulls(serde_json::to_value(&read).unwrap());
    assert_eq!(written, without_nulls(shelf));
}

#[tokio::test]
async fn a_value_of_a_base_schema_is_sent_as_its_variant() {
    let (server, client) = client([Answer::json(201, r#"{"petType": "dog", "bark": true}"#)]).await;
    let dog = Pet::Dog(Box::new(Dog::new("dog", true).name("Rex")));
    let created = client.inheritance().pets().create(dog).send().await.unwrap();
    assert!(matches!(created, Pet::Dog(dog) if dog.bark));
    let other = Pet::PetBase(Box::new(PetBase::new("bird")));
    server.answer(Answer::json(201, r#"{"petType": "bird"}"#));
    let created = client.inheritance().pets().create(other).send().await.unwrap();
    assert!(matches!(created, Pet::PetBase(_)));
    let sent: Vec<String> = server.requests().iter().map(|request| request.body.clone()).collect();
    assert_eq!(sent, [r#"{"petType":"dog","name":"Rex","bark":true}"#, r#"{"petType":"bird"}"#]);
}

#[test]
fn a_value_has_the_type_that_fits_best() {
    let rows = |name: &'static str, rows: &[(Value, &'static str)]| {
        for (value, variant) in rows {
            let object = json!({ name: value });
            let gauge: Gauge = serde_json::from_value(object.clone()).unwrap();
            let shown = format!("{gauge:?}");
            let expected = format!("{name}: Some({variant}");
            assert!(shown.contains(&expected), "{object} is {shown}, not {expected}");
            assert_eq!(without_nulls(serde_json::to_value(&gauge).unwrap()), object, "{shown}");
        }
    };
    rows(
        "size",
        &[
            (json!({"a": "1"}), "Small("),
            (json!({"a": "1", "b": "2"}), "Large("),
            (json!({"b": "2"}), "Unrecognized"),
        ],
    );
    rows(
        "scalar",
        &[
            (json!(3), "Integer("),
            (json!("3"), "Text("),
            (json!(true), "Bool("),
            (json!(1.5), "Unrecognized"),
        ],
    );
    rows(
        "number",
        &[
            (json!(3), "Number("),
            (json!(1.5), "Number("),
            (json!("2024-05-01T00:00:00Z"), "Timestamp("),
            (json!("free"), "Text("),
            (json!("12"), "Text("),
        ],
    );
    rows("free", &[(json!(0.5), "Number("), (json!("0.5 m"), "Text("), (json!("12"), "Text(")]);
    rows("level", &[(json!("auto"), "Enum("), (json!(3), "Integer("), (json!("high"), "Enum(")]);
    rows("id", &[(json!("a"), "Text("), (json!(3), "Integer(")]);
    rows("lists", &[(json!([1, 2]), "List("), (json!([{"a": "1"}]), "List2("), (json!("1"), "Text(")]);
    rows(
        "nested",
        &[
            (json!({"inner": "x"}), "Wide("),
            (json!({"inner": 3}), "Wide("),
            (json!({"inner": "y"}), "Exact("),
        ],
    );
    rows("any", &[(json!({"a": "1"}), "Small("), (json!({"x": 1}), "Any(")]);
    rows("any_list", &[(json!([{"a": "1"}]), "List2("), (json!([1]), "List(")]);
    rows("choice", &[(json!("low"), "Low"), (json!("other"), "Unrecognized("), (json!(""), "Empty")]);
    rows("map", &[(json!({"x": 1}), "Map("), (json!({"a": "1"}), "Small(")]);
}

async fn client(answers: impl IntoIterator<Item = Answer>) -> (Server, Client) {
    let server = Server::start(answers.into_iter().collect()).await;
    let builder = Client::builder(Credentials::auth_token(ACCOUNT, "token")).base_url(&server.base);
    let client = builder.retry(RetryPolicy::off()).build().unwrap();
    (server, client)
}

#[tokio::test]
async fn the_status_selects_the_type_of_the_response() {
    let body = r#"{"url": "u"}"#;
    let rows = [
        (200, body, "Some(Status200(Job {"),
        (201, body, "Some(Status200(Job {"),
        (202, body, "Some(Status202(Ticket {"),
        (204, "", "None"),
        (203, body, "Some(Status200(Job {"),
    ];
    let (_server, jobs) = client(rows.map(|(status, body, _)| Answer::json(status, body))).await;
    for (status, _, expected) in rows {
        let job: Option<CreateJobResponse> = jobs.types_by_status().jobs().create().send().await.unwrap();
        assert!(format!("{job:?}").starts_with(expected), "{status}: {job:?}");
    }
    let rows = [
        (200, "[{}]", "Status200([Job {"),
        (201, "[{}]", "Status200([Job {"),
        (206, body, "Status2XX(Ticket {"),
    ];
    let (_server, jobs) = client(rows.map(|(status, body, _)| Answer::json(status, body))).await;
    for (status, _, expected) in rows {
        let list: ListJobResponse = jobs.types_by_status().jobs().list().send().await.unwrap();
        assert!(format!("{list:?}").starts_with(expected), "{status}: {list:?}");
    }
    let (_server, jobs) = client([Answer::json(200, "null"), Answer::json(202, body)]).await;
    let replace = || jobs.types_by_status().jobs().replace("1").send();
    assert!(replace().await.unwrap().is_none());
    let job = replace().await.unwrap();
    assert!(format!("{job:?}").starts_with("Some(Status202(Ticket {"), "{job:?}");
    // A body of another type is an error, although it has the type of another status.
    let (_server, jobs) =
        client([Answer::json(206, "[{}]"), Answer::json(202, body), Answer::json(204, "")]).await;
    let error = jobs.types_by_status().jobs().list().send().await.unwrap_err();
    assert!(error.to_string().contains("cannot decode"), "{error}");
    let delete = || -> DeleteJob { jobs.types_by_status().jobs().delete("1") };
    assert_eq!(delete().send().await.unwrap().unwrap().url.as_deref(), Some("u"));
    assert_eq!(delete().send().await.unwrap(), None);
    let (_server, jobs) = client([Answer::json(200, body), Answer::json(204, "")]).await;
    let update = || jobs.types_by_status().jobs().update("1").send();
    assert!(matches!(update().await.unwrap(), Some(Job { url: Some(url), .. }) if url == "u"));
    assert_eq!(update().await.unwrap(), None);
}
