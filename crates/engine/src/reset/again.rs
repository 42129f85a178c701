//! Releasing again what a recipient with new keys cannot open.

use domain::{DeliveryId, MessageId};
use seal::PublicKey;
use store::{Conn, audit, credentials, sealed_keys, sealed_keys::SealedKey};

use crate::{
    Engine, EngineError, Session,
    audit::{Action, Actor, Subject},
};

/// How many messages are sealed again in one transaction.
const BATCH: u32 = 64;

impl Engine {
    /// Seals everything that the session's account has sent to a delivery's recipient, and that they cannot open with
    /// their new keys, to these, from the sender's own copies; how many messages those were.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when there is no such delivery of the account's, or its number has no keys.
    pub async fn release_again(
        &self,
        session: &Session,
        message: MessageId,
        delivery: DeliveryId,
    ) -> Result<usize, EngineError> {
        let (_, row) = self.own_delivery(session, message, delivery).await?;
        let (person, account) = (row.recipient_id, session.person);
        let present = self.credential_by_person(person).await?.ok_or(EngineError::NotFound)?;
        let (key_id, to) = (present.key_id, PublicKey::from_bytes(&present.public_key)?);
        let mut released = 0;
        loop {
            let closed = self
                .inner
                .store
                .read(move |conn: &mut Conn| {
                    Box::pin(sealed_keys::closed(conn, person, account, key_id, BATCH))
                })
                .await?;
            if closed.is_empty() {
                return Ok(released);
            }
            released += closed.len();
            let mut keys = Vec::with_capacity(closed.len());
            for own in closed {
                let data_key = session.key()?.open_data_key(own.message_id, &own.sealed)?;
                let mut rng = self.inner.entropy.rng();
                let sealed = to.seal_data_key(own.message_id, &data_key, &mut rng);
                keys.push(SealedKey { message_id: own.message_id, person_id: person, key_id, sealed });
            }
            self.replace_closed(session, keys).await?;
        }
    }

    async fn replace_closed(&self, session: &Session, keys: Vec<SealedKey>) -> Result<(), EngineError> {
        let now = self.inner.clock.now();
        let actor = Actor::Account(session.person);
        let event = |key: &SealedKey| {
            let subject = Subject { person: Some(key.person_id), ..Subject::message(key.message_id) };
            self.event(now, actor, Action::ReleasedAgain, subject)
        };
        let events: Vec<_> = keys.iter().map(event).collect();
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (keys, events) = (keys.clone(), events.clone());
                Box::pin(async move {
                    for SealedKey { message_id, person_id, key_id, sealed } in &keys {
                        // Keys that were replaced once more meanwhile are not the ones that these are sealed to.
                        let present = credentials::by_person(conn, *person_id).await?;
                        if present.is_none_or(|present| present.key_id != *key_id) {
                            return Err(EngineError::KeysChanged);
                        }
                        sealed_keys::update(conn, *message_id, *person_id, *key_id, sealed).await?;
                    }
                    Ok(audit::insert_many(conn, &events).await?)
                })
            })
            .await
    }
}
