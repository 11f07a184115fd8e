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
    "auth.rs",
    "body.rs",
    "call.rs",
    "client.rs",
    "credentials.rs",
    "cursor.rs",
    "decode.rs",
    "error.rs",
    "failure.rs",
    "gate.rs",
    "header.rs",
    "host.rs",
    "macros.rs",
    "mod.rs",
    "number.rs",
    "object.rs",
    "onward.rs",
    "open_enum.rs",
    "page.rs",
    "pager.rs",
    "path.rs",
    "response.rs",
    "retry.rs",
    "send.rs",
    "sid.rs",
    "target.rs",
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
