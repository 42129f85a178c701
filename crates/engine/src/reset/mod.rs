//! A forgotten password, without a recovery code: the person who wrote decides, and the old messages stay closed.
//!
//! 1. Whoever has a link asks ([`Engine::ask_reset`]). The number gets a warning by SMS, the sender is asked.
//! 2. The sender verifies the person on another way, and approves with a passcode, or declines (`decide.rs`).
//! 3. After a waiting time the passcode makes new keys (`finish.rs`): every session, the recovery code and the old keys
//!    end. What was sent before opens again only when its sender releases it (`again.rs`).
//!
//! Who could abuse this: a SIM-swapper or a phone's thief can ask, and gets nothing without the passcode, which is told to
//! a person and never texted; in the waiting time the owner is warned, and signing in with the old password ends the
//! request. Whoever asks again and again is heard once, and not for a day after a no. A new owner of a recycled number
//! can be given new keys by a sender, and still reads nothing from before.

mod again;
mod decide;
mod finish;

use std::time::Duration;

use domain::{DeliveryId, Language, MessageId, PersonId, PhoneNumber, ReportTopic, UnixMillis};
use seal::Locator;
use store::{
    Conn, StoreError, audit, deliveries, deliveries::Delivery, messages, notices, passcodes, recipients,
    reports, resets, resets::Reset, sealed_keys,
};

use crate::{
    Engine, EngineError, Session,
    audit::{Action, Actor, Subject},
    opt_out::ReplyKind,
};

/// How long after a no nobody asks again.
const AGAIN_AFTER: Duration = Duration::from_secs(24 * 60 * 60);
/// How many requests a sender is shown at once.
const SHOWN: u32 = 50;

/// How it stands with somebody's request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResetStatus {
    /// The sender has been asked.
    Asked(UnixMillis),
    /// The sender has approved; between these times a passcode makes new keys.
    Approved {
        /// From when on.
        from: UnixMillis,
        /// Until when.
        until: UnixMillis,
    },
    /// The sender has said no.
    Declined,
}

/// A request that waits for a sender's decision.
#[derive(Clone)]
pub struct ResetRequest {
    /// The message whose link was used.
    pub message: MessageId,
    /// Its delivery.
    pub delivery: DeliveryId,
    /// Whose password is forgotten.
    pub phone: PhoneNumber,
    /// When they asked.
    pub asked_at: UnixMillis,
}

impl Engine {
    /// Asks the sender of a link's message for another password. Asked again, it stays the same request.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when the link does not work, or its number has no password yet.
    pub async fn ask_reset(&self, locator: &Locator) -> Result<ResetStatus, EngineError> {
        let delivery = self.usable_delivery(locator).await?;
        let (person, now) = (delivery.recipient_id, self.inner.clock.now());
        if self.credential_by_person(person).await?.is_none() {
            return Err(EngineError::NotFound);
        }
        let engine = self.clone();
        let status = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let (engine, delivery) = (engine.clone(), delivery.clone());
                Box::pin(async move {
                    recipients::lock(conn, person).await?;
                    let earlier = resets::by_person(conn, person).await?;
                    if let Some(earlier) = earlier.filter(|earlier| engine.stands(earlier, now)) {
                        return Ok(engine.reset_status(&earlier));
                    }
                    engine.note_asked(conn, &delivery, now).await?;
                    Ok::<_, EngineError>(ResetStatus::Asked(now))
                })
            })
            .await?;
        self.wake_reports();
        self.inner.wake_replies.notify_one();
        Ok(status)
    }

    async fn note_asked(
        &self,
        conn: &mut Conn,
        delivery: &Delivery,
        now: UnixMillis,
    ) -> Result<(), EngineError> {
        let reset = Reset {
            person_id: delivery.recipient_id,
            delivery_id: delivery.id,
            message_id: delivery.message_id,
            account_id: delivery.account_id,
            state: "asked".to_owned(),
            asked_at: now,
            decided_at: None,
            ready_at: None,
        };
        resets::put(conn, &reset).await?;
        let subject = Subject::delivery(delivery.message_id, delivery.id);
        let event = self.event(now, Actor::Stranger, Action::ResetAsked, subject);
        audit::insert_many(conn, &[event]).await?;
        let report = self.new_report(delivery.id, ReportTopic::ResetAsked, now);
        reports::insert_many(conn, &[report]).await?;
        self.warn(conn, delivery, ReplyKind::ResetAsked, now).await
    }

    /// Warns the number by SMS, over the gateway that its notices go.
    pub(crate) async fn warn(
        &self,
        conn: &mut Conn,
        delivery: &Delivery,
        kind: ReplyKind,
        now: UnixMillis,
    ) -> Result<(), EngineError> {
        let Some(route) = notices::route_of(conn, delivery.id).await? else { return Ok(()) };
        let wished = messages::language(conn, delivery.message_id).await?;
        let chosen = recipients::language(conn, delivery.recipient_id).await?;
        let wished = wished.or(chosen).and_then(|tag| Language::from_tag(&tag));
        let language = wished.unwrap_or(Language::English);
        self.queue_reply(conn, kind, delivery.recipient_id, &route, language, now).await
    }

    /// How it stands with the request of whoever has this link, if there is one.
    pub(crate) async fn reset_of(&self, person: PersonId) -> Result<Option<Reset>, EngineError> {
        let found = self.inner.store.read(move |conn: &mut Conn| Box::pin(resets::by_person(conn, person)));
        Ok(found.await?)
    }

    /// The requests that wait for the decision of whoever asks.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn reset_requests(&self, session: &Session) -> Result<Vec<ResetRequest>, EngineError> {
        let account = session.enabled_account()?.id;
        let rows = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move {
                    let mut rows = Vec::new();
                    for reset in resets::asked_of(conn, account, SHOWN).await? {
                        let person = recipients::by_id(conn, reset.person_id).await?;
                        rows.extend(person.map(|person| (reset, person)));
                    }
                    Ok(rows)
                })
            })
            .await?;
        let request = |(reset, person): (Reset, recipients::Recipient)| {
            Ok(ResetRequest {
                message: reset.message_id,
                delivery: reset.delivery_id,
                phone: self.phone_of(reset.person_id, &person.phone_sealed)?,
                asked_at: reset.asked_at,
            })
        };
        rows.into_iter().map(request).collect()
    }

    pub(crate) fn reset_status(&self, reset: &Reset) -> ResetStatus {
        match (reset.state.as_str(), reset.ready_at) {
            ("approved", Some(from)) => {
                ResetStatus::Approved { from, until: from + self.inner.config.reset_valid }
            }
            ("declined", _) => ResetStatus::Declined,
            _ => ResetStatus::Asked(reset.asked_at),
        }
    }

    /// Whether a request was approved by this delivery, and its passcode makes new keys now.
    pub(crate) fn is_ready(&self, reset: &Reset, delivery: DeliveryId) -> bool {
        let now = self.inner.clock.now();
        reset.delivery_id == delivery
            && matches!(
                self.reset_status(reset),
                ResetStatus::Approved { from, until } if from <= now && now < until
            )
    }

    /// Whether a request is still one, so that another one changes nothing.
    fn stands(&self, reset: &Reset, now: UnixMillis) -> bool {
        match self.reset_status(reset) {
            ResetStatus::Asked(_) => true,
            ResetStatus::Approved { until, .. } => now < until,
            ResetStatus::Declined => reset.decided_at.is_some_and(|at| now.since(at) < AGAIN_AFTER),
        }
    }

    /// Takes a person's request away, with the passcode that was for it alone.
    pub(crate) async fn drop_reset(&self, conn: &mut Conn, person: PersonId) -> Result<(), StoreError> {
        let Some(reset) = resets::by_person(conn, person).await? else { return Ok(()) };
        resets::remove(conn, person).await?;
        // It stands beside their own copy of the key.
        if sealed_keys::one(conn, reset.message_id, person).await?.is_some() {
            passcodes::remove(conn, reset.message_id, person).await?;
        }
        Ok(())
    }

    /// Ends a person's request: they have shown that they know their password.
    pub(crate) async fn cancel_reset(&self, conn: &mut Conn, person: PersonId) -> Result<(), EngineError> {
        let Some(reset) = resets::by_person(conn, person).await? else { return Ok(()) };
        self.drop_reset(conn, person).await?;
        if reset.state == "declined" {
            return Ok(());
        }
        let subject =
            Subject { person: Some(person), ..Subject::delivery(reset.message_id, reset.delivery_id) };
        let now = self.inner.clock.now();
        let event = self.event(now, Actor::Recipient(person), Action::ResetCancelled, subject);
        Ok(audit::insert_many(conn, &[event]).await?)
    }

    /// A delivery of the session's account, by its message.
    pub(crate) async fn own_delivery(
        &self,
        session: &Session,
        message: MessageId,
        delivery: DeliveryId,
    ) -> Result<(messages::Message, Delivery), EngineError> {
        let stored = self.own_message(session, message).await?;
        let row =
            self.inner.store.read(move |conn: &mut Conn| Box::pin(deliveries::by_id(conn, delivery))).await?;
        let row = row.filter(|row| row.message_id == message).ok_or(EngineError::NotFound)?;
        Ok((stored, row))
    }
}
