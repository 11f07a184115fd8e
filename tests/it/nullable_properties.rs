//! Nullable properties of models that requests and responses contain.

use twilio_client_zoo::absent_null_or_a_value::{Address, Profile};
use twilio_client_zoo::{Client, Credentials};

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
