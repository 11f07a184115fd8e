//! Injected errors.

use std::time::Duration;

use serde_json::{Value, json};
use twilio_client_fake::{Delivery, Engine, Fault, Injection};

use crate::{book, engine, request, send};

fn inject(engine: &mut Engine, operation: Option<&str>, error: Fault, times: Option<u64>) {
    let operation = operation.map(str::to_owned);
    engine.inject(Injection { operation, error, times, probability: 1.0 });
}

#[test]
fn an_error_applies_to_its_operation_and_number_of_requests() {
    let mut engine = engine();
    inject(&mut engine, Some("CreateBook"), Fault::status(503), Some(2));
    inject(&mut engine, Some("other_v1.ListBook"), Fault::status(500), None);
    inject(&mut engine, Some("notes_v1.FetchBook"), Fault::status(400).code(50212), None);
    assert_eq!(send(&mut engine, "GET", "/v1/Books", "").0, 200);
    for _ in 0..2 {
        assert_eq!(send(&mut engine, "POST", "/v1/Books", "UniqueName=a").0, 503);
    }
    book(&mut engine, "a");
    assert_eq!(
        engine.collections().count(),
        1,
        "the fake does not process a request with an injected status"
    );
    for _ in 0..3 {
        let (status, body) = send(&mut engine, "GET", "/v1/Books/a", "");
        assert_eq!((status, &body["code"]), (400, &json!(50212)));
    }
}

#[test]
fn each_error_has_its_delivery_and_effect() {
    let millisecond = Duration::from_millis(1);
    for (error, delivery, is_processed) in [
        (Fault::status(429), Delivery::Whole, false),
        (Fault::html(), Delivery::Whole, false),
        (Fault::reset_before_processing(), Delivery::Reset, false),
        (Fault::reset_after_processing(), Delivery::Reset, true),
        (Fault::stall(), Delivery::Stall, true),
        (Fault::truncated_body(), Delivery::Truncated, true),
        (Fault::slow_drip(millisecond), Delivery::Drip(millisecond), true),
        (Fault::malformed_json(), Delivery::Whole, true),
    ] {
        let mut engine = engine();
        inject(&mut engine, None, error.clone(), Some(1));
        let reply = engine.handle(&request("POST", "/v1/Books", "UniqueName=a"));
        assert_eq!(reply.delivery, delivery, "{error:?}");
        let is_stored = send(&mut engine, "GET", "/v1/Books/a", "").0 == 200;
        assert_eq!(is_stored, is_processed, "{error:?}");
        let is_json = serde_json::from_slice::<Value>(&reply.response.body).is_ok();
        assert_eq!(
            is_json,
            ![Fault::malformed_json(), Fault::html(), Fault::reset_before_processing()].contains(&error)
        );
    }
}

#[test]
fn a_foreign_link_replaces_the_next_page() {
    let mut engine = engine();
    inject(&mut engine, Some("ListBook"), Fault::foreign_next_link(), Some(1));
    let (_, page) = send(&mut engine, "GET", "/v1/Books", "");
    assert!(page["meta"]["next_page_url"].as_str().unwrap().starts_with("https://example.com/"));
}

#[test]
fn a_probability_is_deterministic() {
    let statuses = |seed: u64| {
        let mut engine = engine();
        engine.set_seed(seed);
        engine.inject(Injection {
            operation: None,
            error: Fault::status(500),
            times: None,
            probability: 0.5,
        });
        (0..100).map(|_| send(&mut engine, "GET", "/v1/Books", "").0).collect::<Vec<u16>>()
    };
    assert_eq!(statuses(1), statuses(1));
    assert_ne!(statuses(1), statuses(2));
    let failed = statuses(1).iter().filter(|status| **status == 500).count();
    assert!((30..=70).contains(&failed), "{failed}");
}
