//! The hand-written half of the client, carried inside the generator: generating needs no other
//! file than the documents.

use crate::output::File;

macro_rules! runtime {
    ($($file:literal),* $(,)?) => {
        &[$(($file, include_str!(concat!("../runtime/src/runtime/", $file)))),*]
    };
}

/// A test compares this table with the folder.
const FILES: &[(&str, &str)] = runtime![
    "answer.rs",
    "auth.rs",
    "blocking.rs",
    "blocking_methods.rs",
    "body.rs",
    "call.rs",
    "client.rs",
    "codes.rs",
    "credentials.rs",
    "cursor.rs",
    "decode.rs",
    "envelope.rs",
    "error.rs",
    "failure.rs",
    "gate.rs",
    "header.rs",
    "host.rs",
    "macros.rs",
    "mask.rs",
    "mod.rs",
    "number.rs",
    "object.rs",
    "observe.rs",
    "onward.rs",
    "open_enum.rs",
    "page.rs",
    "page_keys.rs",
    "pager.rs",
    "path.rs",
    "response.rs",
    "retry.rs",
    "send.rs",
    "sid.rs",
    "target.rs",
    "text.rs",
    "time.rs",
    "timing.rs",
    "token.rs",
    "union.rs",
    "walk.rs",
    "wire.rs",
];

/// The runtime's files, as they go into the crate.
pub(crate) fn files() -> Vec<File> {
    let file =
        |(name, text): &(&str, &str)| File { path: format!("src/runtime/{name}"), text: (*text).to_owned() };
    FILES.iter().map(file).collect()
}

/// What the test of the examples is made of.
pub(crate) fn round_trip() -> File {
    let text = include_str!("../runtime/tests/round_trip/mod.rs").to_owned();
    File { path: "tests/round_trip/mod.rs".to_owned(), text }
}
