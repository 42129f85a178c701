//! What recipients do about what they got: remove a message from their list, choose their language.
//!
//! Who could abuse this: whoever has a live session can remove messages, as its owner can; the sender sees that, and can send
//! them again. Nobody else's copy goes with it.

use std::time::Duration;

use domain::{DeliveryId, Language};
use store::{
    Conn, audit, deliveries, notices, passcodes, recipients, sealed_keys, throttles, throttles::Throttle,
};

use crate::{
    Engine, EngineError, Session,
    audit::{Action, Actor, Subject},
};

/// A download is much work.
const BETWEEN_DOWNLOADS: Duration = Duration::from_secs(60);

impl Engine {
    /// Takes a message out of the list of whoever asks, for good: their copy of its key is erased, and its link opens
    /// nothing any more.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when it is not in their list.
    pub async fn remove_message(&self, session: &Session, delivery: DeliveryId) -> Result<(), EngineError> {
        let (person, now) = (session.person, self.inner.clock.now());
        let row =
            self.inner.store.read(move |conn: &mut Conn| Box::pin(deliveries::by_id(conn, delivery))).await?;
        let row = row.filter(|row| row.recipient_id == person).ok_or(EngineError::NotFound)?;
        let message = row.message_id;
        let subject = Subject { person: Some(person), ..Subject::delivery(message, delivery) };
        let event = self.event(now, Actor::Recipient(person), Action::Removed, subject);
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let event = event.clone();
                Box::pin(async move {
                    // Against a passcode or a release that puts a key there at the same time.
                    recipients::lock(conn, person).await?;
                    if !deliveries::remove(conn, delivery, now).await? {
                        return Err(EngineError::NotFound);
                    }
                    sealed_keys::remove(conn, message, person).await?;
                    passcodes::remove(conn, message, person).await?;
                    notices::cancel_queued_for(conn, delivery, now).await?;
                    Ok(audit::insert_many(conn, &[event]).await?)
                })
            })
            .await
    }

    /// Notes that whoever asks downloads everything that they can read.
    ///
    /// # Errors
    /// [`EngineError::SlowDown`] within a minute of the last time.
    pub async fn begin_download(&self, session: &Session) -> Result<(), EngineError> {
        let (person, now) = (session.person, self.inner.clock.now());
        let subject = self.inner.secrets.index.throttle("download", person.as_bytes());
        let event = self.event(now, session.actor(), Action::Downloaded, Subject::person(person));
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let event = event.clone();
                Box::pin(async move {
                    let last = throttles::get(conn, &subject).await?;
                    if let Some(last) = last.filter(|last| last.blocked_until > now) {
                        return Err(EngineError::SlowDown(last.blocked_until.since(now)));
                    }
                    let blocked_until = now + BETWEEN_DOWNLOADS;
                    let row = Throttle { subject, failures: 0, blocked_until, updated_at: now };
                    throttles::put(conn, &row).await?;
                    Ok(audit::insert_many(conn, &[event]).await?)
                })
            })
            .await
    }

    /// The language that whoever asks has chosen for their texts and pages; `None` for the browser's.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn language_of(&self, session: &Session) -> Result<Option<Language>, EngineError> {
        let person = session.person;
        let tag = self
            .inner
            .store
            .read(move |conn: &mut Conn| Box::pin(recipients::language(conn, person)))
            .await?;
        Ok(tag.and_then(|tag| Language::from_tag(&tag)))
    }

    /// Chooses a language. Texts to this number go out in it, unless their sender wished for another one.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn set_language(
        &self,
        session: &Session,
        language: Option<Language>,
    ) -> Result<(), EngineError> {
        let (person, tag) = (session.person, language.map(Language::tag));
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                Box::pin(async move {
                    recipients::set_language(conn, person, tag).await?;
                    Ok::<_, EngineError>(())
                })
            })
            .await
    }
}
