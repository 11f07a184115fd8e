//! The parts that the benchmarks share.
//!
//! The benchmarks of the client compare two sides: the client of the sample (`tests/sample`, [`ours`]) and a
//! handwritten client ([`by_hand`]). Both fetch invites of `chat_v1` from one local [`server`], in pages of up to
//! 1000. They take turns, and [`rounds`] compares each round, so that a slow or busy machine affects both sides
//! equally. Other benchmarks compare the client with the official libraries of other languages,
//! the generator with reading the documents, and the fake server with a handwritten server.

pub mod arguments;
pub mod by_hand;
pub mod ours;
pub mod process;
pub mod rounds;
pub mod server;

/// An error that ends the benchmark.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The account of both sides.
pub const ACCOUNT: &str = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// The service of the invites.
pub(crate) const SERVICE: &str = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// The channel of the invites.
pub(crate) const CHANNEL: &str = "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// The invite of the single fetches.
pub(crate) const INVITE: &str = "IN00000000000000000000000000000000";
