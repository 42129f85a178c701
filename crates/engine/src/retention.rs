//! Expiry: a message's content and keys are erased when its time is up; its status stays.

use std::time::Duration;

use domain::{DeliveryState, MessageId, ReportTopic, UnixMillis};
use store::{
    Conn, StoreError, attachments, audit, deliveries, early_receipts, inbound_texts, mail_ids, messages,
    notices, passkeys, pending_sign_ins, replies, reports, routes, sessions, throttles,
};
use tokio::sync::watch;

use crate::{
    Engine, EngineError,
    attachments::UPLOAD_KEPT,
    audit::{Action, Actor, Subject},
    mail::WordBack,
    outbox::minute,
    receipts,
};

const EVERY: Duration = Duration::from_secs(30);
const BATCH: u32 = 100;
/// How many known mails are forgotten at once: more than come in half a minute.
const SWEPT: u32 = 100_000;
/// Wrong tries are forgotten after a day; their counters go after two.
/// A mail that comes again within a day is the same one.
const MAILS_KNOWN: Duration = Duration::from_secs(24 * 60 * 60);
/// Texts from phones are known again, and those that ask for a decision wait, for a month.
const INBOUND_KEPT: Duration = Duration::from_secs(31 * 24 * 60 * 60);
/// What routes did is shown for a month.
const COUNTS_KEPT: Duration = Duration::from_secs(31 * 24 * 60 * 60);
const THROTTLES_KEPT: Duration = Duration::from_secs(2 * 24 * 60 * 60);

impl Engine {
    /// Erases what is due, every half minute, until `shutdown` turns true.
    pub async fn run_retention(&self, mut shutdown: watch::Receiver<bool>) {
        while !*shutdown.borrow() {
            if let Err(error) = self.retain().await {
                tracing::warn!(%error, "retention cannot work; it will try again");
            }
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                _ = shutdown.changed() => {}
            }
        }
    }

    /// Erases every message whose time is up, and what is left of ended sessions; answers how many messages that were.
    ///
    /// # Errors
    /// When the storage fails; the rest is done next time.
    pub async fn retain(&self) -> Result<usize, EngineError> {
        let mut erased = 0;
        loop {
            let now = self.inner.clock.now();
            let due = self
                .inner
                .store
                .read(move |conn: &mut Conn| Box::pin(messages::due_for_expiry(conn, now, BATCH)))
                .await?;
            if due.is_empty() {
                break;
            }
            for message in due {
                self.end_message(message, DeliveryState::Expired, Action::Expired, Actor::System).await?;
                erased += 1;
            }
        }
        self.sweep().await?;
        self.apply_kept().await?;
        Ok(erased)
    }

    /// Erases a message's content and keys and ends its deliveries, in one transaction.
    pub(crate) async fn end_message(
        &self,
        id: MessageId,
        state: DeliveryState,
        action: Action,
        actor: Actor,
    ) -> Result<(), EngineError> {
        let now = self.inner.clock.now();
        let event = self.event(now, actor, action, Subject::message(id));
        let engine = self.clone();
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (event, engine) = (event.clone(), engine.clone());
                Box::pin(async move {
                    if state == DeliveryState::Recalled {
                        messages::set_recalled(conn, id, now).await?;
                    } else {
                        engine.report_unread(conn, id, now).await?;
                    }
                    messages::erase(conn, id, now).await?;
                    notices::cancel_queued_of(conn, id, now).await?;
                    deliveries::end_all_of(conn, id, state, now).await?;
                    audit::insert_many(conn, &[event]).await?;
                    Ok::<_, EngineError>(())
                })
            })
            .await?;
        self.wake_reports();
        Ok(())
    }

    /// Tells the sender of deliveries that nobody has opened, if they want to be told.
    async fn report_unread(&self, conn: &mut Conn, id: MessageId, now: UnixMillis) -> Result<(), StoreError> {
        if !WordBack::from_bits(messages::word_back(conn, id).await?).failure() {
            return Ok(());
        }
        // Of those that failed they have been told.
        let is_unread = |state: DeliveryState| state.rank() < DeliveryState::Failed.rank();
        let deliveries = deliveries::by_message(conn, id).await?;
        let unread = deliveries.iter().filter(|delivery| is_unread(delivery.delivery.state));
        let unread: Vec<_> =
            unread.map(|row| self.new_report(row.delivery.id, ReportTopic::Expired, now)).collect();
        reports::insert_many(conn, &unread).await
    }

    async fn sweep(&self) -> Result<(), EngineError> {
        let now = self.inner.clock.now();
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                Box::pin(async move {
                    sessions::delete_ended(conn, now, BATCH).await?;
                    pending_sign_ins::delete_ended(conn, now).await?;
                    passkeys::challenges::prune(conn, now, SWEPT).await?;
                    throttles::prune(conn, now - THROTTLES_KEPT).await?;
                    mail_ids::prune(conn, now - MAILS_KNOWN, SWEPT).await?;
                    attachments::sweep(conn, now - UPLOAD_KEPT, BATCH).await?;
                    inbound_texts::prune(conn, now - INBOUND_KEPT).await?;
                    replies::prune(conn, now - INBOUND_KEPT).await?;
                    early_receipts::prune(conn, now - receipts::KEPT).await?;
                    routes::prune(conn, minute(now - COUNTS_KEPT)).await?;
                    Ok::<_, EngineError>(())
                })
            })
            .await
    }
}
