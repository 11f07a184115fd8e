//! The parts of an operation that the client does not read, but that its users can depend on. A report contains
//! their changes.

use std::collections::{BTreeMap, BTreeSet};

use super::{Bounds, Outline};

/// The responses, the body and the credentials of an operation, as the document describes them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Contract {
    /// The statuses of the successful responses.
    pub(crate) statuses: BTreeSet<String>,
    /// The media types of the successful responses, in lower case and without the charset.
    pub(crate) media_types: BTreeSet<String>,
    /// The headers of the successful responses, by their names in lower case.
    pub(crate) headers: BTreeMap<String, ResponseHeader>,
    /// The content of each unsuccessful response, by status.
    pub(crate) failures: BTreeMap<String, String>,
    /// The body of the request, if there is one.
    pub(crate) body: Option<BodyContract>,
    /// Whether the operation describes its credentials itself. Otherwise the document does.
    pub(crate) has_own_credentials: bool,
    /// The alternative credentials. Empty if the document does not describe any.
    pub(crate) credentials: BTreeSet<Credentials>,
}

/// A header of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ResponseHeader {
    /// The spelling in the document.
    pub(crate) name: String,
    pub(crate) is_required: bool,
    pub(crate) value: Outline,
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct BodyContract {
    pub(crate) is_required: bool,
    /// Whether the server rejects other properties than the documented ones.
    pub(crate) is_closed: bool,
    /// The constraints on the whole body.
    pub(crate) bounds: Bounds,
}

/// The schemes that a request needs together, each with its scopes. Without a scheme, it needs no credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Credentials(pub(crate) BTreeMap<String, BTreeSet<String>>);

impl Credentials {
    /// Whether a caller with these credentials also has the other ones.
    pub(crate) fn include(&self, other: &Self) -> bool {
        let has = |(scheme, scopes): (&String, &BTreeSet<String>)| {
            self.0.get(scheme).is_some_and(|own| own.is_superset(scopes))
        };
        other.0.iter().all(has)
    }
}
