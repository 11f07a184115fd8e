//! Nullable properties of models that requests and responses contain.

use twilio_client_zoo::absent_null_or_a_value::{Address, Profile};
use twilio_client_zoo::{Client, Credentials, Json};

use crate::local_server::{ACCOUNT, Answer, Server};

#[tokio::test]
async fn a_nullable_property_is_absent_null_or_a_value() {
    let profile = r#"{"name":"a","rank":null,"bio":null,"parent":{"name":"b","rank":1,"bio":"c"}}"#;
    let server = Server::start(vec![Answer::json(200, profile); 3]).await;
    let builder = Client::builder(Credentials::auth_token(ACCOUNT, "token")).base_url(&server.base);
    let client = builder.build().unwrap();
    let profiles = client.absent_null_or_a_value().profiles();
    let fetched = profiles.fetch("1").await.unwrap();
    assert_eq!((&fetched.bio, &fetched.age), (&Some(None), &None));
    // The request contains the response unchanged.
    profiles.update("1", fetched).await.unwrap();
    let parent = Profile::new("b", 1).bio("c".to_owned());
    let profile = Profile::new("a", None).tags(None).address(Address::new().street(None)).parent(parent);
    profiles.update("1", profile).await.unwrap();
    let sent: Vec<String> = server.requests().into_iter().map(|request| request.body).skip(1).collect();
    assert_eq!(
        sent,
        [
            r#"{"profile":{"name":"a","rank":null,"bio":null,"parent":{"name":"b","rank":1,"bio":"c"}}}"#,
            r#"{"profile":{"name":"a","rank":null,"tags":null,"address":{"street":null},"parent":{"name":"b","rank":1,"bio":"c"}}}"#,
        ]
    );
}

/// A choice with a nullable member, a reference to a nullable schema in `allOf`, and any JSON can be null too.
#[tokio::test]
async fn null_is_preserved_and_sent_in_each_kind_of_property() {
    let nulls =
        r#"{"name":"a","rank":null,"contact":null,"place":null,"home":null,"extra":null,"free":null}"#;
    let values =
        r#"{"name":"a","rank":1,"contact":"x","place":5,"home":{"street":"b"},"extra":[null],"free":2}"#;
    let server = Server::start([nulls, values, nulls].map(|body| Answer::json(200, body)).to_vec()).await;
    let builder = Client::builder(Credentials::auth_token(ACCOUNT, "token")).base_url(&server.base);
    let client = builder.build().unwrap();
    let profiles = client.absent_null_or_a_value().profiles();
    for body in [nulls, values] {
        let fetched = profiles.fetch("1").await.unwrap();
        assert_eq!(serde_json::to_string(&fetched).unwrap(), body);
    }
    let profile = Profile::new("a", None).contact(None).place(None).home(None);
    profiles.update("1", profile.extra(Json::Null).free(Json::Null)).await.unwrap();
    let sent = server.requests().pop().unwrap().body;
    assert_eq!(sent, format!(r#"{{"profile":{nulls}}}"#));
}
