//! The thread of the server: accepts connections and commands.

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

use super::connection;
use super::shared::Shared;

/// The sender of the result of a command.
type Done = mpsc::SyncSender<io::Result<()>>;

/// A command to the thread.
pub(super) enum Command {
    Refuse(Done),
    Accept(Done),
    Stop(Duration, Done),
}

/// Sends commands to the thread.
pub(super) struct Commands(UnboundedSender<Command>);

impl Commands {
    /// Sends a command, and waits for its result.
    pub(super) fn run(&self, command: impl FnOnce(Done) -> Command) -> io::Result<()> {
        let stopped = || io::Error::other("the server has stopped");
        let (sender, receiver) = mpsc::sync_channel(1);
        self.0.send(command(sender)).map_err(|_| stopped())?;
        receiver.recv().map_err(|_| stopped())?
    }
}

/// Starts the thread.
pub(super) fn spawn(
    listener: std::net::TcpListener,
    address: SocketAddr,
    shared: Arc<Shared>,
) -> io::Result<(Commands, JoinHandle<()>)> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let (sender, commands) = unbounded_channel();
    let run = move || {
        runtime.block_on(async move {
            if let Ok(listener) = TcpListener::from_std(listener) {
                Loop { listener: Some(listener), address, commands, shared, connections: JoinSet::new() }
                    .run()
                    .await;
            }
        });
    };
    let thread = std::thread::Builder::new().name("fake".to_owned()).spawn(run)?;
    Ok((Commands(sender), thread))
}

struct Loop {
    /// `None` while the server refuses connections.
    listener: Option<TcpListener>,
    address: SocketAddr,
    commands: UnboundedReceiver<Command>,
    shared: Arc<Shared>,
    connections: JoinSet<()>,
}

/// An event of the loop.
enum Event {
    Connection(TcpStream),
    Command(Command),
    /// The owner of the server no longer exists.
    Closed,
}

impl Loop {
    async fn run(mut self) {
        loop {
            match poll_fn(|context| self.poll(context)).await {
                Event::Connection(stream) => {
                    let shared = Arc::clone(&self.shared);
                    self.connections.spawn(connection::serve(stream, shared));
                }
                Event::Command(Command::Refuse(done)) => {
                    self.listener = None;
                    self.connections.shutdown().await;
                    drop(done.send(Ok(())));
                }
                Event::Command(Command::Accept(done)) => drop(done.send(self.accept().await)),
                Event::Command(Command::Stop(grace, done)) => {
                    self.listener = None;
                    self.finish(grace).await;
                    self.connections.shutdown().await;
                    drop(done.send(Ok(())));
                    return;
                }
                Event::Closed => return,
            }
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Event> {
        // The results of connections that have ended.
        while let Poll::Ready(Some(_)) = self.connections.poll_join_next(context) {}
        if let Poll::Ready(command) = self.commands.poll_recv(context) {
            return Poll::Ready(command.map_or(Event::Closed, Event::Command));
        }
        if let Some(listener) = &self.listener {
            // An error concerns one connection, which the client has closed.
            while let Poll::Ready(accepted) = listener.poll_accept(context) {
                if let Ok((stream, _)) = accepted {
                    return Poll::Ready(Event::Connection(stream));
                }
            }
        }
        Poll::Pending
    }

    async fn accept(&mut self) -> io::Result<()> {
        if self.listener.is_none() {
            self.listener = Some(TcpListener::bind(self.address).await?);
        }
        Ok(())
    }

    /// Waits for the requests in progress.
    async fn finish(&self, grace: Duration) {
        const STEP: Duration = Duration::from_millis(5);
        let mut waited = Duration::ZERO;
        while waited < grace && self.shared.active.load(Ordering::SeqCst) > 0 {
            tokio::time::sleep(STEP).await;
            waited += STEP;
        }
    }
}
