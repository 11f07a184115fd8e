//! What is measured, and against what.
//!
//! The generator is compared with reading the documents alone. The client: both sides fetch invites of `chat_v1`, up to 1000 a page, from [`server`]: the client of this
//! repository, set up in [`ours`], and what a good engineer writes without it, in [`by_hand`].
//! [`rounds`] lets them take turns and compares round by round, so that a slow machine or a busy
//! one changes both sides alike.

pub mod by_hand;
pub mod ours;
pub mod rounds;
pub mod server;

/// What goes wrong while measuring; there is nothing to do about it but to stop.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The account that both sides sign in with.
pub(crate) const ACCOUNT: &str = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// The service that the invites are part of.
pub(crate) const SERVICE: &str = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// The channel that the invites lead to.
pub(crate) const CHANNEL: &str = "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// The invite of the single fetches.
pub(crate) const INVITE: &str = "IN00000000000000000000000000000000";
