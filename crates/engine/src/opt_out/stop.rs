//! What an opt-out does to what waits for its number.

use std::sync::atomic::Ordering;

use domain::{DeliveryState, FailureReason, PersonId, ReportTopic, UnixMillis};
use seal::Locator;
use store::{
    Conn, StoreError, audit, deliveries,
    deliveries::Delivery,
    messages, notices,
    opt_outs::{self, EVERYBODY, OptOut},
    recipients, reports,
};

use crate::{
    Engine, EngineError,
    audit::{Action, Actor, Subject},
    mail::WordBack,
};

/// How an opt-out is known. The codes are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// Somebody texted STOP.
    Text,
    /// A person read a wish.
    Person,
    /// The provider says so.
    Provider,
    /// Somebody said "this is not for me".
    Page,
}

impl Source {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Person => "person",
            Self::Provider => "provider",
            Self::Page => "not-for-me",
        }
    }
}

impl Engine {
    /// Notes an opt-out from everybody and stops what waits for the number; whether it is news.
    pub(super) async fn stop_all(
        &self,
        conn: &mut Conn,
        recipient: PersonId,
        phone_index: [u8; 32],
        source: Source,
        now: UnixMillis,
    ) -> Result<bool, EngineError> {
        let source = source.code().to_owned();
        let new = OptOut { phone_index, account_id: EVERYBODY, source, at: now };
        self.inner.any_opt_outs.store(true, Ordering::Release);
        if !opt_outs::add(conn, &new).await? {
            return Ok(false);
        }
        let event = self.event(now, Actor::Stranger, Action::OptedOut, Subject::person(recipient));
        audit::insert_many(conn, &[event]).await?;
        for delivery in deliveries::unopened_of(conn, recipient).await? {
            // What the phone has already, it has: only what waits is given up.
            let waits = delivery.state.rank() < DeliveryState::Sent.rank();
            self.give_up(conn, &delivery, waits.then_some(FailureReason::OptedOut), now).await?;
        }
        Ok(true)
    }

    /// Cancels a delivery's notices and, with a reason, fails it.
    async fn give_up(
        &self,
        conn: &mut Conn,
        delivery: &Delivery,
        reason: Option<FailureReason>,
        now: UnixMillis,
    ) -> Result<(), StoreError> {
        notices::cancel_queued_for(conn, delivery.id, now).await?;
        let Some(reason) = reason else { return Ok(()) };
        if !deliveries::advance(conn, delivery.id, DeliveryState::Failed, now, Some(reason)).await? {
            return Ok(());
        }
        let subject = Subject::delivery(delivery.message_id, delivery.id);
        let event = self.event(
            now,
            Actor::System,
            Action::NoticeFailed,
            Subject { detail: Some(reason.code()), ..subject },
        );
        audit::insert_many(conn, &[event]).await?;
        if WordBack::from_bits(messages::word_back(conn, delivery.message_id).await?).failure() {
            let report = self.new_report(delivery.id, ReportTopic::Failed, now);
            reports::insert_many(conn, &[report]).await?;
        }
        Ok(())
    }

    /// "This is not for me": whoever has the link says that the number's messages of this sender are for somebody else.
    /// The sender's texts to the number stop, and they are told. A second time changes nothing.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when there is no such delivery.
    pub async fn not_for_me(&self, locator: &Locator) -> Result<(), EngineError> {
        let (engine, hash, now) = (self.clone(), locator.hash(), self.inner.clock.now());
        let number = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let engine = engine.clone();
                Box::pin(async move {
                    let row = deliveries::by_locator_hash(conn, &hash).await?.ok_or(EngineError::NotFound)?;
                    let person = recipients::by_id(conn, row.recipient_id).await?;
                    let phone_index = person.ok_or(EngineError::NotFound)?.phone_index;
                    let source = Source::Page.code().to_owned();
                    let new = OptOut { phone_index, account_id: row.account_id, source, at: now };
                    engine.inner.any_opt_outs.store(true, Ordering::Release);
                    if !opt_outs::add(conn, &new).await? {
                        return Ok(phone_index);
                    }
                    let subject = Subject::delivery(row.message_id, row.id);
                    let event = engine.event(now, Actor::Stranger, Action::NotForMe, subject);
                    audit::insert_many(conn, &[event]).await?;
                    let mut of_sender = deliveries::unopened_of(conn, row.recipient_id).await?;
                    of_sender.retain(|delivery| delivery.account_id == row.account_id);
                    for delivery in of_sender {
                        engine.give_up(conn, &delivery, Some(FailureReason::NotForMe), now).await?;
                    }
                    Ok::<_, EngineError>(phone_index)
                })
            })
            .await?;
        self.wake_reports();
        self.inner.in_flight.landed(&number).await;
        Ok(())
    }
}
