//! The reports of unexpected values to the hook of the client.

use serde::de::{DeserializeOwned, DeserializeSeed};

use super::context::Context;
use super::repair::decode_repaired;
use crate::value::{Json, OnUnexpected, Unexpected, UnexpectedKind, unexpected, unexpected_items};

/// The hook of a client, for the response of one operation.
pub(crate) struct Observer {
    hook: OnUnexpected,
    operation: String,
}

impl Observer {
    pub(crate) fn new(hook: OnUnexpected, operation: String) -> Self {
        Self { hook, operation }
    }

    /// Reports the unexpected values of a body that `seed` decodes.
    pub(crate) fn value<S: for<'v> DeserializeSeed<'v>>(&self, seed: S, body: &[u8], context: &Context) {
        if let Some(value) = parse(body) {
            self.report(unexpected(seed, &value), context);
        }
    }

    /// Reports the unexpected values of the items of a page.
    pub(crate) fn items<T: DeserializeOwned>(&self, body: &[u8], key: &str, context: &Context) {
        if let Some(Json::Array(items)) = parse(body).as_ref().and_then(|page| page.get(key)) {
            self.report(unexpected_items::<T>(key, items), context);
        }
    }

    /// The name of an unknown field can be a value of the call. All other names are those of the document.
    fn report(&self, found: Vec<Unexpected>, context: &Context) {
        for mut unexpected in found {
            if unexpected.kind() == UnexpectedKind::UnknownField {
                unexpected = unexpected.with_path(|path| context.print(path));
            }
            (self.hook)(&unexpected.of(&self.operation));
        }
    }
}

/// Parses a body as decoding does. Returns `None` if the body is not JSON: decoding returns the error.
fn parse(body: &[u8]) -> Option<Json> {
    decode_repaired(body, |body| serde_json::from_slice(body)).ok()
}
