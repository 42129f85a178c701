//! Receipts: what gateways tell afterwards about texts that they took.
//!
//! They come more than once, in any order, and now and then before the gateway's own answer. So each only ever moves a
//! delivery forward, the first of its kind is the one that counts, and one whose text is not known yet is kept for a few
//! days. Who could abuse this: somebody who forges receipts; whoever calls [`Engine::receive`] has checked where an event
//! comes from. A reference is looked for among the texts of its own route only.

use std::{sync::atomic::Ordering, time::Duration};

use domain::{DeliveryState, FailureReason, ReportTopic, UnixMillis};
use sms::{Event, Outcome, Receipt};
use store::{
    Conn, StoreError, audit, deliveries, early_receipts,
    early_receipts::EarlyReceipt,
    notices::{self, NoticeKind, SettledNotice},
    reports,
};

use crate::{
    Engine, EngineError,
    audit::{Action, Actor, Subject},
    mail::WordBack,
};

/// How long a receipt is kept whose text is not known.
pub(crate) const KEPT: Duration = Duration::from_secs(3 * 24 * 60 * 60);
/// More names than a gateway can have for one text.
const REFERENCES: usize = 8;
/// How many kept receipts are looked at together.
const BATCH: u32 = 100;
/// What [`Outcome::Sent`] is called where receipts are kept, and the others.
const SENT: &str = "sent";
const DELIVERED: &str = "delivered";
const FAILED: &str = "failed";

impl Engine {
    /// Takes what a route's gateway tells. When this returns, it is on the disk, and may be acknowledged.
    ///
    /// # Errors
    /// When the storage fails; the gateway should tell it again.
    pub async fn receive(&self, route: &str, event: Event) -> Result<(), EngineError> {
        match event {
            Event::Receipt(receipt) => self.receive_receipt(route, receipt).await,
            Event::Inbound(inbound) => self.receive_text(route, inbound).await,
            Event::OptOut { phone, out } => self.sync_opt_out(&phone, out).await,
        }
    }

    async fn receive_receipt(&self, route: &str, receipt: Receipt) -> Result<(), EngineError> {
        let now = self.inner.clock.now();
        let Receipt { references, id, outcome, price } = receipt;
        let references: Vec<_> = references.into_iter().take(REFERENCES).collect();
        let (engine, of) = (self.clone(), route.to_owned());
        let changed = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let (engine, references, route) = (engine.clone(), references.clone(), of.clone());
                Box::pin(async move {
                    let mut found = match id {
                        Some(id) => notices::by_id(conn, id).await?,
                        None => None,
                    };
                    for reference in &references {
                        if found.is_none() {
                            found = notices::by_reference(conn, &route, reference).await?;
                        }
                    }
                    match found {
                        Some(notice) => engine.apply(conn, &notice, outcome, now).await,
                        None => engine.keep(conn, &route, &references, outcome, now).await,
                    }
                })
            })
            .await?;
        if changed {
            self.inner.counts.receipt(route, outcome, now);
            self.inner.counts.cost(route.parse().ok().as_ref(), price, now);
            self.wake_reports();
        }
        Ok(())
    }

    async fn keep(
        &self,
        conn: &mut Conn,
        route: &str,
        references: &[String],
        outcome: Outcome,
        at: UnixMillis,
    ) -> Result<bool, EngineError> {
        let (outcome, failure) = match outcome {
            Outcome::Sent => (SENT, None),
            Outcome::Delivered => (DELIVERED, None),
            Outcome::Undeliverable(reason) => (FAILED, Some(reason)),
        };
        let early = EarlyReceipt { outcome: outcome.to_owned(), failure, at };
        for reference in references {
            early_receipts::keep(conn, route, reference, &early).await?;
        }
        self.inner.early.store(true, Ordering::Release);
        Ok(false)
    }

    /// Applies receipts that were kept until their texts were known, if this instance has kept any.
    pub(crate) async fn after_receipts(&self) -> Result<(), EngineError> {
        if self.inner.early.swap(false, Ordering::AcqRel) {
            self.apply_kept().await?;
        }
        Ok(())
    }

    /// Applies receipts that were kept until their texts were known.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn apply_kept(&self) -> Result<(), EngineError> {
        loop {
            let matched = self
                .inner
                .store
                .read(|conn: &mut Conn| Box::pin(early_receipts::matched(conn, BATCH)))
                .await?;
            if matched.is_empty() {
                return Ok(());
            }
            for (route, reference) in matched {
                self.apply_kept_for(route, reference).await?;
            }
        }
    }

    async fn apply_kept_for(&self, route: String, reference: String) -> Result<(), EngineError> {
        let (engine, of) = (self.clone(), route.clone());
        let applied = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let (engine, route, reference) = (engine.clone(), of.clone(), reference.clone());
                Box::pin(async move {
                    let kept = early_receipts::take(conn, &route, &reference).await?;
                    let Some(notice) = notices::by_reference(conn, &route, &reference).await? else {
                        return Ok::<_, EngineError>(Vec::new());
                    };
                    let mut applied = Vec::new();
                    for receipt in kept {
                        let Some(outcome) = outcome_of(&receipt) else { continue };
                        if engine.apply(conn, &notice, outcome, receipt.at).await? {
                            applied.push((outcome, receipt.at));
                        }
                    }
                    Ok(applied)
                })
            })
            .await?;
        for (outcome, at) in applied {
            self.inner.counts.receipt(&route, outcome, at);
        }
        self.wake_reports();
        Ok(())
    }

    /// Moves a notice's delivery; whether that was news.
    async fn apply(
        &self,
        conn: &mut Conn,
        notice: &SettledNotice,
        outcome: Outcome,
        at: UnixMillis,
    ) -> Result<bool, EngineError> {
        let delivery = notice.delivery_id;
        // Where the answer did not come, the receipt says that the text was taken: it does not go again.
        notices::resolve(conn, notice.id, at).await?;
        let (changed, action, failure) = match outcome {
            Outcome::Sent => (
                deliveries::advance(conn, delivery, DeliveryState::Sent, at, None).await?,
                Action::NoticeSent,
                None,
            ),
            Outcome::Delivered => {
                (deliveries::arrive(conn, delivery, at).await?, Action::NoticeDelivered, None)
            }
            Outcome::Undeliverable(reason) => {
                (self.fail(conn, notice, reason, at).await?, Action::NoticeFailed, Some(reason))
            }
        };
        if !changed {
            return Ok(false);
        }
        let subject = Subject::delivery(notice.message_id, delivery);
        let detail = failure.map(FailureReason::code);
        let event = self.event(at, Actor::System, action, Subject { detail, ..subject });
        audit::insert_many(conn, &[event]).await?;
        let wanted = WordBack::from_bits(notice.word_back);
        let topic = match outcome {
            Outcome::Undeliverable(_) if wanted.failure() => ReportTopic::Failed,
            Outcome::Delivered if wanted.success() && notice.kind == NoticeKind::First => {
                ReportTopic::Delivered
            }
            _ => return Ok(true),
        };
        reports::insert_many(conn, &[self.new_report(delivery, topic, at)]).await?;
        Ok(true)
    }

    /// Notes that a text will not arrive, unless another one for the same delivery has.
    async fn fail(
        &self,
        conn: &mut Conn,
        notice: &SettledNotice,
        reason: FailureReason,
        at: UnixMillis,
    ) -> Result<bool, StoreError> {
        let delivery = deliveries::by_id(conn, notice.delivery_id).await?;
        if delivery.is_none_or(|row| row.state.rank() >= DeliveryState::Delivered.rank()) {
            return Ok(false);
        }
        notices::fail_sent(conn, notice.id, reason.code(), at).await?;
        // A phone that was off may be on when it is reminded; to any other a reminder does not come through either.
        if reason != FailureReason::SwitchedOff {
            notices::cancel_queued_for(conn, notice.delivery_id, at).await?;
        }
        deliveries::advance(conn, notice.delivery_id, DeliveryState::Failed, at, Some(reason)).await
    }
}

fn outcome_of(receipt: &EarlyReceipt) -> Option<Outcome> {
    match receipt.outcome.as_str() {
        SENT => Some(Outcome::Sent),
        DELIVERED => Some(Outcome::Delivered),
        FAILED => receipt.failure.map(Outcome::Undeliverable),
        _ => None,
    }
}
