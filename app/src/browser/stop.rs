//! A way to stop what is being sent.

use web_sys::{AbortController, AbortSignal};

use super::page::pause;

/// How often a pause looks whether it is to end, in milliseconds.
const LOOK: u32 = 250;

/// Stops one sending: its requests, and its pauses between them.
#[derive(Clone)]
pub(crate) struct Stop(AbortController);

impl Stop {
    pub(crate) fn new() -> Self {
        Self(AbortController::new().expect("its constructor takes nothing that could be wrong"))
    }

    /// Stops it, for good.
    pub(crate) fn stop(&self) {
        self.0.abort();
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.signal().aborted()
    }

    /// For a request that is to end with it.
    pub(super) fn signal(&self) -> AbortSignal {
        self.0.signal()
    }

    /// Waits for so many seconds, or until it is stopped.
    pub(super) async fn pause(&self, seconds: u32) {
        for _ in 0..seconds * 1_000 / LOOK {
            if self.is_stopped() {
                break;
            }
            pause(LOOK).await;
        }
    }
}
