//! The outbox: due notices are leased, handed to the gateway outside any transaction, then settled.
//!
//! At least once: a process that dies between the gateway and the settling leaves a lease that runs out, and the notice
//! goes again with the same id and the same link. Never lost: it was written in the transaction of the submission.

use std::time::Duration;

use futures::{StreamExt as _, stream};
use rand_core::Rng as _;
use sms::Text;
use store::{
    Conn, StoreError, notices,
    notices::{LeasedNotice, OutboxStats},
    reports,
};
use tokio::sync::watch;

use crate::{Engine, EngineError};

mod settle;

use settle::Sent;

/// How many notices are leased at once, and how many of them are on their way at once.
const BATCH: usize = 64;
const AT_ONCE: usize = 32;
/// How many groups of them are settled at once.
const SETTLED_AT_ONCE: usize = 2;
/// Longer than any gateway takes; after it, another worker takes the notice over.
const LEASE: Duration = Duration::from_secs(60);
const FIRST_RETRY: Duration = Duration::from_secs(5);
const LONGEST_RETRY: Duration = Duration::from_secs(15 * 60);
/// How long the worker sleeps when nothing is due: another instance may have queued something.
const IDLE: Duration = Duration::from_secs(5);
/// How long the worker lets notices gather before it takes the next ones. One that comes when nothing else did goes out
/// at once; of many, more share a transaction.
const GATHER: Duration = Duration::from_millis(20);
const AFTER_ERROR: Duration = Duration::from_secs(1);

/// Why an instance should get no traffic now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// The database does not answer.
    #[error("the database does not answer")]
    Database,
}

impl Engine {
    /// Sends what is due until `shutdown` turns true; then finishes what is on its way and releases the leases.
    pub async fn run_outbox(&self, mut shutdown: watch::Receiver<bool>) {
        while !*shutdown.borrow() {
            let pause = match self.dispatch().await {
                Ok(0) => self.until_due().await.unwrap_or(AFTER_ERROR),
                Ok(count) if count < BATCH => {
                    self.gather(&mut shutdown).await;
                    continue;
                }
                Ok(_) => continue,
                Err(error) => {
                    tracing::warn!(%error, "the outbox cannot work; it will try again");
                    AFTER_ERROR
                }
            };
            tokio::select! {
                () = self.inner.wake.notified() => {}
                () = tokio::time::sleep(pause) => {}
                _ = shutdown.changed() => {}
            }
        }
        if let Err(error) = self.release_leases().await {
            tracing::warn!(%error, "leases stay until they run out");
        }
    }

    /// Sends what is due now, at most one batch; answers how many notices that were.
    ///
    /// # Errors
    /// When the storage fails; what was leased goes again when the lease has run out.
    pub async fn dispatch(&self) -> Result<usize, EngineError> {
        let (owner, now) = (self.inner.lease_owner, self.inner.clock.now());
        let limit = u32::try_from(BATCH).unwrap_or(u32::MAX);
        let leased = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                Box::pin(async move {
                    Ok::<_, EngineError>(notices::lease(conn, &owner, now, now + LEASE, limit).await?)
                })
            })
            .await?;
        let count = leased.len();
        let (sender, settler) = (self.clone(), self.clone());
        let sending = stream::iter(leased).map(|notice| by_itself(sender.clone().send(notice)));
        // Those that come back together are settled together, while others are still on their way.
        let chunks = sending.buffer_unordered(AT_ONCE).ready_chunks(AT_ONCE);
        let settling = chunks.map(|sent| by_itself(settler.clone().settle(sent)));
        let mut settling = settling.buffer_unordered(SETTLED_AT_ONCE);
        while let Some(result) = settling.next().await {
            result?;
        }
        Ok(count)
    }

    /// Whether the instance can work.
    ///
    /// # Errors
    /// With what is missing.
    pub async fn ready(&self) -> Result<(), NotReady> {
        self.inner.store.check().await.map_err(|_| NotReady::Database)
    }

    /// How much waits in the outbox.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn stats(&self) -> Result<OutboxStats, EngineError> {
        Ok(self.inner.store.read(|conn: &mut Conn| Box::pin(notices::stats(conn))).await?)
    }

    /// Takes back every lease, whoever holds it: for the start of an instance that knows it is the only one.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn release_all_leases(&self) -> Result<(), EngineError> {
        self.inner
            .store
            .write(|conn: &mut Conn| {
                Box::pin(async move {
                    reports::release_all(conn).await?;
                    notices::release_all(conn).await.map(drop).map_err(EngineError::from)
                })
            })
            .await
    }

    async fn release_leases(&self) -> Result<(), EngineError> {
        let owner = self.inner.lease_owner;
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                Box::pin(
                    async move { notices::release(conn, &owner).await.map(drop).map_err(EngineError::from) },
                )
            })
            .await
    }

    async fn gather(&self, shutdown: &mut watch::Receiver<bool>) {
        tokio::select! {
            () = tokio::time::sleep(GATHER) => {}
            _ = shutdown.changed() => {}
        }
    }

    async fn until_due(&self) -> Result<Duration, EngineError> {
        let next = self.inner.store.read(|conn: &mut Conn| Box::pin(notices::next_due(conn))).await?;
        Ok(next.map_or(IDLE, |due| due.since(self.inner.clock.now()).min(IDLE)))
    }

    /// Hands a notice to the gateway; what became of it.
    async fn send(self, notice: LeasedNotice) -> Result<Sent, EngineError> {
        let to = self.phone_of(notice.recipient_id, &notice.phone_sealed)?;
        let reminder = notice.kind == notices::NoticeKind::Reminder;
        let body = self.notice_text(notice.delivery_id, reminder).await?;
        let answer = self.inner.gateway.send(&Text { id: notice.id, to, body }).await;
        Ok(Sent { notice, answer })
    }

    /// Doubles with every attempt, and is spread over half of its length, so that a gateway that comes back is not
    /// met by everything at once.
    pub(crate) fn backoff(&self, attempts: u32) -> Duration {
        let doublings = attempts.saturating_sub(1).min(20);
        let full = FIRST_RETRY.saturating_mul(1 << doublings).min(LONGEST_RETRY);
        let spread = f64::from(self.inner.entropy.rng().next_u32()) / f64::from(u32::MAX);
        full.mul_f64(0.5 + spread / 2.0)
    }
}

/// Work that goes on whether or not it is waited for. What is polled only now and then could sit on a connection of
/// the pool that others are waiting for.
async fn by_itself<T: Send + 'static>(
    work: impl Future<Output = Result<T, EngineError>> + Send + 'static,
) -> Result<T, EngineError> {
    let done = tokio::spawn(work).await;
    done.unwrap_or_else(|_| Err(StoreError::Other("a notice's task panicked".into()).into()))
}
