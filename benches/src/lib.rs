//! The parts that the benchmarks share.
//!
//! The benchmarks of the client compare two sides: the client of the sample (`tests/sample`, [`ours`]) and a
//! handwritten client ([`by_hand`]). Both fetch invites of `chat_v1` from one local [`server`], in pages of up to
//! 1000. They take turns, and [`rounds`] compares each round, so that a slow or busy machine affects both sides
//! equally. The benchmark of the generator compares it with reading the documents, and the benchmark of the fake
//! server compares it with a handwritten server.

pub mod by_hand;
pub mod ours;
pub mod rounds;
pub mod server;

/// An error that ends the benchmark.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The account of both sides.
pub(crate) const ACCOUNT: &str = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// The service of the invites.
pub(crate) const SERVICE: &str = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// The channel of the invites.
pub(crate) const CHANNEL: &str = "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// The invite of the single fetches.
pub(crate) const INVITE: &str = "IN00000000000000000000000000000000";
