//! Faults: errors that a test injects.

use std::time::Duration;

use serde_json::Value;

use crate::message::{Delivery, Response, error};

/// An error that the fake injects instead of its response, or into its response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(pub(crate) Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Status(u16, u32),
    ResetBefore,
    ResetAfter,
    Stall,
    Truncated,
    Html,
    Drip(Duration),
    Malformed,
    ForeignLink,
}

impl Fault {
    /// A response with this status, and the usual code of the status. The fake does not process the request.
    pub fn status(status: u16) -> Self {
        let code = match status {
            401 | 403 => 20003,
            405 => 20004,
            429 => 20429,
            404 => 20404,
            500..=599 => 20500,
            _ => 20001,
        };
        Self(Kind::Status(status, code))
    }

    /// The same with this code in the body.
    #[must_use]
    pub fn code(self, code: u32) -> Self {
        match self.0 {
            Kind::Status(status, _) => Self(Kind::Status(status, code)),
            kind => Self(kind),
        }
    }

    /// Resets the connection. The fake does not process the request.
    pub fn reset_before_processing() -> Self {
        Self(Kind::ResetBefore)
    }

    /// Processes the request, and resets the connection without a response.
    pub fn reset_after_processing() -> Self {
        Self(Kind::ResetAfter)
    }

    /// Processes the request, and sends no response.
    pub fn stall() -> Self {
        Self(Kind::Stall)
    }

    /// Closes the connection in the middle of the body.
    pub fn truncated_body() -> Self {
        Self(Kind::Truncated)
    }

    /// The page of a proxy: status 502 with HTML. The fake does not process the request.
    pub fn html() -> Self {
        Self(Kind::Html)
    }

    /// Sends the body byte by byte, with this time between them.
    pub fn slow_drip(interval: Duration) -> Self {
        Self(Kind::Drip(interval))
    }

    /// A body that is not JSON, with the status of the response.
    pub fn malformed_json() -> Self {
        Self(Kind::Malformed)
    }

    /// The link to the next page leads to another host.
    pub fn foreign_next_link() -> Self {
        Self(Kind::ForeignLink)
    }

    /// The response of an error that prevents the processing of the request.
    pub(crate) fn instead(&self) -> Option<(Response, Delivery)> {
        match self.0 {
            Kind::Status(status, code) => {
                let response = error(status, code, "This error was injected");
                let response = if status == 429 { response.with("retry-after", "0") } else { response };
                Some((response, Delivery::Whole))
            }
            Kind::ResetBefore => Some((Response::default(), Delivery::Reset)),
            Kind::Html => {
                let page = "<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>";
                Some((Response::new(502, "text/html", page), Delivery::Whole))
            }
            _ => None,
        }
    }

    /// Changes the response of a processed request.
    pub(crate) fn change(&self, response: &mut Response) -> Delivery {
        match self.0 {
            Kind::ResetAfter => Delivery::Reset,
            Kind::Stall => Delivery::Stall,
            Kind::Truncated => Delivery::Truncated,
            Kind::Drip(interval) => Delivery::Drip(interval),
            Kind::Malformed => {
                response.body = b"{\"sid\": \"".to_vec();
                Delivery::Whole
            }
            Kind::ForeignLink => {
                if let Ok(mut body) = serde_json::from_slice::<Value>(&response.body) {
                    redirect(&mut body);
                    response.body = body.to_string().into_bytes();
                }
                Delivery::Whole
            }
            Kind::Status(..) | Kind::ResetBefore | Kind::Html => Delivery::Whole,
        }
    }
}

/// Replaces the links to the next page, also on the last page.
fn redirect(body: &mut Value) {
    let Value::Object(object) = body else { return };
    for (key, value) in object {
        let words = key.to_ascii_lowercase().replace('_', "");
        if words == "nextpageurl" || words == "nextpageuri" {
            *value = Value::from("https://example.com/?Page=1&PageToken=PA1");
        } else {
            redirect(value);
        }
    }
}

/// The requests that a [`Fault`] applies to.
#[derive(Clone, Debug)]
pub struct Injection {
    /// The operationId, with the module if it is not unique: `FetchInvite`, `chat_v2.FetchInvite`. `None` selects
    /// all operations.
    pub operation: Option<String>,
    /// The error.
    pub error: Fault,
    /// The number of requests that it still applies to. `None` does not limit the number.
    pub times: Option<u64>,
    /// The probability for each request, from 0 to 1.
    pub probability: f64,
}

impl Injection {
    /// Whether the error applies to the operation.
    pub(crate) fn matches(&self, module: &str, id: &str) -> bool {
        self.operation.as_deref().is_none_or(|operation| is_selected(operation, module, id))
    }
}

/// Whether a name selects an operation: its operationId, with or without the module.
pub(crate) fn is_selected(name: &str, module: &str, id: &str) -> bool {
    name == id || name.split_once('.').is_some_and(|parts| parts == (module, id))
}

/// A generator of random numbers with a seed: `SplitMix64`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number from 0 (inclusive) to 1 (exclusive).
    pub(crate) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit into a float")]
        let number = ((mixed ^ (mixed >> 31)) >> 11) as f64;
        number / 9_007_199_254_740_992.0
    }
}
