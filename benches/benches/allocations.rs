//! The allocations of the client, compared with a handwritten loop.
//!
//! Counts the allocations and reallocations of the client's thread, including those of `reqwest`. The server
//! runs on another thread.

use std::hint::black_box;

use benches::rounds::{self, Target};
use benches::server::{Server, Settings};
use benches::{Failure, by_hand, ours};
use tokio::runtime::Builder;

/// The list: 100,000 invites.
const PAGES: u32 = 100;
const PAGE_SIZE: u32 = 1000;

fn main() -> Result<(), Failure> {
    let server = Server::start(Settings {
        pages: PAGES as usize,
        page_size: PAGE_SIZE as usize,
        ..Settings::default()
    })?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let (mine, other) = (ours::invites(&server)?, by_hand::Client::new(&server)?);
    let ours = || runtime.block_on(ours::page_through(&mine, 1000, false, |invite| drop(black_box(invite))));
    let by_hand = || runtime.block_on(other.page_through(1000, |invite| drop(black_box(invite))));
    // The first run opens the connection.
    let ((), ()) = (ours()?, by_hand()?);
    let (mine, other) = (counted(ours)?, counted(by_hand)?);
    rounds::head("the handwritten loop");
    rounds::exact(
        "100,000 invites in pages of 1000, allocations per item",
        Target::AtMost(1.1),
        mine / other,
    );
    println!("allocations per item: {mine:.2}, handwritten {other:.2}");
    Ok(())
}

/// The number of allocations per item.
fn counted(side: impl FnOnce() -> Result<(), Failure>) -> Result<f64, Failure> {
    let mut outcome = Ok(());
    let info = allocation_counter::measure(|| outcome = side());
    outcome?;
    let count = u32::try_from(info.count_total)?;
    Ok(f64::from(count) / f64::from(PAGES * PAGE_SIZE))
}
