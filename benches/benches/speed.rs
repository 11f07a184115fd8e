//! The wall time of the client, compared with a handwritten loop.

use std::hint::black_box;
use std::time::{Duration, Instant};

use benches::arguments::Arguments;
use benches::rounds::{self, Target};
use benches::server::{Encoding, Server, Settings};
use benches::{Failure, by_hand, ours};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

/// The number of fetches in one round of the single fetches. With many short rounds, other work of the
/// machine affects only a few of them.
const FETCHES: usize = 100;
/// The number of concurrent fetches.
const CONCURRENT: usize = 64;

/// The latency of the server, in the measurement with latency.
const LATENCY: Duration = Duration::from_millis(5);
/// The time that the application spends on an item in that measurement. A page takes as long as the latency.
const WORK: Duration = Duration::from_micros(50);

fn main() -> Result<(), Failure> {
    // `cargo bench … -- single` runs one measurement.
    let Arguments { words, .. } = Arguments::read()?;
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| word == name);
    rounds::head("the handwritten loop");
    let server = Server::start(Settings::default())?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    if wanted("paging") {
        paging("100,000 invites in pages of 1000, time", &server, &runtime)?;
    }
    if wanted("gzip") {
        let server = Server::start(Settings { encoding: Encoding::Gzip, ..Settings::default() })?;
        paging("100,000 invites in pages of 1000 with gzip, time", &server, &runtime)?;
    }
    if wanted("single") {
        single(&server, &runtime)?;
    }
    if wanted("concurrent") {
        concurrent(&server, &runtime)?;
    }
    if wanted("ahead") {
        ahead()?;
    }
    Ok(())
}

fn paging(measurement: &str, server: &Server, runtime: &Runtime) -> Result<(), Failure> {
    let (mine, other) = (ours::invites(server)?, by_hand::Client::new(server)?);
    let times = rounds::compare(
        41,
        || runtime.block_on(ours::page_through(&mine, 1000, false, |invite| drop(black_box(invite)))),
        || runtime.block_on(other.page_through(1000, |invite| drop(black_box(invite)))),
    )?;
    rounds::line(measurement, Target::AtMost(1.05), &times);
    Ok(())
}

fn single(server: &Server, runtime: &Runtime) -> Result<(), Failure> {
    let (mine, other) = (ours::invites(server)?, by_hand::Client::new(server)?);
    let sid = ours::invite_sid()?;
    let times = rounds::compare(
        401,
        || {
            runtime.block_on(async {
                for _ in 0..FETCHES {
                    black_box(ours::fetch(&mine, &sid).await?);
                }
                Ok(())
            })
        },
        || {
            runtime.block_on(async {
                for _ in 0..FETCHES {
                    black_box(other.fetch().await?);
                }
                Ok(())
            })
        },
    )?;
    rounds::line("single fetches on a warm connection, time", Target::AtMost(1.05), &times);
    Ok(())
}

fn concurrent(server: &Server, runtime: &Runtime) -> Result<(), Failure> {
    let (mine, other) = (ours::invites(server)?, by_hand::Client::new(server)?);
    let sid = ours::invite_sid()?;
    let times = rounds::compare(
        401,
        || {
            runtime.block_on(async {
                let mut tasks = JoinSet::new();
                for _ in 0..CONCURRENT {
                    let (mine, sid) = (mine.clone(), sid.clone());
                    tasks.spawn(async move { ours::fetch(&mine, &sid).await });
                }
                while let Some(fetched) = tasks.join_next().await {
                    black_box(fetched??);
                }
                Ok(())
            })
        },
        || {
            runtime.block_on(async {
                let mut tasks = JoinSet::new();
                for _ in 0..CONCURRENT {
                    let other = other.clone();
                    tasks.spawn(async move { other.fetch().await });
                }
                while let Some(fetched) = tasks.join_next().await {
                    black_box(fetched??);
                }
                Ok(())
            })
        },
    )?;
    rounds::line("64 concurrent fetches, time", Target::AtMost(1.05), &times);
    Ok(())
}

/// Items per second: the time of the handwritten loop, divided by our time. Prefetching needs a second thread
/// while the application uses the items, so both sides have a runtime with two workers.
fn ahead() -> Result<(), Failure> {
    let server = Server::start(Settings { page_size: 100, latency: LATENCY, ..Settings::default() })?;
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (mine, other) = (ours::invites(&server)?, by_hand::Client::new(&server)?);
    let times = rounds::compare(
        21,
        || runtime.block_on(ours::page_through(&mine, 100, true, |invite| work(black_box(invite)))),
        || runtime.block_on(other.page_through(100, |invite| work(black_box(invite)))),
    )?;
    rounds::speedup("prefetch, 5 ms latency, pages of 100, items/s", Target::AtLeast(1.7), &times);
    Ok(())
}

/// The work of an application on an item, which occupies the processor.
fn work<T>(item: T) {
    let start = Instant::now();
    while start.elapsed() < WORK {
        std::hint::spin_loop();
    }
    drop(item);
}
