//! Reports: mails to a sender's own address that say what became of a delivery, and nothing of its content.
//!
//! They are queued in the transaction of what they report, and go out at least once, as notices do.

use std::time::Duration;

use domain::{DeliveryId, FailureReason, PhoneNumber, ReportId, ReportTopic, UnixMillis};
use mail::{Report, ReportKind};
use relay::SendError;
use store::{
    Conn, StoreError,
    reports::{self, LeasedReport, NewReport},
    warnings,
};
use tokio::sync::watch;

use crate::{Engine, EngineError};

/// How many reports are leased at once. They go out one after the other: a relay is not to be flooded.
pub(super) const BATCH: u32 = 16;
/// Longer than the relay may take for one report, times the batch.
pub(super) const LEASE: Duration = Duration::from_secs(15 * 60);
/// How long a report is tried for: what mail servers commonly do (RFC 5321, 4.5.4.1).
pub(super) const GIVE_UP_AFTER: Duration = Duration::from_secs(4 * 24 * 60 * 60);
const IDLE: Duration = Duration::from_secs(15);
const AFTER_ERROR: Duration = Duration::from_secs(5);

/// What became of a report or a warning that was leased.
pub(super) enum Outcome {
    Sent,
    /// The recipient's sender did not ask for it.
    Unwanted,
    Failed(String),
    RetryAt(UnixMillis, String),
}

impl Engine {
    /// Sends reports through the relay until `shutdown` turns true.
    pub async fn run_reports(&self, mut shutdown: watch::Receiver<bool>) {
        while !*shutdown.borrow() {
            let pause = match self.dispatch_reports().await {
                Ok(0) => self.until_report().await.unwrap_or(AFTER_ERROR),
                Ok(_) => continue,
                Err(error) => {
                    tracing::warn!(%error, "reports cannot be sent; they will be tried again");
                    AFTER_ERROR
                }
            };
            tokio::select! {
                () = self.inner.wake_reports.notified() => {}
                () = tokio::time::sleep(pause) => {}
                _ = shutdown.changed() => {}
            }
        }
        let owner = self.inner.lease_owner;
        let released = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                Box::pin(async move {
                    reports::release(conn, &owner).await?;
                    Ok::<_, EngineError>(warnings::release(conn, &owner).await?)
                })
            })
            .await;
        if let Err(error) = released {
            tracing::warn!(%error, "leases on reports stay until they run out");
        }
    }

    /// Sends the reports and warnings that are ready, at most one batch of each; answers how many those were.
    ///
    /// # Errors
    /// When the storage fails; what was leased goes again when the lease has run out.
    pub async fn dispatch_reports(&self) -> Result<usize, EngineError> {
        if !self.inner.relay.is_on() {
            return Ok(0);
        }
        let (owner, now) = (self.inner.lease_owner, self.inner.clock.now());
        let leased = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                Box::pin(async move {
                    Ok::<_, EngineError>(reports::lease(conn, &owner, now, now + LEASE, BATCH).await?)
                })
            })
            .await?;
        let count = leased.len();
        for report in leased {
            let outcome = self.send_report(&report).await?;
            self.settle_report(report.id, outcome).await?;
        }
        Ok(count + self.dispatch_warnings().await?)
    }

    /// A report to be queued.
    pub(crate) fn new_report(&self, delivery: DeliveryId, topic: ReportTopic, at: UnixMillis) -> NewReport {
        NewReport {
            id: self.inner.entropy.id(at, ReportId::new),
            delivery_id: delivery,
            topic,
            happened_at: at,
            give_up_at: at + GIVE_UP_AFTER,
        }
    }

    pub(crate) fn wake_reports(&self) {
        self.inner.wake_reports.notify_one();
    }

    async fn until_report(&self) -> Result<Duration, EngineError> {
        let next = self.inner.store.read(|conn: &mut Conn| Box::pin(next_due(conn))).await?;
        Ok(next.map_or(IDLE, |due| due.since(self.inner.clock.now()).min(IDLE)))
    }

    async fn send_report(&self, leased: &LeasedReport) -> Result<Outcome, EngineError> {
        let Some(report) = self.report_of(leased).await? else { return Ok(Outcome::Unwanted) };
        let sent = self.inner.relay.send(&leased.email, &report.compose()).await;
        Ok(self.outcome(sent, leased.attempts, leased.give_up_at))
    }

    pub(super) fn outcome(
        &self,
        sent: Result<(), SendError>,
        attempts: u32,
        give_up_at: UnixMillis,
    ) -> Outcome {
        match sent {
            Ok(()) => Outcome::Sent,
            Err(SendError::Refused(error)) => Outcome::Failed(error),
            Err(SendError::Unreachable(error)) => {
                let at = self.inner.clock.now() + self.backoff(attempts);
                if at >= give_up_at { Outcome::Failed(error) } else { Outcome::RetryAt(at, error) }
            }
        }
    }

    /// The mail; `None` when the sender did not ask for it, or for this recipient.
    async fn report_of(&self, leased: &LeasedReport) -> Result<Option<Report>, EngineError> {
        let recipient = self.phone_of(leased.recipient_id, &leased.phone_sealed)?;
        // These go to whoever wrote the message, in whichever way.
        let security = match leased.topic {
            ReportTopic::ResetAsked => Some(ReportKind::ResetAsked),
            ReportTopic::ResetDone => Some(ReportKind::ResetDone),
            ReportTopic::ArchiveOpened => Some(ReportKind::ArchiveOpened),
            ReportTopic::KeysChanged => Some(ReportKind::KeysChanged),
            ReportTopic::Locked => Some(ReportKind::Locked),
            _ => None,
        };
        if let Some(kind) = security {
            return Ok(Some(self.composed(leased, kind, recipient).await?));
        }
        let Some(sealed) = &leased.mail_return else { return Ok(None) };
        let asked = self.open_return(leased.message_id, sealed)?;
        let Some(to) = asked.of(&recipient) else { return Ok(None) };
        let (kind, wanted) = match leased.topic {
            ReportTopic::SimChanged => (ReportKind::SimChanged, to.notify.failure),
            ReportTopic::SimUnanswered => (ReportKind::SimUnanswered, to.notify.failure),
            ReportTopic::Delivered => (ReportKind::Delivered, to.notify.success),
            ReportTopic::Opened => (ReportKind::Opened, asked.wants_receipt),
            ReportTopic::Expired => (ReportKind::Expired, to.notify.failure),
            ReportTopic::Failed
            | ReportTopic::ResetAsked
            | ReportTopic::ResetDone
            | ReportTopic::ArchiveOpened
            | ReportTopic::KeysChanged
            | ReportTopic::Locked => {
                let reason = leased.failure.unwrap_or(FailureReason::GatewayRefused);
                (ReportKind::Failed(reason), to.notify.failure)
            }
        };
        if !wanted {
            return Ok(None);
        }
        let original_recipient = to.original.clone();
        Ok(Some(Report {
            original_recipient,
            original_message_id: asked.message_id,
            envelope_id: asked.envelope_id,
            ..self.composed(leased, kind, recipient).await?
        }))
    }

    /// A report that refers to no mail of its sender's.
    async fn composed(
        &self,
        leased: &LeasedReport,
        kind: ReportKind,
        recipient: PhoneNumber,
    ) -> Result<Report, EngineError> {
        let mail_domain = self.inner.config.mail_domain.clone();
        Ok(Report {
            kind,
            organisation: self.organisation().await?,
            id: format!("{}@{mail_domain}", leased.id),
            page: format!("{}/sent/{}", self.inner.config.public_url, leased.message_id),
            mail_domain,
            to: leased.email.clone(),
            original_recipient: None,
            recipient,
            original_message_id: None,
            envelope_id: None,
            arrived_at: leased.submitted_at,
            happened_at: leased.happened_at,
        })
    }

    async fn settle_report(&self, id: ReportId, outcome: Outcome) -> Result<(), EngineError> {
        let (owner, now) = (self.inner.lease_owner, self.inner.clock.now());
        let outcome = std::sync::Arc::new(outcome);
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let outcome = outcome.clone();
                Box::pin(async move {
                    match &*outcome {
                        Outcome::Sent => reports::settle(conn, id, &owner, "sent", now, None).await?,
                        Outcome::Unwanted => reports::settle(conn, id, &owner, "unwanted", now, None).await?,
                        Outcome::Failed(error) => {
                            reports::settle(conn, id, &owner, "failed", now, Some(error)).await?
                        }
                        Outcome::RetryAt(at, error) => {
                            reports::retry_at(conn, id, &owner, *at, error).await?
                        }
                    };
                    Ok::<_, EngineError>(())
                })
            })
            .await
    }
}

/// When the next of either is ready.
async fn next_due(conn: &mut Conn) -> Result<Option<UnixMillis>, StoreError> {
    let (report, warning) = (reports::next_due(conn).await?, warnings::next_due(conn).await?);
    Ok(report.into_iter().chain(warning).min())
}
