//! The outbox: due notices are leased, handed to the gateway outside any transaction, then settled.
//!
//! At least once: a process that dies between the gateway and the settling leaves a lease that runs out, and the notice
//! goes again with the same id and the same link. Never lost: it was written in the transaction of the submission.

use std::time::Duration;

use domain::{DeliveryId, MessageId, NoticeId, PhoneNumber, UnixMillis};
use futures::{StreamExt as _, stream};
use rand_core::Rng as _;
use sms::Text;
use store::{
    Conn, StoreError, notices,
    notices::{LeasedNotice, NoticeKind, NoticeLease, OutboxStats},
    reports,
};
use tokio::sync::watch;

use crate::{Engine, EngineError};

mod door;
mod settle;

pub(crate) use door::Door;
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

/// A notice that this instance has the lease of.
#[derive(Clone)]
pub(crate) struct Due {
    pub(crate) id: NoticeId,
    pub(crate) kind: NoticeKind,
    /// How often it was tried before.
    pub(crate) attempts: u32,
    pub(crate) give_up_at: UnixMillis,
    pub(crate) leased_until: UnixMillis,
    pub(crate) delivery_id: DeliveryId,
    pub(crate) message_id: MessageId,
    /// Of which events the sender is told by mail.
    pub(crate) word_back: u32,
    pub(crate) to: PhoneNumber,
}

impl Engine {
    /// Sends what is due until `shutdown` turns true; then finishes what is on its way and releases the leases.
    pub async fn run_outbox(&self, mut shutdown: watch::Receiver<bool>) {
        let door = &self.inner.door;
        door.set_open(true);
        // When the database is looked at next.
        let mut look_at = self.inner.clock.now();
        while !*shutdown.borrow() {
            let pause = match self.round(&mut look_at).await {
                0 => look_at.since(self.inner.clock.now()),
                BATCH.. => continue,
                _ => GATHER,
            };
            let gathering = pause == GATHER;
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = door.rung(pause), if !gathering => {}
                _ = shutdown.changed() => {}
            }
        }
        door.set_open(false);
        if let Err(error) = self.release_leases().await {
            tracing::warn!(%error, "leases stay until they run out");
        }
    }

    /// Sends what was handed in and, when its time has come, what the database has; how many notices that were.
    async fn round(&self, look_at: &mut UnixMillis) -> usize {
        let now = self.inner.clock.now();
        let looks = self.inner.door.should_look() || *look_at <= now;
        // Half of a batch is for either, when there is much of both.
        let mut due = self.inner.door.take(if looks { BATCH / 2 } else { BATCH }, now);
        if looks {
            *look_at = match self.look(BATCH - due.len(), &mut due).await {
                Ok(at) => at,
                Err(error) => {
                    tracing::warn!(%error, "the outbox cannot work; it will try again");
                    now + AFTER_ERROR
                }
            };
        }
        let count = due.len();
        if let Err(error) = self.send_all(due).await {
            tracing::warn!(%error, "notices could not be settled; they go again when their leases have run out");
            *look_at = now + AFTER_ERROR;
        }
        count
    }

    /// Leases up to `most` notices of the database, and says when to look again.
    async fn look(&self, most: usize, due: &mut Vec<Due>) -> Result<UnixMillis, EngineError> {
        let found = self.lease(most).await?;
        let all = found.len() < most;
        due.extend(self.opened(found));
        let now = self.inner.clock.now();
        if !all {
            return Ok(now);
        }
        let next = self.inner.store.read(|conn: &mut Conn| Box::pin(notices::next_due(conn))).await?;
        Ok(next.map_or(now + IDLE, |next| next.min(now + IDLE)))
    }

    /// Sends what the database has that is due now, at most one batch; answers how many notices that were.
    ///
    /// # Errors
    /// When the storage fails; what was leased goes again when the lease has run out.
    pub async fn dispatch(&self) -> Result<usize, EngineError> {
        let leased = self.lease(BATCH).await?;
        let count = leased.len();
        self.send_all(self.opened(leased)).await?;
        Ok(count)
    }

    async fn lease(&self, most: usize) -> Result<Vec<LeasedNotice>, EngineError> {
        let lease = self.new_lease();
        let (now, limit) = (self.inner.clock.now(), u32::try_from(most).unwrap_or(u32::MAX));
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                Box::pin(async move { Ok::<_, EngineError>(notices::lease(conn, lease, now, limit).await?) })
            })
            .await
    }

    /// A lease that begins now.
    pub(crate) fn new_lease(&self) -> NoticeLease {
        NoticeLease { owner: self.inner.lease_owner, until: self.inner.clock.now() + LEASE }
    }

    /// Those whose numbers can be read. The others are tried again when their leases have run out.
    fn opened(&self, leased: Vec<LeasedNotice>) -> Vec<Due> {
        let open = |notice: LeasedNotice| match self.phone_of(notice.recipient_id, &notice.phone_sealed) {
            Ok(to) => Some(Due {
                id: notice.id,
                kind: notice.kind,
                attempts: notice.attempts,
                give_up_at: notice.give_up_at,
                leased_until: notice.leased_until,
                delivery_id: notice.delivery_id,
                message_id: notice.message_id,
                word_back: notice.word_back,
                to,
            }),
            Err(error) => {
                tracing::error!(notice = %notice.id, %error, "a recipient's number does not open");
                None
            }
        };
        leased.into_iter().filter_map(open).collect()
    }

    async fn send_all(&self, due: Vec<Due>) -> Result<(), EngineError> {
        let (sender, settler) = (self.clone(), self.clone());
        let sending = stream::iter(due).map(|notice| by_itself(sender.clone().send(notice)));
        // Those that come back together are settled together, while others are still on their way.
        let chunks = sending.buffer_unordered(AT_ONCE).ready_chunks(AT_ONCE);
        let settling = chunks.map(|sent| by_itself(settler.clone().settle(sent)));
        let mut settling = settling.buffer_unordered(SETTLED_AT_ONCE);
        let mut problem = Ok(());
        while let Some(result) = settling.next().await {
            problem = problem.and(result);
        }
        problem
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

    /// Hands a notice to the gateway; what became of it.
    async fn send(self, notice: Due) -> Result<Sent, EngineError> {
        let reminder = notice.kind == NoticeKind::Reminder;
        let body = self.notice_text(notice.delivery_id, reminder).await?;
        let text = Text { id: notice.id, to: notice.to.clone(), body };
        let answer = self.inner.gateway.send(&text).await;
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
