//! The driver: keeps a connection up and runs a session over it.

mod backoff;
mod connection;
mod dial;
mod keeper;

pub use backoff::Backoff;
pub use dial::{Dial, OverTls, Stream, Tcp};

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    time::Duration,
};

use domain::FailureReason;
use tokio::sync::{mpsc, oneshot, watch};

use super::{Address, Event, Message, Settings, TooLong};
use crate::{Accepted, SendError, Text};
use keeper::Keeper;

/// What a client goes by.
#[derive(Debug, Clone)]
pub struct Config {
    /// What its sessions go by.
    pub settings: Settings,
    /// How long a connection may take to come about, TLS included.
    pub connect: Duration,
    /// How long writing may take, and handing on what the carrier has sent. A connection over which either takes
    /// longer is given up: what was not acknowledged comes again.
    pub patience: Duration,
    /// How long to wait before the next connection.
    pub backoff: Backoff,
    /// How many texts may wait for their turn; whoever has another one waits in [`Smpp::send`].
    pub queue: usize,
    /// How many events may wait for whoever takes them.
    pub events: usize,
}

impl Config {
    /// The usual times and sizes.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            connect: Duration::from_secs(20),
            patience: Duration::from_secs(30),
            backoff: Backoff::default(),
            queue: 100,
            events: 100,
        }
    }
}

/// A carrier that is reached over SMPP. Clones share the connection; when the last one is gone, it is closed.
#[derive(Clone)]
pub struct Smpp {
    requests: mpsc::Sender<Request>,
    stop: Arc<watch::Sender<bool>>,
    state: watch::Receiver<State>,
    reference: Arc<AtomicU8>,
}

/// What a carrier has told. Dropped, it was not kept, and the carrier is asked to tell it again.
#[derive(Debug)]
pub struct Told {
    /// What it is.
    pub event: Event,
    kept: oneshot::Sender<()>,
}

impl Told {
    /// It was kept: the carrier need not tell it again.
    pub fn acknowledge(self) {
        // The connection may be gone; then it comes again all the same.
        let _ = self.kept.send(());
    }
}

/// A text on its way to the driver.
struct Request {
    message: Message,
    reply: oneshot::Sender<Result<Accepted, SendError>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Unbound,
    Bound,
    Ended,
}

impl Smpp {
    /// Begins to keep a connection up, and hands what the carrier sends to the channel: somebody has to take it, keep it
    /// and acknowledge it, and must not wait for [`Smpp::send`] meanwhile. To be called within a tokio runtime. `random`
    /// spreads the attempts to connect.
    #[must_use]
    pub fn start(
        config: Config,
        dial: impl Dial + 'static,
        random: impl FnMut() -> u64 + Send + 'static,
    ) -> (Self, mpsc::Receiver<Told>) {
        let (requests, waiting) = mpsc::channel(config.queue.max(1));
        let (events, received) = mpsc::channel(config.events.max(1));
        let (stop, stopped) = watch::channel(false);
        let (announce, state) = watch::channel(State::Unbound);
        let keeper =
            Keeper::new(config, Box::new(dial), Box::new(random), (waiting, events), (stopped, announce));
        tokio::spawn(keeper.run());
        let client = Self { requests, stop: Arc::new(stop), state, reference: Arc::new(AtomicU8::new(0)) };
        (client, received)
    }

    /// Hands a text over, and waits for the carrier's answer. While there is no connection, and none is just being
    /// made, it fails at once.
    ///
    /// # Errors
    /// When the carrier did not take it, or when nobody knows.
    pub async fn send(&self, text: &Text) -> Result<Accepted, SendError> {
        let reference = self.reference.fetch_add(1, Ordering::Relaxed);
        let message = Message::new(Address::from(&text.to), &text.body, reference)
            .map_err(|TooLong| SendError::Refused(FailureReason::GatewayRefused))?;
        let (reply, answer) = oneshot::channel();
        self.requests.send(Request { message, reply }).await.map_err(|_| SendError::Unreachable)?;
        // A driver that ends says so to everybody; if it could not, nobody knows.
        answer.await.unwrap_or(Err(SendError::Unclear))
    }

    /// Whether the carrier takes texts now.
    #[must_use]
    pub fn is_bound(&self) -> bool {
        *self.state.borrow() == State::Bound
    }

    /// Takes no more texts, waits for the answers to those that were written, unbinds and closes.
    pub async fn shutdown(&self) {
        self.stop.send_replace(true);
        // An error says that the driver is gone, which is as good.
        let _ = self.state.clone().wait_for(|state| *state == State::Ended).await;
    }
}

impl fmt::Debug for Smpp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smpp").field("bound", &self.is_bound()).finish_non_exhaustive()
    }
}
