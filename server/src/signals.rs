//! Being told to stop: SIGTERM by a supervisor, SIGINT by Ctrl-C.

use std::{io, process};

use tokio::signal::unix::{Signal, SignalKind, signal};

/// Both signals, listened to from the moment this is made.
pub(crate) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Waits for the next one.
    pub(crate) async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    /// From now on, a signal ends the process at once.
    pub(crate) fn exit_on_next(mut self) {
        tokio::spawn(async move {
            self.next().await;
            tracing::warn!("told to stop a second time: stopping at once");
            process::exit(130);
        });
    }
}
