//! Wall time of the client against that of a hand-written loop.

use std::hint::black_box;
use std::time::{Duration, Instant};

use benches::rounds::{self, Target};
use benches::server::Server;
use benches::{Failure, by_hand, ours};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

/// How many fetches one round of the single fetches makes: many short rounds are better than a few
/// long ones, since what else the machine does then hits few of them.
const FETCHES: usize = 100;
/// How many fetches are under way at once.
const CONCURRENT: usize = 64;

/// How long the server waits before each answer, where it does.
const LATENCY: Duration = Duration::from_millis(5);
/// What an item costs there: as much a page as the server waits.
const WORK: Duration = Duration::from_micros(50);

fn main() -> Result<(), Failure> {
    // `cargo bench … -- single` measures that alone.
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let wanted = |name: &str| wanted.as_deref().is_none_or(|wanted| wanted == name);
    rounds::head("the hand-written loop");
    let server = Server::start(100, 1000, Duration::ZERO)?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    if wanted("paging") {
        paging(&server, &runtime)?;
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

fn paging(server: &Server, runtime: &Runtime) -> Result<(), Failure> {
    let (mine, other) = (ours::invites(server)?, by_hand::Client::new(server)?);
    let times = rounds::compare(
        41,
        || runtime.block_on(ours::page_through(&mine, 1000, false, |invite| drop(black_box(invite)))),
        || runtime.block_on(other.page_through(1000, |invite| drop(black_box(invite)))),
    )?;
    rounds::line("100,000 invites at 1000 a page, time", Target::AtMost(1.05), &times);
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

/// Items a second, so by hand over ours. The page ahead needs a thread to be fetched on while the
/// items are worked on: a runtime with two workers, for both.
fn ahead() -> Result<(), Failure> {
    let server = Server::start(100, 100, LATENCY)?;
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (mine, other) = (ours::invites(&server)?, by_hand::Client::new(&server)?);
    let times = rounds::compare(
        21,
        || runtime.block_on(ours::page_through(&mine, 100, true, |invite| work(black_box(invite)))),
        || runtime.block_on(other.page_through(100, |invite| work(black_box(invite)))),
    )?;
    rounds::speedup("prefetch, 5 ms latency, 100 a page, items/s", Target::AtLeast(1.7), &times);
    Ok(())
}

/// What an application does with an item: here it keeps the processor busy.
fn work<T>(item: T) {
    let start = Instant::now();
    while start.elapsed() < WORK {
        std::hint::spin_loop();
    }
    drop(item);
}
