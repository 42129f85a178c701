//! Another passcode, in place of one that was forgotten or guessed at.

use domain::{Blob, DeliveryId, MessageId};
use seal::PasscodeKey;
use store::{Conn, audit, messages::Message, passcodes, recipients};

use super::{NewPasscode, check_stretched, proof_of};
use crate::{
    Engine, EngineError, Invalid, Session,
    audit::{Action, Actor, Subject},
};

impl Engine {
    /// Gives a delivery that waits behind a passcode another one, which may be tried as often as the first; or one that
    /// went to a locked number its first.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when the session's account has no such delivery, or it does not wait.
    pub async fn renew_passcode(
        &self,
        session: &Session,
        message: MessageId,
        delivery: DeliveryId,
        new: NewPasscode,
    ) -> Result<(), EngineError> {
        let (stored, row) = self.own_delivery(session, message, delivery).await?;
        let person = row.recipient_id;
        let wrapped = self.wrap_anew(session, &stored, &new).await?;
        let behind = new.behind;
        let first = self.passcode_row(delivery, message, person, &behind, &wrapped)?;
        let (verifier, wrapped) = self.kept_passcode(message, person, &proof_of(&behind.proof)?, &wrapped.0);
        let now = self.inner.clock.now();
        let subject = Subject::delivery(message, delivery);
        let event = self.event(now, Actor::Account(session.person), Action::PasscodeRenewed, subject);
        let stretched = behind.stretched.clone();
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (event, stretched, wrapped) = (event.clone(), stretched.clone(), wrapped.clone());
                let first = first.clone();
                Box::pin(async move {
                    if !passcodes::renew(conn, message, person, &stretched, &verifier, &wrapped).await? {
                        recipients::lock(conn, person).await?;
                        if recipients::standing(conn, person).await?.locked_at.is_none() {
                            return Err(EngineError::NotFound);
                        }
                        passcodes::insert(conn, &first).await?;
                    }
                    Ok(audit::insert_many(conn, &[event]).await?)
                })
            })
            .await
    }

    /// A message's data key, from its sender's own copy, wrapped by another passcode.
    pub(crate) async fn wrap_anew(
        &self,
        session: &Session,
        message: &Message,
        NewPasscode { behind, key }: &NewPasscode,
    ) -> Result<Blob, EngineError> {
        check_stretched(&behind.stretched)?;
        let key = PasscodeKey::from_slice(&key.0).map_err(|_| Invalid::Malformed)?;
        let data_key = self.data_key(session, message).await?;
        Ok(Blob(key.wrap(message.id, &data_key, &mut self.inner.entropy.rng())))
    }
}
