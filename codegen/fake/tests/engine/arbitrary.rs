//! Arbitrary requests: no request stops the fake, and each has a response with a valid status.

use proptest::prelude::*;
use twilio_client_fake::Request;

use crate::{book, engine, request, send};

fn segment() -> impl Strategy<Value = String> {
    let known = ["v1", "Books", "Notes", "Cover", "a", "Numbers", "notes_v1", "%2F", "%", ".json", ""];
    prop_oneof![3 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => ".{0,8}"]
}

fn pair() -> impl Strategy<Value = String> {
    let names = ["UniqueName", "Size", "Tags", "Page", "PageSize", "PageToken", "Order", "text"];
    let name =
        prop_oneof![3 => proptest::sample::select(names.to_vec()).prop_map(str::to_owned), 1 => ".{0,8}"];
    let value = prop_oneof![
        Just("1".to_owned()),
        Just("99999999999999999999".to_owned()),
        Just("PA1".to_owned()),
        ".{0,12}"
    ];
    (name, value).prop_map(|(name, value)| format!("{name}={value}"))
}

prop_compose! {
    fn any_request()(
        method in proptest::sample::select(vec!["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "x"]),
        path in proptest::collection::vec(segment(), 0..6),
        query in proptest::collection::vec(pair(), 0..4),
        body in prop_oneof![proptest::collection::vec(pair(), 0..4).prop_map(|pairs| pairs.join("&")), ".{0,40}", Just("{\"text\":\"t\"}".to_owned())],
    ) -> Request {
        request(method, &format!("/{}?{}", path.join("/"), query.join("&")), &body)
    }
}

proptest! {
    #[test]
    fn arbitrary_requests_have_a_response(requests in proptest::collection::vec(any_request(), 1..12)) {
        let mut engine = engine();
        book(&mut engine, "a");
        for request in requests {
            let status = engine.handle(&request).response.status;
            prop_assert!((200..600).contains(&status) && status != 500, "{status}");
        }
    }

    /// Any name that a request sends comes back unchanged, in the resource and in a path.
    #[test]
    fn values_come_back_unchanged(name in "[^\u{0}]{1,10}") {
        let mut engine = engine();
        let encoded = name.bytes().fold(String::new(), |text, byte| format!("{text}%{byte:02X}"));
        let (status, body) = send(&mut engine, "POST", "/v1/Books", &format!("UniqueName={encoded}"));
        prop_assert_eq!((status, body["unique_name"].as_str()), (201, Some(name.as_str())));
        let (status, _) = send(&mut engine, "GET", &format!("/v1/Books/{encoded}"), "");
        prop_assert_eq!(status, 200);
    }
}
