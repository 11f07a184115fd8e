//! The client: its credentials, its hosts, its limits, and the state that its requests share.

mod client_macro;
mod connections;
mod credentials;
mod drivers;
mod environment_proxy;
mod header;
mod host;
mod limiter;
mod package;
mod region;
mod retry;
mod servers;
mod settings;
mod shared;
mod timing;
pub(crate) mod tls;
mod token_url;
mod tokens;
mod transport;

pub use credentials::Credentials;
pub(crate) use credentials::{Authentication, bearer};
pub(crate) use header::{parse_header, parse_header_or_credentials};
pub(crate) use limiter::Permit;
pub use package::Package;
pub use retry::RetryPolicy;
pub(crate) use retry::{Decision, FailedAttempt, Failure, is_repeatable};
pub use settings::ClientSettings;
pub use shared::Client;
pub use timing::Timing;
pub(crate) use token_url::TokenUrl;
pub(crate) use tokens::{Latest, Token, TokenSlot};
