//! Opening what waits behind a passcode.

use domain::{Blob, KeyId, SecretBlob};
use seal::{Locator, Purpose};
use store::{Conn, StoreError, audit, deliveries::Delivery, passcodes, sealed_keys, sealed_keys::SealedKey};

use super::{PasscodeOpened, Try, proof_of, row_of};
use crate::{
    Engine, EngineError, Session,
    audit::{Action, Actor, Subject},
};

impl Engine {
    /// Gives out what a link's passcode unwraps: the message's data key, wrapped. A number that has an owner needs
    /// their session too.
    ///
    /// # Errors
    /// [`EngineError::WrongPasscode`]; [`EngineError::PasscodeSealed`] after too many of them;
    /// [`EngineError::NotFound`] when the link does not work, or needs no passcode.
    pub async fn try_passcode(
        &self,
        locator: &Locator,
        session: Option<&Session>,
        proof: &SecretBlob,
    ) -> Result<Blob, EngineError> {
        let delivery = self.usable_delivery(locator).await?;
        let person = delivery.recipient_id;
        let is_owner = session.is_some_and(|session| session.person == person);
        if !is_owner
            && self.credential_by_person(person).await?.is_some()
            && !self.can_reset(&delivery).await?
        {
            return Err(EngineError::SignedOut);
        }
        let proof = proof_of(proof)?;
        let message = delivery.message_id;
        let engine = self.clone();
        let tried = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let (engine, delivery, proof) = (engine.clone(), delivery.clone(), proof.clone());
                Box::pin(async move { engine.count_passcode(conn, &delivery, &proof).await })
            })
            .await?;
        let wrapped = tried.right()?.wrapped;
        let row = row_of(message, person);
        Ok(Blob(self.inner.ring.unwrap(Purpose::PasscodeKey, &row, &wrapped)?.to_vec()))
    }

    /// Keeps what somebody with a session has opened by its passcode, sealed to their key.
    ///
    /// # Errors
    /// As for [`Engine::try_passcode`].
    pub async fn open_passcode(
        &self,
        locator: &Locator,
        session: &Session,
        opened: PasscodeOpened,
    ) -> Result<(), EngineError> {
        let delivery = self.usable_delivery(locator).await?;
        if delivery.recipient_id != session.person {
            return Err(EngineError::NotFound);
        }
        let (proof, sealed) = opened.parts()?;
        let (engine, key_id) = (self.clone(), session.key_id);
        let tried = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let (engine, delivery) = (engine.clone(), delivery.clone());
                let (proof, sealed) = (proof.clone(), sealed.clone());
                Box::pin(async move {
                    let tried = engine.count_passcode(conn, &delivery, &proof).await?;
                    if let Try::Right(_) = tried {
                        engine.keep_opened(conn, &delivery, key_id, sealed).await?;
                    }
                    Ok::<_, StoreError>(tried)
                })
            })
            .await?;
        tried.right().map(drop)
    }

    /// Puts a recipient's own copy of the data key in the place of the one behind the passcode.
    pub(crate) async fn keep_opened(
        &self,
        conn: &mut Conn,
        delivery: &Delivery,
        key_id: KeyId,
        sealed: Vec<u8>,
    ) -> Result<(), StoreError> {
        let (message_id, person_id) = (delivery.message_id, delivery.recipient_id);
        passcodes::remove(conn, message_id, person_id).await?;
        // One that is sealed to keys which a sender has ended is replaced.
        if !sealed_keys::update(conn, message_id, person_id, key_id, &sealed).await? {
            sealed_keys::insert_many(conn, &[SealedKey { message_id, person_id, key_id, sealed }]).await?;
        }
        let subject = Subject { person: Some(person_id), ..Subject::delivery(message_id, delivery.id) };
        let now = self.inner.clock.now();
        let event = self.event(now, Actor::Recipient(person_id), Action::PasscodeOpened, subject);
        audit::insert_many(conn, &[event]).await
    }
}
