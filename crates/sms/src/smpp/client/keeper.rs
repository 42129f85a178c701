//! Connects, and connects again.

use std::io;

use tokio::{
    sync::{mpsc, watch},
    time::{Instant, sleep_until, timeout},
};
use tracing::{debug, info, warn};

use super::{Config, Dial, Request, State, Stream, Told, connection::Connection};
use crate::{SendError, smpp::Reason};

/// Keeps a connection up until it is told to stop.
pub(super) struct Keeper {
    pub(super) config: Config,
    dial: Box<dyn Dial>,
    random: Box<dyn FnMut() -> u64 + Send>,
    pub(super) requests: mpsc::Receiver<Request>,
    pub(super) events: mpsc::Sender<Told>,
    pub(super) stop: watch::Receiver<bool>,
    pub(super) state: watch::Sender<State>,
    /// What the times of the sessions are counted from.
    pub(super) began: Instant,
    failures: u32,
}

impl Keeper {
    pub(super) fn new(
        config: Config,
        dial: Box<dyn Dial>,
        random: Box<dyn FnMut() -> u64 + Send>,
        (requests, events): (mpsc::Receiver<Request>, mpsc::Sender<Told>),
        (stop, state): (watch::Receiver<bool>, watch::Sender<State>),
    ) -> Self {
        Self { config, dial, random, requests, events, stop, state, began: Instant::now(), failures: 0 }
    }

    pub(super) async fn run(mut self) {
        while !self.is_stopped() {
            let error = self.try_once().await;
            self.state.send_replace(State::Unbound);
            self.refuse_waiting(error);
            if !self.is_stopped() {
                self.wait(error).await;
            }
        }
        self.requests.close();
        self.refuse_waiting(SendError::Unreachable);
        self.state.send_replace(State::Ended);
    }

    /// One connection from its beginning to its end. Returns what to tell those whose texts it did not carry.
    async fn try_once(&mut self) -> SendError {
        let stream = match self.connect().await {
            Some(Ok(stream)) => stream,
            Some(Err(error)) => {
                debug!(%error, "the SMPP carrier cannot be reached");
                self.failures = self.failures.saturating_add(1);
                return SendError::Unreachable;
            }
            None => return SendError::Unreachable,
        };
        let (reason, bound_at) = Connection::new(self, stream).converse().await;
        let settled = bound_at.is_some_and(|at| at.elapsed() >= self.config.backoff.settled);
        self.failures = if settled { 1 } else { self.failures.saturating_add(1) };
        match reason {
            Reason::BindRefused(status) => warn!(status, "the SMPP carrier refuses the bind"),
            reason => info!(?reason, "the SMPP connection has ended"),
        }
        reason.error()
    }

    /// `None` when there is no need any more.
    async fn connect(&mut self) -> Option<io::Result<Box<dyn Stream>>> {
        let dial = timeout(self.config.connect, self.dial.dial());
        tokio::select! {
            biased;
            _ = stopped(&mut self.stop) => None,
            stream = dial => Some(stream.unwrap_or_else(|elapsed| Err(elapsed.into()))),
        }
    }

    /// Waits for the next attempt. Texts that come meanwhile were surely not taken.
    async fn wait(&mut self, error: SendError) {
        let delay = self.config.backoff.delay(self.failures, (self.random)());
        let until = Instant::now() + delay;
        loop {
            tokio::select! {
                biased;
                () = stopped(&mut self.stop) => return,
                () = sleep_until(until) => return,
                request = self.requests.recv() => match request {
                    Some(request) => request.refuse(error),
                    None => return,
                },
            }
        }
    }

    fn refuse_waiting(&mut self, error: SendError) {
        while let Ok(request) = self.requests.try_recv() {
            request.refuse(error);
        }
    }

    /// Whether there is nobody any more who could want something.
    fn is_stopped(&self) -> bool {
        *self.stop.borrow() || self.stop.has_changed().is_err()
    }
}

/// Waits until it is time to stop: somebody says so, or the last handle is gone.
pub(super) async fn stopped(stop: &mut watch::Receiver<bool>) {
    // An error says that nobody is left.
    let _ = stop.wait_for(|stop| *stop).await;
}

impl Request {
    fn refuse(self, error: SendError) {
        // Nobody may be waiting any more.
        let _ = self.reply.send(Err(error));
    }
}
