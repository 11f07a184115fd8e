//! The styles of parameters: the request contains each value as OpenAPI and RFC 6570 define it.

use twilio_client_zoo::Client;
use twilio_client_zoo::parameter_styles::Range;
use twilio_client_zoo::{Credentials, RetryPolicy, query_styles};

use crate::local_server::{ACCOUNT, Answer, Recorded, Server};

async fn server(answers: usize) -> (Server, Client) {
    let done = || Answer::Full(204, vec![], String::new());
    let server = Server::start(std::iter::repeat_with(done).take(answers).collect()).await;
    let builder = Client::builder(Credentials::auth_token(ACCOUNT, "token")).base_url(&server.base);
    let client = builder.retry(RetryPolicy::off()).build().unwrap();
    (server, client)
}

fn range() -> Range {
    Range::new().from(1).to("a,b")
}

#[tokio::test]
async fn a_query_has_the_style_of_its_parameter() {
    let (server, client) = server(2).await;
    let things = client.query_styles().things();
    let created = query_styles::ThingsCreated::new().gt("2015");
    let call = things.find_things(["a", "b,c"]).sizes([1, 2]).words(["x y", "z"]).created(created);
    call.x_tags(["one", "two,3%"]).send().await.unwrap();
    // Absent values and empty lists are not sent.
    things.find_things([] as [&str; 0]).sizes([]).x_tags([] as [&str; 0]).send().await.unwrap();
    let [full, empty] = <[Recorded; 2]>::try_from(server.requests()).unwrap();
    let query = "Ids=a,b%2Cc&Sizes=1%7C2&Words=x+y+z&Created%5Bgt%5D=2015";
    assert_eq!(full.target, format!("/v1/Things?{query}"));
    assert_eq!((full.header("x-tags"), empty.header("x-tags")), (Some("one,two%2C3%25"), None));
    assert_eq!(empty.target, "/v1/Things");
}

#[tokio::test]
async fn a_path_contains_lists_and_objects() {
    let (server, client) = server(1).await;
    let client = client.parameter_styles();
    client.parts(["a", "b/c"], [1, 2], range()).find_parts("x").send().await.unwrap();
    assert_eq!(server.lines(), ["GET /v1/Things/a,b%2Fc/Parts/.1.2/;from=1;to=a%2Cb%22x%22"]);
    let error = client.parts([] as [&str; 0], [1], range()).find_parts("x").send().await.unwrap_err();
    assert!(error.to_string().contains("the path value `Ids` is empty"), "{error}");
}

#[tokio::test]
async fn objects_and_json_are_sent_in_the_query_the_headers_and_the_cookies() {
    let (server, client) = server(2).await;
    let things = client.parameter_styles().things();
    let map = [("k".to_owned(), "v w".to_owned())].into();
    let call = things.find_things(3).default(range()).joined(range()).piped(range()).deep(range()).map(map);
    let call = call.sizes([1, 2]).json(range()).names(["a"]).text("t").x_range(range()).x_exploded(range());
    call.session("s;=").tags(["a", "b,c"]).send().await.unwrap();
    things.find_things(4).send().await.unwrap();
    let [full, bare] = <[Recorded; 2]>::try_from(server.requests()).unwrap();
    let query = [
        "from=1&to=a%2Cb",
        "Joined=from,1,to,a%2Cb",
        "Piped=from%7C1%7Cto%7Ca%2Cb",
        "Deep%5Bfrom%5D=1&Deep%5Bto%5D=a%2Cb",
        "Map%5Bk%5D=v+w",
        "Sizes=1&Sizes=2",
        "Json=%7B%22from%22%3A1%2C%22to%22%3A%22a%2Cb%22%7D",
        "Names=%5B%22a%22%5D",
        "Text=t",
    ];
    assert_eq!(full.target, format!("/v1/Things?{}", query.join("&")));
    assert_eq!(full.header("x-range"), Some("from,1,to,a%2Cb"));
    assert_eq!(full.header("x-exploded"), Some("from=1,to=a%2Cb"));
    assert_eq!(full.header("cookie"), Some("level=3; session=s%3B%3D; tags=a,b%2Cc"));
    assert_eq!((bare.target.as_str(), bare.header("cookie")), ("/v1/Things", Some("level=4")));
}

/// The base URL replaces the servers of operations, too. The prefix of their paths stays.
#[tokio::test]
async fn an_operation_with_its_own_server_can_be_sent_to_a_base_url() {
    let (server, client) = server(3).await;
    let files = client.servers_of_operations().files();
    files.fetch("a").send().await.unwrap();
    files.delete("a").send().await.unwrap();
    client.servers_of_operations().things().create().send().await.unwrap();
    assert_eq!(server.lines(), ["GET /Files/a", "DELETE /v3/Files/a", "POST /v2/Things"]);
}
