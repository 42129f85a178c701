//! The sender's decision about a forgotten password.

use domain::{DeliveryId, MessageId};
use store::{Conn, audit, passcodes, recipients, resets};

use crate::{
    Engine, EngineError, NewPasscode, Session,
    audit::{Action, Actor, Subject},
};

impl Engine {
    /// Approves a request, with a passcode that the sender tells the person on another way. From `reset_wait` later on
    /// the passcode makes new keys.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when nobody asks by this delivery of the session's account.
    pub async fn approve_reset(
        &self,
        session: &Session,
        message: MessageId,
        delivery: DeliveryId,
        new: NewPasscode,
    ) -> Result<(), EngineError> {
        let (stored, row) = self.own_delivery(session, message, delivery).await?;
        let wrapped = self.wrap_anew(session, &stored, &new).await?;
        let (person, now) = (row.recipient_id, self.inner.clock.now());
        let behind = new.behind;
        let passcode = self.passcode_row(delivery, message, person, &behind, &wrapped)?;
        let subject = Subject::delivery(message, delivery);
        let event = self.event(now, Actor::Account(session.person), Action::ResetApproved, subject);
        let ready_at = now + self.inner.config.reset_wait;
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (passcode, event) = (passcode.clone(), event.clone());
                Box::pin(async move {
                    recipients::lock(conn, person).await?;
                    if !resets::decide(conn, person, delivery, "approved", now, Some(ready_at)).await? {
                        return Err(EngineError::NotFound);
                    }
                    // One that waited for its recipient already is replaced.
                    passcodes::remove(conn, message, person).await?;
                    passcodes::insert(conn, &passcode).await?;
                    Ok(audit::insert_many(conn, &[event]).await?)
                })
            })
            .await
    }

    /// Declines a request.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when nobody asks by this delivery of the session's account.
    pub async fn decline_reset(
        &self,
        session: &Session,
        message: MessageId,
        delivery: DeliveryId,
    ) -> Result<(), EngineError> {
        let (_, row) = self.own_delivery(session, message, delivery).await?;
        let (person, now) = (row.recipient_id, self.inner.clock.now());
        let subject = Subject::delivery(message, delivery);
        let event = self.event(now, Actor::Account(session.person), Action::ResetDeclined, subject);
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let event = event.clone();
                Box::pin(async move {
                    if !resets::decide(conn, person, delivery, "declined", now, None).await? {
                        return Err(EngineError::NotFound);
                    }
                    Ok(audit::insert_many(conn, &[event]).await?)
                })
            })
            .await
    }
}
