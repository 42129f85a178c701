//! The outbox: due notices are leased, handed to a gateway outside any transaction, then settled.
//!
//! At least once: a process that dies between the gateway and the settling leaves a lease that runs out, and the notice
//! goes again with the same id and the same link. Never lost: it was written in the transaction of the submission. A text
//! that a gateway may have taken without saying so is asked about, or goes once more, and no more than once.
//!
//! ```text
//! submission ─→ door ──┐               ┌─→ hand over (routes, failover) ─┐
//!                      ├─→ queue ─→ plan ─→ not now: back to the database ├─→ settle
//! database ─→ lease ───┘               └─→ too late, nobody's ───────────┘
//! ```
//!
//! Who could abuse this: a sender with a bulk, to keep others waiting (turns, shares); a gateway that says nothing, or
//! says things late, often or wrongly (leases, what is unclear, receipts by reference); somebody who has opted out must
//! get nothing, whatever happens at the same time (the check just before a text leaves).

use std::{sync::atomic::Ordering, time::Duration};

use domain::{DeliveryId, MessageId, NoticeId, PersonId, PhoneNumber, UnixMillis};
use rand_core::Rng as _;
use sms::routes::{Pass, RouteName};
use store::{
    Conn, StoreError, notices,
    notices::{LeasedNotice, NoticeKind, NoticeLease, OutboxStats},
    reports, warnings,
};

use crate::{Engine, EngineError, notice::Words};

mod counts;
mod door;
mod plan;
mod run;
mod send;
mod settle;
mod sims;
mod turns;

pub(crate) use counts::{Counts, day, minute};
pub(crate) use door::Door;
pub(crate) use plan::Parking;
use plan::{Plan, Step};
use settle::Settled;
pub(crate) use sims::Sims;
pub(crate) use turns::Turns;

/// How many notices are leased at once.
const BATCH: usize = 64;
/// Longer than any gateway takes; after it, another worker takes the notice over.
const LEASE: Duration = Duration::from_secs(60);
const FIRST_RETRY: Duration = Duration::from_secs(5);
const LONGEST_RETRY: Duration = Duration::from_secs(15 * 60);

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
    /// Lower ones go first.
    pub(crate) priority: u32,
    /// Lower ones go first among those of one priority.
    pub(crate) turn: UnixMillis,
    /// How often it was tried before.
    pub(crate) attempts: u32,
    /// How often a gateway may have taken it.
    pub(crate) unclear: u32,
    pub(crate) last_route: Option<RouteName>,
    pub(crate) only_route: Option<RouteName>,
    pub(crate) give_up_at: UnixMillis,
    pub(crate) leased_until: UnixMillis,
    pub(crate) delivery_id: DeliveryId,
    pub(crate) message_id: MessageId,
    pub(crate) account_id: PersonId,
    /// Of which events the sender is told by mail.
    pub(crate) word_back: u32,
    pub(crate) phone_index: [u8; 32],
    pub(crate) to: PhoneNumber,
    pub(crate) words: Words,
    /// Whether whoever reads the text could claim the number, and nobody has looked yet whether they are its owner.
    pub(crate) unchecked: bool,
}

impl Engine {
    /// Sends what the database has that may go now, at most one batch, and waits for what became of it; answers how
    /// many notices it leased. What waits in memory for a busy route is sent when its time has come.
    ///
    /// # Errors
    /// When the storage fails; what was leased goes again when the lease has run out.
    pub async fn dispatch(&self) -> Result<usize, EngineError> {
        let leased = self.lease(BATCH).await?;
        let count = leased.len();
        self.inner.door.keep(self.opened(leased));
        loop {
            let Plan { steps, .. } = self.plan();
            if steps.is_empty() {
                return Ok(count);
            }
            let (go, mut settled) = split(steps);
            for (due, pass) in go {
                settled.push(by_itself(self.clone().hand_over(due, pass)).await?);
            }
            self.clone().settle(settled).await?;
        }
    }

    async fn lease(&self, most: usize) -> Result<Vec<LeasedNotice>, EngineError> {
        let lease = self.new_lease();
        let (now, limit) = (self.inner.clock.now(), u32::try_from(most).unwrap_or(u32::MAX));
        // What waited for a route that was down goes in its order, and not when its next try would have come.
        let hurry = self.inner.hurry.swap(false, Ordering::AcqRel);
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                Box::pin(async move {
                    if hurry {
                        notices::hurry_all(conn, now).await?;
                    }
                    Ok::<_, EngineError>(notices::lease(conn, lease, now, limit).await?)
                })
            })
            .await
    }

    /// A lease that begins now.
    pub(crate) fn new_lease(&self) -> NoticeLease {
        NoticeLease { owner: self.inner.lease_owner, until: self.inner.clock.now() + LEASE }
    }

    /// Those whose numbers can be read. The others are tried again when their leases have run out.
    fn opened(&self, leased: Vec<LeasedNotice>) -> Vec<Due> {
        let open = |notice: LeasedNotice| {
            let id = notice.id;
            let opened = self.opened_one(notice);
            opened.inspect_err(|error| tracing::error!(notice = %id, %error, "a notice does not open")).ok()
        };
        leased.into_iter().filter_map(open).collect()
    }

    fn opened_one(&self, notice: LeasedNotice) -> Result<Due, EngineError> {
        let phrase = notice.phrase.map(|sealed| self.open_phrase(notice.message_id, &sealed)).transpose()?;
        Ok(Due {
            id: notice.id,
            kind: notice.kind,
            priority: notice.priority,
            turn: notice.turn,
            attempts: notice.attempts,
            unclear: notice.unclear,
            // A route that is no longer configured cannot be asked, nor forced.
            last_route: notice.last_route.and_then(|name| name.parse().ok()),
            only_route: notice.only_route.and_then(|name| name.parse().ok()),
            give_up_at: notice.give_up_at,
            leased_until: notice.leased_until,
            delivery_id: notice.delivery_id,
            message_id: notice.message_id,
            account_id: notice.account_id,
            word_back: notice.word_back,
            phone_index: notice.phone_index,
            to: self.phone_of(notice.recipient_id, &notice.phone_sealed)?,
            words: Words { language: notice.language.and_then(|tag| tag.parse().ok()), phrase },
            unchecked: !notice.claimed && !notice.checked,
        })
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
                    warnings::release_all(conn).await?;
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

    /// Doubles with every attempt, and is spread over half of its length, so that a gateway that comes back is not
    /// met by everything at once.
    pub(crate) fn backoff(&self, attempts: u32) -> Duration {
        let doublings = attempts.saturating_sub(1).min(20);
        let full = FIRST_RETRY.saturating_mul(1 << doublings).min(LONGEST_RETRY);
        let spread = f64::from(self.inner.entropy.rng().next_u32()) / f64::from(u32::MAX);
        full.mul_f64(0.5 + spread / 2.0)
    }
}

/// What is to be handed over, and what is settled as it is.
fn split(steps: Vec<(Due, Step)>) -> (Vec<(Due, Pass)>, Vec<Settled>) {
    let (mut go, mut settled) = (Vec::new(), Vec::new());
    for (due, step) in steps {
        match step {
            Step::Go(pass) => go.push((due, pass)),
            Step::Settle(outcome) => settled.push(Settled::of(due, None, outcome)),
        }
    }
    (go, settled)
}

/// Work that goes on whether or not it is waited for. What is polled only now and then could sit on a connection of
/// the pool that others are waiting for.
async fn by_itself<T: Send + 'static>(
    work: impl Future<Output = Result<T, EngineError>> + Send + 'static,
) -> Result<T, EngineError> {
    let done = tokio::spawn(work).await;
    done.unwrap_or_else(|_| Err(StoreError::Other("a notice's task panicked".into()).into()))
}
