//! Which numbers have texts on their way, in this instance.
//!
//! A text is registered before it is looked up whether its number has opted out, and an opt-out waits, after its commit,
//! until no text to the number is registered: so when the opt-out has been taken, none leaves any more.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::Notify;

/// Longer than any gateway takes.
const LONGEST: Duration = Duration::from_secs(60);

/// The register.
#[derive(Clone, Default)]
pub(crate) struct InFlight {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    counts: Mutex<HashMap<[u8; 32], u32>>,
    changed: Notify,
}

/// A text on its way; dropped when it has been handed over, or not.
pub(crate) struct OnItsWay {
    inner: Arc<Inner>,
    number: [u8; 32],
}

impl InFlight {
    /// A text to this number is about to leave.
    pub(crate) fn enter(&self, number: [u8; 32]) -> OnItsWay {
        *self.inner.lock().entry(number).or_default() += 1;
        OnItsWay { inner: Arc::clone(&self.inner), number }
    }

    /// Waits until none is on its way to this number; not longer than a gateway can take.
    pub(super) async fn landed(&self, number: &[u8; 32]) {
        let all = async {
            loop {
                let changed = self.inner.changed.notified();
                tokio::pin!(changed);
                // Registered before the look, so that no change is missed.
                changed.as_mut().enable();
                if !self.inner.lock().contains_key(number) {
                    return;
                }
                changed.await;
            }
        };
        if tokio::time::timeout(LONGEST, all).await.is_err() {
            tracing::warn!("a text is still on its way to a number that has opted out");
        }
    }
}

impl Inner {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<[u8; 32], u32>> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for OnItsWay {
    fn drop(&mut self) {
        let mut counts = self.inner.lock();
        if let Some(count) = counts.get_mut(&self.number) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.number);
            }
        }
        drop(counts);
        self.inner.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_opt_out_waits_for_its_own_number_only() {
        let register = InFlight::default();
        let (first, second, other) =
            (register.enter([1; 32]), register.enter([1; 32]), register.enter([2; 32]));
        let waiting = register.clone();
        let landed = tokio::spawn(async move { waiting.landed(&[1; 32]).await });
        tokio::task::yield_now().await;
        drop(first);
        tokio::task::yield_now().await;
        assert!(!landed.is_finished());
        drop(second);
        landed.await.unwrap();
        drop(other);
        assert!(register.inner.lock().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn it_does_not_wait_for_ever() {
        let register = InFlight::default();
        let _stuck = register.enter([1; 32]);
        register.landed(&[1; 32]).await;
    }
}
