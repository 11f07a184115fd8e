//! What the generator makes, and what the client does.

mod fresh;
mod snapshots;
mod tidy;
